//! Requests to AniList: the one way from an operation to its answer, and the one place that ends a session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::Update as _;
use leptos::task::spawn_local;

use crate::api::budget::Priority;
use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{NoVariables, Operation, ViewerIdQuery, part};
use crate::api::queue::{Payload, Request};
use crate::auth::session::Probe;
use crate::auth::token::AccessToken;

use super::dispatch::{Event, Want};
use super::state::{App, Seen};

/// How a question comes along.
#[derive(Debug)]
pub enum Progress<T> {
    /// It was sent.
    Sent,
    /// It was answered.
    Answered {
        /// The answer.
        answer: Answer<T>,
        /// Its bytes.
        body: Vec<u8>,
        /// When it was asked, in milliseconds since 1970.
        asked_at: u64,
    },
    /// It failed.
    Failed {
        /// Why.
        error: ApiError,
        /// When it is tried again, in milliseconds since 1970.
        again: Option<u64>,
    },
}

/// Asks AniList as `token`'s owner, and tells `told` of every step until the returned value is dropped.
///
/// A failure that may mean that the token is dead is looked into once ([`confirm_session`]).
///
/// # Errors
/// [`ApiError::Query`] when the variables cannot be written.
pub fn ask<O: Operation + 'static>(
    app: App,
    variables: &O::Variables,
    bearer: Option<(u64, AccessToken)>,
    priority: Priority,
    told: impl Fn(Progress<O::Output>) + 'static,
) -> Result<Want, ApiError> {
    let request = request::<O>(
        variables,
        bearer.as_ref().map(|(_, token)| token.clone()),
        priority,
    )?;
    let want = app.dispatch.want(request, move |event| match event {
        Event::Sent => {
            told(Progress::Sent);
            None
        }
        Event::Answer { answer, asked_at } => match envelope::read::<O>(answer) {
            Ok(read) => {
                app.saw(answer);
                told(Progress::Answered {
                    answer: read,
                    body: answer.body.clone(),
                    asked_at,
                });
                None
            }
            Err(error) => Some(error),
        },
        Event::Failed { error, again } => {
            suspect(app, error, bearer.as_ref());
            told(Progress::Failed {
                error: error.clone(),
                again,
            });
            None
        }
    });
    Ok(want)
}

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
    withdrawal: impl FnOnce(Withdrawal),
) -> Result<Answer<O::Output>, ApiError> {
    let request = request::<O>(variables, token.cloned(), Priority::Screen)?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let withdrawn = Rc::new(Cell::new(false));
    withdrawal(Withdrawal({
        let (sender, withdrawn) = (sender.clone(), withdrawn.clone());
        Box::new(move || {
            withdrawn.set(true);
            sender.take();
        })
    }));
    let want = app.dispatch.want(request, move |event| {
        let outcome = match event {
            Event::Sent => return None,
            Event::Answer { answer, .. } => {
                app.saw(answer);
                envelope::read::<O>(answer)
            }
            Event::Failed { error, .. } => Err(error.clone()),
        };
        if let Some(sender) = sender.take() {
            // Fails only when nobody listens any more.
            let _ = sender.send(outcome);
        }
        None
    });
    let outcome = receiver.await;
    // Also withdraws a second try.
    drop(want);
    match outcome {
        Ok(outcome) if !withdrawn.get() => outcome,
        _ => Err(ApiError::Aborted),
    }
}

fn request<O: Operation>(
    variables: &O::Variables,
    token: Option<AccessToken>,
    priority: Priority,
) -> Result<Request, ApiError> {
    Ok(Request {
        payload: Payload::Part(part::<O>(variables)?),
        token,
        priority,
        repeatable: true,
        batch: O::BATCH,
    })
}

impl App {
    /// Notes what an answer tells about AniList.
    fn saw(self, answer: &HttpAnswer) {
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
        spawn_local(confirm_session(app, *id, token.clone()));
    }
}

/// Asks once who the token belongs to, because 400 and 401 have other causes too. Only a refusal of that question ends
/// the session, and ending is the same whether one request failed or ten did.
async fn confirm_session(app: App, id: u64, token: AccessToken) {
    let still_used = app.session.bearer().is_some_and(|(_, current)| current == token);
    if !still_used || !app.session.suspect(id, &token) {
        return;
    }
    let probe = match ask_once::<ViewerIdQuery>(app, &NoVariables {}, Some(&token), drop).await {
        Ok(_) => Probe::Alive,
        Err(error) if error.is_suspicious() => Probe::Dead,
        Err(_) => Probe::Unknown,
    };
    app.session.settle(id, &token, probe);
}
