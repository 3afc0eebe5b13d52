//! Time that passes while somebody waits for it.

use std::time::Duration;

use leptos::prelude::*;

use crate::text::format;
use crate::web::clock;

/// Seconds until `until`, in words that change seldom, for the life of the component that calls this.
pub fn use_countdown(until: u64) -> Memo<String> {
    let now = RwSignal::new(clock::now_ms());
    if let Ok(interval) = set_interval_with_handle(move || now.set(clock::now_ms()), Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    Memo::new(move |_| format::about(until.saturating_sub(now.get()).div_ceil(1000)))
}
