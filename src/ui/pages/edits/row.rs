//! One edit that waits.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use crate::data::state::App;
use crate::error::AppError;
use crate::outbox::edit_description::{choices, of_edit, standing};
use crate::outbox::{Key, PendingEdit, State};
use crate::text::format::ago;
use crate::ui::components::button::named;
use crate::ui::live::live;
use crate::web::{clock, dom};

use super::conflict::conflict;

/// Title, what it changes, how it stands, and what can be done.
pub(super) fn row(app: App, edit: &PendingEdit, name: &str) -> AnyView {
    let key = edit.key;
    let id = id_of(key);
    let scale = app.scales.of(key.account.get());
    let mut link = app.navigation.editor_link();
    link.push_str(&key.media.to_string());
    let title = edit.title.to_string();
    let lines: Vec<_> = of_edit(edit, scale)
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    let made_at = edit.made_at;
    let made = live(move || ["Made ", &ago(app.now.get() / 1000, made_at / 1000)].concat());
    let stands = stands(app, edit.clone(), name.to_owned());
    let trouble = match &edit.state {
        State::Failed { error, .. }
        | State::Waiting {
            trouble: Some(error), ..
        } => Some(AppError::api("SaveEntry", error.clone())),
        _ => None,
    };
    let trouble = trouble.map(|error| {
        view! { <p class="muted">{error.title()} ". " {error.cause()} " " {error.next_step()}</p> }
    });
    let choice = choices(edit, scale);
    let is_conflict = choice.is_some();
    let choice = choice.map(|choices| conflict(app, edit, choices));
    let buttons = (!is_conflict).then(|| buttons(app, key, &title));
    view! {
        <li class="panel edit">
            <div class="edit-head">
                <h3 id=id tabindex="-1"><a href=link><bdi>{title}</bdi></a></h3>
                <span class="meta">{made}</span>
            </div>
            <ul class="changes">{lines}</ul>
            <div>{stands} {trouble}</div>
            {choice}
            {buttons}
        </li>
    }
    .into_any()
}

fn id_of(key: Key) -> String {
    format!("edit-{}-{}", key.account, key.media)
}

/// How it stands, which time changes too.
fn stands(app: App, edit: PendingEdit, name: String) -> AnyView {
    let now = RwSignal::new(clock::now_ms());
    if let Ok(interval) = set_interval_with_handle(move || now.set(clock::now_ms()), Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let class = match edit.waits() {
        true => "muted",
        false => "warn",
    };
    live(move || {
        app.edits.track();
        app.session.accounts();
        let text = standing(app.edits.standing_of(&edit), &name, now.get());
        view! { <p class=class>{text} "."</p> }
    })
}

fn buttons(app: App, key: Key, title: &str) -> AnyView {
    let retry = act(key, move || app.edits.retry(key));
    let discard = act(key, move || app.edits.withdraw(key));
    view! {
        <div class="actions">
            {named("Retry", title, "button small", retry)}
            {named("Discard", title, "button small danger", discard)}
        </div>
    }
    .into_any()
}

/// What is done to an edit. It is drawn anew by that, or gone, so the focus goes to where it was.
pub(super) fn act(key: Key, act: impl Fn() + 'static) -> Rc<dyn Fn()> {
    Rc::new(move || {
        act();
        request_animation_frame(move || {
            dom::focus("#main h1");
            dom::focus(&["#", &id_of(key)].concat());
        });
    })
}
