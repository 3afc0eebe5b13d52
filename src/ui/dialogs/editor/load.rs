//! What the editor needs before there is a form: the work, the entry, and how its owner scores.

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::operation::{MediaForEditQuery, MediaForEditVariables, NoVariables, ViewerQuery};
use crate::domain::{EntryValues, ListOptions, Media};
use crate::model::draft::{Draft, Setting, seen};
use crate::ui::components::asked::State;
use crate::ui::components::button::Button;
use crate::ui::components::login_button::LoginButton;
use crate::ui::edits::{listed, today};
use crate::ui::live::effect;
use crate::ui::query::{Asking, Stage, use_query};
use crate::ui::state::App;

use super::{Editor, left};

/// Stands in the place of the form until it is there.
pub(super) fn load(editor: Editor) -> AnyView {
    let app = editor.app;
    let content = if app.session.bearer().is_none() {
        view! { <p>"To change your list you have to be logged in."</p> <LoginButton/> }.into_any()
    } else {
        ask(editor)
    };
    view! {
        <div class="stack">{content}</div>
        <div class="dialog-foot"><Button label="Close" act=move |()| { editor.close(); }/></div>
    }
    .into_any()
}

/// Fills the form from what is in memory; asks for the rest.
fn ask(editor: Editor) -> AnyView {
    let app = editor.app;
    if left::take(editor) || fill(editor, None, None) {
        return ().into_any();
    }
    let work = in_lists(editor)
        .is_none()
        .then(|| use_query::<MediaForEditQuery>(MediaForEditVariables { id: editor.media }));
    let viewer = options(app)
        .is_none()
        .then(|| use_query::<ViewerQuery>(NoVariables {}));
    effect(move |_| {
        let account = app.session.active().map_or(0, |account| account.id);
        app.lists
            .of_account(account)
            .iter()
            .for_each(|shelf| shelf.track());
        let found = work
            .filter(|query| is_over(query.asking))
            .and_then(|query| query.answer.get());
        let viewer = viewer.and_then(|query| query.answer.get());
        fill(
            editor,
            found.map(|found| (found.data.media, found.data.entry.map(|entry| entry.values))),
            viewer.map(|viewer| viewer.data.lists),
        );
    });
    let state = |asking: Option<Asking>| asking.map(|asking| view! { <State asking skeleton/> });
    view! { {state(work.map(|query| query.asking))} {state(viewer.map(|query| query.asking))} }.into_any()
}

/// Whether what is shown is all there will be: what was kept may be old, and is used only where AniList does not answer.
fn is_over(asking: Asking) -> bool {
    asking
        .status
        .with(|status| matches!(status.stage, Stage::Settled | Stage::Failed { .. }))
}

type Found = (Media, Option<EntryValues>);

/// The entry as it stands in a list in memory.
fn in_lists(editor: Editor) -> Option<Found> {
    listed(editor.app, editor.media).map(|entry| (entry.media, Some(entry.values)))
}

/// How the person has arranged their lists, if a list in memory says so.
fn options(app: App) -> Option<ListOptions> {
    let shelves = app.lists.of_account(app.session.active_now()?.id);
    let owner = shelves.iter().find_map(|shelf| shelf.owner.borrow().clone())?;
    Some(Rc::unwrap_or_clone(owner).lists)
}

/// Makes the form, once everything is known. Lists in memory come first: they show what waits to be sent.
fn fill(editor: Editor, asked: Option<Found>, viewer: Option<ListOptions>) -> bool {
    let app = editor.app;
    if editor.form.draft.with_untracked(Option::is_some) {
        return true;
    }
    let edit = app.edits.edit_now(editor.media);
    let asked = asked.map(|(mut work, entry)| match &edit {
        Some(edit) => {
            work.favourite = edit.view_favourite(work.favourite);
            let entry = edit.view(entry.as_ref());
            (work, entry)
        }
        None => (work, entry),
    });
    let (Some((work, entry)), Some(options)) = (in_lists(editor).or(asked), options(app).or(viewer)) else {
        return false;
    };
    editor.seen.set_value(seen(edit.as_ref(), entry.as_ref()));
    let setting = Setting::of(&options, work.kind);
    let draft = Draft::new(work, entry, setting, app.preferences.rules(), today());
    editor.form.draft.set(Some(draft));
    true
}

fn skeleton() -> AnyView {
    view! {
        <p class="visually-hidden" role="status">"Loading the entry"</p>
        <div class="skeleton line" aria-hidden="true"></div>
        <div class="skeleton line short" aria-hidden="true"></div>
    }
    .into_any()
}
