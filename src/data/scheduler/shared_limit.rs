//! The ledger that all tabs share: in localStorage, changed under a lock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::api::rate_limit::RateLimiter;
use crate::web::storage::{self, Area};
use crate::web::{clock, locks};

/// What is done to the ledger, at a time in milliseconds since 1970.
type Change = Box<dyn FnOnce(&mut RateLimiter, u64)>;

/// The shared ledger. Where it cannot be stored, this tab keeps one of its own.
#[derive(Clone)]
pub(super) struct Shared {
    key: Rc<str>,
    own: Rc<RefCell<RateLimiter>>,
    /// Whether the last write failed.
    alone: Rc<Cell<bool>>,
}

impl Shared {
    /// The ledger under this key of localStorage, which also names the lock.
    pub(super) fn new(key: String) -> Self {
        Self {
            key: key.into(),
            own: Rc::default(),
            alone: Rc::new(Cell::new(!storage::is_available(Area::Local))),
        }
    }

    /// The ledger as it is now. Another tab may be changing it. Where it was erased, what this tab knows of it goes on
    /// counting: AniList goes on counting, too.
    pub(super) fn read(&self) -> RateLimiter {
        let shared = storage::get(Area::Local, &self.key).filter(|_| !self.alone.get());
        if let Some(text) = shared {
            self.own.replace(RateLimiter::parse(&text));
        }
        self.own.borrow().clone()
    }

    /// Changes the ledger while no other tab does.
    pub(super) async fn change(&self, change: Change) {
        let shared = self.clone();
        let inside = move || shared.change_now(change);
        locks::exclusive(&self.key, Box::new(inside)).await;
    }

    /// Changes the ledger at once, whatever other tabs do: the page is being left, and there is no later.
    pub(super) fn change_now(&self, change: impl FnOnce(&mut RateLimiter, u64)) {
        let mut ledger = self.read();
        change(&mut ledger, clock::now_ms());
        self.write(ledger);
    }

    fn write(&self, ledger: RateLimiter) {
        let stored = storage::set(Area::Local, &self.key, &ledger.to_json());
        self.alone.set(stored.is_err());
        self.own.replace(ledger);
    }
}
