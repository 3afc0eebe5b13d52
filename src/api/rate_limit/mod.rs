//! The request budget: when the next request may go, for all tabs of this browser together.
//!
//! AniList allows 30 requests a minute from one address and answers a breach with a response that a page cannot read
//! and a minute of refusals. So this browser keeps below the limit by itself: every tab takes a slot from one shared
//! [`RateLimiter`] before it sends, and tells it how the request ended. Who reads and writes the ledger under a lock is the
//! browser layer's business; here `now` is an argument, so the rules are tested with simulated time.
//!
//! A slot is held from the moment of sending until [`WINDOW_MS`] after the answer. A request reaches AniList somewhere
//! between the two, so two requests that reach it within a minute always hold their slots at the same time: however
//! the network delays them, AniList never sees more than the limit in any minute. Bursts are counted in the same way, from
//! the moment of sending until [`BURST_MS`] after the answer: a page, a browser or a network that stands still for a while
//! and then lets several requests go at once never lets go more than [`BURST`].
//!
//! A slot is taken for a request that goes now. One that comes to be sent only later, because the page stood still in
//! between, gives its slot back and takes another ([`Permit::is_good`]).

mod stored;

use crate::text::tidy;

/// The time AniList counts requests over (AniList guide, "Rate Limiting").
pub const WINDOW_MS: u64 = 60_000;
/// Most requests in any window. AniList allows 30; the rest is for its site and other apps at the same address.
pub const LIMIT: u32 = 25;
/// Most requests that are sent within [`BURST_MS`]: AniList has a second limiter for bursts, which it does not specify.
pub const BURST: usize = 8;
/// See [`BURST`].
pub const BURST_MS: u64 = 4_000;
/// How long a slot that was taken may be used to send.
pub const SLOT_MS: u64 = 1_000;
/// How long a request without an answer counts as under way where bursts are counted: a few that hang must not hold up
/// everything else until they time out.
pub const HANGS_FROM_MS: u64 = 10_000;
/// How long nothing is sent after AniList refused for too many requests: its lock-out lasts a minute.
pub const SILENCE_MS: u64 = 60_000;
/// How long nothing is sent after AniList said that its API is switched off.
pub const OUTAGE_MS: u64 = 10 * 60_000;
/// From so many requests in the last minute on, a rejected `fetch` is taken for AniList's limit.
pub const SUSPECT_FROM: usize = 5;
/// When a request counts as ended of which no end is known: its tab was killed, or it was aborted. Longer than any time-out.
const FORGOTTEN_MS: u64 = 35_000;
/// AniList's sentence about an outage is cut here.
const MAX_MESSAGE_CHARS: usize = 400;

/// Who goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// What may be needed soon.
    Prefetch,
    /// What the person is looking at.
    Screen,
    /// What the person did.
    Edit,
}

impl Priority {
    /// How many slots stay free for what is more urgent, in any tab: the next one for an edit, and a screen's worth
    /// before anything is fetched ahead.
    const fn reserve(self) -> u32 {
        match self {
            Self::Prefetch => 10,
            Self::Screen => 1,
            Self::Edit => 0,
        }
    }
}

/// A slot that was taken, to be told how its request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Permit {
    number: u64,
    taken_at: u64,
}

impl Permit {
    /// Whether a request may still be sent in it.
    pub fn is_good(self, now: u64) -> bool {
        now.saturating_sub(self.taken_at) <= SLOT_MS
    }
}

/// Whether a request may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Now.
    Go(Permit),
    /// Not before `until`, and then only if nobody else was quicker.
    Wait(Throttle),
    /// AniList has switched its API off; there is no use in waiting on the screen.
    Off(Outage),
}

/// A wait that is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// When to ask again, in milliseconds since 1970.
    pub until: u64,
    /// The reason.
    pub why: ThrottleReason,
}

/// Why a request waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ThrottleReason {
    /// The minute's requests are used up.
    Limit,
    /// Some were sent just now; the next ones follow within seconds.
    Burst,
    /// AniList refused for too many requests, or did not answer as it does then.
    Refused,
}

/// AniList's API is switched off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// When it is asked again, in milliseconds since 1970.
    pub until: u64,
    /// AniList's own sentence, where it gave one.
    pub message: Option<String>,
}

/// How a request ended, as far as the budget cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// AniList answered.
    Answered {
        /// `X-RateLimit-Limit`, where readable.
        limit: Option<u32>,
        /// `X-RateLimit-Remaining`, where readable.
        remaining: Option<u32>,
    },
    /// AniList said that there were too many.
    Refused,
    /// `fetch` rejected although the browser is online.
    Rejected,
    /// AniList has switched its API off.
    Outage {
        /// Its sentence.
        message: Option<String>,
    },
    /// It was aborted: AniList may have it already, or get it later all the same.
    Aborted,
    /// It was never sent: its slot is as if it had not been taken.
    NotSent,
    /// Anything else: timed out, offline, not readable.
    Other,
}

/// How much is used and left, for people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// Requests of the last minute, with those of others that AniList has told of.
    pub used: u32,
    /// The limit that is kept.
    pub limit: u32,
    /// When the next used one is given back, in milliseconds since 1970.
    pub refills_at: Option<u64>,
    /// Until when nothing is sent because AniList refused, in milliseconds since 1970.
    pub silent_until: Option<u64>,
    /// AniList is switched off.
    pub outage: Option<Outage>,
}

impl Usage {
    /// Requests that may go at once.
    pub fn left(&self) -> u32 {
        self.limit.saturating_sub(self.used)
    }

    /// Whether nothing goes at all, however many are left.
    pub fn stands_still(&self) -> bool {
        self.silent_until.is_some() || self.outage.is_some()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sent {
    slot: u64,
    at: u64,
    ended: Option<u64>,
    /// When it was aborted, of one that has no end: it may still reach AniList, but no longer with many others at once.
    aborted: Option<u64>,
}

impl Sent {
    /// Until when it counts for the burst; of one under way, the earliest possible time.
    fn calm_at(&self, now: u64) -> u64 {
        let over = self.ended.or(self.aborted).unwrap_or(now);
        over.min(self.at.saturating_add(HANGS_FROM_MS))
            .saturating_add(BURST_MS)
    }

    /// When it no longer counts; of one under way, the earliest possible time.
    fn free_at(self, now: u64) -> u64 {
        self.ended.unwrap_or(now).saturating_add(WINDOW_MS)
    }
}

/// What this browser sent in the last minute, and what AniList said about it.
///
/// ```
/// use tsuzuki::api::rate_limit::{RateLimiter, Outcome, Priority, Admission};
/// let mut ledger = RateLimiter::default();
/// let Admission::Go(slot) = ledger.take(1_000, Priority::Screen) else { panic!() };
/// ledger.finish(slot, 1_200, Outcome::Answered { limit: Some(90), remaining: Some(89) });
/// assert_eq!(ledger.usage(1_200).left(), 24); // never raised by what AniList advertises
/// assert_eq!(ledger.usage(61_200).left(), 25);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RateLimiter {
    sent: Vec<Sent>,
    next: u64,
    silent_until: u64,
    outage: Option<Outage>,
    /// `X-RateLimit-Limit` of the last answer that had one.
    advertised: Option<u32>,
    /// Requests that AniList counted and this browser did not send, and when it said so.
    foreign: (u32, u64),
}

impl RateLimiter {
    /// Asks for a slot.
    pub fn take(&mut self, now: u64, priority: Priority) -> Admission {
        self.settle(now);
        if let Some(outage) = &self.outage {
            return Admission::Off(outage.clone());
        }
        match self.hold(now, priority) {
            Some(hold) => Admission::Wait(hold),
            None => {
                let slot = self.next;
                self.next = slot.wrapping_add(1);
                self.sent.push(Sent {
                    slot,
                    at: now,
                    ended: None,
                    aborted: None,
                });
                Admission::Go(Permit {
                    number: slot,
                    taken_at: now,
                })
            }
        }
    }

    /// Why a request of this priority may not go, if it may not.
    fn hold(&self, now: u64, priority: Priority) -> Option<Throttle> {
        let wait = |until, why| Some(Throttle { until, why });
        if self.silent_until > now {
            return wait(self.silent_until, ThrottleReason::Refused);
        }
        let allowed = self.limit().saturating_sub(priority.reserve()).max(1);
        let too_many = self.used(now).saturating_add(1).saturating_sub(allowed);
        if too_many > 0 {
            return wait(self.nth_free(now, too_many), ThrottleReason::Limit);
        }
        let calm = self.sent.iter().map(|sent| sent.calm_at(now));
        let crowd: Vec<u64> = calm.filter(|&calm| calm > now).collect();
        let crowded = crowd.len().checked_sub(BURST)?;
        wait(nth_smallest(crowd, crowded)?, ThrottleReason::Burst)
    }

    /// Tells how the request of a slot ended. True when nothing more may be sent for [`SILENCE_MS`] because of it.
    pub fn finish(&mut self, slot: Permit, now: u64, outcome: Outcome) -> bool {
        self.settle(now);
        if outcome == Outcome::NotSent {
            self.sent.retain(|sent| sent.slot != slot.number);
        }
        let own = self.sent.iter_mut().find(|sent| sent.slot == slot.number);
        match own {
            // Without an answer nobody knows when it gets to AniList.
            Some(sent) if outcome == Outcome::Aborted => {
                sent.aborted = sent.ended.is_none().then_some(now);
            }
            Some(sent) => (sent.ended, sent.aborted) = (Some(now), None),
            None => {}
        }
        let refused = match outcome {
            Outcome::Refused => true,
            Outcome::Rejected => self.sent_since(now, WINDOW_MS).count() >= SUSPECT_FROM,
            Outcome::Answered { limit, remaining } => {
                self.outage = None;
                self.heed(now, limit, remaining);
                false
            }
            Outcome::Outage { message } => {
                self.outage = Some(Outage {
                    until: now.saturating_add(OUTAGE_MS),
                    message: message.map(|message| tidy(&message, MAX_MESSAGE_CHARS)),
                });
                false
            }
            Outcome::Aborted | Outcome::NotSent | Outcome::Other => false,
        };
        if refused {
            self.silent_until = now.saturating_add(SILENCE_MS);
        }
        refused
    }

    /// Asks AniList again before [`OUTAGE_MS`] have passed, because the person wants to.
    pub fn try_now(&mut self) {
        self.outage = None;
    }

    /// How things stand.
    pub fn usage(&self, now: u64) -> Usage {
        let mut settled = self.clone();
        settled.settle(now);
        let used = settled.used(now);
        Usage {
            used,
            limit: settled.limit(),
            refills_at: (used > 0).then(|| settled.nth_free(now, 1)),
            silent_until: (settled.silent_until > now).then_some(settled.silent_until),
            outage: settled.outage,
        }
    }

    /// Lowers what is left by what AniList says, and never raises it.
    ///
    /// An answer once said 60 of 90 were left right before the refusal of the 31st: what counts is how many AniList
    /// has seen, the difference of the two.
    fn heed(&mut self, now: u64, limit: Option<u32>, remaining: Option<u32>) {
        self.advertised = limit.or(self.advertised);
        if let (Some(limit), Some(remaining)) = (limit, remaining) {
            let own = u32::try_from(self.sent.len()).unwrap_or(u32::MAX);
            self.foreign = (limit.saturating_sub(remaining).saturating_sub(own), now);
        }
    }

    /// Five sixths of what AniList advertises (25 of 30), and [`LIMIT`] at most.
    fn limit(&self) -> u32 {
        let kept = self.advertised.map(|limit| limit.saturating_mul(5) / 6);
        kept.unwrap_or(LIMIT).clamp(1, LIMIT)
    }

    fn used(&self, now: u64) -> u32 {
        let own = u32::try_from(self.sent.len()).unwrap_or(u32::MAX);
        own.saturating_add(self.foreign_at(now))
    }

    fn foreign_at(&self, now: u64) -> u32 {
        let (count, told) = self.foreign;
        if told.saturating_add(WINDOW_MS) > now {
            count
        } else {
            0
        }
    }

    /// When `count` of the used requests have been given back, at the earliest.
    fn nth_free(&self, now: u64, count: u32) -> u64 {
        let mut free: Vec<u64> = self.sent.iter().map(|sent| sent.free_at(now)).collect();
        let foreign = usize::try_from(self.foreign_at(now))
            .unwrap_or_default()
            .min(free.len() + 1);
        free.extend(std::iter::repeat_n(
            self.foreign.1.saturating_add(WINDOW_MS),
            foreign,
        ));
        let place = usize::try_from(count).unwrap_or(usize::MAX).min(free.len());
        place
            .checked_sub(1)
            .and_then(|place| nth_smallest(free, place))
            .unwrap_or(now)
    }

    fn sent_since(&self, now: u64, span: u64) -> impl Iterator<Item = &Sent> {
        self.sent
            .iter()
            .filter(move |sent| sent.at.saturating_add(span) > now)
    }

    /// Brings the ledger to `now`: drops what no longer counts, and mends what a clock that was set back left in the
    /// future, which would count for ever.
    fn settle(&mut self, now: u64) {
        for sent in &mut self.sent {
            sent.at = sent.at.min(now);
            if sent.ended.is_none() && sent.at.saturating_add(FORGOTTEN_MS) <= now {
                sent.ended = Some(sent.at.saturating_add(FORGOTTEN_MS));
                sent.aborted = None;
            }
            sent.ended = sent.ended.map(|ended| ended.min(now));
            sent.aborted = sent.aborted.map(|aborted| aborted.min(now));
        }
        self.sent.retain(|sent| sent.free_at(now) > now);
        self.silent_until = self.silent_until.min(now.saturating_add(SILENCE_MS));
        self.foreign.1 = self.foreign.1.min(now);
        if let Some(outage) = &mut self.outage {
            outage.until = outage.until.min(now.saturating_add(OUTAGE_MS));
        }
        self.outage.take_if(|outage| outage.until <= now);
    }
}

/// The value at this place, counted from zero, if they were sorted. The standard library's sort is many times the size
/// of this, for some thirty numbers.
fn nth_smallest(mut values: Vec<u64>, place: usize) -> Option<u64> {
    for _ in 0..place {
        let least = values.iter().enumerate().min_by_key(|(_, value)| **value)?.0;
        values.swap_remove(least);
    }
    values.into_iter().min()
}
