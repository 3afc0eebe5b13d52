//! The chunks of the app that draw something: pages, dialogs and the parts of a list. Those of data are in
//! [`crate::data::chunks`], which says how chunks work.
#![allow(unsafe_code)]

use leptos::prelude::*;

use crate::data::chunks::{LOGIN_FLOW, STORE, chunk};
use crate::data::state::App;
use crate::exchange::{self, FileError, Import};
use crate::route::ListPlace;
use crate::ui::pages::list::{ListPageState, Views};
use crate::ui::{components, dialogs, pages};
use crate::web::chunk::{Chunk, NotLoaded};

/// Draws something that needs nothing to be told.
pub type Draw = fn() -> AnyView;

chunk! {
    /// A list.
    LIST: fn(ListPlace) -> AnyView = list with STORE, |place| view! { <pages::list::ListPage place/> }.into_any()
}
chunk! {
    /// Home of an account: what comes next of its lists.
    HOME: Draw = home with STORE, || view! { <pages::home::SignedIn/> }.into_any()
}

chunk! {
    /// The saved views of a list, to choose from, and the field in which one gets its name.
    VIEWS: [fn(Views) -> AnyView; 2] = views, [Views::choice, Views::name_field]
}
chunk! {
    /// What can be done with the selected entries of a list, and the dialog in which they are changed.
    BULK: [fn(ListPageState) -> AnyView; 2] = bulk, [pages::list::bulk::bar, pages::list::bulk::window]
}
chunk! {
    /// What a list can be filtered by.
    FILTERS: fn(ListPageState) -> AnyView = filters, pages::list::filters::panel
}
chunk! {
    /// Changes of many entries that are under way.
    RUNS: Draw = runs, components::job_row::runs
}

chunk! {
    /// The editor of an entry.
    EDITOR: fn(App) -> AnyView = editor, dialogs::editor::editor
}
chunk! {
    /// What is asked at the end of a work.
    FINISH: fn(App) -> AnyView = finish, dialogs::finish::finish
}
chunk! {
    /// The search.
    SEARCH: fn(App) -> AnyView = search, dialogs::search::search
}
chunk! {
    /// The list of keys.
    KEYBOARD: fn(App) -> AnyView = keyboard, dialogs::keyboard::keyboard
}

chunk! {
    /// The page about the session.
    SESSION: Draw = session, || view! { <pages::session::SessionPage/> }.into_any()
}
chunk! {
    /// The page of unsent edits.
    UNSENT: Draw = edits, || view! { <pages::edits::EditsPage/> }.into_any()
}
chunk! {
    /// The page of saved edits.
    HISTORY: Draw = history, || view! { <pages::history::HistoryPage/> }.into_any()
}
chunk! {
    /// The page that exports and imports lists.
    TRANSFER: Draw = transfer, pages::transfer::transfer_page
}
chunk! {
    /// Reads the file of a list, of whatever kind it is.
    READER: fn(&[u8]) -> Result<Import, FileError> = reader, exchange::read
}
chunk! {
    /// The page of the console.
    CONSOLE: Draw = console, || view! { <pages::console::ConsolePage/> }.into_any()
}
chunk! {
    /// The page about requests.
    REQUESTS: Draw = requests, || view! { <pages::requests::RequestsPage/> }.into_any()
}
chunk! {
    /// The page for addresses at which nothing stands.
    NOT_FOUND: Draw = not_found, || view! { <pages::not_found::NotFound/> }.into_any()
}

/// The pages of a login.
#[derive(Clone, Copy)]
pub struct Login {
    /// The page on which it starts.
    pub page: Draw,
    /// The page that takes a token.
    pub paste: Draw,
    /// How a login stands, or how it ended.
    pub outcome: Draw,
}
chunk! {
    /// The pages of a login.
    LOGIN: Login = login with LOGIN_FLOW, Login {
        page: || view! { <pages::login::LoginPage/> }.into_any(),
        paste: || view! { <pages::paste::PastePage/> }.into_any(),
        outcome: || {
            let stage = App::here().login.get_untracked();
            view! { <pages::outcome::LoginOutcome stage/> }.into_any()
        },
    }
}
