//! What the app knows beyond AniList's data: its paths, how figures, times and foreign texts are written, and what a
//! person sees of a list.

pub mod account;
pub mod behind;
pub mod bulk;
pub mod decompose;
pub mod draft;
pub mod exchange;
pub mod format;
pub mod gesture;
pub mod hit;
pub mod leaving;
pub mod library;
pub mod list_query;
pub mod next_up;
pub mod outbox;
pub mod overlay;
pub mod percent;
pub mod progress;
pub mod rearrange;
pub mod romaji;
pub mod routes;
pub mod row;
pub mod saved_views;
pub mod selection;
pub(crate) mod sort;
pub mod still;
pub mod stored;
pub mod text;
pub mod typed;
pub mod undo;
pub mod window;
pub mod words_of_edit;
