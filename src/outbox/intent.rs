//! What the person wants, noted down: new edits, and changes of edits that wait.

use super::edit::{Change, Favourite, Key, Origin, Origins, PendingEdit, State};
use super::merge::{compare, creation, fields, merge_names};
use crate::domain::{EntryValues, Field, ListStatus, MediaType, Patch, SavedEntry, Value};

/// One thing that the person wants.
#[derive(Debug, Clone, PartialEq)]
pub struct EditIntent {
    /// Whose entry of which work.
    pub key: Key,
    /// Anime or manga.
    pub kind: MediaType,
    /// What to call the work.
    pub title: Box<str>,
    /// What AniList's list says of the entry as far as is known here, without what waits to be sent. `None` when it is
    /// not on the list.
    pub base: Option<EntryValues>,
    /// Whether the work is a favourite as far as is known here, without what waits to be sent.
    pub was_favourite: bool,
    /// What is wanted of the entry.
    pub change: Change,
    /// What is wanted of the mark "favourite".
    pub favourite: Option<bool>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Notes an order: the edit to store in place of `existing`, the stored one of the same key. `None` when nothing is
/// left to be sent.
///
/// The last value of a field counts, and of the custom lists the last word on each name. A change back to what AniList
/// has is no change, unless the other value is on its way already. A change after a deletion makes the entry anew, with
/// nothing of the old one but what is the same; what is ordered of the new one stands, even where the old one had it
/// too. What was noted once stays until it was compared with what AniList has: somebody else may have changed it there.
pub fn order(existing: Option<PendingEdit>, order: &EditIntent, now: u64) -> Option<PendingEdit> {
    let mut edit = existing.unwrap_or_else(|| PendingEdit {
        key: order.key,
        kind: order.kind,
        title: order.title.clone(),
        base: order.base.clone(),
        change: Change::Keep,
        favourite: None,
        origins: Origins::default(),
        made_at: now,
        changed_at: now,
        revision: 0,
        read_from: now,
        sent: None,
        state: State::FRESH,
    });
    let droppable = merge_change(&mut edit, order);
    if let Some(wanted) = order.favourite {
        let was = edit
            .favourite
            .map_or(order.was_favourite, |favourite| favourite.was);
        edit.favourite = Some(Favourite { was, wanted });
    }
    match order.origin {
        Origin::ByHand => (edit.origins.by_hand, edit.origins.undo) = (true, None),
        Origin::Undo(record) => (edit.origins.by_hand, edit.origins.undo) = (true, Some(record)),
        Origin::BulkJob(run) => edit.origins.run = Some(run),
    }
    edit.kind = order.kind;
    edit.title = order.title.clone();
    changed(edit, &droppable, now)
}

/// Puts an order that was given on top of `noted`, an edit that has been saved since, on what it was saved as.
///
/// Of what the edit changed the user has seen what they wanted themselves, so that AniList has it now is nobody else's
/// change. Of everything else they have seen what the order says, which may be older.
pub fn rebase_on_saved(order: &mut EditIntent, noted: &PendingEdit, saved: Option<&EntryValues>) {
    if let Some(favourite) = noted.favourite {
        order.was_favourite = favourite.wanted;
    }
    let patch = match &noted.change {
        // Nothing of the entry was saved.
        Change::Keep => return,
        Change::Set(patch) => patch,
        Change::Delete => &Patch::default(),
    };
    match (saved, noted.base.as_ref().and(order.base.as_mut())) {
        (Some(saved), Some(base)) => {
            for field in fields(patch) {
                base.set(saved.get(field));
            }
        }
        // It is new, or gone.
        _ => order.base = saved.cloned(),
    }
}

/// Takes in what is ordered of the entry. Gives the fields of which a value that AniList has anyway is no change.
fn merge_change(edit: &mut PendingEdit, order: &EditIntent) -> Vec<Field> {
    let is_sent = edit.sent.as_ref().is_some_and(|sent| sent.change != Change::Keep);
    if edit.change == Change::Keep && !is_sent {
        edit.base = order.base.clone();
    }
    let mut wanted = match &edit.change {
        Change::Set(wanted) => wanted.clone(),
        Change::Delete if order.change != Change::Delete => anew(edit),
        Change::Keep | Change::Delete => Patch::default(),
    };
    match &order.change {
        Change::Keep => Vec::new(),
        Change::Delete => {
            see(edit, order, &Field::ALL, &wanted);
            if let (Some(Value::CustomLists(mine)), Some(base), Some(seen)) =
                (wanted.get(Field::CustomLists), &mut edit.base, &order.base)
            {
                base.custom_lists = names_seen(&base.custom_lists, mine, &seen.custom_lists);
            }
            edit.change = Change::Delete;
            Vec::new()
        }
        Change::Set(patch) => {
            // All of the entry was in question, so all that is wanted instead is.
            if let (Change::Delete, State::Conflict { fields, .. }) = (&edit.change, &mut edit.state) {
                *fields = Field::ALL.to_vec();
            }
            let names = names_ordered(edit, order, patch, &wanted);
            let mut seen = fields(patch);
            // Who makes a deleted entry anew has an empty one before them, and no names that came to the old one since.
            seen.retain(|field| *field != Field::CustomLists || edit.change != Change::Delete);
            see(edit, order, &seen, &wanted);
            patch.values().iter().for_each(|value| wanted.set(value.clone()));
            if let Some(names) = names {
                wanted.set(Value::CustomLists(names));
            }
            let is_as_before = |base: &EntryValues| base.difference(&wanted.applied_to(base)).is_empty();
            let droppable = match (&edit.change, &edit.base) {
                // Another entry, of which each value was chosen, unless it is the old one again.
                (Change::Delete, Some(base)) if is_sent || !is_as_before(base) => Vec::new(),
                (Change::Delete, _) => Field::ALL.to_vec(),
                _ => fields(patch),
            };
            edit.change = Change::Set(wanted);
            droppable
        }
    }
}

/// What the person saw of a field that they had not changed yet is what the list says now.
fn see(edit: &mut PendingEdit, order: &EditIntent, changed: &[Field], wanted: &Patch) {
    // A deletion that was sent was sent upon what AniList had. This tab's list may be older.
    if edit
        .sent
        .as_ref()
        .is_some_and(|sent| sent.change == Change::Delete)
    {
        return;
    }
    let none = EntryValues::default();
    let seen = match (&order.base, &edit.change) {
        (Some(seen), _) => seen,
        // An edit that was taken back shows nothing of its base, where the list does not have the entry.
        (None, Change::Keep) => &none,
        (None, Change::Set(_) | Change::Delete) => return,
    };
    for field in changed.iter().copied() {
        let is_new = wanted.get(field).is_none() && !edit.sends(field);
        if let (true, Some(base)) = (is_new, &mut edit.base) {
            base.set(seen.get(field));
        }
    }
}

/// The custom lists that are wanted after an order, where some were wanted before. Each name is a choice of its own:
/// what is ordered is what differs from what the person had before them, which need not show each name that waits here.
/// Of a name that they had not changed yet they saw what the list says now.
fn names_ordered(
    edit: &mut PendingEdit,
    order: &EditIntent,
    patch: &Patch,
    wanted: &Patch,
) -> Option<Box<[Box<str>]>> {
    let (Some(Value::CustomLists(ordered)), Some(Value::CustomLists(mine))) =
        (patch.get(Field::CustomLists), wanted.get(Field::CustomLists))
    else {
        return None;
    };
    let view = edit.view(order.base.as_ref()).unwrap_or_default().custom_lists;
    let is_sent = edit.sends(Field::CustomLists);
    if let (false, Some(base), Some(seen)) = (is_sent, &mut edit.base, &order.base) {
        let first: Vec<&Box<str>> = view
            .iter()
            .chain(ordered.iter())
            .filter(|name| view.contains(name) != ordered.contains(name))
            .filter(|name| base.custom_lists.contains(name) == mine.contains(name))
            .collect();
        let kept = base.custom_lists.iter().filter(|name| !first.contains(name));
        let others = seen.custom_lists.iter().filter(|name| first.contains(name));
        base.custom_lists = kept.chain(others).cloned().collect();
    }
    Some(merge_names(&view, ordered, mine))
}

/// Of the custom lists those that the person had changed are as before, the others as the list says now.
fn names_seen(base: &[Box<str>], mine: &[Box<str>], seen: &[Box<str>]) -> Box<[Box<str>]> {
    let changed = base.iter().filter(|name| !mine.contains(name));
    let others = seen
        .iter()
        .filter(|name| base.contains(name) == mine.contains(name));
    changed.chain(others).cloned().collect()
}

/// What makes an empty entry of the one there was, and of what may have become of it since.
fn anew(edit: &PendingEdit) -> Patch {
    let Some(base) = &edit.base else {
        return Patch::default();
    };
    let none = EntryValues::default();
    let mut patch = base.difference(&none);
    for field in Field::ALL.into_iter().filter(|field| edit.sends(*field)) {
        patch.set(none.get(field));
    }
    patch
}

/// The edit after a change of what is wanted, ready for the store. `droppable` is as [`simplify`] has it.
pub(super) fn changed(mut edit: PendingEdit, droppable: &[Field], now: u64) -> Option<PendingEdit> {
    simplify(&mut edit, droppable);
    edit.revision += 1;
    edit.changed_at = now;
    edit.read_from = edit.read_from.max(now);
    edit.state = match std::mem::replace(&mut edit.state, State::FRESH) {
        State::Conflict { theirs, fields } => still_in_conflict(&edit, theirs, &fields),
        State::Waiting { .. } | State::Failed { .. } => State::FRESH,
    };
    edit.unless_done()
}

/// Drops what changes nothing. Of an entry that is there only values of `droppable` fields: what the person was told is
/// noted must not go because it is as it was when they looked, for it may be otherwise by now.
pub(super) fn simplify(edit: &mut PendingEdit, droppable: &[Field]) {
    let is_sent = edit.sent.as_ref().is_some_and(|sent| sent.change != Change::Keep);
    match (&mut edit.change, &edit.base) {
        (Change::Set(wanted), Some(base)) => {
            // This version does not know the word, so it cannot send it.
            let unknown = Value::Status(ListStatus::Unknown);
            let sent = edit.sent.as_ref().map(|sent| &sent.change);
            let needed = |value: &Value| {
                let is_sent = match sent {
                    Some(Change::Set(sent)) => sent.get(value.field()).is_some(),
                    Some(Change::Delete) => true,
                    _ => false,
                };
                let is_kept = is_sent || !droppable.contains(&value.field());
                *value != unknown && (is_kept || !base.get(value.field()).means(value))
            };
            *wanted = wanted
                .values()
                .iter()
                .filter(|value| needed(value))
                .cloned()
                .collect();
            // A deletion that was sent and is taken back has nothing to write, and is needed all the same.
            if wanted.is_empty() && !is_sent {
                edit.change = Change::Keep;
            }
        }
        (Change::Set(wanted), None) => {
            let values = wanted.applied_to(&EntryValues::default());
            let mut whole = creation(&values);
            if values.status == ListStatus::Unknown {
                whole.set(Value::Status(EntryValues::default().status));
            }
            for value in wanted.values().iter().filter(|_| is_sent) {
                whole.set(value.clone());
            }
            *wanted = whole;
        }
        (Change::Delete, None) if !is_sent => edit.change = Change::Keep,
        _ => {}
    }
    let sent = edit.sent.as_ref().and_then(|sent| sent.favourite);
    if sent.is_none() {
        edit.favourite = edit
            .favourite
            .filter(|favourite| favourite.was != favourite.wanted);
    }
}

/// A conflict after the person changed what they want: it stays where both sides still differ.
fn still_in_conflict(edit: &PendingEdit, theirs: Option<SavedEntry>, old: &[Field]) -> State {
    let none = EntryValues::default();
    let base = edit.base.as_ref().unwrap_or(&none);
    let fields = match (&edit.change, &theirs) {
        (Change::Keep, _) => return State::FRESH,
        (Change::Set(wanted), Some(theirs)) => {
            let fields = compare(base, wanted, &theirs.values, old).conflicts;
            if fields.is_empty() {
                return State::FRESH;
            }
            fields
        }
        (Change::Delete, Some(theirs)) => {
            let fields = fields(&base.difference(&theirs.values));
            if fields.is_empty() && !old.is_empty() {
                return State::FRESH;
            }
            fields
        }
        (Change::Delete, None) => return State::FRESH,
        (Change::Set(_), None) => Vec::new(),
    };
    State::Conflict { theirs, fields }
}

/// Takes back what is wanted of the entry and its mark. What is on its way stays until it is known what became of it.
pub fn withdraw(existing: Option<PendingEdit>, now: u64) -> Option<PendingEdit> {
    let mut edit = existing?;
    edit.change = Change::Keep;
    edit.favourite = None;
    changed(edit, &[], now)
}

/// Has an edit that failed or waits tried at once.
pub fn retry(existing: Option<PendingEdit>) -> Option<PendingEdit> {
    let mut edit = existing?;
    if !matches!(edit.state, State::Conflict { .. }) {
        edit.state = State::FRESH;
    }
    Some(edit)
}

/// The change that makes one state of an entry of another; `None` is "not on the list".
///
/// ```
/// use tsuzuki::domain::{EntryValues, Value};
/// use tsuzuki::outbox::{Change, between};
/// let before = EntryValues::default();
/// let after = EntryValues { progress: 3, ..before.clone() };
/// assert_eq!(between(Some(&before), Some(&after)), Change::Set([Value::Progress(3)].into_iter().collect()));
/// assert_eq!(between(Some(&before), None), Change::Delete);
/// assert_eq!(between(Some(&before), Some(&before)), Change::Keep);
/// ```
pub fn between(from: Option<&EntryValues>, to: Option<&EntryValues>) -> Change {
    match (from, to) {
        (Some(from), Some(to)) => match from.difference(to) {
            patch if patch.is_empty() => Change::Keep,
            patch => Change::Set(patch),
        },
        (None, Some(to)) => Change::Set(creation(to)),
        (Some(_), None) => Change::Delete,
        (None, None) => Change::Keep,
    }
}
