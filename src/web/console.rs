//! The way to the console, a script of its own (`src/console`) that `src/shell/boot.js` loads when it is asked to.
//!
//! Through the bridge (`src/console/bridge.ts`) go texts and functions. The token does not: it is added on this side.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, HtmlElement};

use super::http::Abort;
use crate::api::envelope::HttpAnswer;
use crate::api::error::Location;
use crate::error::ConsoleError;

/// A request that the console wants sent.
pub struct Asked {
    /// Name of its operation, for lists of what is under way.
    pub operation: String,
    /// The body, JSON.
    pub body: String,
    /// Whether it is a mutation.
    pub changes_data: bool,
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

    /// Gives the console what came of it.
    pub fn answer(self, told: Told) {
        let answer = told.answer.unwrap_or_default();
        let budget = told.budget.map_or(JsValue::NULL, |(left, limit)| {
            Array::of2(&left.into(), &limit.into()).into()
        });
        let complaints: Array = told.complaints.iter().map(Complaint::to_js).collect();
        let answer = object(&[
            ("status", answer.status.into()),
            ("body", Uint8Array::from(answer.body.as_slice()).into()),
            ("waitedMs", told.waited_ms.into()),
            ("budget", budget),
            ("problem", told.problem.map_or(JsValue::NULL, to_js)),
            ("complaints", complaints.into()),
        ]);
        let _ = self.on_answer.call1(&JsValue::NULL, &answer);
    }
}

/// What came of a request.
#[derive(Default)]
pub struct Told {
    /// The answer, if one came.
    pub answer: Option<HttpAnswer>,
    /// How long the request waited before it was sent, in milliseconds.
    pub waited_ms: u32,
    /// What is left of how many requests a minute; nothing when this one was not sent.
    pub budget: Option<(u32, u32)>,
    /// Shows what went wrong, if something did.
    pub problem: Option<Box<ShowProblem>>,
    /// What AniList says is wrong with the request, at its places.
    pub complaints: Vec<Complaint>,
}

/// Shows a failure in an element. It is given what the person can do again, and gives the way to take the failure away.
pub type ShowProblem = dyn Fn(HtmlElement, Box<dyn Fn()>) -> Box<dyn FnOnce()>;

/// One thing that AniList says is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// AniList's sentence.
    pub message: String,
    /// The argument that it is about, where AniList names one.
    pub field: Option<String>,
    /// The places in the query that it is about.
    pub places: Vec<Location>,
}

impl Complaint {
    fn to_js(&self) -> JsValue {
        let places = self.places.iter();
        let places: Array = places
            .map(|place| Array::of2(&place.line.into(), &place.column.into()))
            .collect();
        object(&[
            ("message", self.message.as_str().into()),
            (
                "field",
                self.field.as_deref().map_or(JsValue::NULL, JsValue::from),
            ),
            ("places", places.into()),
        ])
    }
}

/// The same for the console. The browser's collector frees it once the console has let go of it.
fn to_js(show: Box<ShowProblem>) -> JsValue {
    let show = move |host, retry: Function| {
        let retry = move || {
            // Whatever becomes of it is shown by the console.
            let _ = retry.call0(&JsValue::NULL);
        };
        Closure::once_into_js(show(host, Box::new(retry)))
    };
    Closure::<dyn Fn(HtmlElement, Function) -> JsValue>::new(show).into_js_value()
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
    /// Shows that an answer which should be the schema is none.
    pub unreadable: Box<ShowProblem>,
}

type Send = dyn Fn(String, String, bool, AbortController, Function, Function);
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

impl Console {
    /// Takes it away, and what was written in it too: from the browser's storage as well.
    pub fn forget(mut self) {
        self.close(true);
    }

    fn close(&mut self, forget: bool) {
        if let Some(close) = self.close.take() {
            let _ = close.call1(&JsValue::NULL, &forget.into());
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.close(false);
    }
}

/// Loads the console and draws it into the element with the id `host`. It asks `account` for the name of the account
/// that it acts as, and calls `send` for every request that the person makes. `failed` hears why there is none, if it
/// comes to that.
pub fn open(
    host: &str,
    settings: Settings<'_>,
    account: impl Fn() -> Option<String> + 'static,
    send: impl Fn(Asked) + 'static,
    failed: impl Fn(ConsoleError) + 'static,
) -> Console {
    let send = Closure::<Send>::new(
        move |operation, body, changes_data, abort: AbortController, on_state, on_answer| {
            send(Asked {
                operation,
                body,
                changes_data,
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
        ("unreadable", to_js(settings.unreadable)),
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
