//! Runs: the same change for many entries, or many changes at once, as one thing that can be watched, held, and
//! reverted.
//!
//! A run's items are edits in the queue like any other, behind those made by hand; what they changed stands in the
//! journal. So a run itself is small: what was wanted, of which works, and how it stands. How far it is follows from the
//! edits and the journal ([`progress`]).

mod activity;
mod form;
mod plan;
mod stored;
mod words;

pub use activity::{Activity, Setting, setting_read, setting_replied};
pub use form::{Form, Listing, fields_to_set};
pub use plan::{BulkChange, Listed, PlannedItem, changed_fields, led_fields, plan, plan_revert};
pub use words::sentence;

use crate::domain::sort;
use crate::domain::{MediaId, MediaType, UserId};
use crate::outbox::journal::Record;
use crate::outbox::{EditIntent, Key, Origin, PendingEdit, State, UNCLEAR_MS};

/// Names a run of an account: when it was started, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub u64);

impl JobId {
    /// A name for a run that starts now.
    pub fn new(runs: &[BulkJob], now: u64) -> Self {
        let last = runs.iter().map(|run| run.id.0).max();
        Self(last.map_or(now, |last| now.max(last + 1)))
    }

    /// The key it is stored under.
    pub fn key(self, account: UserId) -> String {
        let mut key = Key::prefix(account);
        key.push_str(&self.0.to_string());
        key
    }
}

/// What a run does.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The same change for all.
    Change(BulkChange),
    /// Bring the list to what a file says.
    Import,
    /// Take another run back.
    Revert(JobId),
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It is being carried out, or waits for a run that started before it.
    Running,
    /// The person has stopped it for now.
    Paused,
    /// The person has ended it: what was not sent yet is not sent.
    Cancelled,
    /// Nothing of it waits any more. Refused edits and conflicts may be left.
    Done,
}

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkJob {
    /// Its name.
    pub id: JobId,
    /// Whose list it changes.
    pub account: UserId,
    /// Anime or manga; unknown for both.
    pub kind: MediaType,
    /// What it does.
    pub what: What,
    /// The works it changes, each once.
    pub items: Vec<MediaId>,
    /// How it stands.
    pub state: JobState,
    /// The snapshot of the list that was kept before it.
    pub snapshot: Option<u64>,
    /// What it does about the list activity that AniList writes for each change.
    pub activity: Activity,
    /// Only a reading of the list-activity setting that was asked at this time or later says anything, in milliseconds
    /// since 1970.
    pub read_from: u64,
}

impl BulkJob {
    /// A run of some items, and the orders of its edits. Store both in one transaction, the orders by
    /// [`crate::outbox::order`].
    pub fn start(
        id: JobId,
        account: UserId,
        what: What,
        items: Vec<PlannedItem>,
        activity: Activity,
        snapshot: Option<u64>,
    ) -> (Self, Vec<EditIntent>) {
        let mut kind = items.first().map_or(MediaType::Unknown, |item| item.kind);
        if items.iter().any(|item| item.kind != kind) {
            kind = MediaType::Unknown;
        }
        let mut media: Vec<MediaId> = items.iter().map(|item| item.media).collect();
        sort::works(&mut media);
        let run = Self {
            id,
            account,
            kind,
            what,
            items: media,
            state: JobState::Running,
            snapshot,
            activity,
            read_from: 0,
        };
        let origin = Origin::BulkJob(id);
        let orders = items.into_iter().map(|item| item.into_order(account, origin));
        (run, orders.collect())
    }

    /// Whether it has to give the list-activity setting back now.
    fn owes_setting(&self) -> bool {
        self.activity.is_off() && self.state != JobState::Running
    }

    /// Whether nothing asked at this time says anything about the setting yet.
    fn is_open(&self, at: u64) -> bool {
        // Nothing is put off for that long: then the clock was set back since.
        (at + 1..=at + 5 * UNCLEAR_MS).contains(&self.read_from)
    }

    /// Stops a run for now.
    pub fn pause(mut self) -> Self {
        if self.state == JobState::Running {
            self.state = JobState::Paused;
        }
        self
    }

    /// Goes on with a run.
    pub fn resume(mut self) -> Self {
        if self.state == JobState::Paused {
            self.state = JobState::Running;
        }
        self
    }

    /// Ends a run. Its edits are taken back by [`crate::outbox::Step::Withdraw`]; those that the person also
    /// changed by hand go on.
    pub fn cancel(mut self) -> Self {
        if matches!(self.state, JobState::Running | JobState::Paused) {
            self.state = JobState::Cancelled;
        }
        self
    }
}

/// Ends a run of which nothing waits any more.
pub fn finish(mut run: BulkJob) -> BulkJob {
    if run.state == JobState::Running {
        run.state = JobState::Done;
    }
    run
}

/// Of how many runs that are over it is known what they were, and a snapshot is kept, for each account.
pub const MAX_KEPT: usize = 20;

/// Which of an account's runs can go: all but the last [`MAX_KEPT`] of those that are over and owe nothing.
pub fn surplus(runs: &[BulkJob], account: UserId) -> Vec<&BulkJob> {
    let is_over = |run: &&BulkJob| {
        let is_over = matches!(run.state, JobState::Cancelled | JobState::Done);
        run.account == account && is_over && !run.owes_setting()
    };
    let newer = |than: JobId| runs.iter().filter(is_over).filter(|run| run.id > than).count();
    runs.iter()
        .filter(is_over)
        .filter(|run| newer(run.id) >= MAX_KEPT)
        .collect()
}

/// Whether an edit may be sent, as far as its run is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// It may.
    Go,
    /// Not now.
    Hold,
    /// Never: it is to be taken back.
    Drop,
}

/// Looks up whether the run of an edit lets it be sent.
pub fn gate(runs: &[BulkJob], edit: &PendingEdit) -> Gate {
    let its = |run: &&BulkJob| run.account == edit.key.account && Some(run.id) == edit.origins.run;
    let Some(run) = runs.iter().find(its).filter(|_| !edit.origins.by_hand) else {
        return Gate::Go;
    };
    match run.state {
        JobState::Done => Gate::Go,
        // What was taken back already only has to be looked after.
        JobState::Cancelled if edit.is_withdrawn() => Gate::Go,
        JobState::Cancelled => Gate::Drop,
        JobState::Paused => Gate::Hold,
        JobState::Running => match first(runs, run.account) {
            Some(first) if first.id == run.id && run.activity.lets_go() => Gate::Go,
            _ => Gate::Hold,
        },
    }
}

/// What has to be done about runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunStep {
    Nothing,
    /// Nothing before this time.
    Later(u64),
    /// Give the list-activity setting back.
    Restore(JobId),
    /// Switch list activity off.
    SwitchOff(JobId),
    /// Nothing of it waits.
    Finish(JobId),
}

pub(crate) fn step(runs: &[BulkJob], edits: &[PendingEdit], account: UserId, now: u64) -> RunStep {
    let when_known = |run: &BulkJob, step| match run.is_open(now) {
        true => RunStep::Later(run.read_from),
        false => step,
    };
    if let Some(run) = runs
        .iter()
        .find(|run| run.account == account && run.owes_setting())
    {
        return when_known(run, RunStep::Restore(run.id));
    }
    let Some(run) = first(runs, account) else {
        return RunStep::Nothing;
    };
    let waits =
        |edit: &PendingEdit| edit.key.account == account && edit.origins.run == Some(run.id) && edit.waits();
    if !edits.iter().any(waits) {
        return RunStep::Finish(run.id);
    }
    match run.activity.lets_go() {
        true => RunStep::Nothing,
        false => when_known(run, RunStep::SwitchOff(run.id)),
    }
}

/// The run of an account that may go on: one after the other, since each gives back the setting as it found it.
fn first(runs: &[BulkJob], account: UserId) -> Option<&BulkJob> {
    let own = runs.iter().filter(|run| run.account == account);
    if own.clone().any(BulkJob::owes_setting) {
        return None;
    }
    let running = own.filter(|run| run.state == JobState::Running);
    // The one that has switched activity off goes on before any other.
    running.min_by_key(|run| (!run.activity.is_off(), run.id))
}

/// How far a run is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Works in it.
    pub total: usize,
    /// Those that wait to be sent.
    pub waiting: usize,
    /// Those that it has changed at AniList.
    pub changed: usize,
    /// Those that were changed elsewhere too, and wait for a choice.
    pub conflicts: Vec<MediaId>,
    /// Those that AniList refused.
    pub failed: Vec<MediaId>,
}

impl Progress {
    /// Works that needed no change, or whose change was taken back.
    pub fn unchanged(&self) -> usize {
        let rest = self.waiting + self.changed + self.conflicts.len() + self.failed.len();
        self.total.saturating_sub(rest)
    }
}

/// How far a run is, from the stored edits and the account's journal.
pub fn progress(run: &BulkJob, edits: &[PendingEdit], records: &[Record]) -> Progress {
    let mut progress = Progress {
        total: run.items.len(),
        ..Progress::default()
    };
    let its = |edit: &&PendingEdit| edit.key.account == run.account && edit.origins.run == Some(run.id);
    let mut pending = Vec::new();
    for edit in edits.iter().filter(its) {
        pending.push(edit.key.media);
        match edit.state {
            State::Waiting { .. } => progress.waiting += 1,
            State::Conflict { .. } => progress.conflicts.push(edit.key.media),
            State::Failed { .. } => progress.failed.push(edit.key.media),
        }
    }
    let its = |record: &&Record| record.account == run.account && record.origins.run == Some(run.id);
    let mut changed: Vec<MediaId> = records.iter().filter(its).map(|record| record.id.media).collect();
    sort::works(&mut changed);
    sort::works(&mut pending);
    changed.retain(|media| pending.binary_search(media).is_err());
    progress.changed = changed.len();
    progress
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_long_ago_goes_but_for_what_owes_the_setting() {
        let (me, other) = (UserId::new(1).unwrap(), UserId::new(2).unwrap());
        let run =
            |id, account| BulkJob::start(JobId(id), account, What::Import, vec![], Activity::Kept, None).0;
        let mut runs: Vec<BulkJob> = (1..=25).map(|id| finish(run(id, me))).collect();
        runs.push(finish(run(1, other)));
        runs[0] = run(1, me);
        runs[1].activity = Activity::Off {
            before: Setting::default(),
            sure: true,
        };
        let gone: Vec<u64> = surplus(&runs, me).iter().map(|run| run.id.0).collect();
        assert_eq!(gone, [3, 4, 5]);
        assert!(surplus(&runs, other).is_empty());
    }
}
