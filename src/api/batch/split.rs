//! The answer to a batched request, taken apart again.

use serde::Serialize;

use super::{FIRST_LINE, prefix};
use crate::api::envelope::HttpAnswer;
use crate::api::error::{ApiError, GraphQlError};
use crate::api::wire::Written;
use crate::api::wire::errors::read_errors;

/// One answer for each of `parts` parts, as if it had been asked alone; `None` for a part that the whole answer says
/// nothing about, which has to be asked alone.
///
/// What concerns all of them (no JSON, an outage, a dead token) is the answer to each.
pub fn split(answer: &HttpAnswer, parts: usize) -> Vec<Option<HttpAnswer>> {
    let whole = || vec![Some(answer.clone()); parts];
    if parts == 1 {
        return whole();
    }
    let Some((data, errors)) = str::from_utf8(&answer.body).ok().and_then(taken_apart) else {
        return whole();
    };
    if errors.iter().any(|error| concerns_all(error, answer.status)) {
        return whole();
    }
    let data = data.as_ref();
    (0..parts).map(|part| one(answer, part, data, &errors)).collect()
}

type Data<'a> = Vec<(String, &'a str)>;

/// The fields of `data` and the errors; `None` when the text is no answer at all.
fn taken_apart(body: &str) -> Option<(Option<Data<'_>>, Vec<GraphQlError>)> {
    let envelope = Written::parse(body).ok()?;
    let data = envelope.get("data").and_then(|data| Written::parse(data).ok());
    let fields = data.map(|data| {
        data.iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    });
    Some((
        fields,
        envelope.get("errors").map(read_errors).unwrap_or_default(),
    ))
}

/// Whether an error is about the request as a whole, wherever AniList says it stands.
fn concerns_all(error: &GraphQlError, status: u16) -> bool {
    matches!(
        error.classify(status),
        ApiError::InvalidToken | ApiError::RateLimited | ApiError::Outage { .. } | ApiError::Challenge
    )
}

fn one(
    answer: &HttpAnswer,
    part: usize,
    data: Option<&Data<'_>>,
    errors: &[GraphQlError],
) -> Option<HttpAnswer> {
    let prefix = prefix(part);
    let mut fields = Vec::new();
    for (name, value) in data.into_iter().flatten() {
        if let Some(name) = name.strip_prefix(&prefix) {
            fields.push((name, *value));
        }
    }
    let line = FIRST_LINE.saturating_add(u32::try_from(part).unwrap_or(u32::MAX));
    let own: Vec<_> = errors
        .iter()
        .filter(|error| error.locations.first().is_some_and(|place| place.line == line))
        .collect();
    let is_null = fields.iter().all(|(_, value)| *value == "null");
    if is_null && own.is_empty() {
        return None;
    }
    Some(HttpAnswer {
        // Another part's 404 is not this one's.
        status: own
            .first()
            .map_or(200, |error| error.status.unwrap_or(answer.status)),
        body: rebuilt(&fields, &own).into_bytes(),
        ..answer.clone()
    })
}

fn rebuilt(fields: &[(&str, &str)], errors: &[&GraphQlError]) -> String {
    #[derive(Serialize)]
    struct Written<'a> {
        message: &'a str,
        status: Option<u16>,
    }
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    let errors: Vec<_> = errors
        .iter()
        .map(|error| Written {
            message: &error.message,
            status: error.status,
        })
        .collect();
    let errors = match errors.is_empty() {
        true => String::new(),
        false => format!(
            ",\"errors\":{}",
            serde_json::to_string(&errors).unwrap_or_default()
        ),
    };
    format!("{{\"data\":{{{}}}{errors}}}", fields.join(","))
}
