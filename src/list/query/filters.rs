//! What an entry has to be to pass.

use super::choice::{Chosen, Names, Span};
use crate::domain::{MediaFormat, MediaSeason, MediaStatus};

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressState {
    /// Nothing was watched or read.
    NotStarted,
    /// Something, not all.
    InProgress,
    /// All there is, or what its owner calls completed.
    Complete,
}

impl ProgressState {
    /// All three, each with its word in an address.
    pub const ALL: [(Self, &str); 3] = [
        (Self::NotStarted, "none"),
        (Self::InProgress, "some"),
        (Self::Complete, "all"),
    ];
}

/// What is true of an entry or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Episodes have aired that were not watched.
    Behind,
    /// Another episode is going to air.
    Airing,
    /// For adults only.
    Adult,
    /// Seen by its owner alone.
    Private,
    /// A favourite of the person who looks.
    Favourite,
    /// Its owner noted something.
    Notes,
}

impl Flag {
    /// All six, each with its word in an address.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Behind, "behind"),
        (Self::Airing, "airing"),
        (Self::Adult, "adult"),
        (Self::Private, "private"),
        (Self::Favourite, "favourite"),
        (Self::Notes, "notes"),
    ];
}

/// Which flags must be set and which must not; any other does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags([Option<bool>; Flag::ALL.len()]);

impl Flags {
    /// What a flag has to be.
    pub fn get(self, flag: Flag) -> Option<bool> {
        self.0.get(flag as usize).copied().flatten()
    }

    /// Says what a flag has to be; `None` when it does not matter.
    pub fn set(&mut self, flag: Flag, wanted: Option<bool>) {
        if let Some(place) = self.0.get_mut(flag as usize) {
            *place = wanted;
        }
    }
}

/// What an entry has to be to pass: all of this. The default lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// One of these formats.
    pub formats: Chosen<MediaFormat>,
    /// One of these states of release.
    pub releases: Chosen<MediaStatus>,
    /// One of these seasons.
    pub seasons: Chosen<MediaSeason>,
    /// Every one of these genres.
    pub genres: Names,
    /// None of these genres.
    pub not_genres: Names,
    /// Every one of these tags.
    pub tags: Names,
    /// None of these tags.
    pub not_tags: Names,
    /// One of these countries, by their two letters.
    pub countries: Names,
    /// The year of the season it started in, or else of its start.
    pub years: Span,
    /// The owner's score on the scale of 100; not scored is 0.
    pub scores: Span,
    /// How far the owner has come.
    pub progress: Option<ProgressState>,
    /// What must be true and what must not.
    pub flags: Flags,
}
