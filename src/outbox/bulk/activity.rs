//! The list-activity setting, which a run may switch off and has to give back.
//!
//! AniList writes an activity for every change of a list unless the person has switched that off, status by status. A
//! run of hundreds of changes would fill the feed of everybody who follows them. What the setting was is stored before
//! it is touched, and the setting is read again before each step, so wherever a tab dies the next one knows what to do:
//!
//! | stored | run | setting read | what is written |
//! |---|---|---|---|
//! | [`Activity::Wanted`] | goes on | anything | off, once what was read is stored |
//! | [`Activity::Off`] | goes on | not off | off |
//! | [`Activity::Off`] | stopped or over | off | what it was |
//! | [`Activity::Off`] | stopped or over | not off | nothing: the person has changed it since |
//!
//! A write without an answer may still be carried out a little later. So before it is sent it is stored until when
//! ([`BulkJob::read_from`]), and no reading from before that time counts unless AniList answers.

use super::{BulkJob, JobState};
use crate::api::error::ApiError;
use crate::domain::ListStatus;
use crate::outbox::{UNCLEAR_MS, may_still_happen};

/// `UserOptions.disabledListActivity`: for which statuses AniList writes no activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting(pub Vec<(ListStatus, bool)>);

impl Setting {
    /// Off for every status.
    pub fn off() -> Self {
        Self(ListStatus::ALL.iter().map(|status| (*status, true)).collect())
    }

    /// Whether it is off for every status.
    pub fn is_off(&self) -> bool {
        ListStatus::ALL
            .iter()
            .all(|status| self.0.contains(&(*status, true)))
    }

    /// Whether both mean the same; a status that is not mentioned is not off.
    pub fn means(&self, other: &Self) -> bool {
        let is_off = |setting: &Self, status: &ListStatus| setting.0.contains(&(*status, true));
        ListStatus::ALL
            .iter()
            .all(|status| is_off(self, status) == is_off(other, status))
    }
}

/// What a run does about list activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Activity {
    /// Nothing: its changes make activities as any other.
    Kept,
    /// It shall be off during the run. It was not touched yet.
    Wanted,
    /// It is off, or about to be switched off.
    Off {
        /// What it was before.
        before: Setting,
        /// Whether AniList is known to have switched it off.
        sure: bool,
    },
    /// It is what it was before.
    Restored,
}

impl Activity {
    /// Whether the setting may have to be given back.
    pub(super) fn is_off(&self) -> bool {
        matches!(self, Self::Off { .. })
    }

    /// Whether the run's edits may be sent.
    pub(super) fn lets_go(&self) -> bool {
        matches!(self, Self::Kept | Self::Off { sure: true, .. })
    }
}

/// Takes in the setting as AniList has it. Gives the run to store, and what to set at AniList once it is stored; what
/// became of that goes to [`setting_replied`].
///
/// `requested_at` is when it was asked for. An older reading than the last write says nothing and changes nothing.
pub fn setting_read(
    mut run: BulkJob,
    setting: &Setting,
    requested_at: u64,
    now: u64,
) -> (BulkJob, Option<Setting>) {
    if run.is_open(requested_at) {
        return (run, None);
    }
    let goes_on = run.state == JobState::Running;
    let set = match &mut run.activity {
        Activity::Kept => None,
        Activity::Wanted | Activity::Restored => {
            let set = (goes_on && !setting.is_off()).then(Setting::off);
            if goes_on {
                run.activity = Activity::Off {
                    before: setting.clone(),
                    sure: setting.is_off(),
                };
            }
            set
        }
        Activity::Off { sure, .. } if goes_on => {
            *sure = setting.is_off();
            (!setting.is_off()).then(Setting::off)
        }
        Activity::Off { before, .. } => {
            let back = (setting.is_off() && !before.is_off()).then(|| before.clone());
            if back.is_none() {
                run.activity = given_back(run.state);
            }
            back
        }
    };
    if set.is_some() {
        run.read_from = now + UNCLEAR_MS;
    }
    (run, set)
}

/// Takes in what became of setting what [`setting_read`] gave.
pub fn setting_replied(mut run: BulkJob, set: &Setting, reply: Result<(), &ApiError>, now: u64) -> BulkJob {
    let goes_on = run.state == JobState::Running;
    let Activity::Off { before, sure } = &mut run.activity else {
        return run;
    };
    match reply {
        Err(error) if may_still_happen(error) => return run,
        Ok(()) => {
            *sure = set.is_off();
            if !goes_on && before.means(set) {
                run.activity = given_back(run.state);
            }
        }
        // Nothing that passes by itself. The run stops, for the person to decide.
        Err(ApiError::Validation { .. } | ApiError::Query { .. } | ApiError::Refused { .. })
            if goes_on && !*sure =>
        {
            run.activity = Activity::Wanted;
            run.state = JobState::Paused;
        }
        Err(_) => {}
    }
    run.read_from = now;
    run
}

fn given_back(state: JobState) -> Activity {
    match state {
        JobState::Running | JobState::Paused => Activity::Wanted,
        JobState::Cancelled | JobState::Done => Activity::Restored,
    }
}
