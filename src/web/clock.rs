//! The wall clock and timers.

use gloo_timers::future::TimeoutFuture;

/// Milliseconds since 1970-01-01 UTC by this device's clock, which may be wrong.
pub fn now_ms() -> u64 {
    // `Date.now()` is a whole number far below 2^53, and the cast saturates.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    now
}

/// Resolves after `ms` milliseconds, later in a hidden tab.
pub async fn sleep(ms: u32) {
    TimeoutFuture::new(ms).await;
}
