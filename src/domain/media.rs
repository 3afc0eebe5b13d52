//! Anime and manga.

use super::country::Country;
use super::fuzzy_date::FuzzyDate;
use super::genre::Genre;
use super::ids::MediaId;
use super::tag::Tag;
use super::title::MediaTitle;
use super::url::Picture;
use super::words::words;

words! {
    /// `MediaType`: the two halves of AniList.
    MediaType {
        /// Something to watch.
        Anime = "ANIME",
        /// Something to read; light novels too.
        Manga = "MANGA",
    }
}

words! {
    /// `MediaFormat`: how a work was released.
    MediaFormat {
        /// Broadcast on television.
        Tv = "TV",
        /// Broadcast on television in episodes under 15 minutes.
        TvShort = "TV_SHORT",
        /// Released in cinemas.
        Movie = "MOVIE",
        /// An extra of another work.
        Special = "SPECIAL",
        /// Sold on disc or tape without a broadcast.
        Ova = "OVA",
        /// Released on the net first.
        Ona = "ONA",
        /// A music video.
        Music = "MUSIC",
        /// A comic of more than one chapter.
        Manga = "MANGA",
        /// A light novel.
        Novel = "NOVEL",
        /// A comic of one chapter.
        OneShot = "ONE_SHOT",
    }
}

impl MediaFormat {
    /// Whether it is one of manga.
    pub fn is_manga(self) -> bool {
        matches!(self, Self::Manga | Self::Novel | Self::OneShot)
    }

    /// The format as a person reads it, or `None` when there is nothing to say.
    pub fn label(self) -> Option<&'static str> {
        Some(match self {
            Self::Tv => "TV",
            Self::TvShort => "TV short",
            Self::Movie => "Movie",
            Self::Special => "Special",
            Self::Ova => "OVA",
            Self::Ona => "ONA",
            Self::Music => "Music",
            Self::Manga => "Manga",
            Self::Novel => "Light novel",
            Self::OneShot => "One shot",
            Self::Unknown => return None,
        })
    }
}

words! {
    /// `MediaStatus`: how far the release of a work has come.
    MediaStatus {
        /// Complete.
        Finished = "FINISHED",
        /// Coming out now.
        Releasing = "RELEASING",
        /// Announced.
        NotYetReleased = "NOT_YET_RELEASED",
        /// Ended before it was complete.
        Cancelled = "CANCELLED",
        /// Interrupted.
        Hiatus = "HIATUS",
    }
}

words! {
    /// `MediaSeason`: the quarter of the year in which an anime starts.
    MediaSeason {
        /// January to March.
        Winter = "WINTER",
        /// April to June.
        Spring = "SPRING",
        /// July to September.
        Summer = "SUMMER",
        /// October to December.
        Fall = "FALL",
    }
}

impl MediaSeason {
    /// The season as a person reads it, or `None` when there is nothing to say.
    pub fn label(self) -> Option<&'static str> {
        Some(match self {
            Self::Winter => "Winter",
            Self::Spring => "Spring",
            Self::Summer => "Summer",
            Self::Fall => "Fall",
            Self::Unknown => return None,
        })
    }
}

/// An episode that will air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Airing {
    /// Which episode, counted from 1.
    pub episode: u32,
    /// When, in seconds since 1970.
    pub airing_at: u64,
}

/// A work, as far as an answer tells of it: each query asks for what its page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// Its id.
    pub id: MediaId,
    /// Its number at MyAnimeList, where anime and manga are numbered apart.
    pub mal_id: Option<u32>,
    /// Anime or manga.
    pub kind: MediaType,
    /// What it is called.
    pub title: MediaTitle,
    /// What else it is called.
    pub synonyms: Box<[Box<str>]>,
    /// Its cover.
    pub cover: Picture,
    /// How it was released.
    pub format: MediaFormat,
    /// How far its release has come.
    pub status: MediaStatus,
    /// How many episodes it has when complete.
    pub episodes: Option<u32>,
    /// How many chapters it has when complete.
    pub chapters: Option<u32>,
    /// How many volumes it has when complete.
    pub volumes: Option<u32>,
    /// Minutes an episode usually takes.
    pub duration: Option<u32>,
    /// The season it started in.
    pub season: MediaSeason,
    /// The year of that season.
    pub season_year: Option<u32>,
    /// When it was first released.
    pub started: Option<FuzzyDate>,
    /// When the last of it was released.
    pub ended: Option<FuzzyDate>,
    /// Where it was made.
    pub country: Option<Country>,
    /// Whether it is for adults only.
    pub adult: bool,
    /// Whether it is a favourite of the person who asks.
    pub favourite: bool,
    /// Weighted average of all scores, 0 to 100.
    pub average_score: Option<u8>,
    /// How many people have it on their list.
    pub popularity: Option<u32>,
    /// The next episode to air.
    pub next_airing: Option<Airing>,
    /// Its genres.
    pub genres: Box<[Genre]>,
    /// Its tags, the most fitting first; spoilers too.
    pub tags: Box<[Tag]>,
}

impl Media {
    /// A work of which nothing is known but its id.
    pub fn new(id: MediaId) -> Self {
        Self {
            id,
            mal_id: None,
            kind: MediaType::default(),
            title: MediaTitle::default(),
            synonyms: Box::default(),
            cover: Picture::default(),
            format: MediaFormat::default(),
            status: MediaStatus::default(),
            episodes: None,
            chapters: None,
            volumes: None,
            duration: None,
            season: MediaSeason::default(),
            season_year: None,
            started: None,
            ended: None,
            country: None,
            adult: false,
            favourite: false,
            average_score: None,
            popularity: None,
            next_airing: None,
            genres: Box::default(),
            tags: Box::default(),
        }
    }

    /// Season and year for a person to read.
    ///
    /// Gives what is known of it: both, the year alone, or `None`.
    pub fn season_label(&self) -> Option<String> {
        let year = self.season_year?;
        Some(match self.season.label() {
            Some(season) => format!("{season} {year}"),
            None => year.to_string(),
        })
    }
}
