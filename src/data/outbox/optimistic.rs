//! Edits in the lists: what a person changed is seen at once, and what AniList made of it as soon as it is known.

use crate::data::lists::ListStore;
use crate::data::state::App;
use crate::domain::{EntryValues, ListChunk, ListEntry, ListStatus, Media, MediaId, SavedEntry, UserId};
use crate::list::library::Library;
use crate::list::overlay::{Overlays, Own};
use crate::outbox::journal::{Record, tells_since};
use crate::outbox::{Change, Key, PendingEdit};

use super::Edits;

impl ListStore {
    /// What AniList has of a work, under what edits show in its place.
    pub fn base_of(&self, media: MediaId) -> Option<ListEntry> {
        let library = self.library.borrow();
        self.overlays.borrow().base(&library, media).cloned()
    }
}

impl Edits {
    /// Takes a part of a list into it that was asked at this time, in milliseconds since 1970, with what edits do to it.
    pub fn take_chunk(self, shelf: &ListStore, chunk: ListChunk, requested_at: u64) {
        self.with_own(shelf, |overlays, library, own| {
            overlays.take_chunk(library, chunk, requested_at, own);
        });
    }

    /// Takes what no part of a reading had out of a list.
    pub fn finish_reading(self, shelf: &ListStore, requested_at: u64) {
        self.with_own(shelf, |overlays, library, own| {
            overlays.finish_reading(library, requested_at, own);
        });
    }

    /// Shows what AniList took since a list was asked, of works that no part of it had. False when one is not known here.
    pub fn add_taken(self, shelf: &ListStore, requested_at: u64) -> bool {
        let only_current = shelf.id.only_current;
        self.with_own(shelf, |overlays, library, own| {
            overlays.add_taken(library, requested_at, only_current, own)
        })
    }

    /// Whether all is known that AniList took of the owner's edits since a list was asked.
    pub fn tells_since(self, shelf: &ListStore, requested_at: u64) -> bool {
        let inner = self.inner();
        let journal = inner.journal.borrow();
        let account = shelf.owner_account();
        tells_since(
            journal.iter().filter(|record| Some(record.account) == account),
            requested_at,
        )
    }

    /// Shows what edits do to a list that was shown before they were known.
    pub(super) fn take_all(self, shelf: &ListStore, requested_at: u64) {
        self.with_own(shelf, |overlays, library, own| {
            overlays.take_all(library, requested_at, own);
        });
    }

    fn with_own<T>(
        self,
        shelf: &ListStore,
        act: impl FnOnce(&mut Overlays, &mut Library, &Own<'_>) -> T,
    ) -> T {
        let inner = self.inner();
        let (edits, journal, added) = (inner.edits.borrow(), inner.journal.borrow(), inner.added.borrow());
        let own = match shelf.owner_account() {
            Some(account) => Own::of(account, shelf.id.kind, &edits, &journal, &added),
            None => Own::NONE,
        };
        act(
            &mut shelf.overlays.borrow_mut(),
            &mut shelf.library.borrow_mut(),
            &own,
        )
    }

    /// A work's entry as the account in use has it, and whether it is a favourite: what AniList answered when it was asked
    /// at this time, with what edits do to it.
    pub fn shown_of(
        self,
        work: &Media,
        entry: Option<EntryValues>,
        requested_at: u64,
    ) -> (Option<EntryValues>, bool) {
        let account = self
            .session
            .active_now()
            .and_then(|account| UserId::new(account.id));
        let Some(account) = account else {
            return (entry, work.favourite);
        };
        let inner = self.inner();
        let (edits, journal) = (inner.edits.borrow(), inner.journal.borrow());
        Own::of(account, work.kind, &edits, &journal, &[]).shown(work, entry, requested_at)
    }

    /// Whether an edit that was made here has taken a work off the list since then, in milliseconds since 1970.
    pub fn is_deleted_since(self, media: MediaId, at: u64) -> bool {
        let Some(key) = self.key(media) else { return false };
        let waits = self.edit_of(key).map(|edit| edit.change);
        let inner = self.inner();
        let journal = inner.journal.borrow();
        let newest = journal
            .iter()
            .rev()
            .find(|record| record.edit_key() == key && record.is_of_entry());
        let is_taken = newest.is_some_and(|record| record.after.is_none() && record.id.at >= at);
        waits == Some(Change::Delete) || (is_taken && !matches!(waits, Some(Change::Set(_))))
    }

    /// Shows all edits in all lists.
    pub(super) fn show_all(self) {
        let edits = self.inner().edits.borrow().clone();
        for edit in edits {
            self.show(edit.key, Some(&edit));
        }
    }

    /// Shows in the lists what an edit does, or that there is none any more.
    pub(super) fn show(self, key: Key, edit: Option<&PendingEdit>) {
        let app = App::here();
        let inner = self.inner();
        let added = inner.added.borrow();
        for shelf in app.lists.of_account(key.account.get()) {
            if edit.is_none_or(|edit| edit.kind == shelf.id.kind) {
                let mut library = shelf.library.borrow_mut();
                let mut overlays = shelf.overlays.borrow_mut();
                overlays.lay(&mut library, key.media, edit, &added);
                drop((library, overlays));
                shelf.changed();
            }
        }
    }

    /// Remembers a work that no list may hold, in case that it is put on one.
    pub(super) fn remember(self, media: Media) {
        let inner = self.inner();
        let mut added = inner.added.borrow_mut();
        added.retain(|known| known.id != media.id);
        added.push(media);
    }

    /// Shows in the lists what AniList has of an entry now; `None` for the entry when it has none, and for what is not known.
    pub(super) fn show_saved(self, key: Key, entry: Option<&Option<SavedEntry>>, favourite: Option<bool>) {
        let media = key.media;
        for shelf in App::here().lists.of_account(key.account.get()) {
            let gone = self.with_own(&shelf, |overlays, library, own| {
                let gone = entry.and_then(|entry| overlays.take_saved(library, media, entry.as_ref(), own));
                if let Some(favourite) = favourite {
                    overlays.take_favourite(library, media, favourite, own);
                }
                gone
            });
            gone.into_iter().for_each(|media| self.remember(media));
            shelf.changed();
        }
    }

    /// Has the lists read anew that cannot show what was put on them: only AniList can say what the work is.
    pub(super) fn ask_for_unknown(self, key: Key, entry: &SavedEntry) {
        let is_current = matches!(entry.values.status, ListStatus::Current | ListStatus::Repeating);
        let inner = self.inner();
        let journal = inner.journal.borrow();
        let newest = journal.iter().rev().find(|record| record.edit_key() == key);
        let Some(kind) = newest.map(|record| record.kind) else {
            return;
        };
        for shelf in App::here().lists.own(key.account.get(), kind) {
            let is_wanted = is_current || !shelf.id.only_current;
            if is_wanted && shelf.state.requested_at().is_some() && shelf.base_of(key.media).is_none() {
                shelf.state.refetch();
            }
        }
    }

    /// Shows in the lists what a saved edit left there, made by another tab.
    pub(super) fn show_record(self, record: &Record) {
        for shelf in App::here().lists.of_account(record.account.get()) {
            if shelf.id.kind != record.kind {
                continue;
            }
            let is_known = self.with_own(&shelf, |overlays, library, own| {
                overlays.take_record(library, record, own)
            });
            // Only AniList can say what the work is that another tab put on the list.
            if !is_known && shelf.state.requested_at().is_some() {
                shelf.state.refetch();
            }
            shelf.changed();
        }
    }
}
