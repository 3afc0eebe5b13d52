use proptest::prelude::*;

use super::*;
use crate::domain::{EntryId, EntryValues, Field, Media, MediaId, MediaTitle, Patch};
use crate::error::AppError;
use crate::exchange::strategies::list;
use crate::exchange::{FileError, Import, MAX_ENTRIES, Problem, Record, XmlFault};

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
        ("<my_score>８．５</my_score>", &[Value::Score(Score::new(85))]),
        (
            "<my_watched_episodes>１２</my_watched_episodes>",
            &[Value::Progress(12)],
        ),
        (
            "<my_comments>R&D & I <3 <b>it</b></my_comments>",
            &[Value::Notes("R&D & I <3 <b>it</b>".into())],
        ),
        (
            "<my_comments>caf&eacute;&nbsp;&unknown;\u{8}</my_comments>",
            &[Value::Notes("café\u{a0}&unknown;".into())],
        ),
        (
            "<my_score>8<my_watched_episodes>3</my_watched_episodes>",
            &[Value::Score(Score::new(80)), Value::Progress(3)],
        ),
        (
            "<my_score>8</my_scor><my_priority>1</my_priority>",
            &[Value::Score(Score::new(80)), Value::Priority(1)],
        ),
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
fn dates_mean_what_they_say() {
    let date = |year, month, day| FuzzyDate::new(Some(year), month, day);
    let rows: &[(&str, Option<FuzzyDate>)] = &[
        ("", None),
        ("0000-00-00", None),
        ("2018-04", date(2018, Some(4), None)),
        ("2018", date(2018, None, None)),
        ("2018/04/07", date(2018, Some(4), Some(7))),
        ("2018-04-07T00:00:00Z", date(2018, Some(4), Some(7))),
        ("2018-04-07 12:30:00", date(2018, Some(4), Some(7))),
        ("20180407", date(2018, Some(4), Some(7))),
        ("2018年4月7日", date(2018, Some(4), Some(7))),
        ("2018-04-00", date(2018, Some(4), None)),
        ("2020-02-29", date(2020, Some(2), Some(29))),
    ];
    for (text, want) in rows {
        let start = one(&format!("<my_start_date>{text}</my_start_date>"));
        assert_eq!(start.values.values(), [Value::Started(*want)], "{text}");
        let finish = one(&format!("<my_finish_date>{text}</my_finish_date>"));
        assert_eq!(finish.values.values(), [Value::Completed(*want)], "{text}");
    }
}

#[test]
fn an_odd_field_costs_that_field() {
    let long = "x".repeat(6_001);
    let rows: &[(&str, &[&str], &str)] = &[
        (
            "my_status",
            &["Loved", "5", "7", "-1", "Watchingg", "すき"],
            "Status of 1 entry: it is none of MyAnimeList’s",
        ),
        ("my_status", &["", "  \n"], "Status of 1 entry: it is empty"),
        (
            "my_score",
            &[
                "8.55", "85", "11", "-1", "10.1", "8,55", "1e1", "A", "8/10", "NaN", "٨٥",
            ],
            "Score of 1 entry: it is not from 0 to 10 with at most one decimal",
        ),
        (
            "my_watched_episodes",
            &[
                "many",
                "+4",
                "-3",
                "1.x",
                "12 of 13",
                "0x10",
                "1,200",
                "99999999999999999999999",
            ],
            "Episodes of 1 entry: it is not a whole number",
        ),
        (
            "my_watched_episodes",
            &["4294967296", "2147483648"],
            "Episodes of 1 entry: it is too large",
        ),
        (
            "my_times_watched",
            &["1.x", "-1", "twice"],
            "Times rewatched of 1 entry: it is not a whole number",
        ),
        (
            "my_times_watched",
            &["1001", "99999"],
            "Times rewatched of 1 entry: it is more than 1,000",
        ),
        (
            "my_priority",
            &["Very High", "3", "-1", "?"],
            "Priority of 1 entry: it is not low, medium or high",
        ),
        (
            "my_comments",
            &[&long],
            "Notes of 1 entry: they are longer than the 6,000 characters that AniList takes",
        ),
        (
            "my_start_date",
            &[
                "04-01-2018",
                "yesterday",
                "18-04-07",
                "2018-04-0x",
                "2018--",
                "-",
                "1/2",
            ],
            "Started of 1 entry: it is not a date",
        ),
        (
            "my_finish_date",
            &[
                "2018-02-30",
                "2019-02-29",
                "2018-13-01",
                "2018-04-31",
                "2018/02/30",
                "2018-02-30T00:00:00Z",
                "20180230",
            ],
            "Completed of 1 entry: no calendar has that day",
        ),
    ];
    let mut inputs = 0;
    for (name, texts, want) in rows {
        for text in *texts {
            inputs += 1;
            let element = format!("<{name}><![CDATA[{text}]]></{name}>");
            let import = anime(&format!("{element}<my_rated/><series_type>TV</series_type>"));
            assert_eq!(import.problems, [], "{element}");
            assert_eq!(import.records.len(), 1, "{element}");
            assert!(import.records[0].values.is_empty(), "{element}");
            assert_eq!(import.losses.count(), 1, "{element}");
            let told = import.losses.all()[0].text();
            assert!(told.starts_with(want), "{element}: {told}");
            // Everything else of the entry stays.
            let import = anime(
                &[
                    &element,
                    "<my_tags/><my_rewatching>0</my_rewatching><my_read_volumes>3</my_read_volumes>",
                ]
                .concat(),
            );
            assert_eq!((import.records.len(), import.losses.count()), (1, 1));
        }
    }
    assert_eq!(inputs, 53);
}

#[test]
fn losses_are_counted_and_not_listed() {
    let mut text = String::from("<myanimelist>");
    for id in 1..=3_000 {
        text.push_str(&format!(
            "<anime><series_animedb_id>{id}</series_animedb_id><series_title>T{id}</series_title><my_score>85</my_score>\
             <my_watched_episodes>{id}</my_watched_episodes><my_status/></anime>"
        ));
    }
    let import = read(&(text + "</myanimelist>")).unwrap();
    assert_eq!((import.records.len(), import.losses.count()), (3_000, 6_000));
    let told: Vec<String> = import.losses.all().iter().map(|loss| loss.text()).collect();
    assert_eq!(
        told,
        [
            "Status of 3,000 entries: it is empty.",
            "Score of 3,000 entries: it is not from 0 to 10 with at most one decimal, for example “85” (T1), “85” (T2), “85” (T3)."
        ]
    );
    assert!(
        import
            .records
            .iter()
            .all(|record| record.values.get(Field::Progress).is_some())
    );
}

#[test]
fn an_entry_without_a_number_says_why() {
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
    let xml = |line, fault| FileError::Xml { line, fault };
    let rows: &[(&str, FileError)] = &[
        ("<html></html>", FileError::Foreign),
        (
            "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
            FileError::Foreign,
        ),
        ("<anime></anime>", FileError::Foreign),
        (
            "<myanimelist>\n<anime>\n<my_score>1</my_scor>",
            xml(3, XmlFault::Truncated),
        ),
        ("<myanimelist>\n<!-- ", xml(2, XmlFault::Truncated)),
        (
            "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><myanimelist><anime/></myanimelist>",
            xml(1, XmlFault::Entities),
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

/// As many entries as AniList gives out of a list, with long notes: twenty megabytes of each kind of file. Three times as
/// long as this takes here on a machine that has other things to do is still no time to wait for.
#[test]
fn twenty_megabytes_are_read_quickly() {
    let notes = "Two lines & more, <b>as</b> they were written. ".repeat(36);
    let mut entries = crate::exchange::strategies::many(11_000);
    for entry in &mut entries {
        entry.values.notes = notes.as_str().into();
    }
    let (xml, _) = exported(MediaType::Anime, &entries);
    let mut own = crate::exchange::json::JsonExport::new(&crate::exchange::Header::default());
    entries.iter().for_each(|entry| own.entry(entry));
    let escaped = xml
        .replace("<![CDATA[", "")
        .replace("]]>", "")
        .replace('&', "&amp;nbsp; & ");
    let download = |id: u32| {
        format!("{{\"series_id\":{id},\"series_type\":0,\"status\":2,\"score\":85,\"notes\":\"{notes}\"}}")
    };
    let download: Vec<String> = (1..=11_000).map(download).collect();
    let download = format!("{{\"user\":{{\"id\":1}},\"lists\":[{}]}}", download.join(","));
    let utf16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, file) in [
        ("XML", xml.into_bytes()),
        ("XML without CDATA", escaped.into_bytes()),
        ("XML in UTF-16", [&b"\xff\xfe"[..], &utf16].concat()),
        ("export", own.finish().into_bytes()),
        ("download", download.into_bytes()),
    ] {
        let start = std::time::Instant::now();
        let import = super::super::read(&file).unwrap();
        let time = start.elapsed();
        assert_eq!(
            (import.records.len(), import.damage, import.losses.count()),
            (11_000, None, 0),
            "{name}"
        );
        assert!(file.len() > 18_000_000, "{name}: {}", file.len());
        assert!(time.as_secs() < 15, "{name}: {time:?}");
    }
}

/// Three entries, with `damage` in the second or behind it.
fn three(damage: impl Fn(&str) -> String) -> Import {
    let entry = |id: u32| {
        format!(
            "\t<anime>\n\t\t<series_animedb_id>{id}</series_animedb_id>\n\t\t<series_title><![CDATA[T{id}]]></series_title>\n\
             \t\t<my_watched_episodes>{id}</my_watched_episodes>\n\t\t<my_score>7</my_score>\n\t</anime>\n"
        )
    };
    let text = [
        "<?xml version=\"1.0\"?>\n<myanimelist>\n",
        &entry(1),
        &damage(&entry(2)),
        &entry(3),
        "</myanimelist>\n",
    ];
    read(&text.concat()).unwrap()
}

#[test]
fn damage_costs_what_it_touches() {
    let rows: &[(&str, &str)] = &[
        ("</my_score>", ""),
        ("</my_score>", "</my_scor>"),
        ("<my_score>", "<my_score"),
        ("<my_score>", "<my_score a='>"),
        ("<my_score>", "& <my_score>"),
        ("<my_score>", "&nbsp;<my_score>"),
        ("<my_score>", "<3 <my_score>"),
        ("</anime>", ""),
        ("</anime>", "</anime></anime>"),
        ("</anime>", "</manga>"),
        ("<anime>", "<anime><anime>"),
        ("<anime>", "<anime id='2'>"),
        ("T2", "T2\0\u{8}\u{1f}"),
        ("<my_score>", "<!-- a comment --><my_score>"),
        ("<my_score>", "<?php echo ?><my_score>"),
        (
            "</series_title>",
            "</series_title><my_comments>I <b>love</b> it & you</my_comments>",
        ),
        ("</anime>", "</anime>\n stray text & more\n"),
        ("</anime>", "</anime><!DOCTYPE x>"),
        ("</anime>", "</anime></myanimelist><myanimelist>"),
        (
            "]]></series_title>",
            "]]></series_title></series_title></x></my_score>",
        ),
    ];
    for (old, new) in rows {
        let import = three(|entry| entry.replacen(old, new, 1));
        let ids: Vec<u32> = import.records.iter().filter_map(|record| record.mal_id).collect();
        assert_eq!(ids, [1, 2, 3], "{old} -> {new}");
        assert_eq!(import.damage, None, "{old} -> {new}");
        for record in [&import.records[0], &import.records[2]] {
            assert_eq!(record.values.values().len(), 2, "{old} -> {new}");
        }
        assert_eq!(
            import.records[1].values.get(Field::Progress),
            Some(&Value::Progress(2)),
            "{old} -> {new}"
        );
    }
    assert_eq!(rows.len(), 20);
}

#[test]
fn what_stands_before_the_end_of_a_cut_file_is_read() {
    let (text, _) = exported(
        MediaType::Anime,
        &(1..=4)
            .map(|id| entry(Some(id), MediaType::Anime, values()))
            .collect::<Vec<_>>(),
    );
    let ends: Vec<usize> = text
        .match_indices("</anime>")
        .map(|(at, mark)| at + mark.len())
        .collect();
    let mut inputs = 0;
    for (at, _) in text.char_indices() {
        let whole = ends.iter().filter(|end| **end <= at).count();
        let cut = read(text.get(..at).unwrap());
        inputs += 1;
        match cut {
            Ok(import) => {
                assert_eq!(import.records.len(), whole, "{at}");
                let is_over = text.get(..at).unwrap().contains("</myanimelist>");
                assert_eq!(import.damage.is_none(), is_over, "{at}");
            }
            Err(_) => assert_eq!(whole, 0, "{at}"),
        }
    }
    assert!(inputs > 4_000, "{inputs}");
}

proptest! {
    #[test]
    fn entries_before_damage_are_kept(entries in list(), at: prop::sample::Index, piece in "[<>&;/a-z0-9\\]é\u{0}-]{0,4}", cut in 0_usize..40) {
        let (mut text, _) = exported(MediaType::Anime, &entries);
        let whole = read(&text).unwrap();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let start = starts[at.index(starts.len())];
        let end = starts.iter().copied().find(|end| *end >= start + cut).unwrap_or(text.len());
        let before = text.get(..start).unwrap().matches("</anime>\n").count();
        text.replace_range(start..end, &piece);
        if let Ok(spoilt) = read(&text) {
            prop_assert!(spoilt.records.len() + spoilt.problems.len() >= before);
            for (record, want) in spoilt.records.iter().zip(&whole.records).take(before) {
                prop_assert_eq!(record, want);
            }
        } else {
            prop_assert_eq!(before, 0);
        }
    }

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
