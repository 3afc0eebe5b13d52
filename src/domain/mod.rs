//! What AniList is about, in types that only valid values inhabit: users, media, lists, links.
//!
//! Nothing here knows JSON, HTTP or the browser. [`crate::api::dto`] builds these types from answers; the user
//! interface sees nothing else. Times are seconds since 1970-01-01T00:00:00Z, as AniList sends them.

pub mod civil;
pub mod client_id;
pub mod country;
pub mod entry;
pub mod favourites;
pub mod fuzzy_date;
pub mod genre;
pub mod ids;
pub mod limits;
pub mod list;
pub mod media;
pub mod numerals;
pub mod options;
pub mod progress;
pub mod score;
pub(crate) mod sort;
pub mod tag;
pub mod title;
pub mod url;
pub mod user;
pub mod values;
mod words;

pub use client_id::{ClientId, ClientIdError};
pub use country::Country;
pub use entry::{
    EntryBrief, EntryNow, FoundMedia, ListChunk, ListEntry, ListGroup, MediaAndEntry, SavedEntry,
};
pub use favourites::Favourites;
pub use fuzzy_date::{DateError, FuzzyDate};
pub use genre::Genre;
pub use ids::{EntryId, MediaId, UserId};
pub use list::{ListStatus, ScoreFormat, StatusCounts};
pub use media::{Airing, Media, MediaFormat, MediaSeason, MediaStatus, MediaType};
pub use options::{ListOptions, ListOwner, RowOrder, TypeOptions};
pub use score::{Face, Mark, Score, Steps};
pub use tag::Tag;
pub use title::{MediaTitle, TitleLanguage};
pub use url::{Picture, SafeUrl};
pub use user::{AnimeStatistics, MangaStatistics, Viewer};
pub use values::{EntryValues, Field, Patch, Value};
