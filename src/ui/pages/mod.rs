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
use crate::auth::expiry::Expiry;
use crate::auth::session::{Account, Credential};

/// When the token of `account` expires, by its own claims; `None` without a readable token.
pub fn expiry_of(account: &Account, now: u64) -> Option<Expiry> {
    let Credential::Token(token) = &account.credential else { return None };
    UnverifiedClaims::decode(token).ok().map(|claims| Expiry::of(&claims, now))
}
