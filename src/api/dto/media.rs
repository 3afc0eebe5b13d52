//! Anime and manga.

use super::Line;
use crate::domain::{
    self, Country, FuzzyDate, Genre, MediaFormat, MediaId, MediaSeason, MediaStatus, MediaTitle, MediaType,
    Picture, SafeUrl, Tag,
};
use crate::json::{Lenient, json_objects};

json_objects! {
    /// `data` of a query for one page of media.
    pub struct MediaPageData {
        page: Lenient<MediaPage> = "Page",
    }

    struct MediaPage {
        media: Lenient<Vec<Media>> = "media",
    }

    /// `Media`, as far as any query asks for it. In the order of the queries, which is the order of the answers.
    pub(crate) struct Media {
        id: Lenient<MediaId> = "id",
        id_mal: Lenient<u32> = "idMal",
        kind: Lenient<MediaType> = "type",
        title: Lenient<Title> = "title",
        synonyms: Lenient<Vec<Line>> = "synonyms",
        cover_image: Lenient<CoverImage> = "coverImage",
        format: Lenient<MediaFormat> = "format",
        status: Lenient<MediaStatus> = "status",
        episodes: Lenient<u32> = "episodes",
        chapters: Lenient<u32> = "chapters",
        volumes: Lenient<u32> = "volumes",
        duration: Lenient<u32> = "duration",
        season: Lenient<MediaSeason> = "season",
        season_year: Lenient<u32> = "seasonYear",
        start_date: Lenient<Date> = "startDate",
        end_date: Lenient<Date> = "endDate",
        country_of_origin: Lenient<Country> = "countryOfOrigin",
        is_adult: Lenient<bool> = "isAdult",
        is_favourite: Lenient<bool> = "isFavourite",
        average_score: Lenient<u8> = "averageScore",
        popularity: Lenient<u32> = "popularity",
        genres: Lenient<Vec<Genre>> = "genres",
        tags: Lenient<Vec<WireTag>> = "tags",
        next_airing_episode: Lenient<Airing> = "nextAiringEpisode",
    }

    struct WireTag {
        name: Lenient<Tag> = "name",
    }

    struct Title {
        romaji: Lenient<Line> = "romaji",
        english: Lenient<Line> = "english",
        native: Lenient<Line> = "native",
        user_preferred: Lenient<Line> = "userPreferred",
    }

    struct CoverImage {
        large: Lenient<SafeUrl> = "large",
        medium: Lenient<SafeUrl> = "medium",
    }

    /// `FuzzyDate`.
    pub(crate) struct Date {
        year: Lenient<u16> = "year",
        month: Lenient<u8> = "month",
        day: Lenient<u8> = "day",
    }

    struct Airing {
        episode: Lenient<u32> = "episode",
        airing_at: Lenient<u64> = "airingAt",
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
fn count(field: Lenient<u32>) -> Option<u32> {
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
