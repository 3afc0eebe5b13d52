//! What a run would change, for the person to look at before it starts.

use std::cmp::Reverse;

use super::Run;
use crate::domain::{EntryValues, Field, MediaId, MediaType, Patch, UserId, Value};
use crate::model::outbox::{Change, Edit, Key, Order, Origin, between};
use crate::model::undo::Record;

/// A change that is the same for many entries.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkChange {
    /// Set fields, and put into custom lists or take out of them.
    Set {
        /// What to set.
        values: Patch,
        /// Names of the custom lists they shall stand in.
        add: Vec<Box<str>>,
        /// Names of the custom lists they shall not stand in.
        remove: Vec<Box<str>>,
    },
    /// Take them off the list.
    Delete,
}

impl BulkChange {
    /// What it makes of an entry; `None` when it deletes it.
    pub fn applied_to(&self, before: &EntryValues) -> Option<EntryValues> {
        let Self::Set { values, add, remove } = self else {
            return None;
        };
        let mut after = values.applied_to(before);
        let kept = after.custom_lists.iter().filter(|name| !remove.contains(name));
        let mut lists: Vec<Box<str>> = kept.cloned().collect();
        for name in add {
            if !lists.contains(name) {
                lists.push(name.clone());
            }
        }
        after.set(Value::CustomLists(lists.into()));
        Some(after)
    }
}

/// An entry that a run may change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listed<'a> {
    /// The work.
    pub media: MediaId,
    /// Anime or manga.
    pub kind: MediaType,
    /// What to call it.
    pub title: &'a str,
    /// What AniList's list says of it.
    pub entry: &'a EntryValues,
    /// What waits to be sent.
    pub edit: Option<&'a Edit>,
}

/// What a run would do with an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedItem {
    /// The work.
    pub media: MediaId,
    /// Anime or manga.
    pub kind: MediaType,
    /// What to call it.
    pub title: Box<str>,
    /// What AniList's list says of it; `None` when it is not on it.
    pub base: Option<EntryValues>,
    /// What the person has before them: the same with what waits to be sent.
    pub before: Option<EntryValues>,
    /// What the run would do.
    pub change: Change,
    /// Whether it would make it a favourite or no longer one, and what it is now. Only a revert does.
    pub favourite: Option<(bool, bool)>,
}

impl PlannedItem {
    /// What the person would have before them afterwards.
    pub fn after(&self) -> Option<EntryValues> {
        match &self.change {
            Change::Keep => self.before.clone(),
            Change::Set(patch) => Some(patch.applied_to(&self.before.clone().unwrap_or_default())),
            Change::Delete => None,
        }
    }

    pub(super) fn into_order(self, account: UserId, origin: Origin) -> Order {
        Order {
            key: Key {
                account,
                media: self.media,
            },
            kind: self.kind,
            title: self.title,
            base: self.base,
            was_favourite: self.favourite.is_some_and(|(now, _)| now),
            change: self.change,
            favourite: self.favourite.map(|(_, wanted)| wanted),
            origin,
        }
    }
}

/// What a change would do with these entries, without those that it would leave as they are.
pub fn plan(entries: &[Listed<'_>], change: &BulkChange) -> Vec<PlannedItem> {
    let item = |listed: &Listed<'_>| {
        let before = match listed.edit {
            Some(edit) => edit.view(Some(listed.entry)),
            None => Some(listed.entry.clone()),
        };
        // Deleted already, if only here.
        let after = change.applied_to(before.as_ref()?);
        let change = between(before.as_ref(), after.as_ref());
        (change != Change::Keep).then(|| PlannedItem {
            media: listed.media,
            kind: listed.kind,
            title: listed.title.into(),
            base: Some(listed.entry.clone()),
            before,
            change,
            favourite: None,
        })
    };
    entries.iter().filter_map(item).collect()
}

/// What would take a run back: each of its records undone, the newest first, so that several of one work meet in the
/// end where the first began.
pub fn plan_revert(run: &Run, records: &[Record]) -> Vec<PlannedItem> {
    let its = |record: &&Record| record.account == run.account && record.origins.run == Some(run.id);
    let mut newest: Vec<&Record> = records.iter().filter(its).collect();
    newest.sort_unstable_by_key(|record| Reverse(record.id));
    let item = |record: &&Record| {
        let order = record.undo();
        PlannedItem {
            media: order.key.media,
            kind: order.kind,
            title: order.title,
            before: order.base.clone(),
            base: order.base,
            change: order.change,
            favourite: order.favourite.map(|wanted| (order.was_favourite, wanted)),
        }
    };
    newest.iter().map(item).collect()
}

/// The fields that items change, each once: the columns of a preview.
pub fn changed_fields(items: &[PlannedItem]) -> Vec<Field> {
    let changes = |field: &Field| {
        items.iter().any(|item| match &item.change {
            Change::Set(patch) => patch.get(*field).is_some(),
            Change::Keep | Change::Delete => false,
        })
    };
    Field::ALL.into_iter().filter(changes).collect()
}
