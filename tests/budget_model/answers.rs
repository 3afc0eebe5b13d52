//! What AniList and the way to it do with a request, and what may be expected of the budget after that.

use super::*;

impl World {
    pub(super) fn answer(&mut self, now: u64, tab: usize, flight: usize) {
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
            assert_eq!(RateLimiter::parse(&self.ledger.to_json()), self.ledger);
        }
        for wanted in self.tabs[tab].queue.complete(flown.flight) {
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

    pub(super) fn outcome(&mut self, now: u64) -> Outcome {
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
    pub(super) fn note(&mut self, now: u64, outcome: &Outcome) {
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

    pub(super) fn die(&mut self, tab: usize) {
        self.tabs[tab].alive = false;
        let queue = &self.tabs[tab].queue;
        let gone = queue.waiting().into_iter().chain(queue.in_flight());
        let gone: Vec<usize> = gone.flat_map(|wanted| wanted.waiters().copied()).collect();
        for number in gone {
            let wish = self.wishes[number].as_mut().expect("somebody wanted it");
            wish.fate.get_or_insert(Fate::Lost);
        }
    }

    /// Requests that AniList may still count.
    pub(super) fn held(&self, now: u64) -> usize {
        let recent = |flown: &&Flying| flown.taken_at + FORGOTTEN_MS + WINDOW_MS > now;
        let flying = self
            .tabs
            .iter()
            .flat_map(|tab| tab.flying.iter().rev().take_while(recent));
        flying.filter(|flown| flown.counts(now)).count()
    }

    pub(super) fn foreign_at(&self, now: u64) -> usize {
        let (count, told) = self.foreign;
        if told + WINDOW_MS > now { count as usize } else { 0 }
    }

    /// Five sixths of what AniList tells, and never more than without its word.
    pub(crate) fn allowed(&self) -> usize {
        let told = self.told.map_or(LIMIT, |limit| (limit * 5 / 6).clamp(1, LIMIT));
        told as usize
    }

    /// The longest that a wish of this priority may wait before it is sent for the first time.
    ///
    /// In a round, every slot that was taken when it began is given back, and is taken by what is waited for: in one tab by
    /// nothing less urgent, in several by no more of it than leaves what is reserved. Refusals and outages come on top.
    pub(crate) fn patience(&self, priority: Priority) -> u64 {
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
        // Four of them, each until its answers, and then some; and pages that stand still.
        let bursts = 4 * (HANGS_FROM_MS + BURST_MS);
        let still = if self.weather.stalling { 4 * 90_000 } else { 0 };
        let round = WINDOW_MS + FORGOTTEN_MS + bursts + late + still;
        (rounds + 2) * round + self.refusals * (SILENCE_MS + late + 2_000) + self.outages * (OUTAGE_MS + late)
    }
}
