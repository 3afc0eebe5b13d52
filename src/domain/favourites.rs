//! What somebody likes most.

use super::ids::MediaId;
use super::media::MediaType;

/// A list shorter than this holds all favourites there are. AniList gives at least so many at once where there are more;
/// how many more than that, nobody documents.
const SHORTEST_PAGE: usize = 25;

/// The first of a person's favourites, right after a change of them.
///
/// ```
/// use tsuzuki::domain::{Favourites, MediaId, MediaType};
/// let id = |id| MediaId::new(id).unwrap();
/// let favourites = Favourites { anime: [id(1)].into(), manga: (1..=50).map(id).collect() };
/// assert_eq!(favourites.holds(MediaType::Anime, id(1)), Some(true));
/// assert_eq!(favourites.holds(MediaType::Anime, id(2)), Some(false));
/// assert_eq!(favourites.holds(MediaType::Manga, id(99)), None); // there may be more
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Favourites {
    /// Anime.
    pub anime: Box<[MediaId]>,
    /// Manga.
    pub manga: Box<[MediaId]>,
}

impl Favourites {
    /// Whether a work is among them; `None` when that cannot be known from the first ones.
    pub fn holds(&self, kind: MediaType, media: MediaId) -> Option<bool> {
        let known = match kind {
            MediaType::Anime => &self.anime,
            MediaType::Manga => &self.manga,
            MediaType::Unknown => return None,
        };
        match known.contains(&media) {
            true => Some(true),
            false => (known.len() < SHORTEST_PAGE).then_some(false),
        }
    }
}
