//! The operations this app sends, one type each.

use serde::{Serialize, Serializer};

use super::batch::Part;
use super::error::ApiError;
use super::wire::{self, FromWire};
use crate::domain::{ListChunk, Media, MediaType, UserId, Viewer};

/// One GraphQL operation: its text, what it takes and what it gives.
///
/// A new operation is a file in `graphql/`, an implementation here and a line in [`DOCUMENTS`]. The documents test
/// fails when one of the three is missing, and when the text does not fit AniList's schema.
pub trait Operation {
    /// Name of the operation inside its document. The document's file has the same name in snake case.
    const NAME: &'static str;
    /// The document: one operation, no fragments of other files.
    const QUERY: &'static str;
    /// The variables it takes.
    type Variables: Serialize;
    /// The shape of `data` in the answer.
    type Data: FromWire;
    /// What the rest of the app gets.
    type Output;

    /// How long an answer is shown without asking again, in milliseconds. An older one is shown while a new one is on
    /// its way. Zero: asked every time.
    const FRESH_MS: u64 = 0;
    /// Whether an answer is kept in this browser.
    const KEPT: bool = true;
    /// Whether it may go in one request with others: a small read that stands by itself.
    const BATCH: bool = true;

    /// Turns `data` into what was asked for. `None` when it is not in there: then the answer's errors say why.
    fn output(data: Self::Data) -> Option<Self::Output>;
}

/// Variables of an operation that takes none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct NoVariables {}

/// `O` with its variables, ready to be sent.
///
/// ```
/// use tsuzuki::api::operation::{NoVariables, ViewerIdQuery, part, request_text};
/// let part = part::<ViewerIdQuery>(&NoVariables {}).unwrap();
/// let body = request_text(part.document, &part.variables);
/// assert!(body.starts_with(r#"{"query":"query ViewerId"#) && body.ends_with(r#""variables":{}}"#));
/// ```
///
/// # Errors
/// [`ApiError::Query`] when the variables cannot be written as JSON, which is a mistake in their type.
pub fn part<O: Operation>(variables: &O::Variables) -> Result<Part, ApiError> {
    let variables = serde_json::to_string(variables).map_err(|_| ApiError::Query {
        message: "The variables cannot be written as JSON.".to_owned(),
    })?;
    Ok(Part {
        name: O::NAME,
        document: O::QUERY,
        variables,
    })
}

/// The body of a request: `{"query": …, "variables": …}`, which is all AniList documents. `variables` is a JSON object
/// as it is written.
pub fn request_text(document: &str, variables: &str) -> String {
    // A string can always be written.
    let query = serde_json::to_string(document).unwrap_or_default();
    format!("{{\"query\":{query},\"variables\":{variables}}}")
}

/// Who is signed in, with settings and figures for the home and session pages. Needs a token.
#[derive(Debug)]
pub struct ViewerQuery;

impl Operation for ViewerQuery {
    const NAME: &'static str = "Viewer";
    const QUERY: &'static str = include_str!("graphql/viewer.graphql");
    type Variables = NoVariables;
    type Data = wire::user::ViewerData;
    type Output = Viewer;

    fn output(data: Self::Data) -> Option<Viewer> {
        data.viewer.take()?.into_domain()
    }
}

/// Whose token this is and nothing else: the probe that is made once before a session ends. Needs a token.
#[derive(Debug)]
pub struct ViewerIdQuery;

impl Operation for ViewerIdQuery {
    const NAME: &'static str = "ViewerId";
    const QUERY: &'static str = include_str!("graphql/viewer_id.graphql");
    // The answer is about the token, and only this one's.
    const KEPT: bool = false;
    const BATCH: bool = false;
    type Variables = NoVariables;
    type Data = wire::user::ViewerData;
    type Output = UserId;

    fn output(data: Self::Data) -> Option<UserId> {
        data.viewer.take()?.id.take()
    }
}

/// The anime that most people are busy with now, without 18+ works. Public.
#[derive(Debug)]
pub struct TrendingQuery;

/// Variables of [`TrendingQuery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrendingVariables {
    /// How many works, 1 to 50.
    pub per_page: u8,
}

impl Operation for TrendingQuery {
    const NAME: &'static str = "Trending";
    const QUERY: &'static str = include_str!("graphql/trending.graphql");
    const FRESH_MS: u64 = 10 * 60_000;
    type Variables = TrendingVariables;
    type Data = wire::media::MediaPageData;
    type Output = Vec<Media>;

    fn output(data: Self::Data) -> Option<Vec<Media>> {
        data.into_domain()
    }
}

/// Somebody's anime or manga list, whole or in chunks. Without a token it has no private entries.
#[derive(Debug)]
pub struct MediaListChunkQuery;

/// Variables of [`MediaListChunkQuery`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaListChunkVariables {
    /// Whose list, by the number of the user; AniList does not infer it from the token.
    #[serde(serialize_with = "number", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Whose list, by the name of the user. One of the two is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Which of the two lists.
    #[serde(rename = "type", serialize_with = "media_type")]
    pub kind: MediaType,
    /// Which chunk, counted from 1. Without it the whole list comes at once, up to 11,000 entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chunk: Option<u32>,
    /// How many entries a chunk has, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_chunk: Option<u16>,
}

fn number<S: Serializer>(id: &Option<UserId>, to: S) -> Result<S::Ok, S::Error> {
    id.map(UserId::get).serialize(to)
}

fn media_type<S: Serializer>(kind: &MediaType, to: S) -> Result<S::Ok, S::Error> {
    kind.word().serialize(to)
}

impl Operation for MediaListChunkQuery {
    const NAME: &'static str = "MediaListChunk";
    const QUERY: &'static str = include_str!("graphql/media_list_chunk.graphql");
    type Variables = MediaListChunkVariables;
    type Data = wire::list::ListData;
    type Output = ListChunk;

    fn output(data: Self::Data) -> Option<ListChunk> {
        data.into_domain()
    }
}

/// Name and text of every operation, for tests and tools that look at all of them.
pub const DOCUMENTS: &[(&str, &str)] = &[
    (ViewerQuery::NAME, ViewerQuery::QUERY),
    (ViewerIdQuery::NAME, ViewerIdQuery::QUERY),
    (TrendingQuery::NAME, TrendingQuery::QUERY),
    (MediaListChunkQuery::NAME, MediaListChunkQuery::QUERY),
];
