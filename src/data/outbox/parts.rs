//! The names of the parts that an account scores one by one. AniList takes such scores by their places among all names, so
//! an edit that has some waits until the names are known.

use crate::api::error::ApiError;
use crate::api::operation::{NoVariables, ViewerQuery};
use crate::data::state::App;
use crate::domain::{Field, MediaId, MediaType, Patch, UserId};
use crate::outbox::{Change, PendingEdit};

use super::Edits;

impl Edits {
    /// Asks for the names, if an edit of these works needs them and nothing in memory has them.
    pub(super) async fn learn_parts(self, account: UserId, media: &[MediaId]) -> Result<(), ApiError> {
        let is_it = |edit: &&PendingEdit| edit.key.account == account && media.contains(&edit.key.media);
        let inner = self.inner();
        let missing = inner
            .edits
            .borrow()
            .iter()
            .filter(is_it)
            .any(|edit| scores_parts(edit) && self.names(account, edit.kind).is_none());
        if missing {
            let viewer = self.ask::<ViewerQuery>(account, &NoVariables {}).await?;
            inner.arranged.borrow_mut().push((account, viewer.lists));
        }
        Ok(())
    }

    /// The names, in their order, where a patch needs them.
    pub(super) fn categories(self, account: UserId, media: MediaId, patch: &Patch) -> Vec<Box<str>> {
        if patch.get(Field::AdvancedScores).is_none() {
            return Vec::new();
        }
        let inner = self.inner();
        let edits = inner.edits.borrow();
        let kind = edits
            .iter()
            .find(|edit| edit.key.media == media)
            .map_or(MediaType::Anime, |edit| edit.kind);
        self.names(account, kind).unwrap_or_default()
    }

    fn names(self, account: UserId, kind: MediaType) -> Option<Vec<Box<str>>> {
        let shelves = App::here().lists.own(account.get(), kind);
        let shown = shelves.iter().find_map(|shelf| {
            let owner = shelf.owner.borrow();
            Some(owner.as_ref()?.lists.of(kind).advanced_scoring.to_vec())
        });
        let asked = || {
            let inner = self.inner();
            let arranged = inner.arranged.borrow();
            let of_account = arranged.iter().find(|(known, _)| *known == account);
            of_account.map(|(_, lists)| lists.of(kind).advanced_scoring.to_vec())
        };
        shown.or_else(asked)
    }
}

fn scores_parts(edit: &PendingEdit) -> bool {
    matches!(&edit.change, Change::Set(patch) if patch.get(Field::AdvancedScores).is_some())
}
