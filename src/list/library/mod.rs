//! A person's list: everything between the chunks that AniList sends and the rows that a page shows.
//!
//! Made for 11,000 entries in a browser. Taking a chunk in only files its entries; texts to search and titles to sort
//! are made when a view first needs them, and a view does again only what the last change or the last letter typed made
//! necessary. Where an entry stands follows from its values alone; the groups that AniList sends tell nothing but which
//! custom lists there are and in which order.

mod facets;
mod filter;
mod find;
mod fold;
mod groups;
mod ids;
mod order;
mod rows;
mod search;
mod slots;
mod texts;
mod titles;
mod touched;
mod view;
mod words;
mod work;

pub use facets::{Counted, Facets};
pub use view::{SectionView, Tab, View};
pub use words::{has_words, is_same_text};
pub use work::Work;

use crate::domain::{EntryId, EntryValues, ListChunk, ListEntry, Media, MediaId, MediaType};
use groups::{Groups, Place, status_place};
use ids::Ids;
use order::Sorted;
use search::{Search, Source};
use titles::Titles;
use touched::Touched;

/// A list of anime or of manga, of oneself or of somebody else.
///
/// An entry is named by its row, a number under [`Self::len`] that is good until the library changes. There is one entry
/// of a work.
#[derive(Debug)]
pub struct Library {
    kind: MediaType,
    is_own: bool,
    entries: Vec<ListEntry>,
    facts: Vec<Facts>,
    by_id: Ids,
    by_media: Ids,
    groups: Groups,
    search: Search,
    titles: Titles,
    sorted: Sorted,
    facets: Option<Facets>,
    revision: u32,
    /// Which reading of the whole list this is.
    reading: u32,
    touched: Touched,
    work: Work,
}

/// Marks ids of entries that AniList does not have: its own are far smaller.
const DRAFT: u64 = 1 << 63;

/// What every view asks of an entry, side by side in memory.
#[derive(Debug)]
struct Facts {
    /// The section of its status, unless it is hidden there.
    status: Option<Place>,
    /// Its custom lists.
    customs: Box<[Place]>,
    /// When it was last changed here, in seconds since 1970, unless AniList has told of it since.
    changed_here: Option<u64>,
    /// The reading in which it was last seen.
    seen: u32,
    /// Whether its values have changed since the order was last put right.
    is_touched: bool,
}

impl Facts {
    fn updated(&self, entry: &ListEntry) -> Option<u64> {
        entry.updated_at.max(self.changed_here)
    }
}

fn shown_status(values: &EntryValues) -> Option<Place> {
    let is_shown = !values.hidden_from_status_lists;
    is_shown.then(|| status_place(values.status))
}

impl Library {
    /// An empty list. Notes are searched on one's own only.
    pub fn new(kind: MediaType, is_own: bool) -> Self {
        Self {
            kind,
            is_own,
            entries: Vec::new(),
            facts: Vec::new(),
            by_id: Ids::default(),
            by_media: Ids::default(),
            groups: Groups::default(),
            search: Search::default(),
            titles: Titles::default(),
            sorted: Sorted::default(),
            facets: None,
            revision: 0,
            reading: 0,
            touched: Touched::default(),
            work: Work::default(),
        }
    }

    /// Anime or manga.
    pub fn kind(&self) -> MediaType {
        self.kind
    }

    /// Whether it is the reader's own.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All entries, by row.
    pub fn entries(&self) -> &[ListEntry] {
        &self.entries
    }

    /// The entry in a row.
    pub fn entry(&self, row: u32) -> Option<&ListEntry> {
        self.entries.get(row as usize)
    }

    /// The entry of a work.
    pub fn get(&self, media: MediaId) -> Option<&ListEntry> {
        self.entry(self.row_of(media)?)
    }

    /// The row of a work's entry.
    pub fn row_of(&self, media: MediaId) -> Option<u32> {
        self.by_media.get(media.get())
    }

    /// The row of an entry.
    pub fn row_of_entry(&self, id: EntryId) -> Option<u32> {
        self.by_id.get(id.get())
    }

    /// When the entry in a row was last changed, at AniList or here, in seconds since 1970.
    pub fn updated(&self, row: u32) -> Option<u64> {
        self.facts.get(row as usize)?.updated(self.entry(row)?)
    }

    /// When a work's entry was last changed here, in seconds since 1970, unless AniList has told of it since.
    pub fn changed_here(&self, media: MediaId) -> Option<u64> {
        let row = self.row_of(media)?;
        self.facts.get(row as usize)?.changed_here
    }

    /// The reading in which a work's entry was last seen.
    pub fn seen_in(&self, media: MediaId) -> Option<u32> {
        let row = self.row_of(media)?;
        Some(self.facts.get(row as usize)?.seen)
    }

    /// Which reading of the whole list this is.
    pub fn reading(&self) -> u32 {
        self.reading
    }

    /// The works of which there is an entry here that AniList does not have, as far as is known.
    pub fn drafts(&self) -> impl Iterator<Item = MediaId> {
        let is_draft = |entry: &&ListEntry| entry.id.get() & DRAFT != 0;
        self.entries.iter().filter(is_draft).map(|entry| entry.media.id)
    }

    /// The names of the custom lists that are known.
    pub fn custom_lists(&self) -> &[Box<str>] {
        self.groups.customs()
    }

    /// A number that is another one after every change.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// What all views so far have cost.
    pub fn work(&self) -> Work {
        self.work
    }

    /// Takes over how the list's owner arranges it: `section_order` and `customLists` of their list options.
    pub fn arrange(&mut self, section_order: &[Box<str>], custom_lists: &[Box<str>]) {
        self.groups.arrange(section_order, custom_lists);
        self.revision = self.revision.wrapping_add(1);
    }

    /// Takes in a part of the list as it came. Parts may overlap: of two accounts of one entry the later change counts,
    /// and of equal ones that which came last, because it knows more about the work.
    ///
    /// What was changed here and is not at AniList yet has to be set again afterwards.
    pub fn add_chunk(&mut self, chunk: ListChunk) {
        self.groups.take_in(&chunk.groups, self.kind);
        for entry in chunk.entries {
            let known = [self.row_of_entry(entry.id), self.row_of(entry.media.id)];
            let known = known.into_iter().flatten();
            let is_newer = |row: u32| {
                self.entry(row)
                    .is_some_and(|known| known.updated_at > entry.updated_at)
            };
            if known.clone().any(is_newer) {
                known.for_each(|row| self.mark_seen(row));
            } else {
                self.put(entry);
            }
        }
    }

    /// Begins to read the whole list again: chunks follow, and then [`Self::finish_reading`].
    pub fn begin_reading(&mut self) {
        self.reading = self.reading.wrapping_add(1);
    }

    /// Takes out what no chunk since [`Self::begin_reading`] had, as it was deleted elsewhere; what was put in by
    /// [`Self::upsert`] meanwhile stays, and so do drafts. Gives how many entries went.
    pub fn finish_reading(&mut self) -> usize {
        let before = self.entries.len();
        let reading = self.reading;
        let held = std::mem::take(&mut self.entries).into_iter();
        for (entry, mut facts) in held.zip(std::mem::take(&mut self.facts)) {
            if facts.seen == reading || entry.id.get() & DRAFT != 0 {
                self.entries.push(entry);
                self.facts.push(facts);
            } else {
                self.touched.went(entry, &mut facts);
            }
        }
        let gone = before - self.entries.len();
        if gone > 0 {
            self.renumber();
        }
        gone
    }

    /// Puts an entry in as AniList has it now, in the place of the one with its id or of its work. It also takes back what
    /// was shown by [`Self::set_values`].
    pub fn upsert(&mut self, entry: ListEntry) {
        self.put(entry);
    }

    /// An entry of a work before AniList has one; `now` in seconds since 1970. It has an id of its own until AniList tells of
    /// the real one, which takes its place.
    pub fn draft(media: Media, values: EntryValues, now: u64) -> Option<ListEntry> {
        Some(ListEntry {
            id: EntryId::new(DRAFT | media.id.get())?,
            values,
            updated_at: None,
            created_at: Some(now),
            media,
        })
    }

    /// Shows a work's entry as it is with what was changed here, last at this time, in seconds since 1970. Whether AniList
    /// had it in the reading that is under way is as before.
    pub fn show(&mut self, entry: ListEntry, changed_here: Option<u64>) {
        let (media, seen) = (entry.media.id, self.seen_in(entry.media.id));
        match self.get(media) {
            Some(known) if known.is_same_but_values(&entry) => {
                let (has_same_values, is_favourite) = (known.values == entry.values, known.media.favourite);
                if has_same_values && is_favourite == entry.media.favourite {
                    if self.changed_here(media) == changed_here {
                        return;
                    }
                    self.revision = self.revision.wrapping_add(1);
                }
                if !has_same_values {
                    self.set_values(media, entry.values, changed_here.unwrap_or_default());
                }
                if is_favourite != entry.media.favourite {
                    self.set_favourite(media, entry.media.favourite);
                }
            }
            _ => self.put(entry),
        }
        let row = self.row_of(media);
        if let Some(facts) = row.and_then(|row| self.facts.get_mut(row as usize)) {
            facts.changed_here = changed_here;
            facts.seen = seen.unwrap_or(facts.seen);
        }
    }

    /// Takes an entry out and gives it back.
    pub fn remove(&mut self, id: EntryId) -> Option<ListEntry> {
        let row = self.row_of_entry(id)?;
        self.touched.edited();
        self.take_out(row)
    }

    /// Shows new values of a work's entry before AniList has them; `now` in seconds since 1970. The time of AniList's
    /// last change stays as it is. Gives the values it had; `None` when there is no entry of the work.
    pub fn set_values(&mut self, media: MediaId, values: EntryValues, now: u64) -> Option<EntryValues> {
        let row = self.row_of(media)?;
        let customs = self.groups.places(&values.custom_lists);
        let entry = self.entries.get_mut(row as usize)?;
        let before = std::mem::replace(&mut entry.values, values);
        let has_other_notes = before.notes != entry.values.notes;
        let facts = self.facts.get_mut(row as usize)?;
        if before != entry.values {
            self.touched.note(media, before.status, facts);
            self.touched.edited();
        }
        facts.status = shown_status(&entry.values);
        facts.customs = customs;
        facts.changed_here = Some(now);
        if has_other_notes && self.is_own {
            let source = Source {
                entries: &self.entries,
                notes: true,
            };
            self.search.replace(row, source);
        }
        self.revision = self.revision.wrapping_add(1);
        Some(before)
    }

    /// Shows whether a work is a favourite. Whether there is an entry of it.
    pub fn set_favourite(&mut self, media: MediaId, favourite: bool) -> bool {
        let row = self.row_of(media);
        let Some(entry) = row.and_then(|row| self.entries.get_mut(row as usize)) else {
            return false;
        };
        entry.media.favourite = favourite;
        self.revision = self.revision.wrapping_add(1);
        true
    }

    fn put(&mut self, entry: ListEntry) {
        let (by_id, by_media) = (self.row_of_entry(entry.id), self.row_of(entry.media.id));
        let row = match (by_id, by_media) {
            (None, None) => return self.push(entry),
            (Some(row), Some(twin)) if row != twin => {
                // The entry now is of a work that had another one: AniList merges works.
                self.take_out(twin);
                self.row_of_entry(entry.id)
            }
            (row, twin) => row.or(twin),
        };
        if let Some(row) = row {
            self.replace(row, entry);
        }
    }

    fn push(&mut self, entry: ListEntry) {
        let mut facts = self.facts_of(&entry);
        facts.is_touched = self.touched.comes_back(entry.media.id);
        self.by_id.push(entry.id.get());
        self.by_media.push(entry.media.id.get());
        self.facts.push(facts);
        self.entries.push(entry);
        self.changed();
    }

    fn replace(&mut self, row: u32, entry: ListEntry) {
        let facts = self.facts_of(&entry);
        self.by_id.set(row, entry.id.get());
        self.by_media.set(row, entry.media.id.get());
        let (Some(place), Some(known)) = (
            self.facts.get_mut(row as usize),
            self.entries.get_mut(row as usize),
        ) else {
            return;
        };
        let mut is_touched = place.is_touched;
        if known.media.id != entry.media.id {
            self.touched.went(known.clone(), place);
            is_touched = self.touched.comes_back(entry.media.id);
        }
        *place = Facts { is_touched, ..facts };
        let before = std::mem::replace(known, entry);
        if before.media.id == known.media.id && before.values != known.values {
            self.touched.note(known.media.id, before.values.status, place);
        }
        let has_other_titles = before.media.title != known.media.title;
        let has_other_texts = has_other_titles
            || before.media.synonyms != known.media.synonyms
            || before.values.notes != known.values.notes;
        if has_other_titles || before.id != known.id {
            self.titles.replace(row, known);
        }
        if has_other_texts {
            let source = Source {
                entries: &self.entries,
                notes: self.is_own,
            };
            self.search.replace(row, source);
        }
        self.changed();
    }

    fn take_out(&mut self, row: u32) -> Option<ListEntry> {
        let rows = self.entries.len();
        if let (Some(entry), Some(facts)) = (self.entries.get(row as usize), self.facts.get_mut(row as usize))
        {
            self.touched.went(entry.clone(), facts);
        } else {
            return None;
        }
        self.by_id.swap_remove(row);
        self.by_media.swap_remove(row);
        self.facts.swap_remove(row as usize);
        self.search.swap_remove(row, rows);
        self.titles.swap_remove(row, rows);
        self.sorted.swap_remove(row, rows as u32 - 1);
        self.changed();
        Some(self.entries.swap_remove(row as usize))
    }

    /// After rows got other numbers: what was made for the old ones begins anew.
    fn renumber(&mut self) {
        (self.by_id, self.by_media) = (Ids::default(), Ids::default());
        for entry in &self.entries {
            self.by_id.push(entry.id.get());
            self.by_media.push(entry.media.id.get());
        }
        self.search = Search::default();
        self.titles = Titles::default();
        self.sorted = Sorted::default();
        self.changed();
    }

    fn facts_of(&mut self, entry: &ListEntry) -> Facts {
        Facts {
            status: shown_status(&entry.values),
            customs: self.groups.places(&entry.values.custom_lists),
            changed_here: None,
            seen: self.reading,
            is_touched: false,
        }
    }

    fn mark_seen(&mut self, row: u32) {
        if let Some(facts) = self.facts.get_mut(row as usize) {
            facts.seen = self.reading;
        }
    }

    /// After entries or works came, went or became others.
    fn changed(&mut self) {
        self.facets = None;
        self.revision = self.revision.wrapping_add(1);
    }
}
