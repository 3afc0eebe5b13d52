//! The budget against a model of AniList: random schedules of several tabs in simulated time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "budget_model/random.rs"]
mod random;
#[path = "budget_model/world.rs"]
mod world;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tsuzuki::api::batch::PreparedOperation;
use tsuzuki::api::queue::{InFlight, Left, Next, Payload, Queue, Request, SubscriberId};
use tsuzuki::api::rate_limit::{
    Admission, BURST, BURST_MS, HANGS_FROM_MS, LIMIT, OUTAGE_MS, Outcome, Permit, Priority, RateLimiter,
    SILENCE_MS, SLOT_MS, ThrottleReason, WINDOW_MS,
};

use self::world::{Fate, Wish, World};
use crate::chance::{Random, schedules};

/// What AniList allows, and how long it locks out.
const ANILIST_LIMIT: usize = 30;
const SCHEDULES: u64 = 2_500;
const WANTED: usize = 200;
/// The longest that an answer takes.
const SLOWEST_MS: u64 = 20_000;
/// When a request counts as ended of which no end is known: its tab died, or it was aborted.
const FORGOTTEN_MS: u64 = 35_000;
const START: u64 = 1_000_000;

/// The most of `times` in any span of this length.
fn most_within(span: u64, times: &mut [u64]) -> usize {
    times.sort_unstable();
    let mut from = 0;
    let counts = (0..times.len()).map(|to| {
        while times[from] + span <= times[to] {
            from += 1;
        }
        to - from + 1
    });
    counts.max().unwrap_or(0)
}

/// What schedules came to.
#[derive(Default)]
struct Tally {
    /// The most that AniList saw in a minute.
    most: usize,
    left: usize,
    outages: u64,
    refusals: u64,
    lowered: usize,
    /// Requests that came to be sent too late, because the page stood still.
    stalled: usize,
    /// The most that AniList saw within the span of a burst.
    burst: usize,
}

/// Runs one schedule.
fn check(seed: u64) -> Tally {
    let mut world = World::new(seed);
    world.run();
    let sent = most_within(WINDOW_MS, &mut world.sent.clone());
    let arrived = most_within(WINDOW_MS, &mut world.arrived.clone());
    let sent_at_once = most_within(BURST_MS, &mut world.sent.clone());
    let arrived_at_once = most_within(BURST_MS, &mut world.arrived.clone());
    assert!(sent <= LIMIT as usize, "seed {seed}: {sent} sent within a minute");
    assert!(
        arrived <= LIMIT as usize && arrived < ANILIST_LIMIT,
        "seed {seed}: AniList saw {arrived}"
    );
    assert!(sent_at_once <= BURST, "seed {seed}: {sent_at_once} sent at once");
    // Of one that hangs for longer, or was aborted, nobody can know when it arrives.
    assert!(
        !world.is_prompt() || arrived_at_once <= BURST,
        "seed {seed}: AniList saw {arrived_at_once} at once"
    );
    assert_eq!(
        world.wishes.iter().flatten().count() + world.lost,
        WANTED,
        "seed {seed}"
    );
    let patience =
        [Priority::Prefetch, Priority::Screen, Priority::Edit].map(|priority| world.patience(priority));
    for (number, wish) in world.wishes.iter().flatten().enumerate() {
        assert!(wish.fate.is_some(), "seed {seed}: number {number} starved");
        let waited = wish.first_sent.map_or(0, |sent| sent - wish.at);
        let patience = patience[wish.priority as usize];
        assert!(
            waited <= patience,
            "seed {seed}: {:?} {number} waited for {waited} ms, not {patience}",
            wish.priority
        );
    }
    let left = |wish: &&Wish| wish.fate == Some(Fate::Left);
    let wishes = world.wishes.iter().flatten();
    Tally {
        most: arrived,
        left: wishes.filter(left).count(),
        outages: world.outages,
        refusals: world.refusals,
        lowered: usize::from(world.allowed() < LIMIT as usize),
        stalled: world.stalled,
        burst: if world.is_prompt() { arrived_at_once } else { 0 },
    }
}

#[test]
fn no_schedule_breaks_the_limit_or_starves_anybody() {
    let count = schedules(SCHEDULES);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<_> = std::thread::scope(|scope| {
        let run = |worker| move || (worker..count).step_by(workers).map(check).collect::<Vec<_>>();
        let workers: Vec<_> = (0..workers as u64)
            .map(|worker| scope.spawn(run(worker)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    assert_eq!(results.len(), count as usize);
    let total = results.iter().fold(Tally::default(), |total, one| Tally {
        most: total.most.max(one.most),
        left: total.left + one.left,
        outages: total.outages + one.outages,
        refusals: total.refusals + one.refusals,
        lowered: total.lowered + one.lowered,
        stalled: total.stalled + one.stalled,
        burst: total.burst.max(one.burst),
    });
    assert_eq!(total.most, LIMIT as usize, "the budget is used, not only kept");
    assert_eq!(total.burst, BURST, "bursts are used, not only kept small");
    assert!(total.stalled as u64 > count, "{} stalled", total.stalled);
    // What is to be survived did happen, and often.
    assert!(total.left as u64 > count, "{} left", total.left);
    assert!(total.outages * 10 > count, "{} outages", total.outages);
    assert!(total.refusals * 10 > count, "{} refusals", total.refusals);
    assert!(total.lowered as u64 * 20 > count, "{} lowered", total.lowered);
}
