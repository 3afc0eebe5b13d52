//! The chunks of the app: what only they lead to is not loaded at the start.
//!
//! A chunk is a split point: a function whose code, and all that only it leads to, is not in the wasm of the start when the
//! seal splits a release. `src/ui/lazy/groups.txt` says which of them share a file: **each split point here stands in a
//! group there**. A build for development is whole, and loading a chunk then always succeeds.
//!
//! `wasm_split` writes the wasm import and export between which the module is cut, hence the unsafe code.
#![allow(unsafe_code)]

use futures_channel::oneshot;
use leptos::prelude::*;
#[cfg(not(debug_assertions))]
use leptos::wasm_split::wasm_split;

use crate::auth::token::AccessToken;
use crate::domain::ListEntry;
use crate::domain::progress::Counter;
use crate::error::StorageError;
use crate::exchange::{self, FileError, Import};
use crate::outbox::Key;
use crate::route::ListPlace;
use crate::ui::edits::{Edits, Replaced};
use crate::ui::lists;
use crate::ui::live::spawn;
use crate::ui::pages::list::{Look, Views};
use crate::ui::state::App;
use crate::ui::{client, components, dialogs, login, pages};
use crate::web::chunk::{Chunk, NotLoaded};
use crate::web::dom::TakenCallback;

/// Draws something that needs nothing to be told.
pub type Draw = fn() -> AnyView;

/// `chunk! { NAME: what it gives = the split point, the value }`; with `with OTHER` another chunk is loaded beside it.
macro_rules! chunk {
    ($(#[$doc:meta])* $chunk:ident: $type:ty = $split:ident $(with $other:ident)?, $value:expr) => {
        $(#[$doc])*
        pub static $chunk: Chunk<$type> = Chunk::new({
            // Only what is in the function goes to the chunk.
            #[cfg(not(debug_assertions))]
            #[wasm_split($split, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $split() -> Result<$type, NotLoaded> {
                Ok($value)
            }
            #[cfg(debug_assertions)]
            async fn $split() -> Result<$type, NotLoaded> {
                Ok($value)
            }
            chunk!(@load $split $($other)?)
        });
    };
    (@load $split:ident) => { || Box::pin($split()) };
    (@load $split:ident $other:ident) => { || Box::pin(beside(&$other, $split())) };
}

/// Loads a chunk and, at the same time, another one that it does not work without.
async fn beside<T, U: Copy>(
    other: &'static Chunk<U>,
    loading: impl Future<Output = Result<T, NotLoaded>>,
) -> Result<T, NotLoaded> {
    let (sender, other_is_here) = oneshot::channel();
    spawn(async move {
        let _ = sender.send(other.load().await.is_ok());
    });
    let loaded = loading.await?;
    match other_is_here.await {
        Ok(true) => Ok(loaded),
        _ => Err(NotLoaded),
    }
}

chunk! {
    /// Reads the edits that wait, and those that were sent: lists show what they change.
    STORE: fn(Edits, Option<StorageError>) = store, |edits, error| spawn(edits.begin_reading(error))
}
chunk! {
    /// A list.
    LIST: fn(ListPlace) -> AnyView = list with STORE, |place| view! { <pages::list::ListPage place/> }.into_any()
}
chunk! {
    /// Home of an account: what comes next of its lists.
    HOME: Draw = home with STORE, || view! { <pages::home::SignedIn/> }.into_any()
}

/// What can be done about edits.
#[derive(Clone, Copy)]
pub struct Commands {
    /// From here on edits are sent, and lists are read ahead.
    pub begin: fn(Edits),
    /// More progress, or less.
    pub bump: fn(Edits, &ListEntry, Counter, i32),
    /// What was typed in place of a value.
    pub replace: fn(Edits, &ListEntry, &str, Replaced),
    /// Takes an edit back.
    pub undo: fn(Edits, Key),
    /// Does something once what another tab has changed is taken over.
    pub follow: fn(Edits, Box<dyn FnOnce()>),
    /// Looks whether there are edits to send.
    pub wake: fn(Edits),
}
chunk! {
    /// Making and sending edits.
    COMMANDS: Commands = commands with STORE, Commands {
        begin: |edits| {
            edits.begin_work();
            lists::ahead::begin(App::here());
        },
        bump: |edits, entry, counter, steps| edits.bump_now(entry, counter, steps),
        replace: |edits, entry, text, replaced| edits.replace_now(entry, text, replaced),
        undo: |edits, key| edits.undo_now(key),
        follow: |edits, act| edits.follow_then(act),
        wake: |edits| edits.wake_now(),
    }
}

chunk! {
    /// The saved views of a list, to choose from, and the field in which one gets its name.
    VIEWS: [fn(Views) -> AnyView; 2] = views, [Views::choice, Views::name_field]
}
chunk! {
    /// What can be done with the selected entries of a list, and the dialog in which they are changed.
    BULK: [fn(Look) -> AnyView; 2] = bulk, [pages::list::bulk::bar, pages::list::bulk::window]
}
chunk! {
    /// What a list can be filtered by.
    FILTERS: fn(Look) -> AnyView = filters, pages::list::filters::panel
}
chunk! {
    /// Changes of many entries that are under way.
    RUNS: Draw = runs, components::run_line::runs
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

/// Logging in.
#[derive(Clone, Copy)]
pub struct Login {
    /// The page on which it starts.
    pub page: Draw,
    /// The page that takes a token.
    pub paste: Draw,
    /// How a login stands, or how it ended.
    pub outcome: Draw,
    /// Decides about the answer to a login.
    pub resume: fn(App, TakenCallback),
    /// Asks AniList whether a token is dead.
    pub confirm_session: fn(App, u64, AccessToken),
}
chunk! {
    /// Logging in.
    LOGIN: Login = login, Login {
        page: || view! { <pages::login::LoginPage/> }.into_any(),
        paste: || view! { <pages::paste::PastePage/> }.into_any(),
        outcome: || {
            let stage = App::here().login.get_untracked();
            view! { <pages::outcome::LoginOutcome stage/> }.into_any()
        },
        resume: login::resume_now,
        confirm_session: |app, id, token| spawn(client::confirm_session(app, id, token)),
    }
}
