//! What there is to filter by.

use super::filter::{tags, year};
use crate::domain::{Country, ListEntry, MediaFormat};

/// A value, and how many entries have it.
pub type Counted<T> = (T, u32);

/// What occurs in a list, for a panel of filters: each value once, in the order in which it is offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Genres by name.
    pub genres: Vec<Counted<Box<str>>>,
    /// Tags by name.
    pub tags: Vec<Counted<Box<str>>>,
    /// Formats in their own order.
    pub formats: Vec<Counted<MediaFormat>>,
    /// Years, the latest first.
    pub years: Vec<Counted<u32>>,
    /// Countries, by their two letters.
    pub countries: Vec<Counted<Box<str>>>,
}

impl Facets {
    /// Counts in one pass.
    pub(super) fn of(entries: &[ListEntry]) -> Self {
        let (mut genres, mut tag_names, mut countries) =
            (Names::default(), Names::default(), Names::default());
        let mut formats = [0_u32; MediaFormat::ALL.len()];
        let mut years: Vec<Counted<u32>> = Vec::new();
        for media in entries.iter().map(|entry| &entry.media) {
            media.genres.iter().for_each(|genre| genres.add(genre.as_str()));
            tags(media).for_each(|tag| tag_names.add(tag));
            countries.add(media.country.as_ref().map_or("", Country::as_str));
            if let Some(count) = formats.get_mut(media.format as usize) {
                *count += 1;
            }
            if let Some(year) = year(media) {
                match years.binary_search_by(|(known, _)| year.cmp(known)) {
                    Ok(at) => years.get_mut(at).into_iter().for_each(|(_, count)| *count += 1),
                    Err(at) => years.insert(at, (year, 1)),
                }
            }
        }
        let formats = MediaFormat::ALL.iter().copied().zip(formats);
        Self {
            genres: genres.owned(),
            tags: tag_names.owned(),
            formats: formats.filter(|(_, count)| *count > 0).collect(),
            years,
            countries: countries.owned(),
        }
    }
}

/// Names in order, each with its count. There are hundreds at most, so a search in a sorted list is quick.
#[derive(Default)]
struct Names<'a>(Vec<Counted<&'a str>>);

impl<'a> Names<'a> {
    /// Counts a name; an empty one is none.
    fn add(&mut self, name: &'a str) {
        match self.0.binary_search_by(|(known, _)| (*known).cmp(name)) {
            Ok(at) => self.0.get_mut(at).into_iter().for_each(|(_, count)| *count += 1),
            Err(at) if !name.is_empty() => self.0.insert(at, (name, 1)),
            Err(_) => {}
        }
    }

    fn owned(self) -> Vec<Counted<Box<str>>> {
        self.0
            .into_iter()
            .map(|(name, count)| (name.into(), count))
            .collect()
    }
}
