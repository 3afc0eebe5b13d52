//! The transport: one POST to the GraphQL endpoint, with a time-out and a way to abort.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::Request;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AbortController, ReferrerPolicy, RequestCredentials, RequestRedirect};

use crate::api::envelope::{HttpAnswer, TransportError};
use crate::auth::token::AccessToken;

use super::patience::within;

/// Stops the requests it was handed to, e.g. when the page that asked is left.
#[derive(Clone)]
pub struct Abort(Option<AbortController>);

impl Abort {
    /// A fresh handle that has stopped nothing.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// Stops every request that carries this handle. Without a reason argument, because gloo-net cannot convert one
    /// that is no `Error`.
    pub fn abort(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }

    /// Calls `stopped` once when [`Abort::abort`] is called.
    pub fn on_abort(&self, stopped: impl FnOnce() + 'static) {
        if let Some(controller) = &self.0 {
            let stopped = Closure::once_into_js(stopped);
            controller.signal().set_onabort(Some(stopped.unchecked_ref()));
        }
    }

    /// Whether [`Abort::abort`] was called.
    pub fn is_aborted(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|controller| controller.signal().aborted())
    }
}

impl From<AbortController> for Abort {
    fn from(controller: AbortController) -> Self {
        Self(Some(controller))
    }
}

impl Default for Abort {
    fn default() -> Self {
        Self::new()
    }
}

/// How long after its time-out a request may take to end, in milliseconds.
const GRACE_MS: u32 = 5_000;

/// Sends `body` to `url` as JSON and reads the whole answer.
///
/// The token, if any, goes into the `Authorization` header and nowhere else: cookies are omitted, a redirect is an
/// error (it could lead the header to another host), and of this page's address only the origin is sent, without which
/// AniList may refuse to answer.
///
/// # Errors
/// [`TransportError`]: there is no answer, or none that can be read.
pub async fn post(
    url: &str,
    body: &[u8],
    token: Option<&AccessToken>,
    timeout_ms: u32,
    abort: &Abort,
) -> Result<HttpAnswer, TransportError> {
    let timed_out = Rc::new(Cell::new(false));
    // Dropped with this function, which cancels it.
    let _timer = {
        let (timed_out, abort) = (timed_out.clone(), abort.clone());
        Timeout::new(timeout_ms, move || {
            timed_out.set(true);
            abort.abort();
        })
    };
    // An abort ends it at once, in every browser that keeps its promises.
    let answer = exchange(url, body, token, abort);
    let answer = within(timeout_ms.saturating_add(GRACE_MS), answer).await;
    let answer = answer.unwrap_or(Err(TransportError::Timeout));
    // The browser reports each of these as the same rejection.
    answer.map_err(|error| match (timed_out.get(), abort.is_aborted()) {
        (true, _) => TransportError::Timeout,
        (false, true) => TransportError::Aborted,
        (false, false) => error,
    })
}

async fn exchange(
    url: &str,
    body: &[u8],
    token: Option<&AccessToken>,
    abort: &Abort,
) -> Result<HttpAnswer, TransportError> {
    let signal = abort.0.as_ref().map(AbortController::signal);
    let mut request = Request::post(url)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::StrictOrigin)
        .abort_signal(signal.as_ref());
    if let Some(token) = token {
        request = request.header("Authorization", &format!("Bearer {}", token.expose()));
    }
    let rejected = |_| TransportError::Rejected;
    let response = request
        .body(js_sys::Uint8Array::from(body))
        .map_err(rejected)?
        .send()
        .await
        .map_err(rejected)?;
    let header = |name: &str| response.headers().get(name);
    let number = |name: &str| header(name).and_then(|value| value.trim().parse().ok());
    let status = response.status();
    Ok(HttpAnswer {
        status,
        rate_limit: number("x-ratelimit-limit"),
        rate_remaining: number("x-ratelimit-remaining"),
        body: response
            .binary()
            .await
            .map_err(|_| TransportError::Interrupted { status })?,
    })
}
