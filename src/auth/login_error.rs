//! Why a login was refused, in words for the person who wanted to log in.

use thiserror::Error;

use super::claims::ClaimsError;
use super::token::TokenError;
use super::urlencoded::FormError;
use crate::domain::ClientId;

/// Why an answer, a pasted token or an account was refused.
///
/// `Display` is one plain sentence, [`LoginError::next_step`] another. Texts of the answer are already cut and cleaned.
/// None of it holds a token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoginError {
    /// The person chose “Deny” (`access_denied`, RFC 6749 §4.2.2.1).
    #[error("You did not allow the access on AniList.{}", quoted(description))]
    Denied {
        /// What the server said besides.
        description: Option<String>,
    },
    /// The server answered with another error code.
    #[error("AniList did not log you in: it {}.{}", answered(code), quoted(description))]
    ServerError {
        /// The code; may be empty.
        code: String,
        /// What the server said besides.
        description: Option<String>,
    },
    /// `state` is not the one that was sent.
    #[error("This answer belongs to another login than the one started in this tab.")]
    StateMismatch,
    /// No login is pending in this tab.
    #[error("This login was not started in this tab, or its answer was already used.")]
    NotStartedHere,
    /// The login was started more than ten minutes ago.
    #[error("This login took longer than 10 minutes.")]
    TooOld,
    /// No `state`, from a server that is known to return it.
    #[error("The answer lacks the mark that shows which login it belongs to.")]
    StateMissing,
    /// `aud` does not name our client (RFC 6749 §10.16).
    #[error(
        "The token was made for another client: expected client {expected}, it names {}.",
        ids(got)
    )]
    WrongAudience {
        /// Our client.
        expected: ClientId,
        /// The clients the token names.
        got: Vec<String>,
    },
    /// `Viewer.id` is not `sub`.
    #[error("The token claims to be of user {}, but AniList answers for user {viewer}.", claimed.as_deref().unwrap_or("(none)"))]
    WrongUser {
        /// `sub` of the token.
        claimed: Option<String>,
        /// Whom AniList named.
        viewer: u64,
    },
    /// Neither a token nor an error came back.
    #[error("AniList sent no token, so the login was not completed.")]
    NoToken,
    /// What stood in the address only resembled an answer.
    #[error(
        "The address of this page had something in it that looks like a login but is not a login answer."
    )]
    Unlike,
    /// The token came in the query, which servers and their logs have seen.
    #[error("The token came in a part of the address that web servers can read, so it was not used.")]
    TokenInQuery,
    /// `token_type` is not bearer (RFC 6749 §7.1).
    #[error("AniList sent a token of a kind this app cannot use: {}.", if .0.is_empty() { "it did not say which" } else { .0 })]
    UnsupportedTokenType(String),
    /// The answer is not readable.
    #[error("The answer cannot be read: {0}.")]
    Malformed(#[from] FormError),
    /// What stands for the token cannot be one.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The token cannot be read.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
}

impl LoginError {
    /// Whether an answer was refused only because nobody waits for it any more: the page was gone back to after a login, or
    /// somebody's bookmark leads through AniList's authorize page. Whoever is signed in stays so, and needs no new login;
    /// every other refusal is news to them too. `awaited` tells whether a login was pending in this tab.
    ///
    /// ```
    /// use tsuzuki::auth::login_error::LoginError;
    /// assert!(LoginError::NotStartedHere.is_left_over(false));
    /// assert!(!LoginError::StateMismatch.is_left_over(true));
    /// ```
    pub fn is_left_over(&self, awaited: bool) -> bool {
        !awaited
            && matches!(
                self,
                Self::NotStartedHere | Self::NoToken | Self::Unlike | Self::Malformed(..)
            )
    }

    /// What the person can do now, as a sentence.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Denied { .. } => "If you want to log in, start again and choose “Approve”.",
            Self::ServerError { .. } => {
                "Start the login again. If it stays that way, check the client ID and its redirect URL in AniList's developer settings."
            }
            Self::StateMismatch | Self::NotStartedHere | Self::StateMissing => {
                "Nothing was stored. If you wanted to log in, start again here."
            }
            Self::TooOld | Self::NoToken => "Start the login again.",
            Self::Unlike => {
                "It was taken out of the address and not used. If you wanted to log in, start again here."
            }
            Self::WrongAudience { .. } => {
                "Nothing was stored. Start the login again; if it stays that way, check that this site's client ID is your own."
            }
            Self::WrongUser { .. } => {
                "Nothing was stored. Start the login again, and log out of AniList's own site first if it knows you as somebody else."
            }
            Self::TokenInQuery => {
                "Revoke this app in AniList's settings under “Apps”, then start the login again."
            }
            Self::UnsupportedTokenType(_) | Self::Malformed(_) => {
                "Start the login again. If it stays that way, use a token instead."
            }
            Self::Token(_) | Self::Claims(_) => {
                "Copy the whole token from AniList's page and paste it again, or start the login again."
            }
        }
    }
}

fn quoted(description: &Option<String>) -> String {
    description
        .as_ref()
        .map(|text| format!(" It said: “{text}”"))
        .unwrap_or_default()
}

fn answered(code: &str) -> String {
    if code.is_empty() {
        "did not say why".to_owned()
    } else {
        format!("answered “{code}”")
    }
}

fn ids(got: &[String]) -> String {
    if got.is_empty() {
        "none".to_owned()
    } else {
        got.join(", ")
    }
}
