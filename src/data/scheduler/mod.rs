//! Sends what this tab wants, when the budget lets it: the queue and the shared ledger, driven by timers and answers.
//!
//! Everything that is decided is decided in `api`: what goes next ([`Queue`]), when it may go ([`RateLimiter`]), what follows
//! a failure ([`crate::api::retry`]). This module only carries the decisions out. Whoever wants an answer is told of every step
//! ([`Event`]), and says whether the answer was one.

mod in_flight;
mod shared_limit;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::api::envelope::HttpAnswer;
use crate::api::error::ApiError;
use crate::api::queue::{HttpBatch, InFlight, Left, Next, Queue, QueuedRequest, Request, SubscriberId};
use crate::api::rate_limit::{Admission, Outage, Outcome, Permit, RateLimiter, Throttle, Usage};
use crate::api::request_log::{End, Records};
use crate::config::Config;
use crate::web::http::Abort;
use crate::web::reactive::spawn;
use crate::web::{clock, presence, tabs};

use in_flight::tell;
use shared_limit::Shared;

/// What happens to a request.
#[derive(Debug)]
pub enum Event<'a> {
    /// It is being sent. Who says that it is no answer wants it no more: it is not sent.
    Sent,
    /// AniList answered.
    Answer {
        /// The answer to this request alone.
        answer: &'a HttpAnswer,
        /// When it was asked, in milliseconds since 1970.
        requested_at: u64,
    },
    /// It failed, and is tried again at this time, in milliseconds since 1970; without one, when the person wants to.
    Failed {
        /// Why.
        error: &'a ApiError,
        /// When it is tried again.
        again: Option<u64>,
    },
}

/// Hears of events. Of an answer it says why it is none, if it is none.
type Observer = Rc<dyn Fn(Event<'_>) -> Option<ApiError>>;

/// Sends requests. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Scheduler {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Moves whenever anything here has changed.
    changes: RwSignal<u32>,
}

struct Inner {
    url: String,
    queue: RefCell<Queue<Observer>>,
    ledger: Shared,
    under_way: RefCell<Vec<UnderWay>>,
    usage: RefCell<Usage>,
    hold: Cell<Option<Throttle>>,
    records: RefCell<Records>,
    pass: Cell<Pass>,
    alarm: RefCell<Option<Timeout>>,
}

/// A request that was sent.
struct UnderWay {
    flight: InFlight,
    slot: Permit,
    abort: Abort,
}

/// Whether the queue is being looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    Idle,
    Running,
    /// Something changed meanwhile.
    Again,
}

/// What a look at queue and ledger, in the lock, comes to.
enum Step {
    HttpBatch(HttpBatch, Permit),
    Wait(Throttle),
    Off(Outage),
    Rest(Next),
}

/// Somebody who waits for an answer. Dropped, the request is withdrawn, or aborted if it was sent.
pub struct RequestHandle {
    scheduler: Scheduler,
    subscriber: SubscriberId,
}

impl Drop for RequestHandle {
    fn drop(&mut self) {
        self.scheduler.leave(self.subscriber);
    }
}

/// A line of what waits, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Name of the operation.
    pub operation: &'static str,
    /// Whether it was sent.
    pub sent: bool,
    /// Not sent before this time, in milliseconds since 1970; [`u64::MAX`] without a network.
    pub not_before: u64,
}

impl Scheduler {
    /// Follows the shared ledger and the network from now on. Called once.
    pub fn start(config: &'static Config) -> Self {
        let key = config.keys().budget();
        let inner = Inner {
            url: config.api_url.clone(),
            queue: RefCell::default(),
            ledger: Shared::new(key.clone()),
            under_way: RefCell::default(),
            usage: RefCell::default(),
            hold: Cell::new(None),
            records: RefCell::default(),
            pass: Cell::new(Pass::Idle),
            alarm: RefCell::default(),
        };
        let scheduler = Self {
            inner: StoredValue::new_local(Rc::new(inner)),
            changes: RwSignal::new(0),
        };
        scheduler.refresh_usage();
        tabs::watch(key, move |_| scheduler.wake());
        tabs::on_online(move || scheduler.send_now());
        presence::on_leave(move || scheduler.leave_page());
        presence::on_return(move || scheduler.wake());
        scheduler
    }

    /// Wants `request` answered, and tells `observer` of every step, never before this returns.
    pub fn want(
        self,
        request: Request,
        observer: impl Fn(Event<'_>) -> Option<ApiError> + 'static,
    ) -> RequestHandle {
        self.want_before(request, u64::MAX, observer)
    }

    /// The same of what is not to be sent after `until`, in milliseconds since 1970.
    pub fn want_before(
        self,
        request: Request,
        until: u64,
        observer: impl Fn(Event<'_>) -> Option<ApiError> + 'static,
    ) -> RequestHandle {
        let inner = self.inner();
        let subscriber = inner.queue.borrow_mut().want(request, Rc::new(observer));
        if until != u64::MAX {
            inner.queue.borrow_mut().limit(subscriber, until);
        }
        self.wake();
        RequestHandle {
            scheduler: self,
            subscriber,
        }
    }

    /// Tries everything that waits for its time, and AniList even while it is switched off.
    pub fn try_now(self) {
        spawn(async move {
            self.inner()
                .ledger
                .change(Box::new(|ledger, _| ledger.try_now()))
                .await;
            self.send_now();
        });
    }

    /// How much of the budget is used, by all tabs; tracked, as all that follows.
    pub fn usage(self) -> Usage {
        self.changes.track();
        self.inner().usage.borrow().clone()
    }

    /// The same, untracked.
    pub fn usage_now(self) -> Usage {
        self.inner().usage.borrow().clone()
    }

    /// Why nothing goes at the moment, and until when.
    pub fn hold(self) -> Option<Throttle> {
        self.changes.track();
        self.inner().hold.get()
    }

    /// The same, untracked.
    pub fn hold_now(self) -> Option<Throttle> {
        self.inner().hold.get()
    }

    /// The last requests of this tab, and what they cost.
    pub fn records(self) -> Records {
        self.changes.track();
        self.inner().records.borrow().clone()
    }

    /// Whether anything that was asked has come to its end, in whatever way.
    pub fn has_settled(self) -> bool {
        self.inner().records.borrow().iter().next().is_some()
    }

    /// What waits and what is under way, in the order in which it goes.
    pub fn waiting(self) -> Vec<Waiting> {
        self.changes.track();
        let inner = self.inner();
        let queue = inner.queue.borrow();
        let line = |wanted: &QueuedRequest<Observer>, sent| Waiting {
            operation: wanted.request.name(),
            sent,
            not_before: wanted.not_before,
        };
        let in_flight = queue.in_flight().map(|wanted| line(wanted, true));
        let waiting = queue.waiting().into_iter().map(|wanted| line(wanted, false));
        in_flight.chain(waiting).collect()
    }

    /// Requests that were the same as another and so were not sent.
    pub fn shared(self) -> u64 {
        self.changes.track();
        self.inner().queue.borrow().shared()
    }

    /// Notes an answer for which nothing was sent.
    pub fn note_cached(self, operation: &str, bytes: usize, age_ms: u64) {
        self.note(
            operation.to_owned(),
            clock::now_ms(),
            End::Cache { bytes, age_ms },
            0,
            1,
        );
    }

    /// Brings [`Scheduler::usage`] to this moment: what was used comes back by itself.
    pub fn refresh_usage(self) {
        let inner = self.inner();
        let usage = inner.ledger.read().usage(clock::now_ms());
        if *inner.usage.borrow() != usage {
            inner.usage.replace(usage);
            self.changed();
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    fn send_now(self) {
        self.inner().queue.borrow_mut().send_now();
        self.wake();
    }

    fn leave(self, subscriber: SubscriberId) {
        let inner = self.inner();
        let left = inner.queue.borrow_mut().leave(subscriber);
        if let Left::Orphaned(flight) = left
            && let Some(sent) = inner.under_way.borrow().iter().find(|sent| sent.flight == flight)
        {
            sent.abort.abort();
        }
        self.changed();
    }

    /// What is under way here is not heard of any more, unless the page comes back: other tabs do not wait for it.
    fn leave_page(self) {
        let inner = self.inner();
        let slots: Vec<Permit> = inner.under_way.borrow().iter().map(|sent| sent.slot).collect();
        if !slots.is_empty() {
            inner.ledger.change_now(|ledger, now| {
                for slot in slots {
                    ledger.finish(slot, now, Outcome::Aborted);
                }
            });
        }
    }

    fn changed(self) {
        self.changes
            .try_update(|changes| *changes = changes.wrapping_add(1));
    }

    /// Looks through the queue, unless that is being done: then once more afterwards.
    fn wake(self) {
        let inner = self.inner();
        self.changed();
        match inner.pass.get() {
            Pass::Idle => {
                inner.pass.set(Pass::Running);
                spawn(self.pass(inner));
            }
            Pass::Running | Pass::Again => inner.pass.set(Pass::Again),
        }
    }

    async fn pass(self, inner: Rc<Inner>) {
        loop {
            inner.alarm.borrow_mut().take();
            let step = self.step(&inner).await;
            let hold = match &step {
                Step::Wait(hold) => Some(*hold),
                _ => None,
            };
            if inner.hold.replace(hold) != hold {
                self.changed();
            }
            self.refresh_usage();
            match step {
                Step::HttpBatch(launch, slot) => {
                    spawn(self.send_batch(inner.clone(), launch, slot));
                    continue;
                }
                Step::Wait(hold) => self.sleep_until(&inner, hold.until),
                Step::Off(outage) => {
                    let parked = inner.queue.borrow_mut().give_up(clock::now_ms());
                    let error = ApiError::Outage {
                        message: outage.message,
                    };
                    for wanted in parked {
                        let waiters: Vec<Observer> = wanted.waiters().cloned().collect();
                        inner.queue.borrow_mut().delay(wanted, outage.until);
                        tell(&waiters, &error, Some(outage.until));
                    }
                    continue;
                }
                Step::Rest(Next::Later(at)) => self.sleep_until(&inner, at),
                Step::Rest(_) => {}
            }
            if inner.pass.replace(Pass::Running) == Pass::Running {
                inner.pass.set(Pass::Idle);
                return;
            }
        }
    }

    /// Takes a slot and the request for it in one go, so that a request that is withdrawn meanwhile costs no slot.
    async fn step(self, inner: &Rc<Inner>) -> Step {
        let next = inner.queue.borrow().next(clock::now_ms());
        if !matches!(next, Next::Ready(_)) {
            return Step::Rest(next);
        }
        let (held, step) = (inner.clone(), Rc::new(RefCell::new(Step::Rest(Next::Nothing))));
        let found = step.clone();
        let look = move |ledger: &mut RateLimiter, now| {
            let mut queue = held.queue.borrow_mut();
            let Next::Ready(priority) = queue.next(now) else {
                found.replace(Step::Rest(queue.next(now)));
                return;
            };
            found.replace(match ledger.take(now, priority) {
                Admission::Go(slot) => match queue.launch(now) {
                    Some(launch) => Step::HttpBatch(launch, slot),
                    None => Step::Rest(Next::Nothing),
                },
                Admission::Wait(hold) => Step::Wait(hold),
                Admission::Off(outage) => Step::Off(outage),
            });
        };
        inner.ledger.change(Box::new(look)).await;
        step.replace(Step::Rest(Next::Nothing))
    }

    fn sleep_until(self, inner: &Rc<Inner>, at: u64) {
        let ms = at.saturating_sub(clock::now_ms()).clamp(1, 3_600_000);
        let alarm = Timeout::new(u32::try_from(ms).unwrap_or(u32::MAX), move || self.wake());
        inner.alarm.borrow_mut().replace(alarm);
    }
}
