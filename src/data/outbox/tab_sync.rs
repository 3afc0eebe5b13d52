//! What the database holds, in memory; and what another tab has changed there.

use std::rc::Rc;

use crate::data::chunks;
use crate::data::state::App;
use crate::domain::UserId;
use crate::error::StorageError;
use crate::outbox::bulk::BulkJob;
use crate::outbox::journal::{Record, RecordId};
use crate::outbox::{Key, PendingEdit};
use crate::web::reactive::spawn;
use crate::web::records::{Put, Store};
use crate::web::storage::{self, Area};
use crate::web::{clock, crypto, tabs};

use super::repository::{Keeper, Unkept};
use super::{Decided, Edits, Place};

/// How long pages wait to know the edits, in milliseconds: a browser may answer late or never.
const PATIENCE_MS: u32 = 3_000;
/// After how long a database that did not open is tried again, in milliseconds.
const OPEN_AGAIN_MS: u32 = 60_000;

impl Edits {
    /// Opens the database, and reads it as soon as the chunk is here that can.
    pub(super) async fn open(self) {
        let inner = self.inner();
        spawn(async move {
            clock::sleep(PATIENCE_MS).await;
            if self.inner().place.get() == Place::Opening {
                self.stop_waiting();
            }
        });
        let (keeper, error) = Keeper::open(&inner.name).await;
        inner.keeper.replace(Some(Rc::new(keeper)));
        chunks::STORE.when_here(move |read| read(self, error));
        // Where it does not arrive, the chunks that need it bring it.
        let _ = chunks::STORE.load().await;
    }

    /// Takes over what was opened.
    pub async fn begin_reading(self, error: Option<StorageError>) {
        let inner = self.inner();
        self.watch();
        self.read().await;
        inner.place.set(error.map_or(Place::Database, Place::Memory));
        if error.is_some() {
            spawn(self.look_for_database());
        }
        let were_awaited = !inner.is_late.get();
        self.stop_waiting();
        inner.opening.take();
        if !were_awaited {
            // Lists were shown meanwhile without these edits.
            for shelf in App::here().lists.all() {
                if let Some(requested_at) = shelf.state.requested_at() {
                    self.take_all(&shelf, requested_at);
                    shelf.changed();
                }
            }
        }
        self.changed();
        self.wake_if_here();
    }

    /// Goes over to a database that did not open at the start, once it does: edits of an earlier visit may wait in it. Not
    /// where something was changed here since: that is sent from here.
    async fn look_for_database(self) {
        let inner = self.inner();
        let holds_nothing = || {
            let keeper = self.inner().keeper.borrow().clone();
            keeper.is_none_or(|keeper| keeper.holds_nothing())
        };
        while holds_nothing() {
            clock::sleep(OPEN_AGAIN_MS).await;
            let (keeper, error) = Keeper::open(&inner.name).await;
            if error.is_none() && holds_nothing() {
                inner.keeper.replace(Some(Rc::new(keeper)));
                inner.place.set(Place::Database);
                inner.stale.set(true);
                self.changed();
                return self.wake_if_here();
            }
        }
    }

    /// Whoever waits to know the edits goes on, with them or without.
    fn stop_waiting(self) {
        let inner = self.inner();
        inner.is_late.set(true);
        inner.showing.take();
        self.changed();
    }

    /// Hears of another tab's changes from now on.
    fn watch(self) {
        tabs::watch(self.inner().name.clone(), move |change| match change {
            tabs::Change::Written => {
                self.inner().stale.set(true);
                spawn(self.follow());
            }
            // Everything was erased there.
            tabs::Change::Removed => self.clear(),
        });
    }

    /// Says to other tabs that something has changed. Only that it does counts: where it cannot be written no other tab
    /// could read the database either.
    pub(super) fn tell_tabs(self) {
        // Of two that are alike other tabs would hear once, and clocks may stand still for a while.
        let mut meta = clock::now_ms().to_string();
        for byte in crypto::random_bytes().unwrap_or_default().into_iter().take(4) {
            meta.push('-');
            meta.push_str(&byte.to_string());
        }
        let inner = self.inner();
        // What another tab has said in the meantime is gone with this.
        inner.stale.set(self.is_behind());
        let _ = storage::set(Area::Local, &inner.name, &meta);
        inner.meta.replace(Some(meta));
    }

    /// Whether another tab has changed something since it was read here. The browser tells of that too, but later.
    pub(super) fn is_behind(self) -> bool {
        let inner = self.inner();
        inner.stale.get() || storage::get(Area::Local, &inner.name) != *inner.meta.borrow()
    }

    /// Does something once what another tab has changed is taken over.
    pub fn follow_then(self, act: Box<dyn FnOnce()>) {
        spawn(async move {
            self.follow().await;
            act();
        });
    }

    /// Takes over what another tab has changed, and shows it.
    pub(super) async fn follow(self) {
        self.ready().await;
        if !self.is_behind() {
            return;
        }
        let inner = self.inner();
        let mut known: Vec<RecordId> = inner.journal.borrow().iter().map(|record| record.id).collect();
        known.sort_unstable();
        let before: Vec<Key> = inner.edits.borrow().iter().map(|edit| edit.key).collect();
        if !self.read().await {
            // Perhaps the browser has closed it.
            self.reopen().await;
            if !self.read().await {
                return;
            }
        }
        let journal = inner.journal.borrow().clone();
        for record in journal {
            if known.binary_search(&record.id).is_err() {
                self.show_record(&record);
            }
        }
        for key in before {
            if self.edit_of(key).is_none() {
                self.show(key, None);
            }
        }
        self.show_all();
        self.changed();
        self.wake_if_here();
    }

    /// Takes over what the database holds. False where it no longer answers, and memory stays as it is.
    pub(super) async fn read(self) -> bool {
        let inner = self.inner();
        loop {
            inner.meta.replace(storage::get(Area::Local, &inner.name));
            inner.stale.set(false);
            let version = inner.version.get();
            let Some(keeper) = inner.keeper.borrow().clone() else {
                return false;
            };
            let (Ok(edits), Ok(runs), Ok(journal)) = (
                keeper.all(Store::Edits).await,
                keeper.all(Store::Runs).await,
                keeper.all(Store::Journal).await,
            ) else {
                // It is still to be read.
                inner.stale.set(true);
                return false;
            };
            // What was read is older than what this tab has noted since.
            if inner.version.get() != version {
                continue;
            }
            // What this version cannot read stays where it is, for the version that can.
            let mut edits: Vec<PendingEdit> = edits
                .iter()
                .filter_map(|(_, text)| PendingEdit::parse(text))
                .collect();
            let noting = inner.noting.borrow().clone();
            edits.retain(|edit| !noting.contains(&edit.key));
            let mut held = inner.edits.borrow_mut();
            held.retain(|edit| noting.contains(&edit.key));
            held.extend(edits);
            drop(held);
            inner
                .runs
                .replace(runs.iter().filter_map(|(_, text)| BulkJob::parse(text)).collect());
            inner.journal.replace(
                journal
                    .iter()
                    .filter_map(|(_, text)| Record::parse(text))
                    .collect(),
            );
            return true;
        }
    }

    /// Changes what is stored; memory follows. `decide` is called again where what it gave came to nothing. What the database does not take is held by this
    /// tab, unless `whole` says that all of it is wanted there.
    ///
    /// # Errors
    /// [`StorageError`]: this tab alone holds it, or with `whole`, nothing was changed.
    pub(super) async fn transact(
        self,
        keys: &[(Store, String)],
        whole: bool,
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Decided,
    ) -> Result<(), StorageError> {
        self.ready().await;
        let mut decided = Decided::default();
        let mut puts = |texts| {
            decided = decide(texts);
            decided.puts()
        };
        let outcome = match self.try_change(keys, whole, &mut puts).await {
            // Perhaps the database was erased, or closed by the browser.
            Err(Unkept::NotChanged) => {
                self.reopen().await;
                self.try_change(keys, whole, &mut puts).await
            }
            outcome => outcome,
        };
        let outcome = match outcome {
            // It is open and says nothing: nobody can wait for that.
            Err(Unkept::NotChanged) if !whole => {
                self.go_on_in_memory(StorageError::Blocked);
                self.try_change(keys, whole, &mut puts).await
            }
            outcome => outcome,
        };
        match outcome {
            Err(Unkept::NotChanged) => return Err(StorageError::Full),
            Ok(()) | Err(Unkept::Here(_)) => self.take_over(decided),
        }
        match outcome {
            Err(Unkept::Here(error)) => Err(error),
            _ => {
                self.tell_tabs();
                Ok(())
            }
        }
    }

    async fn try_change(
        self,
        keys: &[(Store, String)],
        whole: bool,
        puts: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), Unkept> {
        let keeper = self.inner().keeper.borrow().clone();
        match keeper {
            Some(keeper) => keeper.change(keys, whole, puts).await,
            None => Err(Unkept::NotChanged),
        }
    }

    /// Opens the database anew; without one, this tab's memory goes on with all it knows.
    async fn reopen(self) {
        let inner = self.inner();
        let answers = inner
            .keeper
            .borrow()
            .as_ref()
            .is_none_or(|keeper| keeper.answers());
        if inner.place.get() != Place::Database || !answers {
            return;
        }
        match Keeper::open(&inner.name).await {
            (keeper, None) => {
                let old = inner.keeper.borrow().clone();
                old.iter().for_each(|old| keeper.inherit(old));
                inner.keeper.replace(Some(Rc::new(keeper)));
                self.changed();
            }
            (_, Some(error)) => self.go_on_in_memory(error),
        }
    }

    /// From here on this tab's memory is all there is, with all it knows.
    fn go_on_in_memory(self, error: StorageError) {
        let inner = self.inner();
        if inner.place.replace(Place::Memory(error)) != Place::Database {
            return;
        }
        let edits = inner.edits.borrow();
        let decided = Decided {
            edits: edits.iter().map(|edit| (edit.key, Some(edit.clone()))).collect(),
            records: inner.journal.borrow().clone(),
            runs: inner.runs.borrow().clone(),
            by_person: false,
        };
        inner
            .keeper
            .replace(Some(Rc::new(Keeper::memory(decided.puts()))));
        drop(edits);
        self.changed();
    }

    /// Forgets everything of an account that leaves.
    pub fn forget(self, account: u64) {
        let inner = self.inner();
        let stays = |id: UserId| id.get() != account;
        inner.edits.borrow_mut().retain(|edit| stays(edit.key.account));
        inner.runs.borrow_mut().retain(|run| stays(run.account));
        inner.journal.borrow_mut().retain(|record| stays(record.account));
        inner
            .settled
            .borrow_mut()
            .retain(|settled| stays(settled.0.account));
        self.noted();
        self.changed();
        let keeper = inner.keeper.borrow().clone();
        if let (Some(keeper), Some(account)) = (keeper, UserId::new(account)) {
            spawn(async move {
                keeper.remove_prefix(&Key::prefix(account)).await;
                self.tell_tabs();
            });
        }
    }

    /// Forgets everything in memory: what was stored is erased.
    pub fn clear(self) {
        let inner = self.inner();
        let keys: Vec<Key> = inner.edits.take().into_iter().map(|edit| edit.key).collect();
        inner.runs.take();
        inner.journal.take();
        inner.settled.take();
        inner.meta.take();
        if let Some(keeper) = inner.keeper.borrow().as_ref() {
            keeper.drop_held();
        }
        self.noted();
        for key in keys {
            self.show(key, None);
        }
        self.changed();
    }

    /// What is in memory is newer than what is just being read.
    pub(super) fn noted(self) {
        let version = &self.inner().version;
        version.set(version.get().wrapping_add(1));
    }
}
