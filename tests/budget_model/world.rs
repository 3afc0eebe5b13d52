//! Tabs, what they want, and when.

mod answers;

use super::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
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
    /// What the tab has a slot for comes to be sent: at once, or after the page stood still.
    Send {
        tab: usize,
        flight: usize,
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
pub(crate) enum Fate {
    Answered,
    /// They left before there was an answer.
    Left,
    /// Their tab died.
    Lost,
}

pub(crate) struct Tab {
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
pub(crate) struct Flying {
    slot: Permit,
    flight: InFlight,
    taken_at: u64,
    sent_at: Option<u64>,
    ended_at: Option<u64>,
    aborted: bool,
    /// It came to be sent too late, or nobody wanted it any more, and its slot was given back.
    given_back: bool,
}

impl Flying {
    /// Whether AniList may still count it, as far as this browser can know.
    fn counts(&self, now: u64) -> bool {
        let forgotten = Some(self.taken_at + FORGOTTEN_MS).filter(|&at| at <= now);
        let ended = self.ended_at.or(forgotten);
        !self.given_back && ended.is_none_or(|ended| ended + WINDOW_MS > now)
    }
}

/// One who wants something.
#[derive(Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) at: u64,
    pub(crate) priority: Priority,
    pub(crate) ticket: SubscriberId,
    pub(crate) first_sent: Option<u64>,
    pub(crate) fate: Option<Fate>,
}

/// What a schedule has in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    /// AniList refuses now and then for reasons of its own, and is switched off now and then.
    moody: bool,
    /// Pages are left.
    fickle: bool,
    /// The headers can be read, change, and tell of others at the same address.
    talkative: bool,
    /// Pages stand still between taking a slot and sending, all that have one at the same time.
    stalling: bool,
    /// The longest that an answer takes.
    slowest: u64,
}

pub(crate) struct World {
    random: Random,
    weather: Weather,
    ledger: RateLimiter,
    tabs: Vec<Tab>,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    counter: u64,
    pub(crate) sent: Vec<u64>,
    pub(crate) arrived: Vec<u64>,
    silent_until: u64,
    off_until: u64,
    /// The limit that AniList last told.
    told: Option<u32>,
    /// Requests of others that it last told of, and when.
    foreign: (u32, u64),
    /// By number; nothing before it is wanted.
    pub(crate) wishes: Vec<Option<Wish>>,
    pub(crate) lost: usize,
    pub(crate) refusals: u64,
    pub(crate) outages: u64,
    pub(crate) stalled: usize,
    /// Until when the page of each tab stands still.
    stands_until: Vec<u64>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
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
            weather: Weather {
                moody: random.once_in(4),
                fickle: random.once_in(3),
                talkative: random.once_in(4),
                stalling: random.once_in(2),
                slowest: random.of(&[HANGS_FROM_MS, HANGS_FROM_MS, SLOWEST_MS]),
            },
            stands_until: vec![0; tabs.len()],
            stalled: 0,
            ledger: RateLimiter::default(),
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
            tabs,
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

    pub(crate) fn run(&mut self) {
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            match event {
                Event::Want { tab, number } => self.want(now, tab, number),
                Event::Leave { tab, number } => self.leave(now, tab, number),
                Event::Wake { tab } if self.tabs[tab].wakes_at == Some(now) => self.pass(now, tab),
                Event::Wake { .. } => {}
                Event::Send { tab, flight } => self.send(now, tab, flight),
                Event::Arrive => self.arrived.push(now),
                Event::Answer { tab, flight } => self.answer(now, tab, flight),
                Event::TryNow { tab } => {
                    self.off_until = 0;
                    self.ledger.try_now();
                    self.tabs[tab].queue.send_now();
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
        let part = PreparedOperation {
            name: "Media",
            document: "query Media($id: Int) { Media(id: $id) { id } }",
            variables: format!("{{\"id\":{number}}}"),
        };
        let request = Request {
            payload: Payload::Operation(part),
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
                // What stands still is not even sent: it is seen when it comes to be.
                if flown.sent_at.is_some() {
                    flown.aborted = true;
                    let slot = flown.slot;
                    self.ledger.finish(slot, now, Outcome::Aborted);
                    assert_eq!(self.tabs[tab].queue.complete(flight).len(), 1);
                }
            }
        }
        self.pass(now, tab);
    }

    /// What a tab does whenever something happens: sends as long as the ledger lets it, then sleeps.
    fn pass(&mut self, now: u64, tab: usize) {
        // A page that stands still does nothing.
        if self.stands_until[tab] > now {
            let until = self.stands_until[tab];
            self.tabs[tab].wakes_at = Some(until);
            return self.at(until, Event::Wake { tab });
        }
        while self.tabs[tab].alive {
            let wake = match self.tabs[tab].queue.next(now) {
                Next::Nothing => return,
                Next::Later(at) => at,
                Next::Ready(priority) => match self.ledger.take(now, priority) {
                    Admission::Go(slot) => {
                        self.launch(now, tab, slot, priority);
                        continue;
                    }
                    Admission::Wait(hold) => {
                        assert!(hold.until > now, "a wait ends in the future");
                        if hold.why == ThrottleReason::Limit && priority == Priority::Edit {
                            assert!(
                                self.held(now) + self.foreign_at(now) >= self.allowed(),
                                "an edit waits only when every slot is taken"
                            );
                        }
                        hold.until
                    }
                    Admission::Off(outage) => {
                        assert!(
                            self.off_until > now,
                            "an outage that nobody told of, or that is over"
                        );
                        for wanted in self.tabs[tab].queue.give_up(now) {
                            self.tabs[tab].queue.delay(wanted, outage.until);
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

    fn launch(&mut self, now: u64, tab: usize, slot: Permit, priority: Priority) {
        assert!(now >= self.silent_until, "a request during an announced wait");
        assert!(now >= self.off_until, "a request during an outage");
        assert!(
            self.held(now) + self.foreign_at(now) < self.allowed(),
            "more than AniList has told of"
        );
        let launch = self.tabs[tab].queue.launch(now).expect("it was ready");
        for wanted in self.tabs[tab].queue.parts_of(launch.flight) {
            assert_eq!(wanted.request.priority, priority);
            for number in wanted.waiters() {
                let wish = self.wishes[*number].as_mut().expect("somebody wants it");
                assert_eq!(wish.fate, None, "sent although nobody waits any more");
            }
        }
        if let Next::Ready(other) = self.tabs[tab].queue.next(now) {
            assert!(other <= priority, "something more urgent waits in the same tab");
        }
        self.tabs[tab].flying.push(Flying {
            slot,
            flight: launch.flight,
            taken_at: now,
            sent_at: None,
            ended_at: None,
            aborted: false,
            given_back: false,
        });
        let flight = self.tabs[tab].flying.len() - 1;
        if self.weather.stalling && self.random.once_in(4) {
            let still = self.random.of(&[SLOT_MS / 2, SLOT_MS, 5_000, 20_000, 90_000]);
            let until = now + self.random.below(still);
            self.stands_until[tab] = until.max(self.stands_until[tab]);
        }
        // In the moment in which the page goes on, all go that it has a slot for.
        self.at(self.stands_until[tab].max(now), Event::Send { tab, flight });
    }

    fn send(&mut self, now: u64, tab: usize, flight: usize) {
        if !self.tabs[tab].alive {
            return;
        }
        if self.stands_until[tab] > now {
            let until = self.stands_until[tab];
            return self.at(until, Event::Send { tab, flight });
        }
        let flown = self.tabs[tab].flying[flight];
        let is_wanted = self.tabs[tab]
            .queue
            .parts_of(flown.flight)
            .any(|wanted| wanted.waiters().next().is_some());
        if !flown.slot.is_good(now) || !is_wanted {
            self.stalled += 1;
            self.tabs[tab].flying[flight].given_back = true;
            for wanted in self.tabs[tab].queue.complete(flown.flight) {
                self.tabs[tab].queue.delay(wanted, 0);
            }
            self.ledger.finish(flown.slot, now, Outcome::NotSent);
            return self.pass(now, tab);
        }
        for wanted in self.tabs[tab].queue.parts_of(flown.flight) {
            for number in wanted.waiters() {
                let wish = self.wishes[*number].as_mut().expect("somebody wants it");
                wish.first_sent.get_or_insert(now);
            }
        }
        self.sent.push(now);
        self.tabs[tab].flying[flight].sent_at = Some(now);
        // Up to the time-out, any share of it on the way there. The slot was taken a moment before.
        let longest = self.weather.slowest - (now - flown.taken_at);
        let slowest = self.random.of(&[10, 300, longest - 1]);
        let there = now + self.random.below(slowest);
        let back = there + self.random.below(longest - (there - now));
        self.at(there, Event::Arrive);
        self.at(back, Event::Answer { tab, flight });
    }

    /// Whether every request is answered before it counts as one that hangs, and none is aborted.
    pub(crate) fn is_prompt(&self) -> bool {
        self.weather.slowest <= HANGS_FROM_MS && !self.weather.fickle && self.tabs.iter().all(|tab| tab.alive)
    }
}
