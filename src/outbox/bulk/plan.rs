//! What a run would change, for the person to look at before it starts.

use super::BulkJob;
use crate::domain::limits::within_total;
use crate::domain::progress::{self, Counter, Rules};
use crate::domain::sort;
use crate::domain::{EntryValues, Field, FuzzyDate, Media, MediaId, MediaType, Patch, UserId, Value};
use crate::outbox::journal::Record;
use crate::outbox::{Change, EditIntent, Key, Origin, PendingEdit, between};

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
        /// Whether what the editor's rules set along with a status or a progress is set too.
        follow: bool,
    },
    /// Take them off the list.
    Delete,
}

impl BulkChange {
    /// Whether the editor's rules have anything to say about it.
    pub fn may_lead_on(&self) -> bool {
        let leads = |value: &Value| {
            matches!(
                value,
                Value::Status(_) | Value::Progress(_) | Value::ProgressVolumes(_)
            )
        };
        matches!(self, Self::Set { values, .. } if values.values().iter().any(leads))
    }

    /// What it makes of the entry of a work; `None` when it deletes it. Of a work that is not known nothing follows.
    pub fn applied_to(
        &self,
        before: &EntryValues,
        work: Option<&Media>,
        today: FuzzyDate,
    ) -> Option<EntryValues> {
        let Self::Set {
            values,
            add,
            remove,
            follow,
        } = self
        else {
            return None;
        };
        let led = work
            .filter(|_| *follow)
            .map(|work| led_on(values, before, work, today));
        // What the person chose themselves has the last word.
        let mut after = values.applied_to(led.as_ref().unwrap_or(before));
        if let Some(work) = work {
            keep_within(&mut after, before, work);
        }
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
    /// What is known of it.
    pub work: Option<&'a Media>,
    /// What AniList's list says of it.
    pub entry: &'a EntryValues,
    /// What waits to be sent.
    pub edit: Option<&'a PendingEdit>,
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

    pub(super) fn into_order(self, account: UserId, origin: Origin) -> EditIntent {
        EditIntent {
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

/// Nobody gets further in a work than it goes, also where the same number is set in many.
fn keep_within(after: &mut EntryValues, before: &EntryValues, work: &Media) {
    let total = |counter: Counter| counter.total(work);
    after.progress = within_total(after.progress, before.progress, total(Counter::Progress));
    after.progress_volumes = within_total(
        after.progress_volumes,
        before.progress_volumes,
        total(Counter::Volumes),
    );
}

/// An entry in which the status and the numbers were set one after the other, as in the editor, with what its rules set
/// along with each.
fn led_on(values: &Patch, before: &EntryValues, work: &Media, today: FuzzyDate) -> EntryValues {
    let rules = Rules { automatic: true };
    let mut after = before.clone();
    if let Some(Value::Status(status)) = values.get(Field::Status) {
        after = progress::choose(&after, work, *status, today, rules).applied_to(&after);
    }
    for counter in [Counter::Progress, Counter::Volumes] {
        if let Some(Value::Progress(number) | Value::ProgressVolumes(number)) = values.get(counter.field()) {
            let change = progress::Change::To(*number);
            let step = progress::change(&after, work, counter, change, today, rules);
            after = step.patch.applied_to(&after);
        }
    }
    after
}

/// What a change would do with these entries, without those that it would leave as they are.
pub fn plan(entries: &[Listed<'_>], change: &BulkChange, today: FuzzyDate) -> Vec<PlannedItem> {
    let item = |listed: &Listed<'_>| {
        let before = match listed.edit {
            Some(edit) => edit.view(Some(listed.entry)),
            None => Some(listed.entry.clone()),
        };
        // Deleted already, if only here.
        let after = change.applied_to(before.as_ref()?, listed.work, today);
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
pub fn plan_revert(run: &BulkJob, records: &[Record]) -> Vec<PlannedItem> {
    let its = |record: &&Record| record.account == run.account && record.origins.run == Some(run.id);
    let its: Vec<&Record> = records.iter().filter(its).collect();
    let id = |place: u32| its.get(place as usize).map(|record| record.id);
    let newest = sort::order(its.len(), &mut |a, b| id(b).cmp(&id(a)));
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
    let newest = newest.iter().filter_map(|place| its.get(*place as usize));
    newest.map(item).collect()
}

/// The fields that items change and the person has not asked for: what the editor's rules set along.
pub fn led_fields(items: &[PlannedItem], change: &BulkChange) -> Vec<Field> {
    let mut fields = changed_fields(items);
    fields.retain(|field| match change {
        BulkChange::Set { values, .. } => *field != Field::CustomLists && values.get(*field).is_none(),
        BulkChange::Delete => false,
    });
    fields
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ListOptions;
    use crate::domain::ListStatus;
    use crate::outbox::draft::{Draft, Setting};

    fn today() -> FuzzyDate {
        FuzzyDate::new(Some(2024), Some(5), Some(6)).unwrap()
    }

    fn set(values: &[Value], follow: bool) -> BulkChange {
        BulkChange::Set {
            values: values.iter().cloned().collect(),
            add: Vec::new(),
            remove: Vec::new(),
            follow,
        }
    }

    fn works() -> [Media; 4] {
        let work = Media::new(MediaId::new(1).unwrap());
        let anime = |episodes| Media {
            kind: MediaType::Anime,
            episodes,
            ..work.clone()
        };
        let manga = |chapters, volumes| Media {
            kind: MediaType::Manga,
            chapters,
            volumes,
            ..work.clone()
        };
        [
            anime(Some(26)),
            anime(None),
            manga(Some(40), Some(5)),
            manga(None, None),
        ]
    }

    fn entries() -> Vec<EntryValues> {
        let mut entries = Vec::new();
        for status in ListStatus::ALL.iter().copied() {
            for progress in [0, 14, 26, 40] {
                for (repeat, date) in [(0, None), (2, FuzzyDate::new(Some(2020), Some(1), None))] {
                    entries.push(EntryValues {
                        status,
                        progress,
                        repeat,
                        started: date,
                        completed: date,
                        ..EntryValues::default()
                    });
                }
            }
        }
        entries
    }

    #[test]
    fn many_become_what_the_editor_makes_of_each() {
        let mut compared = 0;
        for work in works() {
            for before in entries() {
                for status in ListStatus::ALL.iter().copied() {
                    let change = set(&[Value::Status(status)], true);
                    let got = change.applied_to(&before, Some(&work), today()).unwrap();
                    let setting = Setting::of(&ListOptions::default(), work.kind);
                    let rules = Rules { automatic: true };
                    let mut form = Draft::new(work.clone(), Some(before.clone()), setting, rules, today());
                    form.set(Value::Status(status));
                    assert_eq!(&got, form.values(), "{before:?} of {work:?} to {status:?}");
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 4 * 48 * 6);
    }

    #[test]
    fn left_as_they_are_only_what_was_chosen_changes() {
        for work in works() {
            for before in entries() {
                for status in ListStatus::ALL.iter().copied() {
                    let value = Value::Status(status);
                    let got =
                        set(std::slice::from_ref(&value), false).applied_to(&before, Some(&work), today());
                    let want: Patch = [value].into_iter().collect();
                    assert_eq!(got, Some(want.applied_to(&before)));
                }
            }
        }
    }

    #[test]
    fn nobody_gets_further_than_a_work_goes() {
        for work in works() {
            for before in entries() {
                for follow in [false, true] {
                    let chosen = [Value::Progress(30), Value::ProgressVolumes(30)];
                    let after = set(&chosen, follow)
                        .applied_to(&before, Some(&work), today())
                        .unwrap();
                    for (counter, got, was) in [
                        (Counter::Progress, after.progress, before.progress),
                        (Counter::Volumes, after.progress_volumes, before.progress_volumes),
                    ] {
                        let total = counter.total(&work).unwrap_or(u32::MAX);
                        let case = format!("{counter:?} of {before:?} in {work:?}");
                        assert_eq!(got, 30.min(total.max(was)), "{case}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_the_person_chose_has_the_last_word() {
        let [work, ..] = works();
        let before = EntryValues {
            status: ListStatus::Repeating,
            progress: 14,
            repeat: 1,
            ..EntryValues::default()
        };
        let date = FuzzyDate::new(Some(2021), None, None);
        let rows: &[(&[Value], &[Value])] = &[
            (
                &[Value::Status(ListStatus::Completed)],
                &[
                    Value::Progress(26),
                    Value::Repeat(2),
                    Value::Completed(Some(today())),
                ],
            ),
            (
                &[
                    Value::Status(ListStatus::Completed),
                    Value::Completed(None),
                    Value::Repeat(7),
                ],
                &[Value::Progress(26)],
            ),
            (
                &[
                    Value::Completed(date),
                    Value::Status(ListStatus::Completed),
                    Value::Progress(20),
                ],
                &[Value::Repeat(2)],
            ),
            (&[Value::Notes("again".into())], &[]),
            (&[Value::Progress(20)], &[]),
            (
                &[Value::Progress(26)],
                &[
                    Value::Status(ListStatus::Completed),
                    Value::Repeat(2),
                    Value::Completed(Some(today())),
                ],
            ),
        ];
        for (chosen, led) in rows {
            let change = set(chosen, true);
            let listed = [Listed {
                media: work.id,
                kind: work.kind,
                title: "",
                work: Some(&work),
                entry: &before,
                edit: None,
            }];
            let items = plan(&listed, &change, today());
            let want: Patch = chosen.iter().chain(*led).cloned().collect();
            let want = want.applied_to(&before);
            assert_eq!(items[0].after().unwrap(), want, "{chosen:?}");
            let mut fields: Vec<Field> = led.iter().map(Value::field).collect();
            fields.sort();
            assert_eq!(led_fields(&items, &change), fields, "{chosen:?}");
            assert_eq!(change.may_lead_on(), !matches!(chosen[0], Value::Notes(_)));
        }
    }
}
