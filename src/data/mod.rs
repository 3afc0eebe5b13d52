//! What pages show and change, in the browser: requests, the cache, the accounts, the edits on their way. It draws nothing.
//!
//! A request goes from [`query`] or [`client`] to the [`scheduler`], which sends it when the rate limit admits it; an answer
//! is read through the [`cache`]. An edit goes from a control to [`outbox`], is shown at once, and is sent from there.

pub mod cache;
pub mod chunks;
pub mod client;
pub mod lists;
pub mod login;
pub mod outbox;
pub mod preferences;
pub mod query;
pub mod router;
pub mod scheduler;
pub mod score_format;
pub mod session;
pub mod state;
pub mod state_support;
pub mod still;
