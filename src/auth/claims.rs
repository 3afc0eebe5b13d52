//! What a token says about itself. Nothing of it is proven: AniList publishes no key to check the signature with.

use std::iter;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use super::token::AccessToken;
use crate::domain::ClientId;
use crate::domain::civil;
use crate::json::{JsonError, JsonScalar, Lenient, RawObject};

/// How deep header and payload may nest.
const MAX_DEPTH: usize = 127;

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
    /// The whole payload as indented JSON, otherwise as it is written.
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
    /// The whole header as indented JSON, otherwise as it is written.
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
        let header = JwtHeader::of(&text_of(header)?)?;
        Self::of(&text_of(payload)?, header)
    }

    fn of(json: &str, header: JwtHeader) -> Result<Self, ClaimsError> {
        let mut payload = RawObject::parse(json)?;
        Ok(Self {
            audience: take(&mut payload, "aud", texts).unwrap_or_default(),
            subject: take(&mut payload, "sub", text),
            issued_at: take(&mut payload, "iat", date),
            not_before: take(&mut payload, "nbf", date),
            expires_at: take(&mut payload, "exp", date),
            token_id: take(&mut payload, "jti", text),
            scopes: take(&mut payload, "scopes", texts).unwrap_or_default(),
            header,
            other: shown(&payload),
            payload_json: laid_out(json)?,
        })
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
    fn of(json: &str) -> Result<Self, ClaimsError> {
        let mut header = RawObject::parse(json)?;
        Ok(Self {
            algorithm: take(&mut header, "alg", text),
            kind: take(&mut header, "typ", text),
            other: shown(&header),
            json: laid_out(json)?,
        })
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

impl From<JsonError> for ClaimsError {
    fn from(_: JsonError) -> Self {
        Self::Json
    }
}

/// The text that a part of the token encodes.
fn text_of(part: &str) -> Result<String, ClaimsError> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| ClaimsError::Encoding)?;
    String::from_utf8(bytes).map_err(|_| ClaimsError::Json)
}

/// Takes a field out when it can be read; one that cannot stays, to be shown as it is.
fn take<T>(fields: &mut RawObject<'_>, name: &str, read: fn(&str) -> Option<T>) -> Option<T> {
    let value = read(fields.get(name)?)?;
    fields.remove(name);
    Some(value)
}

/// The value that a text stands for.
fn strict(raw: &str) -> Option<JsonScalar> {
    Lenient::parse(raw).ok()?.take()
}

/// A string, or a whole number written as one: ids are strings today, and may become numbers.
fn text(raw: &str) -> Option<String> {
    string(strict(raw)?)
}

fn string(value: JsonScalar) -> Option<String> {
    match value.whole() {
        Some(number) => Some(number.to_string()),
        None => value.text(),
    }
}

/// One text or a list of them (RFC 7519 §4.1.3).
fn texts(raw: &str) -> Option<Vec<String>> {
    match Lenient::<Vec<JsonScalar>>::parse(raw).ok()?.take() {
        Some(items) => items.into_iter().map(string).collect(),
        None => Some(vec![text(raw)?]),
    }
}

/// A NumericDate (RFC 7519 §2): seconds since 1970, perhaps with a fraction. In milliseconds; `None` outside the
/// years 1970 to 9999, where no calendar could show it.
fn date(raw: &str) -> Option<u64> {
    let seconds = match strict(raw)? {
        JsonScalar::Whole(seconds) => seconds as f64,
        JsonScalar::Float(seconds) => seconds,
        _ => return None,
    };
    let ms = seconds * 1000.0;
    (0.0..=civil::LAST_MS as f64).contains(&ms).then_some(ms as u64)
}

fn shown(fields: &RawObject<'_>) -> Vec<(String, String)> {
    let shown = |raw| text(raw).unwrap_or_else(|| tokens(raw).collect());
    fields
        .iter()
        .map(|(name, raw)| (name.to_owned(), shown(raw)))
        .collect()
}

/// A JSON text with each field and item on a line of its own.
fn laid_out(json: &str) -> Result<String, ClaimsError> {
    let (mut lines, mut depth, mut last) = (String::with_capacity(2 * json.len()), 0_usize, "");
    for token in tokens(json) {
        let (opens, closes) = (matches!(token, "[" | "{"), matches!(token, "]" | "}"));
        depth = depth.saturating_sub(usize::from(closes));
        let opened = matches!(last, "[" | "{");
        if opened != closes || last == "," {
            lines.push('\n');
            lines.extend(iter::repeat_n("  ", depth));
        }
        lines.push_str(token);
        if token == ":" {
            lines.push(' ');
        }
        depth += usize::from(opens);
        // The indentation of a text that only nests would grow with the square of its length.
        if depth > MAX_DEPTH {
            return Err(ClaimsError::Json);
        }
        last = token;
    }
    Ok(lines)
}

/// A JSON text without the white space between its parts: strings whole, everything else character by character.
fn tokens(json: &str) -> impl Iterator<Item = &str> {
    let mut rest = json;
    iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        let mut escaped = false;
        let ends = |byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        };
        let length = match rest.strip_prefix('"') {
            Some(string) => string.bytes().position(ends)? + 2,
            None => rest.chars().next()?.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(token)
    })
}
