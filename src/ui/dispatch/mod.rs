//! Sends what this tab wants, when the budget lets it: the queue and the shared ledger, driven by timers and answers.
//!
//! Everything that is decided is decided in `api`: what goes next ([`Queue`]), when it may go ([`Ledger`]), what follows
//! a failure ([`retry`]). This module only carries the decisions out. Whoever wants an answer is told of every step
//! ([`Event`]), and says whether the answer was one.

mod ledger;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::api::batch;
use crate::api::budget::{Hold, Ledger, Outage, Outcome, Slot, Usage, Verdict};
use crate::api::envelope::{HttpAnswer, TransportError, outcome};
use crate::api::error::ApiError;
use crate::api::queue::{Flight, Launch, Left, Next, Queue, Request, Ticket, Wanted};
use crate::api::record::{End, Record, Records};
use crate::api::retry::{Retry, retry};
use crate::config::{Config, READ_TIMEOUT_MS};
use crate::ui::live::spawn;
use crate::web::http::{self, Abort};
use crate::web::{clock, crypto, location, tabs};

use ledger::Shared;

/// What happens to a request.
#[derive(Debug)]
pub enum Event<'a> {
    /// It was sent.
    Sent,
    /// AniList answered.
    Answer {
        /// The answer to this request alone.
        answer: &'a HttpAnswer,
        /// When it was asked, in milliseconds since 1970.
        asked_at: u64,
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
pub struct Dispatch {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Moves whenever anything here has changed.
    changes: RwSignal<u32>,
}

struct Inner {
    url: String,
    queue: RefCell<Queue<Observer>>,
    ledger: Shared,
    aborts: RefCell<Vec<(Flight, Abort)>>,
    usage: RefCell<Usage>,
    hold: Cell<Option<Hold>>,
    records: RefCell<Records>,
    pass: Cell<Pass>,
    alarm: RefCell<Option<Timeout>>,
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
    Launch(Launch, Slot),
    Wait(Hold),
    Off(Outage),
    Rest(Next),
}

/// Somebody who waits for an answer. Dropped, the request is withdrawn, or aborted if it was sent.
pub struct Want {
    dispatch: Dispatch,
    ticket: Ticket,
}

impl Drop for Want {
    fn drop(&mut self) {
        self.dispatch.leave(self.ticket);
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

impl Dispatch {
    /// Follows the shared ledger and the network from now on. Called once.
    pub fn start(config: &'static Config) -> Self {
        let key = config.keys().budget();
        let inner = Inner {
            url: config.api_url.clone(),
            queue: RefCell::default(),
            ledger: Shared::new(key.clone()),
            aborts: RefCell::default(),
            usage: RefCell::default(),
            hold: Cell::new(None),
            records: RefCell::default(),
            pass: Cell::new(Pass::Idle),
            alarm: RefCell::default(),
        };
        let dispatch = Self {
            inner: StoredValue::new_local(Rc::new(inner)),
            changes: RwSignal::new(0),
        };
        dispatch.refresh_usage();
        tabs::watch(key, move |_| dispatch.wake());
        tabs::on_online(move || dispatch.hurry());
        dispatch
    }

    /// Wants `request` answered, and tells `observer` of every step, never before this returns.
    pub fn want(self, request: Request, observer: impl Fn(Event<'_>) -> Option<ApiError> + 'static) -> Want {
        let ticket = self.inner().queue.borrow_mut().want(request, Rc::new(observer));
        self.wake();
        Want {
            dispatch: self,
            ticket,
        }
    }

    /// Tries everything that waits for its time, and AniList even while it is switched off.
    pub fn try_now(self) {
        spawn(async move {
            self.inner()
                .ledger
                .change(Box::new(|ledger, _| ledger.try_now()))
                .await;
            self.hurry();
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
    pub fn hold(self) -> Option<Hold> {
        self.changes.track();
        self.inner().hold.get()
    }

    /// The same, untracked.
    pub fn hold_now(self) -> Option<Hold> {
        self.inner().hold.get()
    }

    /// The last requests of this tab, and what they cost.
    pub fn records(self) -> Records {
        self.changes.track();
        self.inner().records.borrow().clone()
    }

    /// What waits and what is under way, in the order in which it goes.
    pub fn waiting(self) -> Vec<Waiting> {
        self.changes.track();
        let inner = self.inner();
        let queue = inner.queue.borrow();
        let line = |wanted: &Wanted<Observer>, sent| Waiting {
            operation: wanted.request.name(),
            sent,
            not_before: wanted.not_before,
        };
        let flying = queue.flying().map(|wanted| line(wanted, true));
        let waiting = queue.waiting().into_iter().map(|wanted| line(wanted, false));
        flying.chain(waiting).collect()
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

    /// Brings [`Dispatch::usage`] to this moment: what was used comes back by itself.
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

    fn hurry(self) {
        self.inner().queue.borrow_mut().hurry();
        self.wake();
    }

    fn leave(self, ticket: Ticket) {
        let inner = self.inner();
        let left = inner.queue.borrow_mut().leave(ticket);
        if let Left::Orphaned(flight) = left
            && let Some((_, abort)) = inner.aborts.borrow().iter().find(|(id, _)| *id == flight)
        {
            abort.abort();
        }
        self.changed();
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
                Step::Launch(launch, slot) => {
                    spawn(self.fly(inner.clone(), launch, slot));
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
                        inner.queue.borrow_mut().park(wanted, outage.until);
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
        let look = move |ledger: &mut Ledger, now| {
            let mut queue = held.queue.borrow_mut();
            let Next::Ready(priority) = queue.next(now) else {
                found.replace(Step::Rest(queue.next(now)));
                return;
            };
            found.replace(match ledger.take(now, priority) {
                Verdict::Go(slot) => match queue.launch(now) {
                    Some(launch) => Step::Launch(launch, slot),
                    None => Step::Rest(Next::Nothing),
                },
                Verdict::Wait(hold) => Step::Wait(hold),
                Verdict::Off(outage) => Step::Off(outage),
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

    /// Sends one request and hands its answer out.
    async fn fly(self, inner: Rc<Inner>, launch: Launch, slot: Slot) {
        let asked_at = clock::now_ms();
        let abort = Abort::new();
        inner.aborts.borrow_mut().push((launch.flight, abort.clone()));
        for wanted in inner.queue.borrow().flying_in(launch.flight) {
            wanted.waiters().for_each(|observer| {
                observer(Event::Sent);
            });
        }
        self.changed();
        let body = launch.body.as_bytes();
        let answer = http::post(&inner.url, body, launch.token.as_ref(), READ_TIMEOUT_MS, &abort).await;
        inner
            .aborts
            .borrow_mut()
            .retain(|(flight, _)| *flight != launch.flight);
        let online = location::is_online();
        let silenced = Rc::new(Cell::new(false));
        let (outcome, told) = (ended(&answer, online), silenced.clone());
        inner
            .ledger
            .change(Box::new(move |ledger, now| {
                told.set(ledger.finish(slot, now, outcome))
            }))
            .await;
        let silenced = silenced.get();
        let took_ms = clock::now_ms().saturating_sub(asked_at);
        let landed = inner.queue.borrow_mut().land(launch.flight);
        match answer {
            Ok(answer) => {
                let end = End::Answer {
                    status: answer.status,
                    bytes: answer.body.len(),
                    took_ms,
                };
                self.note(launch.name, asked_at, end, launch.attempt, launch.parts);
                let parts = batch::split(&answer, landed.len());
                for (wanted, part) in landed.into_iter().zip(parts) {
                    match wanted.share(part, &answer) {
                        Some(part) => self.answered(&inner, wanted, &part, asked_at, silenced),
                        None => inner.queue.borrow_mut().again(wanted, 0),
                    }
                }
            }
            Err(error) => {
                let error = error.classify(online);
                self.note(
                    launch.name,
                    asked_at,
                    End::failure(&error, took_ms),
                    launch.attempt,
                    launch.parts,
                );
                for wanted in landed {
                    self.failed(&inner, wanted, &error, silenced);
                }
            }
        }
        self.wake();
    }

    /// Hands an answer to all who wait for it. Whether it is one, only they can say.
    fn answered(
        self,
        inner: &Rc<Inner>,
        wanted: Wanted<Observer>,
        answer: &HttpAnswer,
        asked_at: u64,
        silenced: bool,
    ) {
        let told: Vec<_> = wanted
            .waiters()
            .map(|observer| observer(Event::Answer { answer, asked_at }))
            .collect();
        if let Some(error) = told.into_iter().flatten().next() {
            self.failed(inner, wanted, &error, silenced);
        }
    }

    /// Decides what follows a failure, and says so.
    fn failed(self, inner: &Rc<Inner>, wanted: Wanted<Observer>, error: &ApiError, silenced: bool) {
        let now = clock::now_ms();
        let usage = inner.ledger.read().usage(now);
        let next = retry(
            error,
            wanted.request.repeatable,
            wanted.attempt,
            silenced,
            crypto::random_byte(),
        );
        let again = match next {
            Retry::AfterOutage => usage.outage.map(|outage| outage.until),
            // Until the browser says that it is online again.
            Retry::WhenOnline => Some(u64::MAX),
            Retry::After(ms) => Some(now.saturating_add(ms)),
            Retry::WhenAllowed => Some(usage.silent_until.unwrap_or(now)),
            Retry::Never => None,
        };
        self.fail(inner, wanted, error, again);
    }

    /// Tells all who wait, and puts the request back to be tried again.
    fn fail(self, inner: &Rc<Inner>, wanted: Wanted<Observer>, error: &ApiError, again: Option<u64>) {
        let waiters: Vec<Observer> = wanted.waiters().cloned().collect();
        if let Some(at) = again {
            inner.queue.borrow_mut().again(wanted, at);
        }
        tell(&waiters, error, again);
    }

    fn note(self, operation: String, at: u64, end: End, attempt: u8, parts: usize) {
        let record = Record {
            operation,
            at,
            end,
            attempt,
        };
        self.inner().records.borrow_mut().add(record, parts);
        self.changed();
    }
}

fn tell(waiters: &[Observer], error: &ApiError, again: Option<u64>) {
    for observer in waiters {
        observer(Event::Failed {
            error,
            again: again.filter(|&at| at != u64::MAX),
        });
    }
}

/// How a request ended, as far as the budget cares.
fn ended(answer: &Result<HttpAnswer, TransportError>, online: bool) -> Outcome {
    match answer {
        Ok(answer) => outcome(answer),
        Err(TransportError::Rejected) if online => Outcome::Rejected,
        Err(TransportError::Aborted) => Outcome::Aborted,
        Err(_) => Outcome::Other,
    }
}
