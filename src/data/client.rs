//! Requests to AniList: the one way from an operation to its answer, and the one place that ends a session.
//!
//! Whoever wants something describes it as a [`Call`] and hears of each step. What every answer needs done is done here
//! and nowhere else: the figures of the rate limit are noted, a whole answer is cached, and a refusal that may mean that the
//! token is dead is looked into.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::Update as _;

use crate::api::batch::PreparedOperation;
use crate::api::cache::{CacheMeta, Key};
use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{DOCUMENTS, NoVariables, Operation, ViewerIdQuery, part};
use crate::api::queue::{Payload, Request};
use crate::api::rate_limit::{Priority, ThrottleReason};
use crate::auth::session::ProbeResult;
use crate::auth::token::AccessToken;
use crate::data::chunks;
use crate::text::format;
use crate::web::clock;
use crate::web::http::Abort;
use crate::web::reactive::spawn;

use super::scheduler::{Event, RequestHandle};
use super::state::{ApiObservations, App};

/// A request, who it is for, and where its answer is cached.
pub struct Call {
    request: Request,
    /// The account whose token it carries, if a refusal is to be looked into.
    account: Option<u64>,
    cache_as: Option<Key>,
    /// Not sent after this, in milliseconds since 1970.
    until: u64,
}

/// What whoever made a [`Call`] makes of a step of it.
#[derive(Debug)]
pub enum Reaction {
    /// Nothing is left to be done.
    Done,
    /// The answer holds all that was asked for: it is cached, if the call says where.
    Cache,
    /// The answer cannot be used, or the request must not be sent after all.
    Fail(ApiError),
    /// The answer is used, and this is what it says is wrong with the request as a whole.
    Refused(ApiError),
}

impl Call {
    /// `O`, without a token, which may be batched and repeated as `O` says.
    ///
    /// # Errors
    /// [`ApiError`]: the variables cannot be written.
    pub fn of<O: Operation>(variables: &O::Variables) -> Result<Self, ApiError> {
        Ok(Self::of_part(part::<O>(variables)?, O::BATCH))
    }

    /// An operation that was prepared before.
    pub fn of_part(part: PreparedOperation, batch: bool) -> Self {
        Self {
            request: Request {
                payload: Payload::Operation(part),
                token: None,
                priority: Priority::Screen,
                repeatable: true,
                batch,
            },
            account: None,
            cache_as: None,
            until: u64::MAX,
        }
    }

    /// A request whose body is written already, which is sent by itself and at most once.
    pub fn of_body(name: &'static str, body: String) -> Self {
        Self {
            request: Request {
                payload: Payload::Whole { name, body },
                token: None,
                priority: Priority::Screen,
                repeatable: false,
                batch: false,
            },
            account: None,
            cache_as: None,
            until: u64::MAX,
        }
    }

    /// As the account in use, or without a token when nobody is signed in.
    #[must_use]
    pub fn as_active(self, app: App) -> Self {
        match app.session.bearer() {
            Some((account, token)) => self.as_account(account, token),
            None => self,
        }
    }

    /// As an account: a refusal that may mean that its token is dead is looked into.
    #[must_use]
    pub fn as_account(self, account: u64, token: AccessToken) -> Self {
        Self {
            account: Some(account),
            ..self.with_token(Some(token))
        }
    }

    /// With exactly this token, whoever it is of: a refusal ends no session.
    #[must_use]
    pub fn with_token(mut self, token: Option<AccessToken>) -> Self {
        self.request.token = token;
        self.account = None;
        self
    }

    /// Before or behind what else waits to be sent.
    #[must_use]
    pub fn with_priority(mut self, priority: Priority) -> Self {
        self.request.priority = priority;
        self
    }

    /// Its answer is cached under `key`, if it is whole.
    #[must_use]
    pub fn cache_as(self, key: Option<Key>) -> Self {
        Self {
            cache_as: key,
            ..self
        }
    }

    /// Not sent after `until`, in milliseconds since 1970.
    #[must_use]
    pub fn until(self, until: u64) -> Self {
        Self { until, ..self }
    }

    fn bearer(&self) -> Option<(u64, AccessToken)> {
        self.account.zip(self.request.token.clone())
    }
}

/// Has a call sent when the rate limit admits it, and tells `listener` of every step, never before this returns. Dropped,
/// what this gives withdraws it.
pub fn send(app: App, call: Call, listener: impl Fn(Event<'_>) -> Reaction + 'static) -> RequestHandle {
    send_boxed(app, call, Box::new(listener))
}

/// What hears of the steps of a call.
type Listener = Box<dyn Fn(Event<'_>) -> Reaction>;

/// The part that is compiled once.
fn send_boxed(app: App, call: Call, listener: Listener) -> RequestHandle {
    let bearer = call.bearer();
    let Call {
        request,
        cache_as,
        until,
        ..
    } = call;
    app.scheduler.want_before(request, until, move |event| {
        let (answer, error) = match event {
            Event::Answer { answer, requested_at } => (Some((answer, requested_at)), None),
            Event::Failed { error, .. } => (None, Some(error)),
            Event::Sent => (None, None),
        };
        if let Some((answer, _)) = answer {
            observe_rate_limit(app, answer);
        }
        let reaction = listener(event);
        if let Some(error) = error {
            on_auth_error(app, error, bearer.as_ref());
        }
        match (answer, reaction) {
            (_, Reaction::Fail(error)) => return Some(error),
            (Some((answer, requested_at)), Reaction::Cache) => {
                if let Some(key) = &cache_as {
                    app.cache.keep(key.clone(), answer.body.clone(), requested_at);
                }
            }
            (_, Reaction::Refused(error)) => on_auth_error(app, &error, bearer.as_ref()),
            _ => {}
        }
        None
    })
}

/// What is cached under `key`, if `read` can read it, and how old it is.
pub async fn cached<T>(
    app: App,
    name: &'static str,
    key: &Key,
    read: impl FnOnce(&HttpAnswer) -> Option<T>,
) -> Option<(T, CacheMeta)> {
    let kept = app.cache.get(key).await?;
    let found = read(&kept.answer())?;
    let age = clock::now_ms().saturating_sub(kept.meta.requested_at);
    app.scheduler.note_cached(name, kept.body.len(), age);
    Some((found, kept.meta))
}

/// Withdraws what was asked for with [`fetch_with`] or [`prefetch`].
pub struct AbortHandle(Box<dyn FnOnce()>);

impl AbortHandle {
    /// Withdraws it: whoever asked hears [`ApiError::Aborted`], even if the answer has just come.
    pub fn abort(self) {
        (self.0)();
    }
}

/// Has a call sent, and reads the answer. It is tried only once.
///
/// # Errors
/// [`ApiError`]: what went wrong.
pub async fn fetch<O: Operation + 'static>(app: App, call: Call) -> Result<Answer<O::Output>, ApiError> {
    fetch_with::<O>(app, call, Rc::default(), drop).await
}

/// The same for whoever may want to abort it, or to know when it was sent: `sent_at` is set then, in milliseconds since
/// 1970.
///
/// # Errors
/// [`ApiError`]: what went wrong.
pub async fn fetch_with<O: Operation + 'static>(
    app: App,
    call: Call,
    sent_at: Rc<Cell<Option<u64>>>,
    handle: impl FnOnce(AbortHandle),
) -> Result<Answer<O::Output>, ApiError> {
    let bearer = call.bearer();
    let (abort, answer) = answer_once(app, call, sent_at);
    handle(abort);
    let read = envelope::read::<O>(&answer.await?);
    if let Err(error) = &read {
        on_auth_error(app, error, bearer.as_ref());
    }
    read
}

/// Something that may be needed soon.
pub struct Prefetch {
    call: Call,
    /// Whether an answer is one.
    is_good: fn(&HttpAnswer) -> bool,
}

impl Prefetch {
    /// What `O` asks, to be cached under `key`.
    pub fn of<O: Operation>(variables: &O::Variables, key: Key) -> Option<Self> {
        let call = Call::of::<O>(variables).ok()?;
        Some(Self {
            call: call.with_priority(Priority::Prefetch).cache_as(Some(key)),
            is_good: |answer| envelope::read::<O>(answer).is_ok_and(|read| read.errors.is_empty()),
        })
    }
}

/// Asks AniList for what may be needed soon, behind all else and only while much of the budget is free, and caches the
/// answer. Tries only once: whoever needs it asks again.
pub fn prefetch(app: App, ahead: Prefetch, token: AccessToken) -> AbortHandle {
    let Prefetch { call, is_good } = ahead;
    // It ends with its first answer or failure, or when it is withdrawn.
    let want = Rc::new(RefCell::new(None));
    let ending = want.clone();
    let end = move || {
        let want = ending.clone();
        spawn(async move { drop(want.take()) });
    };
    let ended = end.clone();
    want.replace(Some(send(app, call.with_token(Some(token)), move |event| {
        match event {
            Event::Sent => return Reaction::Done,
            Event::Answer { answer, .. } if is_good(answer) => {
                ended();
                return Reaction::Cache;
            }
            Event::Answer { .. } | Event::Failed { .. } => ended(),
        }
        Reaction::Done
    })));
    AbortHandle(Box::new(end))
}

/// What came of a request that the person wrote.
pub struct RawResponse {
    /// The answer, or why none came. What AniList says in an answer is for the caller to read.
    pub outcome: Result<HttpAnswer, ApiError>,
    /// How long it waited before it was sent, in milliseconds.
    pub waited_ms: u32,
    /// Whether it was sent at all.
    pub was_sent: bool,
}

/// Sends a request that the person wrote, as the active account, or without a token when nobody is signed in. Meanwhile
/// `waits` hears what it waits for, in words; nothing once it is on its way. A refusal that may mean that the token is
/// dead is looked into, but not waited for.
pub async fn fetch_raw(
    app: App,
    body: String,
    changes_data: bool,
    abort: &Abort,
    waits: impl Fn(&str) + 'static,
) -> RawResponse {
    // A look at something goes with what else is looked at; only a change goes ahead.
    let priority = match changes_data {
        true => Priority::Edit,
        false => Priority::Screen,
    };
    let call = Call::of_body("Console", body)
        .as_active(app)
        .with_priority(priority);
    let bearer = call.bearer();
    let wanted_at = clock::now_ms();
    let sent_at = Rc::new(Cell::new(None));
    let (handle, answer) = answer_once(app, call, sent_at.clone());
    abort.on_abort(move || handle.abort());
    spawn(report_wait(app, sent_at.clone(), waits));
    let outcome = answer.await;
    if let Some(error) = outcome.as_ref().ok().and_then(envelope::problem) {
        on_auth_error(app, &error, bearer.as_ref());
    }
    let sent_at = sent_at.replace(Some(0));
    let was_sent = sent_at.is_some();
    // Without an answer, or with half of one, it may have been carried out all the same.
    if changes_data && was_sent {
        let all: Vec<&str> = DOCUMENTS.iter().map(|(name, _)| *name).collect();
        app.cache.invalidate(bearer.as_ref().map(|(id, _)| *id), &all);
    }
    // A moment is what looking into the budget takes; nobody waited for that.
    let waited = sent_at.unwrap_or_else(clock::now_ms).saturating_sub(wanted_at);
    let waited = Some(waited).filter(|&waited| waited > 500);
    RawResponse {
        outcome,
        waited_ms: u32::try_from(waited.unwrap_or_default()).unwrap_or(u32::MAX),
        was_sent,
    }
}

/// Says once a second what a request waits for, until it is sent.
async fn report_wait(app: App, sent_at: Rc<Cell<Option<u64>>>, waits: impl Fn(&str)) {
    while sent_at.get().is_none() {
        let hold = app
            .scheduler
            .hold_now()
            .filter(|hold| hold.why != ThrottleReason::Burst);
        let left = |until: u64| format::about(until.saturating_sub(clock::now_ms()).div_ceil(1000));
        let text = hold.map(|hold| format!("Waiting for AniList’s limit, {}", left(hold.until)));
        waits(&text.unwrap_or_default());
        clock::sleep(1_000).await;
    }
    waits("");
}

/// Waits for the end of a call, which is tried only once and read by whoever waits. `sent_at` is set when it is sent, in milliseconds since 1970.
fn answer_once(
    app: App,
    call: Call,
    sent_at: Rc<Cell<Option<u64>>>,
) -> (AbortHandle, impl Future<Output = Result<HttpAnswer, ApiError>>) {
    let outcome = Rc::new(RefCell::new(None));
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let handle = AbortHandle(Box::new({
        let (sender, outcome) = (sender.clone(), outcome.clone());
        move || {
            outcome.replace(Some(Err(ApiError::Aborted)));
            sender.take();
        }
    }));
    let told = outcome.clone();
    let want = send(app, call, move |event| {
        let news = match event {
            Event::Sent => {
                sent_at.set(Some(clock::now_ms()));
                return Reaction::Done;
            }
            Event::Answer { answer, .. } => Ok(answer.clone()),
            Event::Failed { error, .. } => Err(error.clone()),
        };
        told.borrow_mut().get_or_insert(news);
        // Dropped, it wakes whoever waits.
        sender.take();
        Reaction::Done
    });
    let answer = async move {
        let _: Result<(), _> = receiver.await;
        // Also withdraws a second try.
        drop(want);
        outcome.take().unwrap_or(Err(ApiError::Aborted))
    };
    (handle, answer)
}

/// Notes what an answer tells about AniList's rate limit.
fn observe_rate_limit(app: App, answer: &HttpAnswer) {
    app.seen.update(|seen| {
        *seen = ApiObservations {
            rate_limit: answer.rate_limit.or(seen.rate_limit),
            rate_remaining: answer.rate_remaining.or(seen.rate_remaining),
            answers: seen.answers.saturating_add(1),
        };
    });
}

/// Looks into a failure that may mean that the token is dead.
fn on_auth_error(app: App, error: &ApiError, bearer: Option<&(u64, AccessToken)>) {
    if let Some((id, token)) = bearer
        && error.is_suspicious()
    {
        let (id, token) = (*id, token.clone());
        spawn(async move {
            // Where it does not come, the next failure is looked into.
            if let Ok(login) = chunks::LOGIN_FLOW.load().await {
                (login.confirm_session)(app, id, token);
            }
        });
    }
}

/// Asks once who the token belongs to, because 400 and 401 have other causes too. Only a refusal of that question ends
/// the session, and ending is the same whether one request failed or ten did.
pub async fn confirm_session(app: App, id: u64, token: AccessToken) {
    // Edits are sent by accounts that are not in use, too.
    let accounts = app.session.accounts_now();
    let still_used = accounts
        .get(id)
        .is_some_and(|account| account.token() == Some(&token));
    if !still_used || !app.session.begin_probe(id, &token) {
        return;
    }
    let probe = match probe(app, &token).await {
        Ok(_) => ProbeResult::Alive,
        Err(error) if error.is_suspicious() => ProbeResult::Dead,
        Err(_) => ProbeResult::Unknown,
    };
    app.session.settle(id, &token, probe);
}

/// Asks whose a token is.
async fn probe(app: App, token: &AccessToken) -> Result<(), ApiError> {
    let call = Call::of::<ViewerIdQuery>(&NoVariables {})?.with_token(Some(token.clone()));
    fetch::<ViewerIdQuery>(app, call).await.map(|_| ())
}
