//! How much of AniList's limit is left, always in sight.

use std::time::Duration;

use leptos::prelude::*;

use crate::api::rate_limit::Usage;
use crate::data::state::App;
use crate::route::Route;
use crate::ui::components::countdown::use_countdown;
use crate::ui::live::live;

/// Used, left, and when the next one comes back; leads to the page that tells more.
#[component]
pub fn BudgetMeter() -> impl IntoView {
    let app = App::here();
    // What was used comes back by itself, with nothing happening that could tell.
    let follow = move || app.scheduler.refresh_usage();
    if let Ok(interval) = set_interval_with_handle(follow, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let path = app.navigation.path(&Route::Requests);
    live(move || meter(path.clone(), &app.scheduler.usage()))
}

fn meter(path: String, usage: &Usage) -> AnyView {
    let left = usage.left();
    let visible = match usage.stands_still() {
        true => "on hold".to_owned(),
        false => format!("{left} left"),
    };
    // Whoever says aloud what they see is to be understood, so the name has the same words in it.
    let counts = match usage.stands_still() {
        true => format!("Requests: {visible}, {left} left"),
        false => format!("Requests: {visible}"),
    };
    let counts = format!("{counts} of {} this minute, {} used", usage.limit, usage.used);
    let awaited = awaited(usage).map(|(words, until)| (words, use_countdown(until)));
    // For those who hear it, and for those who point at it.
    let name = Signal::derive(move || match awaited {
        Some((words, left)) => format!("{counts}, {words} {}", left.get()),
        None => counts.clone(),
    });
    let class = match left <= 5 || usage.stands_still() {
        true => "meter low",
        false => "meter",
    };
    let share = format!("{}%", left * 100 / usage.limit.max(1));
    view! {
        <a class=class href=path aria-label=name title=name>
            <span class="bar" aria-hidden="true"><span style:width=share></span></span>
            <span aria-hidden="true">{visible}</span>
        </a>
    }
    .into_any()
}

/// What there is to wait for, in words that a length of time follows, and until when.
fn awaited(usage: &Usage) -> Option<(&'static str, u64)> {
    let outage = usage.outage.as_ref().map(|outage| outage.until);
    let outage = outage.map(|until| {
        (
            "none go while AniList’s API is switched off, it is asked again in",
            until,
        )
    });
    let silence = usage
        .silent_until
        .map(|until| ("none go, because AniList refused, for", until));
    let refill = usage.refills_at.map(|until| ("the next comes back in", until));
    outage.or(silence).or(refill)
}
