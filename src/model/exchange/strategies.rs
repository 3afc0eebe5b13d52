//! Arbitrary lists, for tests.

use proptest::prelude::*;

use crate::domain::{EntryId, ListEntry, Media, MediaFormat, MediaId, MediaTitle, MediaType};
use crate::model::stored::strategies::entry_values;

fn title() -> impl Strategy<Value = Option<Box<str>>> {
    // As titles arrive: on one line, tidy, never empty.
    prop::option::of("[A-Za-z0-9<>&;,'\"\\]=+@★宇🚀][A-Za-z0-9 <>&;,'\"\\]=+@★宇🚀]{0,12}[A-Za-z0-9<>&]")
        .prop_map(|title| title.map(|title| crate::model::text::tidy(&title, 300).into()))
}

fn media(id: u64, kind: MediaType) -> impl Strategy<Value = Media> {
    let counts = prop::option::of(1_u32..2_000);
    (
        prop::option::of(1_u32..),
        (title(), title(), title(), title()),
        prop::sample::select(MediaFormat::ALL),
        (counts.clone(), counts.clone(), counts),
    )
        .prop_map(
            move |(
                mal_id,
                (romaji, english, native, user_preferred),
                format,
                (episodes, chapters, volumes),
            )| {
                Media {
                    mal_id,
                    kind,
                    title: MediaTitle {
                        romaji,
                        english,
                        native,
                        user_preferred,
                    },
                    format,
                    episodes,
                    chapters,
                    volumes,
                    ..Media::new(MediaId::new(id).unwrap())
                }
            },
        )
}

fn entry(id: u64) -> impl Strategy<Value = ListEntry> {
    let time = || prop::option::of(1_u64..4_000_000_000);
    let kind = prop::sample::select(MediaType::ALL);
    (
        kind.prop_flat_map(move |kind| media(id, kind)),
        entry_values(),
        time(),
        time(),
    )
        .prop_map(move |(media, values, updated_at, created_at)| ListEntry {
            id: EntryId::new(id + 1_000_000).unwrap(),
            values,
            updated_at,
            created_at,
            media,
        })
}

/// Entries of anime and manga, each of another work.
pub(super) fn list() -> impl Strategy<Value = Vec<ListEntry>> {
    (0_u64..5).prop_flat_map(|count| (1..=count).map(entry).collect::<Vec<_>>())
}
