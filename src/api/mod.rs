//! AniList's GraphQL API without the network: what is asked, what comes back, what went wrong.
//!
//! An [`operation::Operation`] says what to send; the browser layer sends it; [`envelope::read`] turns the answer into
//! domain types, or into an [`error::ApiError`] that names the cause. Query text stands in `graphql/*.graphql` and
//! nowhere else. An answer may be wrong in any way at all: nothing in here panics.

pub mod envelope;
pub mod error;
pub mod operation;
pub mod wire;
