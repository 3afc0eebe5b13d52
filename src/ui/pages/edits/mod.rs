//! Edits that AniList does not have yet: what they change, how they stand, and what needs a choice.

mod conflict;
mod row;

use leptos::prelude::*;

use crate::data::outbox::{NO_DATABASE, Place};
use crate::data::state::App;
use crate::error::AppError;
use crate::outbox::PendingEdit;
use crate::outbox::edit_description::to_json;
use crate::route::Route;
use crate::ui::components::button::Button;
use crate::ui::components::countdown::use_countdown;
use crate::ui::components::more::{PAGE, more};
use crate::ui::components::problem::Problem;
use crate::ui::components::query_view::ThrottleNote;
use crate::ui::live::live;
use crate::web::dom;

/// The page at `/edits`.
#[component]
pub fn EditsPage() -> impl IntoView {
    let app = App::here();
    let limit = RwSignal::new(PAGE);
    app.scales.learn(app);
    // Drawn anew only when what is shown has changed: whoever is at a button stays there.
    let shown = Memo::new(move |_| {
        app.scales.track();
        let mut text = String::new();
        if app.edits.place() == Place::Opening {
            text.push('?');
        }
        let edits = app.edits.all();
        text.push_str(&edits.len().to_string());
        for edit in edits.iter().take(limit.get()) {
            text.push_str(&edit.to_text());
        }
        text
    });
    let trouble = Memo::new(move |_| {
        let trouble = app.edits.trouble().filter(|_| !app.edits.all().is_empty());
        trouble.map_or("", |trouble| trouble.kind()).to_owned()
    });
    view! {
        <div class="page">
            <div class="page-head">
                <h1 tabindex="-1">"Unsent edits"</h1>
                <p class="muted">
                    "What you changed and AniList does not have yet. Each is compared with what AniList has, and then sent by itself. What was sent stands in the "
                    <a href=app.navigation.path(&Route::History)>"history"</a> "."
                </p>
                <p class="meta">{live(move || place(app))}</p>
            </div>
            {live(move || (!trouble.get().is_empty()).then(|| problem(app)))}
            <ThrottleNote/>
            {live(move || { shown.with(|_| ()); list(app, limit) })}
        </div>
    }
    .into_any()
}

/// Where edits are kept, and what the browser said about keeping them.
fn place(app: App) -> String {
    let mut text = String::new();
    match app.edits.place() {
        Place::Opening => {}
        Place::Database => text.push_str(
            "Edits are kept in this browser’s database until they are sent, also while this page is closed.",
        ),
        Place::Memory(_) => text.push_str(NO_DATABASE),
    }
    if app.edits.are_sent_elsewhere() {
        text.push_str(" Another tab of this browser is sending them.");
    }
    text.push_str(match app.edits.persistent() {
        None => "",
        Some(true) => " The browser has promised not to drop them by itself.",
        Some(false) => " The browser did not promise to keep them when it runs out of room.",
    });
    text
}

/// Why nothing goes.
fn problem(app: App) -> AnyView {
    let Some(error) = untrack(|| app.edits.trouble()) else {
        return ().into_any();
    };
    // Beside the message, which is read out when it comes and not at each try.
    let again = live(move || {
        let left = app.edits.next_try().map(use_countdown);
        left.map(|left| view! { <p class="muted">"Tried again by itself in " {left} "."</p> })
    });
    view! {
        <div class="stack">
            <Problem error=AppError::api("SaveEntry", error) retry=move |()| try_now(app)/>
            {again}
        </div>
    }
    .into_any()
}

/// Asks even an AniList that has switched itself off; a wait that it has announced is kept to.
fn try_now(app: App) {
    app.scheduler.try_now();
    app.edits.try_now();
}

fn list(app: App, limit: RwSignal<usize>) -> AnyView {
    let edits = untrack(|| app.edits.all());
    if edits.is_empty() && untrack(|| app.edits.place()) == Place::Opening {
        return view! { <p role="status">"Looking up what is kept in this browser."</p> }.into_any();
    }
    if edits.is_empty() {
        return view! { <p>"AniList has everything you changed."</p> }.into_any();
    }
    let export = move |()| {
        let text = to_json(&untrack(|| app.edits.all()));
        if !dom::download("tsuzuki-unsent-edits.json", "application/json", &text) {
            app.toast("The browser did not take the file");
        }
    };
    let left = edits.len().saturating_sub(limit.get_untracked());
    let mut accounts: Vec<u64> = Vec::new();
    for edit in &edits {
        let account = edit.key.account.get();
        if !accounts.contains(&account) {
            accounts.push(account);
        }
    }
    let drawn: Vec<PendingEdit> = edits.into_iter().take(limit.get_untracked()).collect();
    let groups: Vec<AnyView> = accounts
        .into_iter()
        .map(|account| group(app, account, &drawn))
        .collect();
    view! {
        <div class="actions">
            <Button label="Try now" act=move |()| try_now(app)/>
            <Button label="Export" act=export/>
        </div>
        {groups}
        {(left > 0).then(|| more(limit, left))}
    }
    .into_any()
}

fn group(app: App, account: u64, edits: &[PendingEdit]) -> AnyView {
    let name = app
        .session
        .accounts_now()
        .get(account)
        .map_or_else(|| format!("user {account}"), |account| account.name.clone());
    let rows: Vec<AnyView> = edits
        .iter()
        .filter(|edit| edit.key.account.get() == account)
        .map(|edit| row::row(app, edit, &name))
        .collect();
    view! {
        <section>
            <h2>"Edits of " <bdi>{name}</bdi></h2>
            <ul class="edits">{rows}</ul>
        </section>
    }
    .into_any()
}
