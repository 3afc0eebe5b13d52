//! The id of an OAuth client at AniList.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The id AniList gave to a registered API client: a positive whole number in decimal digits.
///
/// ```
/// use tsuzuki::domain::ClientId;
/// assert_eq!(" 1234 ".parse::<ClientId>().unwrap().as_str(), "1234");
/// assert!("1&response_type=code".parse::<ClientId>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientId(String);

/// Why a text is no client id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClientIdError {
    /// Nothing but spaces.
    #[error("Enter the client ID that AniList shows in its developer settings.")]
    Empty,
    /// Something other than the digits 0 to 9.
    #[error("A client ID is a number: use the digits AniList shows under “ID”, not the name or the secret.")]
    NotDigits,
    /// It begins with a zero. AniList would read the same number, but name another one in the token.
    #[error("A client ID does not begin with a zero: copy it as AniList shows it.")]
    LeadingZero,
    /// More than 20 digits, which no 64-bit number has.
    #[error("This number is too long for a client ID: copy it as AniList shows it under “ID”.")]
    TooLong,
}

impl ClientId {
    const MAX_DIGITS: usize = 20;

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClientId {
    type Err = ClientIdError;

    /// Reads an id that a person typed or pasted: spaces around it are dropped.
    fn from_str(text: &str) -> Result<Self, ClientIdError> {
        let digits = text.trim();
        if digits.is_empty() {
            Err(ClientIdError::Empty)
        } else if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Err(ClientIdError::NotDigits)
        } else if digits.starts_with('0') {
            Err(ClientIdError::LeadingZero)
        } else if digits.len() > Self::MAX_DIGITS {
            Err(ClientIdError::TooLong)
        } else {
            Ok(Self(digits.to_owned()))
        }
    }
}

impl TryFrom<&str> for ClientId {
    type Error = ClientIdError;

    fn try_from(text: &str) -> Result<Self, ClientIdError> {
        text.parse()
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
