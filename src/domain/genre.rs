//! Genres.

use std::borrow::Cow;
use std::fmt;

/// A genre in AniList's English words. One that this version knows takes no memory of its own, which counts in a list of
/// thousands; any other is kept as it came.
///
/// ```
/// use tsuzuki::domain::Genre;
/// assert_eq!(Genre::new("Slice of Life"), "Slice of Life");
/// assert_eq!(Genre::new("Added next year").as_str(), "Added next year");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Genre(Cow<'static, str>);

impl Genre {
    /// The genres AniList had when this version was built.
    pub const KNOWN: [&str; 19] = [
        "Action",
        "Adventure",
        "Comedy",
        "Drama",
        "Ecchi",
        "Fantasy",
        "Hentai",
        "Horror",
        "Mahou Shoujo",
        "Mecha",
        "Music",
        "Mystery",
        "Psychological",
        "Romance",
        "Sci-Fi",
        "Slice of Life",
        "Sports",
        "Supernatural",
        "Thriller",
    ];

    /// The genre of this name.
    pub fn new(name: &str) -> Self {
        let known = Self::KNOWN.iter().find(|known| **known == name);
        Self(match known {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(name.to_owned()),
        })
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Genre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<&str> for Genre {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}
