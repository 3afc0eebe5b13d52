//! The operations this app sends, one type each.

mod edit;
mod list;
mod media;
mod variables;
mod viewer;

use super::batch::PreparedOperation;
use super::error::ApiError;
use crate::json::{FromJson, quoted};

pub use edit::{
    DeleteEntryMutation, DeleteEntryVariables, SaveEntryMutation, SaveEntryVariables,
    SetListActivityMutation, SetListActivityVariables, ToggleFavouriteMutation, ToggleFavouriteVariables,
    UpdateEntriesMutation, UpdateEntriesVariables,
};
pub use list::{EntriesNowQuery, EntriesNowVariables, MediaListChunkQuery, MediaListChunkVariables};
pub use media::{
    AiringOnListQuery, AiringOnListVariables, MediaByIdsQuery, MediaByIdsVariables, MediaByMalQuery,
    MediaByMalVariables, MediaForEditQuery, MediaForEditVariables, SearchMediaQuery, SearchMediaVariables,
    TrendingQuery, TrendingVariables,
};
pub use variables::{NoVariables, Variables};
pub use viewer::{ListOwnerQuery, ListOwnerVariables, ViewerIdQuery, ViewerQuery};

/// One GraphQL operation: its text, what it takes and what it gives.
///
/// A new operation is a file in `graphql/`, an implementation in the file of its theme and a line in [`DOCUMENTS`]. The
/// documents test fails when one of the three is missing, and when the text does not fit AniList's schema.
pub trait Operation {
    /// Name of the operation inside its document. The document's file has the same name in snake case.
    const NAME: &'static str;
    /// The document: one operation, no fragments of other files.
    const QUERY: &'static str;
    /// The variables it takes.
    type Variables: Variables;
    /// The shape of `data` in the answer.
    type Data: FromJson;
    /// What the rest of the app gets.
    type Output;

    /// How long an answer is shown without asking again, in milliseconds. An older one is shown while a new one is on
    /// its way. Zero: asked every time.
    const STALE_TIME_MS: u64 = 0;
    /// Whether an answer is kept in this browser.
    const IS_CACHED: bool = true;
    /// Whether it may go in one request with others: reads with reads, changes with changes.
    const BATCH: bool = true;
    /// What an answer is worth that has errors beside the data.
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Partial;

    /// Turns `data` into what was asked for. `None` when it is not in there: then the answer's errors say why.
    fn output(data: Self::Data) -> Option<Self::Output>;
}

/// What an answer is worth that has errors beside the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorPolicy {
    /// The data counts, with the errors beside it.
    Partial,
    /// It is a failure: nothing may be concluded from what is missing in it.
    Complete,
}

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
/// [`ApiError::Query`] when AniList takes no such variables, which is a mistake of this app.
pub fn part<O: Operation>(variables: &O::Variables) -> Result<PreparedOperation, ApiError> {
    let variables = variables.json().ok_or_else(|| ApiError::Query {
        message: "AniList takes no request of this kind.".to_owned(),
    })?;
    Ok(PreparedOperation {
        name: O::NAME,
        document: O::QUERY,
        variables,
    })
}

/// The body of a request: `{"query": …, "variables": …}`, which is all AniList documents. `variables` is a JSON object
/// as it is written.
pub fn request_text(document: &str, variables: &str) -> String {
    let mut body = String::from("{\"query\":");
    body.push_str(&quoted(document));
    body.push_str(",\"variables\":");
    body.push_str(variables);
    body.push('}');
    body
}

/// Name and text of every operation, for tests and tools that look at all of them.
pub const DOCUMENTS: &[(&str, &str)] = &[
    (ViewerQuery::NAME, ViewerQuery::QUERY),
    (ViewerIdQuery::NAME, ViewerIdQuery::QUERY),
    (TrendingQuery::NAME, TrendingQuery::QUERY),
    (AiringOnListQuery::NAME, AiringOnListQuery::QUERY),
    (MediaListChunkQuery::NAME, MediaListChunkQuery::QUERY),
    (ListOwnerQuery::NAME, ListOwnerQuery::QUERY),
    (EntriesNowQuery::NAME, EntriesNowQuery::QUERY),
    (SearchMediaQuery::NAME, SearchMediaQuery::QUERY),
    (MediaForEditQuery::NAME, MediaForEditQuery::QUERY),
    (MediaByMalQuery::NAME, MediaByMalQuery::QUERY),
    (MediaByIdsQuery::NAME, MediaByIdsQuery::QUERY),
    (SaveEntryMutation::NAME, SaveEntryMutation::QUERY),
    (UpdateEntriesMutation::NAME, UpdateEntriesMutation::QUERY),
    (DeleteEntryMutation::NAME, DeleteEntryMutation::QUERY),
    (ToggleFavouriteMutation::NAME, ToggleFavouriteMutation::QUERY),
    (SetListActivityMutation::NAME, SetListActivityMutation::QUERY),
];
