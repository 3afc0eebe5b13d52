//! Requests to AniList: the one way from an operation to its answer, and the one place that ends a session.

use leptos::prelude::*;

use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{Operation, ViewerIdQuery, request_body};
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
    answer.map_err(|error| AppError::new(O::NAME, error))
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
    let answer = exchange(app, request_body::<O>(variables), token, abort).await?;
    envelope::read::<O>(&answer)
}

/// The part that is the same for every operation, kept apart so that it is compiled once.
async fn exchange(
    app: App,
    body: Vec<u8>,
    token: Option<&AccessToken>,
    abort: &Abort,
) -> Result<HttpAnswer, ApiError> {
    let url = app.config.with_value(|config| config.api_url.clone());
    match http::post(&url, &body, token, READ_TIMEOUT_MS, abort).await {
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
        Err(error) => Err(ApiError::from_transport(error, location::is_online())),
    }
}

/// Asks once who the token belongs to, because 400 and 401 have other causes too. Only a refusal of that question ends
/// the session, and ending is the same whether one request failed or ten did.
async fn confirm_session(app: App, id: u64, token: &AccessToken) {
    if app.session.bearer().is_none_or(|(_, current)| current != *token) {
        return;
    }
    let probe = ask::<ViewerIdQuery>(app, &(), Some(token), &Abort::new()).await;
    if probe.is_err_and(|error| error.is_suspicious()) {
        app.session.change(|accounts| accounts.end(id, token));
    }
}
