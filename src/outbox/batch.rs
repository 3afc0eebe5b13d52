//! Edits that are written together: which of them fit into one request, and what it consists of.

use super::decide::{Decision, EntryWrite, News, decide};
use super::edit::{Key, PendingEdit, State};
use super::sender::{Sender, is_due};
use super::{MAX_WRITES, MIN_GROUP};
use crate::domain::{EntryId, Field, MediaId, MediaType, Patch, UserId};
use crate::outbox::journal::Record;

/// One change, as AniList's API has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// `SaveMediaListEntry`. With `entry`, by its id alone, so that an entry that was deleted meanwhile is not made
    /// anew from a part of its fields; else by the work, which makes one.
    Save {
        /// The work.
        media: MediaId,
        /// The entry, if there is one.
        entry: Option<EntryId>,
        /// What to set.
        patch: Patch,
    },
    /// `UpdateMediaListEntries`: the same for several entries of one type. Never sets custom lists.
    Update {
        /// The works and their entries.
        entries: Vec<(MediaId, EntryId)>,
        /// What to set.
        patch: Patch,
    },
    /// `DeleteMediaListEntry`.
    Delete {
        /// The work.
        media: MediaId,
        /// The entry.
        entry: EntryId,
    },
    /// `ToggleFavourite`, which makes it the other of what it is: never to be repeated by anybody.
    Favourite {
        /// The work.
        media: MediaId,
        /// Which argument names it.
        kind: MediaType,
    },
}

/// Writes that are sent as one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Whose: to be sent with this account's token only.
    pub account: UserId,
    /// When the edits were marked as sent.
    pub at: u64,
    /// Not to be sent after this time; a request that had to wait longer is [`super::Reply::NotSent`].
    pub until: u64,
    /// At most [`MAX_WRITES`]. In the reply each has the outcome at its place.
    pub writes: Vec<Write>,
}

/// What follows from a reading for the edits that were due.
#[derive(Debug, Default)]
pub struct Decided {
    /// Edits to store, or to remove where there is none.
    pub edits: Vec<(Key, Option<PendingEdit>)>,
    /// Journal records to store with them.
    pub records: Vec<Record>,
    /// What to tell the person about which edit.
    pub news: Vec<(Key, News)>,
    /// What to send once all that is stored; `None` when nothing is.
    pub batch: Option<Batch>,
}

impl Sender {
    /// Decides about stored edits upon the last reading. To be called inside the transaction that stores what it gives,
    /// with the edits of [`super::Step::Write`] as that transaction finds them.
    ///
    /// Edits that it gives nothing about stay as they are, and are in the next step again.
    pub fn decide(&mut self, existing: Vec<PendingEdit>, now: u64) -> Decided {
        let mut decided = Decided::default();
        let Some(reading) = self.reading.as_mut().filter(|reading| reading.is_valid(now)) else {
            return decided;
        };
        let mut packing = Packing::default();
        for edit in existing {
            let (key, is_alone) = (edit.key, is_alone(&edit));
            if !reading.covers(&edit, now) || !is_due(&edit, now) || (is_alone && !packing.is_empty()) {
                continue;
            }
            let kind = edit.kind;
            let decision = decide(edit, reading.entry(key.media), now);
            if !packing.fits(key.media, kind, &decision) {
                continue;
            }
            reading.forget(key.media);
            decided
                .news
                .extend(decision.news.into_iter().map(|news| (key, news)));
            decided.records.extend(decision.record);
            decided.edits.push((key, decision.edit));
            if is_alone && !packing.is_empty() {
                break;
            }
        }
        decided.batch = (!packing.is_empty()).then(|| Batch {
            account: reading.account,
            at: now,
            until: reading.valid_until(),
            writes: packing.into_writes(),
        });
        decided
    }
}

fn is_alone(edit: &PendingEdit) -> bool {
    matches!(edit.state, State::Waiting { alone: true, .. })
}

/// Writes on their way into one request.
#[derive(Debug, Default)]
struct Packing {
    /// Saves that could be one `Update` with others, by type and what they set.
    groups: Vec<Group>,
    others: Vec<Write>,
}

#[derive(Debug)]
struct Group {
    kind: MediaType,
    patch: Patch,
    entries: Vec<(MediaId, EntryId)>,
}

impl Group {
    fn writes(&self) -> usize {
        match self.entries.len() {
            MIN_GROUP.. => 1,
            few => few,
        }
    }
}

impl Packing {
    fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.others.is_empty()
    }

    fn writes(&self) -> usize {
        let grouped: usize = self.groups.iter().map(Group::writes).sum();
        grouped + self.others.len()
    }

    /// Takes in what a decision wants sent. False, and nothing is taken in, when there is no room for it.
    fn fits(&mut self, media: MediaId, kind: MediaType, decision: &Decision) -> bool {
        let more = usize::from(decision.entry.is_some()) + usize::from(decision.favourite);
        if more > 0 && self.writes() + more > MAX_WRITES {
            return false;
        }
        match &decision.entry {
            Some(EntryWrite::Save { entry, patch }) => self.save(media, kind, *entry, patch),
            Some(EntryWrite::Delete { entry }) => self.others.push(Write::Delete { media, entry: *entry }),
            None => {}
        }
        if decision.favourite {
            self.others.push(Write::Favourite { media, kind });
        }
        true
    }

    fn save(&mut self, media: MediaId, kind: MediaType, entry: Option<EntryId>, patch: &Patch) {
        let Some(id) = entry.filter(|_| patch.get(Field::CustomLists).is_none()) else {
            let patch = patch.clone();
            self.others.push(Write::Save { media, entry, patch });
            return;
        };
        let same = |group: &&mut Group| group.kind == kind && group.patch == *patch;
        match self.groups.iter_mut().find(same) {
            Some(group) => group.entries.push((media, id)),
            None => self.groups.push(Group {
                kind,
                patch: patch.clone(),
                entries: vec![(media, id)],
            }),
        }
    }

    fn into_writes(self) -> Vec<Write> {
        let mut writes = self.others;
        for group in self.groups {
            let patch = group.patch;
            if group.entries.len() >= MIN_GROUP {
                let entries = group.entries;
                writes.push(Write::Update { entries, patch });
                continue;
            }
            writes.extend(group.entries.into_iter().map(|(media, id)| Write::Save {
                media,
                entry: Some(id),
                patch: patch.clone(),
            }));
        }
        writes
    }
}
