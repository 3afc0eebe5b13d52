//! How much of AniList's limit is left, always in sight.

use std::time::Duration;

use leptos::prelude::*;

use crate::model::format;
use crate::model::routes::Route;
use crate::ui::state::App;
use crate::web::clock;

/// Used, left, and when the next one comes back; leads to the page that tells more.
#[component]
pub fn BudgetMeter() -> impl IntoView {
    let app = App::here();
    let usage = app.dispatch.usage;
    // What was used comes back by itself, with nothing happening that could tell.
    let follow = move || {
        if usage.with_untracked(|usage| usage.used > 0 || usage.silent_until.is_some()) {
            app.dispatch.refresh_usage();
        }
    };
    if let Ok(interval) = set_interval_with_handle(follow, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let name = move || {
        usage.with(|usage| {
            let now = clock::now_ms();
            let back = usage.refills_at.map(|at| {
                format!(
                    ", the next comes back in {}",
                    format::about(at.saturating_sub(now).div_ceil(1000))
                )
            });
            let refused = usage
                .silent_until
                .map(|_| ", none go at the moment because AniList refused");
            format!(
                "Requests: {} of {} left this minute{}{}",
                usage.left(),
                usage.limit,
                back.unwrap_or_default(),
                refused.unwrap_or_default()
            )
        })
    };
    let share = move || usage.with(|usage| format!("{}%", usage.left() * 100 / usage.limit.max(1)));
    let low = move || usage.with(|usage| usage.left() <= 5 || usage.silent_until.is_some());
    view! {
        <a class="meter" class:low=low href=app.navigation.path(Route::Requests) aria-label=name title=name>
            <span class="bar" aria-hidden="true"><span style:width=share></span></span>
            <span aria-hidden="true">{move || usage.with(|usage| usage.left())} " left"</span>
        </a>
    }
}
