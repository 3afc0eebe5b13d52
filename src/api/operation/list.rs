//! Lists, as AniList has them.

use super::variables::is_page;
use super::{ErrorPolicy, Operation, Variables};
use crate::api::dto::list::ListData;
use crate::api::dto::own::OwnPageData;
use crate::domain::{EntryNow, ListChunk, ListStatus, MediaId, MediaType, UserId};
use crate::json::{Writer, quoted};

/// Somebody's anime or manga list, whole or in chunks. Without a token it has no private entries. Seven chunks fit into
/// one request.
#[derive(Debug)]
pub struct MediaListChunkQuery;

/// Variables of [`MediaListChunkQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaListChunkVariables {
    /// Whose list, by the number of the user; AniList does not infer it from the token.
    pub user_id: Option<UserId>,
    /// Whose list, by the name of the user. One of the two is needed.
    pub user_name: Option<String>,
    /// Which of the two lists.
    pub kind: MediaType,
    /// Only what is being watched or read, or is so once more.
    pub only_current: bool,
    /// Which chunk, counted from 1. Without it the whole list comes at once, up to 11,000 entries.
    pub chunk: Option<u32>,
    /// How many entries a chunk has, 1 to 500.
    pub per_chunk: Option<u16>,
}

impl Variables for MediaListChunkVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        if let Some(id) = self.user_id {
            json.number("userId", id.get());
        }
        if let Some(name) = &self.user_name {
            json.text("userName", name);
        }
        json.text("type", self.kind.word()?);
        if self.only_current {
            let current = [ListStatus::Current, ListStatus::Repeating];
            json.list(
                "statusIn",
                current.iter().filter_map(|status| status.word()).map(quoted),
            );
        }
        if let Some(chunk) = self.chunk {
            json.number("chunk", u64::from(chunk));
        }
        if let Some(entries) = self.per_chunk {
            json.number("perChunk", u64::from(entries));
        }
        Some(json.finish())
    }
}

impl Operation for MediaListChunkQuery {
    const NAME: &'static str = "MediaListChunk";
    const QUERY: &'static str = include_str!("../graphql/media_list_chunk.graphql");
    const STALE_TIME_MS: u64 = 5 * 60_000;
    type Variables = MediaListChunkVariables;
    type Data = ListData;
    type Output = ListChunk;

    fn output(data: ListData) -> Option<ListChunk> {
        data.into_domain()
    }
}

/// What AniList has of some works and the person whose token it is, asked right before a change of them. A work that
/// AniList no longer has is missing in the answer. Needs a token.
#[derive(Debug)]
pub struct EntriesNowQuery;

impl EntriesNowQuery {
    /// Most works that can be asked for at once.
    pub const MAX_IDS: usize = super::variables::MAX_IDS;
}

/// Variables of [`EntriesNowQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntriesNowVariables {
    /// Which works, 1 to [`EntriesNowQuery::MAX_IDS`].
    pub ids: Vec<MediaId>,
}

impl Variables for EntriesNowVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.list("ids", self.ids.iter().map(MediaId::to_string));
        is_page(self.ids.len()).then(|| json.finish())
    }
}

impl Operation for EntriesNowQuery {
    const NAME: &'static str = "EntriesNow";
    const QUERY: &'static str = include_str!("../graphql/entries_now.graphql");
    // What counts is the moment.
    const IS_CACHED: bool = false;
    const BATCH: bool = false;
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = EntriesNowVariables;
    type Data = OwnPageData;
    type Output = Vec<EntryNow>;

    fn output(data: OwnPageData) -> Option<Vec<EntryNow>> {
        data.into_now()
    }
}
