//! Lists of anime and manga.

use std::collections::HashSet;

use super::media::{Date, Media};
use super::{Array, Field, FromWire, Object, Slot, wire_objects};
use crate::domain::{EntryId, EntryValues, ListChunk, ListEntry, ListGroup, ListStatus, Score};

wire_objects! {
    /// `data` of a query for somebody's list.
    pub struct ListData {
        collection: Field<Collection> = "MediaListCollection",
    }

    struct Collection {
        has_next_chunk: Field<bool> = "hasNextChunk",
        lists: Field<Vec<Group>> = "lists",
    }

    struct Group {
        name: Field<Box<str>> = "name",
        is_custom: Field<bool> = "isCustomList",
        is_split: Field<bool> = "isSplitCompletedList",
        status: Field<ListStatus> = "status",
        entries: Field<Entries> = "entries",
    }

    // In the order of the query, which is the order of the answer.
    struct Entry {
        id: Field<EntryId> = "id",
        status: Field<ListStatus> = "status",
        score: Field<f64> = "score",
        progress: Field<u32> = "progress",
        progress_volumes: Field<u32> = "progressVolumes",
        repeat: Field<u32> = "repeat",
        priority: Field<u32> = "priority",
        private: Field<bool> = "private",
        hidden_from_status_lists: Field<bool> = "hiddenFromStatusLists",
        notes: Field<Box<str>> = "notes",
        custom_lists: Field<Vec<Membership>> = "customLists",
        advanced_scores: Field<AdvancedScores> = "advancedScores",
        started_at: Field<Date> = "startedAt",
        completed_at: Field<Date> = "completedAt",
        updated_at: Field<u64> = "updatedAt",
        created_at: Field<u64> = "createdAt",
        media: Field<Media> = "media",
    }

    struct Membership {
        name: Field<Box<str>> = "name",
        enabled: Field<bool> = "enabled",
    }
}

/// Entries, each turned into its domain type as soon as it is whole: of thousands, one at a time has the shape of the
/// answer.
#[derive(Debug, Default)]
struct Entries(Vec<ListEntry>);

impl FromWire for Entries {
    fn array(slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        Some(slot.insert(Self::default()))
    }
}

impl Array for Entries {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = Field::<Entry>::default();
        let more = read(&mut item);
        self.0.extend(item.take().and_then(Entry::into_domain));
        more
    }
}

/// `{"name": score, …}`.
#[derive(Debug, Default)]
struct AdvancedScores(Vec<(Box<str>, Field<f64>)>);

impl FromWire for AdvancedScores {
    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        Some(slot.insert(Self::default()))
    }
}

impl Object for AdvancedScores {
    fn place(&mut self, name: &str, _: usize) -> Option<usize> {
        self.0.push((name.into(), Field::default()));
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
    /// An entry. Needs its id and its work's, everything else may be missing.
    fn into_domain(self) -> Option<ListEntry> {
        let custom_lists = self.custom_lists.or_default().into_iter();
        let advanced_scores = self.advanced_scores.or_default().0.into_iter();
        Some(ListEntry {
            id: self.id.take()?,
            media: self.media.take()?.into_domain()?,
            values: EntryValues {
                status: self.status.or_default(),
                // A fraction can only come from a scale that this version does not know.
                score: self
                    .score
                    .take()
                    .and_then(|score| Score::new(score.round() as u8)),
                progress: self.progress.or_default(),
                progress_volumes: self.progress_volumes.or_default(),
                repeat: self.repeat.or_default(),
                priority: self.priority.or_default(),
                private: self.private.or_default(),
                hidden_from_status_lists: self.hidden_from_status_lists.or_default(),
                notes: self.notes.or_default(),
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

impl Membership {
    fn into_domain(self) -> Option<Box<str>> {
        self.name.take().filter(|_| self.enabled.or_default())
    }
}
