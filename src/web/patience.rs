//! What the browser may answer late or never: a permission that a person leaves open, a lock that another page holds, a
//! database whose files are damaged.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::clock;

/// The longest time that is waited for in one piece.
const STEP_MS: u32 = 1_000;

/// What comes of `answer`, unless that takes longer than `ms` milliseconds. Then it is dropped.
///
/// Only time in which this page ran counts: after a device has slept for an hour or another program has had the processor,
/// the browser first gets the chance to say what it has meanwhile.
pub async fn within<T>(ms: u32, answer: impl Future<Output = T>) -> Option<T> {
    unless(answer, pass(ms)).await
}

/// What comes of `work`, unless `over` is first. Then it is dropped.
pub(super) async fn unless<T>(work: impl Future<Output = T>, over: impl Future<Output = ()>) -> Option<T> {
    let (mut work, mut over) = (pin!(work), pin!(over));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
        Poll::Pending => over.as_mut().poll(context).map(|()| None),
    })
    .await
}

async fn pass(ms: u32) {
    let mut left = ms;
    while left > 0 {
        let step = left.min(STEP_MS);
        clock::sleep(step).await;
        clock::next_task().await;
        left -= step;
    }
}
