//! The way to the console, a script of its own (`src/console`) that `src/shell/boot.js` loads when it is asked to.
//!
//! Through the bridge (`src/console/bridge.ts`) go texts and three functions. The token does not: it is added on this side.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortController;

use super::http::Abort;
use crate::api::envelope::HttpAnswer;
use crate::error::{AppError, ConsoleError};

/// A request that the console wants sent.
pub struct Asked {
    /// Name of its operation, for lists of what is under way.
    pub operation: String,
    /// The body, JSON.
    pub body: String,
    /// Stops it.
    pub abort: Abort,
    on_state: Function,
    on_answer: Function,
}

impl Asked {
    /// Tells the console what the request waits for; an empty text once it is on its way.
    pub fn on_state(&self) -> impl Fn(&str) + use<> {
        let on_state = self.on_state.clone();
        move |text| {
            // Whatever the console makes of it, the request goes on.
            let _ = on_state.call1(&JsValue::NULL, &text.into());
        }
    }

    /// Gives the console what came of it: the answer if there is one, how long the request waited before it was sent, in
    /// milliseconds, and what went wrong if something did.
    pub fn answer(self, answer: Option<HttpAnswer>, waited_ms: u32, problem: Option<&AppError>) {
        let number = |number: Option<u32>| number.map_or(JsValue::NULL, JsValue::from);
        let answer = answer.unwrap_or_default();
        let problem = problem.map_or(JsValue::NULL, |error| {
            let (cause, next) = (error.cause(), error.next_step());
            Array::of3(&error.title().into(), &cause.into(), &next.into()).into()
        });
        let answer = object(&[
            ("status", answer.status.into()),
            ("body", Uint8Array::from(answer.body.as_slice()).into()),
            ("rateLimit", number(answer.rate_limit)),
            ("rateRemaining", number(answer.rate_remaining)),
            ("waitedMs", waited_ms.into()),
            ("problem", problem),
        ]);
        let _ = self.on_answer.call1(&JsValue::NULL, &answer);
    }
}

/// What the console is given when it is opened.
pub struct Settings<'a> {
    /// Address of the API.
    pub api: &'a str,
    /// Names and texts of requests to begin with.
    pub examples: &'a [(&'a str, &'a str)],
    /// localStorage key of the request last edited.
    pub draft_key: &'a str,
    /// localStorage key of the requests last sent.
    pub history_key: &'a str,
    /// Name of the database that keeps the schema.
    pub schema_database: &'a str,
}

type Send = dyn Fn(String, String, AbortController, Function, Function);
type Account = dyn Fn() -> Option<String>;
type Failed = dyn Fn(bool);

/// The console on the page. Dropped, it is taken away, and what it had under way is withdrawn.
pub struct Console {
    close: Option<Function>,
    // The console calls into them as long as it stands.
    _send: Closure<Send>,
    _account: Closure<Account>,
    _failed: Closure<Failed>,
}

impl Drop for Console {
    fn drop(&mut self) {
        if let Some(close) = &self.close {
            let _ = close.call0(&JsValue::NULL);
        }
    }
}

/// Loads the console and draws it into the element with the id `host`. It asks `account` for the name of the account
/// that it acts as, and calls `send` for every request that the person makes. `failed` hears why there is none, if it
/// comes to that.
pub fn open(
    host: &str,
    settings: &Settings<'_>,
    account: impl Fn() -> Option<String> + 'static,
    send: impl Fn(Asked) + 'static,
    failed: impl Fn(ConsoleError) + 'static,
) -> Console {
    let send = Closure::<Send>::new(
        move |operation, body, abort: AbortController, on_state, on_answer| {
            send(Asked {
                operation,
                body,
                abort: Abort::from(abort),
                on_state,
                on_answer,
            });
        },
    );
    let account = Closure::<Account>::new(account);
    let failed = Closure::<Failed>::new(move |is_built| {
        failed(match is_built {
            true => ConsoleError::NotLoaded,
            false => ConsoleError::NotBuilt,
        });
    });
    let examples = settings.examples.iter();
    let examples: Array = examples
        .map(|(name, text)| Array::of2(&(*name).into(), &(*text).into()))
        .collect();
    let bridge = object(&[
        ("api", settings.api.into()),
        ("examples", examples.into()),
        ("draftKey", settings.draft_key.into()),
        ("historyKey", settings.history_key.into()),
        ("schemaDatabase", settings.schema_database.into()),
        ("account", account.as_ref().clone()),
        ("send", send.as_ref().clone()),
        ("failed", failed.as_ref().clone()),
    ]);
    // The loader is there before the app is; without it nothing of this page would be.
    let close = Reflect::get(&js_sys::global(), &"tsuzukiConsole".into())
        .and_then(|open| open.dyn_into::<Function>())
        .and_then(|open| open.call2(&JsValue::NULL, &host.into(), &bridge))
        .and_then(|close| close.dyn_into::<Function>());
    Console {
        close: close.ok(),
        _send: send,
        _account: account,
        _failed: failed,
    }
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A plain object takes every field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
