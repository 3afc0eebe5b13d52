//! Which authorization servers have been seen to return `state`.
//!
//! AniList does not document that it does. The first login that brings `state` back settles it for that client and
//! address; from then on an answer without it is refused.

use crate::domain::ClientId;
use crate::json::Lenient;

/// The pairs of client id and authorization endpoint that have returned `state` to this browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EchoesSeen(Vec<(String, String)>);

impl EchoesSeen {
    /// More pairs than anybody logs in with; the oldest goes.
    const MAX: usize = 20;

    /// Reads what [`EchoesSeen::to_storage`] wrote. Anything else is nothing seen: the next login settles it again.
    pub fn from_storage(text: &str) -> Self {
        let mut seen = read(text).unwrap_or_default();
        seen.truncate(Self::MAX);
        Self(seen)
    }

    /// The text to keep in `localStorage`.
    pub fn to_storage(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Whether this server has returned `state` to this client.
    pub fn contains(&self, client: &ClientId, authorize_url: &str) -> bool {
        self.0
            .iter()
            .any(|(id, url)| id == client.as_str() && url == authorize_url)
    }

    /// Remembers that it has.
    ///
    /// ```
    /// use tsuzuki::{auth::state_support::EchoesSeen, domain::ClientId};
    /// let (client, mut seen) = ("1".parse::<ClientId>().unwrap(), EchoesSeen::default());
    /// seen.add(&client, "https://anilist.co/api/v2/oauth/authorize");
    /// let seen = EchoesSeen::from_storage(&seen.to_storage());
    /// assert!(seen.contains(&client, "https://anilist.co/api/v2/oauth/authorize"));
    /// ```
    pub fn add(&mut self, client: &ClientId, authorize_url: &str) {
        if !self.contains(client, authorize_url) {
            self.0
                .insert(0, (client.as_str().to_owned(), authorize_url.to_owned()));
            self.0.truncate(Self::MAX);
        }
    }
}

/// An array of arrays of two strings.
fn read(text: &str) -> Option<Vec<(String, String)>> {
    let pairs = Lenient::<Vec<Vec<String>>>::parse(text).ok()?.take()?;
    pairs
        .into_iter()
        .map(|pair| <[String; 2]>::try_from(pair).ok().map(Into::into))
        .collect()
}
