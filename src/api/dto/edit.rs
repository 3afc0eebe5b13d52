//! What AniList answers to changes.

use super::list::Entry;
use super::user::UserOptions;
use crate::domain::{Favourites, ListStatus, MediaId, SavedEntry};
use crate::json::{Lenient, json_objects};

json_objects! {
    /// `data` of a change of one entry.
    pub struct SavedData {
        saved: Lenient<Entry> = "SaveMediaListEntry",
    }

    /// `data` of a change of several entries.
    pub struct UpdatedData {
        updated: Lenient<Vec<Lenient<Entry>>> = "UpdateMediaListEntries",
    }

    /// `data` of a deletion.
    pub struct DeletedData {
        deletion: Lenient<Deletion> = "DeleteMediaListEntry",
    }

    struct Deletion {
        deleted: Lenient<bool> = "deleted",
    }

    /// `data` of a change of the favourites.
    pub struct FavouritesData {
        favourites: Lenient<WireFavourites> = "ToggleFavourite",
    }

    struct WireFavourites {
        anime: Lenient<Connection> = "anime",
        manga: Lenient<Connection> = "manga",
    }

    struct Connection {
        nodes: Lenient<Vec<Node>> = "nodes",
    }

    struct Node {
        id: Lenient<MediaId> = "id",
    }

    /// `data` of a change of the viewer's settings.
    pub struct ActivityData {
        user: Lenient<Settings> = "UpdateUser",
    }

    struct Settings {
        options: Lenient<UserOptions> = "options",
    }
}

impl SavedData {
    /// The entry as it is now.
    pub(crate) fn into_domain(self) -> Option<SavedEntry> {
        self.saved.take()?.into_saved()
    }
}

impl UpdatedData {
    /// The entries as they are now. `None` unless all of them can be read.
    pub(crate) fn into_domain(self) -> Option<Vec<SavedEntry>> {
        let updated = self.updated.take()?.into_iter();
        updated.map(|entry| entry.take()?.into_saved()).collect()
    }
}

impl DeletedData {
    /// Whether something was deleted.
    pub(crate) fn into_domain(self) -> Option<bool> {
        self.deletion.take()?.deleted.take()
    }
}

impl FavouritesData {
    /// The first favourites afterwards.
    pub(crate) fn into_domain(self) -> Option<Favourites> {
        let favourites = self.favourites.take()?;
        Some(Favourites {
            anime: favourites.anime.or_default().into_domain(),
            manga: favourites.manga.or_default().into_domain(),
        })
    }
}

impl Connection {
    fn into_domain(self) -> Box<[MediaId]> {
        let nodes = self.nodes.or_default().into_iter();
        nodes.filter_map(|node| node.id.take()).collect()
    }
}

impl ActivityData {
    /// The statuses whose entries make no activity.
    pub(crate) fn into_domain(self) -> Option<Box<[ListStatus]>> {
        Some(self.user.take()?.options.take()?.silent())
    }
}
