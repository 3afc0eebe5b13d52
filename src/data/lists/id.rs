//! Which list is meant, and what is asked to read it.

use crate::api::cache::Key;
use crate::api::operation::{ListOwnerVariables, MediaListChunkVariables, Operation, part};
use crate::domain::{MediaType, UserId};

/// Entries in the first chunk of a list that is not kept yet: more than any screen shows.
pub(super) const FIRST: u16 = 50;
/// Entries in every other chunk: the most that AniList gives.
pub(super) const CHUNK: u16 = 500;

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListId {
    /// Whose, by the name of the user.
    pub user: String,
    /// Which of the two.
    pub kind: MediaType,
    /// Only what is being watched or read.
    pub only_current: bool,
    /// As whom it was asked: private entries are seen by their owner alone.
    pub account: Option<u64>,
}

impl ListId {
    /// Asks whose list it is.
    pub(super) fn owner_variables(&self) -> ListOwnerVariables {
        ListOwnerVariables {
            name: self.user.clone(),
        }
    }

    /// Asks for a chunk, counted from 1, of at most `size` entries.
    pub(super) fn chunk_variables(&self, is_own: bool, chunk: u32, size: u16) -> MediaListChunkVariables {
        let own = self.account.filter(|_| is_own).and_then(UserId::new);
        MediaListChunkVariables {
            user_id: own,
            user_name: own.is_none().then(|| self.user.clone()),
            kind: self.kind,
            only_current: self.only_current,
            chunk: Some(chunk),
            per_chunk: Some(size),
        }
    }

    /// What an answer is kept under.
    pub(super) fn key<O: Operation>(&self, variables: &O::Variables) -> Option<Key> {
        let part = part::<O>(variables).ok()?;
        Some(Key::new(self.account, part.name, part.document, &part.variables))
    }
}
