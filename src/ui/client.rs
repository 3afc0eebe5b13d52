//! Requests to AniList: the one way from an operation to its answer, and the one place that ends a session.

use leptos::prelude::*;

use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{NoVariables, Operation, ViewerIdQuery, request_body};
use crate::auth::session::Probe;
use crate::auth::token::AccessToken;
use crate::config::READ_TIMEOUT_MS;
use crate::error::AppError;
use crate::web::http::{self, Abort};
use crate::web::location;

use super::state::{App, Seen};

/// Asks AniList as the active account, or without a token when nobody is signed in.
///
/// # Errors
/// [`AppError`]: what went wrong in words, after a session that AniList no longer accepts has been ended.
pub async fn run<O: Operation>(
    app: App,
    variables: &O::Variables,
    abort: &Abort,
) -> Result<Answer<O::Output>, AppError> {
    let bearer = app.session.bearer();
    let token = bearer.as_ref().map(|(_, token)| token);
    let answer = ask::<O>(app, variables, token, abort).await;
    if let (Err(error), Some((id, token))) = (&answer, &bearer)
        && error.is_suspicious()
    {
        confirm_session(app, *id, token).await;
    }
    answer.map_err(|error| AppError::api(O::NAME, error))
}

/// Sends a request that the person wrote, as the active account, or without a token when nobody is signed in. An answer
/// that says the token is dead ends the session as it does after [`run`], but is not waited for.
///
/// # Errors
/// [`ApiError`]: why no answer came. What AniList says in an answer is for the caller to read.
pub async fn raw(app: App, _operation: &str, body: &str, abort: &Abort) -> Result<HttpAnswer, ApiError> {
    let bearer = app.session.bearer();
    let token = bearer.as_ref().map(|(_, token)| token);
    let answer = exchange(app, body.to_owned(), token, abort).await?;
    let suspicious = envelope::problem(&answer).is_some_and(|error| error.is_suspicious());
    if let Some((id, token)) = bearer.filter(|_| suspicious) {
        leptos::task::spawn_local(async move { confirm_session(app, id, &token).await });
    }
    Ok(answer)
}

/// Asks AniList with exactly this token, and ends no session.
///
/// # Errors
/// [`ApiError`]: what went wrong.
pub async fn ask<O: Operation>(
    app: App,
    variables: &O::Variables,
    token: Option<&AccessToken>,
    abort: &Abort,
) -> Result<Answer<O::Output>, ApiError> {
    let answer = exchange(app, request_body::<O>(variables)?, token, abort).await?;
    envelope::read::<O>(&answer)
}

/// The part that is the same for every operation, kept apart so that it is compiled once.
async fn exchange(
    app: App,
    body: String,
    token: Option<&AccessToken>,
    abort: &Abort,
) -> Result<HttpAnswer, ApiError> {
    let url = app.config.api_url.clone();
    match http::post(&url, body.as_bytes(), token, READ_TIMEOUT_MS, abort).await {
        Ok(answer) => {
            app.seen.update(|seen| {
                *seen = Seen {
                    rate_limit: answer.rate_limit.or(seen.rate_limit),
                    rate_remaining: answer.rate_remaining.or(seen.rate_remaining),
                    answers: seen.answers.saturating_add(1),
                };
            });
            Ok(answer)
        }
        Err(error) => Err(error.classify(location::is_online())),
    }
}

/// Asks once who the token belongs to, because 400 and 401 have other causes too. Only a refusal of that question ends
/// the session, and ending is the same whether one request failed or ten did.
async fn confirm_session(app: App, id: u64, token: &AccessToken) {
    let still_used = app.session.bearer().is_some_and(|(_, current)| current == *token);
    if !still_used || !app.session.suspect(id, token) {
        return;
    }
    let probe = match ask::<ViewerIdQuery>(app, &NoVariables {}, Some(token), &Abort::new()).await {
        Ok(_) => Probe::Alive,
        Err(error) if error.is_suspicious() => Probe::Dead,
        Err(_) => Probe::Unknown,
    };
    app.session.settle(id, token, probe);
}
