//! What AniList's reply to a batch means for each of its edits.

use super::batch::{Batch, Write};
use super::decide::{News, deleted};
use super::edit::{Change, Key, PendingEdit, Sent, State};
use super::intent::simplify;
use super::merge::fields;
use super::sender::MAX_DELAY_MS;
use super::{MAX_TRIES, UNCLEAR_MS};
use crate::api::error::{ApiError, Unreadable};
use crate::domain::{EntryValues, Field, MediaId, Patch, SavedEntry, Value};
use crate::outbox::journal::{Done, Record};

/// From the third unclear answer on a write goes alone: the others must not wait for it.
const ALONE_FROM: u8 = 3;
const FIRST_DELAY_MS: u64 = 2_000;

/// What became of one write of a batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The entries as they are now: one of a [`Write::Save`], those of a [`Write::Update`] in any order.
    Saved(Vec<SavedEntry>),
    /// The entry is gone.
    Deleted,
    /// Whether it is a favourite now.
    Favourite(bool),
    /// AniList said why this very write is not carried out.
    Refused(ApiError),
    /// The answer says nothing of it that can be used.
    Unclear,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// An answer: an outcome for each write, in their order. A missing one is [`Outcome::Unclear`].
    Answer(Vec<Outcome>),
    /// The request failed as a whole, or did so without naming the write that is to blame.
    Failed(ApiError),
    /// It was never sent.
    NotSent,
}

/// What follows for one edit.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// The edit to store; `None` to remove it.
    pub edit: Option<PendingEdit>,
    /// A journal record to store with it.
    pub record: Option<Record>,
    /// What to tell the person.
    pub news: Vec<News>,
    /// For the list: the entry as AniList has it now, or that it is deleted.
    pub entry: Option<Option<SavedEntry>>,
    /// For the list: whether it is a favourite now.
    pub favourite: Option<bool>,
}

impl Batch {
    /// The keys of its edits, each once.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::new();
        for media in self.writes.iter().flat_map(Write::media) {
            let account = self.account;
            let key = Key { account, media };
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn part<'r>(&self, media: MediaId, is_favourite: bool, reply: &'r Reply) -> Option<Part<'r>> {
        let is_it = |write: &Write| {
            matches!(write, Write::Favourite { .. }) == is_favourite && write.media().contains(&media)
        };
        let place = self.writes.iter().position(is_it)?;
        let write = self.writes.get(place)?;
        Some(match reply {
            Reply::NotSent => Part::NotDone(None),
            Reply::Failed(error) => failed(error, self.writes.len() == 1 && write.media().len() == 1, write),
            Reply::Answer(outcomes) => answered(write, media, outcomes.get(place)),
        })
    }
}

impl Write {
    /// The works it is about.
    pub fn media(&self) -> Vec<MediaId> {
        match self {
            Self::Update { entries, .. } => entries.iter().map(|(media, _)| *media).collect(),
            Self::Save { media, .. } | Self::Delete { media, .. } | Self::Favourite { media, .. } => {
                vec![*media]
            }
        }
    }
}

/// What became of what was sent about an entry, or about its favourite.
enum Part<'r> {
    Saved(&'r SavedEntry),
    Deleted,
    Favourite(bool),
    /// AniList did not do it, and may another time.
    NotDone(Option<ApiError>),
    /// AniList did not do it, and it may have been the fault of another in the same request.
    Suspected(ApiError),
    /// It did it or did not, and will not do it from now on.
    Unclear(ApiError),
    /// It did it, or still may.
    Open(ApiError),
    /// It will never do it.
    Refused(ApiError),
}

/// An answer without a word about it.
const NOTHING: Part<'static> = Part::Unclear(ApiError::Unreadable {
    status: 200,
    why: Unreadable::NoData,
});

fn answered<'r>(write: &Write, media: MediaId, outcome: Option<&'r Outcome>) -> Part<'r> {
    match (write, outcome) {
        (Write::Save { .. }, Some(Outcome::Saved(entries))) => entries.first().map_or(NOTHING, Part::Saved),
        (Write::Update { entries, .. }, Some(Outcome::Saved(saved))) => {
            let id = entries
                .iter()
                .find(|(known, _)| *known == media)
                .map(|(_, id)| *id);
            let entry = saved.iter().find(|entry| Some(entry.id) == id);
            entry.map_or(NOTHING, Part::Saved)
        }
        (Write::Delete { .. }, Some(Outcome::Deleted)) => Part::Deleted,
        (Write::Favourite { .. }, Some(Outcome::Favourite(favourite))) => Part::Favourite(*favourite),
        (write, Some(Outcome::Refused(error))) => failed(error, write.media().len() == 1, write),
        _ => NOTHING,
    }
}

/// What a failure means for a write; `is_its_own` says that no other can have caused it.
fn failed<'r>(error: &ApiError, is_its_own: bool, write: &Write) -> Part<'r> {
    if may_still_happen(error) {
        return Part::Open(error.clone());
    }
    let error = error.clone();
    match &error {
        ApiError::InvalidToken | ApiError::RateLimited | ApiError::Outage { .. } | ApiError::Challenge => {
            Part::NotDone(Some(error))
        }
        ApiError::Server { .. } | ApiError::Unreadable { .. } | ApiError::Unauthorized { .. } => {
            Part::Unclear(error)
        }
        _ if !is_its_own => Part::Suspected(error),
        ApiError::NotFound if matches!(write, Write::Delete { .. }) => Part::Deleted,
        _ if is_about_the_id(write, &error) => Part::Unclear(error),
        _ => Part::Refused(error),
    }
}

/// Whether AniList may carry out a write although it failed with this error, now or a little later.
pub(crate) fn may_still_happen(error: &ApiError) -> bool {
    match error {
        // The network may have gone when the request had arrived already, and only the answer was lost.
        ApiError::NoAnswer | ApiError::Offline | ApiError::TimedOut | ApiError::Aborted => true,
        // From 502 on, what stands before AniList gave up waiting, not AniList itself.
        ApiError::Server { status } | ApiError::Unreadable { status, .. } => *status >= 502,
        _ => false,
    }
}

/// Whether a save by an entry's id was refused because there is no such entry any more.
fn is_about_the_id(write: &Write, error: &ApiError) -> bool {
    let by_id = matches!(write, Write::Save { entry: Some(_), .. });
    by_id
        && match error {
            ApiError::NotFound => true,
            ApiError::Validation { fields } => fields.iter().all(|field| field.field == "id"),
            _ => false,
        }
}

/// Takes AniList's reply for the edit of `key`, which is `existing` in the store now.
pub fn reconcile(
    existing: Option<PendingEdit>,
    key: Key,
    batch: &Batch,
    reply: &Reply,
    now: u64,
) -> Reconciled {
    let entry = batch.part(key.media, false, reply);
    let favourite = batch.part(key.media, true, reply);
    let mut settled = Reconciled {
        entry: match &entry {
            Some(Part::Saved(entry)) => Some(Some((*entry).clone())),
            Some(Part::Deleted) => Some(None),
            _ => None,
        },
        favourite: match favourite {
            Some(Part::Favourite(favourite)) => Some(favourite),
            _ => None,
        },
        ..Reconciled::default()
    };
    let Some(mut edit) = existing else {
        return settled;
    };
    // Somebody has looked at it since, and knows more than this reply.
    if edit.sent.as_ref().map(|sent| sent.at) != Some(batch.at) {
        settled.edit = Some(edit);
        return settled;
    }
    let Some(sent) = edit.sent.take() else {
        return settled;
    };
    let mut trouble = Trouble::default();
    let mut open = Sent {
        change: Change::Keep,
        favourite: None,
        ..sent.clone()
    };
    let mut saved = None;
    match &entry {
        Some(Part::Saved(entry)) => {
            let (record, adjusted) = saved_entry(&mut edit, &sent, &entry.values);
            saved = Some(record);
            settled.news.push(match adjusted.is_empty() {
                true => News::Saved,
                false => News::Adjusted(adjusted),
            });
        }
        Some(Part::Deleted) => {
            saved = Some((edit.base.clone(), None));
            deleted(&mut edit);
            settled.news.push(News::Saved);
        }
        Some(other) if trouble.add(other) => open.change = sent.change.clone(),
        Some(_) | None => {}
    }
    match &favourite {
        Some(Part::Favourite(is_one)) => {
            if let Some(favourite) = &mut edit.favourite {
                favourite.was = *is_one;
            }
            if settled.news.is_empty() {
                settled.news.push(News::Saved);
            }
        }
        Some(other) if trouble.add(other) => open.favourite = sent.favourite,
        Some(_) | None => {}
    }
    let is_known = saved.is_some();
    let done = Done {
        edit: &edit,
        sent: &sent,
        entry: saved,
        favourite: settled.favourite,
    };
    settled.record = done.record(now);
    if open.change != Change::Keep || open.favourite.is_some() {
        edit.sent = Some(open);
    }
    edit.read_from = match trouble.is_open {
        true => sent.at + UNCLEAR_MS,
        false => now,
    };
    // Only an answer about the entry says how it is now.
    let droppable: &[Field] = if is_known || trouble.is_refused {
        &Field::ALL
    } else {
        &[]
    };
    simplify(&mut edit, droppable);
    edit.state = trouble.state(&edit.state, now);
    if matches!(edit.state, State::Failed { .. }) {
        settled.news.push(News::Failed);
    }
    settled.edit = edit.unless_done();
    settled
}

/// Takes over what was saved. Gives the entry before and after for the journal, and the fields that AniList keeps
/// otherwise than it was sent.
fn saved_entry(
    edit: &mut PendingEdit,
    sent: &Sent,
    values: &EntryValues,
) -> ((Option<EntryValues>, Option<EntryValues>), Vec<Field>) {
    let patch = match &sent.change {
        Change::Set(patch) => patch.clone(),
        Change::Keep | Change::Delete => Patch::default(),
    };
    let before = edit.base.clone();
    let after = match &before {
        // Of an entry that was there, only what was sent is ours to undo.
        Some(before) => {
            let kept = patch.values().iter().map(|value| values.get(value.field()));
            kept.collect::<Patch>().applied_to(before)
        }
        None => values.clone(),
    };
    let differs = |field: &Field| {
        patch
            .get(*field)
            .is_some_and(|sent| !values.get(*field).means(sent))
    };
    let adjusted = fields(&patch).into_iter().filter(differs).collect();
    let mut base = after.clone();
    if let Change::Set(wanted) = &mut edit.change {
        let is_new = |value: &&Value| patch.get(value.field()).is_none_or(|sent| !value.means(sent));
        *wanted = wanted.values().iter().filter(is_new).cloned().collect();
        // What the person changed meanwhile, they changed upon what they saw, not upon what came with this reply.
        let unseen = |field: &Field| before.is_none() && patch.get(*field).is_none();
        for field in fields(wanted).into_iter().filter(unseen) {
            base.set(EntryValues::default().get(field));
        }
    }
    edit.base = Some(base);
    ((before, Some(after)), adjusted)
}

/// What went wrong with an edit.
#[derive(Default)]
struct Trouble {
    is_open: bool,
    is_suspected: bool,
    is_unclear: bool,
    is_refused: bool,
    error: Option<ApiError>,
}

impl Trouble {
    /// Takes in what is no success. True when AniList may have done it.
    fn add(&mut self, part: &Part<'_>) -> bool {
        let (error, may_be_done) = match part {
            Part::Saved(_) | Part::Deleted | Part::Favourite(_) | Part::NotDone(None) => return false,
            Part::NotDone(Some(error)) => (error, false),
            Part::Suspected(error) => (error, true),
            Part::Unclear(error) => (error, true),
            Part::Open(error) => (error, true),
            Part::Refused(error) => (error, false),
        };
        self.is_suspected |= matches!(part, Part::Suspected(_));
        self.is_unclear |= matches!(part, Part::Unclear(_));
        self.is_open |= matches!(part, Part::Open(_));
        let is_refused = matches!(part, Part::Refused(_));
        if self.error.is_none() || is_refused {
            self.error = Some(error.clone());
        }
        self.is_refused |= is_refused;
        may_be_done
    }

    fn state(self, before: &State, now: u64) -> State {
        let tries = match before {
            State::Waiting { tries, .. } => *tries,
            State::Conflict { .. } | State::Failed { .. } => 0,
        };
        let counts = self.is_open || self.is_unclear || self.is_suspected;
        let error = match self.error {
            Some(error) if self.is_refused => return State::Failed { error, at: now },
            error => error,
        };
        if !counts {
            return State::Waiting {
                tries: 0,
                not_before: 0,
                alone: false,
                trouble: error,
            };
        }
        let tries = tries.saturating_add(1);
        match error {
            Some(error) if self.is_unclear && tries > MAX_TRIES => State::Failed { error, at: now },
            trouble => State::Waiting {
                tries,
                not_before: now + (FIRST_DELAY_MS << u32::from(tries - 1).min(10)).min(MAX_DELAY_MS),
                alone: self.is_suspected || tries >= ALONE_FROM,
                trouble,
            },
        }
    }
}
