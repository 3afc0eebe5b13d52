//! What one tab sends: order, sharing, withdrawal, batches.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::borrow::Cow;

use tsuzuki::api::batch::PreparedOperation;
use tsuzuki::api::envelope::HttpAnswer;
use tsuzuki::api::queue::{Left, Next, Payload, Queue, QueuedRequest, Request};
use tsuzuki::api::rate_limit::Priority;
use tsuzuki::auth::token::AccessToken;

fn media(id: u32) -> Request {
    let part = PreparedOperation {
        name: "Media",
        document: "query Media($id: Int) { Media(id: $id) { id } }",
        variables: format!("{{\"id\":{id}}}"),
    };
    Request {
        payload: Payload::Operation(part),
        token: None,
        priority: Priority::Screen,
        repeatable: true,
        batch: false,
    }
}

fn urgent(request: Request, priority: Priority) -> Request {
    Request { priority, ..request }
}

fn small(request: Request) -> Request {
    Request {
        batch: true,
        ..request
    }
}

fn order(queue: &mut Queue<&'static str>, now: u64) -> Vec<&'static str> {
    let mut order = Vec::new();
    while let Some(launch) = queue.launch(now) {
        for wanted in queue.complete(launch.flight) {
            order.extend(wanted.waiters());
        }
    }
    order
}

#[test]
fn an_edit_goes_first_then_the_screen_then_prefetch() {
    let mut queue = Queue::default();
    queue.want(urgent(media(1), Priority::Prefetch), "prefetch");
    queue.want(media(2), "screen 1");
    queue.want(media(3), "screen 2");
    queue.want(urgent(media(4), Priority::Edit), "edit");
    assert_eq!(queue.next(0), Next::Ready(Priority::Edit));
    assert_eq!(order(&mut queue, 0), ["edit", "screen 1", "screen 2", "prefetch"]);
    assert_eq!(queue.next(0), Next::Nothing);
}

#[test]
fn the_same_request_is_asked_once_while_it_waits_and_while_it_is_under_way() {
    let mut queue = Queue::default();
    queue.want(urgent(media(1), Priority::Prefetch), "ahead");
    queue.want(media(1), "screen");
    assert_eq!(
        queue.next(0),
        Next::Ready(Priority::Screen),
        "as urgent as the most urgent who waits"
    );
    let launch = queue.launch(0).unwrap();
    queue.want(media(1), "late");
    assert_eq!(queue.next(0), Next::Nothing);
    let landed = queue.complete(launch.flight);
    assert_eq!(
        landed[0].waiters().copied().collect::<Vec<_>>(),
        ["ahead", "screen", "late"]
    );
    assert_eq!(queue.shared(), 2);
    queue.want(media(1), "later");
    assert_eq!(
        queue.next(0),
        Next::Ready(Priority::Screen),
        "an answered question may be asked again"
    );
}

#[test]
fn requests_of_different_people_and_what_a_person_wrote_are_never_shared() {
    let mut queue = Queue::default();
    let token = |text| AccessToken::parse(text).ok();
    queue.want(
        Request {
            token: token("a.b.c"),
            ..media(1)
        },
        "one",
    );
    queue.want(
        Request {
            token: token("d.e.f"),
            ..media(1)
        },
        "other",
    );
    queue.want(media(1), "nobody");
    let whole = Request {
        payload: Payload::Whole {
            name: "Console",
            body: "{}".to_owned(),
        },
        ..media(1)
    };
    queue.want(whole.clone(), "first run");
    queue.want(whole, "second run");
    queue.want(
        Request {
            repeatable: false,
            ..media(2)
        },
        "once",
    );
    queue.want(
        Request {
            repeatable: false,
            ..media(2)
        },
        "twice",
    );
    assert_eq!(queue.waiting().len(), 7);
}

#[test]
fn whoever_leaves_withdraws_what_nobody_else_waits_for() {
    let mut queue = Queue::default();
    let one = queue.want(media(1), "one");
    let other = queue.want(media(1), "other");
    assert_eq!(queue.leave(one), Left::Nothing);
    assert_eq!(queue.leave(other), Left::Withdrawn);
    assert_eq!(queue.next(0), Next::Nothing);
    let one = queue.want(media(1), "one");
    let launch = queue.launch(0).unwrap();
    let other = queue.want(media(1), "other");
    assert_eq!(queue.leave(one), Left::Nothing);
    assert_eq!(queue.leave(other), Left::Orphaned(launch.flight));
    assert_eq!(queue.leave(other), Left::Nothing, "leaving twice changes nothing");
    let landed = queue.complete(launch.flight);
    assert_eq!(landed[0].waiters().count(), 0);
    queue.again(landed.into_iter().next().unwrap(), 0);
    assert_eq!(
        queue.next(0),
        Next::Nothing,
        "what nobody waits for is not repeated"
    );
}

#[test]
fn what_was_aborted_is_asked_anew_and_not_waited_for() {
    let mut queue = Queue::default();
    let left = queue.want(media(1), "left");
    let aborted = queue.launch(0).unwrap();
    assert_eq!(queue.leave(left), Left::Orphaned(aborted.flight));
    // The browser says only later that it ended.
    queue.want(media(1), "came back");
    assert_eq!(queue.next(0), Next::Ready(Priority::Screen));
    let anew = queue.launch(0).unwrap();
    assert_eq!(queue.complete(aborted.flight)[0].waiters().count(), 0);
    let landed = queue.complete(anew.flight);
    assert_eq!(landed[0].waiters().copied().collect::<Vec<_>>(), ["came back"]);
}

#[test]
fn a_part_that_nobody_waits_for_is_shared_while_its_request_goes_on() {
    let mut queue = Queue::default();
    let left = queue.want(small(media(1)), "left");
    queue.want(small(media(2)), "stays");
    let launch = queue.launch(0).unwrap();
    assert_eq!(queue.leave(left), Left::Nothing);
    queue.want(small(media(1)), "came back");
    assert_eq!(queue.next(0), Next::Nothing);
    let landed = queue.complete(launch.flight);
    let waiters: Vec<_> = landed.iter().flat_map(QueuedRequest::waiters).copied().collect();
    assert_eq!(waiters, ["came back", "stays"]);
}

#[test]
fn a_repeated_request_waits_for_its_time_with_those_it_went_with() {
    let mut queue = Queue::default();
    queue.want(small(media(1)), "one");
    queue.want(small(media(2)), "two");
    let launch = queue.launch(0).unwrap();
    assert_eq!(launch.parts, 2);
    for wanted in queue.complete(launch.flight) {
        queue.again(wanted, 5_000);
    }
    assert_eq!(queue.next(4_999), Next::Later(5_000));
    assert!(queue.launch(4_999).is_none());
    queue.want(media(3), "three");
    assert_eq!(
        queue.next(1),
        Next::Ready(Priority::Screen),
        "others do not wait with it"
    );
    queue.launch(1).unwrap();
    let again = queue.launch(5_000).unwrap();
    assert_eq!((again.parts, again.attempt), (2, 1));
    assert!(queue.launch(5_000).is_none());
    for wanted in queue.complete(again.flight) {
        queue.alone(wanted, 9_000);
    }
    queue.want(small(media(4)), "four");
    for attempt in [2, 2, 0] {
        let alone = queue.launch(9_000).unwrap();
        assert_eq!((alone.parts, alone.attempt), (1, attempt));
    }
    assert!(queue.launch(9_000).is_none());
}

#[test]
fn trying_now_ends_every_wait_for_a_time() {
    let mut queue = Queue::default();
    queue.want(media(1), "one");
    let launch = queue.launch(0).unwrap();
    for wanted in queue.complete(launch.flight) {
        queue.again(wanted, 30_000);
    }
    queue.send_now();
    assert_eq!(queue.next(1), Next::Ready(Priority::Screen));
}

#[test]
fn small_reads_of_one_person_go_together_and_nothing_else_does() {
    let mut queue = Queue::default();
    let token = AccessToken::parse("a.b.c").ok();
    queue.want(small(media(1)), "one");
    queue.want(media(2), "large");
    queue.want(small(Request { token, ..media(3) }), "other person");
    queue.want(small(urgent(media(4), Priority::Prefetch)), "two");
    let launch = queue.launch(0).unwrap();
    assert_eq!((launch.parts, launch.name.as_str()), (2, "Media ×2"));
    assert_eq!(queue.waiting().len(), 2);
    let landed = queue.complete(launch.flight);
    assert_eq!(
        landed
            .iter()
            .flat_map(|wanted| wanted.waiters())
            .collect::<Vec<_>>(),
        [&"one", &"two"]
    );
}

#[test]
fn a_batch_ends_at_eight_parts() {
    let mut queue = Queue::default();
    for id in 0..20 {
        queue.want(small(media(id)), "one");
    }
    let sizes: Vec<_> = std::iter::from_fn(|| queue.launch(0))
        .map(|launch| launch.parts)
        .collect();
    assert_eq!(sizes, [8, 8, 4]);
}

fn leave(id: u32) -> Request {
    let part = PreparedOperation {
        name: "Leave",
        document: "mutation Leave($id: Int) { DeleteMediaListEntry(id: $id) { deleted } }",
        variables: format!("{{\"id\":{id}}}"),
    };
    Request {
        payload: Payload::Operation(part),
        priority: Priority::Edit,
        repeatable: false,
        ..small(media(id))
    }
}

#[test]
fn changes_go_with_changes_and_reads_with_reads() {
    let mut queue = Queue::default();
    queue.want(small(media(1)), "read");
    queue.want(leave(1), "change");
    queue.want(urgent(small(media(2)), Priority::Edit), "urgent read");
    queue.want(leave(2), "other change");
    let launches: Vec<_> = std::iter::from_fn(|| queue.launch(0))
        .map(|launch| launch.name)
        .collect();
    assert_eq!(launches, ["Leave ×2", "Media ×2"]);
}

#[test]
fn a_batch_of_changes_ends_at_twenty_parts() {
    let mut queue = Queue::default();
    for id in 0..45 {
        queue.want(leave(id), "one");
    }
    let sizes: Vec<_> = std::iter::from_fn(|| queue.launch(0))
        .map(|launch| launch.parts)
        .collect();
    assert_eq!(sizes, [20, 20, 5]);
}

/// Whether it was carried out nobody can know, so it is not sent once more.
#[test]
fn a_change_that_an_answer_says_nothing_about_has_the_whole_answer() {
    let mut queue = Queue::default();
    queue.want(leave(1), "change");
    let launch = queue.launch(0).unwrap();
    let change = queue.complete(launch.flight).remove(0);
    queue.want(small(media(1)), "read");
    let launch = queue.launch(0).unwrap();
    let read = queue.complete(launch.flight).remove(0);
    let whole = HttpAnswer {
        status: 400,
        ..HttpAnswer::default()
    };
    assert_eq!(change.share(None, &whole).as_deref(), Some(&whole));
    assert_eq!(read.share(None, &whole), None, "asked alone");
    let too_much = r#"{"data":null,"errors":[{"message":"Max query complexity should be 500 but got 646.","status":400}]}"#;
    let refused = HttpAnswer {
        status: 400,
        body: too_much.into(),
        ..HttpAnswer::default()
    };
    assert_eq!(change.share(None, &refused), None, "surely nothing was done");
    let own = HttpAnswer::default();
    let given = change.share(Some(Cow::Borrowed(&own)), &whole);
    assert_eq!(given.as_deref(), Some(&own));
}

/// A large answer is handed out part by part, and what was asked in it can be joined and left until its turn comes.
#[test]
fn parts_of_a_flight_land_one_by_one() {
    let mut queue = Queue::default();
    queue.want(small(media(1)), "first");
    let second = queue.want(small(media(2)), "second");
    queue.want(small(media(3)), "third");
    let flight = queue.launch(0).unwrap().flight;
    let complete = |queue: &mut Queue<&'static str>| -> Option<Vec<&str>> {
        Some(queue.complete_one(flight)?.waiters().copied().collect())
    };
    assert_eq!(complete(&mut queue), Some(vec!["first"]));
    assert_eq!(queue.leave(second), Left::Nothing, "the third still waits");
    queue.want(small(media(3)), "joins");
    assert_eq!(queue.next(0), Next::Nothing, "it is not asked once more");
    queue.want(small(media(1)), "again");
    assert!(matches!(queue.next(0), Next::Ready(_)), "what has landed is");
    assert_eq!(complete(&mut queue), Some(vec![]));
    assert_eq!(complete(&mut queue), Some(vec!["third", "joins"]));
    assert_eq!(complete(&mut queue), None);
    assert_eq!(queue.in_flight().count(), 0);
}

#[test]
fn what_was_not_sent_is_put_back_without_having_been_tried() {
    let mut queue = Queue::default();
    queue.want(small(media(1)), "one");
    queue.want(small(media(2)), "two");
    // As when AniList is switched off before either has gone.
    for wanted in queue.give_up(0) {
        queue.delay(wanted, 600_000);
    }
    assert_eq!(queue.next(1), Next::Later(600_000));
    let launch = queue.launch(600_000).unwrap();
    assert_eq!(
        (launch.parts, launch.attempt),
        (2, 0),
        "still together, and for the first time"
    );
}
