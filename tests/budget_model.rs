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
use tsuzuki::api::budget::{
    LIMIT, Ledger, OUTAGE_MS, Outcome, Priority, SILENCE_MS, Slot, Verdict, WINDOW_MS, Why,
};
use tsuzuki::api::queue::{Flight, Left, Next, Payload, Queue, Request, Ticket};

/// What AniList allows, and how long it locks out.
const ANILIST_LIMIT: usize = 30;
const SCHEDULES: u64 = 10_000;
const WANTED: usize = 200;
/// The longest that an answer takes.
const SLOWEST_MS: u64 = 20_000;
/// When a request counts as ended of which no end is known: its tab died, or it was aborted.
const FORGOTTEN_MS: u64 = 35_000;
const START: u64 = 1_000_000;

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

    /// True once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Want {
        tab: usize,
        number: usize,
    },
    /// The page that wanted it was left.
    Leave {
        tab: usize,
        number: usize,
    },
    Wake {
        tab: usize,
    },
    Arrive,
    Answer {
        tab: usize,
        flight: usize,
    },
    /// The person wants AniList asked in spite of the outage.
    TryNow {
        tab: usize,
    },
    Die {
        tab: usize,
    },
}

/// What became of somebody who wanted something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    /// They left before there was an answer.
    Left,
    /// Their tab died.
    Lost,
}

struct Tab {
    queue: Queue<usize>,
    alive: bool,
    /// A hidden tab's timers fire once a minute.
    hidden: bool,
    /// The one timer it has.
    wakes_at: Option<u64>,
    flying: Vec<Flying>,
}

/// A request that was sent.
#[derive(Clone, Copy)]
struct Flying {
    slot: Slot,
    flight: Flight,
    sent_at: u64,
    ended_at: Option<u64>,
    aborted: bool,
}

impl Flying {
    /// Whether AniList may still count it, as far as this browser can know.
    fn counts(&self, now: u64) -> bool {
        let forgotten = Some(self.sent_at + FORGOTTEN_MS).filter(|&at| at <= now);
        let ended = self.ended_at.or(forgotten);
        ended.is_none_or(|ended| ended + WINDOW_MS > now)
    }
}

/// One who wants something.
#[derive(Clone, Copy)]
struct Wish {
    at: u64,
    priority: Priority,
    ticket: Ticket,
    first_sent: Option<u64>,
    fate: Option<Fate>,
}

/// What a schedule has in it.
#[derive(Debug, Clone, Copy)]
struct Weather {
    /// AniList refuses now and then for reasons of its own, and is switched off now and then.
    moody: bool,
    /// Pages are left.
    fickle: bool,
    /// The headers can be read, change, and tell of others at the same address.
    talkative: bool,
}

struct World {
    random: Random,
    weather: Weather,
    ledger: Ledger,
    tabs: Vec<Tab>,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    counter: u64,
    sent: Vec<u64>,
    arrived: Vec<u64>,
    silent_until: u64,
    off_until: u64,
    /// The limit that AniList last told.
    told: Option<u32>,
    /// Requests of others that it last told of, and when.
    foreign: (u32, u64),
    /// By number; nothing before it is wanted.
    wishes: Vec<Option<Wish>>,
    lost: usize,
    refusals: u64,
    outages: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let tabs = (0..=random.below(4)).map(|tab| Tab {
            queue: Queue::default(),
            alive: true,
            hidden: tab > 0 && random.once_in(2),
            wakes_at: None,
            flying: Vec::new(),
        });
        let tabs: Vec<Tab> = tabs.collect();
        let mut world = Self {
            tabs,
            weather: Weather {
                moody: random.once_in(4),
                fickle: random.once_in(3),
                talkative: random.once_in(4),
            },
            ledger: Ledger::default(),
            events: BinaryHeap::new(),
            counter: 0,
            sent: Vec::new(),
            arrived: Vec::new(),
            silent_until: 0,
            off_until: 0,
            told: None,
            foreign: (0, 0),
            wishes: vec![None; WANTED],
            lost: 0,
            refusals: 0,
            outages: 0,
            random,
        };
        world.plan();
        world
    }

    fn plan(&mut self) {
        let spread = self.random.of(&[1, 1_000, 60_000, 300_000]);
        let tabs = self.tabs.len() as u64;
        for number in 0..WANTED {
            let tab = self.random.below(tabs) as usize;
            let at = START + self.random.below(spread);
            self.at(at, Event::Want { tab, number });
            if self.weather.fickle && self.random.once_in(4) {
                let leaves = at + 1 + self.random.below(120_000);
                self.at(leaves, Event::Leave { tab, number });
            }
        }
        if tabs > 1 && self.random.once_in(3) {
            let at = START + self.random.below(120_000);
            self.at(at, Event::Die { tab: 1 });
        }
        if self.weather.moody {
            let at = START + self.random.below(900_000);
            self.at(at, Event::TryNow { tab: 0 });
        }
    }

    fn at(&mut self, time: u64, event: Event) {
        self.counter += 1;
        self.events.push(Reverse((time, self.counter, event)));
    }

    fn run(&mut self) {
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            match event {
                Event::Want { tab, number } => self.want(now, tab, number),
                Event::Leave { tab, number } => self.leave(now, tab, number),
                Event::Wake { tab } if self.tabs[tab].wakes_at == Some(now) => self.pass(now, tab),
                Event::Wake { .. } => {}
                Event::Arrive => self.arrived.push(now),
                Event::Answer { tab, flight } => self.answer(now, tab, flight),
                Event::TryNow { tab } => {
                    self.off_until = 0;
                    self.ledger.try_now();
                    self.tabs[tab].queue.hurry();
                    self.pass(now, tab);
                }
                Event::Die { tab } => self.die(tab),
            }
        }
    }

    fn want(&mut self, now: u64, tab: usize, number: usize) {
        if !self.tabs[tab].alive {
            self.lost += 1;
            return;
        }
        let priority = self
            .random
            .of(&[Priority::Prefetch, Priority::Screen, Priority::Edit]);
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
        let ticket = self.tabs[tab].queue.want(request, number);
        let wish = Wish {
            at: now,
            priority,
            ticket,
            first_sent: None,
            fate: None,
        };
        self.wishes[number] = Some(wish);
        self.pass(now, tab);
    }

    fn leave(&mut self, now: u64, tab: usize, number: usize) {
        let wish = self.wishes[number].as_mut();
        let Some(wish) = wish.filter(|wish| wish.fate.is_none()) else {
            return;
        };
        wish.fate = Some(Fate::Left);
        match self.tabs[tab].queue.leave(wish.ticket) {
            Left::Withdrawn | Left::Nothing => {}
            // What is under way is aborted; it may reach AniList all the same, and later than that.
            Left::Orphaned(flight) => {
                let flying = &mut self.tabs[tab].flying;
                let Some(flown) = flying.iter_mut().find(|flown| flown.flight == flight) else {
                    panic!("an orphan that never flew");
                };
                flown.aborted = true;
                let slot = flown.slot;
                self.ledger.finish(slot, now, Outcome::Aborted);
                assert_eq!(self.tabs[tab].queue.land(flight).len(), 1);
            }
        }
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
                        self.send(now, tab, slot, priority);
                        continue;
                    }
                    Verdict::Wait(hold) => {
                        assert!(hold.until > now, "a wait ends in the future");
                        if hold.why == Why::Limit && priority == Priority::Edit {
                            assert!(
                                self.held(now) + self.foreign_at(now) >= self.allowed(),
                                "an edit waits only when every slot is taken"
                            );
                        }
                        hold.until
                    }
                    Verdict::Off(outage) => {
                        assert!(
                            self.off_until > now,
                            "an outage that nobody told of, or that is over"
                        );
                        for wanted in self.tabs[tab].queue.give_up(now) {
                            self.tabs[tab].queue.park(wanted, outage.until);
                        }
                        continue;
                    }
                },
            };
            let late = match self.tabs[tab].hidden {
                true => self.random.below(60_000),
                false => 0,
            };
            self.tabs[tab].wakes_at = Some(wake + late);
            self.at(wake + late, Event::Wake { tab });
            return;
        }
    }

    fn send(&mut self, now: u64, tab: usize, slot: Slot, priority: Priority) {
        assert!(now >= self.silent_until, "a request during an announced wait");
        assert!(now >= self.off_until, "a request during an outage");
        assert!(
            self.held(now) + self.foreign_at(now) < self.allowed(),
            "more than AniList has told of"
        );
        let launch = self.tabs[tab].queue.launch(now).expect("it was ready");
        for wanted in self.tabs[tab].queue.flying_in(launch.flight) {
            assert_eq!(wanted.request.priority, priority);
            for number in wanted.waiters() {
                let wish = self.wishes[*number].as_mut().expect("somebody wants it");
                assert_eq!(wish.fate, None, "sent although nobody waits any more");
                wish.first_sent.get_or_insert(now);
            }
        }
        if let Next::Ready(other) = self.tabs[tab].queue.next(now) {
            assert!(other <= priority, "something more urgent waits in the same tab");
        }
        self.sent.push(now);
        self.tabs[tab].flying.push(Flying {
            slot,
            flight: launch.flight,
            sent_at: now,
            ended_at: None,
            aborted: false,
        });
        // Up to the time-out, any share of it on the way there.
        let slowest = self.random.of(&[10, 300, 19_000]);
        let there = now + self.random.below(slowest);
        let back = there + self.random.below(SLOWEST_MS - (there - now));
        self.at(there, Event::Arrive);
        let flight = self.tabs[tab].flying.len() - 1;
        self.at(back, Event::Answer { tab, flight });
    }

    fn answer(&mut self, now: u64, tab: usize, flight: usize) {
        let flown = self.tabs[tab].flying[flight];
        if !self.tabs[tab].alive || flown.aborted {
            return;
        }
        let outcome = self.outcome(now);
        self.tabs[tab].flying[flight].ended_at = Some(now);
        self.note(now, &outcome);
        let again = match outcome {
            Outcome::Refused | Outcome::Rejected => Some(now + 2_000),
            Outcome::Outage { .. } => Some(now + OUTAGE_MS),
            _ => None,
        };
        if self.ledger.finish(flown.slot, now, outcome) {
            self.silent_until = now + SILENCE_MS;
            self.refusals += 1;
        }
        // The next tab reads what this one wrote. Looked at now and then only, because it takes most of the time.
        if self.random.once_in(20) {
            assert_eq!(Ledger::parse(&self.ledger.to_json()), self.ledger);
        }
        for wanted in self.tabs[tab].queue.land(flown.flight) {
            match again {
                Some(at) => self.tabs[tab].queue.again(wanted, at),
                None => {
                    for number in wanted.waiters() {
                        let wish = self.wishes[*number].as_mut().expect("somebody wants it");
                        assert_eq!(wish.fate.replace(Fate::Answered), None, "answered twice");
                    }
                }
            }
        }
        self.pass(now, tab);
    }

    fn outcome(&mut self, now: u64) -> Outcome {
        let trouble = if self.weather.moody { 40 } else { u64::MAX };
        match self.random.below(trouble) {
            0 => return Outcome::Refused,
            1 => return Outcome::Rejected,
            2 => return Outcome::Other,
            3 if self.random.once_in(4) => return Outcome::Outage { message: None },
            _ => {}
        }
        if !self.weather.talkative {
            let limit = Some(90);
            return Outcome::Answered {
                limit,
                remaining: None,
            };
        }
        let limit = self.random.of(&[90, 30, 30, 20, 12]);
        let own = u32::try_from(self.held(now)).unwrap_or(u32::MAX);
        let others = self.random.of(&[0, 0, 0, 2, 5, 40]);
        let told = self.random.of(&[true, true, false]);
        Outcome::Answered {
            limit: Some(limit),
            remaining: told.then(|| limit.saturating_sub(own + others)),
        }
    }

    /// What the model learns from an answer, worked out apart from the ledger.
    fn note(&mut self, now: u64, outcome: &Outcome) {
        match outcome {
            Outcome::Answered { limit, remaining } => {
                self.off_until = 0;
                self.told = limit.or(self.told);
                if let (Some(limit), Some(remaining)) = (limit, remaining) {
                    let own = u32::try_from(self.held(now)).unwrap_or(u32::MAX);
                    self.foreign = ((limit - remaining).saturating_sub(own), now);
                }
            }
            Outcome::Outage { .. } => {
                self.off_until = now + OUTAGE_MS;
                self.outages += 1;
            }
            _ => {}
        }
    }

    fn die(&mut self, tab: usize) {
        self.tabs[tab].alive = false;
        let queue = &self.tabs[tab].queue;
        let gone = queue.waiting().into_iter().chain(queue.flying());
        let gone: Vec<usize> = gone.flat_map(|wanted| wanted.waiters().copied()).collect();
        for number in gone {
            let wish = self.wishes[number].as_mut().expect("somebody wanted it");
            wish.fate.get_or_insert(Fate::Lost);
        }
    }

    /// Requests that AniList may still count.
    fn held(&self, now: u64) -> usize {
        let recent = |flown: &&Flying| flown.sent_at + FORGOTTEN_MS + WINDOW_MS > now;
        let flying = self
            .tabs
            .iter()
            .flat_map(|tab| tab.flying.iter().rev().take_while(recent));
        flying.filter(|flown| flown.counts(now)).count()
    }

    fn foreign_at(&self, now: u64) -> usize {
        let (count, told) = self.foreign;
        if told + WINDOW_MS > now { count as usize } else { 0 }
    }

    /// Five sixths of what AniList tells, and never more than without its word.
    fn allowed(&self) -> usize {
        let told = self.told.map_or(LIMIT, |limit| (limit * 5 / 6).clamp(1, LIMIT));
        told as usize
    }

    /// The longest that a wish of this priority may wait before it is sent for the first time.
    ///
    /// In a round, every slot that was taken when it began is given back, and is taken by what is waited for: in one tab by
    /// nothing less urgent, in several by no more of it than leaves what is reserved. Refusals and outages come on top.
    fn patience(&self, priority: Priority) -> u64 {
        let count = |wanted: Priority| {
            let wishes = self.wishes.iter().flatten();
            wishes.filter(|wish| wish.priority == wanted).count() as u64
        };
        let urgent = count(Priority::Edit);
        let shown = urgent + count(Priority::Screen);
        let rounds = match (self.tabs.len(), priority) {
            // One at a time, when others at the address leave no more.
            _ if self.weather.talkative => WANTED as u64,
            (1, Priority::Edit) => urgent / 25,
            (1, Priority::Screen) => shown / 24,
            (1, Priority::Prefetch) => shown / 24 + count(Priority::Prefetch) / 15,
            (_, Priority::Edit | Priority::Screen) => shown / 10,
            (_, Priority::Prefetch) => shown / 10 + count(Priority::Prefetch) / 15,
        };
        let late = if self.tabs.iter().any(|tab| tab.hidden) {
            60_000
        } else {
            0
        };
        let bursts = 15_000;
        let round = WINDOW_MS + FORGOTTEN_MS + bursts + late;
        (rounds + 2) * round + self.refusals * (SILENCE_MS + late + 2_000) + self.outages * (OUTAGE_MS + late)
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

/// What schedules came to.
#[derive(Default)]
struct Tally {
    /// The most that AniList saw in a minute.
    most: usize,
    left: usize,
    outages: u64,
    refusals: u64,
    lowered: usize,
}

/// Runs one schedule.
fn check(seed: u64) -> Tally {
    let mut world = World::new(seed);
    world.run();
    let sent = most_in_a_window(&mut world.sent.clone());
    let arrived = most_in_a_window(&mut world.arrived.clone());
    assert!(sent <= LIMIT as usize, "seed {seed}: {sent} sent within a minute");
    assert!(
        arrived <= LIMIT as usize && arrived < ANILIST_LIMIT,
        "seed {seed}: AniList saw {arrived}"
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
    }
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
    let total = results.iter().fold(Tally::default(), |total, one| Tally {
        most: total.most.max(one.most),
        left: total.left + one.left,
        outages: total.outages + one.outages,
        refusals: total.refusals + one.refusals,
        lowered: total.lowered + one.lowered,
    });
    assert_eq!(total.most, LIMIT as usize, "the budget is used, not only kept");
    // What is to be survived did happen, and often.
    assert!(total.left > 10_000, "{} left", total.left);
    assert!(total.outages > 1_000, "{} outages", total.outages);
    assert!(total.refusals > 1_000, "{} refusals", total.refusals);
    assert!(total.lowered > 500, "{} lowered", total.lowered);
}
