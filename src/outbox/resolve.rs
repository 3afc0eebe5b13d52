//! The person's choice where an entry was changed here and elsewhere.

use super::edit::{Change, PendingEdit, State};
use super::intent::changed;
use super::merge::{creation, with_ours};
use crate::domain::{EntryValues, Field, SavedEntry, Value};

/// Which side of a conflict is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What the person wanted.
    Mine,
    /// What AniList has.
    Theirs,
}

/// Takes a choice for some fields of a conflict, or for all of it where `fields` is empty. What is left open stays in
/// conflict; once nothing is, the edit waits, and is read again before it is sent.
///
/// `revision` is that of the edit the person looked at: when it is another now, nothing is chosen and they have to look
/// again.
pub fn resolve(
    existing: Option<PendingEdit>,
    revision: u64,
    fields: &[Field],
    side: Side,
    now: u64,
) -> Option<PendingEdit> {
    let mut edit = existing?;
    let (true, State::Conflict { theirs, fields: open }) = (edit.revision == revision, &edit.state) else {
        return Some(edit);
    };
    let (theirs, mut open) = (theirs.clone(), open.clone());
    match (theirs, side) {
        (None, Side::Mine) => make_anew(&mut edit),
        (_, Side::Theirs) if fields.is_empty() => edit.change = Change::Keep,
        (None, Side::Theirs) => edit.change = Change::Keep,
        (Some(theirs), side) => {
            let chosen = |field: &Field| fields.is_empty() || fields.contains(field);
            match &edit.change {
                Change::Delete if side == Side::Theirs => edit.change = Change::Keep,
                Change::Delete => edit.base = Some(theirs.values.clone()),
                _ => {
                    choose(&mut edit, &theirs, &open, &chosen, side);
                    open.retain(|field| !chosen(field));
                    if !open.is_empty() {
                        edit.state = State::Conflict {
                            theirs: Some(theirs),
                            fields: open,
                        };
                        return changed(edit, &Field::ALL, now);
                    }
                }
            }
        }
    }
    edit.state = State::FRESH;
    changed(edit, &Field::ALL, now)
}

/// The entry was deleted elsewhere and shall be there again, with everything that it had.
fn make_anew(edit: &mut PendingEdit) {
    let base = edit.base.take().unwrap_or_default();
    if let Change::Set(wanted) = &edit.change {
        edit.change = Change::Set(creation(&wanted.applied_to(&base)));
    }
}

/// What was chosen has been seen: it counts as what the edit was made upon.
fn choose(
    edit: &mut PendingEdit,
    theirs: &SavedEntry,
    open: &[Field],
    chosen: &dyn Fn(&Field) -> bool,
    side: Side,
) {
    let mut base = edit.base.clone().unwrap_or_default();
    // An entry that was to be created exists. What this edit does not touch is none of its business.
    if edit.base.is_none() {
        base = theirs.values.clone();
        let unseen = open.iter().filter(|field| !chosen(field));
        unseen.for_each(|field| base.set(EntryValues::default().get(*field)));
    }
    if let Change::Set(wanted) = &mut edit.change {
        // What AniList had as wanted by then is done. Whoever changes it after that has the last word.
        base = with_ours(&base, wanted, &theirs.values);
        for field in open.iter().filter(|field| chosen(field)) {
            let there: Value = theirs.values.get(*field);
            if side == Side::Theirs {
                wanted.remove(*field);
            }
            base.set(there);
        }
    }
    edit.base = Some(base);
}
