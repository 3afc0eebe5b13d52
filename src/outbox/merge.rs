//! What an edit, what it was made upon, and what AniList has now make of each other.

use crate::domain::{EntryValues, Field, Patch, Value};

/// An edit beside what AniList has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compared {
    /// What is still to be written.
    pub(super) to_write: Patch,
    /// Fields that both sides changed, to different values.
    pub(super) conflicts: Vec<Field>,
    /// Fields that only the other side changed.
    pub(super) foreign: Vec<Field>,
}

/// Compares field by field. A field of `doubtful` that is not as wanted counts as changed, even where it is as before.
pub(super) fn compare(
    base: &EntryValues,
    wanted: &Patch,
    theirs: &EntryValues,
    doubtful: &[Field],
) -> Compared {
    let mut compared = Compared {
        to_write: Patch::default(),
        conflicts: Vec::new(),
        foreign: Vec::new(),
    };
    for field in Field::ALL {
        let (before, there) = (base.get(field), theirs.get(field));
        let changed = !there.means(&before);
        let Some(mine) = wanted.get(field) else {
            if changed {
                compared.foreign.push(field);
            }
            continue;
        };
        let mine = match mine {
            // Each name is a choice of its own, so two changes of the lists never exclude each other.
            Value::CustomLists(mine) => {
                Value::CustomLists(merge_names(&base.custom_lists, mine, &theirs.custom_lists))
            }
            mine => mine.clone(),
        };
        if mine.means(&there) {
            continue;
        }
        let is_list = field == Field::CustomLists;
        if (changed && !is_list) || doubtful.contains(&field) {
            compared.conflicts.push(field);
        } else {
            compared.to_write.set(mine);
        }
    }
    compared
}

/// `theirs` with what `mine` adds to `base`, and without what it takes from it.
pub(super) fn merge_names(base: &[Box<str>], mine: &[Box<str>], theirs: &[Box<str>]) -> Box<[Box<str>]> {
    let kept = theirs
        .iter()
        .filter(|name| mine.contains(name) || !base.contains(name));
    let added = mine
        .iter()
        .filter(|name| !base.contains(name) && !theirs.contains(name));
    kept.chain(added).cloned().collect()
}

/// Whether everything of `sent` is in `theirs`.
pub(super) fn is_there(base: &EntryValues, sent: &Patch, theirs: &EntryValues) -> bool {
    sent.values().iter().all(|value| match value {
        Value::CustomLists(mine) => {
            let merged = merge_names(&base.custom_lists, mine, &theirs.custom_lists);
            Value::CustomLists(merged).means(&theirs.get(Field::CustomLists))
        }
        value => theirs.get(value.field()).means(value),
    })
}

/// `base` with what of `sent` is in `theirs`: our own changes, which are no surprise.
pub(super) fn with_ours(base: &EntryValues, sent: &Patch, theirs: &EntryValues) -> EntryValues {
    let mut known = base.clone();
    for value in sent.values() {
        let there = theirs.get(value.field());
        match value {
            Value::CustomLists(mine) => known.custom_lists = own_names(&base.custom_lists, mine, theirs),
            value if there.means(value) => known.set(there),
            _ => {}
        }
    }
    known
}

/// `base` with those additions and removals of `mine` that `theirs` has too.
fn own_names(base: &[Box<str>], mine: &[Box<str>], theirs: &EntryValues) -> Box<[Box<str>]> {
    let there = &theirs.custom_lists;
    let kept = base
        .iter()
        .filter(|name| mine.contains(name) || there.contains(name));
    let added = mine
        .iter()
        .filter(|name| !base.contains(name) && there.contains(name));
    kept.chain(added).cloned().collect()
}

/// What to write so that there is an entry with these values: its section always, which is what makes it one.
pub(super) fn creation(values: &EntryValues) -> Patch {
    let mut patch = EntryValues::default().difference(values);
    patch.set(values.get(Field::Status));
    patch
}

/// The fields of a change.
pub(super) fn fields(patch: &Patch) -> Vec<Field> {
    patch.values().iter().map(Value::field).collect()
}
