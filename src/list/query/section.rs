//! The parts of a list, and what they are called in addresses.

use std::borrow::Cow;

use super::address::{decode, encode};
use crate::domain::{ListStatus, MediaFormat, MediaType};
use crate::list::library::has_words;
use crate::text::percent;

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
    /// use tsuzuki::list::query::Section;
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
    /// use tsuzuki::list::query::Section;
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
    /// use tsuzuki::list::query::Section;
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

    /// The section that an address means which was typed, or written by another program: this one if the list has it, else
    /// the one that is called like it but for case, accents, separators and further encoding. `None` when nothing of the
    /// list is called so.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaType};
    /// use tsuzuki::list::query::Section;
    /// let lists = ["Best of 2024".into(), "paused".into()];
    /// let meant = |path| Section::from_path(path, MediaType::Anime).unwrap().meant(&lists, MediaType::Anime);
    /// assert_eq!(meant("watching"), Some(Section::Status(ListStatus::Current)));
    /// assert_eq!(meant("best_of_2024"), Some(Section::Custom("Best of 2024".into())));
    /// assert_eq!(meant("paused"), Some(Section::Custom("paused".into()))); // there is one of exactly this name
    /// assert_eq!(meant("Nonsense"), None);
    /// ```
    pub fn meant(&self, custom_lists: &[Box<str>], kind: MediaType) -> Option<Self> {
        let Self::Custom(name) = self else {
            return Some(self.clone());
        };
        if custom_lists.contains(name) {
            return Some(self.clone());
        }
        let name = plain(name);
        let is_it = |other: &str| is_called(&name, &plain(other));
        let has_name = |status: &ListStatus| {
            let labels = [kind, MediaType::Anime, MediaType::Manga].map(|kind| status.label(kind));
            labels.iter().any(|label| is_it(label)) || status.word().is_some_and(is_it)
        };
        let split = || {
            let format = name.get(.."completed ".len())?;
            let rest = name.get("completed ".len()..)?;
            (format.eq_ignore_ascii_case("completed ") && is_format(rest)).then_some(ListStatus::Completed)
        };
        let status = ListStatus::ALL.iter().copied().find(has_name).or_else(split);
        let custom = || {
            custom_lists
                .iter()
                .find(|list| is_it(list))
                .map(|list| Self::Custom(list.clone()))
        };
        let all = || is_it("All").then_some(Self::All);
        status.map(Self::Status).or_else(custom).or_else(all)
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

/// A name without what stands for spaces in addresses, however often it was encoded.
fn plain(name: &str) -> String {
    let mut name = name.to_owned();
    // Each round takes something away, and nobody encodes anything more often than this.
    for _ in 0..4 {
        name = percent::decode(&name);
    }
    let spaced = name.replace(['_', '-', '+'], " ");
    let words = spaced.trim_end_matches(['~', '/']).split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// Whether two names have the same words, as a search for them would find.
fn is_called(name: &str, other: &str) -> bool {
    !name.is_empty() && !other.is_empty() && has_words(name, other) && has_words(other, name)
}

/// Whether this is the name of a format, as it stands behind `Completed`.
fn is_format(word: &str) -> bool {
    let word = word.replace(' ', "_").to_ascii_uppercase();
    MediaFormat::from_word(&word) != MediaFormat::Unknown
}

/// The status whose section AniList calls so.
fn status_named(name: &str, kind: MediaType) -> Option<ListStatus> {
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

    /// How somebody may write the name of a section in an address.
    fn spellings(name: &str) -> Vec<String> {
        let cases = [
            name.to_owned(),
            name.to_lowercase(),
            name.to_uppercase(),
            name.chars()
                .enumerate()
                .map(|(at, c)| {
                    if at % 2 == 0 {
                        c.to_ascii_lowercase()
                    } else {
                        c.to_ascii_uppercase()
                    }
                })
                .collect(),
        ];
        let mut spellings = Vec::new();
        for case in cases {
            for space in ["%20", "_", "-", "+", "%5F", "%2B", "%2520", "%20%20", " "] {
                spellings.push(encode(&case).replace("%20", space));
            }
            // Every letter encoded, and that once more.
            let all: String = case.bytes().map(|byte| format!("%{byte:02X}")).collect();
            spellings.push(all.replace('%', "%25"));
            spellings.push(all);
            spellings.push(format!("%20{}%20", encode(&case)));
        }
        spellings
    }

    #[test]
    fn a_section_is_found_however_its_name_is_written() {
        let lists: Vec<Box<str>> = [
            "Rainy Sundays",
            "Best of 2024",
            "Cinéma",
            "続き ２",
            "A+B",
            "watch later",
        ]
        .map(Box::from)
        .into();
        let mut read = 0;
        for kind in [MediaType::Anime, MediaType::Manga] {
            let statuses = ListStatus::ALL
                .iter()
                .copied()
                .map(|status| (status.label(kind).to_owned(), Section::Status(status)));
            let customs = lists
                .iter()
                .map(|name| (name.to_string(), Section::Custom(name.clone())));
            let split = [
                ("Completed TV Short", Section::Status(ListStatus::Completed)),
                ("All", Section::All),
            ];
            let split = split.map(|(name, section)| (name.to_owned(), section));
            for (name, section) in statuses.chain(customs).chain(split) {
                for spelling in spellings(&name) {
                    let found =
                        Section::from_path(&spelling, kind).and_then(|section| section.meant(&lists, kind));
                    assert_eq!(found.as_ref(), Some(&section), "{spelling} of {name}");
                    read += 1;
                }
            }
        }
        assert_eq!(read, 2 * 14 * 48);
    }

    #[test]
    fn other_words_for_sections_are_known_and_nonsense_is_not() {
        let rows: &[(&str, Option<Section>)] = &[
            ("CURRENT", Some(Section::Status(ListStatus::Current))),
            ("reading", Some(Section::Status(ListStatus::Current))),
            ("rereading", Some(Section::Status(ListStatus::Repeating))),
            ("completed-movie", Some(Section::Status(ListStatus::Completed))),
            ("completed/", Some(Section::Status(ListStatus::Completed))),
            ("~other", Some(Section::Status(ListStatus::Unknown))),
            ("cinema", Some(Section::Custom("Cinéma".into()))),
            // A list of exactly this name is this list, whatever its name looks like.
            ("watching", Some(Section::Custom("watching".into()))),
            ("Watching", Some(Section::Status(ListStatus::Current))),
            ("WATCHING", Some(Section::Status(ListStatus::Current))),
            ("watch", None),
            ("Watchingg", None),
            ("completed everything", None),
            ("___", None),
            ("%25", None),
            ("\u{5b58}", None),
        ];
        let lists = ["Cinéma".into(), "watching".into()];
        for (path, want) in rows {
            let section = Section::from_path(path, MediaType::Anime).unwrap();
            assert_eq!(section.meant(&lists, MediaType::Anime), *want, "{path}");
        }
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
        fn any_path_is_read(path: String, list: String) {
            let section = Section::from_path(&path, MediaType::Anime);
            // What is meant is something that there is, and stays so.
            let lists = [list.into_boxed_str()];
            let meant = section.and_then(|section| section.meant(&lists, MediaType::Anime));
            if let Some(meant) = meant {
                prop_assert!(!matches!(&meant, Section::Custom(name) if **name != *lists[0]));
                prop_assert_eq!(meant.meant(&lists, MediaType::Anime), Some(meant));
            }
        }
    }
}
