use super::*;
use crate::domain::{EntryId, FuzzyDate, ListStatus, MediaId, SavedEntry, Score, UserId};
use crate::model::outbox::{Key, Order, Origin, Side, order, resolve};

fn names(names: &[&str]) -> Box<[Box<str>]> {
    names.iter().map(|name| Box::from(*name)).collect()
}

fn edit(base: Option<EntryValues>, change: Change, favourite: Option<bool>) -> Edit {
    let order_of = Order {
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

fn in_conflict(mut edit: Edit, theirs: Option<EntryValues>, fields: Vec<Field>) -> Edit {
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
        Standing::Resting,
        Standing::Next,
        Standing::Delayed(11_000),
        Standing::OnItsWay,
        Standing::Unanswered(61_000),
        Standing::SignedOut,
        Standing::Paused,
        Standing::Behind,
        Standing::Conflict,
        Standing::Failed,
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
