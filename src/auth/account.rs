//! What is said about an account and the time its token has left.

use crate::auth::claims::UnverifiedClaims;
use crate::auth::expiry::{Expiry, expiry};
use crate::auth::session::Account;
use crate::text::format;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How long the token of `account` lives at `now` (milliseconds since 1970), by its own claims; `None` without a
/// readable token.
pub fn expiry_of(account: &Account, now: u64) -> Option<Expiry> {
    let claims = UnverifiedClaims::decode(account.token()?).ok()?;
    Some(expiry(&claims, now))
}

/// The same in a few words, for the line under a name.
pub fn life_of(account: &Account, now: u64) -> String {
    match expiry_of(account, now) {
        None if account.token().is_none() => "logged out by AniList".to_owned(),
        None => "token unreadable".to_owned(),
        Some(Expiry::Unknown) => "token without an end".to_owned(),
        Some(Expiry::Expired { .. }) => "token expired".to_owned(),
        Some(Expiry::Valid { left_ms } | Expiry::Soon { left_ms }) => {
            format!("token: {} left", lifetime(left_ms))
        }
    }
}

/// A remaining time in whole days, or in hours and minutes on the last day.
///
/// ```
/// use tsuzuki::auth::account::lifetime;
/// assert_eq!(lifetime(3 * 24 * 60 * 60 * 1000 + 1), "3 days");
/// assert_eq!(lifetime(90 * 60 * 1000), "1 h 30 min");
/// ```
pub fn lifetime(left_ms: u64) -> String {
    match left_ms / DAY_MS {
        0 => format::span(left_ms / 1000),
        days => format::count(days, "day", "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::session::Credential;
    use crate::auth::token::AccessToken;

    fn account(credential: Credential) -> Account {
        Account {
            id: 1,
            name: "kaede".into(),
            avatar: None,
            credential,
            added_at: 0,
            pasted: false,
        }
    }

    #[test]
    fn every_state_of_a_token_has_its_words() {
        // {"exp":1760625382}
        let token = AccessToken::parse("eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3NjA2MjUzODJ9.AAAA").unwrap();
        let end = 1_760_625_382_000;
        let held = account(Credential::Token(token));
        assert_eq!(life_of(&held, end - 40 * DAY_MS), "token: 40 days left");
        assert_eq!(life_of(&held, end - 60 * 60 * 1000), "token: 1 h left");
        assert_eq!(life_of(&held, end + 1), "token expired");
        let unreadable = AccessToken::parse("aaaa.bbbb.cccc").unwrap();
        assert_eq!(
            life_of(&account(Credential::Token(unreadable)), 0),
            "token unreadable"
        );
        assert_eq!(life_of(&account(Credential::Ended), 0), "logged out by AniList");
    }
}
