//! Requests to AniList: the one way from an operation to its answer, and the one place that ends a session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::Update as _;

use crate::api::batch::Part;
use crate::api::cache::Key;
use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{DOCUMENTS, NoVariables, Operation, ViewerIdQuery, part};
use crate::api::queue::{Payload, Request};
use crate::api::rate_limit::{Priority, ThrottleReason};
use crate::auth::session::Probe;
use crate::auth::token::AccessToken;
use crate::text::format;
use crate::ui::lazy;
use crate::ui::live::spawn;
use crate::web::clock;
use crate::web::http::Abort;

use super::dispatch::Event;
use super::state::{App, Seen};

/// Withdraws a question asked with [`ask_once`].
pub struct Withdrawal(Box<dyn FnOnce()>);

impl Withdrawal {
    /// Withdraws it: whoever asked hears [`ApiError::Aborted`], even if the answer has just come.
    pub fn withdraw(self) {
        (self.0)();
    }
}

/// Asks AniList with exactly this token, waits for the budget but tries only once, and ends no session.
///
/// # Errors
/// [`ApiError`]: what went wrong.
pub async fn ask_once<O: Operation + 'static>(
    app: App,
    variables: &O::Variables,
    token: Option<&AccessToken>,
    priority: Priority,
    withdrawal: impl FnOnce(Withdrawal),
) -> Result<Answer<O::Output>, ApiError> {
    ask_timed::<O>(app, variables, token, priority, Rc::default(), withdrawal).await
}

/// The same; `sent_at` is set when the request is sent, in milliseconds since 1970.
///
/// # Errors
/// [`ApiError`]: what went wrong.
pub async fn ask_timed<O: Operation + 'static>(
    app: App,
    variables: &O::Variables,
    token: Option<&AccessToken>,
    priority: Priority,
    sent_at: Rc<Cell<Option<u64>>>,
    withdrawal: impl FnOnce(Withdrawal),
) -> Result<Answer<O::Output>, ApiError> {
    let request = Request {
        payload: Payload::Part(part::<O>(variables)?),
        token: token.cloned(),
        priority,
        repeatable: true,
        batch: O::BATCH,
    };
    let (withdraw, answer) = answer_once(app, request, sent_at);
    withdrawal(withdraw);
    envelope::read::<O>(&answer.await?)
}

/// Something that may be needed soon.
pub struct Ahead {
    part: Part,
    batch: bool,
    /// What the answer is kept under.
    key: Key,
    /// Whether an answer is one.
    is_good: fn(&HttpAnswer) -> bool,
}

impl Ahead {
    /// What `O` asks, to be kept under `key`.
    pub fn of<O: Operation>(variables: &O::Variables, key: Key) -> Option<Self> {
        Some(Self {
            part: part::<O>(variables).ok()?,
            batch: O::BATCH,
            key,
            is_good: |answer| envelope::read::<O>(answer).is_ok_and(|read| read.errors.is_empty()),
        })
    }
}

/// Asks AniList for what may be needed soon, behind all else and only while much of the budget is free, and keeps the answer.
/// Tries only once: whoever needs it asks again.
pub fn ask_ahead(app: App, ahead: Ahead, token: AccessToken) -> Withdrawal {
    let request = Request {
        payload: Payload::Part(ahead.part),
        token: Some(token),
        priority: Priority::Prefetch,
        repeatable: true,
        batch: ahead.batch,
    };
    let asked_at = clock::now_ms();
    let (withdrawal, answer) = answer_once(app, request, Rc::default());
    spawn(async move {
        if let Ok(answer) = answer.await
            && (ahead.is_good)(&answer)
        {
            app.kept.keep(ahead.key, answer.body, asked_at);
        }
    });
    withdrawal
}

/// What came of a request that the person wrote.
pub struct Own {
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
pub async fn own(
    app: App,
    body: String,
    changes_data: bool,
    abort: &Abort,
    waits: impl Fn(&str) + 'static,
) -> Own {
    let bearer = app.session.bearer();
    let request = Request {
        payload: Payload::Whole {
            name: "Console",
            body,
        },
        token: bearer.as_ref().map(|(_, token)| token.clone()),
        // A look at something goes with what else is looked at; only a change goes ahead.
        priority: match changes_data {
            true => Priority::Edit,
            false => Priority::Screen,
        },
        // Nobody knows what it does.
        repeatable: false,
        batch: false,
    };
    let wanted_at = clock::now_ms();
    let sent_at = Rc::new(Cell::new(None));
    let (withdrawal, answer) = answer_once(app, request, sent_at.clone());
    abort.on_abort(move || withdrawal.withdraw());
    spawn(report_wait(app, sent_at.clone(), waits));
    let outcome = answer.await;
    let sent_at = sent_at.replace(Some(0));
    let was_sent = sent_at.is_some();
    // Without an answer, or with half of one, it may have been carried out all the same.
    if changes_data && was_sent {
        let all: Vec<&str> = DOCUMENTS.iter().map(|(name, _)| *name).collect();
        app.kept.outdate(bearer.as_ref().map(|(id, _)| *id), &all);
    }
    if let Some(error) = outcome
        .as_ref()
        .map_or_else(|error| Some(error.clone()), envelope::problem)
    {
        suspect(app, &error, bearer.as_ref());
    }
    // A moment is what looking into the budget takes; nobody waited for that.
    let waited = sent_at.unwrap_or_else(clock::now_ms).saturating_sub(wanted_at);
    let waited = Some(waited).filter(|&waited| waited > 500);
    Own {
        outcome,
        waited_ms: u32::try_from(waited.unwrap_or_default()).unwrap_or(u32::MAX),
        was_sent,
    }
}

/// Says once a second what a request waits for, until it is sent.
async fn report_wait(app: App, sent_at: Rc<Cell<Option<u64>>>, waits: impl Fn(&str)) {
    while sent_at.get().is_none() {
        let hold = app
            .dispatch
            .hold_now()
            .filter(|hold| hold.why != ThrottleReason::Burst);
        let left = |until: u64| format::about(until.saturating_sub(clock::now_ms()).div_ceil(1000));
        let text = hold.map(|hold| format!("Waiting for AniList’s limit, {}", left(hold.until)));
        waits(&text.unwrap_or_default());
        clock::sleep(1_000).await;
    }
    waits("");
}

/// The part that is the same for every operation. `sent_at` is set when the request is sent, in milliseconds since 1970.
fn answer_once(
    app: App,
    request: Request,
    sent_at: Rc<Cell<Option<u64>>>,
) -> (Withdrawal, impl Future<Output = Result<HttpAnswer, ApiError>>) {
    let outcome = Rc::new(RefCell::new(None));
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let withdrawal = Withdrawal(Box::new({
        let (sender, outcome) = (sender.clone(), outcome.clone());
        move || {
            outcome.replace(Some(Err(ApiError::Aborted)));
            sender.take();
        }
    }));
    let told = outcome.clone();
    let want = app.dispatch.want(request, move |event| {
        let news = match event {
            Event::Sent => {
                sent_at.set(Some(clock::now_ms()));
                return None;
            }
            Event::Answer { answer, .. } => {
                app.saw(answer);
                Ok(answer.clone())
            }
            Event::Failed { error, .. } => Err(error.clone()),
        };
        told.borrow_mut().get_or_insert(news);
        // Dropped, it wakes whoever waits.
        sender.take();
        None
    });
    let answer = async move {
        let _: Result<(), _> = receiver.await;
        // Also withdraws a second try.
        drop(want);
        outcome.take().unwrap_or(Err(ApiError::Aborted))
    };
    (withdrawal, answer)
}

impl App {
    /// Notes what an answer tells about AniList.
    pub fn saw(self, answer: &HttpAnswer) {
        self.seen.update(|seen| {
            *seen = Seen {
                rate_limit: answer.rate_limit.or(seen.rate_limit),
                rate_remaining: answer.rate_remaining.or(seen.rate_remaining),
                answers: seen.answers.saturating_add(1),
            };
        });
    }
}

/// Looks into a failure that may mean that the token is dead.
pub fn suspect(app: App, error: &ApiError, bearer: Option<&(u64, AccessToken)>) {
    if let Some((id, token)) = bearer
        && error.is_suspicious()
    {
        let (id, token) = (*id, token.clone());
        spawn(async move {
            // Where it does not come, the next failure is looked into.
            if let Ok(login) = lazy::LOGIN.load().await {
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
    if !still_used || !app.session.suspect(id, &token) {
        return;
    }
    let probe =
        match ask_once::<ViewerIdQuery>(app, &NoVariables {}, Some(&token), Priority::Screen, drop).await {
            Ok(_) => Probe::Alive,
            Err(error) if error.is_suspicious() => Probe::Dead,
            Err(_) => Probe::Unknown,
        };
    app.session.settle(id, &token, probe);
}
