//! What a person keeps about one work, and the lists it stands in.

use std::num::NonZeroU8;

use super::ids::EntryId;
use super::list::ListStatus;
use super::media::Media;
use super::values::EntryValues;

/// A score on the scale of 100, which every other scale is a rounding of.
///
/// ```
/// use tsuzuki::domain::Score;
/// assert_eq!(Score::new(85).unwrap().get(), 85);
/// assert_eq!(Score::new(0), None); // AniList writes "not scored" as 0
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(NonZeroU8);

impl Score {
    /// `None` unless `points` is 1 to 100.
    pub fn new(points: u8) -> Option<Self> {
        NonZeroU8::new(points)
            .filter(|points| points.get() <= 100)
            .map(Self)
    }

    /// 1 to 100.
    pub fn get(self) -> u8 {
        self.0.get()
    }
}

/// `MediaList`: an entry of somebody's list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListEntry {
    /// Its id, which is not the work's.
    pub id: EntryId,
    /// What its owner says of it.
    pub values: EntryValues,
    /// Last change, in seconds since 1970.
    pub updated_at: Option<u64>,
    /// When it was put on the list, in seconds since 1970; AniList does not know it of old entries.
    pub created_at: Option<u64>,
    /// The work.
    pub media: Media,
}

/// `MediaListGroup`: the entries of one section, or of one custom list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListGroup {
    /// What its owner calls it, or AniList's name of the section.
    pub name: Box<str>,
    /// Whether it is a custom list.
    pub is_custom: bool,
    /// Whether it is a part of "Completed", which is split by format.
    pub is_split: bool,
    /// The section; unknown for a custom list.
    pub status: ListStatus,
    /// Which entries stand in it, in AniList's order.
    pub entries: Vec<EntryId>,
}

/// `MediaListCollection`: a part of somebody's list, or all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListChunk {
    /// Every entry once, however many groups it stands in.
    pub entries: Vec<ListEntry>,
    /// The groups, in AniList's order.
    pub groups: Vec<ListGroup>,
    /// Whether more entries follow in another chunk.
    pub has_next: bool,
}
