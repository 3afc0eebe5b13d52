//! The person who is signed in.

use super::ids::UserId;
use super::list::{ScoreFormat, StatusCounts};
use super::url::{Picture, SafeUrl};

/// `Viewer`: the user whose token an authenticated request carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewer {
    /// Their id.
    pub id: UserId,
    /// Their name; a person may change it.
    pub name: String,
    /// Their avatar.
    pub avatar: Picture,
    /// The banner of their profile.
    pub banner: Option<SafeUrl>,
    /// Their profile on AniList's site.
    pub site_url: Option<SafeUrl>,
    /// Notifications they have not read.
    pub unread_notifications: u32,
    /// The scale in which they score.
    pub score_format: ScoreFormat,
    /// Figures about their anime list.
    pub anime: AnimeStatistics,
    /// Figures about their manga list.
    pub manga: MangaStatistics,
}

/// Figures about an anime list. AniList recomputes them now and then, so they may lag behind the list itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnimeStatistics {
    /// Works on the list.
    pub count: u32,
    /// Episodes watched.
    pub episodes_watched: u32,
    /// Entries in each section.
    pub statuses: StatusCounts,
}

/// Figures about a manga list. AniList recomputes them now and then, so they may lag behind the list itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MangaStatistics {
    /// Works on the list.
    pub count: u32,
    /// Chapters read.
    pub chapters_read: u32,
    /// Entries in each section.
    pub statuses: StatusCounts,
}
