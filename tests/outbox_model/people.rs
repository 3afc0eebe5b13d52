//! What the person does, and what happens on their other device.

use tsuzuki::domain::{EntryValues, Field, FuzzyDate, ListStatus, MediaType, Patch, Value};
use tsuzuki::outbox::bulk::{self, Activity, BulkChange, BulkJob, JobId, Listed, What};
use tsuzuki::outbox::journal::outcome_of;
use tsuzuki::outbox::{self, Change, EditIntent, Key, Origin, PendingEdit, Side, State};

use super::anilist::{Author, MAX_PRIORITY};
use super::oracle::Knowledge;
use super::world::World;

impl World {
    /// The person does something in some tab.
    pub(crate) fn person(&mut self) {
        let tab = self.random.below(self.tabs.len() as u64) as usize;
        if !self.tabs[tab].alive {
            return;
        }
        self.tabs[tab].hidden = self.random.below(8) == 0;
        let media = self.media[self.random.below(self.media.len() as u64) as usize];
        let account = self.accounts[self.active];
        let key = Key { account, media };
        match self.random.below(24) {
            0 => self.refresh(tab),
            1 => self.take_back(key),
            2 | 3 => self.undo_something(tab),
            4 => self.start_run(tab),
            5 => self.steer_runs(),
            6..=8 => self.choose(),
            9 => self.try_again(key),
            10 => self.order_change(tab, key, Change::Delete, None),
            11 | 12 => {
                let is_one = self.view_favourite(tab, key);
                self.order_change(tab, key, Change::Keep, Some(!is_one));
            }
            13 => {
                let patch: Patch = [Value::Priority(MAX_PRIORITY + 1)].into_iter().collect();
                self.order_change(tab, key, Change::Set(patch), None);
            }
            _ => {
                let view = self.view(tab, key);
                let mut patch = Patch::default();
                for _ in 0..=self.random.below(2) {
                    patch.set(self.random.value(&view.clone().unwrap_or_default()));
                }
                if view.is_none() {
                    patch.set(Value::Status(ListStatus::Current));
                }
                self.order_change(tab, key, Change::Set(patch), None);
            }
        }
        self.wake_all();
    }

    fn view(&self, tab: usize, key: Key) -> Option<EntryValues> {
        let entry = self.tabs[tab].list[&key]
            .entry
            .as_ref()
            .map(|entry| &entry.values);
        match self.edit_in(tab, key) {
            Some(edit) => edit.view(entry),
            None => entry.cloned(),
        }
    }

    fn view_favourite(&self, tab: usize, key: Key) -> bool {
        let favourite = self.tabs[tab].list[&key].favourite;
        self.edit_in(tab, key)
            .map_or(favourite, |edit| edit.view_favourite(favourite))
    }

    /// The edit that a tab shows: the stored one, unless it has not heard yet that another tab saved it.
    fn edit_in(&self, tab: usize, key: Key) -> Option<PendingEdit> {
        let unheard = self.tabs[tab].unheard.get(&key);
        self.edit(key).or_else(|| Some(unheard?.edit.clone()))
    }

    fn order_change(&mut self, tab: usize, key: Key, change: Change, favourite: Option<bool>) {
        let known = self.tabs[tab].list[&key].clone();
        let mut order = EditIntent {
            key,
            kind: MediaType::Anime,
            title: "T".into(),
            base: known.entry.as_ref().map(|entry| entry.values.clone()),
            was_favourite: known.favourite,
            change,
            favourite,
            origin: Origin::ByHand,
        };
        let (tick, view) = (known.tick, self.view(tab, key));
        let unheard = self.tabs[tab].unheard.remove(&key);
        let Some(unheard) = unheard.filter(|_| self.edit(key).is_none()) else {
            return self.order(&order, tick, view.as_ref());
        };
        // As the driver does it: the database lacks the edit, so the tab reads what became of it, and its list shows that.
        let noted = unheard.edit;
        let records = self.all_records();
        let Some(record) = outcome_of(records.iter(), &noted) else {
            return self.order(&order, tick, view.as_ref());
        };
        outbox::rebase_on_saved(&mut order, &noted, record.after.as_ref());
        let saved_at = self.recorded[&(key.account, record.id)];
        self.oracle.ordered_upon_saved(key, &noted, saved_at);
        // What the person has seen: the list of their tab, and of the edit what AniList made of it.
        let listed = known.entry.map(|entry| entry.values);
        let entry = match (&noted.change, &record.after, listed) {
            (Change::Keep, _, listed) => listed,
            (Change::Set(patch), Some(after), Some(mut listed)) if noted.base.is_some() => {
                let changed = patch.values().iter().map(|value| after.get(value.field()));
                changed.for_each(|value| listed.set(value));
                Some(listed)
            }
            (_, after, _) => after.clone(),
        };
        let knows = Knowledge {
            entry: entry.as_ref(),
            favourite: noted.favourite.map_or(known.favourite, |it| it.wanted),
            seen: tick,
        };
        self.order_knowing(&order, &knows, view.as_ref());
        let known = self.tabs[tab].list.entry(key).or_default();
        known.take(unheard.entry.as_ref(), unheard.favourite, unheard.tick);
    }

    fn order(&mut self, order: &EditIntent, seen: u64, view: Option<&EntryValues>) {
        let knows = Knowledge {
            entry: order.base.as_ref(),
            favourite: order.was_favourite,
            seen,
        };
        self.order_knowing(order, &knows, view);
    }

    fn order_knowing(&mut self, order: &EditIntent, knows: &Knowledge<'_>, view: Option<&EntryValues>) {
        let before = self.edit(order.key);
        let after = outbox::order(before.clone(), order, self.now);
        let at = self.anilist.tick;
        let was_in_conflict = self.conflicts.get(&order.key).copied();
        self.oracle
            .ordered(order, knows, view, before.as_ref(), after.as_ref(), at);
        let in_conflict = matches!(
            after.as_ref().map(|edit| &edit.state),
            Some(State::Conflict { .. })
        );
        self.put_edit(order.key, after);
        match (was_in_conflict, before) {
            (Some(tick), _) if in_conflict => {
                self.conflicts.insert(order.key, tick);
            }
            (Some(tick), Some(before)) => self.oracle.looked(&self.anilist, tick, &before),
            _ => {}
        }
    }

    fn take_back(&mut self, key: Key) {
        let edit = outbox::withdraw(self.edit(key), self.now);
        self.oracle.withdrawn(key);
        self.put_edit(key, edit);
    }

    fn try_again(&mut self, key: Key) {
        let edit = outbox::retry(self.edit(key));
        let tick = self.conflicts.get(&key).copied();
        self.put_edit(key, edit);
        if let Some(tick) = tick {
            self.conflicts.insert(key, tick);
        }
    }

    fn undo_something(&mut self, tab: usize) {
        let account = self.accounts[self.active];
        let mut records = self.all_records();
        records.retain(|record| record.account == account);
        if records.is_empty() {
            return;
        }
        let record = &records[self.random.below(records.len() as u64) as usize];
        let order = record.undo();
        let seen = self.recorded[&(account, record.id)];
        let view = self.view(tab, order.key);
        self.order(&order, seen, view.as_ref());
    }

    fn start_run(&mut self, tab: usize) {
        let account = self.accounts[self.active];
        let (edits, runs) = (self.all_edits(), self.all_runs());
        let id = JobId::new(&runs, self.now);
        let edit = |key: Key| -> Option<&PendingEdit> { edits.iter().find(|edit| edit.key == key) };
        let list = self.tabs[tab].list.clone();
        let own = list.iter().filter(|(key, _)| key.account == account);
        let listed: Vec<Listed<'_>> = own
            .filter_map(|(key, known)| {
                Some(Listed {
                    media: key.media,
                    kind: MediaType::Anime,
                    title: "T",
                    work: None,
                    entry: &known.entry.as_ref()?.values,
                    edit: edit(*key),
                })
            })
            .collect();
        let change = match self.random.below(6) {
            0 => BulkChange::Delete,
            1 | 2 => BulkChange::Set {
                values: Patch::default(),
                add: vec!["x".into()],
                remove: vec!["y".into()],
                follow: false,
            },
            _ => BulkChange::Set {
                values: [Value::Priority(self.random.below(3) as u32)]
                    .into_iter()
                    .collect(),
                add: Vec::new(),
                remove: Vec::new(),
                follow: false,
            },
        };
        let finished = runs.iter().rfind(|run| run.account == account);
        let (what, items) = match finished.filter(|_| self.random.below(3) == 0) {
            Some(run) => (What::Revert(run.id), bulk::plan_revert(run, &self.all_records())),
            None => (
                What::Change(change.clone()),
                bulk::plan(&listed, &change, FuzzyDate::first()),
            ),
        };
        let activity = match self.random.below(2) {
            0 => Activity::Kept,
            _ => Activity::Wanted,
        };
        let (run, orders) = BulkJob::start(id, account, what, items, activity, None);
        self.put_run(&run);
        for order in orders {
            let seen = match run.what {
                What::Revert(of) => self.seen_by(&order, of),
                _ => list[&order.key].tick,
            };
            let view = self.view(tab, order.key);
            self.order(&order, seen, view.as_ref());
        }
    }

    /// When AniList had said what the record says that an order of a revert undoes.
    fn seen_by(&self, order: &EditIntent, run: JobId) -> u64 {
        let records = self.all_records().into_iter();
        let mut its = records.filter(|record| {
            record.edit_key() == order.key && record.origins.run == Some(run) && record.after == order.base
        });
        its.next()
            .map_or(0, |record| self.recorded[&(record.account, record.id)])
    }

    fn steer_runs(&mut self) {
        for run in self.all_runs() {
            let run = match self.random.below(4) {
                0 => run.pause(),
                1 => run.cancel(),
                _ => run.resume(),
            };
            self.put_run(&run);
        }
    }

    /// The person looks at a conflict and chooses.
    fn choose(&mut self) {
        let account = self.accounts[self.active];
        let mut edits = self.all_edits();
        edits.retain(|edit| edit.key.account == account);
        let Some((edit, fields)) = edits.iter().find_map(|edit| match &edit.state {
            State::Conflict { fields, .. } => Some((edit, fields.clone())),
            _ => None,
        }) else {
            return;
        };
        let side = match self.random.below(2) {
            0 => Side::Mine,
            _ => Side::Theirs,
        };
        let chosen: Vec<Field> = match self.random.below(2) {
            0 => Vec::new(),
            _ => fields.into_iter().take(1).collect(),
        };
        let tick = self.conflicts[&edit.key];
        let after = outbox::resolve(Some(edit.clone()), edit.revision, &chosen, side, self.now);
        let at = self.anilist.tick;
        self.oracle
            .chose(&self.anilist, edit.key, tick, edit, after.as_ref(), at);
        let in_conflict = matches!(
            after.as_ref().map(|edit| &edit.state),
            Some(State::Conflict { .. })
        );
        self.put_edit(edit.key, after);
        if in_conflict {
            self.conflicts.insert(edit.key, tick);
        }
    }

    /// Something changes on another device.
    pub(crate) fn device(&mut self) {
        let keys = self.keys();
        let key = keys[self.random.below(keys.len() as u64) as usize];
        if self.anilist.is_gone(key.media) {
            return;
        }
        let entry = self.anilist.entry(key).map(|entry| entry.values.clone());
        match (self.random.below(24), entry) {
            (0, _) => self.anilist.bury(key.media, &keys),
            (1..=3, _) => self.anilist.switch_favourite(key, Author::Foreign),
            (4..=6, Some(_)) => self.anilist.remove(key, Author::Foreign),
            (_, Some(mut values)) => {
                values.set(self.random.value(&values));
                self.anilist.put(key, Author::Foreign, values, self.now);
            }
            (_, None) => {
                let values = self.some_values();
                self.anilist.put(key, Author::Foreign, values, self.now);
            }
        }
    }
}
