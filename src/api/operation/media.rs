//! Works.

use super::{Operation, Variables};
use crate::api::wire::Writer;
use crate::api::wire::media::MediaPageData;
use crate::domain::Media;

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
    const FRESH_MS: u64 = 10 * 60_000;
    type Variables = TrendingVariables;
    type Data = MediaPageData;
    type Output = Vec<Media>;

    fn output(data: MediaPageData) -> Option<Vec<Media>> {
        data.into_domain()
    }
}
