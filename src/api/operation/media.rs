//! Works.

use super::variables::is_page;
use super::{ErrorPolicy, Operation, Variables};
use crate::api::dto::media::MediaPageData;
use crate::api::dto::own::{MediaWithEntry, OwnData, OwnPageData};
use crate::domain::{FoundMedia, Media, MediaAndEntry, MediaId, MediaType};
use crate::json::Writer;

/// The anime that most people are busy with now, without 18+ works. Public.
#[derive(Debug)]
pub struct TrendingQuery;

/// Variables of [`TrendingQuery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendingVariables {
    /// How many works, 1 to 50.
    pub per_page: u8,
}

impl Variables for TrendingVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.number("perPage", u64::from(self.per_page));
        Some(json.finish())
    }
}

impl Operation for TrendingQuery {
    const NAME: &'static str = "Trending";
    const QUERY: &'static str = include_str!("../graphql/trending.graphql");
    const STALE_TIME_MS: u64 = 10 * 60_000;
    type Variables = TrendingVariables;
    type Data = MediaPageData;
    type Output = Vec<Media>;

    fn output(data: MediaPageData) -> Option<Vec<Media>> {
        data.into_domain()
    }
}

/// Anime of one's own list of which more episodes are to come, 50 a page: those that most people are busy with first, as
/// these air soon. Needs a token.
#[derive(Debug)]
pub struct AiringOnListQuery;

/// Variables of [`AiringOnListQuery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AiringOnListVariables {
    /// Which page, counted from 1.
    pub page: u8,
}

impl Variables for AiringOnListVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.number("page", u64::from(self.page));
        Some(json.finish())
    }
}

impl Operation for AiringOnListQuery {
    const NAME: &'static str = "AiringOnList";
    const QUERY: &'static str = include_str!("../graphql/airing_on_list.graphql");
    const STALE_TIME_MS: u64 = 30 * 60_000;
    type Variables = AiringOnListVariables;
    type Data = OwnPageData;
    type Output = Vec<FoundMedia>;

    fn output(data: OwnPageData) -> Option<Vec<FoundMedia>> {
        data.into_found()
    }
}

/// The 20 works whose titles fit a text best, each with the entry of the person who asks. Public, but then without entries.
#[derive(Debug)]
pub struct SearchMediaQuery;

/// Variables of [`SearchMediaQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchMediaVariables {
    /// What to look for, not empty.
    pub search: String,
    /// Anime or manga alone.
    pub kind: Option<MediaType>,
    /// Works for adults alone, or all others; `None` for both.
    pub adult: Option<bool>,
}

impl Variables for SearchMediaVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.text("search", &self.search);
        if let Some(kind) = self.kind {
            json.text("type", kind.word()?);
        }
        if let Some(adult) = self.adult {
            json.flag("adult", adult);
        }
        Some(json.finish())
    }
}

impl Operation for SearchMediaQuery {
    const NAME: &'static str = "SearchMedia";
    const QUERY: &'static str = include_str!("../graphql/search_media.graphql");
    // Hardly anybody searches for the same twice.
    const IS_CACHED: bool = false;
    type Variables = SearchMediaVariables;
    type Data = OwnPageData;
    type Output = Vec<FoundMedia>;

    fn output(data: OwnPageData) -> Option<Vec<FoundMedia>> {
        data.into_found()
    }
}

/// One work with all that a row of a list shows, and the whole entry of the person who asks. Public, but then without an
/// entry.
#[derive(Debug)]
pub struct MediaForEditQuery;

/// Variables of [`MediaForEditQuery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaForEditVariables {
    /// Which work.
    pub id: MediaId,
}

impl Variables for MediaForEditVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.number("id", self.id.get());
        Some(json.finish())
    }
}

impl Operation for MediaForEditQuery {
    const NAME: &'static str = "MediaForEdit";
    const QUERY: &'static str = include_str!("../graphql/media_for_edit.graphql");
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = MediaForEditVariables;
    type Data = OwnData;
    type Output = MediaAndEntry;

    fn output(data: OwnData) -> Option<MediaAndEntry> {
        data.media.take().and_then(MediaWithEntry::into_domain)
    }
}

/// The works that MyAnimeList knows by some numbers, each with its number there: what an import needs of them. A number
/// that AniList does not know is missing. Public.
#[derive(Debug)]
pub struct MediaByMalQuery;

impl MediaByMalQuery {
    /// Most works that can be asked for at once.
    pub const MAX_IDS: usize = super::variables::MAX_IDS;
}

/// Variables of [`MediaByMalQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaByMalVariables {
    /// Numbers at MyAnimeList, 1 to [`MediaByMalQuery::MAX_IDS`].
    pub ids: Vec<u32>,
    /// Anime or manga: each kind has numbers of its own.
    pub kind: MediaType,
}

impl Variables for MediaByMalVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.list("ids", self.ids.iter().map(u32::to_string));
        json.text("type", self.kind.word()?);
        is_page(self.ids.len()).then(|| json.finish())
    }
}

impl Operation for MediaByMalQuery {
    const NAME: &'static str = "MediaByMal";
    const QUERY: &'static str = include_str!("../graphql/media_by_mal.graphql");
    const IS_CACHED: bool = false;
    type Variables = MediaByMalVariables;
    type Data = MediaPageData;
    type Output = Vec<(u32, Media)>;

    fn output(data: MediaPageData) -> Option<Vec<(u32, Media)>> {
        let media = data.into_domain()?.into_iter();
        Some(media.filter_map(|media| Some((media.mal_id?, media))).collect())
    }
}

/// Works by AniList's own numbers: what an import needs of those that its file does not name. A number that AniList does
/// not know is missing. Public.
#[derive(Debug)]
pub struct MediaByIdsQuery;

/// Variables of [`MediaByIdsQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaByIdsVariables {
    /// Which works, 1 to [`MediaByMalQuery::MAX_IDS`].
    pub ids: Vec<MediaId>,
}

impl Variables for MediaByIdsVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.list("ids", self.ids.iter().map(MediaId::to_string));
        is_page(self.ids.len()).then(|| json.finish())
    }
}

impl Operation for MediaByIdsQuery {
    const NAME: &'static str = "MediaByIds";
    const QUERY: &'static str = include_str!("../graphql/media_by_ids.graphql");
    const IS_CACHED: bool = false;
    type Variables = MediaByIdsVariables;
    type Data = MediaPageData;
    type Output = Vec<Media>;

    fn output(data: MediaPageData) -> Option<Vec<Media>> {
        Some(data.into_domain()?.into_iter().collect())
    }
}
