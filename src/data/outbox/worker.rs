//! Sends what waits: one tab at a time, one step after the other.
//!
//! A pass ends with the page's turn: when the page is left, or another page takes the turn because this one does not answer.
//! What was on its way then is still taken in, wherever the marks in the database say that nobody has looked at it since;
//! nothing more is sent.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;

use crate::api::error::ApiError;
use crate::api::operation::{AiringOnListQuery, MediaListChunkQuery, Operation as _};
use crate::data::state::App;
use crate::domain::{EntryNow, MediaId, UserId};
use crate::error::StorageError;
use crate::outbox::bulk::JobId;
use crate::outbox::journal::{RecordId, surplus};
use crate::outbox::{Batch, Key, News, PendingEdit, Reply, Situation, Snapshot, Step, reconcile, withdraw};
use crate::web::locks::{self, Held};
use crate::web::reactive::spawn;
use crate::web::records::{Put, Store};
use crate::web::{clock, presence};

use super::{Decided, Edits};

/// How long after another page took the turn this one asks for it again, in milliseconds.
const TURN_AGAIN_MS: u64 = 5_000;
/// After how long a database that did not say what waits is asked again, in milliseconds.
const READ_AGAIN_MS: u64 = 10_000;

/// Whether this tab is sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    Idle,
    Running,
    /// Something has changed meanwhile.
    Again,
}

impl Edits {
    /// Looks whether there is anything to send. A page that is being left begins nothing; it is woken when it is back.
    pub(super) fn wake(self) {
        if !presence::is_here() {
            return;
        }
        let inner = self.inner();
        match inner.flushing.get() {
            Pass::Idle => {
                inner.flushing.set(Pass::Running);
                spawn(self.pass(inner.pass.get()));
            }
            Pass::Running | Pass::Again => inner.flushing.set(Pass::Again),
        }
    }

    /// Sends what waits without waiting any longer: the network is back, or the person wants to.
    pub fn try_now(self) {
        self.inner().sender.borrow_mut().wake();
        self.wake();
    }

    /// Ends the pass that is under way: the page is being left, and its turn is over.
    pub(super) fn interrupt(self) {
        let inner = self.inner();
        inner.pass.set(inner.pass.get().wrapping_add(1));
        inner.flushing.set(Pass::Idle);
        inner.alarm.borrow_mut().take();
    }

    async fn pass(self, pass: u32) {
        let inner = self.inner();
        let elsewhere = |elsewhere| {
            if self.inner().elsewhere.replace(elsewhere) != elsewhere {
                self.changed();
            }
        };
        let Some(turn) = locks::turn(&inner.name, elsewhere).await else {
            return;
        };
        self.flush(&turn).await;
        let is_held = turn.is_held();
        drop(turn);
        if inner.pass.get() != pass {
            // It was interrupted, and may have learned since what a later pass still waits for.
            self.wake();
        } else if !is_held {
            // Another page has taken the turn; should it come to nothing, this one tries again.
            self.interrupt();
            self.sleep_until(clock::now_ms().saturating_add(TURN_AGAIN_MS));
        }
    }

    async fn flush(self, turn: &Held) {
        self.ready().await;
        let inner = self.inner();
        // Another page may have sent since it was read.
        inner.sender.borrow_mut().begin();
        loop {
            self.follow().await;
            if !turn.is_held() {
                return;
            }
            // Not that of a later pass, which goes on without this one.
            inner.alarm.borrow_mut().take();
            let (account, step) = self.next();
            match step {
                // The database did not say what waits.
                Step::Nothing if inner.stale.get() => {
                    self.sleep_until(clock::now_ms().saturating_add(READ_AGAIN_MS));
                }
                Step::Nothing => {}
                Step::Wait(at) => self.sleep_until(at),
                step => {
                    if let Some(account) = account {
                        self.carry_out(account, step, turn).await;
                        continue;
                    }
                }
            }
            if inner.flushing.replace(Pass::Running) == Pass::Running {
                inner.flushing.set(Pass::Idle);
                self.changed();
                return;
            }
        }
    }

    /// What comes next, for the account in use or for any other whose token is here.
    fn next(self) -> (Option<UserId>, Step) {
        let inner = self.inner();
        let accounts = self.session.accounts_now();
        let active = accounts.active().map(|account| account.id);
        let mut with_token: Vec<u64> = accounts
            .iter()
            .filter(|account| account.token().is_some())
            .map(|account| account.id)
            .collect();
        with_token.sort_by_key(|id| Some(*id) != active);
        let (edits, runs) = (inner.edits.borrow(), inner.runs.borrow());
        let mut waits: Option<u64> = None;
        for account in with_token.into_iter().filter_map(UserId::new) {
            let situation = Situation {
                account: Some(account),
                now: clock::now_ms(),
                hidden: inner.hidden.get(),
            };
            match inner.sender.borrow().next(&edits, &runs, situation) {
                Step::Nothing => {}
                Step::Wait(at) => waits = Some(waits.map_or(at, |known| known.min(at))),
                step => return (Some(account), step),
            }
        }
        (None, waits.map_or(Step::Nothing, Step::Wait))
    }

    fn sleep_until(self, at: u64) {
        let ms = at.saturating_sub(clock::now_ms()).clamp(1, 3_600_000);
        let alarm = Timeout::new(u32::try_from(ms).unwrap_or(u32::MAX), move || self.wake());
        self.inner().alarm.borrow_mut().replace(alarm);
    }

    async fn carry_out(self, account: UserId, step: Step, turn: &Held) {
        let key = |media: MediaId| Key { account, media };
        if let Step::Read(media) | Step::Write(media) = &step {
            let learned = turn.unless_lost(self.learn_parts(account, media)).await;
            if let Some(Err(error)) = learned {
                self.inner().sender.borrow_mut().failed(error, clock::now_ms());
                self.changed();
                return;
            }
            if !turn.is_held() {
                return;
            }
        }
        match step {
            Step::Nothing | Step::Wait(_) => {}
            Step::Withdraw(media) => {
                let keys: Vec<Key> = media.into_iter().map(key).collect();
                let mut take_back = |_, edit| (withdraw(edit, clock::now_ms()), None);
                self.or_pause(self.change(&keys, false, &mut take_back).await)
                    .await;
            }
            // What was asked in a turn that is over is too old to stand on.
            Step::Read(media) => drop(turn.unless_lost(self.read_entries(account, media)).await),
            Step::Write(media) => self.write(account, media, turn).await,
            Step::ReadSetting(run) => self.look_after_activity(account, run, turn).await,
            Step::Finish(run) => self.finish_run(account, run).await,
        }
    }

    async fn read_entries(self, account: UserId, media: Vec<MediaId>) {
        let sent_at = Rc::new(Cell::new(None));
        let answer = self.ask_entries(account, media.clone(), sent_at.clone()).await;
        let inner = self.inner();
        match answer {
            Ok(there) => {
                self.outdate_if_changed_elsewhere(account, &there);
                // Lists show it beneath what waits: an edit may turn out to be there already.
                for now in &there {
                    let key = Key {
                        account,
                        media: now.media,
                    };
                    self.show_saved(key, Some(&now.entry), Some(now.favourite));
                    self.refresh(key);
                }
                inner.sender.borrow_mut().read(Snapshot {
                    account,
                    requested_at: sent_at.get().unwrap_or_default(),
                    read_at: clock::now_ms(),
                    asked: media,
                    there,
                });
            }
            Err(error) => inner.sender.borrow_mut().failed(error, clock::now_ms()),
        }
        self.changed();
    }

    /// What is kept of a list is older than a change that was made elsewhere: whoever opens the list again is not to decide
    /// upon it.
    fn outdate_if_changed_elsewhere(self, account: UserId, there: &[EntryNow]) {
        let inner = self.inner();
        let edits = inner.edits.borrow();
        let is_news = |now: &EntryNow| {
            let key = Key {
                account,
                media: now.media,
            };
            let values = now.entry.as_ref().map(|entry| &entry.values);
            edits
                .iter()
                .any(|edit| edit.key == key && edit.base.as_ref() != values)
        };
        if there.iter().any(is_news) {
            let operations = [MediaListChunkQuery::NAME, AiringOnListQuery::NAME];
            App::here().cache.invalidate(Some(account.get()), &operations);
        }
    }

    async fn write(self, account: UserId, media: Vec<MediaId>, turn: &Held) {
        let inner = self.inner();
        let keys: Vec<Key> = media.into_iter().map(|media| Key { account, media }).collect();
        let stored: Vec<_> = keys.iter().map(|key| (Store::Edits, key.text())).collect();
        let (mut news, mut batch) = (Vec::new(), None);
        let mut decide = |texts: Vec<Option<String>>| {
            let existing: Vec<PendingEdit> = texts
                .iter()
                .flatten()
                .filter_map(|text| PendingEdit::parse(text))
                .collect();
            // Memory may have been behind; of what nothing is decided it follows what is stored.
            let mut edits: Vec<_> = keys
                .iter()
                .zip(&texts)
                .filter(|(_, text)| text.is_none())
                .map(|(key, _)| (*key, None))
                .chain(existing.iter().map(|edit| (edit.key, Some(edit.clone()))))
                .collect();
            let decided = inner.sender.borrow_mut().decide(existing, clock::now_ms());
            (news, batch) = (decided.news, decided.batch);
            edits.retain(|(key, _)| !decided.edits.iter().any(|(decided, _)| decided == key));
            edits.extend(decided.edits);
            Decided {
                edits,
                records: decided.records,
                ..Decided::default()
            }
        };
        let stored = self.transact(&stored, false, &mut decide).await;
        self.tell(news);
        match batch {
            Some(batch) => {
                let reply = self.send(&batch, turn).await;
                self.take_reply(&batch, &reply).await;
            }
            None => self.or_pause(stored).await,
        }
    }

    /// Takes in what AniList made of a batch.
    async fn take_reply(self, batch: &Batch, reply: &Reply) {
        let now = clock::now_ms();
        let inner = self.inner();
        let (mut news, mut seen) = (Vec::new(), Vec::new());
        let mut take = |key: Key, edit: Option<PendingEdit>| {
            // Once more, where the page was left before it was stored.
            news.retain(|(known, _)| *known != key);
            seen.retain(|(known, _, _)| *known != key);
            let settled = reconcile(edit, key, batch, reply, now);
            news.extend(settled.news.into_iter().map(|news| (key, news)));
            if let Some(entry) = &settled.entry {
                let mut known = inner.settled.borrow_mut();
                known.retain(|(other, _, _)| *other != key);
                known.push((key, entry.as_ref().map(|entry| entry.values.clone()), now));
            }
            if settled.entry.is_some() || settled.favourite.is_some() {
                seen.push((key, settled.entry, settled.favourite));
            }
            (settled.edit, settled.record)
        };
        // Once it is stored; where it cannot be, the next reading finds out again what became of it.
        let stored = self.change(&batch.keys(), false, &mut take).await;
        if !seen.is_empty() {
            // Lists take what was saved from the journal.
            let app = App::here();
            app.cache
                .invalidate(Some(batch.account.get()), &[AiringOnListQuery::NAME]);
        }
        for (key, entry, favourite) in seen {
            self.show_saved(key, entry.as_ref(), favourite);
            self.refresh(key);
            if let Some(Some(entry)) = &entry {
                self.ask_for_unknown(key, entry);
            }
        }
        match reply {
            Reply::Failed(error) if !is_about_edits(error) => {
                inner.sender.borrow_mut().failed(error.clone(), now);
            }
            Reply::Failed(_) | Reply::Answer(_) => inner.sender.borrow_mut().succeeded(),
            Reply::NotSent => {}
        }
        self.tell(news);
        self.shorten_journal(batch.account).await;
        self.or_pause(stored).await;
    }

    /// Shows an edit once more, on top of what AniList has now.
    fn refresh(self, key: Key) {
        let edit = self
            .inner()
            .edits
            .borrow()
            .iter()
            .find(|edit| edit.key == key)
            .cloned();
        self.show(key, edit.as_ref());
    }

    /// Where the database fails, sending rests a little: nothing is sent that was not noted before.
    pub(super) async fn or_pause(self, outcome: Result<(), StorageError>) {
        if outcome.is_err() {
            self.inner().sender.borrow_mut().rest(clock::now_ms());
            clock::sleep(2_000).await;
        }
    }

    /// Drops what the journal has too much.
    async fn shorten_journal(self, account: UserId) {
        let inner = self.inner();
        let records: Vec<(RecordId, Option<JobId>)> = inner
            .journal
            .borrow()
            .iter()
            .filter(|record| record.account == account)
            .map(|record| (record.id, record.origins.run))
            .collect();
        let gone = surplus(&records);
        if gone.is_empty() {
            return;
        }
        inner
            .journal
            .borrow_mut()
            .retain(|record| record.account != account || !gone.contains(&record.id));
        let Some(keeper) = inner.keeper.borrow().clone() else {
            return;
        };
        let put = |id: &RecordId| Put {
            store: Store::Journal,
            key: id.key(account),
            text: None,
        };
        let _ = keeper
            .change(&[], false, &mut |_| gone.iter().map(put).collect())
            .await;
    }

    /// Says what became of edits.
    fn tell(self, news: Vec<(Key, News)>) {
        let app = App::here();
        for (key, news) in news {
            super::commands::tell(app, key, &news);
        }
    }
}

/// Whether AniList answered, and refused what was in the request: another may go at once.
fn is_about_edits(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::Validation { .. }
            | ApiError::NotFound
            | ApiError::Query { .. }
            | ApiError::TooComplex { .. }
            | ApiError::Refused { .. }
    )
}
