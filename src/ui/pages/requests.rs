//! What this app asks of AniList: the budget, what waits and why, what was asked, what it cost.

use leptos::prelude::*;

use crate::api::rate_limit::ThrottleReason;
use crate::api::request_log::{End, Record};
use crate::data::scheduler::Waiting;
use crate::data::state::App;
use crate::text::format::{ago, bytes, number};
use crate::text::isolated;
use crate::ui::components::button::Button;
use crate::ui::components::confirm::Confirm;
use crate::ui::components::countdown::use_countdown;
use crate::ui::components::query_view::ThrottleNote;
use crate::ui::live::live;
use crate::web::clock;
use crate::web::intl::{Detail, moment};

/// The page at `/requests`.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let app = App::here();
    view! {
        <div class="page">
            <h1 tabindex="-1">"Requests"</h1>
            <p class="muted">
                "AniList allows 30 requests a minute from one address. Tsuzuki keeps to 25, over all tabs of this browser together, so that nothing is refused."
            </p>
            <section class="panel">
                <h2>"Budget"</h2>
                {live(move || budget(app))}
                <ThrottleNote/>
                {live(move || outage(app))}
            </section>
            <section class="panel">
                <h2>"Since this page was opened"</h2>
                {live(move || cost(app))}
            </section>
            <section class="panel">
                <h2>"Kept answers"</h2>
                {live(move || kept(app))}
                <div>
                    <Confirm
                        id="forget"
                        label="Forget them"
                        question="Forget every kept answer? AniList is asked again when you need them."
                        yes="Forget"
                        act=move |()| app.cache.erase()
                    />
                </div>
            </section>
            <section class="panel wide">
                <h2>"Waiting and under way"</h2>
                {live(move || waiting(app))}
            </section>
            <section class="panel wide">
                <h2 id="last">"The last 100 requests of this tab"</h2>
                <p class="muted">"Newest first. Names, times and sizes only: no token, and nothing you wrote."</p>
                {live(move || last(app))}
            </section>
        </div>
    }
    .into_any()
}

/// Names and values.
fn facts(facts: impl IntoIterator<Item = (&'static str, AnyView)>) -> AnyView {
    let lines: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any())
        .collect();
    view! { <dl class="facts">{lines}</dl> }.into_any()
}

fn text(text: impl ToString) -> AnyView {
    text.to_string().into_any()
}

/// The time until then, in words, as it passes.
fn in_time(until: u64) -> AnyView {
    let left = use_countdown(until);
    view! { "in " {left} }.into_any()
}

fn budget(app: App) -> AnyView {
    let usage = app.scheduler.usage();
    let refills = usage.refills_at.map_or_else(|| text("all are there"), in_time);
    let silence = usage
        .silent_until
        .map(|until| ("After AniList’s refusal, the next one goes", in_time(until)));
    let lines = [
        (
            "Used this minute",
            text(format!("{} of {}", usage.used, usage.limit)),
        ),
        ("Left", text(usage.left())),
        ("Next one back", refills),
    ];
    facts(lines.into_iter().chain(silence))
}

/// AniList's own sentence while it is switched off.
fn outage(app: App) -> AnyView {
    let Some(outage) = app.scheduler.usage().outage else {
        return ().into_any();
    };
    let message = outage
        .message
        .map(|message| format!("AniList says: “{}”", isolated(&message)));
    view! {
        <p>"AniList’s API is switched off. It is asked again " {in_time(outage.until)} ", at " {moment(outage.until, Detail::Clock)} "."</p>
        <p class="muted"><bdi>{message.unwrap_or_default()}</bdi></p>
        <div><Button label="Try now" act=move |()| app.scheduler.try_now()/></div>
    }
    .into_any()
}

fn cost(app: App) -> AnyView {
    let cost = app.scheduler.records().cost();
    facts([
        ("Requests sent", text(number(cost.requests))),
        ("Received", text(bytes(cost.bytes))),
        ("Answered from this browser", text(number(cost.cached))),
        (
            "Saved by asking together",
            text(number(cost.batched + app.scheduler.shared())),
        ),
    ])
}

fn kept(app: App) -> AnyView {
    let (answers, size) = app.cache.amount();
    let facts = facts([
        ("Answers", text(number(answers as u64))),
        ("Size", text(bytes(size as u64))),
    ]);
    view! { {facts} <p class="muted">{app.cache.place().sentence()}</p> }.into_any()
}

fn waiting(app: App) -> AnyView {
    let lines = app.scheduler.waiting();
    if lines.is_empty() {
        return view! { <p class="muted">"Nothing."</p> }.into_any();
    }
    let hold = app.scheduler.hold().map(|hold| hold.why);
    let is_off = app.scheduler.usage().outage.is_some();
    let now = clock::now_ms();
    let line = |line: Waiting| {
        let state = match hold {
            _ if line.sent => text("under way"),
            _ if line.not_before == u64::MAX => text("waits for a network"),
            _ if line.not_before > now && is_off => text("waits until AniList’s API is on again"),
            _ if line.not_before > now => {
                view! { "failed, and is tried again by itself " {in_time(line.not_before)} }.into_any()
            }
            Some(ThrottleReason::Limit) => text("waits for AniList’s limit"),
            Some(ThrottleReason::Refused) => text("waits, because AniList refused"),
            Some(ThrottleReason::Burst) => text("goes in a moment"),
            None => text("goes next"),
        };
        view! { <li><span>{line.operation}</span>" "<span class="muted">{state}</span></li> }.into_any()
    };
    let lines: Vec<_> = lines.into_iter().map(line).collect();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn last(app: App) -> AnyView {
    let rows: Vec<_> = app.scheduler.records().iter().map(row).collect();
    if rows.is_empty() {
        return view! { <p class="muted">"None yet."</p> }.into_any();
    }
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="last">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Operation"</th><th scope="col">"When"</th><th scope="col">"Result"</th>
                    <th scope="col">"Took"</th><th scope="col">"Size"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(record: &Record) -> AnyView {
    let milliseconds = |took: u64| format!("{} ms", number(took));
    let (result, took, size) = match &record.end {
        End::Answer {
            status,
            bytes: size,
            took_ms,
        } => (
            format!("status {status}"),
            milliseconds(*took_ms),
            bytes(*size as u64),
        ),
        End::Failure { kind, took_ms } => ((*kind).to_owned(), milliseconds(*took_ms), String::new()),
        End::Cache { bytes: size, age_ms } => (
            format!("kept, from {}", ago(*age_ms / 1000, 0)),
            String::new(),
            bytes(*size as u64),
        ),
    };
    let name = match record.attempt {
        0 => record.operation.clone(),
        attempt => format!("{} (try {})", record.operation, attempt + 1),
    };
    let cells: Vec<_> = [moment(record.at, Detail::Clock), result, took, size]
        .map(|cell| view! { <td>{cell}</td> }.into_any())
        .into();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
}
