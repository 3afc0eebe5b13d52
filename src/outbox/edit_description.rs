//! Edits in words: what one changes, how it stands, and what AniList has instead.

use crate::domain::{EntryValues, Field, MediaType, ScoreFormat, Value};
use crate::outbox::bulk::{BulkChange, BulkJob, JobId, What};
use crate::outbox::journal::Record;
use crate::outbox::{Change, PendingEdit, State, SyncStatus};
use crate::text::format::{about, count, number};
use crate::text::isolated;
use crate::text::labels::{field_name, value_text};

/// What makes one state of an entry of another, a line for each field. `None` is "not on the list". Nothing when it is the
/// same.
///
/// ```
/// use tsuzuki::domain::{EntryValues, ListStatus, MediaType, ScoreFormat};
/// use tsuzuki::outbox::edit_description::changes;
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

/// What a person hears of an edit once it is kept: first what they asked for, then everything that came along with it, so
/// that nothing of an entry changes unsaid. Nothing after the title when nothing changed.
///
/// ```
/// use tsuzuki::domain::{EntryValues, Field, ListStatus, MediaType, ScoreFormat};
/// use tsuzuki::outbox::edit_description::announcement;
/// let before = EntryValues { progress: 0, ..EntryValues::default() };
/// let after = EntryValues { progress: 1, status: ListStatus::Current, ..before.clone() };
/// assert_eq!(
///     announcement("ONE PIECE", Field::Progress, &before, &after, MediaType::Anime, ScoreFormat::Point100),
///     "ONE PIECE: episode 1, now Watching"
/// );
/// ```
pub fn announcement(
    title: &str,
    asked: Field,
    before: &EntryValues,
    after: &EntryValues,
    kind: MediaType,
    format: ScoreFormat,
) -> String {
    let changed = before.difference(after);
    let is_asked = |value: &&Value| value.field() == asked;
    let first = changed.values().iter().filter(is_asked);
    let others = changed.values().iter().filter(|value| !is_asked(value));
    let mut text = String::from(title);
    for (place, value) in first.chain(others).enumerate() {
        text.push_str(if place == 0 { ": " } else { ", " });
        text.push_str(&became(value, kind, format));
    }
    text
}

/// What a field has become, in a few words of a sentence.
pub fn became(value: &Value, kind: MediaType, format: ScoreFormat) -> String {
    let is_manga = kind == MediaType::Manga;
    let (word, rest) = match value {
        Value::Status(_) => ("now ", value_text(value, kind, format)),
        Value::Progress(episode) if is_manga => ("chapter ", number((*episode).into())),
        Value::Progress(episode) => ("episode ", number((*episode).into())),
        Value::ProgressVolumes(volume) => ("volume ", number((*volume).into())),
        Value::Repeat(times) => (
            if is_manga { "reread " } else { "rewatched " },
            count((*times).into(), "time", "times"),
        ),
        Value::Score(None) => ("no score", String::new()),
        Value::Score(Some(_)) => ("score ", value_text(value, kind, format)),
        Value::Started(None) => ("no start date", String::new()),
        Value::Started(Some(_)) => ("started ", value_text(value, kind, format)),
        Value::Completed(None) => ("no finish date", String::new()),
        Value::Completed(Some(_)) => ("finished ", value_text(value, kind, format)),
        _ => {
            let name = field_name(value.field(), kind);
            (name, [": ", &value_text(value, kind, format)].concat())
        }
    };
    [word, &rest].concat()
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
        line.push_str(&isolated(name));
    }
}

fn favourite(wanted: bool) -> String {
    String::from(match wanted {
        true => "Made a favourite",
        false => "No longer a favourite",
    })
}

/// What an edit changes.
pub fn of_edit(edit: &PendingEdit, format: ScoreFormat) -> Vec<String> {
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
pub fn of_run(run: &BulkJob, format: ScoreFormat, moment: &dyn Fn(JobId) -> String) -> String {
    let (values, add, remove) = match &run.what {
        What::Import => return String::from("Import of a file"),
        What::Revert(id) => return [String::from("Revert of the run of "), moment(*id)].concat(),
        What::Change(BulkChange::Delete) => return String::from("Remove from the list"),
        What::Change(BulkChange::Set {
            values, add, remove, ..
        }) => (values, add, remove),
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
            part([verb, "“", &isolated(name), "”"]);
        }
    }
    if let What::Change(change @ BulkChange::Set { follow: true, .. }) = &run.what
        && change.may_lead_on()
    {
        part(["Dates and numbers follow", "", "", ""]);
    }
    text
}

/// How an edit of the account `name` stands, at this time in milliseconds since 1970.
///
/// ```
/// use tsuzuki::outbox::SyncStatus;
/// use tsuzuki::outbox::edit_description::standing;
/// assert_eq!(standing(SyncStatus::SignedOut, "kaede", 0), "Waits until kaede logs in again");
/// ```
pub fn standing(standing: SyncStatus, name: &str, now: u64) -> String {
    let left = |at: u64| about(at.saturating_sub(now).div_ceil(1000));
    let (text, end) = match standing {
        SyncStatus::Resting => ("Sent in a moment, in case that more follows", String::new()),
        SyncStatus::Next => ("Goes next", String::new()),
        SyncStatus::Delayed(at) => ("Tried again in ", left(at)),
        SyncStatus::OnItsWay => ("On its way to AniList", String::new()),
        SyncStatus::Unanswered(at) => (
            "Sent, but not answered. AniList is asked whether it arrived in ",
            left(at),
        ),
        SyncStatus::SignedOut => ("Waits until ", [name, " logs in again"].concat()),
        SyncStatus::Paused => ("Its run is paused", String::new()),
        SyncStatus::Behind => ("Waits for another run", String::new()),
        SyncStatus::Conflict => ("Changed elsewhere too: choose what to keep", String::new()),
        SyncStatus::Failed => ("AniList did not save it", String::new()),
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
pub fn choices(edit: &PendingEdit, format: ScoreFormat) -> Option<Choices> {
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
pub fn to_json(edits: &[PendingEdit]) -> String {
    let mut json = String::from("{\"format\":\"tsuzuki-edits\",\"version\":1,\"edits\":[");
    for (place, edit) in edits.iter().enumerate() {
        json.push_str(if place > 0 { ",\n" } else { "\n" });
        json.push_str(&edit.to_text());
    }
    json.push_str("\n]}\n");
    json
}

#[cfg(test)]
mod tests;
