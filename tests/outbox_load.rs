//! The edit queue with much at once, and with what happens seldom: a thousand unsent edits at a start, an import of
//! thousands under random faults whose tab is killed at half, one refused among many in a request, fifty custom lists.

#[path = "outbox_load/desk.rs"]
mod desk;

use std::collections::{BTreeMap, BTreeSet};

use tsuzuki::api::error::ApiError;
use tsuzuki::domain::{
    EntryId, EntryValues, Field, ListEntry, ListStatus, Media, MediaId, MediaTitle, MediaType, Score,
    TitleLanguage, Value,
};
use tsuzuki::exchange::json::JsonExport;
use tsuzuki::exchange::plan::{Options, Works, plan, told};
use tsuzuki::exchange::{Header, read};
use tsuzuki::outbox::bulk::{Activity, BulkJob, JobId, JobState, What};
use tsuzuki::outbox::{
    Batch, Change, MAX_READ, MAX_WRITES, PendingEdit, Reply, Sender, Side, Situation, Snapshot, State, Step,
    reconcile, resolve, retry, withdraw,
};

use self::desk::{Desk, START, account, key};
use crate::chance::Random;
use crate::outbox_model::anilist::{Author, MAX_PRIORITY};

/// Values that are no two entries' own.
fn values(random: &mut Random, id: u64) -> EntryValues {
    EntryValues {
        status: ListStatus::ALL[random.below(4) as usize],
        progress: id as u32 % 997 + 1,
        score: Score::new(random.below(101) as u8),
        repeat: random.below(3) as u32,
        notes: ["", "a note", "другая", "続き"][random.below(4) as usize].into(),
        ..EntryValues::default()
    }
}

#[test]
fn a_thousand_unsent_edits_go_in_few_requests_each_once() {
    for seed in 0..4 {
        let mut desk = Desk::new(seed);
        for id in 1..=1_000 {
            let before = values(&mut desk.random, id);
            desk.anilist.put(key(id), Author::Foreign, before.clone(), START);
            let wanted = match desk.random.below(8) {
                0 => Change::Delete,
                1 => Change::Set([Value::Notes("changed".into())].into_iter().collect()),
                _ => Change::Set([Value::Progress(before.progress + 1)].into_iter().collect()),
            };
            desk.order(id, Some(before), wanted);
        }
        let wanted: BTreeMap<_, _> = desk
            .edits
            .iter()
            .map(|edit| (edit.key, edit.view(edit.base.as_ref())))
            .collect();
        // All of it was made in a tab that is gone, long ago.
        desk.die(86_400_000);
        desk.run();
        assert!(desk.edits.is_empty(), "{:?}", desk.edits.first());
        for (key, wanted) in &wanted {
            assert_eq!(
                desk.anilist.entry(*key).map(|entry| &entry.values),
                wanted.as_ref()
            );
            assert_eq!(desk.changes_of(*key), 1, "{key:?}");
        }
        // Two readings' worth of writes go on each reading, which is good for some seconds only.
        let (least, most) = (
            1_000 / MAX_READ,
            1_000_usize.div_ceil(MAX_WRITES) + 2 * 1_000_usize.div_ceil(MAX_READ) + 5,
        );
        assert!(
            (least..=most).contains(&desk.requests),
            "{} requests",
            desk.requests
        );
    }
}

#[test]
fn an_import_of_thousands_under_faults_and_a_tab_killed_at_half_is_whole_and_nothing_is_done_twice() {
    const ENTRIES: u64 = 5_000;
    for seed in 0..4 {
        let mut desk = Desk::new(seed);
        desk.fault_percent = [0, 10, 30, 60][seed as usize % 4];
        let entry = |id: u64, values: EntryValues| ListEntry {
            id: EntryId::new(id + 100_000).unwrap(),
            values,
            updated_at: None,
            created_at: None,
            media: Media {
                kind: MediaType::Anime,
                // A file puts nothing on the list that has no name.
                title: MediaTitle {
                    romaji: Some(id.to_string().into()),
                    ..MediaTitle::default()
                },
                ..Media::new(MediaId::new(id).unwrap())
            },
        };
        // Half of the file is on the list, otherwise than the file has it.
        let mut listed = Vec::new();
        for id in (1..=ENTRIES).step_by(2) {
            let before = values(&mut desk.random, id + 1);
            desk.anilist.put(key(id), Author::Foreign, before.clone(), START);
            listed.push(entry(id, before));
        }
        let mut file = JsonExport::new(&Header::default());
        for id in 1..=ENTRIES {
            file.entry(&entry(id, values(&mut desk.random, id)));
        }
        let import = read(file.finish().as_bytes()).unwrap();
        assert_eq!((import.records.len() as u64, import.problems.len()), (ENTRIES, 0));
        let told = told(&import);
        let mut works = Works::default();
        listed.iter().for_each(|entry| works.entry(entry, None));
        told.iter().for_each(|media| works.work(media, None));
        let planned = plan(
            &import,
            &works,
            Options::usual(&import.origin),
            TitleLanguage::Romaji,
        );
        assert_eq!(planned.items.len() as u64, ENTRIES);
        let wanted: BTreeMap<_, _> = planned
            .items
            .iter()
            .map(|item| (item.media, item.after()))
            .collect();
        let (run, orders) = BulkJob::start(
            JobId(START),
            account(),
            What::Import,
            planned.items,
            Activity::Kept,
            None,
        );
        desk.runs.push(run);
        orders.iter().for_each(|order| desk.take(order));

        while desk.edits.len() as u64 > ENTRIES / 2 && desk.step() {}
        // The next request is on its way when the tab dies, and so is one of the many after it now and then.
        desk.dies_in = Some(0);
        while desk.step() {
            if desk.dies_in.is_none() && desk.random.below(60) == 0 {
                desk.dies_in = Some(desk.random.below(3));
            }
        }
        assert!(desk.deaths > 1, "the tab never died");
        // What no answer explained in many tries waits for the person, who has it tried again on a good day.
        desk.fault_percent = 0;
        for edit in desk.edits.clone() {
            assert!(matches!(edit.state, State::Failed { .. }), "{edit:?}");
            desk.store(edit.key, retry(Some(edit)));
        }
        while desk.step() {}

        assert!(desk.edits.is_empty(), "{:?}", desk.edits.first());
        assert_eq!(desk.runs[0].state, JobState::Done);
        for (media, wanted) in &wanted {
            let key = key(media.get());
            assert_eq!(
                desk.anilist.entry(key).map(|entry| &entry.values),
                wanted.as_ref(),
                "{key:?}"
            );
            assert_eq!(desk.changes_of(key), 1, "{key:?} in seed {seed}");
        }
        println!(
            "seed {seed}: {} requests, {} faults, {} deaths",
            desk.requests, desk.faults, desk.deaths
        );
    }
}

#[test]
fn one_refused_in_a_request_costs_only_itself() {
    for count in 1..=MAX_WRITES as u64 {
        for bad in 1..=count {
            let mut desk = Desk::new(count * 100 + bad);
            for id in 1..=count {
                let before = values(&mut desk.random, id);
                let base = (id % 3 > 0).then_some(before);
                if let Some(base) = &base {
                    desk.anilist.put(key(id), Author::Foreign, base.clone(), START);
                }
                let change = match (id == bad, id % 5) {
                    (true, _) => Change::Set([Value::Priority(MAX_PRIORITY + 1)].into_iter().collect()),
                    (_, 0) if base.is_some() => Change::Delete,
                    _ => Change::Set([Value::Progress(id as u32 + 2_000)].into_iter().collect()),
                };
                desk.order(id, base, change);
            }
            desk.run();
            assert_eq!(
                desk.requests, 2,
                "one reading and one request of {count}, in which {bad} is refused"
            );
            let [left] = desk.edits.as_slice() else {
                panic!("{} are left of {count}", desk.edits.len())
            };
            assert_eq!(left.key, key(bad));
            let is_about_it = matches!(&left.state, State::Failed { error: ApiError::Validation { fields }, .. } if fields[0].field == "priority");
            assert!(is_about_it, "{left:?}");
            for id in (1..=count).filter(|id| *id != bad) {
                assert_eq!(desk.changes_of(key(id)), 1);
            }
        }
    }
}

#[test]
fn where_equal_changes_are_one_write_and_it_is_refused_the_others_are_saved_once() {
    let mut desk = Desk::new(1);
    for id in 1..=30 {
        let before = values(&mut desk.random, id);
        desk.anilist.put(key(id), Author::Foreign, before.clone(), START);
        let value = if id % 2 == 0 {
            Value::Priority(MAX_PRIORITY + 1)
        } else {
            Value::Priority(7)
        };
        desk.order(id, Some(before), Change::Set([value].into_iter().collect()));
    }
    desk.run();
    for id in 1..=30 {
        let edit = desk.edits.iter().find(|edit| edit.key == key(id));
        assert_eq!(edit.is_some(), id % 2 == 0);
        assert!(edit.is_none_or(|edit| matches!(
            edit.state,
            State::Failed {
                error: ApiError::Validation { .. },
                ..
            }
        )));
        assert_eq!(desk.changes_of(key(id)), u64::from(id % 2 == 1) as usize);
    }
}

#[test]
fn of_fifty_custom_lists_each_name_is_a_choice_of_its_own() {
    let names: Vec<Box<str>> = (0..50)
        .map(|number| format!("List {number:02} ラベル").into())
        .collect();
    for seed in 0..200 {
        let mut desk = Desk::new(seed);
        let some = |desk: &mut Desk| -> Vec<Box<str>> {
            names
                .iter()
                .filter(|_| desk.random.below(2) == 0)
                .cloned()
                .collect()
        };
        let (base, mine, theirs) = (some(&mut desk), some(&mut desk), some(&mut desk));
        let with = |lists: &[Box<str>]| EntryValues {
            custom_lists: lists.into(),
            ..EntryValues::default()
        };
        desk.anilist.put(key(1), Author::Foreign, with(&base), START);
        desk.order(
            1,
            Some(with(&base)),
            Change::Set([Value::CustomLists(mine.clone().into())].into_iter().collect()),
        );
        desk.anilist
            .put(key(1), Author::Foreign, with(&theirs), START + 1_000);
        desk.run();
        assert!(desk.edits.is_empty(), "names never exclude each other");
        let set = |lists: &[Box<str>]| lists.iter().cloned().collect::<BTreeSet<_>>();
        let (base, mine, theirs) = (set(&base), set(&mine), set(&theirs));
        let wanted: BTreeSet<_> = names
            .iter()
            .filter(|name| match (base.contains(*name), mine.contains(*name)) {
                (was, is) if was != is => is,
                _ => theirs.contains(*name),
            })
            .cloned()
            .collect();
        let there = &desk.anilist.entry(key(1)).unwrap().values;
        assert_eq!(set(&there.custom_lists), wanted);
        assert_eq!(
            there.get(Field::Status),
            Value::Status(EntryValues::default().status)
        );
    }
}

/// An edit that is marked as sent upon a fresh reading, and the batch that waits for its turn.
fn marked(desk: &mut Desk, sender: &mut Sender, now: u64) -> (PendingEdit, Batch) {
    sender.read(reading(desk, now));
    let decided = sender.decide(desk.edits.clone(), now);
    let edit = decided.edits.into_iter().find_map(|(_, edit)| edit).unwrap();
    (edit, decided.batch.unwrap())
}

fn reading(desk: &mut Desk, now: u64) -> Snapshot {
    let asked = vec![key(1).media];
    Snapshot {
        account: account(),
        requested_at: now,
        read_at: now,
        there: desk.anilist.read(account(), &asked),
        asked,
    }
}

#[test]
fn what_was_ordered_while_a_request_waited_is_not_given_up_because_it_was_so_before() {
    let before = EntryValues {
        status: ListStatus::Planning,
        progress: 4,
        repeat: 1,
        ..EntryValues::default()
    };
    let progress = |progress| Change::Set([Value::Progress(progress)].into_iter().collect());
    let anew = Change::Set(
        [Value::Status(ListStatus::Current), Value::Progress(4)]
            .into_iter()
            .collect(),
    );
    // Deleted and made anew with the old progress; changed, and changed back.
    for (first, second) in [(Change::Delete, anew), (progress(5), progress(4))] {
        let (mut desk, mut sender, now) = (Desk::new(1), Sender::default(), START + 10_000);
        desk.anilist.put(key(1), Author::Foreign, before.clone(), START);
        desk.order(1, Some(before.clone()), first);
        let (edit, batch) = marked(&mut desk, &mut sender, now);
        desk.store(key(1), Some(edit));
        let theirs = EntryValues {
            progress: 6,
            ..before.clone()
        };
        desk.anilist.put(key(1), Author::Foreign, theirs, now + 1_000);
        desk.order(1, Some(before.clone()), second);
        // The budget lets it wait for too long.
        let settled = reconcile(
            desk.edits.first().cloned(),
            key(1),
            &batch,
            &Reply::NotSent,
            now + 9_000,
        );
        let later = now + 20_000;
        sender.read(reading(&mut desk, later));
        let decided = sender.decide(settled.edit.into_iter().collect(), later);
        assert!(decided.batch.is_none());
        let state = decided.edits[0].1.as_ref().map(|edit| &edit.state);
        assert!(
            matches!(state, Some(State::Conflict { fields, .. }) if *fields == [Field::Progress]),
            "{state:?}"
        );
    }
}

#[test]
fn what_was_read_before_an_hour_of_sleep_is_not_written_upon() {
    let before = EntryValues::default();
    for slept in [25_001, 60_000, 3_600_000] {
        let (mut desk, mut sender, now) = (Desk::new(1), Sender::default(), START + 10_000);
        desk.anilist.put(key(1), Author::Foreign, before.clone(), START);
        desk.order(
            1,
            Some(before.clone()),
            Change::Set([Value::Progress(1)].into_iter().collect()),
        );
        let asked = reading(&mut desk, now);
        let awake = now + slept;
        sender.read(Snapshot {
            read_at: awake,
            ..asked
        });
        assert!(sender.decide(desk.edits.clone(), awake).batch.is_none());
        let at = Situation {
            account: Some(account()),
            now: awake,
            hidden: false,
        };
        assert_eq!(sender.next(&desk.edits, &[], at), Step::Read(vec![key(1).media]));
    }
}

fn patch<const N: usize>(values: [Value; N]) -> Change {
    Change::Set(values.into_iter().collect())
}

#[test]
fn a_name_of_a_list_that_a_tab_does_not_show_stays_as_another_tab_ordered_it() {
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| Box::from(*name))
            .collect::<Box<[Box<str>]>>()
    };
    let there = |lists: &[&str]| EntryValues {
        custom_lists: names(lists),
        ..EntryValues::default()
    };
    type Names = &'static [&'static str];
    type Case = (Names, [(Names, Names); 2], Names);
    // What AniList has; of each order, what its tab's list says and what it has left; what AniList has in the end.
    let cases: [Case; 2] = [
        // The second tab's list is older: taken out of "y", the entry stands nowhere in it.
        (&["y", "x"], [(&["y", "x"], &["x"]), (&["y"], &[])], &["x"]),
        // The second tab's list is newer: it shows "y" too, and takes the entry out of it.
        (&["y"], [(&[], &["x"]), (&["y"], &["x"])], &["x"]),
    ];
    for (before, orders, after) in cases {
        let mut desk = Desk::new(1);
        desk.anilist.put(key(1), Author::Foreign, there(before), START);
        for (list, left) in orders {
            desk.order(1, Some(there(list)), patch([Value::CustomLists(names(left))]));
        }
        desk.run();
        assert_eq!(
            desk.anilist.entry(key(1)).unwrap().values.custom_lists,
            names(after)
        );
    }
}

#[test]
fn what_was_as_wanted_in_a_conflict_is_not_done_again_over_a_later_change() {
    let values = |repeat, notes: &str| EntryValues {
        repeat,
        notes: notes.into(),
        ..EntryValues::default()
    };
    let mut desk = Desk::new(1);
    desk.anilist.put(key(1), Author::Foreign, values(0, ""), START);
    let wanted = patch([Value::Repeat(2), Value::Notes("".into())]);
    desk.order(1, Some(values(3, "b")), wanted);
    desk.run();
    let edit = desk.edits[0].clone();
    assert!(
        matches!(&edit.state, State::Conflict { fields, .. } if *fields == [Field::Repeat]),
        "{edit:?}"
    );
    desk.anilist
        .put(key(1), Author::Foreign, values(0, "b"), START + 60_000);
    let revision = edit.revision;
    let chosen = resolve(Some(edit), revision, &[], Side::Mine, START + 90_000);
    desk.store(key(1), chosen);
    desk.run();
    assert_eq!(desk.anilist.entry(key(1)).unwrap().values, values(2, "b"));
}

#[test]
fn what_an_order_is_made_upon_is_what_the_person_had_before_them() {
    let values = |progress| EntryValues {
        progress,
        ..EntryValues::default()
    };
    let anew = patch([Value::Status(ListStatus::Current), Value::Progress(1)]);
    // A deletion that may arrive, and a change anew in a tab whose list is older: no conflict with oneself. A change that
    // may arrive and was taken back, and another one in a tab that does not have the entry: nobody saw its progress.
    let cases = [
        (Change::Delete, Some(values(2)), None),
        (patch([Value::Repeat(1)]), None, Some(vec![Field::Progress])),
    ];
    for (first, list, asks) in cases {
        let (mut desk, mut sender, now) = (Desk::new(1), Sender::default(), START + 10_000);
        desk.anilist.put(key(1), Author::Foreign, values(3), START);
        desk.order(1, Some(values(3)), first.clone());
        let (mut edit, batch) = marked(&mut desk, &mut sender, now);
        if first != Change::Delete {
            edit = withdraw(Some(edit), now).unwrap();
        }
        desk.store(key(1), Some(edit));
        desk.order(1, list, anew.clone());
        let not_sent = reconcile(desk.edits.first().cloned(), key(1), &batch, &Reply::NotSent, now);
        let later = now + 20_000;
        sender.read(reading(&mut desk, later));
        let decided = sender.decide(not_sent.edit.into_iter().collect(), later);
        let asked = match decided.edits[0].1.as_ref().map(|edit| &edit.state) {
            Some(State::Conflict { fields, .. }) => Some(fields.clone()),
            _ => None,
        };
        assert_eq!(asked, asks);
    }
}
