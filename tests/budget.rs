//! The rules of the request budget, one by one. Random schedules are in `budget_model.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use proptest::prelude::*;
use tsuzuki::api::rate_limit::{
    Admission, BURST, BURST_MS, HANGS_FROM_MS, LIMIT, OUTAGE_MS, Outcome, Permit, Priority, RateLimiter,
    SILENCE_MS, SLOT_MS, Throttle, ThrottleReason, WINDOW_MS,
};

const NOW: u64 = 1_000_000;

const ANSWERED: Outcome = Outcome::Answered {
    limit: None,
    remaining: None,
};

fn take(ledger: &mut RateLimiter, now: u64, priority: Priority) -> Result<Permit, Throttle> {
    match ledger.take(now, priority) {
        Admission::Go(slot) => Ok(slot),
        Admission::Wait(hold) => Err(hold),
        Admission::Off(outage) => panic!("{outage:?}"),
    }
}

/// Takes and ends as many as go, `BURST_MS` apart in bursts; gives how many went and the time after them.
fn drain(ledger: &mut RateLimiter, mut now: u64, priority: Priority) -> (u32, u64) {
    let mut count = 0;
    loop {
        match take(ledger, now, priority) {
            Ok(slot) => {
                ledger.finish(slot, now, ANSWERED);
                count += 1;
            }
            Err(hold) if hold.why == ThrottleReason::Burst => now = hold.until,
            Err(_) => return (count, now),
        }
    }
}

#[test]
fn bursts_are_small() {
    let mut ledger = RateLimiter::default();
    let slots: Vec<Permit> = (0..BURST)
        .map(|_| take(&mut ledger, NOW, Priority::Edit).unwrap())
        .collect();
    // Nobody knows yet when the first one ends.
    let why = ThrottleReason::Burst;
    let until = NOW + 1 + BURST_MS;
    assert_eq!(
        take(&mut ledger, NOW + 1, Priority::Edit).unwrap_err(),
        Throttle { until, why }
    );
    ledger.finish(slots[3], NOW + 500, ANSWERED);
    let until = NOW + 500 + BURST_MS;
    assert_eq!(
        take(&mut ledger, NOW + 600, Priority::Edit).unwrap_err(),
        Throttle { until, why }
    );
    assert!(take(&mut ledger, until, Priority::Edit).is_ok());
}

#[test]
fn what_was_aborted_or_hangs_holds_a_burst_up_for_a_while_and_what_was_not_sent_not_at_all() {
    let full = || {
        let mut ledger = RateLimiter::default();
        let slots: Vec<Permit> = (0..BURST)
            .map(|_| take(&mut ledger, NOW, Priority::Edit).unwrap())
            .collect();
        (ledger, slots)
    };
    let next =
        |ledger: &RateLimiter, now| take(&mut ledger.clone(), now, Priority::Edit).map_err(|hold| hold.until);
    let (mut ledger, slots) = full();
    ledger.finish(slots[0], NOW + 100, Outcome::Aborted);
    let ledger = RateLimiter::parse(&ledger.to_json());
    assert_eq!(next(&ledger, NOW + 200), Err(NOW + 100 + BURST_MS));
    assert!(next(&ledger, NOW + 100 + BURST_MS).is_ok());
    let (ledger, _) = full();
    let hangs = NOW + HANGS_FROM_MS + BURST_MS;
    assert_eq!(next(&ledger, hangs - 1), Err(hangs));
    assert!(next(&ledger, hangs).is_ok());
    let (mut ledger, slots) = full();
    let before = ledger.usage(NOW).used;
    ledger.finish(slots[7], NOW + 1, Outcome::NotSent);
    assert_eq!(ledger.usage(NOW + 1).used, before - 1);
    assert!(next(&ledger, NOW + 1).is_ok());
}

#[test]
fn a_slot_is_for_what_goes_now() {
    let slot = take(&mut RateLimiter::default(), NOW, Priority::Edit).unwrap();
    for (now, is_good) in [
        (NOW, true),
        (NOW + SLOT_MS, true),
        (NOW + SLOT_MS + 1, false),
        (NOW + 3_600_000, false),
        // The clock was set back.
        (NOW - 5_000, true),
    ] {
        assert_eq!(slot.is_good(now), is_good, "{now}");
    }
}

#[test]
fn the_last_slots_are_for_what_is_more_urgent() {
    for (priority, allowed) in [
        (Priority::Prefetch, 15),
        (Priority::Screen, 24),
        (Priority::Edit, 25),
    ] {
        assert_eq!(
            drain(&mut RateLimiter::default(), NOW, priority).0,
            allowed,
            "{priority:?}"
        );
    }
    let mut ledger = RateLimiter::default();
    let (_, now) = drain(&mut ledger, NOW, Priority::Screen);
    assert!(
        take(&mut ledger, now + BURST_MS, Priority::Edit).is_ok(),
        "an edit never waits behind the screen's requests"
    );
}

#[test]
fn a_slot_comes_back_a_minute_after_the_answer_not_after_the_sending() {
    let mut ledger = RateLimiter::default();
    let slot = take(&mut ledger, NOW, Priority::Edit).unwrap();
    ledger.finish(slot, NOW + 19_000, ANSWERED);
    assert_eq!(ledger.usage(NOW + WINDOW_MS).used, 1);
    assert_eq!(
        ledger.usage(NOW + 19_000).refills_at,
        Some(NOW + 19_000 + WINDOW_MS)
    );
    assert_eq!(ledger.usage(NOW + 19_000 + WINDOW_MS).used, 0);
}

#[test]
fn a_killed_tab_holds_nobody_up_for_long() {
    let mut ledger = RateLimiter::default();
    take(&mut ledger, NOW, Priority::Edit).unwrap();
    assert_eq!(ledger.usage(NOW + 90_000).used, 1);
    assert_eq!(ledger.usage(NOW + 35_000 + WINDOW_MS).used, 0);
}

#[test]
fn headers_lower_the_limit_and_never_raise_it() {
    for (advertised, kept) in [
        (None, 25),
        (Some(90), 25),
        (Some(30), 25),
        (Some(12), 10),
        (Some(1), 1),
        (Some(0), 1),
    ] {
        let mut ledger = RateLimiter::default();
        let slot = take(&mut ledger, NOW, Priority::Edit).unwrap();
        ledger.finish(
            slot,
            NOW,
            Outcome::Answered {
                limit: advertised,
                remaining: None,
            },
        );
        assert_eq!(ledger.usage(NOW).limit, kept, "{advertised:?}");
    }
}

#[test]
fn requests_of_others_at_the_same_address_count() {
    // As recorded right before a refusal: 60 of 90 left, which were 30 seen.
    let mut ledger = RateLimiter::default();
    let slot = take(&mut ledger, NOW, Priority::Edit).unwrap();
    ledger.finish(
        slot,
        NOW + 100,
        Outcome::Answered {
            limit: Some(90),
            remaining: Some(60),
        },
    );
    assert_eq!(ledger.usage(NOW + 100).left(), 0);
    let hold = take(&mut ledger, NOW + 200, Priority::Edit).unwrap_err();
    assert!(hold.why == ThrottleReason::Limit && hold.until <= NOW + 100 + WINDOW_MS);
    assert!(take(&mut ledger, NOW + 100 + WINDOW_MS, Priority::Edit).is_ok());
}

#[test]
fn a_refusal_is_followed_by_a_minute_of_silence() {
    let mut ledger = RateLimiter::default();
    let slot = take(&mut ledger, NOW, Priority::Edit).unwrap();
    assert!(ledger.finish(slot, NOW + 50, Outcome::Refused));
    let until = NOW + 50 + SILENCE_MS;
    assert_eq!(
        take(&mut ledger, until - 1, Priority::Edit).unwrap_err(),
        Throttle {
            until,
            why: ThrottleReason::Refused
        }
    );
    assert_eq!(ledger.usage(NOW + 100).silent_until, Some(until));
    assert!(take(&mut ledger, until, Priority::Edit).is_ok());
}

#[test]
fn a_rejected_fetch_is_the_limit_after_five_requests_within_a_minute() {
    for (sent, silent) in [(1, false), (4, false), (5, true), (8, true)] {
        let mut ledger = RateLimiter::default();
        let slots: Vec<_> = (0..sent)
            .map(|_| take(&mut ledger, NOW, Priority::Edit).unwrap())
            .collect();
        assert_eq!(
            ledger.finish(slots[0], NOW + 10, Outcome::Rejected),
            silent,
            "{sent} sent"
        );
    }
    let mut ledger = RateLimiter::default();
    for _ in 0..5 {
        take(&mut ledger, NOW, Priority::Edit).unwrap();
    }
    let late = take(&mut ledger, NOW + WINDOW_MS, Priority::Edit).unwrap();
    assert!(
        !ledger.finish(late, NOW + WINDOW_MS, Outcome::Rejected),
        "the five are a minute old"
    );
}

#[test]
fn an_outage_stops_everything_for_ten_minutes_unless_the_person_tries() {
    let mut ledger = RateLimiter::default();
    let (slot, other) = (
        take(&mut ledger, NOW, Priority::Edit).unwrap(),
        take(&mut ledger, NOW, Priority::Edit).unwrap(),
    );
    let message = Some("Closed for repairs.".to_owned());
    ledger.finish(
        slot,
        NOW,
        Outcome::Outage {
            message: message.clone(),
        },
    );
    let Admission::Off(outage) = ledger.take(NOW + 1, Priority::Edit) else {
        panic!()
    };
    assert_eq!((outage.until, &outage.message), (NOW + OUTAGE_MS, &message));
    let mut tried = ledger.clone();
    tried.try_now();
    assert!(take(&mut tried, NOW + 2, Priority::Edit).is_ok());
    let mut waited = ledger.clone();
    assert!(take(&mut waited, NOW + OUTAGE_MS, Priority::Edit).is_ok());
    ledger.finish(other, NOW + 5, ANSWERED);
    assert!(
        take(&mut ledger, NOW + 6, Priority::Edit).is_ok(),
        "an answer proves that it is over"
    );
}

#[test]
fn a_clock_that_is_set_back_blocks_nobody_for_longer_than_a_window() {
    let mut ledger = RateLimiter::default();
    let (_, now) = drain(&mut ledger, NOW, Priority::Edit);
    let slot = Permit::clone(&take(&mut ledger, now + WINDOW_MS, Priority::Edit).unwrap());
    ledger.finish(slot, now + WINDOW_MS, Outcome::Refused);
    let back = NOW - 900_000;
    let hold = take(&mut ledger, back, Priority::Edit).unwrap_err();
    assert!(hold.until <= back + SILENCE_MS);
    assert!(take(&mut ledger, back + SILENCE_MS + WINDOW_MS, Priority::Edit).is_ok());
}

#[test]
fn rubbish_in_the_shared_store_is_an_empty_ledger() {
    for junk in [
        "",
        "null",
        "[]",
        "{",
        r#"{"sent":7,"foreign":[1]}"#,
        r#"{"sent":[[1],[1,2,3,4],"x"]}"#,
    ] {
        assert_eq!(RateLimiter::parse(junk).usage(NOW).left(), LIMIT, "{junk}");
    }
}

proptest! {
    /// Whatever the shared text says, nobody waits for ever and nothing overflows.
    #[test]
    fn any_stored_numbers_are_survived(sent in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..5), 0..40),
        silent in any::<u64>(), until in any::<u64>(), foreign in prop::collection::vec(any::<u64>(), 0..4), now in 0..u64::MAX / 4) {
        let text = format!(r#"{{"sent":{sent:?},"silent_until":{silent},"foreign":{foreign:?},"outage":{{"until":{until}}}}}"#);
        let mut ledger = RateLimiter::parse(&text);
        ledger.try_now();
        if let Admission::Wait(hold) = ledger.take(now, Priority::Screen) {
            prop_assert!(hold.until > now && hold.until <= now + 2 * WINDOW_MS);
        }
        prop_assert!(RateLimiter::parse(&ledger.to_json()) == ledger);
    }
}
