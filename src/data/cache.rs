//! Answers kept in this browser: in memory, and behind it in IndexedDB.
//!
//! Which ones are kept is decided by [`Index`]. Where there is no database the tab's memory is all there is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::*;

use crate::api::cache::{CacheMeta, Index, Key, MAX_BYTES, StorageBackend, VERSION};
use crate::api::envelope::HttpAnswer;
use crate::config::Config;
use crate::web::clock;
use crate::web::database::{Answers, Change, Opened};
use crate::web::reactive::{effect, spawn};

use super::session::Session;

/// The kept answers. Cheap to copy.
#[derive(Clone, Copy)]
pub struct QueryCache {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    session: Session,
    /// Moves whenever anything here has changed.
    changes: RwSignal<u32>,
}

struct Inner {
    place: Cell<StorageBackend>,
    index: RefCell<Index>,
    bodies: RefCell<Vec<(Key, Rc<[u8]>)>>,
    database: RefCell<Option<Rc<Answers>>>,
    /// Those who wait for the database.
    opening: RefCell<Vec<oneshot::Sender<()>>>,
}

/// A kept answer.
pub struct CachedResponse {
    /// Its bytes, as they came.
    pub body: Rc<[u8]>,
    /// When it was asked, and whether it is out of date.
    pub meta: CacheMeta,
}

impl CachedResponse {
    /// The answer as it came then.
    pub fn answer(&self) -> HttpAnswer {
        HttpAnswer {
            status: 200,
            body: self.body.to_vec(),
            ..HttpAnswer::default()
        }
    }
}

impl QueryCache {
    /// Opens the database, and forgets from now on what belongs to accounts that leave. Called once.
    pub fn start(config: &'static Config, session: Session) -> Self {
        let kept = Self {
            inner: StoredValue::new_local(Rc::new(Inner {
                place: Cell::new(StorageBackend::Opening),
                index: RefCell::default(),
                bodies: RefCell::default(),
                database: RefCell::default(),
                opening: RefCell::default(),
            })),
            session,
            changes: RwSignal::new(0),
        };
        spawn(kept.open(config.keys().answers()));
        let mut before = Vec::new();
        effect(move |_| {
            let now: Vec<u64> = session.accounts().iter().map(|account| account.id).collect();
            for left in std::mem::take(&mut before) {
                if !now.contains(&left) {
                    kept.forget(Some(left));
                }
            }
            before = now;
        });
        kept
    }

    async fn open(self, name: String) {
        let inner = self.inner();
        let (answers, place) = match Answers::open(&name, VERSION).await {
            Opened::Ready { answers, renewed } => {
                let place = if renewed {
                    StorageBackend::Renewed
                } else {
                    StorageBackend::Database
                };
                (Some(Rc::new(answers)), place)
            }
            Opened::Absent => (None, StorageBackend::Absent),
        };
        inner.database.replace(answers.clone());
        inner.place.set(place);
        // Whoever waits looks into the database now: that needs no index.
        inner.opening.take();
        if let Some(answers) = answers {
            let stored = answers.stamps().await;
            let unreadable = inner.index.borrow_mut().read(stored);
            self.change(unreadable.into_iter().map(Change::Remove).collect());
            self.forget_strangers();
        }
        self.changed();
    }

    /// The answer to `key`, however old.
    pub async fn get(self, key: &Key) -> Option<CachedResponse> {
        let inner = self.inner();
        if inner.place.get() == StorageBackend::Opening {
            let (opening, opened) = oneshot::channel();
            inner.opening.borrow_mut().push(opening);
            let _ = opened.await;
        }
        let now = clock::now_ms();
        let in_memory = inner
            .bodies
            .borrow()
            .iter()
            .find(|(kept, _)| kept == key)
            .cloned();
        if let Some((_, body)) = in_memory {
            let meta = inner.index.borrow_mut().look(key, now)?;
            self.restamp(key, move |meta| meta.looked_at(now));
            return Some(CachedResponse { body, meta });
        }
        let database = inner.database.borrow().clone()?;
        // Another tab may have kept it after this one read the index.
        let (meta, body) = database.get(key.as_str()).await?;
        inner.index.borrow_mut().learn(key, CacheMeta::parse(&meta)?);
        let meta = inner.index.borrow_mut().look(key, now)?;
        self.restamp(key, move |meta| meta.looked_at(now));
        let body: Rc<[u8]> = body.into();
        if self.may_keep(key) {
            self.hold_body(key, &body);
        }
        Some(CachedResponse { body, meta })
    }

    /// Keeps the answer to what was asked at `requested_at`, unless a newer one is kept.
    pub fn keep(self, key: Key, body: Vec<u8>, requested_at: u64) {
        let inner = self.inner();
        let meta = CacheMeta {
            requested_at,
            used_at: clock::now_ms(),
            bytes: body.len(),
            is_stale: false,
        };
        // Whoever logged out, in any tab, does not want it.
        if !self.may_keep(&key) {
            return;
        }
        let Some(gone) = inner.index.borrow_mut().keep(&key, meta) else {
            return;
        };
        let body: Rc<[u8]> = body.into();
        self.hold_body(&key, &body);
        self.remove(&gone);
        if let Some(database) = inner.database.borrow().clone() {
            spawn(async move { self.write(&database, &key, meta, &body).await });
        }
    }

    /// Writes an answer; where there is no room, once more after half of all answers have been thrown away.
    async fn write(self, database: &Answers, key: &Key, meta: CacheMeta, body: &[u8]) {
        let inner = self.inner();
        let text = meta.to_text();
        let keeps = |present: &str| {
            CacheMeta::parse(present).is_none_or(|present| present.requested_at <= meta.requested_at)
        };
        for last in [false, true] {
            if database.put(key.as_str(), &text, body, &keeps).await.is_ok() {
                // The account may have been logged out meanwhile, in any tab.
                if !self.may_keep(key) {
                    self.forget(key.account());
                }
                return;
            }
            // It is slow and not full: this answer stays in memory alone.
            if !database.answers() {
                return;
            }
            if last {
                inner.database.replace(None);
                inner.place.set(StorageBackend::Full);
                self.changed();
            } else {
                let half = inner.index.borrow().bytes() / 2;
                let gone = inner.index.borrow_mut().shrink_to(half, Some(key));
                self.drop_bodies(&gone);
                database.change(removals(&gone)).await;
            }
        }
    }

    /// Something of the account changed: its answers to these operations are asked again when they are next looked at.
    pub fn invalidate(self, account: Option<u64>, operations: &[&str]) {
        let inner = self.inner();
        let now = clock::now_ms();
        let outdated = inner.index.borrow_mut().invalidate(account, operations, now);
        for key in outdated {
            self.restamp(&key, move |meta| meta.invalidated_at(now));
        }
    }

    /// Writes down what has become of what is known of an answer, in view of the one that is there.
    fn restamp(self, key: &Key, change: impl Fn(CacheMeta) -> Option<CacheMeta> + 'static) {
        let restamp = move |present: &str| Some(change(CacheMeta::parse(present)?)?.to_text());
        self.change(vec![Change::Restamp(key.as_str().to_owned(), Box::new(restamp))]);
    }

    /// Forgets everything, of everybody.
    pub fn erase(self) {
        let inner = self.inner();
        inner.index.replace(Index::default());
        inner.bodies.borrow_mut().clear();
        self.changed();
        self.change(vec![Change::RemovePrefix(String::new())]);
    }

    fn forget(self, account: Option<u64>) {
        let gone = self.inner().index.borrow_mut().forget_account(account);
        self.drop_bodies(&gone);
        self.changed();
        self.change(vec![Change::RemovePrefix(Key::prefix(account))]);
    }

    /// Forgets the answers of accounts that left while no tab was there to see it, and all that would be too much.
    fn forget_strangers(self) {
        let inner = self.inner();
        let known: Vec<u64> = self
            .session
            .accounts_now()
            .iter()
            .map(|account| account.id)
            .collect();
        let mut gone = inner.index.borrow_mut().forget_strangers(&known);
        gone.extend(inner.index.borrow_mut().shrink_to(MAX_BYTES, None));
        self.remove(&gone);
    }

    /// Removes answers from memory and from the database.
    fn remove(self, gone: &[Key]) {
        self.drop_bodies(gone);
        self.changed();
        self.change(removals(gone));
    }

    fn change(self, changes: Vec<Change>) {
        let database = self.inner().database.borrow().clone();
        if let Some(database) = database.filter(|_| !changes.is_empty()) {
            spawn(async move { database.change(changes).await });
        }
    }

    fn may_keep(self, key: &Key) -> bool {
        key.account()
            .is_none_or(|id| self.session.accounts_now().get(id).is_some())
    }

    fn hold_body(self, key: &Key, body: &Rc<[u8]>) {
        self.drop_bodies(std::slice::from_ref(key));
        self.inner().bodies.borrow_mut().push((key.clone(), body.clone()));
    }

    fn drop_bodies(self, keys: &[Key]) {
        self.inner()
            .bodies
            .borrow_mut()
            .retain(|(key, _)| !keys.contains(key));
    }

    /// Where answers are kept; tracked.
    pub fn place(self) -> StorageBackend {
        self.changes.track();
        self.inner().place.get()
    }

    /// How many answers are kept, and their bytes together; tracked.
    pub fn amount(self) -> (usize, usize) {
        self.changes.track();
        let inner = self.inner();
        let index = inner.index.borrow();
        (index.len(), index.bytes())
    }

    fn changed(self) {
        self.changes
            .try_update(|changes| *changes = changes.wrapping_add(1));
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }
}

fn removals(keys: &[Key]) -> Vec<Change> {
    keys.iter()
        .map(|key| Change::Remove(key.as_str().to_owned()))
        .collect()
}
