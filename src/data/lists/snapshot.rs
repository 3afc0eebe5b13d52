//! One's list as AniList has it, beside what waits to be sent: what changes of many entries are planned upon.

use std::cell::Ref;
use std::rc::Rc;

use crate::data::state::App;
use crate::domain::sort;
use crate::domain::{ListEntry, MediaId, ScoreFormat};
use crate::exchange::Header;
use crate::exchange::json::JsonExport;
use crate::list::library::Library;
use crate::outbox::PendingEdit;
use crate::web::clock;

use super::ListStore;

/// A list that stays as it is for as long as this is held.
pub struct ListSnapshot<'a> {
    library: Ref<'a, Library>,
    /// Those of the list's owner.
    edits: Vec<PendingEdit>,
    /// What AniList has of the works of those edits, in their order; nothing where it has no entry.
    bases: Vec<Option<ListEntry>>,
    /// Their places, by the works.
    places: Vec<u32>,
}

/// An entry of a list.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// As it is shown.
    pub shown: &'a ListEntry,
    /// As AniList has it.
    pub base: Option<&'a ListEntry>,
    /// What waits to be sent of it.
    pub edit: Option<&'a PendingEdit>,
}

impl<'a> ListSnapshot<'a> {
    /// Holds a list.
    pub fn of(app: App, shelf: &'a ListStore) -> Self {
        let library = shelf.library.borrow();
        let mut edits = app.edits.all();
        edits.retain(|edit| Some(edit.key.account.get()) == shelf.id.account && edit.kind == shelf.id.kind);
        let base = |edit: &PendingEdit| shelf.base_of(edit.key.media);
        let media = |place: u32| edits.get(place as usize).map(|edit| edit.key.media);
        Self {
            places: sort::order(edits.len(), &mut |a, b| media(a).cmp(&media(b))),
            bases: edits.iter().map(base).collect(),
            edits,
            library,
        }
    }

    /// The entry of a work.
    pub fn get(&self, media: MediaId) -> Option<Known<'_>> {
        Some(self.known(self.library.get(media)?))
    }

    /// All entries that are shown.
    pub fn all(&self) -> impl Iterator<Item = Known<'_>> {
        self.library.entries().iter().map(|shown| self.known(shown))
    }

    fn known<'b>(&'b self, shown: &'b ListEntry) -> Known<'b> {
        let edit_at = |place: u32| self.edits.get(place as usize);
        let wanted = Some(shown.media.id);
        let found = self
            .places
            .binary_search_by(|place| edit_at(*place).map(|edit| edit.key.media).cmp(&wanted));
        let place = found.ok().and_then(|at| self.places.get(at));
        match place {
            Some(place) => Known {
                shown,
                base: self.bases.get(*place as usize).and_then(Option::as_ref),
                edit: edit_at(*place),
            },
            None => Known {
                shown,
                base: Some(shown),
                edit: None,
            },
        }
    }
}

/// The scale in which the owner of the first of these lists scores.
pub fn scores_of(shelves: &[Rc<ListStore>]) -> ScoreFormat {
    let of = |shelf: &Rc<ListStore>| {
        shelf
            .owner
            .borrow()
            .as_ref()
            .map(|owner| owner.lists.score_format)
    };
    shelves.iter().find_map(of).unwrap_or(ScoreFormat::Point100)
}

/// One's lists as they are shown, as a file that this app can read again.
pub fn to_json(shelves: &[Rc<ListStore>]) -> String {
    let user = shelves.first().map(|shelf| shelf.id.user.as_str());
    let account = shelves.first().and_then(|shelf| shelf.id.account);
    let mut file = JsonExport::new(&Header {
        user: user.unwrap_or_default().into(),
        user_id: account.unwrap_or_default(),
        score_format: scores_of(shelves),
        exported_at: clock::now_ms() / 1000,
        kinds: shelves.iter().map(|shelf| shelf.id.kind).collect(),
    });
    for shelf in shelves {
        for entry in shelf.library.borrow().entries() {
            file.entry(entry);
        }
    }
    file.finish()
}
