//! What a person orders, and what they hear of it.

use std::rc::Rc;

use crate::domain::{
    EntryValues, Field, FuzzyDate, ListEntry, Media, MediaId, MediaType, Patch, ScoreFormat, TitleLanguage,
    Value,
};
use crate::model::outbox::{self, Change, Edit, Key, News, Order, Origin, Side};
use crate::model::progress::{self, Counter, Offer};
use crate::model::undo::Record;
use crate::ui::live::spawn;
use crate::ui::state::{App, Finish, Notice, Toast};
use crate::web::{clock, dom};
use leptos::prelude::Set as _;

use super::{Edits, Place};

impl Edits {
    /// So many more episodes or chapters, or fewer.
    pub fn bump(self, entry: &ListEntry, steps: i32) {
        self.progress(entry, progress::Change::By(steps));
    }

    /// Takes a progress as it was typed. What is no number changes nothing.
    pub fn type_progress(self, entry: &ListEntry, text: &str) {
        if let Ok(number) = text.trim().parse() {
            self.progress(entry, progress::Change::To(number));
        } else if !text.trim().is_empty() {
            App::here().say("A progress is a whole number.");
        }
    }

    /// Takes a score as it was typed, in the person's scale.
    pub fn type_score(self, entry: &ListEntry, text: &str, scores: ScoreFormat) {
        match scores.parse(text) {
            Some(score) if score != entry.values.score => {
                let patch: Patch = [Value::Score(score)].into_iter().collect();
                let said = match score {
                    Some(score) => format!("{}: score {}", title(&entry.media), scores.show(score)),
                    None => format!("{}: no score", title(&entry.media)),
                };
                self.order(&entry.media, Change::Set(patch), None, said);
            }
            Some(_) => {}
            None => App::here().say(&format!("A score is {}.", scores.hint())),
        }
    }

    fn progress(self, entry: &ListEntry, change: progress::Change) {
        let app = App::here();
        let (values, media) = (&entry.values, &entry.media);
        let today = today();
        let rules = app.preferences.rules();
        let step = progress::change(values, media, Counter::Progress, change, today, rules);
        if step.patch.is_empty() {
            return;
        }
        let after = step.patch.applied_to(values).progress;
        let unit = match media.kind {
            MediaType::Manga => "chapter",
            _ => "episode",
        };
        let said = format!("{}: {unit} {after}", title(media));
        self.order(media, Change::Set(step.patch), None, said);
        if let Some(Offer::Complete(patch)) = step.offer {
            app.finish.set(Some(Finish {
                media: media.clone(),
                patch,
                score: values.score,
            }));
        }
    }

    /// Notes an order of the account in use, shows it at once, and says so once it is kept.
    pub fn order(self, media: &Media, change: Change, favourite: Option<bool>, said: String) {
        let Some(key) = self.key(media.id) else { return };
        let inner = self.inner();
        let shelves = App::here().lists.own(key.account.get(), media.kind);
        let listed = crate::ui::lists::find(&shelves, media.id);
        let existing = self.edit_of(key);
        let base = match &existing {
            Some(edit) => edit.base.clone(),
            None => listed.as_ref().map(|entry| entry.values.clone()),
        };
        let was_favourite = existing
            .as_ref()
            .and_then(|edit| edit.favourite)
            .map_or(media.favourite, |favourite| favourite.was);
        if listed.is_none() {
            inner.added.borrow_mut().push(media.clone());
        }
        let order = Order {
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
    fn note(self, order: Order, said: String) {
        let app = App::here();
        let key = order.key;
        let existing = self.edit_of(key);
        let was_waiting = existing.is_some();
        // On screen at once; the database has the last word.
        self.hold(key, outbox::order(existing, &order, clock::now_ms()));
        self.changed();
        self.begin(key);
        spawn(async move {
            let mut note = |_, edit: Option<Edit>| {
                let mut order = order.clone();
                // What it came on top of was saved in between, and is what it stands on now.
                if was_waiting && edit.is_none() {
                    order.base = self.saved_now(key).unwrap_or(order.base);
                }
                (outbox::order(edit, &order, clock::now_ms()), None)
            };
            let outcome = self.change(&[key], true, &mut note).await;
            self.end(key);
            self.ask_to_persist().await;
            match outcome {
                Ok(()) => app.toast.set(Some(Toast {
                    text: said,
                    undo: Some(key),
                })),
                Err(error) => app.notify(Notice {
                    text: format!("{said}: the browser did not keep this edit, so it is sent only while this tab is open. {}", crate::error::AppError::from(error)),
                    link: None,
                }),
            }
            self.wake();
        });
    }

    fn edit_of(self, key: Key) -> Option<Edit> {
        let inner = self.inner();
        let edits = inner.edits.borrow();
        edits.iter().find(|edit| edit.key == key).cloned()
    }

    /// What AniList has made of the last edit of a work; nothing while that is not known.
    fn saved_now(self, key: Key) -> Option<Option<EntryValues>> {
        let inner = self.inner();
        let settled = inner.settled.borrow();
        settled
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, values)| values.clone())
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
        if inner.place.get() == Place::Database && inner.persistent.get().is_none() {
            inner.persistent.set(Some(false));
            inner.persistent.set(Some(dom::persist().await));
            self.changed();
        }
    }

    /// Takes back the last edit of a work: out of the queue, or, once AniList has it, by another edit.
    pub fn undo(self, key: Key) {
        let waits = |edit: Edit| edit.sent.is_none() && !edit.is_withdrawn();
        if self.edit_of(key).is_some_and(waits) {
            return self.withdraw(key);
        }
        let last = self.journal().into_iter().find(|record| record.edit_key() == key);
        match last {
            Some(record) => self.undo_record(&record),
            // It is on its way: what is wanted now follows it.
            None => self.withdraw(key),
        }
    }

    /// Undoes a saved edit, by another one.
    pub fn undo_record(self, record: &Record) {
        let mut said = String::from(&*record.title);
        said.push_str(": undone");
        self.note(record.undo(), said);
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
        self.hold(key, change(existing, clock::now_ms()));
        self.changed();
        self.begin(key);
        spawn(async move {
            let mut apply = |_, edit| (change(edit, clock::now_ms()), None);
            let outcome = self.change(&[key], true, &mut apply).await;
            self.end(key);
            if outcome.is_ok() && !said.is_empty() {
                App::here().say(said);
            }
            self.wake();
        });
    }
}

/// A change of a stored edit.
type Rework = Rc<dyn Fn(Option<Edit>, u64) -> Option<Edit>>;

/// Says what became of an edit, where that is news.
pub(super) fn tell(app: App, key: Key, news: &News) {
    let title = |edits: Edits| {
        let inner = edits.inner();
        let edit = inner
            .edits
            .borrow()
            .iter()
            .find(|edit| edit.key == key)
            .map(|edit| edit.title.clone());
        let record = || {
            inner
                .journal
                .borrow()
                .iter()
                .rev()
                .find(|record| record.edit_key() == key)
                .map(|record| record.title.clone())
        };
        edit.or_else(record).unwrap_or_default().into_string()
    };
    let text = match news {
        News::Saved | News::AlreadyThere | News::Arrived => return,
        News::Merged(_) => "was changed elsewhere too; both changes are kept.",
        News::Conflict => "was changed elsewhere too. Choose what to keep under Unsent edits.",
        News::Failed => "could not be saved. See Unsent edits.",
        News::Adjusted(_) => "was saved, but AniList keeps some of it otherwise.",
    };
    app.say(&format!("{} {text}", title(app.edits)));
}

/// Today where the person is.
pub fn today() -> FuzzyDate {
    let (year, month, day) = clock::today();
    // A day that no calendar has is a clock that nobody set.
    FuzzyDate::new(Some(year), Some(month), Some(day)).unwrap_or_else(FuzzyDate::first)
}

fn title(media: &Media) -> String {
    media.title.pick(TitleLanguage::Unknown).to_owned()
}

/// Which work is wanted as it stands in the account's lists.
pub fn listed(app: App, media: MediaId) -> Option<ListEntry> {
    let account = app.session.active_now()?.id;
    let mut shelves = app.lists.own(account, MediaType::Anime);
    shelves.extend(app.lists.own(account, MediaType::Manga));
    crate::ui::lists::find(&shelves, media)
}
