//! The words for each failure of a request.

use super::report::without_secrets;
use crate::api::error::{ApiError, FieldError, Unreadable};
use crate::text::tidy;

/// What happened.
pub(super) fn title(error: &ApiError) -> &'static str {
    match error {
        ApiError::InvalidToken => "AniList no longer accepts your login",
        ApiError::Unauthorized { .. } => "AniList did not allow this",
        ApiError::NotFound => "Not found on AniList",
        ApiError::Validation { .. } => "AniList did not accept the values",
        ApiError::Query { .. } | ApiError::TooComplex { .. } => "A mistake in this app",
        ApiError::RateLimited => "Too many requests",
        ApiError::Outage { .. } => "AniList's API is switched off",
        ApiError::Challenge => "AniList's network wants to check your browser",
        ApiError::Server { .. } => "AniList had an error",
        ApiError::Refused { .. } => "AniList refused this",
        ApiError::Unreadable { .. } => "AniList's answer could not be read",
        ApiError::NoAnswer => "AniList did not answer",
        ApiError::Offline => "You are offline",
        ApiError::TimedOut => "AniList took too long",
        ApiError::Aborted => "Request withdrawn",
    }
}

/// Why, with AniList's own sentence where it gave one.
pub(super) fn cause(error: &ApiError) -> String {
    let (ours, message) = match error {
        ApiError::InvalidToken => (
            "The token has expired, was revoked in AniList's settings, or is damaged.",
            "",
        ),
        ApiError::Unauthorized { message } => (
            "It needs a login, or the account you are using may not do it.",
            message.as_str(),
        ),
        ApiError::NotFound => ("It does not exist, was removed, or is private.", ""),
        ApiError::Validation { fields } => return complaints(fields),
        ApiError::Query { message } => ("AniList did not understand the request.", message.as_str()),
        ApiError::TooComplex { message } => (
            "The request asks for more than AniList answers at once.",
            message.as_str(),
        ),
        ApiError::RateLimited => (
            "AniList allows about 30 requests a minute from one address, over all tabs and apps together.",
            "",
        ),
        ApiError::Outage { message } => (
            "AniList refuses requests at the moment. It does so in an outage, and to addresses it has blocked.",
            message.as_deref().unwrap_or_default(),
        ),
        ApiError::Challenge => (
            "It asks for a check that only a page of AniList itself can show.",
            "",
        ),
        ApiError::Server { status } => return format!("Its server failed with status {status}."),
        ApiError::Refused { status, message } => {
            return quoting(&format!("It answered with status {status}."), message);
        }
        ApiError::Unreadable { why, .. } => (unreadable_cause(*why), ""),
        ApiError::NoAnswer => (
            "This may be its limit of requests a minute, an outage, your network, or something in this browser that \
             blocks requests. The browser does not say which.",
            "",
        ),
        ApiError::Offline => ("This browser has no network connection.", ""),
        ApiError::TimedOut => (
            "No answer came in time. AniList or the network is slow at the moment.",
            "",
        ),
        ApiError::Aborted => ("The page was left before the answer came.", ""),
    };
    quoting(ours, message)
}

fn unreadable_cause(why: Unreadable) -> &'static str {
    match why {
        Unreadable::Empty => "The answer was empty.",
        Unreadable::Html => "A web page came instead of data; AniList or something on the way sent it.",
        Unreadable::Truncated => "The answer broke off in the middle.",
        Unreadable::NotJson => "The answer is not in the form AniList's API uses.",
        Unreadable::NotAnAnswer => "The answer is not one to this kind of request.",
        Unreadable::NoData => "What was asked for is missing from the answer, and no reason is given.",
    }
}

/// What to do about it.
pub(super) fn next_step(error: &ApiError) -> &'static str {
    match error {
        ApiError::InvalidToken => "Log in with AniList again; you come back to this page.",
        ApiError::Unauthorized { .. } => "Log in, or switch to the account this belongs to.",
        ApiError::NotFound => "Check the address, or go back.",
        ApiError::Validation { .. } => "Correct them, then save again.",
        ApiError::Query { .. } | ApiError::TooComplex { .. } => {
            "Trying again will not help. Please copy the report and send it to the makers of this app."
        }
        ApiError::RateLimited | ApiError::NoAnswer => "Wait a minute, then try again.",
        ApiError::Outage { .. } => "Your login stays. Try again in some minutes.",
        ApiError::Challenge => "Open anilist.co in another tab, pass the check there, then try again.",
        ApiError::Server { .. } | ApiError::Refused { .. } | ApiError::Unreadable { .. } => {
            "Try again in a moment."
        }
        ApiError::Offline => "Check your connection, then try again.",
        ApiError::TimedOut => "Try again.",
        ApiError::Aborted => "Try again if you still need it.",
    }
}

/// AniList's sentence in quotes behind ours, or ours alone.
fn quoting(ours: &str, message: &str) -> String {
    match without_secrets(message) {
        message if message.is_empty() => ours.to_owned(),
        message => format!("{ours} AniList says: “{message}”"),
    }
}

fn complaints(fields: &[FieldError]) -> String {
    let complaints: Vec<String> = fields
        .iter()
        .map(|field| format!("{}: {}", field.field, without_secrets(&field.messages.join(" "))))
        .collect();
    tidy(&complaints.join(" "), 600)
}
