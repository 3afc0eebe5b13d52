//! The answer to a batched request, taken apart again.

use std::borrow::Cow;

use super::{FIRST_LINE, prefix};
use crate::api::dto::errors::read_errors;
use crate::api::envelope::HttpAnswer;
use crate::api::error::{ApiError, GraphQlError};
use crate::json::{RawObject, Writer, array, quoted};

/// The answer to a batched request, cut up: see [`BatchResponse::part`].
#[derive(Debug)]
pub struct BatchResponse<'a> {
    whole: &'a HttpAnswer,
    parts: usize,
    cut: Cut<'a>,
}

#[derive(Debug)]
enum Cut<'a> {
    /// All of it is the answer to each part.
    Whole,
    /// Together they were more than AniList allows.
    TooMuch,
    /// The fields of `data`, and the errors.
    Apart(Option<RawObject<'a>>, Vec<GraphQlError>),
}

impl<'a> BatchResponse<'a> {
    /// Cuts the answer to a request of `parts` parts.
    pub fn new(whole: &'a HttpAnswer, parts: usize) -> Self {
        let cut = match parts {
            0 | 1 => Cut::Whole,
            _ => cut(whole),
        };
        Self { whole, parts, cut }
    }

    /// The answer to one of the parts, counted from 0, as if it had been asked alone; `None` for one that the whole answer
    /// says nothing about, which has to be asked alone.
    ///
    /// What concerns all of them (no JSON, an outage, a dead token) is the answer to each.
    pub fn part(&self, part: usize) -> Option<Cow<'a, HttpAnswer>> {
        match &self.cut {
            Cut::Whole => Some(Cow::Borrowed(self.whole)),
            Cut::TooMuch => None,
            Cut::Apart(data, errors) => one(self.whole, part, data.as_ref(), errors).map(Cow::Owned),
        }
    }

    /// The answers to all parts, in their order. Each is put together when its turn comes.
    pub fn parts(&self) -> impl Iterator<Item = Option<Cow<'a, HttpAnswer>>> {
        (0..self.parts).map(|part| self.part(part))
    }
}

fn cut(answer: &HttpAnswer) -> Cut<'_> {
    let text = str::from_utf8(&answer.body).ok();
    let Some((envelope, data)) = text.and_then(|text| RawObject::parse_two(text, "data").ok()) else {
        return Cut::Whole;
    };
    let errors = envelope.get("errors").map(read_errors).unwrap_or_default();
    if errors.iter().any(|error| concerns_all(error, answer.status)) {
        return Cut::Whole;
    }
    // No part alone is too much, wherever AniList says that the error stands.
    let too_much =
        |error: &GraphQlError| matches!(error.classify(answer.status), ApiError::TooComplex { .. });
    if errors.iter().any(too_much) {
        return Cut::TooMuch;
    }
    Cut::Apart(data, errors)
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
    data: Option<&RawObject<'_>>,
    errors: &[GraphQlError],
) -> Option<HttpAnswer> {
    let prefix = prefix(part);
    let mut fields = Vec::new();
    for (name, value) in data.into_iter().flat_map(RawObject::iter) {
        if let Some(name) = name.strip_prefix(&prefix) {
            fields.push((name, value));
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
        rate_limit: answer.rate_limit,
        rate_remaining: answer.rate_remaining,
    })
}

fn rebuilt(fields: &[(&str, &str)], errors: &[&GraphQlError]) -> String {
    let (mut answer, mut data) = (Writer::default(), Writer::default());
    fields.iter().for_each(|(name, value)| data.raw(name, value));
    answer.raw("data", &data.finish());
    if !errors.is_empty() {
        answer.list("errors", errors.iter().map(|error| written(error)));
    }
    answer.finish()
}

fn written(error: &GraphQlError) -> String {
    let mut json = Writer::default();
    json.text("message", &error.message);
    if let Some(status) = error.status {
        json.number("status", u64::from(status));
    }
    let mut complaints = Writer::default();
    for field in &error.validation {
        let messages: Vec<_> = field.messages.iter().map(|text| quoted(text)).collect();
        complaints.raw(&field.field, &array(&messages));
    }
    json.raw("validation", &complaints.finish());
    json.finish()
}
