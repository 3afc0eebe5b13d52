//! Gates to what few visits need: they come last.

use leptos::prelude::*;

use crate::auth::token::AccessToken;
use crate::domain::ListEntry;
use crate::domain::progress::Counter;
use crate::outbox::Key;

use crate::ui::edits::{Edits, Replaced};
use crate::ui::lists;
use crate::ui::live::spawn;
use crate::ui::pages::list::{Look, Views};
use crate::ui::state::App;
use crate::ui::{client, components, dialogs, login, pages};
use crate::web::dom::TakenCallback;

/// The page about the session.
#[inline(never)]
pub fn session() -> AnyView {
    view! { <pages::session::SessionPage/> }.into_any()
}

/// The console's page.
#[inline(never)]
pub fn console() -> AnyView {
    view! { <pages::console::ConsolePage/> }.into_any()
}

/// The page to log in on.
#[inline(never)]
pub fn login_page() -> AnyView {
    view! { <pages::login::LoginPage/> }.into_any()
}

/// The page about requests.
#[inline(never)]
pub fn requests() -> AnyView {
    view! { <pages::requests::RequestsPage/> }.into_any()
}

/// The page that takes a token.
#[inline(never)]
pub fn paste() -> AnyView {
    view! { <pages::paste::PastePage/> }.into_any()
}

/// The page about unsent edits.
#[inline(never)]
pub fn edits() -> AnyView {
    view! { <pages::edits::EditsPage/> }.into_any()
}

/// The page about what was changed.
#[inline(never)]
pub fn history() -> AnyView {
    view! { <pages::history::HistoryPage/> }.into_any()
}

/// The page that takes lists out and in.
#[inline(never)]
pub fn transfer() -> AnyView {
    pages::transfer::transfer_page()
}

/// The page for addresses that nothing stands at.
#[inline(never)]
pub fn not_found() -> AnyView {
    view! { <pages::not_found::NotFound/> }.into_any()
}

/// What came of a login.
#[inline(never)]
pub fn login_outcome() -> AnyView {
    let stage = App::here().login.get_untracked();
    view! { <pages::outcome::LoginOutcome stage/> }.into_any()
}

/// Decides about the answer to a login.
#[inline(never)]
pub fn resume(app: App, taken: TakenCallback) {
    login::resume_now(app, taken);
}

/// Asks AniList whether a token is dead.
#[inline(never)]
pub fn confirm_session(app: App, id: u64, token: AccessToken) {
    spawn(client::confirm_session(app, id, token));
}

/// The dialogs over all pages.
#[inline(never)]
pub fn dialogs() -> AnyView {
    dialogs::dialogs()
}

/// The saved views of a list, to choose from.
#[inline(never)]
pub fn choice_of_views(views: Views) -> AnyView {
    views.choice()
}

/// The field in which a view gets its name.
#[inline(never)]
pub fn name_of_view(views: Views) -> AnyView {
    views.name_field()
}

/// What begins once all of the app is here: edits are sent, and lists are read ahead.
#[inline(never)]
pub fn begin(edits: Edits) {
    edits.begin_work();
    lists::ahead::begin(App::here());
}

/// More progress, or less.
#[inline(never)]
pub fn bump(edits: Edits, entry: &ListEntry, counter: Counter, steps: i32) {
    edits.bump_now(entry, counter, steps);
}

/// What was typed in place of a value.
#[inline(never)]
pub fn replace(edits: Edits, entry: &ListEntry, text: &str, replaced: Replaced) {
    edits.replace_now(entry, text, replaced);
}

/// Takes an edit back.
#[inline(never)]
pub fn undo(edits: Edits, key: Key) {
    edits.undo_now(key);
}

/// Does something once what another tab has changed is taken over.
#[inline(never)]
pub fn follow(edits: Edits, act: Box<dyn FnOnce()>) {
    edits.follow_then(act);
}

/// Looks whether there are edits to send.
#[inline(never)]
pub fn wake(edits: Edits) {
    edits.wake_now();
}

/// What can be done with the entries of a list that are chosen.
#[inline(never)]
pub fn select_bar(look: Look) -> AnyView {
    pages::list::bulk::bar(look)
}

/// The dialog in which they are changed.
#[inline(never)]
pub fn select_window(look: Look) -> AnyView {
    pages::list::bulk::window(look)
}

/// What a list can be filtered by.
#[inline(never)]
pub fn filter_panel(look: Look) -> AnyView {
    pages::list::filters::panel(look)
}

/// Changes of many entries that are under way.
#[inline(never)]
pub fn runs() -> AnyView {
    components::run_line::runs()
}
