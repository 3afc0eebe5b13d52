//! What an edit wants of each part of a work.

use tsuzuki::domain::{EntryValues, Field, Patch, Value};
use tsuzuki::outbox::{Change, PendingEdit, State};

use super::anilist::{NAMES, Slot, entry_slots, says};

/// What a patch wants of which slot, where `view` is the entry that the person has before them.
pub(crate) fn wants(patch: &Patch, view: Option<&EntryValues>) -> Vec<(Slot, String)> {
    let mut wants = Vec::new();
    for (slot, value) in writes(patch) {
        if !matches!(slot, Slot::Name(_)) || value != says(view, slot) {
            wants.push((slot, value));
        }
    }
    wants
}

/// What a patch sets of which slot.
pub(crate) fn writes(patch: &Patch) -> Vec<(Slot, String)> {
    let mut writes = Vec::new();
    for value in patch.values() {
        match value {
            Value::CustomLists(lists) => {
                let has = |name: &str| lists.iter().any(|list| **list == *name).to_string();
                writes.extend(NAMES.map(|name| (Slot::Name(name), has(name))));
            }
            value => writes.push((Slot::Field(value.field()), format!("{value:?}"))),
        }
    }
    writes
}

/// What a stored edit wants of a slot.
pub(crate) fn wanted(edit: Option<&PendingEdit>, slot: Slot) -> Option<String> {
    let edit = edit?;
    if slot == Slot::Favourite {
        return edit.favourite.map(|favourite| favourite.wanted.to_string());
    }
    match (&edit.change, slot) {
        (Change::Keep, _) => None,
        (Change::Delete, Slot::Exists) => Some(false.to_string()),
        (Change::Set(_), Slot::Exists) => edit.base.is_none().then(|| true.to_string()),
        (Change::Delete, _) => Some(GONE.to_owned()),
        (Change::Set(_), slot) => {
            let value = set_of(&edit.change, slot)?;
            let changes = value != says(edit.base.as_ref(), slot);
            (changes || !matches!(slot, Slot::Name(_))).then_some(value)
        }
    }
}

/// What a change sets of a slot.
pub(crate) fn set_of(change: &Change, slot: Slot) -> Option<String> {
    let Change::Set(patch) = change else {
        return None;
    };
    let mut sent = writes(patch).into_iter();
    sent.find(|(known, _)| *known == slot).map(|(_, value)| value)
}

/// What a deletion wants of every field.
pub(crate) const GONE: &str = "gone";

pub(crate) fn all_slots() -> impl Iterator<Item = Slot> {
    entry_slots().chain([Slot::Favourite])
}

pub(crate) fn says_of(edit: Option<&PendingEdit>, slot: Slot) -> String {
    match (edit, slot) {
        (Some(edit), Slot::Favourite) => edit.favourite.is_some_and(|favourite| favourite.was).to_string(),
        (None, Slot::Favourite) => String::new(),
        (edit, slot) => says(edit.and_then(|edit| edit.base.as_ref()), slot),
    }
}

pub(crate) fn is_open(edit: Option<&PendingEdit>, slot: Slot) -> bool {
    let Some(State::Conflict { fields, .. }) = edit.map(|edit| &edit.state) else {
        return false;
    };
    match slot {
        Slot::Field(field) => fields.contains(&field),
        _ => true,
    }
}

/// Whether a conflict asked about a slot: about all of them, where the entry or what was wanted of it was a deletion.
pub(crate) fn was_in_question(edit: &PendingEdit, slot: Slot) -> bool {
    let State::Conflict { theirs, fields } = &edit.state else {
        return false;
    };
    let is_whole = theirs.is_none() || edit.change == Change::Delete;
    is_whole
        || match slot {
            Slot::Field(field) => fields.contains(&field),
            Slot::Name(_) => fields.contains(&Field::CustomLists),
            Slot::Exists | Slot::Favourite => true,
        }
}
