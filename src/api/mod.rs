//! AniList's GraphQL API without the network: what is asked, what comes back, what went wrong.
//!
//! An [`operation::Operation`] says what to send. The [`queue`] says what goes next and what goes together, the
//! [`rate_limit`] when it may go, [`retry`] what follows a failure. The browser layer sends it; [`envelope::read`] turns the
//! answer into domain types, or into an [`error::ApiError`] that names the cause. The [`cache`] says which answers are
//! kept and for how long, the [`request_log`] what was asked. Query text stands in `graphql/*.graphql` and nowhere else. An
//! answer may be wrong in any way at all: nothing in here panics.

pub mod batch;
pub mod cache;
pub mod dto;
pub mod envelope;
pub mod error;
pub mod operation;
pub mod queue;
pub mod rate_limit;
pub mod request_log;
pub mod retry;
