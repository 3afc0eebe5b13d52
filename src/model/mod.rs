//! What the app knows beyond AniList's data: its paths, and how figures, times and foreign texts are written.

pub mod account;
pub mod exchange;
pub mod format;
pub mod routes;
pub mod stored;
pub mod text;
