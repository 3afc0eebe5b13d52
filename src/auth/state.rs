//! What a tab remembers of a login that it started.

use std::fmt;

use serde::Serialize;

use super::authorize::ReturnPath;
use crate::config::LOGIN_LIFETIME_MS;
use crate::domain::ClientId;
use crate::json::{JsonScalar, Lenient, json_objects};

/// The `state` of one authorization request: 256 random bits, so that nobody can guess it (RFC 6749 §10.10).
///
/// `Debug` hides it: while a login is pending, whoever knows it can forge the answer.
#[derive(Clone, PartialEq, Eq)]
pub struct OAuthState(String);

impl OAuthState {
    const CHARS: usize = 64;

    /// Makes it of 32 bytes of a cryptographic random source.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(
            digits
                .filter_map(|digit| char::from_digit(digit.into(), 16))
                .collect(),
        )
    }

    /// The value of the parameter: 64 hexadecimal digits, nothing to encode.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads one that was stored; `None` when it is not what [`OAuthState::from_bytes`] makes.
    fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let whole = text.len() == Self::CHARS && text.bytes().all(is_digit);
        whole.then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for OAuthState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OAuthState(***)")
    }
}

/// A login that left this tab and has not come back.
///
/// It rests in `sessionStorage`, so that another tab cannot answer for it. The caller removes it before it looks at
/// any answer, whatever comes of that: one request has one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingAuthorization {
    /// What was sent as `state`.
    pub state: OAuthState,
    /// When the tab left, in milliseconds since 1970.
    pub started_at: u64,
    /// The page to come back to.
    pub return_path: ReturnPath,
    /// The client the token was asked for.
    pub client_id: ClientId,
}

json_objects! {
    struct Kept {
        state: Lenient<JsonScalar> = "state",
        started_at: Lenient<JsonScalar> = "started_at",
        return_path: Lenient<JsonScalar> = "return_path",
        client_id: Lenient<JsonScalar> = "client_id",
    }
}

#[derive(Serialize)]
struct Stored {
    state: String,
    started_at: u64,
    return_path: String,
    client_id: String,
}

impl PendingAuthorization {
    /// How far the clock may go back while the person is away: a correction of the clock is no reason to refuse.
    const CLOCK_CORRECTION_MS: u64 = 60_000;

    /// Whether an answer may still be accepted at `now`: not more than ten minutes after it started.
    pub fn is_fresh(&self, now: u64) -> bool {
        match now.checked_sub(self.started_at) {
            Some(age) => age <= LOGIN_LIFETIME_MS,
            None => self.started_at - now <= Self::CLOCK_CORRECTION_MS,
        }
    }

    /// The text to keep in `sessionStorage`.
    pub fn to_json(&self) -> String {
        let stored = Stored {
            state: self.state.as_str().to_owned(),
            started_at: self.started_at,
            return_path: self.return_path.as_str().to_owned(),
            client_id: self.client_id.as_str().to_owned(),
        };
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Reads what [`PendingAuthorization::to_json`] wrote; `None` for anything else. `base` is the app's base path.
    ///
    /// Storage can be written by others of the same origin, so every part is checked again; a return path that does
    /// not lead below `base` leads to `base`.
    pub fn from_json(text: &str, base: &str) -> Option<Self> {
        let kept = Lenient::<Kept>::parse(text).ok()?.take()?;
        let return_path = kept.return_path.take()?.text()?;
        Some(Self {
            state: OAuthState::parse(&kept.state.take()?.text()?)?,
            started_at: kept.started_at.take()?.whole()?,
            return_path: ReturnPath::new(&return_path, base).unwrap_or_else(|| ReturnPath::home(base)),
            client_id: kept.client_id.take()?.text()?.parse().ok()?,
        })
    }
}
