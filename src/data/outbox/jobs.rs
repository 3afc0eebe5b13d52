//! Changes of many entries: started, stopped, and the list-activity setting that they switch off.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use futures_channel::oneshot;

use crate::api::error::ApiError;
use crate::api::operation::{NoVariables, SetListActivityMutation, SetListActivityVariables, ViewerQuery};
use crate::data::state::App;
use crate::domain::{ListStatus, Media, UserId};
use crate::error::StorageError;
use crate::outbox::bulk::{self, Activity, BulkJob, JobId, PlannedItem, Progress, Setting, What};
use crate::outbox::journal::Record;
use crate::outbox::{self, Key, PendingEdit};
use crate::web::clock;
use crate::web::locks::Held;
use crate::web::reactive::spawn;
use crate::web::records::{Put, Store};

use super::{Decided, Edits};

/// What a person chooses before a run.
#[derive(Debug, Clone)]
pub struct Start {
    /// What the run is, for the list of runs.
    pub what: What,
    /// What it changes.
    pub items: Vec<PlannedItem>,
    /// Whether AniList is to write no activities meanwhile.
    pub silent: bool,
    /// The lists as they are, kept before anything is changed; nothing to keep none.
    pub snapshot: Option<String>,
    /// The works of the items that a list in memory may not hold later.
    pub works: Vec<Media>,
}

impl Edits {
    /// Starts a run of the account in use. Nothing is changed unless all of it could be kept.
    ///
    /// # Errors
    /// [`StorageError`]: it could not be kept.
    pub fn start_run(self, start: Start) -> Pin<Box<dyn Future<Output = Result<(), StorageError>>>> {
        // Boxed, as its code would else stand in each that waits for it.
        Box::pin(self.try_start(start))
    }

    async fn try_start(self, start: Start) -> Result<(), StorageError> {
        self.ready().await;
        let account = self
            .session
            .active_now()
            .and_then(|account| UserId::new(account.id));
        let Some(account) = account else {
            return Err(StorageError::Blocked);
        };
        let now = clock::now_ms();
        let id = JobId::new(&self.inner().runs.borrow(), now);
        let snapshot = match start.snapshot {
            Some(text) => Some(self.keep_snapshot(account, now, text).await?),
            None => None,
        };
        let activity = if start.silent {
            Activity::Wanted
        } else {
            Activity::Kept
        };
        start.works.into_iter().for_each(|media| self.remember(media));
        let (run, orders) = BulkJob::start(id, account, start.what, start.items, activity, snapshot);
        // Only what takes others back may have several of one work.
        let may_repeat = matches!(run.what, What::Revert(_));
        let keys: Vec<(Store, String)> = orders
            .iter()
            .map(|order| (Store::Edits, order.key.text()))
            .collect();
        let mut decide = |texts: Vec<Option<String>>| {
            let mut edits: Vec<(Key, Option<PendingEdit>)> = Vec::with_capacity(orders.len());
            for (order, text) in orders.iter().zip(texts) {
                let known = edits.iter().position(|(key, _)| may_repeat && *key == order.key);
                let before = match known {
                    Some(place) => edits.swap_remove(place).1,
                    None => text.as_deref().and_then(PendingEdit::parse),
                };
                edits.push((order.key, outbox::order(before, order, clock::now_ms())));
            }
            Decided {
                edits,
                runs: vec![run.clone()],
                ..Decided::default()
            }
        };
        self.transact(&keys, true, &mut decide).await?;
        self.wake();
        self.forget_old_runs(account).await;
        Ok(())
    }

    /// Drops the runs that are too many, and the snapshots that were kept before them.
    async fn forget_old_runs(self, account: UserId) {
        let inner = self.inner();
        let mut gone = Vec::new();
        for run in bulk::surplus(&inner.runs.borrow(), account) {
            let snapshot = run
                .snapshot
                .map(|at| (Store::Snapshots, snapshot_key(account, at)));
            gone.extend(snapshot);
            gone.push((Store::Runs, run.id.key(account)));
        }
        let Some(keeper) = inner.keeper.borrow().clone().filter(|_| !gone.is_empty()) else {
            return;
        };
        let put = |(store, key): &(Store, String)| Put {
            store: *store,
            key: key.clone(),
            text: None,
        };
        let removed = keeper
            .change(&[], false, &mut |_| gone.iter().map(put).collect())
            .await;
        if removed.is_ok() {
            let key = |run: &BulkJob| (Store::Runs, run.id.key(run.account));
            inner.runs.borrow_mut().retain(|run| !gone.contains(&key(run)));
        }
    }

    /// Takes back what a run has changed, by another run.
    ///
    /// # Errors
    /// [`StorageError`]: it could not be kept.
    pub async fn revert_run(self, id: JobId) -> Result<(), StorageError> {
        let Some(run) = self.run_now(id) else {
            return Ok(());
        };
        let items = bulk::plan_revert(&run, &self.inner().journal.borrow());
        let start = Start {
            what: What::Revert(run.id),
            items,
            silent: run.activity != Activity::Kept,
            // The journal knows what each entry was.
            snapshot: None,
            works: Vec::new(),
        };
        self.start_run(start).await
    }

    /// How far a run is; tracked.
    pub fn progress_of(self, run: &BulkJob) -> Progress {
        self.track();
        let inner = self.inner();
        let (edits, journal) = (inner.edits.borrow(), inner.journal.borrow());
        bulk::progress(run, &edits, &journal)
    }

    /// Nothing of a run waits any more.
    pub(super) async fn finish_run(self, account: UserId, id: JobId) {
        self.change_run(account, id, &bulk::finish).await;
        let inner = self.inner();
        let runs = inner.runs.borrow();
        let Some(run) = runs.iter().find(|run| (run.account, run.id) == (account, id)) else {
            return;
        };
        let progress = bulk::progress(run, &inner.edits.borrow(), &inner.journal.borrow());
        let app = App::here();
        app.toast(&bulk::sentence(run, &progress));
        // A list that does not know the work of a new entry cannot show it.
        let journal = inner.journal.borrow();
        for shelf in app.lists.of_account(account.get()) {
            let library = shelf.library.borrow();
            let is_missing = |record: &Record| {
                record.origins.run == Some(id)
                    && record.kind == shelf.id.kind
                    && record.after.is_some()
                    && !shelf.id.only_current
                    && library.get(record.id.media).is_none()
            };
            if journal.iter().any(is_missing) {
                shelf.state.refetch();
            }
        }
    }

    /// Changes a run as it is in the database.
    pub async fn change_run(self, account: UserId, id: JobId, change: &dyn Fn(BulkJob) -> BulkJob) {
        let mut decide = |texts: Vec<Option<String>>| {
            let run = texts.into_iter().flatten().find_map(|text| BulkJob::parse(&text));
            Decided {
                runs: run.map(change).into_iter().collect(),
                ..Decided::default()
            }
        };
        let key = (Store::Runs, id.key(account));
        let outcome = self.transact(&[key], false, &mut decide).await;
        self.or_pause(outcome).await;
    }

    /// Stops, goes on with or ends a run of the account in use, as the person wants.
    pub fn steer_run(self, id: JobId, change: fn(BulkJob) -> BulkJob) {
        if let Some(run) = self.run_now(id) {
            self.steer(&run, change);
        }
    }

    fn steer(self, run: &BulkJob, change: fn(BulkJob) -> BulkJob) {
        let (account, id) = (run.account, run.id);
        spawn(async move {
            self.change_run(account, id, &change).await;
            self.wake();
        });
    }

    /// A run of the account in use; untracked.
    fn run_now(self, id: JobId) -> Option<BulkJob> {
        let account = self.session.active_now()?.id;
        let inner = self.inner();
        let runs = inner.runs.borrow();
        let is_it = |run: &&BulkJob| run.id == id && run.account.get() == account;
        runs.iter().find(is_it).cloned()
    }

    /// When a run last changed something at AniList, in milliseconds since 1970; tracked.
    pub fn last_change_of(self, run: &BulkJob) -> Option<u64> {
        self.track();
        let inner = self.inner();
        let journal = inner.journal.borrow();
        let of_run = journal
            .iter()
            .filter(|record| record.account == run.account && record.origins.run == Some(run.id));
        of_run.map(|record| record.id.at).max()
    }

    /// Reads the list-activity setting and sets what the run needs of it.
    pub(super) async fn look_after_activity(self, account: UserId, id: JobId, turn: &Held) {
        let now = clock::now_ms();
        let read = turn
            .unless_lost(self.ask::<ViewerQuery>(account, &NoVariables {}))
            .await;
        let Some(read) = read else { return };
        let viewer = match read {
            Ok(viewer) => viewer,
            Err(error) => return self.inner().sender.borrow_mut().failed(error, now),
        };
        let setting = setting_of(&viewer.silent);
        let mut wanted = None;
        let mut decide = |texts: Vec<Option<String>>| {
            let run = texts.into_iter().flatten().find_map(|text| BulkJob::parse(&text));
            let read = run.map(|run| bulk::setting_read(run, &setting, now, clock::now_ms()));
            let (run, set) = read.map_or((None, None), |(run, set)| (Some(run), set));
            wanted = set;
            Decided {
                runs: run.into_iter().collect(),
                ..Decided::default()
            }
        };
        // What the setting was is stored before it is changed.
        let stored = self
            .transact(&[(Store::Runs, id.key(account))], true, &mut decide)
            .await;
        if stored.is_err() {
            return self.or_pause(stored).await;
        }
        let Some(set) = wanted else { return };
        let silent = ListStatus::ALL
            .iter()
            .copied()
            .filter(|status| set.0.contains(&(*status, true)))
            .collect();
        let variables = SetListActivityVariables { silent };
        let reply = turn
            .unless_lost(self.ask::<SetListActivityMutation>(account, &variables))
            .await;
        let reply = reply.unwrap_or(Err(ApiError::Aborted));
        let now = clock::now_ms();
        let outcome = reply.as_ref().map(|_| ());
        self.change_run(account, id, &|run| bulk::setting_replied(run, &set, outcome, now))
            .await;
        if let (Err(error), true) = (reply, turn.is_held()) {
            self.inner().sender.borrow_mut().failed(error, now);
        }
    }

    /// Keeps the lists as they are. Gives the name of the snapshot.
    ///
    /// # Errors
    /// [`StorageError`]: it could not be kept.
    pub async fn keep_snapshot(self, account: UserId, now: u64, text: String) -> Result<u64, StorageError> {
        self.ready().await;
        let Some(keeper) = self.inner().keeper.borrow().clone() else {
            return Err(StorageError::Blocked);
        };
        let put = Put {
            store: Store::Snapshots,
            key: snapshot_key(account, now),
            text: Some(text),
        };
        keeper
            .change(&[], true, &mut |_| vec![put.clone()])
            .await
            .map_err(|_| StorageError::Full)?;
        self.changed();
        Ok(now)
    }

    /// The snapshots of an account, oldest first: when each was made, in milliseconds since 1970, and its text.
    pub async fn snapshots(self, account: UserId) -> Vec<(u64, String)> {
        self.ready().await;
        let Some(keeper) = self.inner().keeper.borrow().clone() else {
            return Vec::new();
        };
        let prefix = outbox::Key::prefix(account);
        let all = keeper.all(Store::Snapshots).await.unwrap_or_default();
        all.into_iter()
            .filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.parse().ok()?, text)))
            .collect()
    }

    /// How many snapshots there are of an account, or of all; nothing when the database does not say so in time.
    pub async fn snapshots_of(self, account: Option<u64>, patience_ms: u32) -> Option<usize> {
        let (sender, counted) = oneshot::channel();
        let sender = Rc::new(Cell::new(Some(sender)));
        let late = sender.clone();
        spawn(async move {
            let amount = self.count_snapshots(account).await;
            sender.take().map(|sender| sender.send(amount));
        });
        spawn(async move {
            clock::sleep(patience_ms).await;
            late.take().map(|sender| sender.send(None));
        });
        counted.await.ok().flatten()
    }

    async fn count_snapshots(self, account: Option<u64>) -> Option<usize> {
        self.ready().await;
        let keeper = self.inner().keeper.borrow().clone()?;
        let all = keeper.all(Store::Snapshots).await.ok()?;
        let prefix = account.and_then(UserId::new).map(outbox::Key::prefix);
        let is_its = |key: &str| prefix.as_deref().is_none_or(|prefix| key.starts_with(prefix));
        Some(all.iter().filter(|(key, _)| is_its(key)).count())
    }

    /// The text of one of them.
    pub async fn snapshot(self, account: UserId, at: u64) -> Option<String> {
        self.ready().await;
        let keeper = self.inner().keeper.borrow().clone()?;
        let mut found = None;
        let key = (Store::Snapshots, snapshot_key(account, at));
        let mut read = |texts: Vec<Option<String>>| {
            found = texts.into_iter().flatten().next();
            Vec::new()
        };
        keeper.change(&[key], false, &mut read).await.ok()?;
        found
    }

    /// Removes a snapshot.
    pub async fn remove_snapshot(self, account: UserId, at: u64) {
        let Some(keeper) = self.inner().keeper.borrow().clone() else {
            return;
        };
        let put = Put {
            store: Store::Snapshots,
            key: snapshot_key(account, at),
            text: None,
        };
        let _ = keeper.change(&[], false, &mut |_| vec![put.clone()]).await;
        self.changed();
    }
}

fn snapshot_key(account: UserId, at: u64) -> String {
    let mut key = outbox::Key::prefix(account);
    key.push_str(&at.to_string());
    key
}

fn setting_of(silent: &[ListStatus]) -> Setting {
    Setting(
        ListStatus::ALL
            .iter()
            .map(|status| (*status, silent.contains(status)))
            .collect(),
    )
}
