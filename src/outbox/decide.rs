//! What becomes of one edit in view of what AniList has now.

use super::UNCLEAR_MS;
use super::edit::{Change, PendingEdit, Seen, Sent, State};
use super::merge::{compare, creation, fields, is_there, with_ours};
use crate::api::error::ApiError;
use crate::domain::{EntryId, EntryNow, EntryValues, Field, Patch, SavedEntry, Value};
use crate::outbox::journal::{Done, Record};

/// What is to be sent about an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EntryWrite {
    Save { entry: Option<EntryId>, patch: Patch },
    Delete { entry: EntryId },
}

/// Something to tell the person about an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// AniList had everything already; nothing was sent.
    AlreadyThere,
    /// An earlier sending without an answer had arrived.
    Arrived,
    /// These fields had been changed elsewhere and stay as they were changed there.
    Merged(Vec<Field>),
    /// It was changed elsewhere too, and waits for a choice.
    Conflict,
    /// It cannot be saved; the edit says why.
    Failed,
    /// Saved. AniList keeps something else of these fields than it was sent.
    Adjusted(Vec<Field>),
    /// Saved.
    Saved,
}

/// What follows from a reading.
#[derive(Debug)]
pub(super) struct Decision {
    /// The edit to store; `None` to remove it.
    pub(super) edit: Option<PendingEdit>,
    /// What to send about the entry.
    pub(super) entry: Option<EntryWrite>,
    /// Whether to switch the favourite.
    pub(super) favourite: bool,
    pub(super) record: Option<Record>,
    pub(super) news: Vec<News>,
}

/// Compares a due edit with what AniList has; `None` when the work is gone there. What is to be sent is marked as sent.
pub(super) fn decide(mut edit: PendingEdit, there: Option<&EntryNow>, now: u64) -> Decision {
    let mut decision = Decision {
        edit: None,
        entry: None,
        favourite: false,
        record: None,
        news: Vec::new(),
    };
    let Some(there) = there else {
        decision.edit = gone(edit, now);
        decision.news.extend(decision.edit.as_ref().map(|_| News::Failed));
        return decision;
    };
    let is_wanted = edit.change != Change::Keep || edit.favourite.is_some();
    let found = resolve_sent(&mut edit, there, now);
    if found.record.is_some() {
        decision.news.push(News::Arrived);
    }
    decision.record = found.record;
    let theirs = there.entry.as_ref();
    edit.favourite = edit
        .favourite
        .filter(|favourite| favourite.wanted != there.favourite);
    if let Some(favourite) = &mut edit.favourite {
        favourite.was = there.favourite;
    }
    match entry_now(&edit, theirs, &found.doubtful, found.is_doubtful) {
        EntryPart::Nothing => edit.change = Change::Keep,
        EntryPart::Conflict(fields) => {
            decision.news.push(News::Conflict);
            edit.state = State::Conflict {
                theirs: theirs.cloned(),
                fields,
            };
            decision.edit = Some(edit);
            return decision;
        }
        EntryPart::Write(write, merged) => {
            if !merged.is_empty() {
                decision.news.push(News::Merged(merged.clone()));
            }
            edit.base = theirs.map(|entry| entry.values.clone());
            decision.favourite = edit.favourite.is_some();
            decision.edit = Some(marked(edit, &write, theirs, merged, now));
            decision.entry = Some(write);
            return decision;
        }
    }
    if let Some(favourite) = edit.favourite {
        decision.favourite = true;
        edit.sent = Some(Sent {
            at: now,
            seen: theirs.map(Seen::of),
            change: Change::Keep,
            favourite: Some(favourite.wanted),
            merged: Vec::new(),
        });
        edit.read_from = now + UNCLEAR_MS;
    } else if is_wanted && decision.record.is_none() {
        decision.news.push(News::AlreadyThere);
    }
    decision.edit = edit.unless_done();
    decision
}

/// The edit with a mark that it is being sent.
fn marked(
    mut edit: PendingEdit,
    write: &EntryWrite,
    theirs: Option<&SavedEntry>,
    merged: Vec<Field>,
    now: u64,
) -> PendingEdit {
    let change = match write {
        EntryWrite::Save { patch, .. } => Change::Set(patch.clone()),
        EntryWrite::Delete { .. } => Change::Delete,
    };
    edit.change = change.clone();
    edit.sent = Some(Sent {
        at: now,
        seen: theirs.map(Seen::of),
        change,
        favourite: edit.favourite.map(|favourite| favourite.wanted),
        merged,
    });
    edit.read_from = now + UNCLEAR_MS;
    edit
}

/// Nothing can be saved about a work that AniList no longer has. An entry that was to be deleted went with it, and so
/// did the mark "favourite".
fn gone(mut edit: PendingEdit, now: u64) -> Option<PendingEdit> {
    edit.sent = None;
    if edit.change == Change::Delete {
        edit.change = Change::Keep;
    }
    edit.favourite = edit.favourite.filter(|favourite| favourite.wanted);
    if let Some(favourite) = &mut edit.favourite {
        favourite.was = false;
    }
    if edit.is_withdrawn() {
        return None;
    }
    edit.state = State::Failed {
        error: ApiError::NotFound,
        at: now,
    };
    Some(edit)
}

/// What a reading says about an earlier sending.
#[derive(Debug, Default)]
struct Found {
    /// That it had arrived.
    record: Option<Record>,
    /// Fields that were sent, are not there, and may have been changed back elsewhere.
    doubtful: Vec<Field>,
    /// Whether the entry was written since, by whomever, and what was sent is not there.
    is_doubtful: bool,
}

/// Takes the mark off an edit: AniList has done by now what it will ever do.
fn resolve_sent(edit: &mut PendingEdit, there: &EntryNow, now: u64) -> Found {
    let mut found = Found::default();
    let Some(sent) = edit.sent.take() else {
        return found;
    };
    let theirs = there.entry.as_ref();
    let before = edit.base.clone();
    let mut saved = None;
    match (&sent.change, theirs) {
        (Change::Keep, _) => {}
        (Change::Delete, None) => {
            deleted(edit);
            saved = Some((before, None));
        }
        // Deleted elsewhere, or not made yet.
        (Change::Set(_), None) => {}
        (Change::Delete, Some(theirs)) => {
            found.is_doubtful = !is_untouched(&sent, theirs);
            // Deleted, and made again elsewhere: nothing of the old entry is a base for what the person wants now, nor
            // wanted with it. Somebody chose what the new one has, even what is usual.
            let is_another = sent.seen.is_some_and(|seen| seen.id != theirs.id);
            if is_another && edit.change != Change::Delete {
                edit.base = None;
                if let Change::Set(wanted) = &mut edit.change {
                    *wanted = chosen(wanted);
                    found.doubtful = fields(wanted);
                }
            }
        }
        (Change::Set(patch), Some(theirs)) => {
            let none = EntryValues::default();
            let base = before.as_ref().unwrap_or(&none);
            let known = with_ours(base, patch, &theirs.values);
            if is_there(base, patch, &theirs.values) {
                saved = Some((before.clone(), Some(patch.applied_to(base))));
                edit.base = Some(known);
            } else if !is_untouched(&sent, theirs) {
                found.doubtful = fields(patch);
                found.is_doubtful = true;
                // Also of an entry that was to be made: there is one, and the names that were sent are not somebody
                // else's.
                edit.base = Some(known);
            }
        }
    }
    let favourite = sent.favourite.filter(|favourite| *favourite == there.favourite);
    let done = Done {
        edit,
        sent: &sent,
        entry: saved,
        favourite,
    };
    found.record = done.record(now);
    found
}

/// Whether nobody has written to the entry since it was sent.
fn is_untouched(sent: &Sent, theirs: &SavedEntry) -> bool {
    sent.seen == Some(Seen::of(theirs))
}

/// The entry is no longer there because this edit deleted it.
pub(super) fn deleted(edit: &mut PendingEdit) {
    let base = edit.base.take().unwrap_or_default();
    edit.change = match std::mem::take(&mut edit.change) {
        Change::Set(wanted) => Change::Set(creation(&wanted.applied_to(&base))),
        Change::Keep | Change::Delete => Change::Keep,
    };
}

/// What of a new entry was chosen for it: what is usual gives way to what another device made of it.
fn chosen(wanted: &Patch) -> Patch {
    let none = EntryValues::default();
    let is_chosen = |value: &&Value| value.field() == Field::Status || !none.get(value.field()).means(value);
    wanted.values().iter().filter(is_chosen).cloned().collect()
}

enum EntryPart {
    Nothing,
    Write(EntryWrite, Vec<Field>),
    Conflict(Vec<Field>),
}

fn entry_now(
    edit: &PendingEdit,
    theirs: Option<&SavedEntry>,
    doubtful: &[Field],
    is_doubtful: bool,
) -> EntryPart {
    let none = EntryValues::default();
    let base = edit.base.as_ref().unwrap_or(&none);
    match (&edit.change, theirs) {
        (Change::Keep, _) | (Change::Delete, None) => EntryPart::Nothing,
        (Change::Delete, Some(theirs)) => {
            let changed = fields(&base.difference(&theirs.values));
            if changed.is_empty() && !is_doubtful && edit.base.is_some() {
                EntryPart::Write(EntryWrite::Delete { entry: theirs.id }, Vec::new())
            } else {
                EntryPart::Conflict(changed)
            }
        }
        (Change::Set(_), None) if edit.base.is_some() => EntryPart::Conflict(Vec::new()),
        (Change::Set(wanted), None) => {
            let patch = creation(&wanted.applied_to(&none));
            EntryPart::Write(EntryWrite::Save { entry: None, patch }, Vec::new())
        }
        (Change::Set(wanted), Some(theirs)) => {
            let compared = compare(base, wanted, &theirs.values, doubtful);
            if !compared.conflicts.is_empty() {
                EntryPart::Conflict(compared.conflicts)
            } else if compared.to_write.is_empty() {
                EntryPart::Nothing
            } else {
                let write = EntryWrite::Save {
                    entry: Some(theirs.id),
                    patch: compared.to_write,
                };
                EntryPart::Write(write, compared.foreign)
            }
        }
    }
}
