//! What the one tab that sends does next.

use super::edit::{Change, PendingEdit, State};
use super::{MAX_READ, READ_VALID_MS, SETTLE_MS};
use crate::api::error::ApiError;
use crate::config::READ_TIMEOUT_MS;
use crate::domain::{EntryNow, MediaId, UserId};
use crate::outbox::bulk::{BulkJob, Gate, JobId, RunStep, gate, step};

/// The longest time until an edit is tried again, in milliseconds.
pub(super) const MAX_DELAY_MS: u64 = 5 * 60_000;
/// The longest pause after requests that failed one after the other.
const MAX_PAUSE_MS: u64 = 60_000;

/// What AniList had of some works when it was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Whose entries.
    pub account: UserId,
    /// When the request was sent.
    pub requested_at: u64,
    /// When the answer came.
    pub read_at: u64,
    /// The works that were asked for.
    pub asked: Vec<MediaId>,
    /// Those that AniList has. One that is missing here is gone: the answer has to be a whole page.
    pub there: Vec<EntryNow>,
}

impl Snapshot {
    pub(super) fn is_valid(&self, now: u64) -> bool {
        (self.read_at..=self.valid_until()).contains(&now)
    }

    /// Until when it may be written upon. A device may have slept between the question and the answer, and what came in
    /// as it woke up says how things were when it fell asleep.
    pub(super) fn valid_until(&self) -> u64 {
        let slowest = self.requested_at.saturating_add(READ_TIMEOUT_MS.into());
        self.read_at.min(slowest) + READ_VALID_MS
    }

    /// Whether it says what AniList has for this edit, as the edit is now.
    pub(super) fn covers(&self, edit: &PendingEdit, now: u64) -> bool {
        self.is_valid(now)
            && self.account == edit.key.account
            && (self.requested_at >= edit.read_from || is_absurd(edit.read_from, now))
            && self.asked.contains(&edit.key.media)
    }

    pub(super) fn entry(&self, media: MediaId) -> Option<&EntryNow> {
        self.there.iter().find(|entry| entry.media == media)
    }

    /// What was decided upon is not decided upon again.
    pub(super) fn forget(&mut self, media: MediaId) {
        self.asked.retain(|asked| *asked != media);
    }
}

/// What surrounds the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// The account with a token that AniList accepts whose edits are to go; `None` when there is none.
    pub account: Option<UserId>,
    /// Milliseconds since 1970.
    pub now: u64,
    /// Whether the page is being left, so that nothing should rest any longer.
    pub hidden: bool,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing, until an edit, a run or an account changes.
    Nothing,
    /// Nothing before this time, unless one of those changes.
    Wait(u64),
    /// Take these back with [`super::withdraw`]: their run was cancelled.
    Withdraw(Vec<MediaId>),
    /// Read these, then hand the answer to [`Sender::read`] or the failure to [`Sender::failed`].
    Read(Vec<MediaId>),
    /// Take these from the store to [`Sender::decide`], and send its batch.
    Write(Vec<MediaId>),
    /// Read the account's list-activity setting, for [`crate::outbox::bulk::setting_read`].
    ReadSetting(JobId),
    /// Nothing of this run waits any more: [`crate::outbox::bulk::finish`].
    Finish(JobId),
}

/// The memory of the tab that sends. It may be lost at any time.
#[derive(Debug, Default)]
pub struct Sender {
    pub(super) reading: Option<Snapshot>,
    failures: u32,
    paused_until: u64,
    trouble: Option<ApiError>,
}

impl Sender {
    /// What comes next for the edits and runs that are stored.
    pub fn next(&self, edits: &[PendingEdit], runs: &[BulkJob], at: Situation) -> Step {
        let Some(account) = at.account else {
            return Step::Nothing;
        };
        let (mut due, mut dropped, mut wakes) = (Vec::new(), Vec::new(), None::<u64>);
        for edit in edits.iter().filter(|edit| edit.key.account == account) {
            match (gate(runs, edit), due_at(edit, at)) {
                (Gate::Drop, _) => dropped.push(edit.key.media),
                (Gate::Go, Some(time)) if time <= at.now => due.push(edit),
                (Gate::Go, Some(time)) => wakes = Some(wakes.map_or(time, |wakes| wakes.min(time))),
                _ => {}
            }
        }
        if !dropped.is_empty() {
            return Step::Withdraw(dropped);
        }
        due.sort_unstable_by_key(|edit| rank(edit));
        let by_hand = due.first().is_some_and(|edit| edit.origins.by_hand);
        let ahead = match step(runs, edits, account, at.now) {
            RunStep::Finish(run) => return Step::Finish(run),
            RunStep::Restore(run) => Some(run),
            RunStep::SwitchOff(run) if !by_hand => Some(run),
            RunStep::Later(time) => {
                wakes = Some(wakes.map_or(time, |wakes| wakes.min(time)));
                None
            }
            RunStep::SwitchOff(_) | RunStep::Nothing => None,
        };
        if due.is_empty() && ahead.is_none() {
            return wakes.map_or(Step::Nothing, Step::Wait);
        }
        if at.now < self.paused_until {
            return Step::Wait(self.paused_until);
        }
        match ahead {
            Some(run) => Step::ReadSetting(run),
            None => self.read_or_write(&due, at.now),
        }
    }

    fn read_or_write(&self, due: &[&PendingEdit], now: u64) -> Step {
        let reading = self.reading.as_ref();
        let covered = |edit: &&&PendingEdit| reading.is_some_and(|reading| reading.covers(edit, now));
        let media =
            |edits: &mut dyn Iterator<Item = &&PendingEdit>| edits.map(|edit| edit.key.media).collect();
        match due.first().filter(covered) {
            Some(_) => Step::Write(media(&mut due.iter().filter(covered))),
            None => Step::Read(media(&mut due.iter().take(MAX_READ))),
        }
    }

    /// A turn to send begins. What was read in an earlier one is forgotten: others have had theirs since.
    pub fn begin(&mut self) {
        self.reading = None;
    }

    /// Takes in what was read.
    pub fn read(&mut self, reading: Snapshot) {
        self.reading = Some(reading);
        self.succeeded();
    }

    /// A request was answered.
    pub fn succeeded(&mut self) {
        self.failures = 0;
        self.paused_until = 0;
        self.trouble = None;
    }

    /// A request failed as a whole; the next one waits a little. Where AniList has announced a wait, the budget of
    /// requests makes it longer.
    pub fn failed(&mut self, error: ApiError, now: u64) {
        let pause = 1_000_u64 << self.failures.min(6);
        self.failures += 1;
        self.paused_until = now + pause.min(MAX_PAUSE_MS);
        self.trouble = Some(error);
    }

    /// Nothing can be noted at the moment, so nothing is sent; the next try waits a little.
    pub fn rest(&mut self, now: u64) {
        let trouble = self.trouble.take();
        self.failed(ApiError::Aborted, now);
        self.trouble = trouble;
    }

    /// When requests go on, where the last one failed.
    pub fn paused_until(&self, now: u64) -> Option<u64> {
        (self.paused_until > now).then_some(self.paused_until)
    }

    /// Has the next request go at once: the network is back, or the person wants to try now.
    pub fn wake(&mut self) {
        self.paused_until = 0;
    }

    /// Why nothing goes on, when the last request failed.
    pub fn trouble(&self) -> Option<&ApiError> {
        self.trouble.as_ref()
    }
}

/// By hand before runs, what was changed first before what was changed later.
fn rank(edit: &PendingEdit) -> (bool, u64, u64) {
    (!edit.origins.by_hand, edit.changed_at, edit.key.media.get())
}

/// When an edit may go; `None` when it waits for the person.
pub(super) fn due_at(edit: &PendingEdit, at: Situation) -> Option<u64> {
    let State::Waiting { not_before, .. } = edit.state else {
        return None;
    };
    // What was taken back only has to be looked after.
    let is_wanted = edit.change != Change::Keep || edit.favourite.is_some();
    let rests = edit.origins.by_hand && !at.hidden && is_wanted;
    let rests_until = edit.changed_at + if rests { SETTLE_MS } else { 0 };
    let time = rests_until.max(not_before).max(edit.read_from);
    Some(if is_absurd(time, at.now) { at.now } else { time })
}

/// Nothing is put off that long: the clock was set back since.
fn is_absurd(time: u64, now: u64) -> bool {
    time > now + MAX_DELAY_MS
}

/// Whether an edit may still go, when it is looked at again inside the transaction.
pub(super) fn is_due(edit: &PendingEdit, now: u64) -> bool {
    let hidden = Situation {
        account: None,
        now,
        hidden: true,
    };
    due_at(edit, hidden).is_some_and(|time| time <= now)
}
