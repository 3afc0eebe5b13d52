use proptest::prelude::*;

use super::*;
use crate::api::error::FieldError;
use crate::domain::ListStatus::{Completed, Current, Dropped, Paused, Planning, Repeating};
use crate::domain::{MediaId, Score};
use crate::outbox::Change;
use crate::outbox::record::strategies::entry_values;

const STATUS: Place = Place::Field(Field::Status);
const SCORE: Place = Place::Field(Field::Score);
const PROGRESS: Place = Place::Field(Field::Progress);
const NOTES: Place = Place::Field(Field::Notes);

fn today() -> FuzzyDate {
    FuzzyDate::new(Some(2024), Some(5), Some(6)).unwrap()
}

fn setting() -> Setting {
    Setting {
        scores: ScoreFormat::Point10Decimal,
        parts: ["Story".into(), "Sound".into()].into(),
        custom_lists: ["Comfort".into()].into(),
    }
}

fn anime() -> Media {
    Media {
        kind: MediaType::Anime,
        episodes: Some(12),
        ..Media::new(MediaId::new(1).unwrap())
    }
}

fn at(status: ListStatus, progress: u32) -> EntryValues {
    EntryValues {
        status,
        progress,
        ..EntryValues::default()
    }
}

fn draft(entry: Option<EntryValues>) -> Draft {
    Draft::new(anime(), entry, setting(), Rules { automatic: true }, today())
}

/// What is saved.
fn saved(draft: &mut Draft) -> Vec<Value> {
    match draft.outcome().unwrap().change {
        Change::Set(patch) => patch.values().to_vec(),
        Change::Keep => Vec::new(),
        Change::Delete => panic!("nobody asked for that"),
    }
}

#[test]
fn what_was_typed_stays_and_takes_nothing_from_the_rest() {
    let mut form = draft(Some(at(Current, 3)));
    form.type_text(PROGRESS, "4x");
    form.type_text(NOTES, "good so far");
    assert_eq!((form.text(PROGRESS).as_str(), form.problem(PROGRESS)), ("4x", ""));
    assert_eq!(form.values().progress, 3);
    assert!(!form.leave(PROGRESS));
    assert!(form.problem(PROGRESS).starts_with("Enter a whole number"));
    assert_eq!(form.outcome(), Err(PROGRESS));
    form.type_text(PROGRESS, "4");
    assert_eq!(form.problem(PROGRESS), "", "gone once it can be read");
    assert_eq!(
        saved(&mut form),
        [Value::Progress(4), Value::Notes("good so far".into())]
    );
}

#[test]
fn nobody_gets_further_than_the_work_goes_however_often_it_is_typed() {
    for (before, typed, wanted) in [
        (3, "99", 12),
        (12, "99", 12),
        (16, "20", 16),
        (16, "15", 15),
        (3, "12", 12),
    ] {
        for tries in 1..=3 {
            let mut form = draft(Some(at(Current, before)));
            for _ in 0..tries {
                form.type_text(PROGRESS, typed);
                form.leave(PROGRESS);
            }
            assert_eq!(
                form.values().progress,
                wanted,
                "{typed} after {before}, {tries} times"
            );
            form.outcome().unwrap();
            assert_eq!(form.values().progress, wanted);
        }
    }
}

#[test]
fn the_first_thing_wrong_is_the_one_that_is_named() {
    let mut form = draft(Some(at(Current, 3)));
    form.type_text(SCORE, "11");
    form.type_text(PROGRESS, "-");
    assert_eq!(form.outcome(), Err(SCORE));
    assert!(!form.problem(PROGRESS).is_empty(), "the others are said too");
}

#[test]
fn what_follows_from_progress_is_in_the_form_at_once() {
    let mut form = draft(Some(at(Planning, 0)));
    form.step(Counter::Progress, 1);
    assert_eq!(form.followed_text(), "Status, Started");
    assert_eq!(
        saved(&mut form),
        [
            Value::Status(Current),
            Value::Progress(1),
            Value::Started(Some(today()))
        ]
    );
    // Typed letter by letter, it follows once the input is left, and the number ends where the work does.
    let mut form = draft(Some(at(Current, 3)));
    form.type_text(PROGRESS, "1");
    form.type_text(PROGRESS, "15");
    assert_eq!(form.offer, None);
    assert!(form.leave(PROGRESS));
    assert_eq!(form.text(PROGRESS), "12");
    form.accept();
    assert_eq!(
        saved(&mut form),
        [
            Value::Status(Completed),
            Value::Progress(12),
            Value::Completed(Some(today()))
        ]
    );
}

#[test]
fn what_was_typed_last_counts_although_its_input_was_never_left() {
    let mut form = draft(Some(at(Planning, 0)));
    form.type_text(PROGRESS, "99");
    assert_eq!(
        saved(&mut form),
        [
            Value::Status(Current),
            Value::Progress(12),
            Value::Started(Some(today()))
        ]
    );
}

#[test]
fn without_the_rules_nothing_follows() {
    let rules = Rules { automatic: false };
    let mut form = Draft::new(anime(), Some(at(Planning, 0)), setting(), rules, today());
    form.step(Counter::Progress, 1);
    form.set(Value::Status(Completed));
    assert_eq!(saved(&mut form), [Value::Status(Completed), Value::Progress(1)]);
}

#[test]
fn a_status_brings_along_what_it_does_everywhere() {
    let rows: &[(EntryValues, ListStatus, &[Value])] = &[
        (at(Current, 3), Paused, &[Value::Status(Paused)]),
        (
            at(Planning, 0),
            Current,
            &[Value::Status(Current), Value::Started(Some(today()))],
        ),
        (
            at(Current, 3),
            Completed,
            &[
                Value::Status(Completed),
                Value::Progress(12),
                Value::Completed(Some(today())),
            ],
        ),
        (
            at(Repeating, 3),
            Completed,
            &[
                Value::Status(Completed),
                Value::Progress(12),
                Value::Repeat(1),
                Value::Completed(Some(today())),
            ],
        ),
    ];
    for (before, status, want) in rows {
        let mut form = draft(Some(before.clone()));
        form.set(Value::Status(*status));
        assert_eq!(saved(&mut form), *want, "{before:?} {status:?}");
    }
}

#[test]
fn another_choice_takes_back_what_followed_from_the_first() {
    let mut form = draft(Some(at(Current, 3)));
    form.set(Value::Status(Completed));
    assert_eq!(form.followed_text(), "Episodes, Completed");
    form.set(Value::Status(Dropped));
    assert_eq!(form.followed_text(), "");
    assert_eq!(saved(&mut form), [Value::Status(Dropped)]);
    form.set(Value::Status(Completed));
    form.set(Value::Status(Current));
    assert!(!form.is_changed());
    // What somebody has set since is theirs.
    form.set(Value::Status(Completed));
    form.type_text(PROGRESS, "11");
    form.leave(PROGRESS);
    form.set(Value::Status(Paused));
    assert!(saved(&mut form).contains(&Value::Progress(11)));
}

#[test]
fn parts_make_the_score_until_the_person_sets_it() {
    let mut form = draft(Some(at(Current, 3)));
    form.type_text(Place::Part(0), "8.3");
    form.type_text(Place::Part(1), "8.4");
    assert_eq!(form.text(SCORE), "8.4");
    assert_eq!(form.text(Place::Part(0)), "8.3");
    form.type_text(SCORE, "9");
    form.type_text(Place::Part(1), "1");
    assert_eq!(form.values().score, Score::new(90));
    form.type_text(Place::Part(1), "12");
    assert_eq!(form.outcome(), Err(Place::Part(1)));
    assert!(form.problem(Place::Part(1)).starts_with("A score is "));
}

#[test]
fn parts_that_came_and_went_leave_the_score_alone() {
    let mut before = at(Current, 3);
    before.score = Score::new(70);
    let mut form = draft(Some(before));
    form.type_text(Place::Part(0), "8");
    form.type_text(Place::Part(0), "");
    assert!(!form.is_changed());
}

#[test]
fn scores_in_every_scale() {
    let rows = [
        (ScoreFormat::Point100, "85", "85"),
        (ScoreFormat::Point10Decimal, "8.5", "8.5"),
        (ScoreFormat::Point10, "9", "9"),
        (ScoreFormat::Point5, "4", "4"),
        (ScoreFormat::Point3, "Good", "3"),
    ];
    for (scores, typed, shown) in rows {
        let setting = Setting { scores, ..setting() };
        let rules = Rules { automatic: true };
        let mut form = Draft::new(anime(), Some(at(Current, 3)), setting, rules, today());
        form.type_text(SCORE, typed);
        assert!(form.leave(SCORE));
        assert_eq!(form.text(SCORE), shown, "{scores:?}");
    }
}

#[test]
fn a_work_that_is_not_listed_is_added_with_a_status() {
    let mut form = draft(None);
    assert!(form.is_new() && !form.is_changed());
    let outcome = form.outcome().unwrap();
    assert_eq!(outcome.said, "Untitled: added, now Planning");
    assert_eq!(saved(&mut form), [Value::Status(Planning)]);
    form.set(Value::Status(ListStatus::Unknown));
    assert_eq!(saved(&mut form), []);
    form.type_text(NOTES, "later");
    assert_eq!(form.outcome(), Err(STATUS));
    assert!(form.problem(STATUS).starts_with("Choose a status"));
    form.set(Value::Status(Current));
    assert_eq!(
        saved(&mut form),
        [
            Value::Status(Current),
            Value::Notes("later".into()),
            Value::Started(Some(today()))
        ]
    );
}

#[test]
fn a_favourite_alone_leaves_the_entry_as_it_is() {
    let mut form = draft(Some(at(Current, 3)));
    form.favourite = true;
    assert!(form.is_changed());
    let outcome = form.outcome().unwrap();
    assert_eq!((outcome.change, outcome.favourite), (Change::Keep, Some(true)));
    assert_eq!(outcome.said, "Untitled: favourite");
}

#[test]
fn custom_lists_come_and_go_and_none_is_forgotten() {
    let mut before = at(Current, 3);
    before.custom_lists = ["Of old".into()].into();
    let mut form = draft(Some(before));
    assert_eq!(form.lists(), ["Comfort".into(), "Of old".into()]);
    form.set_list("Comfort", true);
    form.set_list("Of old", false);
    assert_eq!(saved(&mut form), [Value::CustomLists(["Comfort".into()].into())]);
    assert_eq!(form.lists().len(), 2, "it can be put back");
}

#[test]
fn what_anilist_says_of_a_field_stands_at_the_field() {
    let said = |field: &str, message: &str| FieldError {
        field: field.to_owned(),
        messages: vec![message.to_owned()],
    };
    let mut form = draft(Some(at(Current, 3)));
    let others = form.refuse(&[
        said("notes", "Too rude."),
        said("score", "Too high."),
        said("startedAt", "Too early."),
        said("colour", "Too blue."),
    ]);
    assert_eq!(form.problem(NOTES), "Too rude.");
    assert_eq!(form.problem(SCORE), "Too high.");
    assert_eq!(form.problem(Place::Field(Field::Started)), "Too early.");
    assert_eq!(others, ["Too blue."]);
    form.type_text(NOTES, "Better.");
    assert_eq!(form.problem(NOTES), "", "until something else is typed");
    assert!(
        form.outcome().is_ok(),
        "a complaint of before keeps nobody from saving"
    );
}

#[test]
fn the_end_of_a_work_is_a_form_too() {
    let mut form = draft(Some(at(Current, 12)));
    form.apply(&progress::complete(form.values(), &anime(), today()));
    form.type_text(SCORE, "9.5");
    form.type_text(Place::Field(Field::Started), "2024-04");
    let started = FuzzyDate::new(Some(2024), Some(4), None);
    assert_eq!(
        saved(&mut form),
        [
            Value::Status(Completed),
            Value::Score(Score::new(95)),
            Value::Started(started),
            Value::Completed(Some(today()))
        ]
    );
}

/// What is typed into a form, or chosen in it.
#[derive(Debug, Clone)]
enum Act {
    Type(usize, String),
    Leave(usize),
    Step(i32),
    Choose(ListStatus),
    Accept,
}

fn act() -> impl Strategy<Value = Act> {
    let text = prop_oneof!["[0-9]{0,3}", "20[0-9]{2}(-[0-9]{1,2}){0,2}", ".{0,8}"];
    prop_oneof![
        (0..13_usize, text).prop_map(|(at, text)| Act::Type(at, text)),
        (0..13_usize).prop_map(Act::Leave),
        (-2..3).prop_map(Act::Step),
        prop::sample::select(ListStatus::ALL).prop_map(Act::Choose),
        Just(Act::Accept),
    ]
}

proptest! {
    #[test]
    fn what_is_shown_means_what_it_shows(values in entry_values()) {
        let mut form = draft(Some(values.clone()));
        for field in Field::ALL {
            let place = Place::Field(field);
            let text = form.text(place);
            // Texts that AniList would not have given: days that no calendar has, entities instead of characters.
            if form.read(place, &text).is_ok_and(|read| read.means(&values.get(field))) {
                form.type_text(place, &text);
            }
        }
        prop_assert!(!form.is_changed());
    }

    #[test]
    fn what_is_saved_makes_the_entry_what_the_form_shows(
        values in entry_values(), acts in prop::collection::vec(act(), 0..12), automatic: bool,
    ) {
        let mut form = Draft::new(anime(), Some(values.clone()), setting(), Rules { automatic }, today());
        for act in acts {
            match act {
                Act::Type(at, text) => form.type_text(Place::Field(Field::ALL[at]), &text),
                Act::Leave(at) => { form.leave(Place::Field(Field::ALL[at])); }
                Act::Step(steps) => form.step(Counter::Progress, steps),
                Act::Choose(status) => form.set(Value::Status(status)),
                Act::Accept => form.accept(),
            }
        }
        match form.outcome() {
            Ok(Outcome { change: Change::Set(patch), .. }) => {
                prop_assert!(values.difference(&patch.applied_to(&values)) == patch, "nothing is sent in vain");
                prop_assert!(patch.applied_to(&values).difference(form.values()).is_empty());
            }
            Ok(outcome) => {
                prop_assert_eq!(outcome.change, Change::Keep);
                prop_assert!(values.difference(form.values()).is_empty());
            }
            Err(place) => prop_assert!(!form.problem(place).is_empty()),
        }
    }
}
