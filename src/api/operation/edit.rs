//! Changes. None of them is kept, and all of them need a token.

use super::variables::is_page;
use super::{ErrorPolicy, Operation, Variables};
use crate::api::dto::edit::{ActivityData, DeletedData, FavouritesData, SavedData, UpdatedData};
use crate::domain::{EntryId, Favourites, Field, ListStatus, MediaId, MediaType, Patch, SavedEntry};
use crate::json::Writer;

/// Gives an entry values, and makes it if there is none. Sets absolute values, so doing it twice changes nothing more.
/// AniList changes what else follows from them by its own rules, so what counts afterwards is the answer.
#[derive(Debug)]
pub struct SaveEntryMutation;

/// Variables of [`SaveEntryMutation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveEntryVariables(String);

impl SaveEntryVariables {
    /// Sets what is in `patch` and nothing else on the entry of this work. `categories` are the names of all parts that
    /// the person scores, in their order ([`crate::domain::TypeOptions::advanced_scoring`]): scores of parts go by place.
    pub fn new(media: MediaId, patch: &Patch, categories: &[Box<str>]) -> Self {
        Self::of("mediaId", media.get(), patch, categories)
    }

    /// The same for an entry that is there: one that was deleted meanwhile is not made anew.
    pub fn of_entry(entry: EntryId, patch: &Patch, categories: &[Box<str>]) -> Self {
        Self::of("id", entry.get(), patch, categories)
    }

    fn of(argument: &str, id: u64, patch: &Patch, categories: &[Box<str>]) -> Self {
        let mut json = Writer::default();
        json.number(argument, id);
        json.patch(patch, categories);
        Self(json.finish())
    }
}

impl Variables for SaveEntryVariables {
    fn json(&self) -> Option<String> {
        Some(self.0.clone())
    }
}

impl Operation for SaveEntryMutation {
    const NAME: &'static str = "SaveEntry";
    const QUERY: &'static str = include_str!("../graphql/save_entry.graphql");
    const IS_CACHED: bool = false;
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = SaveEntryVariables;
    type Data = SavedData;
    type Output = SavedEntry;

    fn output(data: SavedData) -> Option<SavedEntry> {
        data.into_domain()
    }
}

/// Gives several entries the same values. Each entry of the answer is as it is now.
#[derive(Debug)]
pub struct UpdateEntriesMutation;

impl UpdateEntriesMutation {
    /// Most entries at once. AniList names no limit.
    pub const MAX_IDS: usize = super::variables::MAX_IDS;
}

/// Variables of [`UpdateEntriesMutation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateEntriesVariables(Option<String>);

impl UpdateEntriesVariables {
    /// Sets what is in `patch` on 1 to [`UpdateEntriesMutation::MAX_IDS`] entries, with `categories` as in
    /// [`SaveEntryVariables::new`]. AniList takes no custom lists here: such a request is never sent.
    pub fn new(entries: &[EntryId], patch: &Patch, categories: &[Box<str>]) -> Self {
        let mut json = Writer::default();
        json.list("ids", entries.iter().map(EntryId::to_string));
        json.patch(patch, categories);
        let is_taken = is_page(entries.len()) && patch.get(Field::CustomLists).is_none();
        Self(is_taken.then(|| json.finish()))
    }
}

impl Variables for UpdateEntriesVariables {
    fn json(&self) -> Option<String> {
        self.0.clone()
    }
}

impl Operation for UpdateEntriesMutation {
    const NAME: &'static str = "UpdateEntries";
    const QUERY: &'static str = include_str!("../graphql/update_entries.graphql");
    const IS_CACHED: bool = false;
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = UpdateEntriesVariables;
    type Data = UpdatedData;
    type Output = Vec<SavedEntry>;

    fn output(data: UpdatedData) -> Option<Vec<SavedEntry>> {
        data.into_domain()
    }
}

/// Takes an entry off the list. Gives whether it did; an entry that is not there is [`crate::api::error::ApiError::NotFound`].
#[derive(Debug)]
pub struct DeleteEntryMutation;

/// Variables of [`DeleteEntryMutation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeleteEntryVariables {
    /// Which entry.
    pub id: EntryId,
}

impl Variables for DeleteEntryVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.number("id", self.id.get());
        Some(json.finish())
    }
}

impl Operation for DeleteEntryMutation {
    const NAME: &'static str = "DeleteEntry";
    const QUERY: &'static str = include_str!("../graphql/delete_entry.graphql");
    const IS_CACHED: bool = false;
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = DeleteEntryVariables;
    type Data = DeletedData;
    type Output = bool;

    fn output(data: DeletedData) -> Option<bool> {
        data.into_domain()
    }
}

/// Makes a work a favourite, or none if it is one. There is no way to set it, so it must never be sent twice.
#[derive(Debug)]
pub struct ToggleFavouriteMutation;

/// Variables of [`ToggleFavouriteMutation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToggleFavouriteVariables {
    /// Which work.
    pub media: MediaId,
    /// Anime or manga.
    pub kind: MediaType,
}

impl Variables for ToggleFavouriteVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        let name = match self.kind {
            MediaType::Anime => "animeId",
            MediaType::Manga => "mangaId",
            MediaType::Unknown => return None,
        };
        json.number(name, self.media.get());
        Some(json.finish())
    }
}

impl Operation for ToggleFavouriteMutation {
    const NAME: &'static str = "ToggleFavourite";
    const QUERY: &'static str = include_str!("../graphql/toggle_favourite.graphql");
    const IS_CACHED: bool = false;
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = ToggleFavouriteVariables;
    type Data = FavouritesData;
    type Output = Favourites;

    fn output(data: FavouritesData) -> Option<Favourites> {
        data.into_domain()
    }
}

/// Says for which statuses a change of an entry makes no activity that others see. Gives those statuses afterwards.
#[derive(Debug)]
pub struct SetListActivityMutation;

/// Variables of [`SetListActivityMutation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetListActivityVariables {
    /// The statuses without activity; all others get one.
    pub silent: Box<[ListStatus]>,
}

impl Variables for SetListActivityVariables {
    fn json(&self) -> Option<String> {
        let option = |status: &ListStatus| {
            let mut json = Writer::default();
            json.text("type", status.word().unwrap_or_default());
            json.flag("disabled", self.silent.contains(status));
            json.finish()
        };
        let mut json = Writer::default();
        json.list("activity", ListStatus::ALL.iter().map(option));
        Some(json.finish())
    }
}

impl Operation for SetListActivityMutation {
    const NAME: &'static str = "SetListActivity";
    const QUERY: &'static str = include_str!("../graphql/set_list_activity.graphql");
    const IS_CACHED: bool = false;
    const ERROR_POLICY: ErrorPolicy = ErrorPolicy::Complete;
    type Variables = SetListActivityVariables;
    type Data = ActivityData;
    type Output = Box<[ListStatus]>;

    fn output(data: ActivityData) -> Option<Box<[ListStatus]>> {
        data.into_domain()
    }
}
