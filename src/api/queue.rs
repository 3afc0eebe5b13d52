//! What one tab wants to ask: in which order, what is asked together, and who waits for it.
//!
//! The budget says when the next request may go ([`super::rate_limit`]); the queue says which one it is. The most urgent
//! goes first, then the one that has waited longest. Requests that are the same are one, whether it waits or is under
//! way. What is small and waits at the same time goes as one ([`super::batch`]).

mod launch;

use std::borrow::Cow;

use crate::api::batch::{self, PreparedOperation};
use crate::api::envelope::{HttpAnswer, problem};
use crate::api::error::ApiError;
use crate::api::rate_limit::Priority;
use crate::auth::token::AccessToken;

pub use launch::HttpBatch;
use launch::{body, names};

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// One of this app's operations.
    Operation(PreparedOperation),
    /// A whole request body. Never shared and never batched.
    Whole {
        /// What it is, for people.
        name: &'static str,
        /// The body.
        body: String,
    },
}

/// A request and how it is to be treated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is sent.
    pub payload: Payload,
    /// As whom.
    pub token: Option<AccessToken>,
    /// How urgent it is.
    pub priority: Priority,
    /// Whether it may be sent twice: it reads, or sets absolute values.
    pub repeatable: bool,
    /// Whether it may share a request with others.
    pub batch: bool,
}

impl Request {
    fn is_same(&self, other: &Self) -> bool {
        self.repeatable
            && other.repeatable
            && matches!(self.payload, Payload::Operation(_))
            && self.payload == other.payload
            && self.token == other.token
    }
}

/// One who waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubscriberId(u64);

/// A request under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InFlight(u64);

/// A wanted request with all who wait for it. `W` is what the caller keeps for each of them.
#[derive(Debug, Clone)]
pub struct QueuedRequest<W> {
    /// What is asked.
    pub request: Request,
    /// How often it was sent already.
    pub attempt: u8,
    /// Whether it shares a request with no other: it may be what is wrong with one, or another may be.
    alone: bool,
    /// Not to be sent before, in milliseconds since 1970.
    pub not_before: u64,
    /// Not to be sent after: what it stands on has become too old.
    not_after: u64,
    waiters: Vec<(SubscriberId, W)>,
    /// Order of arrival.
    since: u64,
}

impl<W> QueuedRequest<W> {
    /// Those who wait.
    pub fn waiters(&self) -> impl Iterator<Item = &W> {
        self.waiters.iter().map(|(_, waiter)| waiter)
    }

    fn is_awaited(&self) -> bool {
        !self.waiters.is_empty()
    }

    fn may_go(&self, now: u64) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }

    /// What a batch's answer is to this request: its `part` of it. Where it says nothing about this request, the request
    /// is asked alone (`None`), but not if it must not be sent twice: then the `whole` is its answer, whatever it says.
    /// Unless it says that all of it was too much at once: that is found out before anything is done.
    pub fn share<'a>(
        &self,
        part: Option<Cow<'a, HttpAnswer>>,
        whole: &'a HttpAnswer,
    ) -> Option<Cow<'a, HttpAnswer>> {
        let may_have_happened =
            || !self.request.repeatable && !matches!(problem(whole), Some(ApiError::TooComplex { .. }));
        part.or_else(|| may_have_happened().then_some(Cow::Borrowed(whole)))
    }
}

/// What leaving changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Others still wait, or nobody did.
    Nothing,
    /// The request was withdrawn before it was sent.
    Withdrawn,
    /// Nobody waits for this request under way any more.
    Orphaned(InFlight),
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing waits.
    Nothing,
    /// A request of this priority.
    Ready(Priority),
    /// Nothing before this time, in milliseconds since 1970.
    Later(u64),
}

/// The requests of one tab.
#[derive(Debug)]
pub struct Queue<W> {
    waiting: Vec<QueuedRequest<W>>,
    in_flight: Vec<(InFlight, Vec<QueuedRequest<W>>)>,
    counter: u64,
    shared: u64,
}

impl<W> Default for Queue<W> {
    fn default() -> Self {
        Self {
            waiting: Vec::new(),
            in_flight: Vec::new(),
            counter: 0,
            shared: 0,
        }
    }
}

impl<W> Queue<W> {
    /// Wants `request` answered to `waiter`.
    pub fn want(&mut self, request: Request, waiter: W) -> SubscriberId {
        let subscriber = SubscriberId(self.count());
        // A flight that nobody waits for was aborted: whoever joined it would hear of that instead of an answer.
        let is_awaited = |(_, wanted): &&mut (InFlight, Vec<QueuedRequest<W>>)| {
            wanted.iter().any(QueuedRequest::is_awaited)
        };
        let in_flight = self.in_flight.iter_mut().filter(is_awaited);
        let in_flight = in_flight.flat_map(|(_, wanted)| wanted);
        let mut all = self.waiting.iter_mut().chain(in_flight);
        if let Some(same) = all.find(|wanted| wanted.request.is_same(&request)) {
            same.request.priority = same.request.priority.max(request.priority);
            same.waiters.push((subscriber, waiter));
            self.shared += 1;
        } else {
            self.waiting.push(QueuedRequest {
                request,
                attempt: 0,
                alone: false,
                waiters: vec![(subscriber, waiter)],
                not_before: 0,
                not_after: u64::MAX,
                since: subscriber.0,
            });
        }
        subscriber
    }

    /// Has what this subscriber waits for never be sent after `until`, in milliseconds since 1970, however late the page's
    /// timers are: a device that slept through that time wakes up with all of them due.
    pub fn limit(&mut self, subscriber: SubscriberId, until: u64) {
        let holds =
            |wanted: &&mut QueuedRequest<W>| wanted.waiters.iter().any(|(held, _)| *held == subscriber);
        if let Some(wanted) = self.waiting.iter_mut().find(holds) {
            wanted.not_after = until;
        }
    }

    /// How many requests were saved because they were the same as another.
    pub fn shared(&self) -> u64 {
        self.shared
    }

    /// Waits no longer.
    pub fn leave(&mut self, subscriber: SubscriberId) -> Left {
        let holds = |wanted: &QueuedRequest<W>| wanted.waiters.iter().any(|(held, _)| *held == subscriber);
        let drop_from =
            |wanted: &mut QueuedRequest<W>| wanted.waiters.retain(|(held, _)| *held != subscriber);
        if let Some(place) = self.waiting.iter().position(holds) {
            let left = self.waiting.get_mut(place).is_some_and(|wanted| {
                drop_from(wanted);
                !wanted.is_awaited()
            });
            if left {
                self.waiting.remove(place);
                return Left::Withdrawn;
            }
        }
        for (flight, wanted) in &mut self.in_flight {
            if wanted.iter().any(holds) {
                wanted.iter_mut().for_each(drop_from);
                if !wanted.iter().any(QueuedRequest::is_awaited) {
                    return Left::Orphaned(*flight);
                }
            }
        }
        Left::Nothing
    }

    /// What comes next.
    pub fn next(&self, now: u64) -> Next {
        match self.first(now).and_then(|place| self.waiting.get(place)) {
            Some(wanted) => Next::Ready(wanted.request.priority),
            None => match self
                .waiting
                .iter()
                .filter(|wanted| now <= wanted.not_after)
                .map(|wanted| wanted.not_before)
                .min()
            {
                Some(earliest) => Next::Later(earliest),
                None => Next::Nothing,
            },
        }
    }

    /// Takes the next request, with those that can go in the same one, and gives its body.
    pub fn launch(&mut self, now: u64) -> Option<HttpBatch> {
        let first = self.waiting.remove(self.first(now)?);
        let mut wanted = vec![first];
        if let Some(QueuedRequest {
            request,
            alone: false,
            ..
        }) = wanted.first()
            && request.batch
            && let Payload::Operation(part) = &request.payload
        {
            let (token, mut parts) = (request.token.clone(), vec![part.clone()]);
            let mates = self.waiting.extract_if(.., |other| {
                let fits = !other.alone && other.request.batch && other.request.token == token;
                let Payload::Operation(part) = &other.request.payload else {
                    return false;
                };
                let fits = fits && other.may_go(now) && batch::fits(&parts, part);
                if fits {
                    parts.push(part.clone());
                }
                fits
            });
            wanted.extend(mates);
        }
        let flight = InFlight(self.count());
        let launch = HttpBatch {
            flight,
            name: names(&wanted),
            body: body(&wanted),
            token: wanted.first().and_then(|wanted| wanted.request.token.clone()),
            attempt: wanted.first().map_or(0, |wanted| wanted.attempt),
            parts: wanted.len(),
        };
        self.in_flight.push((flight, wanted));
        Some(launch)
    }

    /// Ends a flight: what was asked in it, in the order of its parts.
    pub fn complete(&mut self, flight: InFlight) -> Vec<QueuedRequest<W>> {
        match self.in_flight.iter().position(|(id, _)| *id == flight) {
            Some(place) => self.in_flight.remove(place).1,
            None => Vec::new(),
        }
    }

    /// Ends the first part of a flight that has not ended yet; `None` when there is none. The others can still be joined
    /// and left.
    pub fn complete_one(&mut self, flight: InFlight) -> Option<QueuedRequest<W>> {
        let place = self.in_flight.iter().position(|(id, _)| *id == flight)?;
        let (_, parts) = self.in_flight.get_mut(place)?;
        let first = (!parts.is_empty()).then(|| parts.remove(0));
        if parts.is_empty() {
            self.in_flight.remove(place);
        }
        first
    }

    /// Puts a request back that was sent, to be sent again at `not_before` or later, with whatever it can share a request
    /// with then. Dropped when nobody waits for it.
    pub fn again(&mut self, mut wanted: QueuedRequest<W>, not_before: u64) {
        wanted.attempt = wanted.attempt.saturating_add(1);
        self.delay(wanted, not_before);
    }

    /// The same on its own.
    pub fn alone(&mut self, mut wanted: QueuedRequest<W>, not_before: u64) {
        wanted.alone = true;
        self.again(wanted, not_before);
    }

    /// Puts a request back that was not sent, for `not_before` or later: that was no try. Dropped when nobody waits for it.
    pub fn delay(&mut self, mut wanted: QueuedRequest<W>, not_before: u64) {
        if wanted.is_awaited() {
            wanted.not_before = not_before;
            self.waiting.push(wanted);
        }
    }

    /// Makes every request ready that waits for its time: the person wants to try now.
    pub fn send_now(&mut self) {
        for wanted in &mut self.waiting {
            wanted.not_before = 0;
        }
    }

    /// Takes out everything that waits, because nothing can be sent.
    pub fn give_up(&mut self, now: u64) -> Vec<QueuedRequest<W>> {
        self.waiting
            .extract_if(.., |wanted| wanted.not_before <= now)
            .collect()
    }

    /// What waits, the most urgent first.
    pub fn waiting(&self) -> Vec<&QueuedRequest<W>> {
        let by_priority = [Priority::Edit, Priority::Screen, Priority::Prefetch].into_iter();
        by_priority
            .flat_map(|priority| {
                self.waiting
                    .iter()
                    .filter(move |wanted| wanted.request.priority == priority)
            })
            .collect()
    }

    /// What is under way.
    pub fn in_flight(&self) -> impl Iterator<Item = &QueuedRequest<W>> {
        self.in_flight.iter().flat_map(|(_, wanted)| wanted)
    }

    /// What is asked in one flight.
    pub fn parts_of(&self, flight: InFlight) -> impl Iterator<Item = &QueuedRequest<W>> {
        let found = self.in_flight.iter().filter(move |(id, _)| *id == flight);
        found.flat_map(|(_, wanted)| wanted)
    }

    fn first(&self, now: u64) -> Option<usize> {
        let ready = self
            .waiting
            .iter()
            .enumerate()
            .filter(|(_, wanted)| wanted.may_go(now));
        let order = |(_, wanted): &(usize, &QueuedRequest<W>)| {
            (std::cmp::Reverse(wanted.request.priority), wanted.since)
        };
        ready.min_by_key(order).map(|(place, _)| place)
    }

    fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }
}

impl Request {
    /// The name of the operation, for people. Of what the person wrote, only that it is theirs.
    pub fn name(&self) -> &'static str {
        match &self.payload {
            Payload::Operation(part) => part.name,
            Payload::Whole { name, .. } => name,
        }
    }
}
