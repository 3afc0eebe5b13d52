//! Works with the entry of the person who asks.

use super::list::Entry;
use super::media::Media;
use crate::domain::{EntryNow, FoundMedia, MediaAndEntry};
use crate::json::{FromJson, Lenient, Object, Slot, find, json_objects};

json_objects! {
    /// `data` of a query for one page of works with entries.
    pub struct OwnPageData {
        page: Lenient<OwnPage> = "Page",
    }

    /// `data` of a query for one work with its entry.
    pub struct OwnData {
        pub(crate) media: Lenient<MediaWithEntry> = "Media",
    }

    struct OwnPage {
        media: Lenient<Vec<Lenient<MediaWithEntry>>> = "media",
    }
}

/// `Media` with `mediaListEntry`.
#[derive(Debug, Default)]
pub(crate) struct MediaWithEntry {
    media: Media,
    entry: Lenient<Entry>,
}

/// Above the numbers of the fields of [`Media`], and within those that are watched for doubles.
const ENTRY: usize = 63;

impl FromJson for MediaWithEntry {
    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        Some(slot.insert(Self::default()))
    }
}

impl Object for MediaWithEntry {
    fn place(&mut self, name: &str, expected: usize) -> Option<usize> {
        match find(&["mediaListEntry"], name, 0) {
            Some(_) => Some(ENTRY),
            None => self.media.place(name, expected),
        }
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        match place {
            ENTRY => Some(&mut self.entry),
            place => self.media.slot(place),
        }
    }
}

impl MediaWithEntry {
    /// The work and its entry. Needs the work's id, and the entry's if there is one.
    pub(crate) fn into_domain(self) -> Option<MediaAndEntry> {
        let entry = self.entry.take().map(Entry::into_saved);
        Some(MediaAndEntry {
            media: self.media.into_domain()?,
            entry: match entry {
                Some(entry) => Some(entry?),
                None => None,
            },
        })
    }
}

impl OwnPageData {
    /// What a search has found; `None` when the answer has no list of it.
    pub(crate) fn into_found(self) -> Option<Vec<FoundMedia>> {
        let media = self.page.take()?.media.take()?.into_iter();
        let found = |own: Lenient<MediaWithEntry>| {
            let own = own.take()?;
            Some(FoundMedia {
                media: own.media.into_domain()?,
                entry: own.entry.take().and_then(Entry::into_brief),
            })
        };
        Some(media.filter_map(found).collect())
    }

    /// What the page says of each work. `None` unless all of it can be read: a work that is taken for missing is one
    /// that AniList has deleted, and an entry likewise.
    pub(crate) fn into_now(self) -> Option<Vec<EntryNow>> {
        let media = self.page.take()?.media.take()?.into_iter();
        let now = |own: Lenient<MediaWithEntry>| {
            let own = own.take()?.into_domain()?;
            Some(EntryNow {
                media: own.media.id,
                kind: own.media.kind,
                favourite: own.media.favourite,
                entry: own.entry,
            })
        };
        media.map(now).collect()
    }
}
