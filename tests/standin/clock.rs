//! The stand-in's time. It can be moved, so that an hour of limits or a year of a token passes in a test at once.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The system's time plus what it was moved by.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    moved_ms: AtomicI64,
}

impl Clock {
    /// Milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_millis());
        i64::try_from(system)
            .unwrap_or(i64::MAX)
            .saturating_add(self.moved_ms.load(Ordering::Relaxed))
    }

    /// Seconds since the epoch.
    pub(crate) fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// Lets time pass (or go back, with a negative number).
    pub(crate) fn advance(&self, ms: i64) {
        self.moved_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Back to the system's time.
    pub(crate) fn reset(&self) {
        self.moved_ms.store(0, Ordering::Relaxed);
    }
}
