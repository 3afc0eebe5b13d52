use proptest::prelude::*;

use super::*;
use crate::domain::{MediaId, UserId};
use crate::outbox::Origins;
use crate::outbox::journal::{Record, RecordId};
use crate::outbox::record::strategies::entry_values;

fn draft(entry: Option<EntryValues>) -> Draft {
    let work = Media {
        kind: MediaType::Anime,
        episodes: Some(12),
        ..Media::new(MediaId::new(1).unwrap())
    };
    let setting = Setting {
        parts: ["Story".into()].into(),
        ..Setting::default()
    };
    Draft::new(
        work,
        entry,
        setting,
        Rules { automatic: true },
        FuzzyDate::first(),
    )
}

/// What somebody does in a form.
#[derive(Debug, Clone)]
enum Act {
    Type(usize, String),
    Part(String),
    Leave(usize),
    Step(i32),
    Choose(ListStatus),
    List(bool),
    Private(bool),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..13_usize, "[0-9]{0,3}|x|2018-04").prop_map(|(at, text)| Act::Type(at, text)),
        "[0-9]{0,2}".prop_map(Act::Part),
        (0..13_usize).prop_map(Act::Leave),
        (-2..3).prop_map(Act::Step),
        prop::sample::select(ListStatus::ALL).prop_map(Act::Choose),
        any::<bool>().prop_map(Act::List),
        any::<bool>().prop_map(Act::Private),
    ]
}

fn act_on(form: &mut Draft, act: Act) {
    match act {
        Act::Type(at, text) => form.type_text(Place::Field(Field::ALL[at]), &text),
        Act::Part(text) => form.type_text(Place::Part(0), &text),
        Act::Leave(at) => drop(form.leave(Place::Field(Field::ALL[at]))),
        Act::Step(steps) => form.step(Counter::Progress, steps),
        Act::Choose(status) => form.set(Value::Status(status)),
        Act::List(is_in) => form.set_list("Comfort", is_in),
        Act::Private(private) => form.set(Value::Private(private)),
    }
}

fn record(at: u64, before: Option<EntryValues>, after: Option<EntryValues>) -> Record {
    Record {
        id: RecordId {
            at,
            media: MediaId::new(1).unwrap(),
        },
        account: UserId::new(5001).unwrap(),
        kind: MediaType::Anime,
        title: "A title".into(),
        before,
        after,
        favourite: None,
        origins: Origins::default(),
        merged: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_nobody_touched_follows_and_what_was_typed_stays(
        opened in prop::option::of(entry_values()),
        now in prop::option::of(entry_values()),
        seen in prop::option::of(entry_values()),
        acts in prop::collection::vec(act(), 0..8),
        favourite: bool,
    ) {
        let mut form = draft(opened.clone()).upon(opened.clone(), 7);
        for act in acts {
            act_on(&mut form, act);
        }
        let was = form.clone();
        let before = opened.clone().unwrap_or_default();
        let is_touched = |field: Field| {
            let is_its = |place: &Place| match place {
                Place::Field(known) => *known == field,
                Place::Part(_) => field == Field::AdvancedScores,
            };
            !was.values.get(field).means(&before.get(field)) || was.typed.iter().any(|(place, _)| is_its(place))
        };
        let is_any = Field::ALL.into_iter().any(is_touched);
        form.rebase(now.as_ref(), seen.as_ref(), favourite);
        let entry = now.clone().unwrap_or_default();
        for field in Field::ALL {
            if is_touched(field) {
                prop_assert_eq!(form.values.get(field), was.values.get(field));
                prop_assert_eq!(form.text(Place::Field(field)), was.text(Place::Field(field)));
                let stood = |values: &Option<EntryValues>| values.clone().unwrap_or_default().get(field);
                if seen.is_some() {
                    prop_assert_eq!(stood(&form.stand.seen), stood(&opened), "it is a change of what stood there");
                }
            } else if field == Field::Status && now.is_none() && is_any {
                prop_assert!(form.values.status == before.status);
            } else {
                prop_assert!(form.values.get(field).means(&entry.get(field)), "{:?}", field);
                if let Some(seen) = &seen {
                    prop_assert_eq!(form.stand.seen.clone().unwrap().get(field), seen.get(field));
                }
            }
        }
        prop_assert_eq!(form.is_new(), now.is_none());
        prop_assert_eq!(form.stand.seen.is_some(), seen.is_some());
        if !is_any {
            prop_assert!(!form.is_changed(), "nobody is asked whether to discard what they did not do");
        }
        if let Some(now) = &now {
            // Saved, it changes nothing that nobody has touched.
            for value in form.before.clone().unwrap().difference(&form.values).values() {
                prop_assert!(is_touched(value.field()));
            }
            prop_assert!(!form.rebase(Some(now), seen.as_ref(), favourite), "once is enough");
        }
    }

    #[test]
    fn nobody_is_in_conflict_with_themselves(
        states in prop::collection::vec(prop::option::of(entry_values()), 1..6), opened in 0_usize..6,
    ) {
        // A browser's edits, one saved after the other, and a form that was opened between two of them.
        let opened = opened % states.len();
        let records: Vec<Record> = states
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0] != pair[1])
            .map(|(at, pair)| record(at as u64 * 10 + 10, pair[0].clone(), pair[1].clone()))
            .collect();
        let stand = Stand { seen: states[opened].clone(), at: opened as u64 * 10 + 5 };
        let means = |a: &Option<EntryValues>, b: &Option<EntryValues>| match (a, b) {
            (Some(a), Some(b)) => a.difference(b).is_empty(),
            (a, b) => a.is_none() && b.is_none(),
        };
        prop_assert!(means(&stand.now(records.iter()), states.last().unwrap()));
    }
}

#[test]
fn what_somebody_else_changed_is_still_seen_as_it_was() {
    let at = |progress, priority| EntryValues {
        progress,
        priority,
        ..EntryValues::default()
    };
    let stand = Stand {
        seen: Some(at(5, 1)),
        at: 100,
    };
    // Another device made 7 of 5, and then this browser 8 of 7; the priority is this browser's alone.
    let records = [
        record(50, Some(at(5, 1)), Some(at(9, 9))),
        record(200, Some(at(7, 1)), Some(at(8, 2))),
    ];
    assert_eq!(stand.now(records.iter()), Some(at(5, 2)));
}
