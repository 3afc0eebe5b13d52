//! A form that was left without being saved or discarded, as the browser's "back" leaves it: kept until it is opened again.
//!
//! Only in this page's memory, and of the last one only: it is no edit yet, which is what the queue of edits is for.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::data::state::App;
use crate::domain::MediaId;
use crate::outbox::draft::Draft;
use crate::text::isolated;
use crate::web::reactive::effect;

use super::Editor;

thread_local! {
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

struct Left {
    media: MediaId,
    draft: Draft,
}

/// Keeps the form when the editor goes, if something in it would be lost.
pub(super) fn keep(editor: Editor) {
    let account = account_now(editor.app);
    on_cleanup(move || {
        let draft = editor.form.draft.try_get_untracked().flatten();
        let is_closed = editor.closed.try_get_value() != Some(false);
        let Some(draft) = draft.filter(|draft| !is_closed && draft.is_changed()) else {
            return;
        };
        if account_now(editor.app) != account {
            return;
        }
        editor.app.toast(
            &[
                &isolated(draft.title()),
                ": not saved, but kept for when you edit it again",
            ]
            .concat(),
        );
        let left = Left {
            media: editor.media,
            draft,
        };
        LEFT.replace(Some(left));
    });
}

/// Fills the editor with the form that was left of its work. False when there is none.
pub(super) fn take(editor: Editor) -> bool {
    let left = LEFT.with_borrow_mut(|left| left.take_if(|left| left.media == editor.media));
    let is_there = left.is_some();
    if let Some(left) = left {
        editor.form.draft.set(Some(left.draft));
    }
    is_there
}

/// Forgets it when another account is used, or none. Called once.
pub(super) fn forget_with_account(app: App) {
    let account = Memo::new(move |_| app.session.active().map(|account| account.id));
    effect(move |_| {
        account.get();
        LEFT.take();
    });
}

fn account_now(app: App) -> Option<u64> {
    app.session.active_now().map(|account| account.id)
}
