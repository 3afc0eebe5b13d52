//! Runs in words.

use super::{BulkChange, Progress, Run, RunState, What};
use crate::domain::{MediaType, ScoreFormat};
use crate::model::exchange::words::{field_name, value_text};
use crate::model::format::{count, number};

/// What a run does, on one line.
///
/// ```
/// use tsuzuki::domain::{MediaType, ScoreFormat, Value};
/// use tsuzuki::model::bulk::{BulkChange, What, what_text};
/// let change = BulkChange::Set {
///     values: [Value::Progress(12)].into_iter().collect(),
///     add: vec!["Comfort".into()],
///     remove: Vec::new(),
/// };
/// let text = what_text(&What::Change(change), MediaType::Anime, ScoreFormat::Point10);
/// assert_eq!(text, "Episodes: 12; into “Comfort”");
/// ```
pub fn what_text(what: &What, kind: MediaType, format: ScoreFormat) -> String {
    let (values, add, remove) = match what {
        What::Import => return "Import of a file".to_owned(),
        What::Revert(_) => return "Revert".to_owned(),
        What::Change(BulkChange::Delete) => return "Delete".to_owned(),
        What::Change(BulkChange::Set { values, add, remove }) => (values, add, remove),
    };
    let mut text = String::new();
    let mut part = |parts: &[&str]| {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.extend(parts.iter().copied());
    };
    for value in values.values() {
        part(&[
            field_name(value.field(), kind),
            ": ",
            &value_text(value, kind, format),
        ]);
    }
    for (word, names) in [("into “", add), ("out of “", remove)] {
        for name in names {
            part(&[word, name, "”"]);
        }
    }
    text
}

/// How a run stands, as a sentence.
///
/// ```
/// use tsuzuki::domain::{MediaId, UserId};
/// use tsuzuki::model::bulk::{Activity, Progress, Run, RunId, What, sentence};
/// let (run, _) = Run::start(RunId(1), UserId::new(1).unwrap(), What::Import, vec![], Activity::Kept, None);
/// let progress = Progress { total: 34, waiting: 22, changed: 11, ..Progress::default() };
/// assert_eq!(sentence(&run, &progress), "12 of 34 entries done.");
/// assert_eq!(sentence(&run.pause(), &progress), "Paused: 12 of 34 entries done.");
/// ```
pub fn sentence(run: &Run, progress: &Progress) -> String {
    let entries = |amount: usize| count(amount as u64, "entry", "entries");
    let mut text = String::new();
    match run.state {
        RunState::Running => {}
        RunState::Paused => text.push_str("Paused: "),
        RunState::Cancelled => text.push_str("Cancelled: "),
        RunState::Done => text.push_str("Done: "),
    }
    if matches!(run.state, RunState::Running | RunState::Paused) {
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
    use crate::domain::{MediaId, Patch, UserId, Value};
    use crate::model::bulk::{Activity, RunId, finish};

    #[test]
    fn every_kind_of_run_has_its_words() {
        let text = |what| what_text(&what, MediaType::Manga, ScoreFormat::Point10);
        let change = |values: Patch, add: &[&str], remove: &[&str]| {
            let names = |names: &[&str]| names.iter().map(|name| Box::from(*name)).collect();
            What::Change(BulkChange::Set {
                values,
                add: names(add),
                remove: names(remove),
            })
        };
        assert_eq!(text(What::Import), "Import of a file");
        assert_eq!(text(What::Revert(RunId(1))), "Revert");
        assert_eq!(text(What::Change(BulkChange::Delete)), "Delete");
        let values = [Value::Score(None), Value::Progress(3)].into_iter().collect();
        assert_eq!(
            text(change(values, &["A", "B"], &["C"])),
            "Score: none; Chapters: 3; into “A”; into “B”; out of “C”"
        );
        assert_eq!(text(change(Patch::default(), &[], &["C"])), "out of “C”");
    }

    #[test]
    fn how_it_ended_is_counted() {
        let account = UserId::new(1).unwrap();
        let (run, _) = Run::start(RunId(1), account, What::Import, vec![], Activity::Kept, None);
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
