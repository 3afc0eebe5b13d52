//! Login: AniList's OAuth2 implicit grant, decided in pure functions.
//!
//! Nothing here reads a clock, a random source or the browser: `now` (milliseconds since 1970) and random bytes are
//! arguments. The browser layer carries strings between the address bar, the storage and these functions.
//!
//! The way through:
//!
//! 1. [`state::OAuthState`] and [`state::PendingAuthorization`] are made and kept in this tab; [`authorize::authorize_url`] says where to go.
//! 2. The answer comes back in the address bar; [`callback::evaluate_callback`] accepts it, asks the person, or refuses it.
//! 3. [`claims::UnverifiedClaims`] says what the token claims; [`callback::check_viewer`] compares it with who
//!    AniList says the token belongs to.
//! 4. [`session::Accounts`] keeps the accounts of this browser; [`expiry`] and [`expiry_reminder`] tell when one ends.
//!
//! # What the login promises
//!
//! - An answer is accepted only in the tab that asked for it, once, and within ten minutes, when it carries the
//!   random `state` of the request (RFC 6749 §10.12, RFC 9700 §4.7).
//! - An answer without `state` is never accepted silently, and not at all from a server that is known to return it.
//! - A token made for another client is refused (RFC 6749 §10.16), and so is one whose `sub` is not the user whom
//!   AniList names when it is used.
//! - No text of the answer is ever more than text: cut to a fixed length, without control or direction characters.
//! - The token prints as `***` and leaves [`token::AccessToken`] only through [`token::AccessToken::expose`].
//!
//! # What it cannot promise
//!
//! - That a token was issued by AniList: its signature cannot be checked, as no key is published. Claims are shown,
//!   and compared; nothing is unlocked by them.
//! - That a token of the right client and user was not injected (RFC 9700 §4.6): the implicit grant cannot know.
//! - That nobody else has the token: it is in a URL for a moment, and script of this origin can read the storage.

pub mod account;
pub mod authorize;
pub mod callback;
pub mod claims;
pub mod expiry;
pub mod expiry_reminder;
pub mod leaving;
pub mod login_error;
pub mod session;
pub mod state;
pub mod state_support;
pub mod stored;
mod text;
pub mod token;
pub mod unsaved;
pub mod urlencoded;
