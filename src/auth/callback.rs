//! Coming back from AniList: what to do with the answer.

use super::authorize::ReturnPath;
use super::claims::UnverifiedClaims;
use super::login_error::LoginError;
use super::state::PendingAuthorization;
use super::text::plain;
use super::token::AccessToken;
use super::urlencoded::{self, FormError};
use crate::config::MAX_TOKEN_BYTES;
use crate::domain::ClientId;

/// The longest answer that is looked at, in bytes: a token of the greatest length, and as much again for the rest.
pub const MAX_ANSWER_BYTES: usize = 2 * MAX_TOKEN_BYTES;

/// What the inline script hands over in the place of something in the address that only resembled an answer: a token whose
/// name was encoded, written in capitals or put behind a slash. It is in `src/shell/scrub.js` too.
pub const UNLIKE: &str = "unlike";

/// The longest text of somebody else that stands in a message, in characters.
pub(super) const MAX_TEXT_CHARS: usize = 200;
const MAX_CODE_CHARS: usize = 60;

/// What to do with an answer of the authorization server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallbackDecision {
    /// It answers the request of this tab: ask `Viewer`, compare with [`check_viewer`], store.
    Accept(TokenResponse),
    /// It came without `state`: keep it in memory only, ask `Viewer`, compare, and store after “Continue as NAME”.
    Confirm(TokenResponse),
    /// Store nothing, change no session.
    Refuse(LoginError),
}

/// A token and what it says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenResponse {
    /// The token.
    pub token: AccessToken,
    /// What it says; not verified.
    pub claims: UnverifiedClaims,
    /// Where the person was; `None` for a pasted token.
    pub return_path: Option<ReturnPath>,
    /// Whether the server returned our `state`: worth remembering ([`super::state_support::EchoesSeen`]).
    pub state_echoed: bool,
}

/// A pasted token was made for another client than the configured one: usable, but to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignClient {
    /// The configured client.
    pub expected: ClientId,
    /// The clients the token names; may be empty.
    pub got: Vec<String>,
}

impl std::fmt::Display for ForeignClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { expected, got } = self;
        match got.as_slice() {
            [] => write!(
                f,
                "This token does not say which client it was made for; this site's client ID is {expected}."
            ),
            ids => write!(
                f,
                "This token was made for client {}; this site's client ID is {expected}.",
                ids.join(", ")
            ),
        }
    }
}

/// Decides what becomes of an answer of the authorization server.
///
/// `raw` is `location.search + location.hash` of the page it came to. `pending` is the login that left this tab,
/// which the caller has already removed from storage: an answer is looked at once. `now` is in milliseconds since
/// 1970. `client` is the configured client, if it differs from the one the login was started for. `echo_seen` tells
/// whether this server is known to return `state`.
///
/// | the answer | login pending in this tab | result |
/// |---|---|---|
/// | a token, `state` equal | for at most 10 minutes | accept |
/// | a token, `state` different | for at most 10 minutes | refuse |
/// | a token, `state` absent or empty | for at most 10 minutes | ask the person, or refuse when `echo_seen` |
/// | an error | for at most 10 minutes | refuse in the server's words |
/// | either | for longer, or none | refuse, whatever it says |
/// | [`UNLIKE`] | either way | refuse |
///
/// Errors are read from the fragment (RFC 6749 §4.2.2.1) and from the query (where older servers of AniList's kind
/// put them), a token only from the fragment. Unknown parameters are ignored (RFC 6749 §4.2.2).
///
/// ```
/// use tsuzuki::auth::{authorize::ReturnPath, callback::{CallbackDecision, evaluate_callback}, state::{PendingAuthorization, OAuthState}};
/// let pending = PendingAuthorization {
///     state: OAuthState::from_bytes([7; 32]),
///     started_at: 1_000,
///     return_path: ReturnPath::home("/"),
///     client_id: "1234".parse().unwrap(),
/// };
/// let token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIxMjM0Iiwic3ViIjoiNTAwMSIsImV4cCI6MTc2MDYyNTM4Mn0.AAAA";
/// let answer = format!("#access_token={token}&token_type=Bearer&expires_in=31536000&state={}", pending.state.as_str());
///
/// assert!(matches!(evaluate_callback(&answer, Some(&pending), 2_000, None, false), CallbackDecision::Accept(_)));
/// assert!(matches!(evaluate_callback(&answer, None, 2_000, None, false), CallbackDecision::Refuse(_)));
/// ```
pub fn evaluate_callback(
    raw: &str,
    pending: Option<&PendingAuthorization>,
    now: u64,
    client: Option<&ClientId>,
    echo_seen: bool,
) -> CallbackDecision {
    if raw == UNLIKE {
        return CallbackDecision::Refuse(LoginError::Unlike);
    }
    let decision = Answer::parse(raw).and_then(|answer| judge(&answer, pending, now, client, echo_seen));
    decision.unwrap_or_else(CallbackDecision::Refuse)
}

fn judge(
    answer: &Answer,
    pending: Option<&PendingAuthorization>,
    now: u64,
    client: Option<&ClientId>,
    echo_seen: bool,
) -> Result<CallbackDecision, LoginError> {
    let awaited = match pending {
        Some(login) if login.is_fresh(now) => Ok(login),
        Some(_) => Err(LoginError::TooOld),
        None => Err(LoginError::NotStartedHere),
    };
    if let Some(code) = &answer.error {
        // Anybody can write a link with an error in it, so its words are shown only where an answer is awaited.
        awaited?;
        return Err(denial(code, answer.description.as_ref()));
    }
    if answer.token_in_query {
        return Err(LoginError::TokenInQuery);
    }
    let token = answer.token.as_deref().ok_or(LoginError::NoToken)?;
    let login = awaited?;
    let state_echoed = match &answer.state {
        Some(state) if state == login.state.as_str() => true,
        Some(_) => return Err(LoginError::StateMismatch),
        None if echo_seen => return Err(LoginError::StateMissing),
        None => false,
    };
    if !answer.token_type.eq_ignore_ascii_case("bearer") {
        return Err(LoginError::UnsupportedTokenType(plain(
            &answer.token_type,
            MAX_CODE_CHARS,
        )));
    }
    let token = AccessToken::parse(token)?;
    let claims = UnverifiedClaims::decode(&token)?;
    let expected = client.unwrap_or(&login.client_id);
    if !claims.has_audience(expected) {
        return Err(LoginError::WrongAudience {
            expected: expected.clone(),
            got: shown_ids(&claims.audience),
        });
    }
    let grant = TokenResponse {
        token,
        claims,
        return_path: Some(login.return_path.clone()),
        state_echoed,
    };
    Ok(if state_echoed {
        CallbackDecision::Accept(grant)
    } else {
        CallbackDecision::Confirm(grant)
    })
}

/// Reads a token that a person pasted: alone, after `Bearer`, or inside the address of AniList's pin page, which has
/// at times shown it only there. Spaces and line breaks are dropped.
///
/// A token of another client than `client` is accepted, since the person brought it; the second value says so.
///
/// # Errors
/// [`LoginError::Token`] or [`LoginError::Claims`] when it is no AniList token, [`LoginError::Malformed`] or
/// [`LoginError::NoToken`] when it is an address without a readable one.
pub fn check_pasted(
    raw: &str,
    client: Option<&ClientId>,
) -> Result<(TokenResponse, Option<ForeignClient>), LoginError> {
    if raw.len() > MAX_ANSWER_BYTES {
        return Err(FormError::TooLong.into());
    }
    let text: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    let token = if text.contains("access_token=") {
        let start = text.find('#').unwrap_or_default();
        let fragment = text.get(start..).unwrap_or_default();
        Answer::parse(&format!("#{}", fragment.trim_start_matches('#')))?
            .token
            .ok_or(LoginError::NoToken)?
    } else {
        let scheme = text
            .get(..6)
            .filter(|scheme| scheme.eq_ignore_ascii_case("bearer"));
        text.get(scheme.map_or(0, str::len)..)
            .unwrap_or_default()
            .to_owned()
    };
    let token = AccessToken::parse(&token)?;
    let claims = UnverifiedClaims::decode(&token)?;
    let foreign = client
        .filter(|client| !claims.has_audience(client))
        .map(|client| ForeignClient {
            expected: client.clone(),
            got: shown_ids(&claims.audience),
        });
    Ok((
        TokenResponse {
            token,
            claims,
            return_path: None,
            state_echoed: false,
        },
        foreign,
    ))
}

/// Compares whom the token claims to act for with whom AniList answered `Viewer` for.
///
/// # Errors
/// [`LoginError::WrongUser`] when they are not the same, or the token names nobody.
pub fn check_viewer(claims: &UnverifiedClaims, viewer_id: u64) -> Result<(), LoginError> {
    if claims.user_id() == Some(viewer_id) {
        return Ok(());
    }
    let claimed = claims
        .subject
        .as_deref()
        .map(|subject| plain(subject, MAX_CODE_CHARS));
    Err(LoginError::WrongUser {
        claimed,
        viewer: viewer_id,
    })
}

fn denial(code: &str, description: Option<&String>) -> LoginError {
    let description = description
        .map(|text| plain(text, MAX_TEXT_CHARS))
        .filter(|text| !text.is_empty());
    match plain(code, MAX_CODE_CHARS) {
        code if code == "access_denied" => LoginError::Denied { description },
        code => LoginError::ServerError { code, description },
    }
}

fn shown_ids(ids: &[String]) -> Vec<String> {
    ids.iter().take(3).map(|id| plain(id, MAX_CODE_CHARS)).collect()
}

/// The parameters of an answer that matter here.
struct Answer {
    token: Option<String>,
    token_in_query: bool,
    token_type: String,
    state: Option<String>,
    error: Option<String>,
    description: Option<String>,
}

impl Answer {
    fn parse(raw: &str) -> Result<Self, LoginError> {
        if raw.len() > MAX_ANSWER_BYTES {
            return Err(FormError::TooLong.into());
        }
        let (query, fragment) = raw.split_once('#').unwrap_or((raw, ""));
        let query = urlencoded::pairs(query.strip_prefix('?').unwrap_or(query))?;
        let fragment = urlencoded::pairs(fragment)?;
        let anywhere = || query.iter().chain(&fragment);
        let named = |name: &str| {
            anywhere()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        for name in ["access_token", "token_type", "state", "error"] {
            if anywhere().filter(|(key, _)| key == name).count() > 1 {
                return Err(FormError::Duplicate(name).into());
            }
        }
        Ok(Self {
            token: named("access_token").filter(|token| !token.is_empty()),
            token_in_query: query.iter().any(|(key, _)| key == "access_token"),
            token_type: named("token_type").unwrap_or_default(),
            state: named("state").filter(|state| !state.is_empty()),
            error: named("error"),
            // Before version 7.4 the OAuth library that AniList's answers look like called it `message`.
            description: named("error_description").or_else(|| named("message")),
        })
    }
}
