//! The access token, kept from being printed.

use std::fmt;

use thiserror::Error;

use crate::config::MAX_TOKEN_BYTES;
use crate::text::format::number;

/// An AniList access token: full access to a person's account for a year.
///
/// It cannot be printed or serialised by accident: no `Display`, no `Serialize`, and `Debug` hides it.
///
/// ```
/// use tsuzuki::auth::token::AccessToken;
/// let token = AccessToken::parse("eyJ0eXAiOiJKV1QifQ.e30.c2ln").unwrap();
/// assert_eq!(format!("{token:?}"), "AccessToken(***)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

/// Why a text is no access token. It never quotes the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenError {
    /// There is nothing.
    #[error("The token is empty.")]
    Empty,
    /// Longer than [`MAX_TOKEN_BYTES`].
    #[error("The token is longer than 8 KiB; AniList's tokens have about 1,100 characters.")]
    TooLong,
    /// A character that no JSON Web Token has.
    #[error("The token contains a character that no AniList token has.")]
    Characters,
}

impl AccessToken {
    /// Checks length and alphabet: base64url and dots (RFC 7515 §3.1), so that it is safe in a header as it is.
    ///
    /// Whether it is a readable JSON Web Token is for [`super::claims::UnverifiedClaims::decode`].
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        if text.is_empty() {
            Err(TokenError::Empty)
        } else if text.len() > MAX_TOKEN_BYTES {
            Err(TokenError::TooLong)
        } else if !text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        {
            Err(TokenError::Characters)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The token itself. For the `Authorization` header, the storage, and a copy that the person asks for; nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What may be shown of it: the beginning that every JSON Web Token shares, and its length.
    pub fn masked(&self) -> String {
        let shared = if self.0.starts_with("eyJ") { "eyJ" } else { "" };
        format!("{shared}•••••••• ({} characters)", number(self.0.len() as u64))
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(***)")
    }
}
