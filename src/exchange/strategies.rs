//! Arbitrary lists, for tests.

use proptest::prelude::*;

use crate::domain::limits::MAX_COUNT;
use crate::domain::progress::Counter;
use crate::domain::{
    EntryId, EntryValues, FuzzyDate, ListEntry, Media, MediaFormat, MediaId, MediaTitle, MediaType,
};
use crate::outbox::record::strategies::entry_values;
use crate::text::labels::date_text;

fn title() -> impl Strategy<Value = Option<Box<str>>> {
    // As titles arrive: on one line, tidy, never empty.
    prop::option::of("[A-Za-z0-9<>&;,'\"\\]=+@★宇🚀][A-Za-z0-9 <>&;,'\"\\]=+@★宇🚀]{0,12}[A-Za-z0-9<>&]")
        .prop_map(|title| title.map(|title| crate::text::tidy(&title, 300).into()))
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
        entry_values().prop_map(possible),
        time(),
        time(),
    )
        .prop_map(move |(media, mut values, updated_at, created_at)| {
            let within =
                |counter: Counter, number: u32| number.min(counter.total(&media).unwrap_or(MAX_COUNT));
            values.progress = within(Counter::Progress, values.progress);
            values.progress_volumes = within(Counter::Volumes, values.progress_volumes);
            ListEntry {
                id: EntryId::new(id + 1_000_000).unwrap(),
                values,
                updated_at,
                created_at,
                media,
            }
        })
}

/// Values as AniList can have them: only days that there are.
fn possible(values: EntryValues) -> EntryValues {
    let day = |date: Option<FuzzyDate>| {
        date.filter(|date| matches!(FuzzyDate::parse(&date_text(*date)), Ok(Some(_))))
    };
    EntryValues {
        started: day(values.started),
        completed: day(values.completed),
        ..values
    }
}

/// Entries of anime and manga, each of another work.
pub(super) fn list() -> impl Strategy<Value = Vec<ListEntry>> {
    (0_u64..5).prop_flat_map(|count| (1..=count).map(entry).collect::<Vec<_>>())
}

/// So many entries of anime, all alike.
pub(super) fn many(count: u32) -> Vec<ListEntry> {
    let media = |id: u32| Media {
        mal_id: Some(id),
        kind: MediaType::Anime,
        title: MediaTitle {
            romaji: Some(format!("Title {id}").into()),
            ..MediaTitle::default()
        },
        ..Media::new(MediaId::new(id.into()).unwrap())
    };
    let entry = |id: u32| ListEntry {
        id: EntryId::new(id.into()).unwrap(),
        values: EntryValues {
            notes: "Two lines,\nas they were written.".into(),
            progress: id % 24,
            ..EntryValues::default()
        },
        updated_at: Some(1_760_000_000),
        created_at: None,
        media: media(id),
    };
    (1..=count).map(entry).collect()
}

/// Fails when `work` on 32 times the entries takes more than 300 times as long: work that grows with the square would
/// take a thousand times. The margin is for others who use the machine at the same time; of several runs the quickest
/// counts.
pub(super) fn timed(work: impl Fn(&[ListEntry])) {
    let (few, more) = (many(350), many(11_200));
    let time = |entries: &[ListEntry]| {
        let start = std::time::Instant::now();
        work(entries);
        start.elapsed()
    };
    let times = (0..3).map(|_| (time(&few), time(&more)));
    let (few, more) = times.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1))).unwrap();
    assert!(more < few * 300, "{few:?} for 350 entries, {more:?} for 11,200");
}
