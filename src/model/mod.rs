//! What the app knows beyond AniList's data: its paths, and how figures, times and foreign texts are written.

pub mod account;
pub mod bulk;
pub mod format;
pub mod outbox;
pub mod routes;
pub mod stored;
pub mod text;
pub mod undo;
