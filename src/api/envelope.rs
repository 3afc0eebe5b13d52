//! From the bytes of an HTTP answer to domain types, or to the reason why not.

use serde::Deserialize;
use serde_json::error::Category;

use super::error::{ApiError, GraphQlError, Unreadable};
use super::operation::Operation;
use super::wire::errors::WireError;
use super::wire::{Field, FromWire};

/// What came back over HTTP, as far as a page may read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body, as it came.
    pub body: Vec<u8>,
    /// `Content-Type`. Only a hint: the body decides.
    pub content_type: Option<String>,
    /// `X-RateLimit-Limit`: requests a minute, where readable.
    pub rate_limit: Option<u32>,
    /// `X-RateLimit-Remaining`: requests left in this minute, where readable.
    pub rate_remaining: Option<u32>,
}

/// Why no answer was read, as the browser tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportError {
    /// `fetch` rejected. The browser does not say why; AniList's refusal for too many requests looks like this too.
    Rejected,
    /// The answer began with this status and broke off.
    Interrupted {
        /// HTTP status.
        status: u16,
    },
    /// Our own time limit passed.
    Timeout,
    /// We withdrew the request.
    Aborted,
}

impl TransportError {
    /// The cause, given what the browser says about its network. It is called offline only when it says so itself.
    pub fn classify(self, online: bool) -> ApiError {
        match self {
            Self::Aborted => ApiError::Aborted,
            _ if !online => ApiError::Offline,
            Self::Rejected => ApiError::NoAnswer,
            Self::Interrupted { status } => ApiError::Unreadable {
                status,
                why: Unreadable::Truncated,
            },
            Self::Timeout => ApiError::TimedOut,
        }
    }
}

/// What was asked for, perhaps with parts missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// What was asked for.
    pub data: T,
    /// What AniList says is missing from it, and why.
    pub errors: Vec<GraphQlError>,
    /// HTTP status.
    pub status: u16,
}

impl<T> Answer<T> {
    /// Why something is missing, when something is.
    pub fn problem(&self) -> Option<ApiError> {
        self.errors.first().map(|error| error.classify(self.status))
    }
}

#[derive(Deserialize)]
#[serde(default, bound = "D: FromWire")]
struct Envelope<D> {
    data: Field<D>,
    errors: Field<Vec<WireError>>,
}

impl<D> Default for Envelope<D> {
    fn default() -> Self {
        Self {
            data: Field::default(),
            errors: Field::default(),
        }
    }
}

impl<D: FromWire> FromWire for Envelope<D> {
    fn from_map<'de, A: serde::de::MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        super::wire::object(map)
    }
}

/// Reads the answer to `O`.
///
/// Data that arrives beside errors is kept with them, whatever the status, so that a page shows what there is. Only a
/// dead token overrides it.
///
/// ```
/// use tsuzuki::api::{envelope::{HttpAnswer, read}, error::ApiError, operation::ViewerIdQuery};
/// let answer = |status, body: &str| HttpAnswer { status, body: body.into(), ..Default::default() };
/// let ok = read::<ViewerIdQuery>(&answer(200, r#"{"data":{"Viewer":{"id":5001}}}"#)).unwrap();
/// assert_eq!(ok.data.get(), 5001);
/// let dead = answer(400, r#"{"data":null,"errors":[{"message":"Invalid token","status":400}]}"#);
/// assert_eq!(read::<ViewerIdQuery>(&dead).unwrap_err(), ApiError::InvalidToken);
/// ```
///
/// # Errors
/// The cause, when the answer does not hold what was asked for.
pub fn read<O: Operation>(answer: &HttpAnswer) -> Result<Answer<O::Output>, ApiError> {
    let status = answer.status;
    let envelope = match parse::<O::Data>(&answer.body) {
        Ok(envelope) => envelope,
        Err(why) => return Err(without_envelope(answer, why)),
    };
    let errors: Vec<_> = envelope
        .errors
        .or_default()
        .into_iter()
        .map(WireError::into_domain)
        .collect();
    let dead = errors
        .iter()
        .map(|error| error.classify(status))
        .find(|cause| *cause == ApiError::InvalidToken);
    let data = envelope.data.take().and_then(O::output);
    match (dead, data, errors.first()) {
        (Some(dead), ..) => Err(dead),
        (None, Some(data), _) => Ok(Answer { data, errors, status }),
        (None, None, Some(error)) => Err(error.classify(status)),
        (None, None, None) => Err(without_envelope(answer, Unreadable::NoData)),
    }
}

/// Why an answer without anything usable in it is one.
fn without_envelope(answer: &HttpAnswer, why: Unreadable) -> ApiError {
    let status = answer.status;
    if why == Unreadable::Html && is_challenge(&answer.body) {
        return ApiError::Challenge;
    }
    ApiError::from_status(status).unwrap_or(ApiError::Unreadable { status, why })
}

fn parse<D: FromWire>(body: &[u8]) -> Result<Envelope<D>, Unreadable> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii();
    match body.first() {
        None => return Err(Unreadable::Empty),
        Some(b'<') => return Err(Unreadable::Html),
        Some(_) => {}
    }
    let parsed = serde_json::from_slice::<Field<Envelope<D>>>(body).or_else(|error| {
        // One broken character in somebody's text must not cost the whole answer: mend and try once more.
        match mend(body) {
            Some(mended) => serde_json::from_slice(&mended),
            None => Err(error),
        }
    });
    match parsed {
        Ok(envelope) => envelope.take().ok_or(Unreadable::NotAnAnswer),
        Err(error) if error.classify() == Category::Eof => Err(Unreadable::Truncated),
        Err(_) => Err(Unreadable::NotJson),
    }
}

/// `body` with U+FFFD in place of bytes that are no UTF-8 and of `\u` escapes that are half of a pair. `None` when
/// there is nothing to mend.
fn mend(body: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    let mut mended = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some((before, escape)) = rest.split_once('\\') {
        mended.push_str(before);
        let (copied, replaced) = match (
            unit(escape),
            escape.get(5..).and_then(|next| next.strip_prefix('\\')),
        ) {
            (Some(0xD800..=0xDBFF), Some(next)) if matches!(unit(next), Some(0xDC00..=0xDFFF)) => (11, false),
            (Some(0xD800..=0xDFFF), _) => (5, true),
            // Whatever follows the backslash belongs to it, a second backslash above all.
            _ => (escape.chars().next().map_or(0, char::len_utf8), false),
        };
        if replaced {
            mended.push('\u{FFFD}');
        } else {
            mended.push('\\');
            mended.push_str(escape.get(..copied).unwrap_or_default());
        }
        rest = escape.get(copied..).unwrap_or_default();
    }
    mended.push_str(rest);
    (mended.as_bytes() != body).then(|| mended.into_bytes())
}

/// The number of an escape `uXXXX` at the start of `escape`, which stands behind its backslash.
fn unit(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// Whether a page is the check of the network in front of AniList (Cloudflare), by what all forms of it contain.
fn is_challenge(body: &[u8]) -> bool {
    const MARKS: [&str; 5] = [
        "challenge-platform",
        "cf-chl",
        "cf_chl",
        "<title>just a moment",
        "<title>attention required",
    ];
    let page = String::from_utf8_lossy(body).to_ascii_lowercase();
    MARKS.iter().any(|mark| page.contains(mark))
}
