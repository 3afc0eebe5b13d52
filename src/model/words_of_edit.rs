//! Edits in words: what one changes, how it stands, and what AniList has instead.

use crate::domain::{EntryValues, Field, MediaType, ScoreFormat, Value};
use crate::model::bulk::{BulkChange, Run, RunId, What};
use crate::model::exchange::words::{field_name, value_text};
use crate::model::format::about;
use crate::model::outbox::{Change, Edit, Standing, State};
use crate::model::undo::Record;

/// What makes one state of an entry of another, a line for each field. `None` is "not on the list". Nothing when it is the
/// same.
///
/// ```
/// use tsuzuki::domain::{EntryValues, ListStatus, MediaType, ScoreFormat};
/// use tsuzuki::model::words_of_edit::changes;
/// let before = EntryValues { progress: 3, ..EntryValues::default() };
/// let after = EntryValues { progress: 4, status: ListStatus::Current, ..before.clone() };
/// assert_eq!(
///     changes(Some(&before), Some(&after), MediaType::Anime, ScoreFormat::Point100),
///     ["Status: Planning → Watching", "Episodes: 3 → 4"]
/// );
/// ```
pub fn changes(
    before: Option<&EntryValues>,
    after: Option<&EntryValues>,
    kind: MediaType,
    format: ScoreFormat,
) -> Vec<String> {
    let none = EntryValues::default();
    let mut lines = Vec::new();
    let Some(wanted) = after else {
        if before.is_some() {
            lines.push(String::from("Removed from the list"));
        }
        return lines;
    };
    if before.is_none() {
        let mut line = String::from("Added to the list: ");
        line.push_str(wanted.status.label(kind));
        lines.push(line);
    }
    for value in before.unwrap_or(&none).difference(wanted).values() {
        let field = value.field();
        if before.is_none() && field == Field::Status {
            continue;
        }
        let mut line = String::from(field_name(field, kind));
        line.push_str(": ");
        match (before, value) {
            (_, Value::CustomLists(names)) => {
                write_names(&mut line, &before.unwrap_or(&none).custom_lists, names);
            }
            (Some(before), value) => {
                line.push_str(&value_text(&before.get(field), kind, format));
                line.push_str(" → ");
                line.push_str(&value_text(value, kind, format));
            }
            (None, value) => line.push_str(&value_text(value, kind, format)),
        }
        lines.push(line);
    }
    lines
}

/// `+ added, − removed`.
fn write_names(line: &mut String, before: &[Box<str>], after: &[Box<str>]) {
    let added = after.iter().filter(|name| !before.contains(name));
    let removed = before.iter().filter(|name| !after.contains(name));
    let marked = added
        .map(|name| ("+ ", name))
        .chain(removed.map(|name| ("− ", name)));
    for (place, (mark, name)) in marked.enumerate() {
        if place > 0 {
            line.push_str(", ");
        }
        line.push_str(mark);
        line.push_str(name);
    }
}

fn favourite(wanted: bool) -> String {
    String::from(match wanted {
        true => "Made a favourite",
        false => "No longer a favourite",
    })
}

/// What an edit changes.
pub fn of_edit(edit: &Edit, format: ScoreFormat) -> Vec<String> {
    let base = edit.base.as_ref();
    let mut lines = changes(base, edit.view(base).as_ref(), edit.kind, format);
    lines.extend(edit.favourite.map(|change| favourite(change.wanted)));
    if lines.is_empty() {
        lines.push(String::from(match edit.is_withdrawn() {
            true => "Taken back after it was sent",
            false => "Back to what it was, after it was sent",
        }));
    }
    lines
}

/// What a saved edit changed.
pub fn of_record(record: &Record, format: ScoreFormat) -> Vec<String> {
    let mut lines = changes(record.before.as_ref(), record.after.as_ref(), record.kind, format);
    lines.extend(record.favourite.map(|(_, now)| favourite(now)));
    lines
}

/// What a run does. `moment` says when another run began.
pub fn of_run(run: &Run, format: ScoreFormat, moment: &dyn Fn(RunId) -> String) -> String {
    let (values, add, remove) = match &run.what {
        What::Import => return String::from("Import of a file"),
        What::Revert(id) => return [String::from("Revert of the run of "), moment(*id)].concat(),
        What::Change(BulkChange::Delete) => return String::from("Remove from the list"),
        What::Change(BulkChange::Set { values, add, remove }) => (values, add, remove),
    };
    let mut text = String::new();
    let mut part = |words: [&str; 4]| {
        text.push_str(if text.is_empty() { "" } else { "; " });
        words.iter().for_each(|word| text.push_str(word));
    };
    for value in values.values() {
        let name = field_name(value.field(), run.kind);
        part(["Set ", name, " to ", &value_text(value, run.kind, format)]);
    }
    for (verb, names) in [("Add to ", add), ("Take out of ", remove)] {
        for name in names {
            part([verb, "“", name, "”"]);
        }
    }
    text
}

/// How an edit of the account `name` stands, at this time in milliseconds since 1970.
///
/// ```
/// use tsuzuki::model::outbox::Standing;
/// use tsuzuki::model::words_of_edit::standing;
/// assert_eq!(standing(Standing::SignedOut, "kaede", 0), "Waits until kaede logs in again");
/// ```
pub fn standing(standing: Standing, name: &str, now: u64) -> String {
    let left = |at: u64| about(at.saturating_sub(now).div_ceil(1000));
    let (text, end) = match standing {
        Standing::Resting => ("Sent in a moment, in case that more follows", String::new()),
        Standing::Next => ("Goes next", String::new()),
        Standing::Delayed(at) => ("Tried again in ", left(at)),
        Standing::OnItsWay => ("On its way to AniList", String::new()),
        Standing::Unanswered(at) => (
            "Sent, but not answered. AniList is asked whether it arrived in ",
            left(at),
        ),
        Standing::SignedOut => ("Waits until ", [name, " logs in again"].concat()),
        Standing::Paused => ("Its run is paused", String::new()),
        Standing::Behind => ("Waits for another run", String::new()),
        Standing::Conflict => ("Changed elsewhere too: choose what to keep", String::new()),
        Standing::Failed => ("AniList did not save it", String::new()),
    };
    let mut text = String::from(text);
    text.push_str(&end);
    text
}

/// A field of a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub field: Field,
    /// What a person calls it.
    pub name: &'static str,
    /// What it was when they changed it.
    pub was: String,
    /// What they made of it.
    pub mine: String,
    /// What AniList has.
    pub theirs: String,
}

/// What there is to choose in a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choices {
    /// The entry was deleted elsewhere.
    DeletedThere,
    /// The person deleted it, and these fields were changed elsewhere since.
    DeletedHere(Vec<Choice>),
    /// Both changed these fields.
    Fields(Vec<Choice>),
}

/// What there is to choose; nothing when the edit is in no conflict.
pub fn choices(edit: &Edit, format: ScoreFormat) -> Option<Choices> {
    let State::Conflict { theirs, fields } = &edit.state else {
        return None;
    };
    let Some(theirs) = theirs else {
        return Some(Choices::DeletedThere);
    };
    let none = EntryValues::default();
    let base = edit.base.as_ref().unwrap_or(&none);
    let text = |value: &Value| value_text(value, edit.kind, format);
    let choice = |field: &Field| Choice {
        field: *field,
        name: field_name(*field, edit.kind),
        was: match &edit.base {
            Some(base) => text(&base.get(*field)),
            None => String::from("not on the list"),
        },
        mine: match &edit.change {
            Change::Set(patch) => text(patch.get(*field).unwrap_or(&base.get(*field))),
            Change::Delete => String::from("removed"),
            Change::Keep => String::new(),
        },
        theirs: text(&theirs.values.get(*field)),
    };
    let list = fields.iter().map(choice).collect();
    Some(match edit.change {
        Change::Delete => Choices::DeletedHere(list),
        Change::Keep | Change::Set(_) => Choices::Fields(list),
    })
}

/// The edits as JSON, for a report or to be done by hand: as they are stored.
pub fn to_json(edits: &[Edit]) -> String {
    let mut json = String::from("{\"format\":\"tsuzuki-edits\",\"version\":1,\"edits\":[");
    for (place, edit) in edits.iter().enumerate() {
        json.push_str(if place > 0 { ",\n" } else { "\n" });
        json.push_str(&edit.to_text());
    }
    json.push_str("\n]}\n");
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EntryId, FuzzyDate, ListStatus, MediaId, SavedEntry, Score, UserId};
    use crate::model::outbox::{Key, Order, Origin, Side, order, resolve};

    fn names(names: &[&str]) -> Box<[Box<str>]> {
        names.iter().map(|name| Box::from(*name)).collect()
    }

    fn edit(base: Option<EntryValues>, change: Change, favourite: Option<bool>) -> Edit {
        let order_of = Order {
            key: Key {
                account: UserId::new(5001).unwrap(),
                media: MediaId::new(21).unwrap(),
            },
            kind: MediaType::Manga,
            title: "Planetes".into(),
            base,
            was_favourite: false,
            change,
            favourite,
            origin: Origin::ByHand,
        };
        order(None, &order_of, 1_000).unwrap()
    }

    fn set(values: impl IntoIterator<Item = Value>) -> Change {
        Change::Set(values.into_iter().collect())
    }

    fn in_conflict(mut edit: Edit, theirs: Option<EntryValues>, fields: Vec<Field>) -> Edit {
        let theirs = theirs.map(|values| SavedEntry {
            id: EntryId::new(1).unwrap(),
            values,
            updated_at: None,
            created_at: None,
        });
        edit.state = State::Conflict { theirs, fields };
        edit
    }

    #[test]
    fn every_field_says_what_it_was_and_what_it_becomes() {
        let before = EntryValues {
            status: ListStatus::Planning,
            custom_lists: names(&["Old", "Kept"]),
            notes: "first".into(),
            ..EntryValues::default()
        };
        let after = EntryValues {
            status: ListStatus::Completed,
            score: Score::new(70),
            advanced_scores: [("Story".into(), 4.5)].into(),
            progress: 12,
            progress_volumes: 2,
            repeat: 1,
            priority: 3,
            private: true,
            hidden_from_status_lists: true,
            notes: "second".into(),
            custom_lists: names(&["Kept", "New"]),
            started: FuzzyDate::new(Some(2018), Some(4), None),
            completed: FuzzyDate::new(Some(2018), Some(4), Some(2)),
        };
        assert_eq!(
            changes(Some(&before), Some(&after), MediaType::Manga, ScoreFormat::Point5),
            [
                "Status: Planning → Completed",
                "Score: none → ★★★★☆",
                "Scores of parts: none → Story 4.5",
                "Chapters: 0 → 12",
                "Volumes: 0 → 2",
                "Times reread: 0 → 1",
                "Priority: 0 → 3",
                "Private: no → yes",
                "Hidden from status lists: no → yes",
                "Notes: first → second",
                "Custom lists: + New, − Old",
                "Started: none → 2018-04",
                "Completed: none → 2018-04-02",
            ]
        );
        assert!(changes(Some(&after), Some(&after), MediaType::Manga, ScoreFormat::Point5).is_empty());
    }

    #[test]
    fn long_notes_are_cut() {
        let after = EntryValues {
            notes: "long ".repeat(100).into(),
            ..EntryValues::default()
        };
        let lines = changes(
            Some(&EntryValues::default()),
            Some(&after),
            MediaType::Anime,
            ScoreFormat::Point5,
        );
        assert!(lines.len() == 1 && lines[0].chars().count() < 110, "{lines:?}");
    }

    #[test]
    fn what_comes_and_goes_says_so() {
        let added = edit(
            None,
            set([Value::Status(ListStatus::Current), Value::Progress(2)]),
            Some(true),
        );
        assert_eq!(
            of_edit(&added, ScoreFormat::Point100),
            ["Added to the list: Reading", "Chapters: 2", "Made a favourite"]
        );
        let removed = edit(Some(EntryValues::default()), Change::Delete, None);
        assert_eq!(
            of_edit(&removed, ScoreFormat::Point100),
            ["Removed from the list"]
        );
    }

    #[test]
    fn a_conflict_shows_what_it_was_and_both_sides() {
        let base = EntryValues {
            progress: 3,
            ..EntryValues::default()
        };
        let theirs = EntryValues {
            progress: 7,
            ..base.clone()
        };
        let mine = edit(Some(base.clone()), set([Value::Progress(4)]), None);
        assert_eq!(choices(&mine, ScoreFormat::Point100), None);
        let both = in_conflict(mine.clone(), Some(theirs.clone()), vec![Field::Progress]);
        let Some(Choices::Fields(list)) = choices(&both, ScoreFormat::Point100) else {
            panic!("no fields");
        };
        assert_eq!(
            list,
            [Choice {
                field: Field::Progress,
                name: "Chapters",
                was: "3".into(),
                mine: "4".into(),
                theirs: "7".into()
            }]
        );
        // The choice that is offered is the one that is taken.
        let mine = resolve(Some(both), mine.revision, &[Field::Progress], Side::Mine, 2_000).unwrap();
        assert_eq!(of_edit(&mine, ScoreFormat::Point100), ["Chapters: 7 → 4"]);

        let gone = in_conflict(mine, None, Vec::new());
        assert_eq!(choices(&gone, ScoreFormat::Point100), Some(Choices::DeletedThere));
        let delete = edit(Some(base), Change::Delete, None);
        let delete = in_conflict(delete, Some(theirs), vec![Field::Progress]);
        assert!(
            matches!(choices(&delete, ScoreFormat::Point100), Some(Choices::DeletedHere(list)) if list[0].mine == "removed")
        );
    }

    #[test]
    fn every_standing_is_told_apart() {
        let all = [
            Standing::Resting,
            Standing::Next,
            Standing::Delayed(11_000),
            Standing::OnItsWay,
            Standing::Unanswered(61_000),
            Standing::SignedOut,
            Standing::Paused,
            Standing::Behind,
            Standing::Conflict,
            Standing::Failed,
        ];
        let mut texts: Vec<String> = all.iter().map(|one| standing(*one, "ren", 1_000)).collect();
        assert_eq!(texts[2], "Tried again in about 10 s");
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), all.len());
    }

    #[test]
    fn the_export_is_json_with_every_edit() {
        let one = edit(Some(EntryValues::default()), set([Value::Progress(1)]), None);
        let json: serde_json::Value = serde_json::from_str(&to_json(&[one.clone(), one])).unwrap();
        assert_eq!(json["edits"].as_array().unwrap().len(), 2);
        assert_eq!(json["edits"][0]["set"]["progress"], 1);
        assert!(serde_json::from_str::<serde_json::Value>(&to_json(&[])).is_ok());
    }
}
