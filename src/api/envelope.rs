//! From the bytes of an HTTP answer to domain types, or to the reason why not.

use super::dto::errors::WireError;
use super::error::{ApiError, GraphQlError, Unreadable};
use super::operation::{ErrorPolicy, Operation};
use super::rate_limit::Outcome;
use crate::json::{self, Array, JsonError, Lenient, Object, Scalar, Slot};

/// What came back over HTTP, as far as a page may read it. Without `Content-Type`: the body decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body, as it came.
    pub body: Vec<u8>,
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
    let mut data = Lenient::<O::Data>::default();
    let errors = read_into(&mut data, answer)?;
    match data
        .take()
        .filter(|_| O::ERROR_POLICY == ErrorPolicy::Partial || errors.is_empty())
        .and_then(O::output)
    {
        Some(data) => Ok(Answer {
            data,
            errors,
            status: answer.status,
        }),
        None => Err(nothing(&errors, answer)),
    }
}

/// Why an answer does not hold what was asked for.
fn nothing(errors: &[GraphQlError], answer: &HttpAnswer) -> ApiError {
    match errors.first() {
        Some(error) => error.classify(answer.status),
        None => without_envelope(answer, Unreadable::NoData),
    }
}

/// What an answer tells the request budget, whatever was asked.
pub fn outcome(answer: &HttpAnswer) -> Outcome {
    // Nothing else is worth reading a large answer twice for.
    if !matches!(answer.status, 403 | 429) {
        return Outcome::Answered {
            limit: answer.rate_limit,
            remaining: answer.rate_remaining,
        };
    }
    let mut ignored = Lenient::<bool>::default();
    let refusal = match read_into(&mut ignored, answer) {
        Ok(errors) => errors.first().map(|error| error.classify(answer.status)),
        Err(error) => Some(error),
    };
    match refusal {
        Some(ApiError::Outage { message }) => Outcome::Outage { message },
        _ if answer.status == 429 => Outcome::Refused,
        _ => Outcome::Other,
    }
}

/// Why an answer to any request is not whole, or none at all; `None` when nothing is missing from it.
///
/// ```
/// use tsuzuki::api::{envelope::{HttpAnswer, problem}, error::ApiError};
/// let answer = |status, body: &str| HttpAnswer { status, body: body.into(), ..Default::default() };
/// assert_eq!(problem(&answer(200, r#"{"data":{"Page":{}}}"#)), None);
/// assert_eq!(problem(&answer(502, "<html>")), Some(ApiError::Server { status: 502 }));
/// let refused = r#"{"data":{"Media":null},"errors":[{"message":"Not Found.","status":404}]}"#;
/// assert_eq!(problem(&answer(404, refused)), Some(ApiError::NotFound));
/// ```
pub fn problem(answer: &HttpAnswer) -> Option<ApiError> {
    // What the data holds is not looked at, so any type will do.
    match read_into(&mut Lenient::<bool>::default(), answer) {
        Ok(errors) => match errors.first() {
            Some(error) => Some(error.classify(answer.status)),
            None => ApiError::from_status(answer.status),
        },
        Err(error) => Some(error),
    }
}

/// What an answer says is wrong with the request itself; nothing about AniList's own troubles, or about who asks.
///
/// ```
/// use tsuzuki::api::envelope::{HttpAnswer, complaints};
/// let body = r#"{"data":null,"errors":[{"message":"No.","locations":[{"line":3,"column":5}]}]}"#;
/// let answer = |status| HttpAnswer { status, body: body.into(), ..Default::default() };
/// assert_eq!(complaints(&answer(400))[0].locations[0].line, 3);
/// assert!(complaints(&answer(403)).is_empty() && complaints(&answer(500)).is_empty());
/// ```
pub fn complaints(answer: &HttpAnswer) -> Vec<GraphQlError> {
    use ApiError::{NotFound, Query, TooComplex, Unauthorized, Validation};
    let errors = parse(&answer.body, &mut Lenient::<bool>::default()).unwrap_or_default();
    let errors = errors.into_iter().map(WireError::into_domain);
    let is_complaint = |error: &GraphQlError| {
        matches!(
            error.classify(answer.status),
            NotFound | Query { .. } | TooComplex { .. } | Unauthorized { .. } | Validation { .. }
        )
    };
    errors.filter(is_complaint).collect()
}

/// Fills `data` and gives the errors beside it. All that need not be compiled for each operation anew.
fn read_into(data: &mut dyn Slot, answer: &HttpAnswer) -> Result<Vec<GraphQlError>, ApiError> {
    let errors = parse(&answer.body, data).map_err(|why| without_envelope(answer, why))?;
    let errors: Vec<_> = errors.into_iter().map(WireError::into_domain).collect();
    let mut causes = errors.iter().map(|error| error.classify(answer.status));
    match causes.find(|cause| *cause == ApiError::InvalidToken) {
        Some(dead) => Err(dead),
        None => Ok(errors),
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

fn parse(body: &[u8], data: &mut dyn Slot) -> Result<Vec<WireError>, Unreadable> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii();
    match body.first() {
        None => return Err(Unreadable::Empty),
        Some(b'<') => return Err(Unreadable::Html),
        Some(_) => {}
    }
    let mut parsed = str::from_utf8(body)
        .map_err(|_| JsonError::Malformed)
        .and_then(|text| parse_text(text, data));
    if parsed.is_err() {
        // One broken character in somebody's text must not cost the whole answer: mend and try once more.
        if let Some(mended) = mend(body) {
            parsed = parse_text(&mended, data);
        }
    }
    match parsed {
        Ok(envelope) => envelope.ok_or(Unreadable::NotAnAnswer),
        Err(JsonError::Truncated) => Err(Unreadable::Truncated),
        Err(JsonError::Malformed) => Err(Unreadable::NotJson),
    }
}

/// `None` when the text is no object.
fn parse_text(text: &str, data: &mut dyn Slot) -> Result<Option<Vec<WireError>>, JsonError> {
    let mut envelope = Envelope {
        data,
        errors: Lenient::default(),
        is_object: false,
    };
    json::parse(text, &mut envelope)?;
    Ok(envelope.is_object.then(|| envelope.errors.or_default()))
}

/// What every answer is: `data` goes to where it is wanted.
struct Envelope<'d> {
    data: &'d mut dyn Slot,
    errors: Lenient<Vec<WireError>>,
    is_object: bool,
}

impl Slot for Envelope<'_> {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        None
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        self.is_object = true;
        Some(self)
    }
}

impl Object for Envelope<'_> {
    fn place(&mut self, name: &str, expected: usize) -> Option<usize> {
        json::find(&["data", "errors"], name, expected)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        match place {
            0 => Some(self.data),
            _ => Some(&mut self.errors),
        }
    }
}

/// `body` with U+FFFD in place of bytes that are no UTF-8 and of `\u` escapes that are half of a pair. `None` when
/// there is nothing to mend.
fn mend(body: &[u8]) -> Option<String> {
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
    (mended.as_bytes() != body).then_some(mended)
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
