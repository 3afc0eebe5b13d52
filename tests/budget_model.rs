//! The budget against a model of AniList: random schedules of several tabs in simulated time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![cfg(not(target_arch = "wasm32"))]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tsuzuki::api::batch::Part;
use tsuzuki::api::budget::{LIMIT, Ledger, Outcome, Priority, SILENCE_MS, Slot, Verdict, WINDOW_MS};
use tsuzuki::api::queue::{Flight, Next, Payload, Queue, Request};

/// What AniList allows, and how long it locks out.
const ANILIST_LIMIT: usize = 30;
const SCHEDULES: u64 = 10_000;
const WANTED: usize = 200;

/// SplitMix64: the same seed is the same schedule.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Want { tab: usize, number: usize },
    Wake { tab: usize },
    Arrive,
    Answer { tab: usize, slot: usize },
    Die { tab: usize },
}

struct Tab {
    queue: Queue<usize>,
    alive: bool,
    /// A hidden tab's timers fire once a minute.
    hidden: bool,
    /// The one timer it has.
    wakes_at: Option<u64>,
    flying: Vec<(Slot, Flight)>,
}

struct World {
    random: Random,
    ledger: Ledger,
    tabs: Vec<Tab>,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    counter: u64,
    sent: Vec<u64>,
    arrived: Vec<u64>,
    silent_until: u64,
    answered: usize,
    lost: usize,
    /// Whether AniList refuses now and then for reasons of its own.
    moody: bool,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let tabs = (0..=random.below(4)).map(|tab| Tab {
            queue: Queue::default(),
            alive: true,
            hidden: tab > 0 && random.below(2) == 0,
            wakes_at: None,
            flying: Vec::new(),
        });
        let mut world = Self {
            tabs: tabs.collect(),
            ledger: Ledger::default(),
            events: BinaryHeap::new(),
            counter: 0,
            sent: Vec::new(),
            arrived: Vec::new(),
            silent_until: 0,
            answered: 0,
            lost: 0,
            moody: random.below(4) == 0,
            random,
        };
        let spread = [1, 1_000, 60_000, 300_000][world.random.below(4) as usize];
        for number in 0..WANTED {
            let tab = world.random.below(world.tabs.len() as u64) as usize;
            let at = 1_000_000 + world.random.below(spread);
            world.at(at, Event::Want { tab, number });
        }
        if world.tabs.len() > 1 && world.random.below(3) == 0 {
            let at = 1_000_000 + world.random.below(120_000);
            world.at(at, Event::Die { tab: 1 });
        }
        world
    }

    fn at(&mut self, time: u64, event: Event) {
        self.counter += 1;
        self.events.push(Reverse((time, self.counter, event)));
    }

    fn run(&mut self) -> u64 {
        let mut last = 0;
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            last = now;
            match event {
                Event::Want { tab, number } => self.want(now, tab, number),
                Event::Wake { tab } if self.tabs[tab].wakes_at == Some(now) => self.pass(now, tab),
                Event::Wake { .. } => {}
                Event::Arrive => self.arrived.push(now),
                Event::Answer { tab, slot } => self.answer(now, tab, slot),
                Event::Die { tab } => self.die(tab),
            }
        }
        last
    }

    fn want(&mut self, now: u64, tab: usize, number: usize) {
        if !self.tabs[tab].alive {
            self.lost += 1;
            return;
        }
        let priority = [Priority::Prefetch, Priority::Screen, Priority::Edit][self.random.below(3) as usize];
        let part = Part {
            name: "Media",
            document: "query Media($id: Int) { Media(id: $id) { id } }",
            variables: format!("{{\"id\":{number}}}"),
        };
        let request = Request {
            payload: Payload::Part(part),
            token: None,
            priority,
            repeatable: true,
            batch: false,
        };
        self.tabs[tab].queue.want(request, number);
        self.pass(now, tab);
    }

    /// What a tab does whenever something happens: sends as long as the ledger lets it, then sleeps.
    fn pass(&mut self, now: u64, tab: usize) {
        while self.tabs[tab].alive {
            let wake = match self.tabs[tab].queue.next(now) {
                Next::Nothing => return,
                Next::Later(at) => at,
                Next::Ready(priority) => match self.ledger.take(now, priority) {
                    Verdict::Go(slot) => {
                        self.send(now, tab, slot);
                        continue;
                    }
                    Verdict::Wait(hold) => {
                        assert!(hold.until > now, "a wait ends in the future");
                        hold.until
                    }
                    Verdict::Off(_) => panic!("no outage in this model"),
                },
            };
            let late = if self.tabs[tab].hidden {
                self.random.below(60_000)
            } else {
                0
            };
            self.tabs[tab].wakes_at = Some(wake + late);
            self.at(wake + late, Event::Wake { tab });
            return;
        }
    }

    fn send(&mut self, now: u64, tab: usize, slot: Slot) {
        assert!(now >= self.silent_until, "a request during an announced wait");
        let launch = self.tabs[tab].queue.launch(now).expect("it was ready");
        self.sent.push(now);
        self.tabs[tab].flying.push((slot, launch.flight));
        // Up to the time-out, any share of it on the way there.
        let slowest = [10, 300, 19_000][self.random.below(3) as usize];
        let there = now + self.random.below(slowest);
        let back = there + self.random.below(20_000 - (there - now));
        self.at(there, Event::Arrive);
        let slot = self.tabs[tab].flying.len() - 1;
        self.at(back, Event::Answer { tab, slot });
    }

    fn answer(&mut self, now: u64, tab: usize, slot: usize) {
        if !self.tabs[tab].alive {
            return;
        }
        let (slot, flight) = self.tabs[tab].flying[slot];
        let outcome = match self.random.below(if self.moody { 40 } else { u64::MAX }) {
            0 => Outcome::Refused,
            1 => Outcome::Rejected,
            2 => Outcome::Other,
            _ => Outcome::Answered {
                limit: Some(90),
                remaining: None,
            },
        };
        let failed = matches!(outcome, Outcome::Refused | Outcome::Rejected);
        if self.ledger.finish(slot, now, outcome) {
            self.silent_until = now + SILENCE_MS;
        }
        // The next tab reads what this one wrote. Looked at now and then only, because it takes most of the time.
        if self.random.below(20) == 0 {
            assert_eq!(Ledger::parse(&self.ledger.to_json()), self.ledger);
        }
        for wanted in self.tabs[tab].queue.land(flight) {
            if failed {
                self.tabs[tab].queue.again(wanted, now + 2_000);
            } else {
                self.answered += wanted.waiters().count();
            }
        }
        self.pass(now, tab);
    }

    fn die(&mut self, tab: usize) {
        self.tabs[tab].alive = false;
        let waiting = self.tabs[tab].queue.waiting().len() + self.tabs[tab].queue.flying().count();
        self.lost += waiting;
    }
}

/// The most of `times` in any window.
fn most_in_a_window(times: &mut [u64]) -> usize {
    times.sort_unstable();
    let mut from = 0;
    let counts = (0..times.len()).map(|to| {
        while times[from] + WINDOW_MS <= times[to] {
            from += 1;
        }
        to - from + 1
    });
    counts.max().unwrap_or(0)
}

/// Runs one schedule; gives the most that AniList saw in a minute, and how long the storm took in seconds.
fn check(seed: u64) -> (usize, u64) {
    let mut world = World::new(seed);
    let end = world.run();
    let sent = most_in_a_window(&mut world.sent.clone());
    let arrived = most_in_a_window(&mut world.arrived.clone());
    assert!(sent <= LIMIT as usize, "seed {seed}: {sent} sent within a minute");
    assert!(
        arrived <= LIMIT as usize && arrived < ANILIST_LIMIT,
        "seed {seed}: AniList saw {arrived}"
    );
    assert_eq!(
        world.answered + world.lost,
        WANTED,
        "seed {seed}: somebody starved"
    );
    (arrived, (end - 1_000_000) / 1_000)
}

#[test]
fn no_schedule_breaks_the_limit_or_starves_anybody() {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<_> = std::thread::scope(|scope| {
        let run = |worker| {
            move || {
                (worker..SCHEDULES)
                    .step_by(workers)
                    .map(check)
                    .collect::<Vec<_>>()
            }
        };
        let workers: Vec<_> = (0..workers as u64)
            .map(|worker| scope.spawn(run(worker)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    assert_eq!(results.len(), SCHEDULES as usize);
    let most = results.iter().map(|(arrived, _)| *arrived).max();
    assert_eq!(most, Some(LIMIT as usize), "the budget is used, not only kept");
    // Eight windows for 200 requests, stretched by slow answers, refusals and hidden tabs; but never without end.
    let longest = results.iter().map(|(_, seconds)| *seconds).max();
    assert!(longest < Some(3_600), "a storm took {longest:?} s");
}
