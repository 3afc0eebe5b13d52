//! The order of titles.

use super::fold::fold_into;
use super::order;
use super::texts::Texts;
use super::work::Work;
use crate::domain::sort::sort;
use crate::domain::{ListEntry, TitleLanguage};

/// The titles of a list in one language, made when an order first needs them.
#[derive(Debug, Default)]
pub(super) struct Titles {
    language: TitleLanguage,
    texts: Texts,
    /// All rows by title, equal ones by the entries' ids.
    rows: Vec<u32>,
    /// The place of each row among them.
    ranks: Vec<u32>,
    /// Whether a title or a row changed since they were sorted.
    is_stale: bool,
    /// Grows with each new order.
    revision: u32,
}

impl Titles {
    /// The place of a row by its title.
    pub(super) fn rank(&self, row: u32) -> u32 {
        self.ranks.get(row as usize).copied().unwrap_or(0)
    }

    /// Another number for every order there was.
    pub(super) fn revision(&self) -> u32 {
        self.revision
    }

    /// Brings all titles in the order of `language`.
    pub(super) fn make(&mut self, language: TitleLanguage, entries: &[ListEntry], work: &mut Work) {
        if self.language != language || self.texts.is_worn() {
            self.language = language;
            self.texts.clear();
        }
        let known = self.texts.len();
        if known == entries.len() && !self.is_stale {
            return;
        }
        for entry in entries.iter().skip(known) {
            let title = entry.media.title.pick(language);
            self.texts.push(&mut |out| fold_into(title, out));
            work.folded += 1;
        }
        order::extend(&mut self.rows, entries.len());
        let id = |row: u32| entries.get(row as usize).map(|entry| entry.id);
        sort(&mut self.rows, &mut |a, b| {
            work.compared += 1;
            self.texts
                .get(a)
                .cmp(self.texts.get(b))
                .then_with(|| id(a).cmp(&id(b)))
        });
        self.ranks.clear();
        self.ranks.resize(entries.len(), 0);
        for (rank, row) in (0..).zip(&self.rows) {
            if let Some(place) = self.ranks.get_mut(*row as usize) {
                *place = rank;
            }
        }
        self.is_stale = false;
        self.revision = self.revision.wrapping_add(1);
    }

    /// Follows a change of an entry's title or id.
    pub(super) fn replace(&mut self, row: u32, entry: &ListEntry) {
        let title = entry.media.title.pick(self.language);
        self.texts.set(row, &mut |out| fold_into(title, out));
        self.is_stale = true;
    }

    /// Follows the removal of a row whose number the last of `rows` rows takes.
    pub(super) fn swap_remove(&mut self, row: u32, rows: usize) {
        self.is_stale = true;
        if self.texts.len() == rows {
            self.texts.swap_remove(row);
            order::swap_remove(&mut self.rows, row, rows as u32 - 1);
        } else {
            self.texts.clear();
            self.rows.clear();
        }
    }
}
