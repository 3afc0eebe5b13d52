//! Tokens in the shape of AniList's, for the tests of the login.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use tsuzuki::auth::authorize::ReturnPath;
use tsuzuki::auth::callback::{CallbackDecision, TokenResponse, evaluate_callback};
use tsuzuki::auth::claims::{ClaimsError, UnverifiedClaims};
use tsuzuki::auth::login_error::LoginError;
use tsuzuki::auth::session::{Account, Accounts, Credential};
use tsuzuki::auth::state::{OAuthState, PendingAuthorization};
use tsuzuki::auth::token::AccessToken;
use tsuzuki::domain::ClientId;

/// A moment in November 2026, in milliseconds.
pub(crate) const NOW: u64 = 1_795_000_000_000;
pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const DAY: u64 = 24 * 60 * MINUTE;

pub(crate) const HEADER: &str = r#"{"typ":"JWT","alg":"RS256","jti":"aa11"}"#;

/// Three parts of base64url; the signature is any text.
pub(crate) fn compact(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>, signature: &str) -> String {
    [header.as_ref(), payload.as_ref(), signature.as_bytes()]
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".")
}

/// A token with AniList's header and this payload.
pub(crate) fn token_of(payload: &serde_json::Value) -> String {
    compact(HEADER, payload.to_string(), "signature of the canary")
}

/// A token of user 5001 for client 1001, in AniList's types.
pub(crate) fn token() -> String {
    token_of(&json!({
        "aud": "1001", "jti": "aa11", "iat": NOW / 1000, "nbf": NOW / 1000,
        "exp": NOW / 1000 + 31_536_000, "sub": "5001", "scopes": []
    }))
}

pub(crate) fn access(token: &str) -> AccessToken {
    AccessToken::parse(token).unwrap()
}

pub(crate) fn decode(token: &str) -> Result<UnverifiedClaims, ClaimsError> {
    UnverifiedClaims::decode(&access(token))
}

pub(crate) fn claims_of(payload: &serde_json::Value) -> UnverifiedClaims {
    decode(&token_of(payload)).unwrap()
}

pub(crate) fn client(id: &str) -> ClientId {
    id.parse().unwrap()
}

/// A login for client 1001 that left a minute ago.
pub(crate) fn pending() -> PendingAuthorization {
    PendingAuthorization {
        state: OAuthState::from_bytes([0xa7; 32]),
        started_at: NOW - MINUTE,
        return_path: ReturnPath::new("/anime/1/Cowboy-Bebop/", "/").unwrap(),
        client_id: client("1001"),
    }
}

/// The `state` of [`pending`].
pub(crate) fn state() -> String {
    pending().state.as_str().to_owned()
}

/// An answer in AniList's order of parameters; `rest` is appended.
pub(crate) fn answer(rest: &str) -> String {
    format!(
        "#access_token={}&token_type=Bearer&expires_in=31536000{rest}",
        token()
    )
}

/// An answer with the right `state`.
pub(crate) fn good() -> String {
    answer(&format!("&state={}", state()))
}

/// The answer, decided in the tab that asked a minute ago.
pub(crate) fn here(raw: &str) -> CallbackDecision {
    evaluate_callback(raw, Some(&pending()), NOW, None, false)
}

pub(crate) fn refused(decision: CallbackDecision) -> LoginError {
    match decision {
        CallbackDecision::Refuse(refusal) => refusal,
        CallbackDecision::Accept(_) | CallbackDecision::Confirm(_) => panic!("it was not refused"),
    }
}

pub(crate) fn accepted(decision: CallbackDecision) -> TokenResponse {
    match decision {
        CallbackDecision::Accept(grant) => grant,
        other => panic!("it was not accepted: {other:?}"),
    }
}

pub(crate) fn account(id: u64) -> Account {
    Account {
        id,
        name: format!("user{id}"),
        avatar: Some(format!("https://s4.anilist.co/file/{id}.png")),
        credential: Credential::Token(access(&format!("header.payload{id}.signature"))),
        added_at: NOW,
        pasted: id.is_multiple_of(2),
    }
}

/// The accounts of these users; the first is active.
pub(crate) fn accounts(ids: &[u64]) -> Accounts {
    let mut accounts = Accounts::default();
    for id in ids {
        accounts.add(account(*id), false).unwrap();
    }
    accounts
}

pub(crate) fn ids(accounts: &Accounts) -> Vec<u64> {
    accounts.iter().map(|account| account.id).collect()
}
