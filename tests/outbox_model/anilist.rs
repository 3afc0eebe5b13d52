//! AniList as the queue sees it: entries, favourites and a setting, with everything that ever happened to them.

use std::collections::{BTreeMap, BTreeSet};

use tsuzuki::api::error::{ApiError, FieldError};
use tsuzuki::domain::{
    EntryId, EntryNow, EntryValues, Field, MediaId, MediaType, Patch, SavedEntry, UserId, Value,
};
use tsuzuki::outbox::bulk::Setting;
use tsuzuki::outbox::{Batch, Key, Outcome, Write};

/// Above it, a priority is refused.
pub(crate) const MAX_PRIORITY: u32 = 255;

/// Something that can be wanted of a work on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Field(Field),
    /// Whether the entry stands in the custom list of this name.
    Name(&'static str),
    Exists,
    Favourite,
}

pub(crate) const NAMES: [&str; 2] = ["x", "y"];

/// What an entry says in a slot. A missing entry says what a new one would, except that it does not exist.
pub(crate) fn says(entry: Option<&EntryValues>, slot: Slot) -> String {
    let none = EntryValues::default();
    match slot {
        Slot::Field(field) => format!("{:?}", entry.unwrap_or(&none).get(field)),
        Slot::Name(name) => {
            let lists = &entry.unwrap_or(&none).custom_lists;
            lists.iter().any(|list| **list == *name).to_string()
        }
        Slot::Exists => entry.is_some().to_string(),
        Slot::Favourite => unreachable!(),
    }
}

/// The slots of an entry.
pub(crate) fn entry_slots() -> impl Iterator<Item = Slot> {
    let fields = Field::ALL
        .into_iter()
        .filter(|field| *field != Field::CustomLists);
    let names = NAMES.into_iter().map(Slot::Name);
    fields.map(Slot::Field).chain(names).chain([Slot::Exists])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// Another device.
    Foreign,
    /// The queue.
    Ours,
}

/// One change of one work.
#[derive(Debug, Clone)]
pub(crate) struct Happened {
    pub(crate) tick: u64,
    pub(crate) author: Author,
    pub(crate) before: (Option<EntryValues>, bool),
    pub(crate) after: (Option<EntryValues>, bool),
}

impl Happened {
    fn side(&(ref entry, favourite): &(Option<EntryValues>, bool), slot: Slot) -> String {
        match slot {
            Slot::Favourite => favourite.to_string(),
            slot => says(entry.as_ref(), slot),
        }
    }

    pub(crate) fn before(&self, slot: Slot) -> String {
        Self::side(&self.before, slot)
    }

    pub(crate) fn after(&self, slot: Slot) -> String {
        Self::side(&self.after, slot)
    }

    pub(crate) fn changes(&self, slot: Slot) -> bool {
        self.before(slot) != self.after(slot)
    }
}

#[derive(Default)]
pub(crate) struct AniList {
    entries: BTreeMap<Key, SavedEntry>,
    favourites: BTreeSet<Key>,
    gone: BTreeSet<MediaId>,
    pub(crate) settings: BTreeMap<UserId, Setting>,
    happened: BTreeMap<Key, Vec<Happened>>,
    /// Counts everything that is asked and done here: the order in which it happened.
    pub(crate) tick: u64,
    ids: u64,
}

impl AniList {
    pub(crate) fn entry(&self, key: Key) -> Option<&SavedEntry> {
        self.entries.get(&key)
    }

    pub(crate) fn favourite(&self, key: Key) -> bool {
        self.favourites.contains(&key)
    }

    pub(crate) fn is_gone(&self, media: MediaId) -> bool {
        self.gone.contains(&media)
    }

    fn state(&self, key: Key) -> (Option<EntryValues>, bool) {
        let entry = self.entry(key).map(|entry| entry.values.clone());
        (entry, self.favourite(key))
    }

    /// Does something to a work, and notes what it did.
    fn note(&mut self, key: Key, author: Author, does: impl FnOnce(&mut Self)) {
        let before = self.state(key);
        does(self);
        self.tick += 1;
        let after = self.state(key);
        let tick = self.tick;
        if std::env::var_os("OUTBOX_SEED").is_some() {
            println!("  AniList {tick} {author:?} {key:?} {after:?}");
        }
        self.happened.entry(key).or_default().push(Happened {
            tick,
            author,
            before,
            after,
        });
    }

    pub(crate) fn put(&mut self, key: Key, author: Author, values: EntryValues, now: u64) {
        self.note(key, author, |anilist| {
            anilist.ids += 1;
            let (id, created) = match anilist.entries.get(&key) {
                Some(entry) => (entry.id, entry.created_at),
                None => (EntryId::new(anilist.ids + 1_000).unwrap(), Some(now / 1_000)),
            };
            let entry = SavedEntry {
                id,
                values,
                updated_at: Some(now / 1_000),
                created_at: created,
            };
            anilist.entries.insert(key, entry);
        });
    }

    pub(crate) fn remove(&mut self, key: Key, author: Author) {
        self.note(key, author, |anilist| {
            anilist.entries.remove(&key);
        });
    }

    pub(crate) fn switch_favourite(&mut self, key: Key, author: Author) {
        self.note(key, author, |anilist| {
            if !anilist.favourites.remove(&key) {
                anilist.favourites.insert(key);
            }
        });
    }

    /// Removes a work with all that people had of it.
    pub(crate) fn bury(&mut self, media: MediaId, keys: &[Key]) {
        for &key in keys.iter().filter(|key| key.media == media) {
            self.note(key, Author::Foreign, |anilist| {
                anilist.entries.remove(&key);
                anilist.favourites.remove(&key);
            });
        }
        self.gone.insert(media);
    }

    pub(crate) fn read(&mut self, account: UserId, media: &[MediaId]) -> Vec<EntryNow> {
        self.tick += 1;
        let there = media.iter().filter(|media| !self.gone.contains(media));
        let now = |media: &MediaId| {
            let key = Key {
                account,
                media: *media,
            };
            EntryNow {
                media: *media,
                kind: MediaType::Anime,
                favourite: self.favourite(key),
                entry: self.entry(key).cloned(),
            }
        };
        there.map(now).collect()
    }

    /// Carries out what it is sent, one after the other. `hears` is told of each write and work before it is done.
    pub(crate) fn write(
        &mut self,
        batch: &Batch,
        now: u64,
        hears: &mut dyn FnMut(&Self, &Write, Key),
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for write in &batch.writes {
            let key = |media| Key {
                account: batch.account,
                media,
            };
            outcomes.push(match self.refusal(write, batch.account) {
                Some(error) => Outcome::Refused(error),
                None => {
                    for media in write.media() {
                        hears(self, write, key(media));
                    }
                    self.carry_out(write, &key, now)
                }
            });
        }
        outcomes
    }

    fn refusal(&self, write: &Write, account: UserId) -> Option<ApiError> {
        let invalid = |field: &str| {
            Some(ApiError::Validation {
                fields: vec![FieldError {
                    field: field.to_owned(),
                    messages: vec!["No.".to_owned()],
                }],
            })
        };
        let too_much = |patch: &Patch| matches!(patch.get(Field::Priority), Some(Value::Priority(priority)) if *priority > MAX_PRIORITY);
        let is_there = |media: MediaId, id: EntryId| {
            let key = Key { account, media };
            self.entry(key).is_some_and(|entry| entry.id == id)
        };
        match write {
            Write::Save { patch, .. } | Write::Update { patch, .. } if too_much(patch) => invalid("priority"),
            Write::Save {
                media,
                entry: Some(id),
                ..
            } if !is_there(*media, *id) => invalid("id"),
            Write::Save { media, .. } if self.gone.contains(media) => invalid("mediaId"),
            Write::Update { entries, .. } if entries.iter().any(|(media, id)| !is_there(*media, *id)) => {
                invalid("ids")
            }
            Write::Delete { media, entry } if !is_there(*media, *entry) => Some(ApiError::NotFound),
            Write::Favourite { media, .. } if self.gone.contains(media) => Some(ApiError::NotFound),
            _ => None,
        }
    }

    fn carry_out(&mut self, write: &Write, key: &dyn Fn(MediaId) -> Key, now: u64) -> Outcome {
        match write {
            Write::Save { media, patch, .. } => Outcome::Saved(vec![self.save(key(*media), patch, now)]),
            Write::Update { entries, patch } => {
                let saved = entries
                    .iter()
                    .map(|(media, _)| self.save(key(*media), patch, now));
                Outcome::Saved(saved.collect())
            }
            Write::Delete { media, .. } => {
                self.remove(key(*media), Author::Ours);
                Outcome::Deleted
            }
            Write::Favourite { media, .. } => {
                self.switch_favourite(key(*media), Author::Ours);
                Outcome::Favourite(self.favourite(key(*media)))
            }
        }
    }

    fn save(&mut self, key: Key, patch: &Patch, now: u64) -> SavedEntry {
        let before = self.entry(key).map(|entry| entry.values.clone());
        let after = patch.applied_to(&before.unwrap_or_default());
        self.put(key, Author::Ours, after, now);
        self.entry(key).cloned().unwrap()
    }

    pub(crate) fn history(&self, key: Key) -> &[Happened] {
        self.happened.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The last thing that changed a slot, up to a moment.
    pub(crate) fn last_change(&self, key: Key, slot: Slot, until: u64) -> Option<&Happened> {
        self.history(key)
            .iter()
            .rev()
            .find(|happened| happened.tick <= until && happened.changes(slot))
    }

    /// What a slot said at a moment.
    pub(crate) fn said(&self, key: Key, slot: Slot, at: u64) -> String {
        let all = self.history(key);
        let last = all.iter().rev().find(|happened| happened.tick <= at);
        last.map_or_else(
            || match slot {
                Slot::Favourite => false.to_string(),
                slot => says(None, slot),
            },
            |happened| happened.after(slot),
        )
    }

    /// Whether a slot ever said this from a moment on.
    pub(crate) fn ever_said(&self, key: Key, slot: Slot, value: &str, from: u64) -> bool {
        let all = self.history(key);
        self.said(key, slot, from) == value
            || all
                .iter()
                .any(|happened| happened.tick > from && happened.after(slot) == value)
    }
}
