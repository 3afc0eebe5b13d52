//! The few entries that fit a text best, for a search over everything.

use super::Library;
use super::search::Source;
use super::words::comparable;
use crate::domain::ListEntry;

impl Library {
    /// The rows of at most `most` entries in which every word of `text` stands: first those of which a title begins with
    /// it, then the others. None for a text without words.
    pub fn find(&mut self, text: &str, most: usize) -> Vec<u32> {
        let source = Source {
            entries: &self.entries,
            notes: false,
        };
        let Some(marks) = self.search.find(text, source, &mut self.work) else {
            return Vec::new();
        };
        let wanted = comparable(text);
        let rows = (0..).zip(marks).filter(|(_, found)| **found).map(|(row, _)| row);
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for row in rows {
            let begins = |entry: &ListEntry| begins_with(entry, &wanted);
            match self.entries.get(row as usize).is_some_and(begins) {
                true => first.push(row),
                false => others.push(row),
            }
            if first.len() == most {
                break;
            }
        }
        first.extend(others);
        first.truncate(most);
        first
    }
}

fn begins_with(entry: &ListEntry, wanted: &[u8]) -> bool {
    let title = &entry.media.title;
    let titles = [
        &title.romaji,
        &title.english,
        &title.native,
        &title.user_preferred,
    ];
    titles
        .into_iter()
        .flatten()
        .any(|title| comparable(title).starts_with(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        EntryId, EntryValues, ListChunk, ListGroup, ListStatus, Media, MediaId, MediaTitle, MediaType,
    };

    fn library(titles: &[&str]) -> Library {
        let entry = |(id, title): (u64, &&str)| ListEntry {
            id: EntryId::new(id).unwrap(),
            values: EntryValues {
                notes: "bebop".into(),
                ..EntryValues::default()
            },
            updated_at: None,
            created_at: None,
            media: Media {
                kind: MediaType::Anime,
                title: MediaTitle {
                    romaji: Some((**title).into()),
                    ..MediaTitle::default()
                },
                ..Media::new(MediaId::new(id).unwrap())
            },
        };
        let entries: Vec<ListEntry> = (1..).zip(titles).map(entry).collect();
        let group = ListGroup {
            name: "Planning".into(),
            is_custom: false,
            is_split: false,
            status: ListStatus::Planning,
            entries: entries.iter().map(|entry| entry.id).collect(),
        };
        let mut library = Library::new(MediaType::Anime, true);
        library.add_chunk(ListChunk {
            entries,
            groups: vec![group],
            has_next: false,
        });
        library
    }

    #[test]
    fn titles_that_begin_with_it_come_first() {
        let mut library = library(&["Space Cowboy", "Cowboy Bebop", "Café", "COWBOY Funk", "Trigun"]);
        assert_eq!(library.find(" cowboy", 9), [1, 3, 0]);
        assert_eq!(library.find("cowboy", 2), [1, 3]);
        assert_eq!(library.find("bop cow", 9), [1]);
        assert_eq!(library.find("cafe", 9), [2]);
        assert_eq!(library.find("cowboybebop", 9), [1]);
        assert!(library.find("zzz", 9).is_empty());
        assert!(library.find("  ", 9).is_empty());
    }
}
