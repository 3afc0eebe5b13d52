//! What this app asks of AniList: the budget, what waits and why, what was asked, what it cost.

use leptos::prelude::*;

use crate::api::budget::{Usage, Why};
use crate::api::record::{End, Record};
use crate::model::format;
use crate::ui::components::asked::Hold;
use crate::ui::components::button::Button;
use crate::ui::components::confirm::Confirm;
use crate::ui::state::App;
use crate::web::clock;
use crate::web::intl::{Detail, moment};

/// The page at `/requests`.
#[component]
pub fn RequestsPage() -> impl IntoView {
    view! {
        <div class="page">
            <h1 tabindex="-1">"Requests"</h1>
            <p class="muted">
                "AniList allows 30 requests a minute from one address. Tsuzuki keeps to 25, over all tabs of this browser together, so that nothing is refused."
            </p>
            <div class="panels">
                <Budget/>
                <Cost/>
                <KeptAnswers/>
            </div>
            <Waiting/>
            <Last/>
        </div>
    }
}

#[component]
fn Budget() -> impl IntoView {
    let app = App::here();
    let usage = app.dispatch.usage;
    let back = move || {
        usage.with(|usage: &Usage| {
            usage.refills_at.map_or_else(
                || "all are there".to_owned(),
                |at| {
                    format!(
                        "in {}",
                        format::about(at.saturating_sub(clock::now_ms()).div_ceil(1000))
                    )
                },
            )
        })
    };
    view! {
        <section class="panel">
            <h2>"Budget"</h2>
            <dl class="facts">
                <dt>"Used this minute"</dt><dd>{move || usage.with(|usage| format!("{} of {}", usage.used, usage.limit))}</dd>
                <dt>"Left"</dt><dd>{move || usage.with(Usage::left)}</dd>
                <dt>"Next one back"</dt><dd>{back}</dd>
            </dl>
            <Hold/>
            {move || usage.get().outage.map(|outage| view! {
                <div class="stack tight" role="status">
                    <p>"AniList’s API is switched off. It is asked again at " {moment(outage.until, Detail::Minute)} "."</p>
                    {outage.message.map(|message| view! { <p class="muted">"AniList says: “" <bdi>{message}</bdi> "”"</p> })}
                    <div><Button label="Try now" act=move |()| app.dispatch.try_now()/></div>
                </div>
            })}
        </section>
    }
}

#[component]
fn Cost() -> impl IntoView {
    let app = App::here();
    let cost = move || app.dispatch.records.with(|records| records.cost());
    let shared = move || {
        app.dispatch.changes.track();
        app.dispatch.shared() + cost().batched
    };
    view! {
        <section class="panel">
            <h2>"Since this page was opened"</h2>
            <dl class="facts">
                <dt>"Requests sent"</dt><dd>{move || format::number(cost().requests)}</dd>
                <dt>"Received"</dt><dd>{move || format::bytes(cost().bytes)}</dd>
                <dt>"Answered from this browser"</dt><dd>{move || format::number(cost().cached)}</dd>
                <dt>"Saved by asking together"</dt><dd>{move || format::number(shared())}</dd>
            </dl>
        </section>
    }
}

#[component]
fn KeptAnswers() -> impl IntoView {
    let app = App::here();
    let amount = move || app.kept.amount.get();
    view! {
        <section class="panel">
            <h2>"Kept answers"</h2>
            <dl class="facts">
                <dt>"Answers"</dt><dd>{move || format::number(amount().answers as u64)}</dd>
                <dt>"Size"</dt><dd>{move || format::bytes(amount().bytes as u64)}</dd>
            </dl>
            <p class="muted">{move || app.kept.place.get().sentence()}</p>
            <div>
                <Confirm
                    id="forget"
                    label="Forget them"
                    question="Forget every kept answer? AniList is asked again when you need them."
                    yes="Forget"
                    act=move |()| app.kept.erase()
                />
            </div>
        </section>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    let app = App::here();
    let waiting = move || {
        app.dispatch.changes.track();
        app.dispatch.waiting()
    };
    let reason = move |attempt: u8| match app.dispatch.hold.get().map(|hold| hold.why) {
        Some(Why::Limit) => "waits for AniList’s limit",
        Some(Why::Refused) => "waits, because AniList refused",
        Some(Why::Burst) => "goes in a moment",
        None if attempt > 0 => "failed, and is tried again by itself",
        None => "goes next",
    };
    view! {
        <section class="panel wide" aria-labelledby="waiting">
            <h2 id="waiting">"Waiting and under way"</h2>
            {move || match waiting() {
                none if none.is_empty() => view! { <p class="muted">"Nothing."</p> }.into_any(),
                lines => view! {
                    <ul class="lines">
                        {lines.into_iter().map(|line| {
                            let state = if line.sent { "under way" } else { reason(line.attempt) };
                            view! { <li><span>{line.operation}</span> <span class="muted">{state}</span></li> }
                        }).collect_view()}
                    </ul>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Last() -> impl IntoView {
    let app = App::here();
    let rows = move || {
        app.dispatch
            .records
            .with(|records| records.iter().map(row).collect_view())
    };
    let none = move || {
        app.dispatch
            .records
            .with(|records| records.iter().next().is_none())
    };
    view! {
        <section class="panel wide" aria-labelledby="last">
            <h2 id="last">"The last 100 requests of this tab"</h2>
            <p class="muted">"Newest first. Names, times and sizes only: no token, and nothing you wrote."</p>
            {move || none().then(|| view! { <p class="muted">"None yet."</p> })}
            <div class="scroll-x" tabindex="0" role="region" aria-labelledby="last">
                <table class="table">
                    <thead><tr>
                        <th scope="col">"Operation"</th><th scope="col">"When"</th><th scope="col">"Result"</th>
                        <th scope="col">"Took"</th><th scope="col">"Size"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(record: &Record) -> impl IntoView + use<> {
    let (result, took, size) = match &record.end {
        End::Answer {
            status,
            bytes,
            took_ms,
        } => (
            format!("status {status}"),
            format!("{} ms", format::number(*took_ms)),
            format::bytes(*bytes as u64),
        ),
        End::Failure { kind, took_ms } => (
            (*kind).to_owned(),
            format!("{} ms", format::number(*took_ms)),
            String::new(),
        ),
        End::Cache { bytes, age_ms } => (
            format!("kept, {}", format::ago(*age_ms / 1000, 0)),
            String::new(),
            format::bytes(*bytes as u64),
        ),
    };
    let tries = (record.attempt > 0).then(|| format!(" (try {})", record.attempt + 1));
    view! {
        <tr>
            <th scope="row">{record.operation.clone()} {tries}</th>
            <td>{moment(record.at, Detail::Clock)}</td>
            <td>{result}</td>
            <td class="number">{took}</td>
            <td class="number">{size}</td>
        </tr>
    }
}
