//! One's own edits over a list: what is shown is what AniList has, then what it took since that was asked, then what waits.
//!
//! A list in memory shows the outcome. Beneath every entry that an edit waits for stands here what AniList has of it, so
//! that an edit can be taken away again and nothing is ever computed upon what is only shown.

use std::collections::BTreeMap;

use crate::domain::{
    EntryValues, ListChunk, ListEntry, ListStatus, Media, MediaId, MediaTitle, MediaType, SavedEntry, UserId,
};
use crate::list::library::Library;
use crate::outbox::journal::Record;
use crate::outbox::{Change, PendingEdit};

/// The edits of the person whose list it is.
#[derive(Debug)]
pub struct Own<'a> {
    /// Those that wait, by work.
    edits: BTreeMap<MediaId, &'a PendingEdit>,
    /// Those that AniList took, oldest first.
    records: Vec<&'a Record>,
    /// Works that no list may hold, in case that they are put on one.
    works: &'a [Media],
}

impl<'a> Own<'a> {
    /// Nobody's.
    pub const NONE: Self = Self {
        edits: BTreeMap::new(),
        records: Vec::new(),
        works: &[],
    };

    /// Those of one account and one of its lists. `records` are oldest first.
    pub fn of(
        account: UserId,
        kind: MediaType,
        edits: &'a [PendingEdit],
        records: &'a [Record],
        works: &'a [Media],
    ) -> Self {
        let edits = edits
            .iter()
            .filter(|edit| edit.key.account == account && edit.kind == kind);
        let records = records
            .iter()
            .filter(|record| record.account == account && record.kind == kind);
        Self {
            edits: edits.map(|edit| (edit.key.media, edit)).collect(),
            records: records.collect(),
            works,
        }
    }

    /// What AniList took after this time, in milliseconds since 1970.
    fn since(&self, requested_at: u64) -> impl Iterator<Item = &'a Record> {
        let records = self.records.iter().copied();
        records.filter(move |record| record.id.at > requested_at)
    }

    /// What is shown of a work that no list has to be in: what AniList answered when it was asked at this time, with what
    /// edits do to it; and whether it is a favourite.
    pub fn shown(
        &self,
        work: &Media,
        mut entry: Option<EntryValues>,
        requested_at: u64,
    ) -> (Option<EntryValues>, bool) {
        let mut favourite = work.favourite;
        for record in self.since_of(work.id, requested_at) {
            // A change of the favourite alone says nothing of the entry.
            if record.is_of_entry() {
                entry.clone_from(&record.after);
            }
            favourite = record.favourite.map_or(favourite, |(_, now)| now);
        }
        match self.edits.get(&work.id) {
            Some(edit) => (edit.view(entry.as_ref()), edit.view_favourite(favourite)),
            None => (entry, favourite),
        }
    }

    fn since_of(&self, media: MediaId, requested_at: u64) -> impl Iterator<Item = &'a Record> {
        self.since(requested_at)
            .filter(move |record| record.id.media == media)
    }
}

/// What AniList has of the works for which edits wait.
#[derive(Debug, Default)]
pub struct Overlays(BTreeMap<MediaId, Beneath>);

/// What stands beneath an edit.
#[derive(Debug)]
struct Beneath {
    /// Nothing when AniList has no entry.
    entry: Option<ListEntry>,
    /// The work of an entry that is no longer there.
    work: Option<Media>,
    /// When it was last changed from this browser, in seconds since 1970, unless AniList has told of it since.
    changed_here: Option<u64>,
    /// The reading of the list in which it was last seen.
    reading: u32,
}

impl Beneath {
    /// Takes over what AniList took. False when that is an entry of a work that is not known here.
    fn take(&mut self, record: &Record, works: &[Media]) -> bool {
        let at = record.id.at / 1000;
        match &record.after {
            Some(values) => {
                let entry = self.entry.take().map(|entry| ListEntry {
                    values: values.clone(),
                    ..entry
                });
                let work = || {
                    self.work
                        .as_ref()
                        .or_else(|| find(works, record.kind, record.id.media))
                };
                self.entry = entry.or_else(|| Library::draft(work()?.clone(), values.clone(), at));
                if self.entry.is_none() {
                    return false;
                }
                self.changed_here = Some(at);
            }
            // A change of the favourite alone says nothing of the entry.
            None if record.before.is_none() => {}
            None => self.forget_entry(),
        }
        if let (Some((_, now)), Some(entry)) = (record.favourite, &mut self.entry) {
            entry.media.favourite = now;
        }
        true
    }

    /// Whether AniList has told of a later change of the entry. What was changed from here since counts by this browser's
    /// clock, which is not AniList's.
    fn is_newer_than(&self, entry: &SavedEntry) -> bool {
        let known = self.entry.as_ref().filter(|_| self.changed_here.is_none());
        let (known, came) = (known.and_then(|known| known.updated_at), entry.updated_at);
        matches!((known, came), (Some(known), Some(came)) if known > came)
    }

    fn forget_entry(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.work = Some(entry.media);
        }
        self.changed_here = None;
    }
}

impl Overlays {
    /// What AniList has of a work, under what edits show in its place.
    pub fn base<'a>(&'a self, library: &'a Library, media: MediaId) -> Option<&'a ListEntry> {
        match self.0.get(&media) {
            Some(beneath) => beneath.entry.as_ref(),
            None => library.get(media),
        }
    }

    /// Takes in a part of the list that was asked at this time, in milliseconds since 1970.
    pub fn take_chunk(&mut self, library: &mut Library, chunk: ListChunk, requested_at: u64, own: &Own<'_>) {
        let mut edited: Vec<MediaId> = own.since(requested_at).map(|record| record.id.media).collect();
        edited.extend(own.edits.keys().chain(self.0.keys()));
        edited.sort_unstable();
        let came = chunk.entries.iter();
        let came: Vec<(MediaId, Option<u64>)> = came
            .map(|entry| (entry.media.id, entry.updated_at))
            .filter(|(media, _)| edited.binary_search(media).is_ok())
            .collect();
        for (media, _) in &came {
            self.lay(library, *media, None, own.works);
        }
        library.add_chunk(chunk);
        for (media, updated_at) in came {
            let mut beneath = self.lift(library, media);
            let is_newer = |entry: &ListEntry| entry.updated_at > updated_at;
            // AniList has told of it since it was asked for this.
            if !beneath.entry.as_ref().is_some_and(is_newer) {
                for record in own.since_of(media, requested_at) {
                    beneath.take(record, own.works);
                }
            }
            self.put(library, media, beneath, own);
        }
        self.add_absent(library, own);
    }

    /// Takes out what no part of the reading had that was begun by [`Library::begin_reading`] and asked at this time.
    pub fn finish_reading(&mut self, library: &mut Library, requested_at: u64, own: &Own<'_>) {
        library.finish_reading();
        let reading = library.reading();
        let gone = |beneath: &Beneath| beneath.entry.is_some() && beneath.reading != reading;
        let mut gone: Vec<MediaId> = self
            .0
            .iter()
            .filter(|(_, beneath)| gone(beneath))
            .map(|(media, _)| *media)
            .collect();
        // Entries that this browser made: AniList would have told of them by now.
        gone.extend(library.drafts().filter(|media| !self.0.contains_key(media)));
        for media in gone {
            let is_since = own
                .since_of(media, requested_at)
                .any(|record| record.after.is_some());
            let mut beneath = self.lift(library, media);
            if !is_since {
                beneath.forget_entry();
            }
            self.put(library, media, beneath, own);
        }
        // The list has dropped what this reading did not have, also where that came to AniList later.
        let is_dropped = |media: &MediaId| library.get(*media).is_none();
        let dropped: Vec<MediaId> = self.0.keys().copied().filter(is_dropped).collect();
        for media in dropped {
            let beneath = self.lift(library, media);
            self.put(library, media, beneath, own);
        }
    }

    /// Shows what AniList took since the list was asked, of works that no part of it had. False when one of them is not
    /// known here: only AniList can say what it is. Of what is not `current` nothing is missed if only that was asked.
    pub fn add_taken(
        &mut self,
        library: &mut Library,
        requested_at: u64,
        only_current: bool,
        own: &Own<'_>,
    ) -> bool {
        let mut newest: BTreeMap<MediaId, &Record> = BTreeMap::new();
        for record in own.since(requested_at) {
            // A change of the favourite alone says nothing of the entry.
            if record.is_of_entry() {
                newest.insert(record.id.media, record);
            }
        }
        let mut all_known = true;
        for (media, record) in newest {
            let Some(after) = &record.after else { continue };
            let is_current = matches!(after.status, ListStatus::Current | ListStatus::Repeating);
            if self.base(library, media).is_none() && (is_current || !only_current) {
                let mut beneath = self.lift(library, media);
                all_known &= beneath.take(record, own.works);
                self.put(library, media, beneath, own);
            }
        }
        all_known
    }

    /// Shows all that edits do to a list that was shown before they were known, and asked at this time.
    pub fn take_all(&mut self, library: &mut Library, requested_at: u64, own: &Own<'_>) {
        let mut edited: Vec<MediaId> = own.since(requested_at).map(|record| record.id.media).collect();
        edited.extend(own.edits.keys());
        edited.sort_unstable();
        edited.dedup();
        for media in edited {
            let mut beneath = self.lift(library, media);
            if beneath.entry.is_some() {
                for record in own.since_of(media, requested_at) {
                    beneath.take(record, own.works);
                }
            }
            self.put(library, media, beneath, own);
        }
    }

    /// Takes over what AniList has taken. False when that is an entry of a work that is not known here.
    pub fn take_record(&mut self, library: &mut Library, record: &Record, own: &Own<'_>) -> bool {
        let media = record.id.media;
        let mut beneath = self.lift(library, media);
        let is_known = beneath.take(record, own.works);
        self.put(library, media, beneath, own);
        is_known
    }

    /// Takes over what AniList has, unless it has told of something newer: a reply may come late. Gives the work of an entry
    /// that is no longer there: it may be put back.
    pub fn take_saved(
        &mut self,
        library: &mut Library,
        media: MediaId,
        entry: Option<&SavedEntry>,
        own: &Own<'_>,
    ) -> Option<Media> {
        let mut beneath = self.lift(library, media);
        match entry {
            Some(entry) if beneath.is_newer_than(entry) => {}
            Some(entry) => {
                let known = beneath.entry.take().map(|entry| entry.media);
                let known = known.or_else(|| beneath.work.clone());
                let work = known.or_else(|| find(own.works, library.kind(), media).cloned());
                beneath.entry = work.map(|work| entry.clone().with(work));
                beneath.changed_here = None;
            }
            None => beneath.forget_entry(),
        }
        beneath.reading = library.reading();
        let gone = beneath.work.clone().filter(|_| beneath.entry.is_none());
        self.put(library, media, beneath, own);
        gone
    }

    /// Takes over whether a work is a favourite at AniList.
    pub fn take_favourite(&mut self, library: &mut Library, media: MediaId, favourite: bool, own: &Own<'_>) {
        let mut beneath = self.lift(library, media);
        if let Some(entry) = &mut beneath.entry {
            entry.media.favourite = favourite;
        }
        self.put(library, media, beneath, own);
    }

    /// Shows what an edit does to a work's entry, or takes that away again.
    pub fn lay(
        &mut self,
        library: &mut Library,
        media: MediaId,
        edit: Option<&PendingEdit>,
        works: &[Media],
    ) {
        let beneath = self.lift(library, media);
        self.show(library, media, beneath, edit, works);
    }

    /// Shows edits of works that no part of the list had.
    fn add_absent(&mut self, library: &mut Library, own: &Own<'_>) {
        for (media, edit) in &own.edits {
            let is_known = || named(edit).is_some() || find(own.works, library.kind(), *media).is_some();
            if !self.0.contains_key(media) && is_known() {
                self.lay(library, *media, Some(*edit), own.works);
            }
        }
    }

    /// What AniList has of a work, to be put back.
    fn lift(&mut self, library: &Library, media: MediaId) -> Beneath {
        self.0.remove(&media).unwrap_or_else(|| Beneath {
            entry: library.get(media).cloned(),
            work: None,
            changed_here: library.changed_here(media),
            reading: library.seen_in(media).unwrap_or_default(),
        })
    }

    fn put(&mut self, library: &mut Library, media: MediaId, beneath: Beneath, own: &Own<'_>) {
        let edit = own.edits.get(&media).copied();
        self.show(library, media, beneath, edit, own.works);
    }

    /// The one place in which entries are shown: what AniList has, with an edit on top.
    fn show(
        &mut self,
        library: &mut Library,
        media: MediaId,
        beneath: Beneath,
        edit: Option<&PendingEdit>,
        works: &[Media],
    ) {
        let base = beneath.entry.as_ref();
        let values = base.map(|entry| &entry.values);
        let shown = match edit {
            Some(edit) => edit.view(values),
            None => values.cloned(),
        };
        let changed_here = match edit {
            Some(edit) if shown.as_ref() != values => Some(edit.changed_at / 1000),
            _ => beneath.changed_here,
        };
        let named = edit.and_then(named);
        let work = match base {
            Some(entry) => Some(&entry.media),
            None => beneath
                .work
                .as_ref()
                .or_else(|| find(works, library.kind(), media))
                .or(named.as_ref()),
        };
        let favourite = work.map(|work| match edit {
            Some(edit) => edit.view_favourite(work.favourite),
            None => work.favourite,
        });
        let entry = match (shown, base) {
            (Some(values), Some(entry)) => Some(ListEntry {
                values,
                ..entry.clone()
            }),
            (Some(values), None) => {
                work.and_then(|work| Library::draft(work.clone(), values, changed_here.unwrap_or_default()))
            }
            (None, _) => None,
        };
        match entry {
            Some(mut entry) => {
                entry.media.favourite = favourite.unwrap_or(entry.media.favourite);
                library.show(entry, changed_here);
            }
            None => {
                let id = library.get(media).map(|entry| entry.id);
                id.and_then(|id| library.remove(id));
            }
        }
        if edit.is_some() {
            self.0.insert(media, beneath);
        }
    }
}

/// The work that an edit puts on a list, as far as it says what it is: after a reload nobody may know more until AniList has
/// the entry.
fn named(edit: &PendingEdit) -> Option<Media> {
    let is_new = edit.base.is_none() && matches!(edit.change, Change::Set(_));
    is_new.then(|| Media {
        kind: edit.kind,
        title: MediaTitle {
            user_preferred: Some(edit.title.clone()),
            ..MediaTitle::default()
        },
        ..Media::new(edit.key.media)
    })
}

fn find(works: &[Media], kind: MediaType, media: MediaId) -> Option<&Media> {
    works.iter().find(|work| work.id == media && work.kind == kind)
}
