//! How a person has arranged their lists.

use super::ids::UserId;
use super::list::ScoreFormat;
use super::media::MediaType;
use super::title::TitleLanguage;
use super::url::Picture;
use super::words::words;

words! {
    /// What the rows of a list are sorted by.
    RowOrder {
        /// By score, the highest first.
        Score = "score",
        /// By title.
        Title = "title",
        /// By last change, the latest first.
        Updated = "updatedAt",
        /// By when they were added, the latest first.
        Added = "id",
    }
}

/// `MediaListOptions`: the settings for both lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListOptions {
    /// The scale in which the person scores.
    pub score_format: ScoreFormat,
    /// What rows are sorted by.
    pub row_order: RowOrder,
    /// The settings for the anime list.
    pub anime: TypeOptions,
    /// The settings for the manga list.
    pub manga: TypeOptions,
}

impl ListOptions {
    /// The settings for one of the lists.
    pub fn of(&self, kind: MediaType) -> &TypeOptions {
        match kind {
            MediaType::Manga => &self.manga,
            _ => &self.anime,
        }
    }
}

/// `MediaListTypeOptions`: the settings for one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeOptions {
    /// Names of sections and custom lists in the order in which they are shown.
    pub section_order: Box<[Box<str>]>,
    /// Names of the custom lists.
    pub custom_lists: Box<[Box<str>]>,
    /// Names of the parts that are scored one by one, in their order; none when the person has that switched off.
    pub advanced_scoring: Box<[Box<str>]>,
    /// Whether "Completed" is shown as one section for each format.
    pub split_completed: bool,
}

/// Whose list it is. Public, but for what the person hides.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOwner {
    /// Their id.
    pub id: UserId,
    /// Their name, as they write it.
    pub name: Box<str>,
    /// Their avatar.
    pub avatar: Picture,
    /// How they have arranged their lists.
    pub lists: ListOptions,
    /// In which language they read titles.
    pub title_language: TitleLanguage,
    /// Works on their anime list. AniList recomputes it now and then, so it may lag behind the list itself.
    pub anime_count: u32,
    /// Works on their manga list, likewise.
    pub manga_count: u32,
}
