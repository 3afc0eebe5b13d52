//! One file a route.

pub mod home;
pub mod login;
pub mod not_found;
pub mod outcome;
pub mod paste;
pub mod session;
mod viewer;
mod welcome;

use crate::auth::claims::UnverifiedClaims;
use crate::auth::expiry::{Expiry, expiry};
use crate::auth::session::Account;
use crate::model::format;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How long the token of `account` lives, by its own claims; `None` without a readable token.
pub fn expiry_of(account: &Account, now: u64) -> Option<Expiry> {
    let claims = UnverifiedClaims::decode(account.token()?).ok()?;
    Some(expiry(&claims, now))
}

/// The same in a few words, for the line under a name.
pub fn life_of(account: &Account, now: u64) -> String {
    match expiry_of(account, now) {
        None => "logged out by AniList".to_owned(),
        Some(Expiry::Unknown) => "token without an end".to_owned(),
        Some(Expiry::Expired { .. }) => "token expired".to_owned(),
        Some(Expiry::Valid { left_ms } | Expiry::Soon { left_ms, .. }) => {
            format!("token: {} left", lifetime(left_ms))
        }
    }
}

/// A token's remaining time in days, or in hours and minutes on its last day.
pub fn lifetime(left_ms: u64) -> String {
    match left_ms / DAY_MS {
        0 => format::span(left_ms / 1000),
        days => format::count(days, "day", "days"),
    }
}
