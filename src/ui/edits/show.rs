//! Edits in the lists: what a person changed is seen at once, and what AniList made of it as soon as it is known.

use crate::domain::{EntryValues, ListEntry, Media, MediaId, SavedEntry};
use crate::model::outbox::{Edit, Key};
use crate::model::undo::Record;
use crate::ui::lists::Shelf;
use crate::ui::state::App;
use crate::web::clock;

use super::Edits;

/// What stands in a list in the place of what AniList has.
#[derive(Debug, Clone)]
pub struct Overlay {
    media: MediaId,
    /// What AniList has; nothing when it has no entry.
    base: Option<ListEntry>,
    /// What is shown instead; nothing when no entry is.
    shown: Option<EntryValues>,
}

impl Shelf {
    /// What AniList has of a work, under what edits show in its place.
    pub fn base_of(&self, media: MediaId) -> Option<ListEntry> {
        let overlays = self.overlays.borrow();
        match overlays.iter().find(|overlay| overlay.media == media) {
            Some(overlay) => overlay.base.clone(),
            None => self.library.borrow().get(media).cloned(),
        }
    }
}

impl Edits {
    /// Shows what the account's edits do to a list of which something was read that was asked at this time, in milliseconds
    /// since 1970. Edits that AniList took since then are in the journal alone.
    pub fn lay_over_now(self, shelf: &Shelf, asked_at: u64) {
        let inner = self.inner();
        let is_its = |account: u64| shelf.is_own && shelf.id.account == Some(account);
        for record in inner.journal.borrow().iter() {
            if record.id.at > asked_at && is_its(record.account.get()) && record.kind == shelf.id.kind {
                take_record(shelf, record, &inner.added.borrow());
            }
        }
        for edit in inner.edits.borrow().iter() {
            if is_its(edit.key.account.get()) && edit.kind == shelf.id.kind {
                lay(shelf, edit.key.media, Some(edit), &inner.added.borrow());
            }
        }
    }

    /// Shows all edits in all lists.
    pub(super) fn show_all(self) {
        let edits = self.inner().edits.borrow().clone();
        for edit in edits {
            self.show(edit.key, Some(&edit));
        }
    }

    /// Shows in the lists what an edit does, or that there is none any more.
    pub(super) fn show(self, key: Key, edit: Option<&Edit>) {
        let app = App::here();
        let inner = self.inner();
        let added = inner.added.borrow();
        for shelf in app.lists.of_account(key.account.get()) {
            if edit.is_none_or(|edit| edit.kind == shelf.id.kind) {
                lay(&shelf, key.media, edit, &added);
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
        let app = App::here();
        let inner = self.inner();
        for shelf in app.lists.of_account(key.account.get()) {
            if let Some(entry) = entry {
                let gone = take_saved(&shelf, key.media, entry.as_ref(), &inner.added.borrow());
                gone.into_iter().for_each(|media| self.remember(media));
            }
            if let Some(favourite) = favourite {
                let mut overlays = shelf.overlays.borrow_mut();
                let base = overlays
                    .iter_mut()
                    .find(|overlay| overlay.media == key.media)
                    .and_then(|overlay| overlay.base.as_mut());
                if let Some(base) = base {
                    base.media.favourite = favourite;
                }
                shelf.library.borrow_mut().set_favourite(key.media, favourite);
            }
            shelf.changed();
        }
    }
}

/// Takes over what a saved edit left. False when that is an entry of a work that is not known here.
pub(super) fn take_record(shelf: &Shelf, record: &Record, added: &[Media]) -> bool {
    let media = record.id.media;
    let mut overlays = shelf.overlays.borrow_mut();
    let overlay = overlays
        .iter()
        .position(|overlay| overlay.media == media)
        .map(|place| overlays.swap_remove(place));
    let base = overlay.and_then(|overlay| overlay.base);
    let mut library = shelf.library.borrow_mut();
    let at = record.id.at / 1000;
    let now = record.favourite.map(|(_, now)| now);
    let favourite = now.or(base.as_ref().map(|entry| entry.media.favourite));
    match (&record.after, base) {
        (Some(values), _) if library.get(media).is_some() => {
            library.set_values(media, values.clone(), at);
        }
        (Some(values), Some(entry)) => library.upsert(ListEntry {
            values: values.clone(),
            ..entry
        }),
        (Some(values), None) => {
            let work = added
                .iter()
                .find(|known| known.id == media && known.kind == shelf.id.kind);
            match work {
                Some(work) => library.add_draft(work.clone(), values.clone(), at),
                None => return false,
            }
        }
        // A change of the favourite alone says nothing of the entry.
        (None, _) if record.before.is_none() => {}
        (None, _) => {
            let id = library.get(media).map(|entry| entry.id);
            id.and_then(|id| library.remove(id));
        }
    }
    if let Some(favourite) = favourite {
        library.set_favourite(media, favourite);
    }
    true
}

/// Takes over what AniList has, beneath whatever is shown instead. Gives the work of an entry that is no longer there: it
/// may be put back.
fn take_saved(shelf: &Shelf, media: MediaId, entry: Option<&SavedEntry>, added: &[Media]) -> Option<Media> {
    let mut overlays = shelf.overlays.borrow_mut();
    let overlay = overlays.iter_mut().find(|overlay| overlay.media == media);
    let mut library = shelf.library.borrow_mut();
    let known = overlay
        .as_ref()
        .and_then(|overlay| overlay.base.as_ref())
        .or(library.get(media))
        .map(|entry| entry.media.clone())
        .or_else(|| added.iter().find(|known| known.id == media).cloned())
        .filter(|known| known.kind == shelf.id.kind);
    let (now, gone) = match (entry, known) {
        (Some(entry), Some(media)) => (Some(entry.clone().with(media)), None),
        (None, known) => (None, known),
        (Some(_), None) => return None,
    };
    match overlay {
        Some(overlay) => overlay.base = now,
        None => match now {
            Some(entry) => library.upsert(entry),
            None => {
                let id = library.get(media).map(|entry| entry.id);
                id.and_then(|id| library.remove(id));
            }
        },
    }
    gone
}

/// Shows in a list what an edit does to a work's entry, or takes that away again.
fn lay(shelf: &Shelf, media: MediaId, edit: Option<&Edit>, added: &[Media]) {
    let mut overlays = shelf.overlays.borrow_mut();
    let known = overlays
        .iter()
        .position(|overlay| overlay.media == media)
        .map(|place| overlays.swap_remove(place));
    let mut library = shelf.library.borrow_mut();
    let base = match (library.get(media), known) {
        // Nothing was read of it since.
        (Some(entry), Some(known)) if known.shown.as_ref() == Some(&entry.values) => known.base,
        (None, Some(known)) => known.base,
        (Some(entry), _) => Some(entry.clone()),
        (None, None) => None,
    };
    let values = base.as_ref().map(|entry| &entry.values);
    let shown = match edit {
        Some(edit) => edit.view(values),
        None => values.cloned(),
    };
    let now = clock::now_ms() / 1000;
    match (&base, &shown) {
        (_, None) => {
            let id = library.get(media).map(|entry| entry.id);
            id.and_then(|id| library.remove(id));
        }
        (_, Some(values)) if library.get(media).is_some() => {
            library.set_values(media, values.clone(), now);
        }
        (Some(entry), Some(values)) => library.upsert(ListEntry {
            values: values.clone(),
            ..entry.clone()
        }),
        (None, Some(values)) => {
            let work = added
                .iter()
                .find(|known| known.id == media && known.kind == shelf.id.kind);
            if let Some(work) = work {
                library.add_draft(work.clone(), values.clone(), now);
            }
        }
    }
    // What it is at AniList, as far as is known; a work that is not listed there is as it was when it was added.
    let was = base.as_ref().map(|entry| entry.media.favourite);
    let is = library.get(media).map(|entry| entry.media.favourite);
    if let (Some(is), Some(was)) = (is, was.or(is)) {
        let wanted = edit.map_or(was, |edit| edit.view_favourite(was));
        if wanted != is {
            library.set_favourite(media, wanted);
        }
    }
    if edit.is_some() {
        overlays.push(Overlay { media, base, shown });
    }
}
