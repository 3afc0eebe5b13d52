//! Who can log in, and what each has set.

use super::data::Kind;

/// The categories everybody starts with.
const CATEGORIES: [&str; 5] = ["Story", "Characters", "Visuals", "Audio", "Enjoyment"];
/// Every value of a list entry's status, in the order the site shows the groups.
pub(crate) const STATUSES: [&str; 6] = [
    "CURRENT",
    "REPEATING",
    "COMPLETED",
    "PAUSED",
    "DROPPED",
    "PLANNING",
];
const SCORE_FORMATS: [&str; 5] = ["POINT_100", "POINT_10_DECIMAL", "POINT_10", "POINT_5", "POINT_3"];
const TITLE_LANGUAGES: [&str; 6] = [
    "ROMAJI",
    "ENGLISH",
    "NATIVE",
    "ROMAJI_STYLISED",
    "ENGLISH_STYLISED",
    "NATIVE_STYLISED",
];
const STAFF_NAME_LANGUAGES: [&str; 3] = ["ROMAJI_WESTERN", "ROMAJI", "NATIVE"];

/// How somebody has arranged the anime or the manga list.
#[derive(Debug, Clone)]
pub(crate) struct ListSettings {
    pub(crate) section_order: Vec<String>,
    pub(crate) split_completed: bool,
    pub(crate) custom_lists: Vec<String>,
    pub(crate) advanced_scoring: Vec<String>,
    pub(crate) advanced_scoring_enabled: bool,
}

impl ListSettings {
    fn new(kind: Kind, split_completed: bool, custom_lists: &[&str], advanced_scoring_enabled: bool) -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            section_order: STATUSES
                .iter()
                .map(|status| super::lists::group_name(status, kind).to_owned())
                .collect(),
            split_completed,
            custom_lists: texts(custom_lists),
            advanced_scoring: texts(&CATEGORIES),
            advanced_scoring_enabled,
        }
    }
}

/// Somebody who can log in.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) about: Option<String>,
    pub(crate) score_format: &'static str,
    pub(crate) title_language: &'static str,
    pub(crate) staff_name_language: &'static str,
    pub(crate) timezone: Option<String>,
    pub(crate) profile_color: String,
    pub(crate) row_order: String,
    pub(crate) anime: ListSettings,
    pub(crate) manga: ListSettings,
    pub(crate) adult_content: bool,
    pub(crate) airing_notifications: bool,
    /// Minutes.
    pub(crate) activity_merge_time: i64,
    pub(crate) messages_from_followed_only: bool,
    /// Statuses that make no activity.
    pub(crate) silent_statuses: Vec<&'static str>,
    /// Media, latest last.
    pub(crate) favourites: Vec<i64>,
    pub(crate) unread: i64,
    pub(crate) created_at: i64,
}

impl User {
    fn new(id: i64, name: &'static str, score_format: &'static str) -> Self {
        Self {
            id,
            name,
            about: None,
            score_format,
            title_language: "ROMAJI",
            staff_name_language: "ROMAJI_WESTERN",
            timezone: None,
            profile_color: "purple".to_owned(),
            row_order: "score".to_owned(),
            anime: ListSettings::new(Kind::Anime, false, &[], false),
            manga: ListSettings::new(Kind::Manga, false, &[], false),
            adult_content: false,
            airing_notifications: true,
            activity_merge_time: 720,
            messages_from_followed_only: false,
            silent_statuses: Vec::new(),
            favourites: Vec::new(),
            unread: 0,
            created_at: 1_760_000_000,
        }
    }

    pub(crate) fn list(&self, kind: Kind) -> &ListSettings {
        match kind {
            Kind::Anime => &self.anime,
            Kind::Manga => &self.manga,
        }
    }

    pub(crate) fn list_mut(&mut self, kind: Kind) -> &mut ListSettings {
        match kind {
            Kind::Anime => &mut self.anime,
            Kind::Manga => &mut self.manga,
        }
    }

    pub(crate) fn custom_lists(&self, kind: Kind) -> &[String] {
        &self.list(kind).custom_lists
    }
}

/// Kaede has everything, Ren has less, and the third has just come.
pub(crate) fn everybody() -> Vec<User> {
    vec![
        User {
            about: Some("Rewatches Mushishi every autumn.".to_owned()),
            timezone: Some("09:00".to_owned()),
            profile_color: "blue".to_owned(),
            anime: ListSettings::new(Kind::Anime, false, &["Favourites", "Rainy Sundays"], true),
            manga: ListSettings::new(Kind::Manga, false, &["On the shelf"], false),
            favourites: vec![457, 1, 30002],
            unread: 3,
            created_at: 1_466_000_000,
            ..User::new(5001, "kaede", "POINT_100")
        },
        User {
            title_language: "ENGLISH",
            timezone: Some("-05:00".to_owned()),
            profile_color: "green".to_owned(),
            row_order: "title".to_owned(),
            anime: ListSettings::new(Kind::Anime, true, &[], false),
            manga: ListSettings::new(Kind::Manga, true, &[], false),
            created_at: 1_602_000_000,
            ..User::new(5002, "ren", "POINT_10_DECIMAL")
        },
        User::new(5003, "new", "POINT_10"),
    ]
}

fn known(values: &[&'static str], name: &str) -> Option<&'static str> {
    values.iter().find(|value| **value == name).copied()
}

/// The status of this name.
pub(crate) fn status_named(name: &str) -> Option<&'static str> {
    known(&STATUSES, name)
}

/// The score format of this name.
pub(crate) fn score_format_named(name: &str) -> Option<&'static str> {
    known(&SCORE_FORMATS, name)
}

/// The title language of this name.
pub(crate) fn title_language_named(name: &str) -> Option<&'static str> {
    known(&TITLE_LANGUAGES, name)
}

/// The language of people's names of this name.
pub(crate) fn staff_name_language_named(name: &str) -> Option<&'static str> {
    known(&STAFF_NAME_LANGUAGES, name)
}
