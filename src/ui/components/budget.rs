//! How much of AniList's limit is left, always in sight.

use std::time::Duration;

use leptos::prelude::*;

use crate::model::format;
use crate::model::routes::Route;
use crate::ui::live::live;
use crate::ui::state::App;
use crate::web::clock;

/// Used, left, and when the next one comes back; leads to the page that tells more.
#[component]
pub fn BudgetMeter() -> impl IntoView {
    let app = App::here();
    // What was used comes back by itself, with nothing happening that could tell.
    let follow = move || app.dispatch.refresh_usage();
    if let Ok(interval) = set_interval_with_handle(follow, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let path = app.navigation.path(Route::Requests);
    live(move || {
        let usage = app.dispatch.usage();
        let left = usage.left();
        let next = match (usage.silent_until, usage.refills_at) {
            (Some(at), _) => format!(", none go for {}, because AniList refused", wait(at)),
            (None, Some(at)) => format!(", the next comes back in {}", wait(at)),
            (None, None) => String::new(),
        };
        let name = format!("Requests: {left} of {} left this minute{next}", usage.limit);
        let class = if left <= 5 || usage.silent_until.is_some() {
            "meter low"
        } else {
            "meter"
        };
        let share = format!("{}%", left * 100 / usage.limit.max(1));
        view! {
            <a class=class href=path.clone() aria-label=name>
                <span class="bar" aria-hidden="true"><span style:width=share></span></span>
                <span aria-hidden="true">{left.to_string()} " left"</span>
            </a>
        }
        .into_any()
    })
}

/// The time until `at`, in words.
pub fn wait(at: u64) -> String {
    format::about(at.saturating_sub(clock::now_ms()).div_ceil(1000))
}
