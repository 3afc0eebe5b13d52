use proptest::prelude::*;

use super::*;
use crate::domain::{EntryId, FuzzyDate, MediaTitle, Score, UserId};
use crate::exchange::strategies::{list, timed};
use crate::exchange::{Header, json::JsonExport, read};
use crate::outbox::bulk::{Activity, BulkJob, JobId, What};
use crate::outbox::{self, EditIntent, Key};

fn media(id: u64, mal_id: Option<u32>, kind: MediaType) -> Media {
    Media {
        mal_id,
        kind,
        title: MediaTitle {
            romaji: Some(format!("Title {id}").into()),
            ..MediaTitle::default()
        },
        ..Media::new(MediaId::new(id).unwrap())
    }
}

fn entry(id: u64, values: EntryValues) -> ListEntry {
    ListEntry {
        id: EntryId::new(id + 1_000).unwrap(),
        values,
        updated_at: None,
        created_at: None,
        media: media(id, Some(u32::try_from(id).unwrap() + 500), MediaType::Anime),
    }
}

/// What a MyAnimeList file says of one work.
fn mal_file(entries: &[(u32, &str)]) -> Import {
    let mut text = String::from("<myanimelist>");
    for (id, elements) in entries {
        text.push_str(&format!(
            "<anime><series_animedb_id>{id}</series_animedb_id><series_title>A</series_title>{elements}</anime>"
        ));
    }
    read((text + "</myanimelist>").as_bytes()).unwrap()
}

fn json_file(entries: &[ListEntry]) -> Import {
    let mut export = JsonExport::new(&Header::default());
    entries.iter().for_each(|entry| export.entry(entry));
    read(export.finish().as_bytes()).unwrap()
}

fn planned(import: &Import, entries: &[ListEntry], options: Options) -> Plan {
    let mut works = Works::default();
    entries.iter().for_each(|entry| works.entry(entry, None));
    plan(import, &works, options, TitleLanguage::Romaji)
}

fn patch(item: &PlannedItem) -> &Patch {
    match &item.change {
        Change::Set(patch) => patch,
        other => panic!("{other:?}"),
    }
}

fn values() -> EntryValues {
    EntryValues {
        status: ListStatus::Current,
        score: Score::new(85),
        progress: 5,
        repeat: 1,
        private: true,
        notes: "mine".into(),
        custom_lists: ["Cinema".into()].into(),
        started: FuzzyDate::new(Some(2018), Some(4), None),
        ..EntryValues::default()
    }
}

#[test]
fn a_file_is_sorted_into_what_it_changes() {
    let file = mal_file(&[
        (
            501,
            "<my_watched_episodes>7</my_watched_episodes><my_score>8</my_score>",
        ),
        (502, "<my_watched_episodes>5</my_watched_episodes>"),
        (503, "<my_status>Completed</my_status><my_score>7</my_score>"),
        (504, ""),
        (501, "<my_watched_episodes>9</my_watched_episodes>"),
    ]);
    let entries = [entry(1, values()), entry(2, values())];
    let found = media(3, Some(503), MediaType::Anime);
    let manga = media(4, Some(504), MediaType::Manga);
    let mut works = Works::default();
    entries.iter().for_each(|entry| works.entry(entry, None));
    assert_eq!(
        unknown(&file, &works),
        Unknown {
            mal_anime: vec![503, 504],
            ..Unknown::default()
        }
    );
    works.work(&found, None);
    works.work(&manga, None);
    let plan = plan(&file, &works, Options::default(), TitleLanguage::Romaji);
    assert_eq!((plan.new, plan.same, plan.kept, plan.items.len()), (1, 1, 0, 2));
    let texts: Vec<_> = plan
        .items
        .iter()
        .map(|item| (item.title.as_ref(), item_text(item, ScoreFormat::Point100)))
        .collect();
    assert_eq!(
        texts,
        [
            ("Title 1", "Score: 85 → 80; Episodes: 5 → 7".to_owned()),
            ("Title 3", "Status: Completed; Score: 70".to_owned()),
        ]
    );
    assert_eq!(plan.items[0].base, Some(values()));
    assert_eq!(plan.items[1].base, None);
    let left_out: Vec<_> = plan.left_out.iter().map(Problem::text).collect();
    assert_eq!(
        left_out,
        [
            "Entry 4 (A): AniList does not have it.",
            "Entry 5 (A): The file has it twice; what comes first counts."
        ]
    );
}

/// What MyAnimeList does not have, and what it cannot tell apart from what is there, stays.
#[test]
fn a_way_through_myanimelist_changes_nothing() {
    let mut export = mal::MalExport::new(MediaType::Anime, true);
    let values = EntryValues {
        advanced_scores: [("Story".into(), 8.5)].into(),
        priority: 9,
        hidden_from_status_lists: true,
        notes: " a\r\nb\u{0} ".into(),
        ..values()
    };
    let entries = [entry(1, values)];
    export.entry(&entries[0]);
    let file = read(export.finish("kaede", UserId::new(1).unwrap().get()).0.as_bytes()).unwrap();
    let plan = planned(&file, &entries, Options::default());
    assert_eq!((plan.items, plan.same), (vec![], 1));
}

#[test]
fn what_the_options_allow() {
    let behind = "<my_status>Watching</my_status><my_watched_episodes>3</my_watched_episodes>\
                  <my_times_watched>0</my_times_watched><my_score>5</my_score>\
                  <my_start_date>2020-01-01</my_start_date>";
    let empty = "<my_score>0</my_score><my_start_date>0000-00-00</my_start_date><my_comments></my_comments>\
                 <my_watched_episodes>0</my_watched_episodes><my_finish_date>2021-01-01</my_finish_date>";
    let completed = EntryValues {
        status: ListStatus::Completed,
        ..values()
    };
    let all = Options::default();
    let higher = Options {
        keep_higher_progress: true,
        ..all
    };
    let filled = Options {
        keep_filled: true,
        ..all
    };
    let add = Options {
        existing: Existing::LeaveAlone,
        ..all
    };
    let rows: &[(&str, Options, &str)] = &[
        (
            behind,
            all,
            "Status: Completed → Watching; Score: 85 → 50; Episodes: 5 → 3; Times rewatched: 1 → 0; \
             Started: 2018-04 → 2020-01-01",
        ),
        (behind, higher, "Score: 85 → 50"),
        (
            behind,
            filled,
            "Status: Completed → Watching; Score: 85 → 50; Episodes: 5 → 3; Started: 2018-04 → 2020-01-01",
        ),
        (behind, add, ""),
        (
            empty,
            all,
            "Score: 85 → none; Episodes: 5 → 0; Notes: mine → none; Started: 2018-04 → none; \
             Completed: none → 2021-01-01",
        ),
        (empty, filled, "Completed: none → 2021-01-01"),
        (empty, Options::usual(&Origin::MyAnimeList), ""),
    ];
    for (elements, options, want) in rows {
        let plan = planned(
            &mal_file(&[(501, elements)]),
            &[entry(1, completed.clone())],
            *options,
        );
        let texts: Vec<_> = plan
            .items
            .iter()
            .map(|item| item_text(item, ScoreFormat::Point100))
            .collect();
        assert_eq!(texts.concat(), *want, "{elements} {options:?}");
        assert_eq!(plan.kept, u32::from(want.is_empty()), "{elements} {options:?}");
    }
}

#[test]
fn lists_that_do_not_exist_are_named_and_left_out() {
    let mut wanted = values();
    wanted.custom_lists = ["Cinema".into(), "Gone".into(), "New".into()].into();
    let file = json_file(&[entry(1, wanted), entry(2, values())]);
    let entries = [entry(1, values()), entry(2, values())];
    let names: [Box<str>; 2] = ["Cinema".into(), "New".into()];
    let mut works = Works::default();
    entries.iter().for_each(|entry| works.entry(entry, None));
    works.custom_lists(MediaType::Anime, &names);
    let plan = plan(&file, &works, Options::default(), TitleLanguage::Romaji);
    assert_eq!(plan.missing_lists, ["Gone".into()]);
    assert_eq!(plan.same, 1);
    assert_eq!(patch(&plan.items[0]).values(), [Value::CustomLists(names.into())]);
}

/// Two works may have one number at MyAnimeList; an export says which one it means.
#[test]
fn anilists_number_comes_first() {
    let mut other = entry(2, values());
    other.media.mal_id = Some(501);
    let file = json_file(&[other, entry(1, EntryValues::default())]);
    let entries = [entry(1, values())];
    let mut works = Works::default();
    works.entry(&entries[0], None);
    assert_eq!(unknown(&file, &works).media, [MediaId::new(2).unwrap()]);
    let plan = plan(&file, &works, Options::default(), TitleLanguage::Romaji);
    assert_eq!(plan.left_out.len(), 1);
    assert_eq!(plan.items[0].media, MediaId::new(1).unwrap());
}

/// What waits to be sent is what the person sees, and what AniList's list says is what it is compared with later.
#[test]
fn a_file_is_compared_with_what_waits_to_be_sent() {
    let file = mal_file(&[
        (501, "<my_watched_episodes>7</my_watched_episodes>"),
        (502, "<my_watched_episodes>9</my_watched_episodes>"),
        (503, "<my_status>Dropped</my_status>"),
    ]);
    let entries = [entry(1, values()), entry(2, values()), entry(3, values())];
    let edit = |id, change| {
        let order = EditIntent {
            key: Key {
                account: UserId::new(5001).unwrap(),
                media: MediaId::new(id).unwrap(),
            },
            kind: MediaType::Anime,
            title: "A".into(),
            base: Some(values()),
            was_favourite: false,
            change,
            favourite: None,
            origin: outbox::Origin::ByHand,
        };
        outbox::order(None, &order, 1).unwrap()
    };
    let seven = Change::Set([Value::Progress(7)].into_iter().collect());
    let edits = [edit(1, seven.clone()), edit(2, seven), edit(3, Change::Delete)];
    let mut works = Works::default();
    for (entry, edit) in entries.iter().zip(&edits) {
        works.entry(entry, Some(edit));
    }
    let plan = plan(&file, &works, Options::default(), TitleLanguage::Romaji);
    assert_eq!((plan.same, plan.new), (1, 1));
    let texts: Vec<_> = plan
        .items
        .iter()
        .map(|item| item_text(item, ScoreFormat::Point100))
        .collect();
    assert_eq!(texts, ["Episodes: 7 → 9", "Status: Dropped"]);
    assert!(plan.items.iter().all(|item| item.base == Some(values())));
    assert_eq!(plan.items[1].before, None);
    let account = UserId::new(5001).unwrap();
    let (run, orders) = BulkJob::start(JobId(1), account, What::Import, plan.items, Activity::Kept, None);
    assert_eq!((run.items.len(), orders.len()), (2, 2));
}

#[test]
fn a_new_entry_has_a_section() {
    let file = mal_file(&[(501, "<my_score>0</my_score>")]);
    let found = media(1, Some(501), MediaType::Anime);
    let mut works = Works::default();
    works.work(&found, None);
    let plan = plan(&file, &works, Options::default(), TitleLanguage::Romaji);
    assert_eq!(
        patch(&plan.items[0]).values(),
        [Value::Status(ListStatus::Planning)]
    );
}

#[test]
fn a_long_list_takes_no_longer_than_its_entries() {
    timed(|entries| {
        let file = json_file(entries);
        assert_eq!(
            planned(&file, entries, Options::default()).same as usize,
            entries.len()
        );
        let mut mal = mal::MalExport::new(MediaType::Anime, true);
        entries.iter().for_each(|entry| mal.entry(entry));
        let file = read(mal.finish("", 0).0.as_bytes()).unwrap();
        assert_eq!(
            planned(&file, entries, Options::default()).same as usize,
            entries.len()
        );
    });
}

proptest! {
    #[test]
    fn what_is_restored_is_what_was_exported(before in list(), mut now in list()) {
        // A work is the same one in both.
        for entry in &mut now {
            let same = before.iter().find(|before| before.media.id == entry.media.id);
            entry.media = same.map_or(entry.media.clone(), |same| same.media.clone());
        }
        let file = json_file(&before);
        let mut works = Works::default();
        now.iter().for_each(|entry| works.entry(entry, None));
        before.iter().for_each(|entry| works.work(&entry.media, None));
        let plan = plan(&file, &works, Options::default(), TitleLanguage::Romaji);
        prop_assert_eq!(plan.kept, 0);
        prop_assert_eq!(&plan.left_out, &[]);
        prop_assert_eq!(plan.items.len() + plan.same as usize, before.len());
        for item in &plan.items {
            let wanted = before.iter().find(|entry| entry.media.id == item.media).unwrap();
            let current = now.iter().find(|entry| entry.media.id == item.media);
            prop_assert_eq!(&item.base, &current.map(|entry| entry.values.clone()));
            let mut result = patch(item).applied_to(&item.base.clone().unwrap_or_default());
            if wanted.values.status == ListStatus::Unknown {
                result.status = ListStatus::Unknown;
            }
            let rest = result.difference(&wanted.values);
            prop_assert!(rest.is_empty(), "{:?}", rest);
        }
    }

    #[test]
    fn options_only_take_away(before in list(), now in list(), keep_higher_progress: bool, keep_filled: bool) {
        let file = json_file(&before);
        let all = planned(&file, &now, Options::default());
        let some = planned(&file, &now, Options { existing: Existing::Overwrite, keep_higher_progress, keep_filled });
        prop_assert_eq!(all.same, some.same);
        prop_assert_eq!(all.items.len(), some.items.len() + some.kept as usize);
        for item in &some.items {
            let whole = all.items.iter().find(|whole| whole.media == item.media).unwrap();
            prop_assert!(patch(item).values().iter().all(|value| patch(whole).get(value.field()) == Some(value)));
            let base = item.base.as_ref().unwrap();
            let result = patch(item).applied_to(base);
            prop_assert!(!keep_higher_progress || result.progress >= base.progress && result.repeat >= base.repeat);
            prop_assert!(!keep_filled || result.score.is_some() || base.score.is_none());
        }
    }
}

#[test]
fn a_deleted_entry_comes_back_from_a_file_that_tells_of_its_work() {
    let lost = entry(
        7,
        EntryValues {
            progress: 3,
            ..EntryValues::default()
        },
    );
    let import = json_file(std::slice::from_ref(&lost));
    let told = told(&import);
    let mut works = Works::default();
    told.iter().for_each(|media| works.work(media, None));
    let plan = plan(
        &import,
        &works,
        Options::usual(&import.origin),
        TitleLanguage::Romaji,
    );
    assert_eq!((plan.new, plan.items.len(), plan.left_out.len()), (1, 1, 0));
    assert_eq!(
        (plan.items[0].media, &*plan.items[0].title),
        (lost.media.id, "Title 7")
    );
    assert_eq!(plan.items[0].after(), Some(lost.values));
}

#[test]
fn numbers_are_asked_for_in_pages() {
    let unknown = Unknown {
        media: vec![MediaId::new(1).unwrap()],
        mal_anime: (1..=5).collect(),
        mal_manga: vec![9],
    };
    let mal = |kind, ids: &[u32]| Question::Mal(kind, ids.to_vec());
    let questions = unknown.questions(2);
    assert_eq!(
        questions,
        [
            Question::Media(vec![MediaId::new(1).unwrap()]),
            mal(MediaType::Anime, &[1, 2]),
            mal(MediaType::Anime, &[3, 4]),
            mal(MediaType::Anime, &[5]),
            mal(MediaType::Manga, &[9]),
        ]
    );
    assert_eq!(questions.iter().map(Question::works).sum::<usize>(), 7);
    assert!(Unknown::default().questions(50).is_empty());
}

#[test]
fn a_work_without_a_name_is_asked_about() {
    let file = r#"{"user":{"id":1},"lists":[{"series_id":1,"series_type":0,"progress":3},{"series_id":2,"series_type":0,"progress":4}]}"#;
    let file = read(file.as_bytes()).unwrap();
    assert_eq!(told(&file), []);
    let entries = [entry(1, values())];
    let mut works = Works::default();
    entries.iter().for_each(|entry| works.entry(entry, None));
    let found = media(2, None, MediaType::Anime);
    assert_eq!(unknown(&file, &works).media, [found.id]);
    works.work(&found, None);
    assert_eq!(unknown(&file, &works), Unknown::default());
    let plan = plan(&file, &works, Options::usual(&file.origin), TitleLanguage::Romaji);
    assert_eq!((plan.new, plan.items.len()), (1, 2));
    assert_eq!(&*plan.items[1].title, "Title 2");
}

#[test]
fn progress_stays_within_what_a_work_has() {
    let work = |episodes| Media {
        episodes,
        ..media(1, Some(501), MediaType::Anime)
    };
    let rows = [
        // Total, before, in the file, afterwards.
        (Some(12), 3, 12, Some(12)),
        (Some(12), 3, 13, Some(12)),
        (Some(12), 12, 99, None),
        // An entry that is ahead stays there, and may come back.
        (Some(12), 14, 15, None),
        (Some(12), 14, 13, Some(13)),
        (None, 3, 99, Some(99)),
    ];
    for (total, before, wanted, after) in rows {
        let listed = ListEntry {
            media: work(total),
            ..entry(
                1,
                EntryValues {
                    progress: before,
                    ..values()
                },
            )
        };
        let file = mal_file(&[(
            501,
            &format!("<my_watched_episodes>{wanted}</my_watched_episodes>"),
        )]);
        let plan = planned(&file, &[listed], Options::default());
        let got = plan
            .items
            .first()
            .and_then(|item| patch(item).get(Field::Progress).cloned());
        assert_eq!(got, after.map(Value::Progress), "{total:?} {before} {wanted}");
        let is_limited = after != Some(wanted) && wanted != before;
        assert_eq!(
            plan.limited.count(),
            u64::from(is_limited),
            "{total:?} {before} {wanted}"
        );
    }
}
