//! One request on its way, and what becomes of its answer.

use std::cell::Cell;
use std::rc::Rc;

use crate::api::batch::BatchResponse;
use crate::api::envelope::{HttpAnswer, TransportError, outcome};
use crate::api::error::ApiError;
use crate::api::queue::{HttpBatch, InFlight, QueuedRequest};
use crate::api::rate_limit::{Outcome, Permit, RateLimiter};
use crate::api::request_log::{End, Record};
use crate::api::retry::{Retry, goes_alone, retry};
use crate::config::READ_TIMEOUT_MS;
use crate::web::http::{self, Abort};
use crate::web::{clock, crypto, location, presence};

use super::{Event, Inner, Observer, Scheduler, UnderWay};

/// Bytes of an answer from which on its parts are decoded each in a task of its own: what takes a slow phone some
/// milliseconds.
const LARGE: usize = 100_000;

/// What all that one request asked for share when it fails.
#[derive(Clone, Copy)]
struct Fate {
    /// Whether the budget took the failure for AniList's limit.
    silenced: bool,
    /// Spreads the next tries.
    random: u8,
}

impl Scheduler {
    /// Sends one request and hands its answer out.
    pub(super) async fn send_batch(self, inner: Rc<Inner>, launch: HttpBatch, slot: Permit) {
        let requested_at = clock::now_ms();
        // The page stood still since the slot was taken, or is being left: what goes late goes in another slot, so that
        // requests are spaced when they are sent and not only when they were let go.
        if !slot.is_good(requested_at) || !presence::is_here() {
            let landed = inner.queue.borrow_mut().complete(launch.flight);
            for wanted in landed {
                inner.queue.borrow_mut().delay(wanted, 0);
            }
            finish(&inner, slot, Some(Outcome::NotSent)).await;
            return self.wake();
        }
        let abort = Abort::new();
        inner.under_way.borrow_mut().push(UnderWay {
            flight: launch.flight,
            slot,
            abort: abort.clone(),
        });
        let mut is_too_late = false;
        for wanted in inner.queue.borrow().parts_of(launch.flight) {
            for observer in wanted.waiters() {
                is_too_late |= observer(Event::Sent).is_some();
            }
        }
        self.changed();
        let body = launch.body.as_bytes();
        let answer = match is_too_late {
            true => Err(TransportError::Aborted),
            false => http::post(&inner.url, body, launch.token.as_ref(), READ_TIMEOUT_MS, &abort).await,
        };
        inner
            .under_way
            .borrow_mut()
            .retain(|sent| sent.flight != launch.flight);
        let online = location::is_online();
        let outcome = match is_too_late {
            true => Outcome::NotSent,
            false => ended(&answer, online),
        };
        // An answer silences nobody, so whoever waits for it need not wait for the lock as well. Not so a large one: in the
        // tasks between its parts other requests may be sent, which have to know what it says of the limit.
        let is_small = matches!(&answer, Ok(answer) if answer.body.len() <= LARGE);
        let (before, after) = match outcome {
            Outcome::Answered { .. } if is_small => (None, Some(outcome)),
            _ => (Some(outcome), None),
        };
        let silenced = finish(&inner, slot, before).await;
        let took_ms = clock::now_ms().saturating_sub(requested_at);
        // What went together waits as long for another try.
        let fate = Fate {
            silenced,
            random: crypto::random_byte(),
        };
        match answer {
            Ok(answer) => {
                let end = End::Answer {
                    status: answer.status,
                    bytes: answer.body.len(),
                    took_ms,
                };
                self.note(launch.name, requested_at, end, launch.attempt, launch.parts);
                self.hand_out(&inner, launch.flight, &answer, requested_at, fate)
                    .await;
            }
            Err(error) => {
                let error = error.classify(online);
                self.note(
                    launch.name,
                    requested_at,
                    End::failure(&error, took_ms),
                    launch.attempt,
                    launch.parts,
                );
                let landed = inner.queue.borrow_mut().complete(launch.flight);
                for wanted in landed {
                    self.failed(&inner, wanted, &error, fate);
                }
            }
        }
        finish(&inner, slot, after).await;
        self.wake();
    }

    /// Takes an answer apart for all who asked for something in it.
    async fn hand_out(
        self,
        inner: &Rc<Inner>,
        flight: InFlight,
        answer: &HttpAnswer,
        requested_at: u64,
        fate: Fate,
    ) {
        let parts = inner.queue.borrow().parts_of(flight).count();
        let split = BatchResponse::new(answer, parts);
        for part in 0..parts {
            // Decoding several parts of a large answer in one go would hold up the hand that scrolls and types.
            if answer.body.len() > LARGE {
                clock::next_task().await;
            }
            let landed = inner.queue.borrow_mut().complete_one(flight);
            let Some(wanted) = landed else { return };
            match wanted.share(split.part(part), answer) {
                Some(part) => self.answered(inner, wanted, &part, requested_at, fate),
                None => inner.queue.borrow_mut().alone(wanted, 0),
            }
        }
    }

    /// Hands an answer to all who wait for it. Whether it is one, only they can say.
    fn answered(
        self,
        inner: &Rc<Inner>,
        wanted: QueuedRequest<Observer>,
        answer: &HttpAnswer,
        requested_at: u64,
        fate: Fate,
    ) {
        let told: Vec<_> = wanted
            .waiters()
            .map(|observer| observer(Event::Answer { answer, requested_at }))
            .collect();
        if let Some(error) = told.into_iter().flatten().next() {
            self.failed(inner, wanted, &error, fate);
        }
    }

    /// Decides what follows a failure, and says so.
    fn failed(self, inner: &Rc<Inner>, wanted: QueuedRequest<Observer>, error: &ApiError, fate: Fate) {
        let now = clock::now_ms();
        let usage = inner.ledger.read().usage(now);
        let next = retry(
            error,
            wanted.request.repeatable,
            wanted.attempt,
            fate.silenced,
            fate.random,
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
    pub(super) fn fail(
        self,
        inner: &Rc<Inner>,
        wanted: QueuedRequest<Observer>,
        error: &ApiError,
        again: Option<u64>,
    ) {
        let waiters: Vec<Observer> = wanted.waiters().cloned().collect();
        if let Some(at) = again {
            let mut queue = inner.queue.borrow_mut();
            match goes_alone(error, wanted.attempt) {
                true => queue.alone(wanted, at),
                false => queue.again(wanted, at),
            }
        }
        tell(&waiters, error, again);
    }

    pub(super) fn note(self, operation: String, at: u64, end: End, attempt: u8, parts: usize) {
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

/// Notes in the ledger how a request ended, if that is to be noted; whether nothing may be sent for a while because of it.
async fn finish(inner: &Inner, slot: Permit, outcome: Option<Outcome>) -> bool {
    let Some(outcome) = outcome else { return false };
    let silenced = Rc::new(Cell::new(false));
    let told = silenced.clone();
    let finish = move |ledger: &mut RateLimiter, now| told.set(ledger.finish(slot, now, outcome));
    inner.ledger.change(Box::new(finish)).await;
    silenced.get()
}

/// Tells all who wait that it failed, and when it is tried again.
pub(super) fn tell(waiters: &[Observer], error: &ApiError, again: Option<u64>) {
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
