//! The person who is signed in.

use super::ids::UserId;
use super::list::{ScoreFormat, StatusCounts};
use super::title::TitleLanguage;
use super::url::{HexColor, Picture, SafeUrl};

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
    /// When the account was made, in seconds since 1970; unknown for accounts from before 2020.
    pub created_at: Option<u64>,
    /// Notifications they have not read.
    pub unread_notifications: u32,
    /// In which language they read titles.
    pub title_language: TitleLanguage,
    /// Whether they wish to see 18+ works.
    pub display_adult_content: bool,
    /// Their offset from UTC as AniList writes it, for example `09:00` or `-05:00`.
    pub timezone: Option<String>,
    /// The colour of their profile.
    pub profile_color: Option<HexColor>,
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
    /// Mean of the scores given, 0 to 100 whatever the score format; 0 when nothing was scored.
    pub mean_score: f64,
    /// Minutes spent watching.
    pub minutes_watched: u32,
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
    /// Mean of the scores given, 0 to 100 whatever the score format; 0 when nothing was scored.
    pub mean_score: f64,
    /// Chapters read.
    pub chapters_read: u32,
    /// Volumes read.
    pub volumes_read: u32,
    /// Entries in each section.
    pub statuses: StatusCounts,
}
