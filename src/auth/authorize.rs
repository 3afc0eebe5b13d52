//! Leaving for AniList: the authorization URL, and the path to come back to.

use super::state::OAuthState;
use super::urlencoded;
use crate::domain::ClientId;

/// Where to send the browser to ask for a token: RFC 6749 §4.2.1 with exactly `client_id`, `response_type=token` and `state`.
///
/// Never `redirect_uri`: AniList sends the person to the one URL registered for the client, and has answered
/// `unsupported_grant_type` to implicit requests that named it. A query or fragment of `endpoint` is left out, so
/// that no setting can smuggle a parameter in.
///
/// ```
/// use tsuzuki::auth::{authorize::authorize_url, state::OAuthState};
/// let url = authorize_url("https://anilist.co/api/v2/oauth/authorize", &"1234".parse().unwrap(), &OAuthState::from_bytes([0; 32]));
/// assert!(url.starts_with("https://anilist.co/api/v2/oauth/authorize?client_id=1234&response_type=token&state=0000"));
/// ```
pub fn authorize_url(endpoint: &str, client: &ClientId, state: &OAuthState) -> String {
    let endpoint = endpoint.split(['?', '#']).next().unwrap_or_default();
    format!(
        "{endpoint}?client_id={client}&response_type=token&state={}",
        state.as_str()
    )
}

/// A path of this app, with its query, to return to after the login.
///
/// It can only lead to this origin and below the app's base path (RFC 9700 §4.11.1: no open redirector), and it can
/// never look like an answer of the authorization server.
///
/// ```
/// use tsuzuki::auth::authorize::ReturnPath;
/// assert!(ReturnPath::new("/tsuzuki/anime/1/Cowboy-Bebop/?tab=staff", "/tsuzuki/").is_some());
/// assert!(ReturnPath::new("//evil.example/", "/").is_none());
/// assert!(ReturnPath::new("/tsuzuki/../other/", "/tsuzuki/").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    const MAX_BYTES: usize = 2048;
    /// Names whose presence in a URL makes the page take it for an answer of the authorization server.
    const ANSWER_NAMES: [&str; 3] = ["access_token", "error", "state"];

    /// Checks a path with an optional query, as `location.pathname + location.search` gives it.
    ///
    /// `base` is the path below which the app is served; it starts and ends with `/`. Refused are: anything that is
    /// not below it; a fragment; characters that a browser would have encoded (control characters, spaces,
    /// backslashes, everything outside ASCII); empty and dot segments, also encoded, as a browser resolves them to
    /// another path or another host; encoded slashes, backslashes and control characters in the path, which would
    /// become separators for whoever decodes before navigating; names of the authorization answer in the query.
    pub fn new(raw: &str, base: &str) -> Option<Self> {
        let printable = raw
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#'));
        if !printable || raw.len() > Self::MAX_BYTES || !is_base(base) || !raw.starts_with(base) {
            return None;
        }
        let (path, query) = raw.split_once('?').unwrap_or((raw, ""));
        if !path.starts_with(base) || !is_plain_path(path) {
            return None;
        }
        let decoded = lossy_decode(raw);
        let names_an_answer = query.split('&').any(|pair| {
            let name = lossy_decode(pair.split('=').next().unwrap_or_default());
            Self::ANSWER_NAMES.contains(&name.as_str())
        });
        (!names_an_answer && !decoded.contains("access_token")).then(|| Self(raw.to_owned()))
    }

    /// The app's first page: where a login ends that has no other place to go. An unusable `base` gives `/`.
    pub fn home(base: &str) -> Self {
        Self(if is_base(base) { base } else { "/" }.to_owned())
    }

    /// The path with its query; it starts with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_base(base: &str) -> bool {
    base == "/" || (base.starts_with('/') && base.ends_with('/') && is_plain_path(base))
}

/// Whether a browser leaves this absolute path as it is, whatever it is resolved against.
fn is_plain_path(path: &str) -> bool {
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        let Ok(decoded) = urlencoded::decode(segment) else {
            return false;
        };
        let odd = decoded.chars().any(|c| matches!(c, '/' | '\\') || c.is_control());
        if odd || decoded == "." || decoded == ".." || (decoded.is_empty() && !last) {
            return false;
        }
    }
    true
}

/// The text decoded and in lower case where it can be decoded, else as it is.
fn lossy_decode(text: &str) -> String {
    urlencoded::decode(text)
        .unwrap_or_else(|_| text.to_owned())
        .to_ascii_lowercase()
}
