//! What a token says about itself. Nothing of it is proven: AniList publishes no key to check the signature with.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use thiserror::Error;

use super::authorize::ClientId;
use super::token::AccessToken;
use crate::domain::civil;

/// The claims of a JSON Web Token (RFC 7519), decoded for display and comparison, with the signature **not verified**.
///
/// Times are milliseconds since 1970. A claim of a type or range that the RFC does not allow counts as absent and is
/// shown among [`UnverifiedClaims::other`]. Of a claim that stands twice the last one counts (RFC 7519 §4).
///
/// ```
/// use tsuzuki::auth::{claims::UnverifiedClaims, token::AccessToken};
/// // {"alg":"RS256"} . {"aud":"1234","sub":"5001","exp":1760625382} . a signature that nobody checks
/// let token = AccessToken::parse("eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIxMjM0Iiwic3ViIjoiNTAwMSIsImV4cCI6MTc2MDYyNTM4Mn0.AAAA").unwrap();
/// let claims = UnverifiedClaims::decode(&token).unwrap();
/// assert_eq!(claims.user_id(), Some(5001));
/// assert!(claims.has_audience(&"1234".parse().unwrap()));
/// assert_eq!(claims.expires_at, Some(1_760_625_382_000));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedClaims {
    /// `aud`: the client ids the token is for. AniList sends one, as a string.
    pub audience: Vec<String>,
    /// `sub`: the user id. AniList sends a string.
    pub subject: Option<String>,
    /// `iat`: when it was issued.
    pub issued_at: Option<u64>,
    /// `nbf`: from when it is valid.
    pub not_before: Option<u64>,
    /// `exp`: until when it is valid. AniList's tokens live 365 days.
    pub expires_at: Option<u64>,
    /// `jti`: the token's own id.
    pub token_id: Option<String>,
    /// `scopes`: empty at AniList, which knows no scopes.
    pub scopes: Vec<String>,
    /// The token's header.
    pub header: JwtHeader,
    /// Names and values of all other claims, and of known ones that could not be read.
    pub other: Vec<(String, String)>,
    /// The whole payload as indented JSON.
    pub payload_json: String,
}

/// The header of a JSON Web Token (RFC 7515 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtHeader {
    /// `alg`: how it is signed; AniList uses `RS256`.
    pub algorithm: Option<String>,
    /// `typ`: `JWT`.
    pub kind: Option<String>,
    /// Names and values of the header's other fields.
    pub other: Vec<(String, String)>,
    /// The whole header as indented JSON.
    pub json: String,
}

/// Why a token cannot be read. It never quotes the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClaimsError {
    /// Not three parts, or one of them is empty.
    #[error("This is not an AniList token: one has three parts with dots between them.")]
    Parts,
    /// Five parts: an encrypted token (RFC 7516).
    #[error("This is an encrypted token, which AniList does not issue.")]
    Encrypted,
    /// A part is not base64url as RFC 7515 §2 wants it.
    #[error("The token is damaged: part of it was lost or changed.")]
    Encoding,
    /// Header or payload is not a JSON object.
    #[error("The token is damaged: what it says cannot be read.")]
    Json,
}

impl UnverifiedClaims {
    /// Decodes a token in the compact form of RFC 7515 §3.1.
    ///
    /// # Errors
    /// [`ClaimsError`] when it is not three parts of canonical base64url, the first two of them JSON objects.
    pub fn decode(token: &AccessToken) -> Result<Self, ClaimsError> {
        let parts: Vec<&str> = token.expose().split('.').collect();
        let (header, payload, signature) = match parts.as_slice() {
            [_, _, _, _, _] => return Err(ClaimsError::Encrypted),
            [header, payload, signature] if parts.iter().all(|part| !part.is_empty()) => {
                (header, payload, signature)
            }
            _ => return Err(ClaimsError::Parts),
        };
        URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| ClaimsError::Encoding)?;
        Ok(Self::of(object(payload)?, JwtHeader::of(object(header)?)))
    }

    fn of(mut payload: Map<String, Value>, header: JwtHeader) -> Self {
        let payload_json = indented(&payload);
        Self {
            audience: take(&mut payload, "aud", texts).unwrap_or_default(),
            subject: take(&mut payload, "sub", text),
            issued_at: take(&mut payload, "iat", date),
            not_before: take(&mut payload, "nbf", date),
            expires_at: take(&mut payload, "exp", date),
            token_id: take(&mut payload, "jti", text),
            scopes: take(&mut payload, "scopes", texts).unwrap_or_default(),
            header,
            other: shown(payload),
            payload_json,
        }
    }

    /// `sub` as AniList's numeric user id; `None` when it is something else.
    pub fn user_id(&self) -> Option<u64> {
        let digits = self
            .subject
            .as_deref()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse().ok().filter(|id| *id > 0)
    }

    /// Whether the token says that it is for this client.
    pub fn has_audience(&self, client: &ClientId) -> bool {
        self.audience.iter().any(|audience| audience == client.as_str())
    }
}

impl JwtHeader {
    fn of(mut header: Map<String, Value>) -> Self {
        let json = indented(&header);
        Self {
            algorithm: take(&mut header, "alg", text),
            kind: take(&mut header, "typ", text),
            other: shown(header),
            json,
        }
    }
}

/// What a header field or claim of AniList's tokens means, in a sentence for people; `None` for an unknown one.
pub fn explain(name: &str) -> Option<&'static str> {
    Some(match name {
        "aud" => {
            "Audience: the API client this token was made for. After a login it is the client ID of this site."
        }
        "sub" => "Subject: the number of the AniList user whom this token acts for.",
        "iat" => "Issued at: when AniList made this token.",
        "nbf" => "Not before: the token is not valid earlier than this.",
        "exp" => {
            "Expires: from then on AniList refuses the token and you log in again. It cannot be renewed."
        }
        "jti" => "Token ID: the number under which AniList itself knows this token.",
        "scopes" => {
            "Scopes: what the token is limited to. AniList has no scopes, so the list is empty and nothing is limited."
        }
        "alg" => {
            "Algorithm: how AniList signed the token. RS256 is an RSA signature, which only AniList can make."
        }
        "typ" => "Type: that this is a JSON Web Token.",
        _ => return None,
    })
}

fn object(part: &str) -> Result<Map<String, Value>, ClaimsError> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| ClaimsError::Encoding)?;
    serde_json::from_slice(&bytes).map_err(|_| ClaimsError::Json)
}

/// Takes a field out when it can be read; one that cannot stays, to be shown as it is.
fn take<T>(object: &mut Map<String, Value>, name: &str, read: fn(&Value) -> Option<T>) -> Option<T> {
    let value = read(object.get(name)?)?;
    object.remove(name);
    Some(value)
}

/// A string, or a whole number written as one: ids are strings today, and may become numbers.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        _ => None,
    }
}

/// One text or a list of them (RFC 7519 §4.1.3).
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(values) => values.iter().map(text).collect(),
        one => text(one).map(|one| vec![one]),
    }
}

/// A NumericDate (RFC 7519 §2): seconds since 1970, perhaps with a fraction. In milliseconds; `None` outside the
/// years 1970 to 9999, where no calendar could show it.
fn date(value: &Value) -> Option<u64> {
    let ms = value.as_f64()? * 1000.0;
    (0.0..=civil::LAST_MS as f64).contains(&ms).then_some(ms as u64)
}

fn shown(fields: Map<String, Value>) -> Vec<(String, String)> {
    fields
        .into_iter()
        .map(|(name, value)| (name, text(&value).unwrap_or_else(|| value.to_string())))
        .collect()
}

fn indented(fields: &Map<String, Value>) -> String {
    serde_json::to_string_pretty(fields).unwrap_or_default()
}
