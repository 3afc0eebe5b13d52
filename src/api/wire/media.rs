//! Anime and manga.

use super::{Field, Line, wire_objects};
use crate::domain::{
    self, Country, FuzzyDate, Genre, MediaFormat, MediaId, MediaSeason, MediaStatus, MediaTitle, MediaType,
    Picture, SafeUrl, Tag,
};

wire_objects! {
    /// `data` of a query for one page of media.
    pub struct MediaPageData {
        page: Field<MediaPage> = "Page",
    }

    struct MediaPage {
        media: Field<Vec<Media>> = "media",
    }

    /// `Media`, as far as any query asks for it. In the order of the queries, which is the order of the answers.
    pub(crate) struct Media {
        id: Field<MediaId> = "id",
        id_mal: Field<u32> = "idMal",
        kind: Field<MediaType> = "type",
        title: Field<Title> = "title",
        synonyms: Field<Vec<Line>> = "synonyms",
        cover_image: Field<CoverImage> = "coverImage",
        format: Field<MediaFormat> = "format",
        status: Field<MediaStatus> = "status",
        episodes: Field<u32> = "episodes",
        chapters: Field<u32> = "chapters",
        volumes: Field<u32> = "volumes",
        duration: Field<u32> = "duration",
        season: Field<MediaSeason> = "season",
        season_year: Field<u32> = "seasonYear",
        start_date: Field<Date> = "startDate",
        end_date: Field<Date> = "endDate",
        country_of_origin: Field<Country> = "countryOfOrigin",
        is_adult: Field<bool> = "isAdult",
        is_favourite: Field<bool> = "isFavourite",
        average_score: Field<u8> = "averageScore",
        popularity: Field<u32> = "popularity",
        genres: Field<Vec<Genre>> = "genres",
        tags: Field<Vec<WireTag>> = "tags",
        next_airing_episode: Field<Airing> = "nextAiringEpisode",
    }

    struct WireTag {
        name: Field<Tag> = "name",
    }

    struct Title {
        romaji: Field<Line> = "romaji",
        english: Field<Line> = "english",
        native: Field<Line> = "native",
        user_preferred: Field<Line> = "userPreferred",
    }

    struct CoverImage {
        large: Field<SafeUrl> = "large",
        medium: Field<SafeUrl> = "medium",
    }

    /// `FuzzyDate`.
    pub(crate) struct Date {
        year: Field<u16> = "year",
        month: Field<u8> = "month",
        day: Field<u8> = "day",
    }

    struct Airing {
        episode: Field<u32> = "episode",
        airing_at: Field<u64> = "airingAt",
    }
}

impl MediaPageData {
    /// The media of the page; `None` when the answer has no list of them.
    pub(crate) fn into_domain(self) -> Option<Vec<domain::Media>> {
        let media = self.page.take()?.media.take()?;
        Some(media.into_iter().filter_map(Media::into_domain).collect())
    }
}

impl Media {
    /// A work. Needs an id, everything else may be missing.
    pub(crate) fn into_domain(self) -> Option<domain::Media> {
        let title = self.title.or_default();
        let cover = self.cover_image.or_default();
        Some(domain::Media {
            id: self.id.take()?,
            mal_id: count(self.id_mal),
            kind: self.kind.or_default(),
            title: MediaTitle {
                romaji: title.romaji.take().map(Line::text),
                english: title.english.take().map(Line::text),
                native: title.native.take().map(Line::text),
                user_preferred: title.user_preferred.take().map(Line::text),
            },
            synonyms: self.synonyms.or_default().into_iter().map(Line::text).collect(),
            cover: Picture {
                large: cover.large.take(),
                medium: cover.medium.take(),
            },
            format: self.format.or_default(),
            status: self.status.or_default(),
            episodes: count(self.episodes),
            chapters: count(self.chapters),
            volumes: count(self.volumes),
            duration: count(self.duration),
            season: self.season.or_default(),
            season_year: count(self.season_year),
            started: self.start_date.take().and_then(Date::into_domain),
            ended: self.end_date.take().and_then(Date::into_domain),
            country: self.country_of_origin.take(),
            adult: self.is_adult.or_default(),
            favourite: self.is_favourite.or_default(),
            average_score: self.average_score.take().filter(|&score| score <= 100),
            popularity: self.popularity.take(),
            next_airing: self.next_airing_episode.take().and_then(Airing::into_domain),
            genres: self.genres.or_default().into(),
            tags: self
                .tags
                .or_default()
                .into_iter()
                .filter_map(|tag| tag.name.take())
                .collect(),
        })
    }
}

/// A number that is unknown when it is 0.
fn count(field: Field<u32>) -> Option<u32> {
    field.take().filter(|&count| count > 0)
}

impl Date {
    /// The date, if any part of it is known.
    pub(crate) fn into_domain(self) -> Option<FuzzyDate> {
        FuzzyDate::new(self.year.take(), self.month.take(), self.day.take())
    }
}

impl Airing {
    fn into_domain(self) -> Option<domain::Airing> {
        Some(domain::Airing {
            episode: self.episode.take()?,
            airing_at: self.airing_at.take()?,
        })
    }
}
