//! What has changed since the order of the list was last put right: a page leaves lines where they are for a while.

use std::collections::VecDeque;

use super::{Facts, Library};
use crate::domain::{ListEntry, ListStatus, MediaId};
use crate::list::still::Touched as Change;

/// Entries that are remembered after they went: nobody sees more of them at once.
const MOST_GONE: usize = 200;

/// The changes since the last [`Library::settle`].
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Works whose entries have other values, each once, with the status of before.
    works: Vec<(MediaId, ListStatus)>,
    /// What is not on the list any more, oldest first.
    gone: VecDeque<ListEntry>,
    /// How often an entry was given other values here, or was taken out.
    edits: u32,
}

impl Touched {
    /// Notes that an entry has other values than `before`.
    pub(super) fn note(&mut self, media: MediaId, before: ListStatus, facts: &mut Facts) {
        if !std::mem::replace(&mut facts.is_touched, true) {
            self.works.push((media, before));
        }
    }

    /// Notes an edit.
    pub(super) fn edited(&mut self) {
        self.edits = self.edits.wrapping_add(1);
    }

    /// Notes that an entry goes.
    pub(super) fn went(&mut self, entry: ListEntry, facts: &mut Facts) {
        self.note(entry.media.id, entry.values.status, facts);
        if self.gone.len() >= MOST_GONE {
            self.gone.pop_front();
        }
        self.gone.push_back(entry);
    }

    /// Whether an entry that comes was here before.
    pub(super) fn comes_back(&mut self, media: MediaId) -> bool {
        let before = self.gone.len();
        self.gone.retain(|gone| gone.media.id != media);
        before != self.gone.len()
    }
}

impl Library {
    /// What has changed since the order was last put right.
    pub fn touched(&self) -> Vec<Change> {
        let change = |(media, before): &(MediaId, ListStatus)| Change {
            media: *media,
            before: *before,
            now: self.get(*media).map(|entry| entry.values.status),
        };
        self.touched.works.iter().map(change).collect()
    }

    /// Whether anything has.
    pub fn is_touched(&self) -> bool {
        !self.touched.works.is_empty()
    }

    /// An entry that went since the order was last put right.
    pub fn lately_gone(&self, media: MediaId) -> Option<&ListEntry> {
        let mut gone = self.touched.gone.iter().rev();
        gone.find(|gone| gone.media.id == media)
    }

    /// A number that is another one after every edit: what only AniList told is none.
    pub fn edits(&self) -> u32 {
        self.touched.edits
    }

    /// Says that the order is right: what changed until now has changed.
    pub fn settle(&mut self) {
        for (media, _) in std::mem::take(&mut self.touched.works) {
            let row = self.row_of(media);
            if let Some(facts) = row.and_then(|row| self.facts.get_mut(row as usize)) {
                facts.is_touched = false;
            }
        }
        self.touched.gone.clear();
    }
}
