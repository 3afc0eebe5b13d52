//! How an edit stands, for the person to see.

use super::READ_VALID_MS;
use super::edit::{PendingEdit, State};
use super::sender::{Situation, due_at};
use crate::config::READ_TIMEOUT_MS;
use crate::domain::UserId;
use crate::outbox::bulk::{BulkJob, Gate, JobState, gate};

/// How long after it was noted a request has an answer or is given up, in milliseconds.
const GIVEN_UP_MS: u64 = READ_VALID_MS + READ_TIMEOUT_MS as u64;

/// How an edit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncStatus {
    /// It rests for a moment, in case that more follows.
    Resting,
    /// It goes as soon as requests are allowed.
    Next,
    /// It is tried again at this time, in milliseconds since 1970; the edit's state says why.
    Delayed(u64),
    /// It was sent and the answer is not there yet.
    OnItsWay,
    /// It was sent and nobody knows whether it arrived. AniList is asked at this time.
    Unanswered(u64),
    /// It waits until its account is signed in again.
    SignedOut,
    /// Its run was stopped by the person.
    Paused,
    /// Its run waits for another, or for the list-activity setting.
    Behind,
    /// The person has to choose.
    Conflict,
    /// AniList refused it.
    Failed,
}

/// How an edit stands. `account` is the one whose edits can be sent, if there is one.
pub fn standing(edit: &PendingEdit, runs: &[BulkJob], signed_in: &[UserId], now: u64) -> SyncStatus {
    let trouble = match &edit.state {
        State::Conflict { .. } => return SyncStatus::Conflict,
        State::Failed { .. } => return SyncStatus::Failed,
        State::Waiting { trouble, .. } => trouble.is_some(),
    };
    if !signed_in.contains(&edit.key.account) {
        return SyncStatus::SignedOut;
    }
    if let Some(sent) = &edit.sent {
        // The tab that sent it is gone.
        let is_over = now > sent.at.saturating_add(GIVEN_UP_MS);
        return match trouble || is_over {
            true => SyncStatus::Unanswered(edit.read_from),
            false => SyncStatus::OnItsWay,
        };
    }
    if gate(runs, edit) == Gate::Hold {
        let its = |run: &&BulkJob| Some(run.id) == edit.origins.run && run.state == JobState::Paused;
        return match runs.iter().find(its) {
            Some(_) => SyncStatus::Paused,
            None => SyncStatus::Behind,
        };
    }
    let at = Situation {
        account: Some(edit.key.account),
        now,
        hidden: false,
    };
    match due_at(edit, at) {
        Some(time) if time > now && trouble => SyncStatus::Delayed(time),
        Some(time) if time > now => SyncStatus::Resting,
        _ => SyncStatus::Next,
    }
}
