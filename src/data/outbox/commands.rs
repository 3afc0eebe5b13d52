//! What a person orders, and what they hear of it.

use std::cell::Cell;
use std::rc::Rc;

use crate::data::lists::ListStore;
use crate::data::state::{App, CompletionPrompt, Notice, Toast};
use crate::domain::progress::{self, Counter, Offer};
use crate::domain::{
    EntryValues, Field, FuzzyDate, ListEntry, Media, MediaId, MediaType, Patch, ScoreFormat, TitleLanguage,
    Value,
};
use crate::error::AppError;
use crate::outbox::draft::Stand;
use crate::outbox::edit_description::announcement;
use crate::outbox::journal::{Record, outcome_of};
use crate::outbox::{self, Change, EditIntent, Key, News, Origin, PendingEdit, Side};
use crate::text::field_parser;
use crate::text::isolated;
use crate::text::labels::field_name;
use crate::web::reactive::spawn;
use crate::web::{clock, dom};
use leptos::prelude::Set as _;

use super::{Edits, Place, Replaced};

impl Edits {
    /// So many more episodes, chapters or volumes, or fewer.
    pub fn bump_now(self, entry: &ListEntry, counter: Counter, steps: i32) {
        self.progress(entry, counter, progress::Change::By(steps), None);
    }

    /// Takes what was typed in place of a value. What is none changes nothing.
    pub fn replace_now(self, entry: &ListEntry, text: &str, replaced: Replaced) {
        match replaced {
            Replaced::Progress(seen, at) => self.type_progress(entry, text, (Value::Progress(seen), at)),
            Replaced::Score(seen, scores, at) => {
                self.type_score(entry, text, scores, (Value::Score(seen), at));
            }
        }
    }

    fn type_progress(self, entry: &ListEntry, text: &str, seen: (Value, u64)) {
        match field_parser::in_place(Field::Progress, text, ScoreFormat::Unknown) {
            Ok(Some(Value::Progress(number))) => {
                self.progress(entry, Counter::Progress, progress::Change::To(number), Some(seen));
            }
            Ok(_) => {}
            Err(problem) => App::here().toast(&problem),
        }
    }

    fn type_score(self, entry: &ListEntry, text: &str, scores: ScoreFormat, seen: (Value, u64)) {
        match scores.parse(text) {
            Some(score) if score != entry.values.score => {
                let patch: Patch = [Value::Score(score)].into_iter().collect();
                let said = match score {
                    Some(score) => {
                        format!("{}: score {}", isolated(&title(&entry.media)), scores.show(score))
                    }
                    None => format!("{}: no score", isolated(&title(&entry.media))),
                };
                self.order_over(&entry.media, Some(seen), Change::Set(patch), None, said);
            }
            Some(_) => {}
            None => App::here().toast(&scores.rule()),
        }
    }

    fn progress(
        self,
        entry: &ListEntry,
        counter: Counter,
        change: progress::Change,
        seen: Option<(Value, u64)>,
    ) {
        let app = App::here();
        let (values, media) = (&entry.values, &entry.media);
        let today = today();
        let rules = app.preferences.rules();
        let step = progress::change(values, media, counter, change, today, rules);
        if step.patch.is_empty() && step.offer.is_none() {
            return;
        }
        let said = announcement(
            &isolated(&title(media)),
            counter.field(),
            values,
            &step.patch.applied_to(values),
            media.kind,
            // Counting changes no score.
            ScoreFormat::Point100,
        );
        if !step.patch.is_empty() {
            self.order_over(media, seen, Change::Set(step.patch), None, said);
        }
        if let Some(Offer::Complete(patch)) = step.offer {
            app.finish.set(Some(CompletionPrompt {
                media: media.clone(),
                patch,
                score: values.score,
            }));
        }
    }

    /// Notes an order of the account in use, shows it at once, and says so once it is kept.
    pub fn order(self, media: &Media, change: Change, favourite: Option<bool>, said: String) {
        self.order_over(media, None, change, favourite, said);
    }

    /// The same where the person has had `seen` before them since a time, whatever lists say by now.
    fn order_over(
        self,
        media: &Media,
        seen: Option<(Value, u64)>,
        change: Change,
        favourite: Option<bool>,
        said: String,
    ) {
        let Some(key) = self.key(media.id) else { return };
        // Another tab may have begun the edit upon an older list than the one that is shown here.
        let beneath = own_lists(App::here())
            .iter()
            .find_map(|shelf| shelf.base_of(media.id))
            .map(|entry| entry.values);
        let mut stand = Stand {
            seen: beneath.or_else(|| self.edit_of(key)?.base),
            at: u64::MAX,
        };
        if let (Some(base), Some((seen, at))) = (&mut stand.seen, seen) {
            base.set(seen);
            stand.at = at;
        }
        self.order_on(media, stand, change, favourite, said);
    }

    /// The same for who has something else before them than lists show now, or a work that no list in memory holds.
    pub fn order_on(
        self,
        media: &Media,
        stand: Stand,
        change: Change,
        favourite: Option<bool>,
        said: String,
    ) {
        let Some(key) = self.key(media.id) else { return };
        let existing = self.edit_of(key);
        let base = {
            let inner = self.inner();
            let journal = inner.journal.borrow();
            stand.now(journal.iter().filter(|record| record.edit_key() == key))
        };
        let was_favourite = existing
            .as_ref()
            .and_then(|edit| edit.favourite)
            .map_or(media.favourite, |favourite| favourite.was);
        if listed(App::here(), media.id).is_none() {
            self.remember(media.clone());
        }
        let order = EditIntent {
            key,
            kind: media.kind,
            title: title(media).into(),
            base,
            was_favourite,
            change,
            favourite,
            origin: Origin::ByHand,
        };
        self.note(order, said);
    }

    /// The same for an order that is made already.
    fn note(self, order: EditIntent, said: String) {
        let app = App::here();
        let key = order.key;
        let existing = self.edit_of(key);
        let noted = existing.clone();
        // On screen at once; the database has the last word.
        let now = clock::now_ms();
        let is_new = existing.is_none();
        if is_new {
            self.inner().unkept.borrow_mut().push(key);
        }
        let shown = outbox::order(existing, &order, now);
        self.hold(key, shown.as_ref());
        self.changed();
        self.begin(key);
        spawn(async move {
            // What it came on top of was saved by another tab, which this one has not heard of yet.
            let is_unheard = Cell::new(false);
            let mut note = |_, edit: Option<PendingEdit>| {
                let mut order = order.clone();
                // What it came on top of was saved in between, and is what it stands on now.
                if let (Some(noted), None) = (&noted, &edit) {
                    match self.saved_of(noted) {
                        Some(saved) => outbox::rebase_on_saved(&mut order, noted, saved.as_ref()),
                        None if !is_unheard.replace(true) => return (None, None),
                        None => {}
                    }
                }
                (outbox::order(edit, &order, now), None)
            };
            let mut outcome = self.change(&[key], true, &mut note).await;
            if is_unheard.get() {
                // Unless there is a later order already, which is what is shown.
                if self.edit_of(key).is_none() {
                    self.hold(key, shown.as_ref());
                }
                self.inner().stale.set(true);
                self.follow().await;
                outcome = self.change(&[key], true, &mut note).await;
            }
            self.end(key);
            if is_new {
                self.inner().unkept.borrow_mut().retain(|known| *known != key);
                self.changed();
            }
            // Beside the edit: a browser that asks the person answers when they do, or never.
            spawn(self.ask_to_persist());
            match outcome {
                Ok(()) => {}
                Err(error) => app.banner(Notice {
                    text: AppError::from(error).to_string(),
                    link: None,
                }),
            }
            app.toast.set(Some(Toast {
                text: said,
                undo: Some(key),
            }));
            self.wake();
        });
    }

    pub(super) fn edit_of(self, key: Key) -> Option<PendingEdit> {
        let inner = self.inner();
        let edits = inner.edits.borrow();
        edits.iter().find(|edit| edit.key == key).cloned()
    }

    /// The entry as AniList has made it of an edit, saved by this tab or another; nothing while that is not known.
    fn saved_of(self, edit: &PendingEdit) -> Option<Option<EntryValues>> {
        let inner = self.inner();
        let settled = inner.settled.borrow();
        let here = settled.iter().find(|(known, _, _)| *known == edit.key);
        let here = here.map(|(_, values, at)| (*at, values.clone()));
        let journal = inner.journal.borrow();
        let there = outcome_of(journal.iter(), edit);
        let there = there.map(|record| (record.id.at, record.after.clone()));
        // What this tab was told is told in full.
        let newest = match (here, there) {
            (Some(here), Some(there)) if there.0 > here.0 => Some(there),
            (None, there) => there,
            (here, _) => here,
        };
        newest
            .filter(|newest| newest.0 >= edit.made_at)
            .map(|(_, values)| values)
    }

    /// A change of this edit is on its way to the database. Until the last one is there, memory is ahead of it.
    fn begin(self, key: Key) {
        self.inner().noting.borrow_mut().push(key);
    }

    fn end(self, key: Key) {
        let inner = self.inner();
        let mut noting = inner.noting.borrow_mut();
        if let Some(place) = noting.iter().position(|known| *known == key) {
            noting.swap_remove(place);
        }
    }

    /// Asks the browser, at the first edit, never to drop what is kept here.
    async fn ask_to_persist(self) {
        let inner = self.inner();
        if inner.place.get() == Place::Database && !inner.asked_to_persist.replace(true) {
            inner.persistent.set(Some(dom::persist().await));
            self.changed();
        }
    }

    /// Takes back the last edit of a work: out of the queue, or, once AniList has it, by another edit.
    pub fn undo_now(self, key: Key) {
        let Some(edit) = self.edit_of(key).filter(|edit| !edit.is_withdrawn()) else {
            let last = self.journal_of(key);
            return last.into_iter().for_each(|record| self.undo_record(&record));
        };
        if edit.sent.is_none() {
            return self.withdraw(key);
        }
        // It is on its way: that things shall be as before follows it.
        let wanted = edit.view(edit.base.as_ref());
        let order = EditIntent {
            key,
            kind: edit.kind,
            title: edit.title.clone(),
            change: outbox::between(wanted.as_ref(), edit.base.as_ref()),
            base: edit.base,
            was_favourite: edit.favourite.is_some_and(|favourite| favourite.was),
            favourite: edit.favourite.map(|favourite| favourite.was),
            origin: Origin::ByHand,
        };
        let said = undone(&order.title);
        self.note(order, said);
    }

    /// The newest record of a work.
    fn journal_of(self, key: Key) -> Option<Record> {
        let inner = self.inner();
        let journal = inner.journal.borrow();
        journal
            .iter()
            .rev()
            .find(|record| record.edit_key() == key)
            .cloned()
    }

    /// Undoes a saved edit, by another one.
    pub fn undo_record(self, record: &Record) {
        self.note(record.undo(), undone(&record.title));
    }

    /// Takes an edit out of the queue.
    pub fn withdraw(self, key: Key) {
        self.apply(key, "Taken back", Rc::new(outbox::withdraw));
    }

    /// Tries an edit again that failed or waits.
    pub fn retry(self, key: Key) {
        self.inner().sender.borrow_mut().wake();
        self.apply(key, "", Rc::new(|edit, _| outbox::retry(edit)));
    }

    /// Takes the person's choice in a conflict, for some fields or for all.
    pub fn resolve(self, key: Key, revision: u64, fields: Vec<Field>, side: Side) {
        let choose = move |edit, now| outbox::resolve(edit, revision, &fields, side, now);
        self.apply(key, "", Rc::new(choose));
    }

    fn apply(self, key: Key, said: &'static str, change: Rework) {
        let existing = self.edit_of(key);
        // What is in the database decides; this is the same unless another tab was quicker.
        let now = clock::now_ms();
        self.hold(key, change(existing, now).as_ref());
        self.changed();
        self.begin(key);
        spawn(async move {
            let mut apply = |_, edit| (change(edit, now), None);
            let outcome = self.change(&[key], true, &mut apply).await;
            self.end(key);
            if outcome.is_ok() && !said.is_empty() {
                App::here().toast(said);
            }
            self.wake();
        });
    }
}

/// A change of a stored edit.
type Rework = Rc<dyn Fn(Option<PendingEdit>, u64) -> Option<PendingEdit>>;

/// Says what became of an edit, where that is news.
pub(super) fn tell(app: App, key: Key, news: &News) {
    let text = match news {
        News::Saved | News::AlreadyThere | News::Arrived => return,
        News::Merged(_) => "was changed elsewhere too; both changes are kept.",
        News::Conflict => "was changed elsewhere too. Choose what to keep under Unsent edits.",
        News::Failed => "could not be saved. See Unsent edits.",
        News::Adjusted(_) => "was saved, but AniList keeps other values of ",
    };
    let inner = app.edits.inner();
    let (edits, journal) = (inner.edits.borrow(), inner.journal.borrow());
    let edit = edits.iter().find(|edit| edit.key == key);
    let record = || journal.iter().rev().find(|record| record.edit_key() == key);
    let known = edit.map(|edit| (&edit.title, edit.kind, edit.origins));
    let known = known.or_else(|| record().map(|record| (&record.title, record.kind, record.origins)));
    // A run counts what became of its edits.
    if let Some((title, kind, _)) = known.filter(|(_, _, origins)| origins.by_hand || origins.run.is_none()) {
        let mut said = format!("{} {text}", isolated(title));
        if let News::Adjusted(fields) = news {
            let names: Vec<&str> = fields.iter().map(|field| field_name(*field, kind)).collect();
            said.push_str(&names.join(", "));
            said.push('.');
        }
        app.toast(&said);
    }
}

/// Today where the person is.
pub fn today() -> FuzzyDate {
    let (year, month, day) = clock::today();
    // A day that no calendar has is a clock that nobody set.
    FuzzyDate::new(Some(year), Some(month), Some(day)).unwrap_or_else(FuzzyDate::first)
}

fn undone(title: &str) -> String {
    [&isolated(title), ": undone"].concat()
}

fn title(media: &Media) -> String {
    media.title.pick(TitleLanguage::Unknown).to_owned()
}

/// Which work is wanted as it stands in the account's lists.
pub fn listed(app: App, media: MediaId) -> Option<ListEntry> {
    crate::data::lists::find(&own_lists(app), media)
}

/// The lists in memory of the account in use.
fn own_lists(app: App) -> Vec<Rc<ListStore>> {
    let Some(account) = app.session.active_now() else {
        return Vec::new();
    };
    let mut shelves = app.lists.own(account.id, MediaType::Anime);
    shelves.extend(app.lists.own(account.id, MediaType::Manga));
    shelves
}
