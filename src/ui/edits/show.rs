//! Edits in the lists: what a person changed is seen at once, and what AniList made of it as soon as it is known.

use crate::domain::{EntryId, EntryValues, ListEntry, Media, MediaId, SavedEntry};
use crate::model::outbox::{Edit, Key};
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

impl Edits {
    /// Shows what the account's edits do to a list of which something was read that was asked at this time, in milliseconds
    /// since 1970. Edits that AniList took since then are in the journal alone.
    pub fn lay_over(self, shelf: &Shelf, asked_at: u64) {
        let inner = self.inner();
        let is_its = |account: u64| shelf.is_own && shelf.id.account == Some(account);
        for record in inner.journal.borrow().iter() {
            if record.id.at > asked_at && is_its(record.account.get()) && record.kind == shelf.id.kind {
                let mut library = shelf.library.borrow_mut();
                match &record.after {
                    Some(values) => {
                        drop(library.set_values(record.id.media, values.clone(), record.id.at / 1000))
                    }
                    None => {
                        let id = library.get(record.id.media).map(|entry| entry.id);
                        id.and_then(|id| library.remove(id));
                    }
                }
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
        let added = self.inner().added.borrow().clone();
        for shelf in app.lists.of_account(key.account.get()) {
            if edit.is_none_or(|edit| edit.kind == shelf.id.kind) {
                lay(&shelf, key.media, edit, &added);
                shelf.changed();
            }
        }
    }

    /// Shows in the lists what AniList has of an entry now; `None` for the entry when it has none, and for what is not known.
    pub(super) fn show_saved(self, key: Key, entry: Option<&Option<SavedEntry>>, favourite: Option<bool>) {
        let app = App::here();
        let added = self.inner().added.borrow().clone();
        for shelf in app.lists.of_account(key.account.get()) {
            if let Some(entry) = entry {
                take_saved(&shelf, key.media, entry.as_ref(), &added);
            }
            if let Some(favourite) = favourite {
                shelf.library.borrow_mut().set_favourite(key.media, favourite);
            }
            shelf.changed();
        }
    }
}

/// Takes over what AniList has, beneath whatever is shown instead.
fn take_saved(shelf: &Shelf, media: MediaId, entry: Option<&SavedEntry>, added: &[Media]) {
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
    let now = match (entry, known) {
        (Some(entry), Some(media)) => Some(ListEntry {
            id: entry.id,
            values: entry.values.clone(),
            updated_at: entry.updated_at,
            created_at: entry.created_at,
            media,
        }),
        (None, _) => None,
        (Some(_), None) => return,
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
            if let (Some(work), Some(id)) = (work, passing_id(media)) {
                library.upsert(ListEntry {
                    id,
                    values: values.clone(),
                    updated_at: Some(now),
                    created_at: Some(now),
                    media: work.clone(),
                });
            }
        }
    }
    let favourite = library.get(media).map(|entry| entry.media.favourite);
    if let (Some(edit), Some(favourite)) = (edit, favourite) {
        let wanted = edit.view_favourite(favourite);
        if wanted != favourite {
            library.set_favourite(media, wanted);
        }
    }
    if edit.is_some() {
        overlays.push(Overlay { media, base, shown });
    }
}

/// The id of an entry until AniList gives it one: as far from AniList's as can be.
fn passing_id(media: MediaId) -> Option<EntryId> {
    EntryId::new(u64::MAX - media.get())
}
