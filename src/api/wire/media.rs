//! Anime and manga.

use serde::Deserialize;

use super::{Field, link, name, readable, wire_object};
use crate::domain::{self, HexColor, MediaFormat, MediaId, MediaSeason, MediaTitle, MediaType, Picture};

/// `data` of a query for one page of media.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MediaPageData {
    #[serde(rename = "Page")]
    page: Field<MediaPage>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MediaPage {
    media: Field<Vec<Media>>,
}

/// `Media`, as far as cards and rows show it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Media {
    id: Field<MediaId>,
    #[serde(rename = "type")]
    kind: Field<MediaType>,
    title: Field<Title>,
    cover_image: Field<CoverImage>,
    format: Field<MediaFormat>,
    episodes: Field<u32>,
    season: Field<MediaSeason>,
    season_year: Field<u32>,
    average_score: Field<u8>,
    next_airing_episode: Field<Airing>,
    genres: Field<Vec<String>>,
    site_url: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Title {
    romaji: Field<String>,
    english: Field<String>,
    native: Field<String>,
    user_preferred: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CoverImage {
    large: Field<String>,
    medium: Field<String>,
    color: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Airing {
    episode: Field<u32>,
    airing_at: Field<u64>,
}

wire_object!(MediaPageData, MediaPage, Media, Title, CoverImage, Airing);

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
            cover_color: cover.color.take().and_then(|color| HexColor::parse(&color)),
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
