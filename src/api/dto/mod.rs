//! The shapes of AniList's answers, and their way into domain types.
//!
//! How they are read leniently is told in [`crate::json`].

pub mod edit;
pub(crate) mod errors;
mod line;
pub mod list;
pub mod media;
pub mod own;
pub mod user;

pub use line::Line;
