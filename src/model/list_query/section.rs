//! The parts of a list, and what they are called in addresses.

use std::borrow::Cow;

use super::address::{decode, encode};
use crate::domain::{ListStatus, MediaFormat, MediaType};

/// A part of somebody's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Section {
    /// Everything, once.
    #[default]
    All,
    /// What has this status. The unknown one holds what a newer AniList may have.
    Status(ListStatus),
    /// What stands in the custom list of this name.
    Custom(Box<str>),
    /// What is hidden from the status lists and stands in no custom list. AniList shows it nowhere.
    Unlisted,
}

/// What stands in addresses for sections that AniList has no path for. A custom list of that name is escaped.
const OTHER: &str = "~other";
const UNLISTED: &str = "~hidden";

impl Section {
    /// Its heading.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaType};
    /// use tsuzuki::model::list_query::Section;
    /// assert_eq!(Section::Status(ListStatus::Repeating).title(MediaType::Manga), "Rereading");
    /// ```
    pub fn title(&self, kind: MediaType) -> &str {
        match self {
            Self::All => "All",
            Self::Status(status) => status.label(kind),
            Self::Custom(name) => name,
            Self::Unlisted => "Hidden",
        }
    }

    /// Its name in AniList's paths, below `/user/NAME/animelist/`, percent-encoded; empty for everything.
    ///
    /// A custom list is named by its name. One that is called like a section ends in `~` here, and so does one that
    /// already looks escaped, so that each name has one path and each path one meaning:
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaType};
    /// use tsuzuki::model::list_query::Section;
    /// let path = |section: Section| section.path(MediaType::Anime);
    /// assert_eq!(path(Section::Status(ListStatus::Current)), "Watching");
    /// assert_eq!(path(Section::Custom("Best of 2024".into())), "Best%20of%202024");
    /// assert_eq!(path(Section::Custom("Watching".into())), "Watching~");
    /// assert_eq!(path(Section::Custom("Watching~".into())), "Watching~~");
    /// assert_eq!(path(Section::Custom("Reading".into())), "Reading"); // of anime, no section is called so
    /// ```
    pub fn path(&self, kind: MediaType) -> String {
        match self {
            Self::All => String::new(),
            Self::Status(ListStatus::Unknown) => OTHER.to_owned(),
            Self::Status(status) => status.label(kind).to_owned(),
            Self::Unlisted => UNLISTED.to_owned(),
            Self::Custom(name) => {
                let mut path = encode(name);
                if is_taken(name, kind) {
                    path.push('~');
                }
                path
            }
        }
    }

    /// The section that one segment of a path names; `None` when it cannot be decoded. Sections split by format, as
    /// `Completed TV`, are the whole of it.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaType};
    /// use tsuzuki::model::list_query::Section;
    /// let section = |path| Section::from_path(path, MediaType::Anime).unwrap();
    /// assert_eq!(section("Completed%20TV"), Section::Status(ListStatus::Completed));
    /// assert_eq!(section("Watching~"), Section::Custom("Watching".into()));
    /// assert_eq!(section("a%2Fb"), Section::Custom("a/b".into()));
    /// ```
    pub fn from_path(segment: &str, kind: MediaType) -> Option<Self> {
        // A plus is a plus in a path; in a query it would be a space.
        let name = decode(&segment.replace('+', "%2B"))?;
        if let Some(section) = named(&name, kind) {
            return Some(section);
        }
        let unescaped = name.strip_suffix('~').filter(|name| is_taken(name, kind));
        Some(Self::Custom(unescaped.unwrap_or(&name).into()))
    }

    /// The section AniList means by a group's name: a custom list's unless it is the name of a section.
    pub fn of_group(name: &str, kind: MediaType) -> Self {
        status_named(name, kind).map_or_else(|| Self::Custom(name.into()), Self::Status)
    }

    /// What it is called where anime and manga are not told apart, as in [`super::ListQuery::collapsed`].
    pub fn key(&self) -> Cow<'static, str> {
        match self {
            Self::All => Cow::Borrowed("ALL"),
            Self::Status(status) => Cow::Borrowed(status.word().unwrap_or("OTHER")),
            Self::Unlisted => Cow::Borrowed("HIDDEN"),
            Self::Custom(name) => {
                let mut key = String::from("~");
                key.push_str(name);
                Cow::Owned(key)
            }
        }
    }
}

/// The section that has this name in an address by right.
fn named(name: &str, kind: MediaType) -> Option<Section> {
    match name {
        "" => Some(Section::All),
        OTHER => Some(Section::Status(ListStatus::Unknown)),
        UNLISTED => Some(Section::Unlisted),
        _ => status_named(name, kind).map(Section::Status),
    }
}

/// Whether a custom list cannot have this name in an address, or looks as if it had been escaped from such a one.
/// Browsers take one or two dots for a step in the path.
fn is_taken(name: &str, kind: MediaType) -> bool {
    let name = name.trim_end_matches('~');
    matches!(name, "." | "..") || named(name, kind).is_some()
}

/// The status whose section AniList calls so.
fn status_named(name: &str, kind: MediaType) -> Option<ListStatus> {
    let is_format = |word: &str| {
        let word = word.replace(' ', "_").to_ascii_uppercase();
        MediaFormat::from_word(&word) != MediaFormat::Unknown
    };
    if name.strip_prefix("Completed ").is_some_and(is_format) {
        return Some(ListStatus::Completed);
    }
    ListStatus::ALL
        .iter()
        .copied()
        .find(|status| status.label(kind) == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn anilists_own_paths() {
        let rows: &[(&str, MediaType, ListStatus)] = &[
            ("Watching", MediaType::Anime, ListStatus::Current),
            ("Reading", MediaType::Manga, ListStatus::Current),
            ("Rewatching", MediaType::Anime, ListStatus::Repeating),
            ("Rereading", MediaType::Manga, ListStatus::Repeating),
            ("Completed", MediaType::Anime, ListStatus::Completed),
            ("Paused", MediaType::Manga, ListStatus::Paused),
            ("Dropped", MediaType::Anime, ListStatus::Dropped),
            ("Planning", MediaType::Manga, ListStatus::Planning),
        ];
        for (path, kind, status) in rows {
            let section = Section::Status(*status);
            assert_eq!(section.path(*kind), *path);
            assert_eq!(Section::from_path(path, *kind), Some(section));
        }
        for split in [
            "TV", "TV Short", "Movie", "Special", "OVA", "ONA", "Music", "One Shot", "Novel", "Manga",
        ] {
            let name = ["Completed ", split].concat();
            let completed = Section::Status(ListStatus::Completed);
            assert_eq!(Section::of_group(&name, MediaType::Anime), completed);
            assert_eq!(Section::from_path(&name, MediaType::Manga), Some(completed));
        }
        let custom = Section::Custom("Completed twice".into());
        assert_eq!(Section::of_group("Completed twice", MediaType::Anime), custom);
        assert_eq!(Section::from_path("%E7%B6%9A%2", MediaType::Anime), None);
        assert_eq!(
            Section::from_path("A+B", MediaType::Anime),
            Some(Section::Custom("A+B".into()))
        );
    }

    #[test]
    fn no_custom_list_is_unreachable() {
        for name in [
            "Watching",
            "Completed TV",
            "~other",
            "~hidden",
            ".",
            "..",
            "~",
            "..~",
            "Watching~~",
            "a~",
            "All",
            "%57",
        ] {
            let section = Section::Custom(name.into());
            let path = section.path(MediaType::Anime);
            assert_eq!(
                Section::from_path(&path, MediaType::Anime),
                Some(section),
                "{name}"
            );
            assert!(!matches!(&*path, "" | "." | ".."), "{name}");
        }
    }

    proptest! {
        #[test]
        fn every_name_has_one_path(name in "(Watching|Paused|\\.|~other|~|[^\u{0}\u{fffd}]{1,6}){1,3}~{0,3}", manga: bool) {
            let kind = if manga { MediaType::Manga } else { MediaType::Anime };
            let section = Section::Custom(name.into());
            let path = section.path(kind);
            prop_assert!(!path.contains(['/', '?', '#', '+']));
            prop_assert_eq!(Section::from_path(&path, kind), Some(section));
        }

        #[test]
        fn any_path_is_read(path: String) {
            let _ = Section::from_path(&path, MediaType::Anime);
        }
    }
}
