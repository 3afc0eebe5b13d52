use proptest::prelude::*;

use super::*;
use crate::domain::{EntryValues, FuzzyDate, MediaFormat, Score};
use crate::error::AppError;
use crate::model::exchange::strategies::list;

fn header() -> Header {
    Header {
        user: "kaede".into(),
        user_id: 5001,
        score_format: ScoreFormat::Point5,
        exported_at: 1_760_000_000,
        kinds: vec![MediaType::Anime, MediaType::Manga],
    }
}

fn exported(entries: &[ListEntry]) -> String {
    let mut export = JsonExport::new(&header());
    entries.iter().for_each(|entry| export.entry(entry));
    export.finish()
}

fn entry() -> ListEntry {
    ListEntry {
        id: EntryId::new(7).unwrap(),
        values: EntryValues {
            status: ListStatus::Paused,
            score: Score::new(85),
            advanced_scores: [("Story".into(), 8.5)].into(),
            progress: 3,
            repeat: 1,
            private: true,
            notes: "Two lines,\n\"quoted\" 🚀".into(),
            custom_lists: ["With friends".into()].into(),
            started: FuzzyDate::new(Some(2018), Some(4), None),
            ..EntryValues::default()
        },
        updated_at: Some(1_760_000_000),
        created_at: None,
        media: Media {
            mal_id: Some(35_839),
            kind: MediaType::Anime,
            format: MediaFormat::Tv,
            episodes: Some(13),
            favourite: true,
            title: MediaTitle {
                romaji: Some("Sora yori mo Tooi Basho".into()),
                native: Some("宇宙よりも遠い場所".into()),
                ..MediaTitle::default()
            },
            ..Media::new(MediaId::new(99_426).unwrap())
        },
    }
}

/// A file with these entries.
fn file(entries: &str) -> Result<Import, FileError> {
    read(&format!(
        "{{\"app\":\"tsuzuki\",\"version\":1,\"entries\":[{entries}]}}"
    ))
}

#[test]
fn an_entry_is_a_line() {
    insta::assert_snapshot!(exported(&[entry(), entry()]));
}

#[test]
fn the_header_comes_back() {
    let import = read(&exported(&[])).unwrap();
    assert_eq!(import.origin, Origin::Export(header()));
    assert_eq!((import.records.len(), import.problems.len()), (0, 0));
}

#[test]
fn files_that_are_none_of_ours() {
    let rows: &[(&str, FileError)] = &[
        ("{}", FileError::Foreign),
        (
            "{\"app\":\"other\",\"version\":1,\"entries\":[]}",
            FileError::Foreign,
        ),
        (
            "{\"app\":\"tsuzuki\",\"version\":\"1\",\"entries\":[]}",
            FileError::Foreign,
        ),
        ("{\"app\":\"tsuzuki\",\"version\":1}", FileError::Foreign),
        (
            "{\"app\":\"tsuzuki\",\"version\":1,\"entries\":{}}",
            FileError::Foreign,
        ),
        (
            "{\"app\":\"tsuzuki\",\"version\":2,\"entries\":{}}",
            FileError::Newer(2),
        ),
        (
            "{\"app\":\"tsuzuki\",\"version\":1,\"entries\":[",
            FileError::Truncated,
        ),
        (
            "{\"app\":\"tsuzuki\",\"version\":1,\"entries\":[}",
            FileError::NotJson,
        ),
        ("{\"app\":\"tsuzuki\",\"app\":\"tsuzuki\"}", FileError::NotJson),
    ];
    for (text, error) in rows {
        assert_eq!(read(text).unwrap_err(), *error, "{text}");
    }
    let many = vec!["0"; MAX_ENTRIES + 1].join(",");
    assert_eq!(file(&many).unwrap_err(), FileError::TooMany);
}

#[test]
fn an_entry_that_cannot_be_read_says_why() {
    let rows: &[(&str, &str)] = &[
        ("7", "Entry 2: It does not say which work it is about."),
        ("{}", "Entry 2: It does not say which work it is about."),
        (
            "{\"media\":{\"id\":0}}",
            "Entry 2: It does not say which work it is about.",
        ),
        (
            "{\"media\":{\"title\":{\"romaji\":\"A\\u202e B\"}}}",
            "Entry 2 (A B): It does not say which work it is about.",
        ),
        (
            "{\"media\":{\"id\":1},\"status\":\"WATCHING\"}",
            "Entry 2: Its status is none that this version knows.",
        ),
        (
            "{\"media\":{\"id\":1},\"scoreRaw\":101}",
            "Entry 2: Its score is not from 0 to 100.",
        ),
        (
            "{\"media\":{\"id\":1},\"progress\":-1}",
            "Entry 2: Its progress is no number.",
        ),
        (
            "{\"media\":{\"id\":1},\"notes\":5}",
            "Entry 2: Its notes are no text.",
        ),
        (
            "{\"media\":{\"id\":1},\"startedAt\":20201340}",
            "Entry 2: Its start date is no date.",
        ),
    ];
    for (entry, problem) in rows {
        let import = file(&format!("{{\"media\":{{\"id\":9}}}},{entry}")).unwrap();
        assert_eq!(import.records.len(), 1, "{entry}");
        assert_eq!(import.problems[0].text(), *problem, "{entry}");
    }
}

#[test]
fn what_is_missing_or_unknown_is_left_alone() {
    let import = file(
        "{\"media\":{\"id\":1,\"title\":7,\"cover\":[]},\"progress\":3,\"notes\":null,\"colour\":{\"a\":[1]}}",
    )
    .unwrap();
    assert_eq!(import.problems, []);
    assert_eq!(import.records[0].values.values(), [Value::Progress(3)]);
}

proptest! {
    #[test]
    fn what_leaves_comes_back(entries in list()) {
        let import = read(&exported(&entries)).unwrap();
        prop_assert_eq!(&import.problems, &[]);
        prop_assert_eq!(import.records.len(), entries.len());
        for ((record, entry), number) in import.records.iter().zip(&entries).zip(1..) {
            let mut want = Record::of(entry, number);
            if entry.values.status == ListStatus::Unknown {
                // Nothing can be put into a section without a name.
                want.values.remove(Field::Status);
            }
            prop_assert_eq!(record, &want);
        }
    }

    #[test]
    fn a_spoilt_file_is_refused_or_read(entries in list(), at: prop::sample::Index, piece in "[\\[\\]{}\":,a-z0-9é\\\\-]{0,4}", cut in 0_usize..40) {
        let mut text = exported(&entries);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let start = starts[at.index(starts.len())];
        let end = starts.iter().copied().find(|end| *end >= start + cut).unwrap_or(text.len());
        text.replace_range(start..end, &piece);
        if let Err(error) = read(&text) {
            prop_assert!(!AppError::from(error).cause().is_empty());
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes: Vec<u8>, text: String) {
        let _ = (super::super::read(&bytes), super::super::read(text.as_bytes()), read(&text));
    }
}
