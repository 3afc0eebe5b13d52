//! What the app knows beyond AniList's data: its paths, and how figures, times and foreign texts are written.

pub mod account;
pub mod format;
pub mod routes;
pub mod text;
