use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::domain::{EntryId, EntryValues, ListStatus, Media, MediaId, MediaTitle, MediaType, Score};
use crate::exchange::strategies::list;

fn exported(entries: &[ListEntry]) -> String {
    let mut export = CsvExport::new(ScoreFormat::Point10Decimal, TitleLanguage::English, true);
    entries.iter().for_each(|entry| export.entry(entry));
    export.finish()
}

/// The rows of a text by RFC 4180, which is read by the letter.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = vec![String::new()];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let cell = row.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if quoted => quoted = false,
            c if quoted => cell.push(c),
            '"' => {
                assert!(cell.is_empty(), "a quote in a plain cell");
                quoted = true;
            }
            ',' => row.push(String::new()),
            '\r' => {
                assert_eq!(chars.next(), Some('\n'), "a bare CR in a plain cell");
                rows.push(std::mem::replace(&mut row, vec![String::new()]));
            }
            '\n' => panic!("a bare LF in a plain cell"),
            c => cell.push(c),
        }
    }
    assert_eq!(
        (row, quoted),
        (vec![String::new()], false),
        "the last line is whole"
    );
    rows
}

/// The rows after the first by the names of their columns.
fn tables(text: &str) -> Vec<HashMap<String, String>> {
    let mut rows = rows(text.trim_start_matches('\u{feff}')).into_iter();
    let names = rows.next().unwrap();
    assert_eq!(names, COLUMNS);
    rows.map(|row| {
        assert_eq!(row.len(), names.len());
        names.iter().cloned().zip(row).collect()
    })
    .collect()
}

#[test]
fn a_row_has_all_there_is() {
    let entry = ListEntry {
        id: EntryId::new(7).unwrap(),
        values: EntryValues {
            status: ListStatus::Paused,
            score: Score::new(85),
            advanced_scores: [("Story".into(), 8.5), ("Sound".into(), 7.0)].into(),
            progress: 3,
            notes: "Two lines,\n\"quoted\"".into(),
            custom_lists: ["With friends".into(), "Cinema".into()].into(),
            started: crate::domain::FuzzyDate::new(Some(2018), Some(4), None),
            ..EntryValues::default()
        },
        updated_at: Some(1_760_000_000),
        created_at: None,
        media: Media {
            kind: MediaType::Anime,
            episodes: Some(13),
            title: MediaTitle {
                romaji: Some("Sora yori".into()),
                english: Some("A Place, Further".into()),
                ..MediaTitle::default()
            },
            ..Media::new(MediaId::new(99_426).unwrap())
        },
    };
    let text = exported(&[entry]);
    assert!(text.starts_with('\u{feff}'));
    let line = text.split_once("\r\n").unwrap().1;
    assert_eq!(
        line,
        "\"A Place, Further\",ANIME,,PAUSED,8.5,85,3,13,,0,,0,2018-04-00,,\"Two lines,\n\"\"quoted\"\"\",\
         With friends; Cinema,Story: 8.5; Sound: 7,false,false,0,2025-10-09T08:53:20Z,,Sora yori,\"A Place, Further\",,\
         99426,,7\r\n"
    );
}

#[test]
fn nothing_is_a_formula() {
    let table: &[(&str, &str)] = &[
        ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""),
        (" =1", "\"' =1\""),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("x", "x"),
        ("", ""),
        ("a,b", "\"a,b\""),
        ("a\nb", "\"a\nb\""),
        (" a ", "\" a \""),
        ("'a", "'a"),
    ];
    for (text, want) in table {
        let mut out = String::new();
        cell(&mut out, text);
        assert_eq!(out, *want, "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(entries in list()) {
        let tables = tables(&exported(&entries));
        prop_assert_eq!(tables.len(), entries.len());
        for (table, entry) in tables.iter().zip(&entries) {
            let values = &entry.values;
            // The apostrophe before what looks like a formula.
            let bare = |name: &str| {
                let text = table[name].clone();
                match text.strip_prefix('\'') {
                    Some(rest) if !rest.is_empty() && !values.notes.starts_with('\'') => rest.to_owned(),
                    _ => text,
                }
            };
            prop_assert_eq!(bare("notes"), &*values.notes);
            prop_assert_eq!(&table["progress"], &values.progress.to_string());
            prop_assert_eq!(&table["repeat"], &values.repeat.to_string());
            prop_assert_eq!(&table["priority"], &values.priority.to_string());
            prop_assert_eq!(&table["private"], &values.private.to_string());
            prop_assert_eq!(&table["status"], values.status.word().unwrap_or_default());
            prop_assert_eq!(table["scoreRaw"].parse().ok().and_then(Score::new), values.score);
            prop_assert_eq!(ScoreFormat::Point10Decimal.parse(&table["score"]), Some(values.score));
            prop_assert_eq!(&table["mediaId"], &entry.media.id.to_string());
            prop_assert_eq!(table["startedAt"].is_empty(), values.started.is_none());
        }
    }

    #[test]
    fn a_cell_comes_back(text: String, near in "[=+@\\-'\", \t\r\na]{0,6}") {
        for text in [text, near] {
            let mut out = String::new();
            cell(&mut out, &text);
            out.push_str("\r\n");
            let read = rows(&out);
            prop_assert_eq!((read.len(), read[0].len()), (1, 1));
            prop_assert!(!read[0][0].starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            prop_assert!(read[0][0] == text || read[0][0].strip_prefix('\'') == Some(&text));
        }
    }
}
