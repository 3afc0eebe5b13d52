//! Lists of anime and manga.

use std::borrow::Cow;
use std::collections::HashSet;

use super::media::{Date, Media};
use crate::domain::{
    EntryBrief, EntryId, EntryValues, ListChunk, ListEntry, ListGroup, ListStatus, SavedEntry, Score,
};
use crate::json::{Array, FromJson, Lenient, Object, Slot, json_objects};
use crate::text::four_byte_escape;

json_objects! {
    /// `data` of a query for somebody's list.
    pub struct ListData {
        collection: Lenient<Collection> = "MediaListCollection",
    }

    struct Collection {
        has_next_chunk: Lenient<bool> = "hasNextChunk",
        lists: Lenient<Vec<Group>> = "lists",
    }

    struct Group {
        name: Lenient<Box<str>> = "name",
        is_custom: Lenient<bool> = "isCustomList",
        is_split: Lenient<bool> = "isSplitCompletedList",
        status: Lenient<ListStatus> = "status",
        entries: Lenient<Entries> = "entries",
    }

    /// `MediaList`. In the order of the queries, which is the order of the answers.
    pub(crate) struct Entry {
        id: Lenient<EntryId> = "id",
        status: Lenient<ListStatus> = "status",
        score: Lenient<f64> = "score",
        progress: Lenient<u32> = "progress",
        progress_volumes: Lenient<u32> = "progressVolumes",
        repeat: Lenient<u32> = "repeat",
        priority: Lenient<u32> = "priority",
        private: Lenient<bool> = "private",
        hidden_from_status_lists: Lenient<bool> = "hiddenFromStatusLists",
        notes: Lenient<Box<str>> = "notes",
        custom_lists: Lenient<Vec<Membership>> = "customLists",
        advanced_scores: Lenient<AdvancedScores> = "advancedScores",
        started_at: Lenient<Date> = "startedAt",
        completed_at: Lenient<Date> = "completedAt",
        updated_at: Lenient<u64> = "updatedAt",
        created_at: Lenient<u64> = "createdAt",
        media: Lenient<Media> = "media",
    }

    struct Membership {
        name: Lenient<Box<str>> = "name",
        enabled: Lenient<bool> = "enabled",
    }
}

/// Entries, each turned into its domain type as soon as it is whole: of thousands, one at a time has the shape of the
/// answer.
#[derive(Debug, Default)]
struct Entries(Vec<ListEntry>);

impl FromJson for Entries {
    fn array(slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        Some(slot.insert(Self::default()))
    }
}

impl Array for Entries {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = Lenient::<Entry>::default();
        let more = read(&mut item);
        self.0.extend(item.take().and_then(Entry::into_domain));
        more
    }
}

/// `{"name": score, …}`.
#[derive(Debug, Default)]
struct AdvancedScores(Vec<(Box<str>, Lenient<f64>)>);

impl FromJson for AdvancedScores {
    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        Some(slot.insert(Self::default()))
    }
}

impl Object for AdvancedScores {
    fn place(&mut self, name: &str, _: usize) -> Option<usize> {
        self.0.push((name.into(), Lenient::default()));
        Some(self.0.len() - 1)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        self.0.get_mut(place).map(|(_, score)| score as &mut dyn Slot)
    }
}

impl ListData {
    /// The list, or the part of it that came; `None` when the answer has none.
    pub(crate) fn into_domain(self) -> Option<ListChunk> {
        let collection = self.collection.take()?;
        let mut chunk = ListChunk {
            has_next: collection.has_next_chunk.or_default(),
            ..ListChunk::default()
        };
        let mut known = HashSet::new();
        for group in collection.lists.take()? {
            let entries = group.entries.or_default().0;
            chunk.groups.push(ListGroup {
                name: group.name.or_default(),
                is_custom: group.is_custom.or_default(),
                is_split: group.is_split.or_default(),
                status: group.status.or_default(),
                entries: entries.iter().map(|entry| entry.id).collect(),
            });
            let new = entries.into_iter().filter(|entry| known.insert(entry.id));
            chunk.entries.extend(new);
        }
        Some(chunk)
    }
}

impl Entry {
    /// An entry with its work. Needs its id and its work's, everything else may be missing.
    fn into_domain(mut self) -> Option<ListEntry> {
        let media = std::mem::take(&mut self.media).take()?.into_domain()?;
        Some(self.into_saved()?.with(media))
    }

    /// An entry. Needs its id, everything else may be missing.
    pub(crate) fn into_saved(self) -> Option<SavedEntry> {
        let custom_lists = self.custom_lists.or_default().into_iter();
        let advanced_scores = self.advanced_scores.or_default().0.into_iter();
        let given = self.notes.or_default();
        Some(SavedEntry {
            id: self.id.take()?,
            values: EntryValues {
                status: self.status.or_default(),
                score: score(self.score),
                progress: self.progress.or_default(),
                progress_volumes: self.progress_volumes.or_default(),
                repeat: self.repeat.or_default(),
                priority: self.priority.or_default(),
                private: self.private.or_default(),
                hidden_from_status_lists: self.hidden_from_status_lists.or_default(),
                notes: match four_byte_escape::meant(&given) {
                    Cow::Borrowed(_) => given,
                    Cow::Owned(meant) => meant.into(),
                },
                custom_lists: custom_lists.filter_map(Membership::into_domain).collect(),
                advanced_scores: advanced_scores
                    .filter_map(|(name, score)| {
                        let score = score.take()? as f32;
                        (score > 0.0 && score.is_finite()).then_some((name, score))
                    })
                    .collect(),
                started: self.started_at.take().and_then(Date::into_domain),
                completed: self.completed_at.take().and_then(Date::into_domain),
            },
            updated_at: self.updated_at.take().filter(|&at| at > 0),
            created_at: self.created_at.take().filter(|&at| at > 0),
        })
    }
}

impl Entry {
    /// What a search result shows of it. Needs its id.
    pub(crate) fn into_brief(self) -> Option<EntryBrief> {
        Some(EntryBrief {
            id: self.id.take()?,
            status: self.status.or_default(),
            progress: self.progress.or_default(),
            score: score(self.score),
        })
    }
}

/// A score on the scale of 100.
fn score(field: Lenient<f64>) -> Option<Score> {
    // A fraction can only come from a scale that this version does not know.
    field.take().and_then(|score| Score::new(score.round() as u8))
}

impl Membership {
    fn into_domain(self) -> Option<Box<str>> {
        self.name.take().filter(|_| self.enabled.or_default())
    }
}
