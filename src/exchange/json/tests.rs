use proptest::prelude::*;

use super::*;
use crate::domain::{
    EntryId, EntryValues, FuzzyDate, ListStatus, MediaFormat, MediaId, MediaType, Patch, Score, ScoreFormat,
    Value,
};
use crate::error::AppError;
use crate::exchange::strategies::list;
use crate::exchange::{FileError, Import, MAX_ENTRIES, Origin, Record};

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
    let file = exported(&[entry(), entry()]);
    assert_eq!(count(&file), 2);
    insta::assert_snapshot!(file);
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
        ("{\"app\":\"tsuzuki\",\"version\":1", FileError::Truncated),
        ("{\"lists\":[]}", FileError::Foreign),
        (
            "{\"lists\":[{\"name\":\"To do\",\"cards\":[1]}]}",
            FileError::Foreign,
        ),
        ("{\"entries\":[{\"media\":{\"id\":1}}]}", FileError::Foreign),
        ("[{\"title\":\"x\"}]", FileError::Foreign),
        ("[1,[2,{\"entries\":[]}]]", FileError::Foreign),
        (
            "{\"errors\":[{\"message\":\"Private User\"}],\"data\":null}",
            FileError::Foreign,
        ),
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

#[test]
fn an_odd_field_costs_that_field() {
    let rows: &[(&str, &[&str], &str)] = &[
        (
            "status",
            &["\"WATCHING\"", "7", "true", "[]"],
            "Status of 1 entry: it is none of AniList’s",
        ),
        ("status", &["\"\""], "Status of 1 entry: it is empty"),
        (
            "scoreRaw",
            &["101", "-1", "\"x\"", "{}", "1e9"],
            "Score of 1 entry: it is not from 0 to 100",
        ),
        (
            "progress",
            &["-1", "\"many\"", "[1]", "true", "-0.5"],
            "Episodes of 1 entry: it is not a whole number",
        ),
        (
            "progress",
            &["4294967296", "2147483648"],
            "Episodes of 1 entry: it is too large",
        ),
        (
            "repeat",
            &["1001", "100000"],
            "Times rewatched of 1 entry: it is more than 1,000",
        ),
        ("priority", &["256"], "Priority of 1 entry: it is more than 255"),
        (
            "private",
            &["2", "\"yes\"", "[]"],
            "Private of 1 entry: it is neither yes nor no",
        ),
        (
            "notes",
            &["5", "{}", "false"],
            "Notes of 1 entry: they are no text",
        ),
        (
            "customLists",
            &["5", "[1]", "{\"a\":\"b\"}", "\"x\""],
            "Custom lists of 1 entry: they are no list of names",
        ),
        (
            "advancedScores",
            &["5", "{\"a\":\"b\"}", "{\"a\":101}"],
            "Scores of parts of 1 entry: they are no numbers by name",
        ),
        (
            "startedAt",
            &[
                "20201340",
                "20180230",
                "20190229",
                "\"2018-02-30\"",
                "{\"year\":2018,\"month\":2,\"day\":30}",
            ],
            "Started of 1 entry: no calendar has that day",
        ),
        (
            "completedAt",
            &["true", "\"soon\"", "-1", "99999999999", "{\"year\":\"x\"}"],
            "Completed of 1 entry: it is not a date",
        ),
    ];
    let mut inputs = 0;
    for (name, values, want) in rows {
        for value in *values {
            inputs += 1;
            let entry = format!(
                "{{\"media\":{{\"id\":1,\"type\":\"ANIME\"}},\"hiddenFromStatusLists\":true,\"{name}\":{value}}}"
            );
            let import = file(&entry).unwrap();
            assert_eq!(
                (import.records.len(), import.problems.len(), import.losses.count()),
                (1, 0, 1),
                "{entry}"
            );
            assert_eq!(
                import.records[0].values.values(),
                [Value::HiddenFromStatusLists(true)],
                "{entry}"
            );
            let told = import.losses.all()[0].text();
            assert!(told.starts_with(want), "{entry}: {told}");
        }
    }
    assert_eq!(inputs, 43);
}

#[test]
fn each_value_is_understood_in_either_way() {
    let date = |month, day| Value::Started(FuzzyDate::new(Some(2018), month, day));
    let rows: &[(&str, Value)] = &[
        ("\"startedAt\":20180400", date(Some(4), None)),
        ("\"startedAt\":\"2018-04\"", date(Some(4), None)),
        ("\"startedAt\":2018", date(None, None)),
        ("\"startedAt\":201804", date(Some(4), None)),
        ("\"startedAt\":\"2018\"", date(None, None)),
        ("\"startedAt\":\"2018-04-07T00:00:00Z\"", date(Some(4), Some(7))),
        (
            "\"startedAt\":{\"year\":2018,\"month\":4,\"day\":7}",
            date(Some(4), Some(7)),
        ),
        (
            "\"startedAt\":{\"year\":2018,\"month\":null,\"day\":null}",
            date(None, None),
        ),
        (
            "\"startedAt\":{\"year\":null,\"month\":null,\"day\":null}",
            Value::Started(None),
        ),
        ("\"startedAt\":0", Value::Started(None)),
        ("\"startedAt\":\"\"", Value::Started(None)),
        ("\"progress\":\"12\"", Value::Progress(12)),
        ("\"progress\":12.5", Value::Progress(12)),
        ("\"private\":1", Value::Private(true)),
        (
            "\"customLists\":[\"a\",\"b\"]",
            Value::CustomLists(["a".into(), "b".into()].into()),
        ),
        (
            "\"customLists\":{\"a\":true,\"b\":false}",
            Value::CustomLists(["a".into()].into()),
        ),
        (
            "\"customLists\":[{\"name\":\"a\",\"enabled\":false},{\"name\":\"b\",\"enabled\":true}]",
            Value::CustomLists(["b".into()].into()),
        ),
        (
            "\"advancedScores\":{\"Story\":8.5}",
            Value::AdvancedScores([("Story".into(), 8.5)].into()),
        ),
    ];
    for (entry, want) in rows {
        let import = file(&format!("{{\"media\":{{\"id\":1}},{entry}}}")).unwrap();
        assert_eq!(import.losses.count(), 0, "{entry}");
        assert_eq!(
            import.records[0].values.values(),
            std::slice::from_ref(want),
            "{entry}"
        );
    }
}

/// What AniList gives people of themselves, as far as it concerns lists.
const DOWNLOAD: &str = r#"{"user":{"id":5001,"display_name":"kaede","score_type":3,
    "custom_lists":{"anime":["Comfort","With friends"],"manga":["Paper"]},
    "advanced_scores":{"active":true,"names":["Story","Sound"]},"stats":{"activity_history":{"1":{"count":2}}}},
    "activity":[{"id":1,"object_id":2,"lists":[{"series_id":9}]}],
    "lists":[
    {"id":7,"series_type":0,"user_id":5001,"series_id":1,"status":2,"score":85,"progress":26,"progress_volume":0,"priority":1,
     "repeat":2,"private":1,"notes":"Two lines,\nas written.","custom_lists":"[0,1]","advanced_scores":"[90,0]","hidden_default":0,
     "started_on":20180400,"finished_on":20180407,"created_at":"2018-04-07 12:00:00","updated_at":"2019-01-01T00:00:00+00:00"},
    {"id":8,"series_type":1,"series_id":30002,"status":1,"score":0,"progress":0,"progress_volume":4,"repeat":0,"private":0,
     "notes":null,"custom_lists":[true],"advanced_scores":"","hidden_default":1,"started_on":0,"finished_on":20180230},
    {"id":9,"series_type":0,"series_id":5,"status":9,"score":850,"custom_lists":"{\"Comfort\":true}","advanced_scores":"[1,2,3]"},
    {"id":10,"series_type":0,"status":1}
    ],"favourites":[]}"#;

#[test]
fn anilists_own_download_is_read() {
    let import = read(DOWNLOAD).unwrap();
    let Origin::Download(header) = &import.origin else {
        panic!("{:?}", import.origin)
    };
    assert_eq!((&*header.user, header.user_id), ("kaede", 5001));
    assert_eq!((import.records.len(), import.damage.clone()), (3, None));
    assert_eq!(
        import.problems[0].text(),
        "Entry 4: It does not say which work it is about."
    );
    let [first, second, third] = &import.records[..] else {
        panic!()
    };
    assert_eq!(
        (first.media, first.kind, first.entry),
        (MediaId::new(1), MediaType::Anime, EntryId::new(7))
    );
    let date = |day| FuzzyDate::new(Some(2018), Some(4), day);
    let want: Patch = [
        Value::Status(ListStatus::Completed),
        Value::Score(Score::new(85)),
        Value::AdvancedScores([("Story".into(), 90.0), ("Sound".into(), 0.0)].into()),
        Value::Progress(26),
        Value::ProgressVolumes(0),
        Value::Repeat(2),
        Value::Priority(1),
        Value::Private(true),
        Value::HiddenFromStatusLists(false),
        Value::Notes("Two lines,\nas written.".into()),
        Value::CustomLists(["With friends".into()].into()),
        Value::Started(date(None)),
        Value::Completed(date(Some(7))),
    ]
    .into_iter()
    .collect();
    assert_eq!(first.values, want);
    assert_eq!(second.kind, MediaType::Manga);
    assert_eq!(
        second.values.get(Field::CustomLists),
        Some(&Value::CustomLists(["Paper".into()].into()))
    );
    assert_eq!(second.values.get(Field::Notes), Some(&Value::Notes("".into())));
    assert_eq!(second.values.get(Field::Started), Some(&Value::Started(None)));
    assert_eq!(second.values.get(Field::Completed), None);
    assert_eq!(
        third.values.values(),
        [Value::CustomLists(["Comfort".into()].into())]
    );
    let told: Vec<String> = import.losses.all().iter().map(|loss| loss.text()).collect();
    assert_eq!(
        told,
        [
            "Completed of 1 entry: no calendar has that day, for example “20180230”.",
            "Status of 1 entry: it is none of AniList’s, for example “9”.",
            "Score of 1 entry: it is not from 0 to 100, for example “850”.",
            "Scores of parts of 1 entry: they are no numbers by name, for example “[1,2,3]”.",
        ]
    );
}

/// One list of an answer, with these entries.
fn lists(entries: &str) -> String {
    format!(
        "[{{\"name\":\"Watching\",\"isCustomList\":false,\"status\":\"CURRENT\",\"entries\":[{entries}]}}]"
    )
}

#[test]
fn a_saved_answer_is_read_whatever_stands_around_it() {
    let entry = r#"{"id":7,"mediaId":1,"status":"CURRENT","score":8.5,"progress":3,"notes":null,"customLists":{"A":true,"B":false},
        "startedAt":{"year":2018,"month":4,"day":null},"media":{"id":1,"idMal":1,"type":"ANIME","title":{"romaji":"A"}}}"#;
    let bare = r#"{"mediaId":2,"progress":1,"score":10}"#;
    let both = lists(&[entry, ",", bare].concat());
    let collection =
        format!("{{\"lists\":{both},\"user\":{{\"id\":5001,\"name\":\"kaede\"}},\"hasNextChunk\":false}}");
    let twice = both.replacen(
        '[',
        &format!("[{{\"name\":\"Custom\",\"isCustomList\":true,\"entries\":[{entry}]}},"),
        1,
    );
    let rows: Vec<String> = vec![
        format!("{{\"data\":{{\"MediaListCollection\":{collection}}}}}"),
        format!("{{\"MediaListCollection\":{collection}}}"),
        collection.clone(),
        both.clone(),
        format!("{{\"lists\":{both}}}"),
        format!("{{\"lists\":{twice}}}"),
        format!("{{\"data\":{{\"anime\":{collection},\"manga\":{{\"lists\":[]}}}}}}"),
        format!(
            "{{\"MediaListCollection\":{collection},\"User\":{{\"name\":\"kaede\",\"mediaListOptions\":{{\"scoreFormat\":\"POINT_10_DECIMAL\"}}}},\"version\":\"1.01\",\"type\":\"ANIME\"}}"
        ),
        format!(
            "\n\t{{\"extensions\":[1,{{\"lists\":[]}}],\"data\":{{\"MediaListCollection\":{collection}}}}}\n"
        ),
    ];
    for text in &rows {
        let import = super::super::read(text.as_bytes()).unwrap();
        assert!(matches!(import.origin, Origin::Answer(_)), "{text}");
        assert_eq!(
            (import.records.len(), import.problems.len(), import.losses.count()),
            (2, 0, 0),
            "{text}"
        );
        let [first, second] = &import.records[..] else {
            panic!()
        };
        let want: Patch = [
            Value::Status(ListStatus::Current),
            Value::Score(Score::new(85)),
            Value::Progress(3),
            Value::Notes("".into()),
            Value::CustomLists(["A".into()].into()),
            Value::Started(FuzzyDate::new(Some(2018), Some(4), None)),
        ]
        .into_iter()
        .collect();
        assert_eq!(first.values, want, "{text}");
        assert_eq!(
            (first.mal_id, first.title.romaji.as_deref()),
            (Some(1), Some("A"))
        );
        assert_eq!(second.media, MediaId::new(2));
        assert_eq!(
            second.values.get(Field::Score),
            Some(&Value::Score(Score::new(100)))
        );
    }
    assert_eq!(rows.len(), 9);
}

#[test]
fn scores_are_in_the_scale_of_their_owner() {
    use ScoreFormat::{Point3, Point5, Point10, Point10Decimal, Point100};
    type Row<'a> = (Option<ScoreFormat>, &'a [f64], &'a [Option<u8>]);
    let rows: &[Row<'_>] = &[
        (Some(Point5), &[4.0, 0.0, 5.0], &[Some(70), None, Some(90)]),
        (Some(Point3), &[3.0, 1.0, 2.0], &[Some(85), Some(35), Some(60)]),
        (Some(Point10), &[3.0, 10.0], &[Some(30), Some(100)]),
        (Some(Point10Decimal), &[3.5, 10.0], &[Some(35), Some(100)]),
        (Some(Point100), &[3.0, 10.0], &[Some(3), Some(10)]),
        // Some ask for another scale than their own.
        (Some(Point10), &[85.0, 7.0], &[Some(85), Some(7)]),
        (None, &[85.0, 7.0], &[Some(85), Some(7)]),
        (None, &[8.5, 7.0], &[Some(85), Some(70)]),
        (None, &[8.0, 3.0], &[Some(80), Some(30)]),
        (None, &[0.0, 0.0], &[None, None]),
    ];
    for (format, scores, want) in rows {
        let entry = |(at, score): (usize, &f64)| format!("{{\"mediaId\":{},\"score\":{score}}}", at + 1);
        let entries: Vec<String> = scores.iter().enumerate().map(entry).collect();
        let user = format.and_then(ScoreFormat::word).map_or(String::new(), |word| {
            format!("\"user\":{{\"mediaListOptions\":{{\"scoreFormat\":\"{word}\"}}}},")
        });
        let import = read(&format!("{{{user}\"lists\":{}}}", lists(&entries.join(",")))).unwrap();
        let read: Vec<_> = import
            .records
            .iter()
            .map(|record| record.values.get(Field::Score).cloned())
            .collect();
        let want: Vec<_> = want
            .iter()
            .map(|score| Some(Value::Score(score.and_then(Score::new))))
            .collect();
        assert_eq!(read, want, "{format:?} {scores:?}");
    }
    // Stars, faces or points: nobody can tell.
    let import = read(&lists(
        "{\"mediaId\":1,\"score\":4},{\"mediaId\":2,\"score\":3,\"progress\":1}",
    ))
    .unwrap();
    assert_eq!((import.records.len(), import.losses.count()), (2, 2));
    assert_eq!(
        import.losses.all()[0].text(),
        "Score of 2 entries: the file does not say what is the highest, for example “4”, “3”."
    );
}

#[test]
fn what_stands_before_the_end_of_a_cut_file_is_read() {
    let own = exported(&[
        entry(),
        ListEntry {
            media: Media {
                id: MediaId::new(2).unwrap(),
                ..entry().media
            },
            ..entry()
        },
    ]);
    let mut inputs = 0;
    for text in [own.as_str(), DOWNLOAD] {
        let mut most = 0;
        for (at, _) in text.char_indices() {
            inputs += 1;
            match read(text.get(..at).unwrap()) {
                Ok(import) => {
                    assert!(import.records.len() >= most, "{at}");
                    assert_eq!(
                        import.damage,
                        Some(FileError::Truncated).filter(|_| at < text.trim_end().len()),
                        "{at}"
                    );
                    most = import.records.len();
                }
                Err(_) => assert_eq!(most, 0, "{at}"),
            }
        }
        assert_eq!(most, read(text).unwrap().records.len());
    }
    assert!(inputs > 2_000, "{inputs}");
    let import = read(&own.replace("\n]}", "\n,{\"media\":{\"id\":3}} oops ]}")).unwrap();
    assert_eq!(
        (import.records.len(), import.damage),
        (3, Some(FileError::NotJson))
    );
}

proptest! {
    #[test]
    fn what_leaves_comes_back(entries in list()) {
        let import = read(&exported(&entries)).unwrap();
        prop_assert_eq!(&import.problems, &[]);
        prop_assert_eq!(import.records.len(), entries.len());
        prop_assert_eq!(import.damage, None);
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
