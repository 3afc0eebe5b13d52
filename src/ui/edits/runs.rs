//! Changes of many entries: started, stopped, and the list-activity setting that they switch off.

use crate::api::operation::{NoVariables, SetListActivityMutation, SetListActivityVariables, ViewerQuery};
use crate::domain::{ListStatus, UserId};
use crate::error::StorageError;
use crate::model::bulk::{self, Activity, PlannedItem, Run, RunId, Setting, What};
use crate::model::outbox::{self, Edit, Order};
use crate::ui::live::spawn;
use crate::web::clock;
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
}

impl Edits {
    /// Starts a run of the account in use. Nothing is changed unless all of it could be kept.
    ///
    /// # Errors
    /// [`StorageError`]: it could not be kept.
    pub async fn start_run(self, start: Start) -> Result<(), StorageError> {
        self.ready().await;
        let account = self
            .session
            .active_now()
            .and_then(|account| UserId::new(account.id));
        let Some(account) = account else {
            return Err(StorageError::Blocked);
        };
        let now = clock::now_ms();
        let id = RunId::new(&self.inner().runs.borrow(), now);
        let snapshot = match start.snapshot {
            Some(text) => Some(self.keep_snapshot(account, now, text).await?),
            None => None,
        };
        let activity = if start.silent {
            Activity::Wanted
        } else {
            Activity::Kept
        };
        let (run, orders) = Run::start(id, account, start.what, start.items, activity, snapshot);
        let keys: Vec<(Store, String)> = orders
            .iter()
            .map(|order| (Store::Edits, order.key.text()))
            .collect();
        let mut decide = |texts: Vec<Option<String>>| {
            let edits = orders.iter().zip(texts).map(|(order, text): (&Order, _)| {
                let before = text.as_deref().and_then(Edit::parse);
                (order.key, outbox::order(before, order, clock::now_ms()))
            });
            Decided {
                edits: edits.collect(),
                runs: vec![run.clone()],
                ..Decided::default()
            }
        };
        self.transact(&keys, &mut decide).await?;
        self.wake();
        Ok(())
    }

    /// Changes a run as it is in the database.
    pub async fn change_run(self, account: UserId, id: RunId, change: &dyn Fn(Run) -> Run) {
        let mut decide = |texts: Vec<Option<String>>| {
            let run = texts.into_iter().flatten().find_map(|text| Run::parse(&text));
            Decided {
                runs: run.map(change).into_iter().collect(),
                ..Decided::default()
            }
        };
        let key = (Store::Runs, id.key(account));
        let outcome = self.transact(&[key], &mut decide).await;
        self.or_pause(outcome).await;
    }

    /// Stops, goes on with or ends a run, as the person wants.
    pub fn steer(self, run: &Run, change: fn(Run) -> Run) {
        let (account, id) = (run.account, run.id);
        spawn(async move {
            self.change_run(account, id, &change).await;
            self.wake();
        });
    }

    /// Reads the list-activity setting and sets what the run needs of it.
    pub(super) async fn look_after_activity(self, account: UserId, id: RunId) {
        let now = clock::now_ms();
        let read = self.ask::<ViewerQuery>(account, &NoVariables {}).await;
        let viewer = match read {
            Ok(viewer) => viewer,
            Err(error) => return self.inner().sender.borrow_mut().failed(error, now),
        };
        let setting = setting_of(&viewer.silent);
        let mut wanted = None;
        let mut decide = |texts: Vec<Option<String>>| {
            let run = texts.into_iter().flatten().find_map(|text| Run::parse(&text));
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
            .transact(&[(Store::Runs, id.key(account))], &mut decide)
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
        let reply = self.ask::<SetListActivityMutation>(account, &variables).await;
        let now = clock::now_ms();
        let outcome = reply.as_ref().map(|_| ());
        self.change_run(account, id, &|run| bulk::setting_replied(run, &set, outcome, now))
            .await;
        if let Err(error) = reply {
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
        keeper.change(&[], &mut |_| vec![put.clone()]).await?;
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
        let _ = keeper.change(&[], &mut |_| vec![put.clone()]).await;
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
