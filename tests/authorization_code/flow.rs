//! What the grant asks, and what its answers mean (RFC 6749 §4.1).

use serde::Deserialize;
use thiserror::Error;
use tsuzuki::auth::state::OAuthState;
use tsuzuki::auth::token::{AccessToken, TokenError};
use tsuzuki::auth::urlencoded::{self, FormError};
use tsuzuki::domain::ClientId;

/// The path of the redirect URL.
pub(crate) const CALLBACK_PATH: &str = "/callback";
const MAX_TEXT_CHARS: usize = 200;

/// The client's secret. It cannot be printed.
pub(crate) struct Secret(String);

impl Secret {
    /// A secret as typed or set: spaces and line breaks around it are dropped. `None` when nothing is left.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The secret itself, for the one request that needs it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Why no token was got: a sentence and a next step.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum FlowError {
    /// The person chose “Deny”.
    #[error("The access was not allowed on AniList. Start again and choose “Approve” if you want a token.")]
    Denied,
    /// The authorization endpoint sent another error back.
    #[error("AniList did not give a code: it answered “{0}”. Start again.")]
    Authorize(String),
    /// The answer belongs to another request.
    #[error("The answer that came back belongs to another login. Nothing was exchanged; start again.")]
    StateMismatch,
    /// Neither a code nor an error came back.
    #[error("The answer that came back holds no code. Start again.")]
    NoCode,
    /// The answer's query is unreadable.
    #[error("The answer that came back cannot be read: {0}. Start again.")]
    Malformed(#[from] FormError),
    /// Nobody came back in time.
    #[error(
        "No answer came back within {seconds} seconds. If the browser shows “invalid_client”, register exactly \
         {redirect_uri} as the client's redirect URL at AniList, then start again."
    )]
    TimedOut {
        /// How long it was waited for.
        seconds: u64,
        /// What should be registered.
        redirect_uri: String,
    },
    /// `invalid_client`.
    #[error(
        "AniList refused the client: the client ID or the secret is wrong, or the registered redirect URL is not \
         exactly {redirect_uri}. Compare all three with AniList's developer settings."
    )]
    Client {
        /// What was sent.
        redirect_uri: String,
    },
    /// `invalid_request` or `invalid_grant`.
    #[error("AniList refused the code{}. A code can be used once and for a short time; start again.", reason(.0))]
    Code(String),
    /// Another error of the token endpoint.
    #[error("AniList refused the exchange: it answered “{0}”. Start again.")]
    Exchange(String),
    /// Something that is not an answer of a token endpoint.
    #[error(
        "AniList's token endpoint answered with status {0} and nothing that can be read. Try again later."
    )]
    Unreadable(u16),
    /// The token is none.
    #[error("AniList's answer holds no usable token: {0}")]
    Token(#[from] TokenError),
    /// No connection, no answer.
    #[error("AniList's token endpoint cannot be reached: {0}. Check the connection and try again.")]
    Network(String),
    /// The secret would travel in the clear.
    #[error("The token endpoint must be an https address, or on this computer: the secret is sent to it.")]
    Insecure,
    /// The port is taken.
    #[error(
        "Port {port} of this computer cannot be used: {cause}. Give another one with --port, and register its URL at AniList."
    )]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        cause: String,
    },
}

fn reason(hint: &str) -> String {
    if hint.is_empty() {
        String::new()
    } else {
        format!(": “{hint}”")
    }
}

/// One request for authorization.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) client_id: ClientId,
    pub(crate) redirect_uri: String,
    pub(crate) state: OAuthState,
}

impl Request {
    /// A request that comes back to a port of this computer. The redirect URL must be registered to the letter.
    pub(crate) fn new(client_id: ClientId, port: u16, state: OAuthState) -> Self {
        Self {
            client_id,
            redirect_uri: format!("http://localhost:{port}{CALLBACK_PATH}"),
            state,
        }
    }

    /// The address to open in a browser: RFC 6749 §4.1.1.
    pub(crate) fn url(&self, endpoint: &str) -> String {
        // Of the characters of a loopback URL, `:` and `/` may stand in a query as they are (RFC 3986 §3.4).
        format!(
            "{endpoint}?client_id={}&redirect_uri={}&response_type=code&state={}",
            self.client_id,
            self.redirect_uri,
            self.state.as_str()
        )
    }

    /// The code of an answer, from the target of the HTTP request that brought it. `None` when the request is for
    /// something else, such as the browser's for an icon.
    pub(crate) fn code(&self, target: &str) -> Option<Result<String, FlowError>> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        (path == CALLBACK_PATH).then(|| self.read_answer(query))
    }

    fn read_answer(&self, query: &str) -> Result<String, FlowError> {
        let pairs = urlencoded::pairs(query)?;
        let one = |name: &'static str| {
            let mut values = pairs
                .iter()
                .filter(|(key, value)| key == name && !value.is_empty());
            match (values.next(), values.next()) {
                (_, Some(_)) => Err(FormError::Duplicate(name)),
                (value, None) => Ok(value.map(|(_, value)| value.clone())),
            }
        };
        let (code, error, state) = (one("code")?, one("error")?, one("state")?);
        let ours = state.as_deref() == Some(self.state.as_str());
        match (code, error) {
            // AniList's kind of server leaves `state` empty when a person denies.
            (_, Some(error)) if ours || state.is_none() => Err(refused(&error)),
            _ if !ours => Err(FlowError::StateMismatch),
            (Some(code), _) => Ok(code),
            (None, _) => Err(FlowError::NoCode),
        }
    }
}

fn refused(error: &str) -> FlowError {
    match error {
        "access_denied" => FlowError::Denied,
        other => FlowError::Authorize(shown(other)),
    }
}

/// The answer of the token endpoint. AniList's errors have `message` and `hint`, others `error_description`.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<String>,
    token_type: Option<String>,
    error: Option<String>,
    hint: Option<String>,
    error_description: Option<String>,
}

/// The token of an answer of the token endpoint.
pub(crate) fn read_token(status: u16, body: &[u8], redirect_uri: &str) -> Result<AccessToken, FlowError> {
    let answer: TokenAnswer = serde_json::from_slice(body).map_err(|_| FlowError::Unreadable(status))?;
    let hint = answer.hint.or(answer.error_description).unwrap_or_default();
    match answer.error.as_deref() {
        Some("invalid_client" | "unauthorized_client") => {
            return Err(FlowError::Client {
                redirect_uri: redirect_uri.to_owned(),
            });
        }
        Some("invalid_request" | "invalid_grant") => return Err(FlowError::Code(shown(&hint))),
        Some(other) => return Err(FlowError::Exchange(shown(other))),
        None => {}
    }
    let bearer = answer
        .token_type
        .is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    match answer.access_token {
        Some(token) if status == 200 && bearer => Ok(AccessToken::parse(&token)?),
        _ => Err(FlowError::Unreadable(status)),
    }
}

/// A text of the server, for a terminal: no control characters, not too long.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_TEXT_CHARS)
        .collect()
}
