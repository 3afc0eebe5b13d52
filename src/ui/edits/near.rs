//! What of edits is here from the start: orders, which are carried out once the rest has come.

use leptos::prelude::*;

use crate::domain::{ListEntry, Score, ScoreFormat};
use crate::error::AppError;
use crate::model::outbox::Key;
use crate::model::progress::Counter;
use crate::ui::gates;
use crate::ui::lists::Shelf;
use crate::ui::live::spawn;
use crate::ui::state::{App, Notice};
use crate::web;
use crate::web::later::Part;

use super::{Edits, Place};

/// The value that a person types another in place of, as it was when the field was opened: the list behind it may say
/// something else by the time they have typed.
#[derive(Debug, Clone, Copy)]
pub enum Replaced {
    /// Episodes or chapters.
    Progress(u32),
    /// A score, and the person's scale.
    Score(Option<Score>, ScoreFormat),
}

impl Edits {
    /// Has the edits begin when the rest of the app has come.
    pub(super) fn begin_later(self) {
        let owner = Owner::current();
        web::later::when_all_here(move || match &owner {
            Some(owner) => owner.with(|| gates::later::begin(self)),
            None => gates::later::begin(self),
        });
    }

    /// So many more episodes, chapters or volumes, or fewer.
    pub fn bump(self, entry: &ListEntry, counter: Counter, steps: i32) {
        self.on_entry(entry, move |entry| {
            gates::later::bump(self, entry, counter, steps)
        });
    }

    /// Takes what was typed in place of a value.
    pub fn replace(self, entry: &ListEntry, text: String, replaced: Replaced) {
        self.on_entry(entry, move |entry| {
            gates::later::replace(self, entry, &text, replaced);
        });
    }

    /// Takes the last edit of a work back.
    pub fn undo(self, key: Key) {
        self.when_known(Box::new(move || gates::later::undo(self, key)));
    }

    /// Does something to an entry as it is once all edits are known: until then a list that was kept may show what it was
    /// before them.
    fn on_entry(self, entry: &ListEntry, act: impl FnOnce(&ListEntry) + 'static) {
        let shown = entry.clone();
        self.when_known(Box::new(move || {
            let now = super::listed(App::here(), shown.media.id);
            act(now.as_ref().unwrap_or(&shown));
        }));
    }

    /// Does something once it is known what edits there are. Says so where that cannot be found out.
    fn when_known(self, act: Box<dyn FnOnce()>) {
        let is_known = self.inner().place.get() != Place::Opening;
        if is_known && web::later::is_here(Part::Later) {
            return act();
        }
        spawn(async move {
            if web::later::load(Part::Later).await {
                self.ready().await;
                act();
            } else {
                let text = AppError::PartNotLoaded.to_string();
                App::here().notify(Notice { text, link: None });
            }
        });
    }

    /// Shows what edits do to a list. Before anything is known of them nothing is shown; [`Edits::begin_work`] makes good for it.
    pub fn lay_over(self, shelf: &Shelf, asked_at: u64) {
        if web::later::is_here(Part::Later) {
            gates::later::lay_over(self, shelf, asked_at);
        }
    }
}
