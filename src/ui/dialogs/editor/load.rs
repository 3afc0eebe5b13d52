//! What the editor needs before there is a form: the work, the entry, and how its owner scores.

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::operation::{MediaForEditQuery, MediaForEditVariables, NoVariables, ViewerQuery};
use crate::data::lists::ListStore;
use crate::data::outbox::{listed, today};
use crate::data::query::{FetchStatus, QueryState, use_query};
use crate::data::state::App;
use crate::domain::{EntryValues, ListOptions, Media};
use crate::outbox::draft::{Draft, Setting, seen};
use crate::ui::components::button::Button;
use crate::ui::components::login_button::LoginButton;
use crate::ui::components::query_view::QueryStatus;
use crate::web::clock;
use crate::web::reactive::effect;

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
    if left::take(editor) || fill(editor, None) {
        return ().into_any();
    }
    let work = listed(app, editor.media)
        .is_none()
        .then(|| use_query::<MediaForEditQuery>(MediaForEditVariables { id: editor.media }));
    let viewer = options(app)
        .is_none()
        .then(|| use_query::<ViewerQuery>(NoVariables {}));
    effect(move |_| {
        track(app);
        let found = work
            .filter(|query| is_over(query.state))
            .and_then(|query| Some((query.answer.get()?, query.state.requested_at()?)));
        if let Some((found, requested_at)) = found {
            let entry = found.data.entry.map(|entry| entry.values);
            editor
                .asked
                .set_value(Some((found.data.media, entry, requested_at)));
        }
        let viewer = viewer.and_then(|query| query.answer.get());
        fill(editor, viewer.map(|viewer| viewer.data.lists));
    });
    let state = |state: Option<QueryState>| state.map(|state| view! { <QueryStatus state skeleton/> });
    view! { {state(work.map(|query| query.state))} {state(viewer.map(|query| query.state))} }.into_any()
}

/// Whether what is shown is all there will be: what was kept may be old, and is used only where AniList does not answer.
fn is_over(state: QueryState) -> bool {
    state
        .status
        .with(|status| matches!(status.stage, FetchStatus::Settled | FetchStatus::Failed { .. }))
}

/// Runs whatever calls this again when lists or edits have changed.
fn track(app: App) {
    app.edits.track();
    let account = app.session.active().map_or(0, |account| account.id);
    app.lists
        .of_account(account)
        .iter()
        .for_each(|shelf| shelf.track());
}

/// The work, the person's entry, and when it was asked.
pub(super) type Asked = (Media, Option<EntryValues>, u64);

/// What the form stands on.
#[derive(PartialEq)]
struct Ground {
    work: Media,
    /// The entry as it is shown.
    shown: Option<EntryValues>,
    /// What AniList says of it, as far as the person sees it.
    seen: Option<EntryValues>,
}

/// What it stands on now; nothing while that is not known. Lists in memory come first.
fn ground(editor: Editor) -> Option<Ground> {
    let app = editor.app;
    if !app.edits.may_show_now() {
        return None;
    }
    let (work, shown) = match listed(app, editor.media) {
        Some(entry) => (entry.media, Some(entry.values)),
        None => match editor.asked.get_value() {
            Some((mut work, entry, requested_at)) => {
                let shown;
                (shown, work.favourite) = app.edits.shown_of(&work, entry, requested_at);
                (work, shown)
            }
            None => (taken_off(editor)?, None),
        },
    };
    let edit = app.edits.edit_now(editor.media);
    Some(Ground {
        seen: seen(edit.as_ref(), shown.as_ref()),
        shown,
        work,
    })
}

/// The work of the form, where the entry has gone from the list meanwhile.
fn taken_off(editor: Editor) -> Option<Media> {
    let app = editor.app;
    let (work, at) = editor.form.draft.with_untracked(|draft| {
        let draft = draft.as_ref()?;
        Some((draft.work.clone(), draft.stand().at))
    })?;
    let shelves = app.lists.own(app.session.active_now()?.id, work.kind);
    let has_all = |shelf: &Rc<ListStore>| !shelf.id.only_current && untrack(|| shelf.is_whole());
    let is_gone = app.edits.is_deleted_since(work.id, at) || shelves.iter().any(has_all);
    is_gone.then_some(work)
}

/// Has the form follow the entry, for as long as it is open.
pub(super) fn follow(editor: Editor) {
    let mut before: Option<Ground> = None;
    effect(move |_| {
        track(editor.app);
        let is_open = editor.form.draft.with_untracked(Option::is_some);
        let Some(now) = ground(editor).filter(|_| is_open) else {
            return;
        };
        if before.as_ref() == Some(&now) {
            return;
        }
        let (shown, seen) = (now.shown.as_ref(), now.seen.as_ref());
        editor.form.draft.maybe_update(|draft| {
            let draft = draft.as_mut();
            draft.is_some_and(|draft| draft.rebase(shown, seen, now.work.favourite))
        });
        before = Some(now);
    });
}

/// How the person has arranged their lists, if a list in memory says so.
fn options(app: App) -> Option<ListOptions> {
    let shelves = app.lists.of_account(app.session.active_now()?.id);
    let owner = shelves.iter().find_map(|shelf| shelf.owner.borrow().clone())?;
    Some(Rc::unwrap_or_clone(owner).lists)
}

/// Makes the form, once everything is known.
fn fill(editor: Editor, viewer: Option<ListOptions>) -> bool {
    let app = editor.app;
    if editor.form.draft.with_untracked(Option::is_some) {
        return true;
    }
    let (Some(ground), Some(options)) = (ground(editor), options(app).or(viewer)) else {
        return false;
    };
    let setting = Setting::of(&options, ground.work.kind);
    let draft = Draft::new(
        ground.work,
        ground.shown,
        setting,
        app.preferences.rules(),
        today(),
    );
    editor
        .form
        .draft
        .set(Some(draft.upon(ground.seen, clock::now_ms())));
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
