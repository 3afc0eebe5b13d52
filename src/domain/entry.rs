//! What a person keeps about one work, and the lists it stands in.

use super::ids::{EntryId, MediaId};
use super::list::ListStatus;
use super::media::{Media, MediaType};
use super::score::Score;
use super::values::EntryValues;

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

impl ListEntry {
    /// Whether nothing is different but what the owner says of the work, and whether it is a favourite.
    pub fn is_same_but_values(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.media, &other.media);
        let is_same_entry =
            (self.id, self.updated_at, self.created_at) == (other.id, other.updated_at, other.created_at);
        is_same_entry
            && match mine.favourite == theirs.favourite {
                true => mine == theirs,
                false => {
                    *mine
                        == Media {
                            favourite: mine.favourite,
                            ..theirs.clone()
                        }
                }
            }
    }
}

/// An entry as AniList has it, without its work.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedEntry {
    /// Its id, which is not the work's.
    pub id: EntryId,
    /// What its owner says of it.
    pub values: EntryValues,
    /// Last change, in seconds since 1970.
    pub updated_at: Option<u64>,
    /// When it was put on the list, in seconds since 1970.
    pub created_at: Option<u64>,
}

impl SavedEntry {
    /// The entry with its work.
    pub fn with(self, media: Media) -> ListEntry {
        ListEntry {
            id: self.id,
            values: self.values,
            updated_at: self.updated_at,
            created_at: self.created_at,
            media,
        }
    }
}

/// What AniList has of a work and one person at the moment of asking.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryNow {
    /// The work.
    pub media: MediaId,
    /// Anime or manga.
    pub kind: MediaType,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// The entry, if the work is on the person's list.
    pub entry: Option<SavedEntry>,
}

/// The little of an entry that a search result shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryBrief {
    /// Its id, which is not the work's.
    pub id: EntryId,
    /// The section it stands in.
    pub status: ListStatus,
    /// Episodes watched or chapters read.
    pub progress: u32,
    /// The score, if it has one.
    pub score: Option<Score>,
}

impl EntryBrief {
    /// As values, of which the rest is not known.
    pub fn values(self) -> EntryValues {
        EntryValues {
            status: self.status,
            progress: self.progress,
            score: self.score,
            ..EntryValues::default()
        }
    }
}

/// A search result.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMedia {
    /// The work.
    pub media: Media,
    /// The entry of the person who asks, if the work is on their list.
    pub entry: Option<EntryBrief>,
}

/// A work with the entry of the person who asks.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaAndEntry {
    /// The work.
    pub media: Media,
    /// The entry, if the work is on the person's list.
    pub entry: Option<SavedEntry>,
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
