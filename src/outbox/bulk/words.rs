//! How a run stands, in words.

use super::{BulkJob, JobState, Progress};
use crate::text::format::{count, number};

/// How a run stands, as a sentence.
///
/// ```
/// use tsuzuki::domain::{MediaId, UserId};
/// use tsuzuki::outbox::bulk::{Activity, Progress, BulkJob, JobId, What, sentence};
/// let (run, _) = BulkJob::start(JobId(1), UserId::new(1).unwrap(), What::Import, vec![], Activity::Kept, None);
/// let progress = Progress { total: 34, waiting: 22, changed: 11, ..Progress::default() };
/// assert_eq!(sentence(&run, &progress), "12 of 34 entries done.");
/// assert_eq!(sentence(&run.pause(), &progress), "Paused: 12 of 34 entries done.");
/// ```
pub fn sentence(run: &BulkJob, progress: &Progress) -> String {
    let entries = |amount: usize| count(amount as u64, "entry", "entries");
    let mut text = String::new();
    match run.state {
        JobState::Running => {}
        JobState::Paused => text.push_str("Paused: "),
        JobState::Cancelled => text.push_str("Cancelled: "),
        JobState::Done => text.push_str("Done: "),
    }
    if matches!(run.state, JobState::Running | JobState::Paused) {
        text.push_str(&number(
            (progress.total - progress.waiting.min(progress.total)) as u64,
        ));
        text.push_str(" of ");
        text.push_str(&entries(progress.total));
        text.push_str(" done");
    } else {
        text.push_str(&entries(progress.changed));
        text.push_str(" changed");
        if progress.unchanged() > 0 {
            text.push_str(", ");
            text.push_str(&number(progress.unchanged() as u64));
            text.push_str(" left as they were");
        }
    }
    for (works, what) in [
        (&progress.conflicts, " changed elsewhere too"),
        (&progress.failed, " refused by AniList"),
    ] {
        if !works.is_empty() {
            text.push_str(", ");
            text.push_str(&number(works.len() as u64));
            text.push_str(what);
        }
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{MediaId, UserId};
    use crate::outbox::bulk::{Activity, JobId, What, finish};

    #[test]
    fn how_it_ended_is_counted() {
        let account = UserId::new(1).unwrap();
        let (run, _) = BulkJob::start(JobId(1), account, What::Import, vec![], Activity::Kept, None);
        let works = |ids: &[u64]| ids.iter().filter_map(|id| MediaId::new(*id)).collect();
        let progress = Progress {
            total: 10,
            waiting: 0,
            changed: 5,
            conflicts: works(&[1]),
            failed: works(&[2, 3]),
        };
        assert_eq!(
            sentence(&finish(run.clone()), &progress),
            "Done: 5 entries changed, 2 left as they were, 1 changed elsewhere too, 2 refused by AniList."
        );
        let one = Progress {
            total: 1,
            changed: 1,
            ..Progress::default()
        };
        assert_eq!(sentence(&run.cancel(), &one), "Cancelled: 1 entry changed.");
    }
}
