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

use super::{Run, RunState};
use crate::domain::ListStatus;

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
        match self {
            Self::Kept | Self::Off { sure: true, .. } => true,
            // A run that goes on after its end starts over.
            Self::Wanted | Self::Restored | Self::Off { sure: false, .. } => false,
        }
    }
}

/// Takes in the setting as AniList has it. Gives the run to store, and what to set at AniList once it is stored.
pub fn setting_read(mut run: Run, now: &Setting) -> (Run, Option<Setting>) {
    let goes_on = run.state == RunState::Running;
    let set = match &mut run.activity {
        Activity::Kept => None,
        Activity::Wanted | Activity::Restored => {
            if goes_on {
                run.activity = Activity::Off {
                    before: now.clone(),
                    sure: now.is_off(),
                };
            }
            (goes_on && !now.is_off()).then(Setting::off)
        }
        Activity::Off { sure, .. } if goes_on => {
            *sure = now.is_off();
            (!now.is_off()).then(Setting::off)
        }
        Activity::Off { before, .. } => {
            let back = (now.is_off() && !before.is_off()).then(|| before.clone());
            if back.is_none() {
                run.activity = given_back(run.state);
            }
            back
        }
    };
    (run, set)
}

/// Takes in that AniList has set what [`setting_read`] gave.
pub fn setting_written(mut run: Run, set: &Setting) -> Run {
    let goes_on = run.state == RunState::Running;
    if let Activity::Off { before, sure } = &mut run.activity {
        *sure = set.is_off();
        if !goes_on && before.means(set) {
            run.activity = given_back(run.state);
        }
    }
    run
}

/// AniList refused to change the setting, for good. The run stops, for the person to decide.
pub fn setting_refused(mut run: Run) -> Run {
    run.activity = match run.activity {
        Activity::Off { sure: false, .. } if run.state == RunState::Running => Activity::Wanted,
        other => other,
    };
    run.pause()
}

fn given_back(state: RunState) -> Activity {
    match state {
        RunState::Running | RunState::Paused => Activity::Wanted,
        RunState::Cancelled | RunState::Done => Activity::Restored,
    }
}
