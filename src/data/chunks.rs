//! The chunks of the app that no page needs to have drawn: what only they lead to is not loaded at the start.
//!
//! A chunk is a split point: a function whose code, and all that only it leads to, is not in the wasm of the start when the
//! seal splits a release. `src/ui/lazy/groups.txt` says which of them share a file: **each split point here stands in a
//! group there**. A build for development is whole, and loading a chunk then always succeeds.
//!
//! `wasm_split` writes the wasm import and export between which the module is cut, hence the unsafe code.
#![allow(unsafe_code)]

use futures_channel::oneshot;

use crate::auth::token::AccessToken;
use crate::data::outbox::{Edits, Replaced};
use crate::data::state::App;
use crate::data::{client, lists, login};
use crate::domain::ListEntry;
use crate::domain::progress::Counter;
use crate::error::StorageError;
use crate::outbox::Key;
use crate::web::chunk::{Arriving, Chunk, NotLoaded};
use crate::web::dom::TakenCallback;
use crate::web::reactive::spawn;

/// `chunk! { NAME: what it gives = the split point, the value }`; with `with OTHER` another chunk is loaded beside it.
macro_rules! chunk {
    ($(#[$doc:meta])* $chunk:ident: $type:ty = $split:ident $(with $other:ident)?, $value:expr) => {
        $(#[$doc])*
        pub static $chunk: Chunk<$type> = Chunk::new({
            // Only what is in the function goes to the chunk.
            #[cfg(not(debug_assertions))]
            #[::leptos::wasm_split::wasm_split($split, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $split() -> Result<$type, NotLoaded> {
                Ok($value)
            }
            #[cfg(debug_assertions)]
            async fn $split() -> Result<$type, NotLoaded> {
                Ok($value)
            }
            $crate::data::chunks::chunk!(@load $split $($other)?)
        });
    };
    (@load $split:ident) => { || Box::pin($split()) };
    (@load $split:ident $other:ident) => { || Box::pin($crate::data::chunks::beside($other.arrives(), $split())) };
}
pub(crate) use chunk;

/// Loads a chunk and, at the same time, another one that it does not work without.
pub(crate) async fn beside<T>(
    other: Arriving,
    loading: impl Future<Output = Result<T, NotLoaded>>,
) -> Result<T, NotLoaded> {
    let other_is_here = begin(other);
    let loaded = loading.await?;
    match other_is_here.await {
        Ok(true) => Ok(loaded),
        _ => Err(NotLoaded),
    }
}

fn begin(arriving: Arriving) -> oneshot::Receiver<bool> {
    let (sender, is_here) = oneshot::channel();
    spawn(async move {
        let _ = sender.send(arriving.await);
    });
    is_here
}

chunk! {
    /// Reads the edits that wait, and those that were sent: lists show what they change.
    STORE: fn(Edits, Option<StorageError>) = store, |edits, error| spawn(edits.begin_reading(error))
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
            lists::prefetch::begin(App::here());
        },
        bump: |edits, entry, counter, steps| edits.bump_now(entry, counter, steps),
        replace: |edits, entry, text, replaced| edits.replace_now(entry, text, replaced),
        undo: |edits, key| edits.undo_now(key),
        follow: |edits, act| edits.follow_then(act),
        wake: |edits| edits.wake_now(),
    }
}

/// What happens when a login comes back.
#[derive(Clone, Copy)]
pub struct LoginFlow {
    /// Decides about the answer to a login.
    pub resume: fn(App, TakenCallback),
    /// Asks AniList whether a token is dead.
    pub confirm_session: fn(App, u64, AccessToken),
}
chunk! {
    /// What happens when a login comes back.
    LOGIN_FLOW: LoginFlow = login_flow, LoginFlow {
        resume: login::resume_now,
        confirm_session: |app, id, token| spawn(client::confirm_session(app, id, token)),
    }
}
