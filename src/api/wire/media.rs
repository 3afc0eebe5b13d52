//! Anime and manga.

use super::{Field, link, name, readable, wire_objects};
use crate::domain::{self, MediaFormat, MediaId, MediaSeason, MediaTitle, MediaType, Picture};

wire_objects! {
    /// `data` of a query for one page of media.
    pub struct MediaPageData {
        page: Field<MediaPage> = "Page",
    }

    struct MediaPage {
        media: Field<Vec<Media>> = "media",
    }

    /// `Media`, as far as cards and rows show it.
    pub struct Media {
        id: Field<MediaId> = "id",
        kind: Field<MediaType> = "type",
        title: Field<Title> = "title",
        cover_image: Field<CoverImage> = "coverImage",
        format: Field<MediaFormat> = "format",
        episodes: Field<u32> = "episodes",
        season: Field<MediaSeason> = "season",
        season_year: Field<u32> = "seasonYear",
        average_score: Field<u8> = "averageScore",
        next_airing_episode: Field<Airing> = "nextAiringEpisode",
        genres: Field<Vec<String>> = "genres",
        site_url: Field<String> = "siteUrl",
    }

    struct Title {
        romaji: Field<String> = "romaji",
        english: Field<String> = "english",
        native: Field<String> = "native",
        user_preferred: Field<String> = "userPreferred",
    }

    struct CoverImage {
        large: Field<String> = "large",
        medium: Field<String> = "medium",
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
            kind: self.kind.or_default(),
            title: MediaTitle {
                romaji: name(title.romaji),
                english: name(title.english),
                native: name(title.native),
                user_preferred: name(title.user_preferred),
            },
            cover: Picture {
                large: link(cover.large),
                medium: link(cover.medium),
            },
            format: self.format.or_default(),
            episodes: self.episodes.take().filter(|&count| count > 0),
            season: self.season.or_default(),
            season_year: self.season_year.take().filter(|&year| year > 0),
            average_score: self.average_score.take().filter(|&score| score <= 100),
            next_airing: self.next_airing_episode.take().and_then(Airing::into_domain),
            genres: self
                .genres
                .or_default()
                .iter()
                .filter_map(|genre| readable(genre))
                .collect(),
            site_url: link(self.site_url),
        })
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
