use super::*;
use crate::domain::MediaId;
use ListStatus::{Completed, Current, Dropped, Paused, Planning, Repeating};
use proptest::prelude::*;
use proptest::sample::select;

const ON: Rules = Rules { automatic: true };
const OFF: Rules = Rules { automatic: false };

fn today() -> FuzzyDate {
    FuzzyDate::new(Some(2024), Some(5), Some(6)).unwrap()
}

fn earlier() -> Option<FuzzyDate> {
    FuzzyDate::new(Some(2020), None, None)
}

fn anime(episodes: Option<u32>) -> Media {
    Media {
        kind: MediaType::Anime,
        episodes,
        chapters: Some(1),
        ..Media::new(MediaId::new(1).unwrap())
    }
}

fn manga(chapters: Option<u32>, volumes: Option<u32>) -> Media {
    Media {
        kind: MediaType::Manga,
        chapters,
        volumes,
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

#[test]
fn numbers_stay_within_bounds() {
    let rows = [
        (0, Change::By(1), Some(12), Some(1)),
        (11, Change::By(1), Some(12), Some(12)),
        (12, Change::By(1), Some(12), None),
        (3, Change::By(100), Some(12), Some(12)),
        (3, Change::By(1), None, Some(4)),
        (u32::MAX, Change::By(1), None, None),
        (1, Change::By(-1), Some(12), Some(0)),
        (0, Change::By(-1), Some(12), None),
        (3, Change::By(-9), None, Some(0)),
        (3, Change::To(7), Some(12), Some(7)),
        (3, Change::To(70), Some(12), Some(12)),
        (3, Change::To(70), None, Some(70)),
        (3, Change::To(3), None, None),
        // Ahead of the total: one more is none, one less is one less.
        (14, Change::By(1), Some(12), None),
        (14, Change::By(-1), Some(12), Some(13)),
        (14, Change::To(20), Some(12), None),
    ];
    for (before, what, total, want) in rows {
        for counter in [Counter::Progress, Counter::Volumes] {
            let (mut values, mut media) = (at(Current, 0), manga(None, None));
            match counter {
                Counter::Progress => (values.progress, media.chapters) = (before, total),
                Counter::Volumes => (values.progress_volumes, media.volumes) = (before, total),
            }
            let step = change(&values, &media, counter, what, today(), OFF);
            let want: Patch = want.map(|number| counter.value(number)).into_iter().collect();
            assert_eq!(
                step,
                Step {
                    patch: want,
                    offer: None
                },
                "{before} {what:?} {total:?} {counter:?}"
            );
        }
    }
}

#[test]
fn what_follows_from_going_on() {
    let started = Value::Started(Some(today()));
    let current = Value::Status(Current);
    let rows: &[(EntryValues, Change, &[Value])] = &[
        (
            at(Planning, 0),
            Change::By(1),
            &[current.clone(), started.clone()],
        ),
        (
            at(Planning, 0),
            Change::To(5),
            &[current.clone(), started.clone()],
        ),
        (
            at(Planning, 3),
            Change::By(1),
            &[current.clone(), started.clone()],
        ),
        (
            EntryValues {
                started: earlier(),
                ..at(Planning, 0)
            },
            Change::By(1),
            std::slice::from_ref(&current),
        ),
        (at(Current, 0), Change::By(1), std::slice::from_ref(&started)),
        (at(Current, 4), Change::By(1), &[]),
        (
            EntryValues {
                progress_volumes: 1,
                ..at(Current, 0)
            },
            Change::By(1),
            &[],
        ),
        (at(Paused, 4), Change::By(1), std::slice::from_ref(&current)),
        (at(Dropped, 4), Change::By(1), std::slice::from_ref(&current)),
        (at(Paused, 4), Change::To(6), &[]),
        (at(Dropped, 4), Change::To(6), &[]),
        (at(Repeating, 0), Change::By(1), &[]),
        (at(Completed, 4), Change::By(1), &[]),
        (at(Planning, 3), Change::By(-1), &[]),
        (at(Paused, 3), Change::By(-1), &[]),
        (at(Planning, 3), Change::To(0), &[]),
    ];
    for (values, what, want) in rows {
        for media in [anime(Some(12)), anime(None), manga(Some(12), None)] {
            let mut step = change(values, &media, Counter::Progress, *what, today(), ON);
            assert!(step.patch.get(crate::domain::Field::Progress).is_some());
            step.patch.remove(crate::domain::Field::Progress);
            let want: Patch = want.iter().cloned().collect();
            assert_eq!(
                step,
                Step {
                    patch: want,
                    offer: None
                },
                "{values:?} {what:?}"
            );
        }
    }
}

#[test]
fn the_last_one_offers_to_complete() {
    let done = |more: &[Value]| {
        let usual = [Value::Status(Completed), Value::Completed(Some(today()))];
        let patch: Patch = usual.into_iter().chain(more.iter().cloned()).collect();
        Some(Offer::Complete(patch))
    };
    for status in [Current, Paused, Dropped] {
        let step = change(
            &at(status, 11),
            &anime(Some(12)),
            Counter::Progress,
            Change::By(1),
            today(),
            ON,
        );
        assert_eq!(step.offer, done(&[]), "{status:?}");
    }
    // A film: started and finished at once.
    let step = change(
        &at(Planning, 0),
        &anime(Some(1)),
        Counter::Progress,
        Change::By(1),
        today(),
        ON,
    );
    assert_eq!(
        step.patch.values(),
        [
            Value::Status(Current),
            Value::Progress(1),
            Value::Started(Some(today()))
        ]
    );
    assert_eq!(step.offer, done(&[]));
    // The last chapter is in the last volume, and the other way round.
    let step = change(
        &at(Current, 11),
        &manga(Some(12), Some(2)),
        Counter::Progress,
        Change::To(12),
        today(),
        ON,
    );
    assert_eq!(step.offer, done(&[Value::ProgressVolumes(2)]));
    let step = change(
        &at(Current, 11),
        &manga(Some(12), Some(2)),
        Counter::Volumes,
        Change::To(2),
        today(),
        ON,
    );
    assert_eq!(step.offer, done(&[Value::Progress(12)]));
    // A date that is there stays.
    let values = EntryValues {
        completed: earlier(),
        ..at(Current, 11)
    };
    let step = change(
        &values,
        &anime(Some(12)),
        Counter::Progress,
        Change::By(1),
        today(),
        ON,
    );
    assert_eq!(
        step.offer,
        Some(Offer::Complete([Value::Status(Completed)].into_iter().collect()))
    );
    // Nothing to offer.
    for (status, rules, media) in [
        (Completed, ON, anime(Some(12))),
        (Current, OFF, anime(Some(12))),
        (Current, ON, anime(None)),
    ] {
        let step = change(
            &at(status, 11),
            &media,
            Counter::Progress,
            Change::By(1),
            today(),
            rules,
        );
        assert_eq!(step.patch.values(), [Value::Progress(12)]);
        assert_eq!(step.offer, None);
    }
}

#[test]
fn one_more_at_the_end_offers_again_what_was_not_wanted_before() {
    for status in ListStatus::ALL.iter().copied() {
        for rules in [ON, OFF] {
            let (values, media) = (at(status, 12), anime(Some(12)));
            let step = |what| change(&values, &media, Counter::Progress, what, today(), rules);
            let one_more = step(Change::By(1));
            let does_something = !one_more.patch.is_empty() || one_more.offer.is_some();
            assert_eq!(
                does_something,
                rules.automatic && status != Completed,
                "{status:?}"
            );
            // The button looks as if it did something exactly where it does.
            assert_eq!(is_through(&values, &media, rules), !does_something, "{status:?}");
            assert_eq!(one_more.offer.is_some(), does_something && status != Repeating);
            // Neither what is typed nor one less asks for anything.
            assert_eq!(step(Change::To(12)), Step::default());
            assert_eq!(step(Change::By(-1)).offer, None);
        }
        // Where nobody knows the end there is always one more.
        assert!(!is_through(&at(status, 12), &anime(None), ON));
        assert!(!is_through(&at(status, 11), &anime(Some(12)), ON));
    }
}

#[test]
fn repeats_are_counted() {
    let values = EntryValues {
        repeat: 2,
        completed: earlier(),
        ..at(Repeating, 11)
    };
    let step = change(
        &values,
        &anime(Some(12)),
        Counter::Progress,
        Change::By(1),
        today(),
        ON,
    );
    assert_eq!(
        step.patch.values(),
        [Value::Status(Completed), Value::Progress(12), Value::Repeat(3)]
    );
    assert_eq!(step.offer, None);
    let step = change(
        &values,
        &anime(Some(12)),
        Counter::Progress,
        Change::By(1),
        today(),
        OFF,
    );
    assert_eq!(step.patch.values(), [Value::Progress(12)]);
    let often = EntryValues {
        repeat: 1000,
        ..values
    };
    assert_eq!(
        complete(&often, &anime(None), today()).values(),
        [Value::Status(Completed)]
    );
}

#[test]
fn what_follows_from_a_status() {
    let media = anime(Some(12));
    let rows: &[(EntryValues, ListStatus, Rules, &[Value])] = &[
        (at(Current, 3), Current, ON, &[]),
        (
            at(Planning, 0),
            Current,
            ON,
            &[Value::Status(Current), Value::Started(Some(today()))],
        ),
        (at(Paused, 3), Current, ON, &[Value::Status(Current)]),
        (at(Current, 3), Dropped, ON, &[Value::Status(Dropped)]),
        (
            at(Current, 3),
            Completed,
            ON,
            &[
                Value::Status(Completed),
                Value::Progress(12),
                Value::Completed(Some(today())),
            ],
        ),
        (at(Current, 3), Completed, OFF, &[Value::Status(Completed)]),
        (at(Planning, 0), Current, OFF, &[Value::Status(Current)]),
    ];
    for (values, status, rules, want) in rows {
        assert_eq!(
            choose(values, &media, *status, today(), *rules).values(),
            *want,
            "{values:?} {status:?}"
        );
    }
}

proptest! {
    #[test]
    fn one_more_and_one_less_is_where_it_was(
        status in select(ListStatus::ALL), progress in 0u32..30, episodes in prop::option::of(1u32..30), automatic: bool,
    ) {
        let (values, media, rules) = (at(status, progress), anime(episodes), Rules { automatic });
        let step = change(&values, &media, Counter::Progress, Change::By(1), today(), rules);
        let after = step.patch.applied_to(&values);
        prop_assert!(after.progress <= progress.max(episodes.unwrap_or(u32::MAX)));
        if step.patch.get(Field::Progress).is_some() {
            prop_assert_eq!(after.progress, progress + 1);
            let back = change(&after, &media, Counter::Progress, Change::By(-1), today(), rules);
            prop_assert_eq!(back.patch.values(), [Value::Progress(progress)]);
        }
        // An offer changes what it was made for, and is no more once it was taken.
        if let Some(Offer::Complete(patch)) = step.offer {
            let done = patch.applied_to(&after);
            prop_assert_eq!(done.status, Completed);
            prop_assert!(change(&done, &media, Counter::Progress, Change::By(1), today(), rules).patch.is_empty());
        }
    }
}
