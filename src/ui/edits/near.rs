//! What of edits is here from the start: orders, which are carried out once the rest has come.

use std::time::Duration;

use leptos::prelude::*;

use crate::domain::{ListEntry, ScoreFormat};
use crate::model::outbox::Key;
use crate::ui::lists::Shelf;
use crate::ui::{gates, later};
use crate::web;
use crate::web::later::Part;

use super::Edits;

/// How long the rest of the app waits, so that the first page has the connection and the processor for itself.
const FIRST_PAGE: Duration = Duration::from_millis(1500);

impl Edits {
    /// Has the edits begin when the rest of the app has come; somebody who is signed in gets it unasked.
    pub(super) fn begin_later(self) {
        let owner = Owner::current();
        web::later::when_all_here(move || match &owner {
            Some(owner) => owner.with(|| gates::later::begin_edits(self)),
            None => gates::later::begin_edits(self),
        });
        effect_once_signed_in(self);
    }

    /// So many more episodes or chapters, or fewer.
    pub fn bump(self, entry: &ListEntry, steps: i32) {
        let entry = entry.clone();
        later::run(move || gates::later::bump(self, &entry, steps));
    }

    /// Takes a progress as it was typed.
    pub fn type_progress(self, entry: &ListEntry, text: &str) {
        let (entry, text) = (entry.clone(), text.to_owned());
        later::run(move || gates::later::type_progress(self, &entry, &text));
    }

    /// Takes a score as it was typed, in the person's scale.
    pub fn type_score(self, entry: &ListEntry, text: &str, scores: ScoreFormat) {
        let (entry, text) = (entry.clone(), text.to_owned());
        later::run(move || gates::later::type_score(self, &entry, &text, scores));
    }

    /// Takes the last edit of a work back.
    pub fn undo(self, key: Key) {
        later::run(move || gates::later::undo(self, key));
    }

    /// Shows what edits do to a list. Before anything is known of them nothing is shown; [`Edits::begin_work`] makes good for it.
    pub fn lay_over(self, shelf: &Shelf, asked_at: u64) {
        if web::later::is_here(Part::Later) {
            gates::later::lay_over(self, shelf, asked_at);
        }
    }
}

/// Loads the rest of the app a little later, once somebody is signed in.
fn effect_once_signed_in(edits: Edits) {
    crate::ui::live::effect(move |_| {
        if !edits.session.accounts().is_empty() {
            set_timeout(|| later::fetch(), FIRST_PAGE);
        }
    });
}
