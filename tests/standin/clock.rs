//! The stand-in's time. It can be moved, so that an hour of limits or a year of a token passes in a test at once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The system's time plus what it was moved by.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    moved_ms: AtomicI64,
    /// What the system's time was when it was stopped, if it was.
    stopped_ms: OnceLock<i64>,
}

fn system_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.map_or(0, |since| since.as_millis())).unwrap_or(i64::MAX)
}

impl Clock {
    /// Milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        let system = self.stopped_ms.get().copied().unwrap_or_else(system_ms);
        system.saturating_add(self.moved_ms.load(Ordering::Relaxed))
    }

    /// From here on time passes by [`advance`](Self::advance) alone, for good: a test that counts seconds must not depend
    /// on how fast the machine is.
    #[cfg(test)]
    pub(crate) fn stop(&self) {
        self.stopped_ms.get_or_init(system_ms);
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
