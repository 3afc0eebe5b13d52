use proptest::prelude::*;

use super::*;
use crate::domain::{EntryId, EntryValues, ListEntry, ListStatus, Media, MediaId, MediaTitle, Score};
use crate::exchange::strategies::{list, timed};
use crate::exchange::{Header, read};

fn snapshot(exported_at: u64, kinds: &[MediaType], entries: &[ListEntry]) -> Import {
    let header = Header {
        exported_at,
        kinds: kinds.to_vec(),
        ..Header::default()
    };
    let records = entries.iter().zip(1..);
    Import {
        records: records.map(|(entry, number)| Record::of(entry, number)).collect(),
        ..Import::new(Origin::Export(header))
    }
}

fn entry(id: u64, kind: MediaType, progress: u32, score: u8) -> ListEntry {
    ListEntry {
        id: EntryId::new(id).unwrap(),
        values: EntryValues {
            status: ListStatus::Current,
            score: Score::new(score),
            progress,
            ..EntryValues::default()
        },
        updated_at: None,
        created_at: None,
        media: Media {
            kind,
            mal_id: u32::try_from(id).ok(),
            title: MediaTitle {
                romaji: Some(format!("Title {id}").into()),
                ..MediaTitle::default()
            },
            ..Media::new(MediaId::new(id).unwrap())
        },
    }
}

use MediaType::{Anime, Manga};

#[test]
fn two_snapshots_in_words() {
    let older = snapshot(
        1_760_000_000,
        &[Anime, Manga],
        &[
            entry(1, Anime, 3, 80),
            entry(2, Anime, 5, 0),
            entry(3, Manga, 10, 0),
            entry(4, Anime, 1, 0),
        ],
    );
    let newer = snapshot(
        1_770_000_000,
        &[Anime],
        &[
            entry(1, Anime, 4, 90),
            entry(4, Anime, 1, 0),
            entry(5, Anime, 0, 0),
        ],
    );
    let comparison = compare(&older, &newer);
    assert_eq!(
        comparison.summary(&crate::exchange::utc_day),
        "From 2025-10-09 to 2026-02-02: 1 added, 1 removed, 1 changed, 1 the same. \
         Only one of the files has the manga list, so it is not compared."
    );
    let lines = comparison.lines(ScoreFormat::Point10, TitleLanguage::Romaji);
    let lines: Vec<(&str, &str)> = lines.iter().map(|(title, text)| (&**title, &**text)).collect();
    assert_eq!(
        lines,
        [
            ("Title 5", "Added"),
            ("Title 2", "Removed"),
            ("Title 1", "Score: 8 → 9; Episodes: 3 → 4")
        ]
    );
    assert_eq!(
        compare(&newer, &older),
        comparison,
        "the date says which one is newer"
    );
}

#[test]
fn a_snapshot_beside_myanimelists_file() {
    let file = "<myanimelist><anime><series_animedb_id>1</series_animedb_id><my_watched_episodes>3</my_watched_episodes>\
                <my_score>9</my_score><my_status>Watching</my_status></anime></myanimelist>";
    let file = read(file.as_bytes()).unwrap();
    let snapshot = snapshot(1, &[Anime], &[entry(1, Anime, 3, 85), entry(2, Anime, 1, 0)]);
    let comparison = compare(&file, &snapshot);
    assert_eq!((comparison.same, comparison.added.len()), (1, 1));
    let text = comparison.summary(&crate::exchange::utc_day);
    assert!(text.starts_with("From an unknown day to 1970-01-01: "), "{text}");
}

#[test]
fn a_long_list_takes_no_longer_than_its_entries() {
    timed(|entries| {
        let older = snapshot(1, &[Anime], entries);
        assert_eq!(compare(&older, &older).same as usize, entries.len());
    });
}

proptest! {
    #[test]
    fn what_changed_leads_from_one_to_the_other(one in list(), other in list()) {
        let (older, newer) = (snapshot(1, &[], &one), snapshot(2, &[], &other));
        let comparison = compare(&older, &newer);
        let counted = comparison.same as usize + comparison.changed.len();
        prop_assert_eq!(counted + comparison.removed.len(), one.len());
        prop_assert_eq!(counted + comparison.added.len(), other.len());
        for Changed { entry, changes } in &comparison.changed {
            let before = one.iter().find(|before| Some(before.media.id) == entry.media).unwrap();
            let mut values = before.values.clone();
            changes.iter().for_each(|change| values.set(change.after.clone()));
            prop_assert!(values.difference(&entry.entry_values()).is_empty());
            prop_assert!(changes.iter().all(|change| before.values.get(change.before.field()) == change.before));
        }
        let lines = comparison.lines(ScoreFormat::Point100, TitleLanguage::Romaji);
        prop_assert_eq!(lines.len(), one.len() + other.len() - counted - comparison.same as usize);
        prop_assert_eq!(compare(&older, &older).same as usize, one.len());
    }
}
