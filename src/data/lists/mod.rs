//! The lists that pages show: in memory for as long as the app runs, painted from kept answers, read again from AniList.

mod id;
mod load;
pub mod prefetch;
mod snapshot;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;

use crate::data::query::{FetchStatus, QueryState, Status};
use crate::domain::{ListOwner, MediaId, MediaType, TitleLanguage, UserId};
use crate::list::library::Library;
use crate::list::overlay::Overlays;

pub use id::ListId;
pub use load::use_list;
pub use snapshot::{ListSnapshot, scores_of, to_json};

/// AniList itself picks the language of titles that the account reads.
pub const LANGUAGE: TitleLanguage = TitleLanguage::Unknown;

/// Lists kept in memory at most: two of one's own, and those of a few others.
const MOST: usize = 6;

/// A list.
pub struct ListStore {
    /// Which one.
    pub id: ListId,
    /// Whether it is that of the account that asked.
    pub is_own: bool,
    /// Its entries.
    pub library: RefCell<Library>,
    /// Whose it is, and how they arrange and score it.
    pub owner: RefCell<Option<Rc<ListOwner>>>,
    /// How reading it stands.
    pub state: QueryState,
    /// Chunks that have come, and that will, while it is being read.
    pub progress: Cell<(u32, u32)>,
    /// Whether all of it was here once, if not as it is now.
    was_whole: Cell<bool>,
    /// What AniList has, where edits show something else.
    pub overlays: RefCell<Overlays>,
    /// Moves whenever anything of it has changed.
    changes: RwSignal<u32>,
}

impl ListStore {
    /// Runs whatever calls this again when the list has changed.
    pub fn track(&self) {
        self.changes.track();
    }

    /// Another number after each change; tracked.
    pub fn version(&self) -> u32 {
        self.changes.get()
    }

    /// Whether all of it is here, or as much as there will be: nothing of it is being read; tracked.
    pub fn is_whole(&self) -> bool {
        self.track();
        self.state.status.with(|status| match status.stage {
            FetchStatus::Settled => true,
            FetchStatus::Failed { .. } => self.was_whole.get(),
            FetchStatus::Queued | FetchStatus::Sent => false,
        })
    }

    /// Whether all of it was here once.
    pub fn was_whole(&self) -> bool {
        self.was_whole.get()
    }

    /// The account whose own list it is.
    pub fn owner_account(&self) -> Option<UserId> {
        UserId::new(self.id.account.filter(|_| self.is_own)?)
    }

    /// Says that it has changed.
    pub fn changed(&self) {
        self.changes
            .try_update(|changes| *changes = changes.wrapping_add(1));
    }
}

/// The lists. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Lists {
    shelves: StoredValue<Vec<Rc<ListStore>>, LocalStorage>,
    /// What keeps the lists' signals: they outlive the page that first showed a list.
    owner: StoredValue<Owner>,
}

impl Lists {
    /// None yet. Called once.
    pub fn start() -> Self {
        Self {
            shelves: StoredValue::new_local(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// The list in memory, or a new one without entries.
    pub fn shelf(self, id: ListId, is_own: bool) -> Rc<ListStore> {
        let known = self
            .shelves
            .with_value(|shelves| shelves.iter().find(|shelf| shelf.id == id).cloned());
        if let Some(known) = known {
            return known;
        }
        let (state, changes) = self.owner.with_value(|owner| {
            owner.with(|| {
                let status = Status {
                    stage: FetchStatus::Queued,
                    requested_at: None,
                };
                (QueryState::new(status), RwSignal::new(0))
            })
        });
        let shelf = Rc::new(ListStore {
            library: RefCell::new(Library::new(id.kind, is_own)),
            is_own,
            id,
            owner: RefCell::default(),
            state,
            progress: Cell::new((0, 0)),
            was_whole: Cell::new(false),
            overlays: RefCell::default(),
            changes,
        });
        self.shelves.update_value(|shelves| {
            // The oldest goes; whoever shows it still holds it.
            if shelves.len() >= MOST {
                shelves.remove(0);
            }
            shelves.push(shelf.clone());
        });
        shelf
    }

    /// The account's own lists that hold this work, or could.
    pub fn own(self, account: u64, kind: MediaType) -> Vec<Rc<ListStore>> {
        let is_it = |shelf: &&Rc<ListStore>| {
            shelf.is_own && shelf.id.account == Some(account) && shelf.id.kind == kind
        };
        self.shelves
            .with_value(|shelves| shelves.iter().filter(is_it).cloned().collect())
    }

    /// Whether this list is in memory, with entries.
    pub fn is_known(self, id: &ListId) -> bool {
        self.shelves.with_value(|shelves| {
            let known = shelves.iter().find(|shelf| shelf.id == *id);
            known.is_some_and(|shelf| !shelf.library.borrow().is_empty())
        })
    }

    /// All lists in memory.
    pub fn all(self) -> Vec<Rc<ListStore>> {
        self.shelves.with_value(Vec::clone)
    }

    /// All of the account's own lists.
    pub fn of_account(self, account: u64) -> Vec<Rc<ListStore>> {
        let is_it = |shelf: &&Rc<ListStore>| shelf.is_own && shelf.id.account == Some(account);
        self.shelves
            .with_value(|shelves| shelves.iter().filter(is_it).cloned().collect())
    }

    /// The lists of a user, as whoever asked sees them.
    pub fn of_user(self, name: &str) -> Vec<Rc<ListStore>> {
        let is_its = |shelf: &&Rc<ListStore>| shelf.id.user.eq_ignore_ascii_case(name);
        self.shelves
            .with_value(|shelves| shelves.iter().filter(is_its).cloned().collect())
    }

    /// Forgets all lists but those that are shown.
    pub fn forget(self) {
        self.shelves.update_value(Vec::clear);
    }
}

/// The entry of a work in any of these lists.
pub fn find(shelves: &[Rc<ListStore>], media: MediaId) -> Option<crate::domain::ListEntry> {
    shelves
        .iter()
        .find_map(|shelf| shelf.library.borrow().get(media).cloned())
}
