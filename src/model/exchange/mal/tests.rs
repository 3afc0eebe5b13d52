use proptest::prelude::*;

use super::*;
use crate::domain::{EntryId, EntryValues, Field, Media, MediaId, MediaTitle, Patch};
use crate::error::AppError;
use crate::model::exchange::strategies::list;
use crate::model::exchange::{FileError, Import, MAX_ENTRIES, Problem, Record, XmlFault};

/// The fields that MyAnimeList has of an entry.
fn fields(kind: MediaType) -> Vec<Field> {
    let mut fields = vec![
        Field::Status,
        Field::Score,
        Field::Progress,
        Field::Repeat,
        Field::Priority,
        Field::Notes,
        Field::Started,
        Field::Completed,
    ];
    if kind == MediaType::Manga {
        fields.insert(3, Field::ProgressVolumes);
    }
    fields
}

fn entry(mal_id: Option<u32>, kind: MediaType, values: EntryValues) -> ListEntry {
    let title = MediaTitle {
        romaji: Some("Tongari & Sons ]]> <b>".into()),
        ..MediaTitle::default()
    };
    ListEntry {
        id: EntryId::new(1).unwrap(),
        values,
        updated_at: None,
        created_at: None,
        media: Media {
            mal_id,
            kind,
            title,
            format: MediaFormat::TvShort,
            episodes: Some(12),
            ..Media::new(MediaId::new(100).unwrap())
        },
    }
}

fn exported(kind: MediaType, entries: &[ListEntry]) -> (String, Vec<LeftOut>) {
    let mut export = MalExport::new(kind, true);
    entries.iter().for_each(|entry| export.entry(entry));
    export.finish("kaede & ren", 5001)
}

fn values() -> EntryValues {
    EntryValues {
        status: ListStatus::Repeating,
        score: Score::new(85),
        progress: 5,
        progress_volumes: 2,
        repeat: 1,
        priority: 7,
        notes: "Two lines,\nand ]]> too.".into(),
        custom_lists: ["With friends".into(), "A, B".into()].into(),
        started: FuzzyDate::new(Some(2018), Some(4), None),
        ..EntryValues::default()
    }
}

#[test]
fn anime_in_myanimelists_words() {
    let (text, left_out) = exported(
        MediaType::Anime,
        &[entry(Some(35_839), MediaType::Anime, values())],
    );
    assert_eq!(left_out, []);
    insta::assert_snapshot!(text);
}

#[test]
fn manga_in_myanimelists_words() {
    let (text, _) = exported(MediaType::Manga, &[entry(Some(2), MediaType::Manga, values())]);
    insta::assert_snapshot!(text);
}

#[test]
fn what_has_no_place_there_is_named() {
    let anime = |mal_id, values| entry(mal_id, MediaType::Anime, values);
    let private = EntryValues {
        private: true,
        ..EntryValues::default()
    };
    let unknown = EntryValues {
        status: ListStatus::Unknown,
        ..EntryValues::default()
    };
    let mut export = MalExport::new(MediaType::Anime, false);
    for entry in [
        anime(None, EntryValues::default()),
        anime(Some(1), private),
        anime(Some(2), unknown),
        anime(Some(3), EntryValues::default()),
        entry(Some(4), MediaType::Manga, EntryValues::default()),
    ] {
        export.entry(&entry);
    }
    let (text, left_out) = export.finish("", 0);
    assert_eq!(text.matches("<anime>").count(), 1);
    assert!(text.contains("<user_total_anime>1</user_total_anime>"));
    let reasons: Vec<_> = left_out.iter().map(|left_out| left_out.reason).collect();
    assert_eq!(
        reasons,
        [
            "AniList knows no number of it at MyAnimeList.",
            "It is private, and MyAnimeList has no private entries.",
            "It stands in a section that this version does not know.",
        ]
    );
}

/// One anime with these elements.
fn anime(elements: &str) -> Import {
    let text = format!(
        "<myanimelist>\n<myinfo><user_export_type>1</user_export_type></myinfo>\n<anime>\n\
         <series_animedb_id>1</series_animedb_id><series_title><![CDATA[Monster]]></series_title>{elements}</anime></myanimelist>"
    );
    read(&text).unwrap()
}

fn one(elements: &str) -> Record {
    let import = anime(elements);
    assert_eq!(import.problems, [], "{elements}");
    import.records.into_iter().next().unwrap()
}

#[test]
fn other_programs_words_are_understood() {
    let rows: &[(&str, &[Value])] = &[
        ("", &[]),
        ("<my_status>1</my_status>", &[Value::Status(ListStatus::Current)]),
        ("<my_status>6</my_status>", &[Value::Status(ListStatus::Planning)]),
        (
            "<my_status> on hold\n</my_status>",
            &[Value::Status(ListStatus::Paused)],
        ),
        (
            "<my_status>Completed</my_status><my_rewatching>1</my_rewatching>",
            &[Value::Status(ListStatus::Repeating)],
        ),
        (
            "<my_rewatching>YES</my_rewatching><my_status>Watching</my_status>",
            &[Value::Status(ListStatus::Repeating)],
        ),
        (
            "<my_rewatching>1</my_rewatching><my_status>Dropped</my_status>",
            &[Value::Status(ListStatus::Dropped)],
        ),
        ("<my_score>0</my_score>", &[Value::Score(None)]),
        ("<my_score>8</my_score>", &[Value::Score(Score::new(80))]),
        ("<my_score>8.5</my_score>", &[Value::Score(Score::new(85))]),
        ("<my_score/>", &[Value::Score(None)]),
        (
            "<my_watched_episodes>12.5</my_watched_episodes>",
            &[Value::Progress(12)],
        ),
        (
            "<my_watched_episodes></my_watched_episodes>",
            &[Value::Progress(0)],
        ),
        ("<my_priority>HIGH</my_priority>", &[Value::Priority(2)]),
        ("<my_priority>1</my_priority>", &[Value::Priority(1)]),
        (
            "<my_start_date>0000-00-00</my_start_date>",
            &[Value::Started(None)],
        ),
        (
            "<my_finish_date>2018-04-00</my_finish_date>",
            &[Value::Completed(FuzzyDate::new(Some(2018), Some(4), None))],
        ),
        (
            "<my_comments>\n <![CDATA[a\r\nb]]> \n</my_comments>",
            &[Value::Notes("a\nb".into())],
        ),
        ("<my_tags>x</my_tags><colour><deep>red</deep></colour>", &[]),
    ];
    for (elements, want) in rows {
        assert_eq!(one(elements).values.values(), *want, "{elements}");
    }
    let manga = "<myanimelist><manga><series_mangadb_id>2</series_mangadb_id><my_read_volumes>3</my_read_volumes>\
                 </manga></myanimelist>";
    let import = read(manga).unwrap();
    assert_eq!(import.records[0].mal_id, Some(2));
    assert_eq!(import.records[0].values.values(), [Value::ProgressVolumes(3)]);
}

#[test]
fn an_entry_that_cannot_be_read_says_why() {
    let rows: &[(&str, &str)] = &[
        (
            "<my_status>Loved</my_status>",
            "Its status is none of MyAnimeList's.",
        ),
        ("<my_status>5</my_status>", "Its status is none of MyAnimeList's."),
        ("<my_score>11</my_score>", "Its score is not from 0 to 10."),
        ("<my_score>-1</my_score>", "Its score is not from 0 to 10."),
        (
            "<my_watched_episodes>many</my_watched_episodes>",
            "Its progress is no number.",
        ),
        (
            "<my_watched_episodes>+4</my_watched_episodes>",
            "Its progress is no number.",
        ),
        (
            "<my_watched_episodes>4294967296</my_watched_episodes>",
            "Its progress is no number.",
        ),
        (
            "<my_times_watched>1.x</my_times_watched>",
            "How often it was repeated is no number.",
        ),
        (
            "<my_priority>Very High</my_priority>",
            "Its priority is not low, medium or high.",
        ),
        (
            "<my_start_date>2018-13-01</my_start_date>",
            "Its start date is no date.",
        ),
        (
            "<my_start_date>04-01-2018</my_start_date>",
            "Its start date is no date.",
        ),
        (
            "<my_finish_date>2018-04</my_finish_date>",
            "Its finish date is no date.",
        ),
        (
            "<my_finish_date>2018-04-0x</my_finish_date>",
            "Its finish date is no date.",
        ),
    ];
    for (elements, reason) in rows {
        let import = anime(elements);
        assert_eq!(import.records, [], "{elements}");
        let want = format!("Entry 1 in line 3 (Monster): {reason}");
        assert_eq!(import.problems[0].text(), want, "{elements}");
    }
    let nameless = read("<myanimelist><anime/><manga><my_score>1</my_score></manga></myanimelist>").unwrap();
    assert_eq!(
        nameless.problems.iter().map(Problem::text).collect::<Vec<_>>(),
        [
            "Entry 1 in line 1: It has no number of MyAnimeList.",
            "Entry 2 in line 1: It has no number of MyAnimeList."
        ]
    );
}

#[test]
fn files_that_are_no_list() {
    let rows: &[(&str, FileError)] = &[
        ("<html></html>", FileError::Foreign),
        (
            "<myanimelist>\n<anime>\n<my_score>1</my_scor>",
            FileError::Xml {
                line: 3,
                fault: XmlFault::Close,
            },
        ),
        (
            "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><myanimelist/>",
            FileError::Xml {
                line: 1,
                fault: XmlFault::Doctype,
            },
        ),
        (
            "<myanimelist></myanimelist><anime/>",
            FileError::Xml {
                line: 1,
                fault: XmlFault::Outside,
            },
        ),
    ];
    for (text, error) in rows {
        assert_eq!(read(text).unwrap_err(), *error, "{text}");
    }
    let many = format!(
        "<myanimelist>{}</myanimelist>",
        "<anime/>".repeat(MAX_ENTRIES + 1)
    );
    assert_eq!(read(&many).unwrap_err(), FileError::TooMany);
}

proptest! {
    #[test]
    fn what_leaves_comes_back_as_far_as_it_is_held(entries in list()) {
        for kind in [MediaType::Anime, MediaType::Manga] {
            let (text, left_out) = exported(kind, &entries);
            let of_kind = entries.iter().filter(|entry| entry.media.kind == kind);
            let held_there = |entry: &&ListEntry| {
                entry.media.mal_id.is_some() && entry.values.status != ListStatus::Unknown
            };
            let (wanted, not): (Vec<_>, Vec<_>) = of_kind.partition(held_there);
            prop_assert_eq!(not.len(), left_out.len());
            let import = read(&text).unwrap();
            prop_assert_eq!(&import.problems, &[]);
            prop_assert_eq!(import.records.len(), wanted.len());
            for (record, entry) in import.records.iter().zip(wanted) {
                prop_assert_eq!(record.mal_id, entry.media.mal_id);
                prop_assert_eq!(record.kind, kind);
                prop_assert_eq!(record.title.pick(TitleLanguage::Romaji), entry.media.title.pick(TitleLanguage::Romaji));
                let values: Patch = fields(kind).into_iter().map(|field| held(entry.values.get(field))).collect();
                prop_assert_eq!(&record.values, &values);
            }
        }
    }

    #[test]
    fn a_spoilt_file_is_refused_or_read(entries in list(), at: prop::sample::Index, piece in "[<>&;/a-z0-9\\]é\u{0}-]{0,4}", cut in 0_usize..40) {
        let (mut text, _) = exported(MediaType::Anime, &entries);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let start = starts[at.index(starts.len())];
        let end = starts.iter().copied().find(|end| *end >= start + cut).unwrap_or(text.len());
        text.replace_range(start..end, &piece);
        if let Err(error) = read(&text) {
            prop_assert!(!AppError::from(error).cause().is_empty());
        }
    }
}
