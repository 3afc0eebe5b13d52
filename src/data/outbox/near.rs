//! What of edits is here from the start: orders, which are carried out once the rest has come.

use futures_channel::oneshot;
use leptos::prelude::*;

use crate::data::chunks::{self, Commands};
use crate::data::state::{App, Notice};
use crate::domain::progress::Counter;
use crate::domain::{ListEntry, Score, ScoreFormat};
use crate::error::AppError;
use crate::outbox::Key;
use crate::web::reactive::spawn;

use super::{Edits, Place};

/// The value that a person types another in place of, as it was when the field was opened, and when that was, in
/// milliseconds since 1970: the list behind it may say something else by the time they have typed.
#[derive(Debug, Clone, Copy)]
pub enum Replaced {
    /// Episodes or chapters.
    Progress(u32, u64),
    /// A score, and the person's scale.
    Score(Option<Score>, ScoreFormat, u64),
}

impl Edits {
    /// Has the edits opened for whoever is signed in, and sent when the rest of the app has come.
    pub(super) fn begin_soon(self) {
        if !self.session.accounts_now().is_empty() {
            self.begin_opening();
        }
        let owner = Owner::current();
        chunks::COMMANDS.when_here(move |commands| match &owner {
            Some(owner) => owner.with(|| (commands.begin)(self)),
            None => (commands.begin)(self),
        });
    }

    /// Has the database of edits opened, unless that was done.
    pub(super) fn begin_opening(self) {
        if !self.inner().is_opened.replace(true) {
            spawn(self.open());
        }
    }

    /// Looks whether there is anything to send, unless that is done anyway once the rest of the app has come.
    pub(super) fn wake_if_here(self) {
        if let Some(commands) = chunks::COMMANDS.here() {
            (commands.wake)(self);
        }
    }

    /// Whether it is known what edits there are, or was waited for long enough: what they change can be shown; tracked.
    pub fn may_show(self) -> bool {
        self.track();
        self.may_show_now()
    }

    /// The same, untracked.
    pub fn may_show_now(self) -> bool {
        let inner = self.inner();
        inner.place.get() != Place::Opening || inner.is_late.get()
    }

    /// Waits until what edits change can be shown.
    pub async fn to_show(self) {
        self.begin_opening();
        if !self.may_show_now() {
            let (sender, known) = oneshot::channel();
            self.inner().showing.borrow_mut().push(sender);
            let _ = known.await;
        }
    }

    /// So many more episodes, chapters or volumes, or fewer.
    pub fn bump(self, entry: &ListEntry, counter: Counter, steps: i32) {
        self.on_entry(entry, move |commands, entry| {
            (commands.bump)(self, entry, counter, steps);
        });
    }

    /// Takes what was typed in place of a value.
    pub fn replace(self, entry: &ListEntry, text: String, replaced: Replaced) {
        self.on_entry(entry, move |commands, entry| {
            (commands.replace)(self, entry, &text, replaced);
        });
    }

    /// Takes the last edit of a work back.
    pub fn undo(self, key: Key) {
        self.when_known(Box::new(move |commands| (commands.undo)(self, key)));
    }

    /// Does something to an entry as it is once all edits are known: until then a list that was kept may show what it was
    /// before them.
    fn on_entry(self, entry: &ListEntry, act: impl FnOnce(Commands, &ListEntry) + 'static) {
        let shown = entry.clone();
        self.when_known(Box::new(move |commands| {
            let now = super::listed(App::here(), shown.media.id);
            act(commands, now.as_ref().unwrap_or(&shown));
        }));
    }

    /// Does something once it is known what edits there are. Says so where that cannot be found out.
    fn when_known(self, act: Box<dyn FnOnce(Commands)>) {
        let is_known = self.inner().place.get() != Place::Opening;
        let here = chunks::COMMANDS.here();
        if let Some(commands) = here.filter(|_| is_known && !self.is_behind()) {
            return act(commands);
        }
        spawn(async move {
            if let Ok(commands) = chunks::COMMANDS.load().await {
                (commands.follow)(self, Box::new(move || act(commands)));
            } else {
                let text = AppError::PartNotLoaded.to_string();
                App::here().banner(Notice { text, link: None });
            }
        });
    }
}
