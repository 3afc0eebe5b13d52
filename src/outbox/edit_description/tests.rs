use super::*;
use crate::domain::progress::{self, Counter, Rules};
use crate::domain::{EntryId, FuzzyDate, ListStatus, Media, MediaId, SavedEntry, Score, UserId};
use crate::outbox::{EditIntent, Key, Origin, Side, order, resolve};

fn names(names: &[&str]) -> Box<[Box<str>]> {
    names.iter().map(|name| Box::from(*name)).collect()
}

fn edit(base: Option<EntryValues>, change: Change, favourite: Option<bool>) -> PendingEdit {
    let order_of = EditIntent {
        key: Key {
            account: UserId::new(5001).unwrap(),
            media: MediaId::new(21).unwrap(),
        },
        kind: MediaType::Manga,
        title: "Planetes".into(),
        base,
        was_favourite: false,
        change,
        favourite,
        origin: Origin::ByHand,
    };
    order(None, &order_of, 1_000).unwrap()
}

fn set(values: impl IntoIterator<Item = Value>) -> Change {
    Change::Set(values.into_iter().collect())
}

fn in_conflict(mut edit: PendingEdit, theirs: Option<EntryValues>, fields: Vec<Field>) -> PendingEdit {
    let theirs = theirs.map(|values| SavedEntry {
        id: EntryId::new(1).unwrap(),
        values,
        updated_at: None,
        created_at: None,
    });
    edit.state = State::Conflict { theirs, fields };
    edit
}

#[test]
fn every_field_says_what_it_was_and_what_it_becomes() {
    let before = EntryValues {
        status: ListStatus::Planning,
        custom_lists: names(&["Old", "Kept"]),
        notes: "first".into(),
        ..EntryValues::default()
    };
    let after = EntryValues {
        status: ListStatus::Completed,
        score: Score::new(70),
        advanced_scores: [("Story".into(), 4.5)].into(),
        progress: 12,
        progress_volumes: 2,
        repeat: 1,
        priority: 3,
        private: true,
        hidden_from_status_lists: true,
        notes: "second".into(),
        custom_lists: names(&["Kept", "New"]),
        started: FuzzyDate::new(Some(2018), Some(4), None),
        completed: FuzzyDate::new(Some(2018), Some(4), Some(2)),
    };
    assert_eq!(
        changes(Some(&before), Some(&after), MediaType::Manga, ScoreFormat::Point5),
        [
            "Status: Planning → Completed",
            "Score: none → ★★★★☆",
            "Scores of parts: none → Story 4.5",
            "Chapters: 0 → 12",
            "Volumes: 0 → 2",
            "Times reread: 0 → 1",
            "Priority: 0 → 3",
            "Private: no → yes",
            "Hidden from status lists: no → yes",
            "Notes: first → second",
            "Custom lists: + New, − Old",
            "Started: none → 2018-04",
            "Completed: none → 2018-04-02",
        ]
    );
    assert!(changes(Some(&after), Some(&after), MediaType::Manga, ScoreFormat::Point5).is_empty());
}

#[test]
fn long_notes_are_cut() {
    let after = EntryValues {
        notes: "long ".repeat(100).into(),
        ..EntryValues::default()
    };
    let lines = changes(
        Some(&EntryValues::default()),
        Some(&after),
        MediaType::Anime,
        ScoreFormat::Point5,
    );
    assert!(lines.len() == 1 && lines[0].chars().count() < 110, "{lines:?}");
}

#[test]
fn what_comes_and_goes_says_so() {
    let added = edit(
        None,
        set([Value::Status(ListStatus::Current), Value::Progress(2)]),
        Some(true),
    );
    assert_eq!(
        of_edit(&added, ScoreFormat::Point100),
        ["Added to the list: Reading", "Chapters: 2", "Made a favourite"]
    );
    let removed = edit(Some(EntryValues::default()), Change::Delete, None);
    assert_eq!(
        of_edit(&removed, ScoreFormat::Point100),
        ["Removed from the list"]
    );
}

#[test]
fn a_conflict_shows_what_it_was_and_both_sides() {
    let base = EntryValues {
        progress: 3,
        ..EntryValues::default()
    };
    let theirs = EntryValues {
        progress: 7,
        ..base.clone()
    };
    let mine = edit(Some(base.clone()), set([Value::Progress(4)]), None);
    assert_eq!(choices(&mine, ScoreFormat::Point100), None);
    let both = in_conflict(mine.clone(), Some(theirs.clone()), vec![Field::Progress]);
    let Some(Choices::Fields(list)) = choices(&both, ScoreFormat::Point100) else {
        panic!("no fields");
    };
    assert_eq!(
        list,
        [Choice {
            field: Field::Progress,
            name: "Chapters",
            was: "3".into(),
            mine: "4".into(),
            theirs: "7".into()
        }]
    );
    // The choice that is offered is the one that is taken.
    let mine = resolve(Some(both), mine.revision, &[Field::Progress], Side::Mine, 2_000).unwrap();
    assert_eq!(of_edit(&mine, ScoreFormat::Point100), ["Chapters: 7 → 4"]);

    let gone = in_conflict(mine, None, Vec::new());
    assert_eq!(choices(&gone, ScoreFormat::Point100), Some(Choices::DeletedThere));
    let delete = edit(Some(base), Change::Delete, None);
    let delete = in_conflict(delete, Some(theirs), vec![Field::Progress]);
    assert!(
        matches!(choices(&delete, ScoreFormat::Point100), Some(Choices::DeletedHere(list)) if list[0].mine == "removed")
    );
}

#[test]
fn every_standing_is_told_apart() {
    let all = [
        SyncStatus::Resting,
        SyncStatus::Next,
        SyncStatus::Delayed(11_000),
        SyncStatus::OnItsWay,
        SyncStatus::Unanswered(61_000),
        SyncStatus::SignedOut,
        SyncStatus::Paused,
        SyncStatus::Behind,
        SyncStatus::Conflict,
        SyncStatus::Failed,
    ];
    let mut texts: Vec<String> = all.iter().map(|one| standing(*one, "ren", 1_000)).collect();
    assert_eq!(texts[2], "Tried again in about 10 s");
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), all.len());
}

#[test]
fn the_export_is_json_with_every_edit() {
    let one = edit(Some(EntryValues::default()), set([Value::Progress(1)]), None);
    let json: serde_json::Value = serde_json::from_str(&to_json(&[one.clone(), one])).unwrap();
    assert_eq!(json["edits"].as_array().unwrap().len(), 2);
    assert_eq!(json["edits"][0]["set"]["progress"], 1);
    assert!(serde_json::from_str::<serde_json::Value>(&to_json(&[])).is_ok());
}

#[test]
fn whatever_follows_from_counting_is_told_and_undone() {
    let today = FuzzyDate::new(Some(2024), Some(5), Some(6)).unwrap();
    let works = [
        (MediaType::Anime, Some(12), None),
        (MediaType::Anime, Some(1), None),
        (MediaType::Anime, None, None),
        (MediaType::Manga, Some(12), Some(3)),
        (MediaType::Manga, None, None),
    ];
    let mut told = 0;
    for (kind, total, volumes) in works {
        let media = Media {
            kind,
            episodes: total.filter(|_| kind == MediaType::Anime),
            chapters: total.filter(|_| kind == MediaType::Manga),
            volumes,
            ..Media::new(MediaId::new(21).unwrap())
        };
        for status in ListStatus::ALL.iter().copied().chain([ListStatus::Unknown]) {
            for date in [None, FuzzyDate::new(Some(2020), None, None)] {
                for (progress, repeat) in [(0, 0), (1, 1), (11, 2), (12, 1000)] {
                    let before = EntryValues {
                        status,
                        progress,
                        progress_volumes: progress / 4,
                        repeat,
                        started: date,
                        completed: date,
                        ..EntryValues::default()
                    };
                    for counter in [Counter::Progress, Counter::Volumes] {
                        for change in [
                            progress::Change::By(1),
                            progress::Change::By(-1),
                            progress::Change::To(12),
                        ] {
                            for automatic in [true, false] {
                                told += check_counting(
                                    &before,
                                    &media,
                                    counter,
                                    change,
                                    today,
                                    Rules { automatic },
                                );
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(told > 2_000, "{told}");
}

/// What is announced names every field that the step changes, the one asked for first, and undoing leaves no trace.
fn check_counting(
    before: &EntryValues,
    media: &Media,
    counter: Counter,
    change: progress::Change,
    today: FuzzyDate,
    rules: Rules,
) -> usize {
    let step = progress::change(before, media, counter, change, today, rules);
    if step.patch.is_empty() {
        return 0;
    }
    let after = step.patch.applied_to(before);
    let text = announcement(
        "T",
        counter.field(),
        before,
        &after,
        media.kind,
        ScoreFormat::Point100,
    );
    let changed = before.difference(&after);
    let parts: Vec<&str> = text.strip_prefix("T: ").unwrap().split(", ").collect();
    let mut want: Vec<String> = changed
        .values()
        .iter()
        .map(|value| became(value, media.kind, ScoreFormat::Point100))
        .collect();
    // One more at the end of a rewatch completes it, and counts nothing.
    if changed
        .values()
        .iter()
        .any(|value| value.field() == counter.field())
    {
        let asked = became(&after.get(counter.field()), media.kind, ScoreFormat::Point100);
        assert_eq!(parts[0], asked, "{before:?} {change:?}");
    }
    let mut got: Vec<String> = parts.iter().map(ToString::to_string).collect();
    want.sort();
    got.sort();
    assert_eq!(got, want, "{before:?} {change:?}");
    // Undone before it is sent, nothing is left of it; afterwards, another edit sets every field back.
    let mut noted = edit(Some(before.clone()), Change::Set(step.patch), None);
    assert_eq!(crate::outbox::withdraw(Some(noted.clone()), 2_000), None);
    noted.kind = media.kind;
    match crate::outbox::between(Some(&after), Some(before)) {
        Change::Set(back) => assert_eq!(&back.applied_to(&after), before),
        other => panic!("{other:?}"),
    }
    1
}

#[test]
fn the_words_of_what_follows() {
    let date = |day| FuzzyDate::new(Some(2024), Some(5), Some(day));
    let rows: &[(MediaType, Value, &str)] = &[
        (
            MediaType::Anime,
            Value::Status(ListStatus::Current),
            "now Watching",
        ),
        (
            MediaType::Manga,
            Value::Status(ListStatus::Current),
            "now Reading",
        ),
        (MediaType::Anime, Value::Progress(1340), "episode 1,340"),
        (MediaType::Manga, Value::Progress(7), "chapter 7"),
        (MediaType::Manga, Value::ProgressVolumes(2), "volume 2"),
        (MediaType::Anime, Value::Repeat(1), "rewatched 1 time"),
        (MediaType::Manga, Value::Repeat(2), "reread 2 times"),
        (MediaType::Anime, Value::Started(date(6)), "started 2024-05-06"),
        (MediaType::Anime, Value::Started(None), "no start date"),
        (MediaType::Anime, Value::Completed(date(7)), "finished 2024-05-07"),
        (MediaType::Anime, Value::Completed(None), "no finish date"),
        (MediaType::Anime, Value::Score(Score::new(85)), "score 85"),
        (MediaType::Anime, Value::Score(None), "no score"),
        (MediaType::Anime, Value::Private(true), "Private: yes"),
        (MediaType::Anime, Value::Priority(3), "Priority: 3"),
        (MediaType::Anime, Value::Notes("".into()), "Notes: none"),
    ];
    for (kind, value, want) in rows {
        assert_eq!(became(value, *kind, ScoreFormat::Point100), *want, "{value:?}");
    }
    let rewatch = EntryValues {
        status: ListStatus::Repeating,
        repeat: 1,
        ..EntryValues::default()
    };
    let film = Media {
        kind: MediaType::Anime,
        episodes: Some(1),
        ..Media::new(MediaId::new(1).unwrap())
    };
    let today = date(6).unwrap();
    let rules = Rules { automatic: true };
    let step = progress::change(
        &rewatch,
        &film,
        Counter::Progress,
        progress::Change::By(1),
        today,
        rules,
    );
    let after = step.patch.applied_to(&rewatch);
    let said = announcement(
        "Kimi no Na wa.",
        Field::Progress,
        &rewatch,
        &after,
        MediaType::Anime,
        ScoreFormat::Point100,
    );
    assert_eq!(
        said,
        "Kimi no Na wa.: episode 1, now Completed, rewatched 2 times, finished 2024-05-06"
    );
}
