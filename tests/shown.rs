//! What a list shows, against a model of one: edits are made, sent, answered, lost and read again in any order, while the
//! list comes from what was kept and from AniList, in parts that are older or newer than the edits. At every moment each
//! entry has to be what the person made of it last, and what stands beneath it something that AniList really had.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tsuzuki::domain::{
    EntryId, EntryValues, ListChunk, ListEntry, ListStatus, Media, MediaId, MediaType, Patch, SavedEntry,
    Score, UserId, Value,
};
use tsuzuki::list::library::Library;
use tsuzuki::list::overlay::{Overlays, Own};
use tsuzuki::outbox::journal::{Record, RecordId};
use tsuzuki::outbox::{self, Change, EditIntent, Key, Origin, Origins, PendingEdit, Seen, Sent, between};

const WORKS: u64 = 4;
/// Between two steps: several fall into one second, which is what AniList tells times in.
const STEP_MS: u64 = 400;

#[derive(Debug, Clone, Copy)]
enum What {
    More,
    Note(u8),
    Finish,
    Delete,
    Add,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// The person changes an entry.
    PendingEdit(u64, What),
    /// An edit is carried out by AniList.
    Send(u64),
    /// Its answer arrives.
    Answer(u64),
    /// What AniList has of a work is read: before an edit is sent, or because its answer got lost.
    Read(u64),
    /// Somebody else gives a score.
    Elsewhere(u64),
    /// All of the list is asked for.
    Ask,
    /// AniList looks up one of its two parts.
    Serve(bool),
    /// A part arrives.
    Arrive(bool),
    /// The page is loaded anew, and shows what is kept.
    Reload,
    /// The same, but what edits there are becomes known only afterwards.
    SlowReload,
}

fn step() -> impl Strategy<Value = Step> {
    let work = 1..=WORKS;
    let what = prop_oneof![
        4 => Just(What::More),
        2 => (0_u8..3).prop_map(What::Note),
        1 => Just(What::Finish),
        2 => Just(What::Delete),
        2 => Just(What::Add),
    ];
    prop_oneof![
        6 => (work.clone(), what).prop_map(|(work, what)| Step::PendingEdit(work, what)),
        4 => work.clone().prop_map(Step::Send),
        4 => work.clone().prop_map(Step::Answer),
        3 => work.clone().prop_map(Step::Read),
        2 => work.prop_map(Step::Elsewhere),
        2 => Just(Step::Ask),
        3 => any::<bool>().prop_map(Step::Serve),
        4 => any::<bool>().prop_map(Step::Arrive),
        2 => Just(Step::Reload),
        1 => Just(Step::SlowReload),
    ]
}

fn account() -> UserId {
    UserId::new(5001).unwrap()
}

/// What somebody else does not change.
fn own(entry: Option<&EntryValues>) -> Option<EntryValues> {
    entry.map(|values| EntryValues {
        score: None,
        ..values.clone()
    })
}

fn media(id: u64) -> MediaId {
    MediaId::new(id).unwrap()
}

fn work(id: u64) -> Media {
    Media {
        kind: MediaType::Anime,
        ..Media::new(media(id))
    }
}

#[derive(Debug, Clone)]
struct Asked {
    at: u64,
    served: Option<ListChunk>,
}

struct World {
    now: u64,
    next_id: u64,
    /// What AniList has.
    server: BTreeMap<u64, Option<SavedEntry>>,
    /// What it has had, by work.
    past: BTreeMap<u64, Vec<Option<EntryValues>>>,
    /// From which place of that on the person knows.
    known: BTreeMap<u64, usize>,
    /// What the person made of each entry last.
    wanted: BTreeMap<u64, Option<EntryValues>>,
    edits: Vec<PendingEdit>,
    journal: Vec<Record>,
    /// What was sent of an edit: the entry before and after, and the edit's revision.
    sent: BTreeMap<u64, (Option<EntryValues>, Option<SavedEntry>, u64)>,
    kept: BTreeMap<bool, (u64, ListChunk)>,
    asked: BTreeMap<bool, Asked>,
    first_asked: u64,
    library: Library,
    overlays: Overlays,
    /// The works that this page knows without a list.
    added: Vec<Media>,
    /// Parts that the page has shown.
    shown: BTreeSet<bool>,
    /// Whether the list is asked for because a work is not known.
    misses: bool,
}

impl World {
    fn new() -> Self {
        let entry = |id: u64| SavedEntry {
            id: EntryId::new(id).unwrap(),
            values: EntryValues {
                status: ListStatus::Current,
                progress: 5,
                ..EntryValues::default()
            },
            updated_at: Some(1),
            created_at: None,
        };
        // The last one is not on the list.
        let server: BTreeMap<u64, _> = (1..=WORKS)
            .map(|id| (id, (id < WORKS).then(|| entry(id))))
            .collect();
        let values: BTreeMap<u64, _> = server
            .iter()
            .map(|(id, entry)| (*id, entry.as_ref().map(|entry| entry.values.clone())))
            .collect();
        let mut world = Self {
            now: 1_000_000,
            next_id: 100,
            past: values
                .iter()
                .map(|(id, values)| (*id, vec![values.clone()]))
                .collect(),
            known: (1..=WORKS).map(|id| (id, 0)).collect(),
            wanted: values,
            server,
            edits: Vec::new(),
            journal: Vec::new(),
            sent: BTreeMap::new(),
            kept: BTreeMap::new(),
            asked: BTreeMap::new(),
            first_asked: 0,
            library: Library::new(MediaType::Anime, true),
            overlays: Overlays::default(),
            added: Vec::new(),
            shown: BTreeSet::new(),
            misses: false,
        };
        world.ask();
        world.arrive(false);
        world.arrive(true);
        world
    }

    fn with_own<T>(&mut self, act: impl FnOnce(&mut Overlays, &mut Library, &Own<'_>) -> T) -> T {
        let own = Own::of(
            account(),
            MediaType::Anime,
            &self.edits,
            &self.journal,
            &self.added,
        );
        act(&mut self.overlays, &mut self.library, &own)
    }

    fn part_of(id: u64) -> bool {
        id.is_multiple_of(2)
    }

    fn serve(&self, part: bool) -> ListChunk {
        let entries = self
            .server
            .iter()
            .filter(|(id, _)| Self::part_of(**id) == part)
            .filter_map(|(id, entry)| Some(entry.clone()?.with(work(*id))));
        ListChunk {
            entries: entries.collect(),
            ..ListChunk::default()
        }
    }

    fn put(&mut self, id: u64, entry: Option<SavedEntry>) {
        let values = entry.as_ref().map(|entry| entry.values.clone());
        self.past.get_mut(&id).unwrap().push(values);
        self.server.insert(id, entry);
    }

    fn edit_of(&self, id: u64) -> Option<PendingEdit> {
        let edit = self.edits.iter().find(|edit| edit.key.media == media(id));
        edit.cloned()
    }

    fn hold(&mut self, id: u64, edit: Option<PendingEdit>) {
        self.edits.retain(|known| known.key.media != media(id));
        self.edits.extend(edit);
        let edit = self.edit_of(id);
        self.overlays
            .lay(&mut self.library, media(id), edit.as_ref(), &self.added);
    }

    fn edit(&mut self, id: u64, what: What) {
        // Only what is on screen is changed; anything can be added.
        let shown = self.library.get(media(id)).map(|entry| entry.values.clone());
        let patch = |values: &[Value]| Change::Set(values.iter().cloned().collect::<Patch>());
        let change = match (what, &shown) {
            (What::More, Some(shown)) => patch(&[Value::Progress(shown.progress + 1)]),
            (What::Note(note), Some(_)) => patch(&[Value::Notes(note.to_string().into())]),
            (What::Finish, Some(_)) => patch(&[Value::Status(ListStatus::Completed)]),
            (What::Delete, Some(_)) => Change::Delete,
            // What is made anew while something else is on its way is a matter of the outbox.
            (What::Add, None)
                if self.shown.contains(&Self::part_of(id))
                    && self.wanted[&id].is_none()
                    && !self.sent.contains_key(&id) =>
            {
                self.added.push(work(id));
                patch(&[Value::Status(ListStatus::Planning)])
            }
            _ => return,
        };
        if let Some(entry) = self.library.get(media(id)) {
            self.added.push(entry.media.clone());
        }
        let base = self.overlays.base(&self.library, media(id));
        let order = EditIntent {
            key: Key {
                account: account(),
                media: media(id),
            },
            kind: MediaType::Anime,
            title: "A title".into(),
            base: base.map(|entry| entry.values.clone()),
            was_favourite: false,
            change: change.clone(),
            favourite: None,
            origin: Origin::ByHand,
        };
        let wanted = match change {
            Change::Set(patch) => Some(patch.applied_to(&shown.unwrap_or_default())),
            _ => None,
        };
        self.wanted.insert(id, wanted);
        let edit = outbox::order(self.edit_of(id), &order, self.now);
        self.hold(id, edit);
    }

    fn send(&mut self, id: u64) {
        let Some(edit) = self.edit_of(id).filter(|_| !self.sent.contains_key(&id)) else {
            return;
        };
        let before = self.server[&id].clone();
        let values = before.as_ref().map(|entry| entry.values.clone());
        let after = edit.view(values.as_ref()).map(|wanted| {
            let id = before.as_ref().map(|entry| entry.id);
            self.next_id += 1;
            SavedEntry {
                id: id.unwrap_or(EntryId::new(self.next_id).unwrap()),
                values: wanted,
                updated_at: Some(self.now / 1000),
                created_at: None,
            }
        });
        let mark = Sent {
            at: self.now,
            seen: before.as_ref().map(|entry| Seen {
                id: entry.id,
                updated_at: entry.updated_at,
            }),
            change: edit.change.clone(),
            favourite: None,
            merged: Vec::new(),
        };
        let marked = PendingEdit {
            sent: Some(mark),
            ..edit.clone()
        };
        self.hold(id, Some(marked));
        self.put(id, after.clone());
        self.sent.insert(id, (values, after, edit.revision));
    }

    /// Takes in that AniList has carried out what was sent, and what it has now.
    fn settle(&mut self, id: u64, before: Option<EntryValues>, after: Option<&SavedEntry>, revision: u64) {
        let values = after.map(|entry| entry.values.clone());
        let edit = self.edit_of(id).filter(|edit| edit.revision != revision);
        let rest = edit.and_then(|edit| {
            let order = EditIntent {
                key: edit.key,
                kind: edit.kind,
                title: edit.title.clone(),
                base: values.clone(),
                was_favourite: false,
                change: between(values.as_ref(), edit.view(before.as_ref()).as_ref()),
                favourite: None,
                origin: Origin::ByHand,
            };
            outbox::order(None, &order, self.now)
        });
        if before != values {
            self.journal.push(Record {
                id: RecordId {
                    at: self.now,
                    media: media(id),
                },
                account: account(),
                kind: MediaType::Anime,
                title: "A title".into(),
                before,
                after: values,
                favourite: None,
                origins: Origins::default(),
                merged: Vec::new(),
            });
        }
        self.known.insert(id, self.past[&id].len() - 1);
        self.edits.retain(|known| known.key.media != media(id));
        self.edits.extend(rest);
        let gone =
            self.with_own(|overlays, library, own| overlays.take_saved(library, media(id), after, own));
        self.added.extend(gone);
        self.ask_for_unknown(id);
    }

    /// A work that is on the list now and that nobody here knows is asked for.
    fn ask_for_unknown(&mut self, id: u64) {
        let is_there = self.server[&id].is_some();
        self.misses |= is_there && self.overlays.base(&self.library, media(id)).is_none();
    }

    fn answer(&mut self, id: u64) {
        if let Some((before, after, revision)) = self.sent.remove(&id) {
            // Nobody has changed it since: the answer says what AniList has.
            let is_last = self.server[&id] == after;
            if is_last {
                self.settle(id, before, after.as_ref(), revision);
            } else {
                self.sent.insert(id, (before, after, revision));
                self.find_out(id);
            }
        }
    }

    /// Reads what AniList has, and what became of what was sent.
    fn find_out(&mut self, id: u64) {
        let there = self.server[&id].clone();
        match self.sent.remove(&id) {
            Some((before, _, revision)) => self.settle(id, before, there.as_ref(), revision),
            None => {
                let gone = self.with_own(|overlays, library, own| {
                    overlays.take_saved(library, media(id), there.as_ref(), own)
                });
                self.added.extend(gone);
                self.ask_for_unknown(id);
            }
        }
    }

    fn ask(&mut self) {
        self.library.begin_reading();
        self.first_asked = self.now;
        let asked = Asked {
            at: self.now,
            served: None,
        };
        self.asked = [(false, asked.clone()), (true, asked)].into();
    }

    fn arrive(&mut self, part: bool) {
        let Some(asked) = self.asked.remove(&part) else {
            return;
        };
        let chunk = asked.served.unwrap_or_else(|| self.serve(part));
        self.kept.insert(part, (asked.at, chunk.clone()));
        self.show(part, chunk, asked.at);
        if self.asked.is_empty() {
            let at = self.first_asked;
            self.with_own(|overlays, library, own| overlays.finish_reading(library, at, own));
            self.misses =
                !self.with_own(|overlays, library, own| overlays.add_taken(library, at, false, own));
        }
    }

    fn show(&mut self, part: bool, chunk: ListChunk, at: u64) {
        self.with_own(|overlays, library, own| overlays.take_chunk(library, chunk, at, own));
        self.shown.insert(part);
    }

    fn reload(&mut self) {
        self.library = Library::new(MediaType::Anime, true);
        self.overlays = Overlays::default();
        self.added.clear();
        self.asked.clear();
        self.shown.clear();
        // Until all of it is there.
        self.misses = true;
        let mut oldest = u64::MAX;
        for (part, (at, chunk)) in self.kept.clone() {
            oldest = oldest.min(at);
            self.show(part, chunk, at);
            self.check("while the page is loaded");
        }
        self.misses =
            !self.with_own(|overlays, library, own| overlays.add_taken(library, oldest, false, own));
    }

    /// The database answers when the list is there already.
    fn slow_reload(&mut self) {
        let (edits, journal) = (std::mem::take(&mut self.edits), std::mem::take(&mut self.journal));
        self.library = Library::new(MediaType::Anime, true);
        self.overlays = Overlays::default();
        self.added.clear();
        self.asked.clear();
        for (part, (at, chunk)) in self.kept.clone() {
            self.show(part, chunk, at);
        }
        let oldest = self.kept.values().map(|(at, _)| *at).min().unwrap();
        (self.edits, self.journal) = (edits, journal);
        self.with_own(|overlays, library, own| overlays.take_all(library, oldest, own));
        self.misses =
            !self.with_own(|overlays, library, own| overlays.add_taken(library, oldest, false, own));
    }

    fn step(&mut self, step: Step) {
        self.now += STEP_MS;
        match step {
            Step::PendingEdit(id, what) => self.edit(id, what),
            Step::Send(id) => self.send(id),
            Step::Answer(id) => self.answer(id),
            Step::Read(id) => self.find_out(id),
            Step::Elsewhere(id) => {
                if let Some(mut entry) = self.server[&id].clone() {
                    entry.values.score = Score::new((self.now / STEP_MS % 100) as u8 + 1);
                    entry.updated_at = Some(self.now / 1000);
                    self.put(id, Some(entry));
                }
            }
            Step::Ask => self.ask(),
            Step::Serve(part) => {
                let chunk = self.serve(part);
                if let Some(asked) = self.asked.get_mut(&part) {
                    asked.served.get_or_insert(chunk);
                }
            }
            Step::Arrive(part) => self.arrive(part),
            Step::Reload => self.reload(),
            Step::SlowReload => self.slow_reload(),
        }
    }

    fn check(&self, when: &str) {
        for id in 1..=WORKS {
            let shown = self.library.get(media(id)).map(|entry| &entry.values);
            let (shown, wanted) = (own(shown), own(self.wanted[&id].as_ref()));
            // An edit that puts a work on the list says what it is called. One that another page put there is asked for, once
            // AniList has it.
            let edit = self.edit_of(id);
            let is_named = edit
                .as_ref()
                .is_some_and(|edit| edit.base.is_none() && matches!(edit.change, Change::Set(_)));
            let is_known = is_named || self.added.iter().any(|work| work.id == media(id));
            let is_below = self.overlays.base(&self.library, media(id)).is_some();
            let is_asked_for = match edit {
                Some(_) => !is_known,
                None => self.misses,
            };
            let may_miss = !self.shown.contains(&Self::part_of(id)) || (is_asked_for && !is_below);
            if shown.is_some() || !may_miss {
                assert_eq!(shown, wanted, "work {id}, {when}");
            }
            let base = self.overlays.base(&self.library, media(id));
            let base = own(base.map(|entry| &entry.values));
            let mut since = self.past[&id][self.known[&id]..].iter();
            let is_real = since.any(|past| own(past.as_ref()) == base);
            assert!(
                is_real || (base.is_none() && (may_miss || self.misses)),
                "beneath work {id}, {when}: {base:?}"
            );
        }
        assert_eq!(
            self.library.entries().len(),
            self.library
                .entries()
                .iter()
                .map(|entry: &ListEntry| entry.media.id)
                .collect::<BTreeSet<_>>()
                .len()
        );
    }
}

proptest! {
    // `PROPTEST_CASES` asks for more.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(4_000), ..ProptestConfig::default() })]
    #[test]
    fn a_list_shows_one_s_own_edits_at_every_moment(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        world.check("at first");
        for (number, step) in steps.into_iter().enumerate() {
            world.step(step);
            world.check(&format!("after step {number}: {step:?}"));
        }
    }
}

#[test]
fn a_reply_that_comes_late_changes_nothing_that_is_newer() {
    let at = |updated_at: Option<u64>, progress: u32| {
        let mut entry = World::new().server[&1].clone().unwrap();
        entry.values.progress = progress;
        entry.updated_at = updated_at;
        entry
    };
    for (first, then, is_taken) in [
        (Some(20), Some(21), true),
        (Some(20), Some(20), true),
        (Some(20), Some(19), false),
        (Some(20), None, true),
        (None, Some(19), true),
    ] {
        let mut world = World::new();
        for (time, progress) in [(first, 3), (then, 4)] {
            let entry = at(time, progress);
            world
                .with_own(|overlays, library, own| overlays.take_saved(library, media(1), Some(&entry), own));
        }
        let shown = world.library.get(media(1)).unwrap().values.progress;
        assert_eq!(shown, if is_taken { 4 } else { 3 }, "{first:?}, then {then:?}");
    }
}
