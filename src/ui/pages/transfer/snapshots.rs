//! Lists as they were: kept before every run, and whenever one wants.

use leptos::prelude::*;

use crate::domain::TitleLanguage;
use crate::error::AppError;
use crate::model::exchange::compare::compare;
use crate::model::exchange::{json, read};
use crate::model::format::{bytes, count};
use crate::ui::components::button::Button;
use crate::ui::components::plan_table::lines_table;
use crate::ui::lists::{scores_of, to_json};
use crate::ui::live::{attribute, effect, handler, live, spawn};
use crate::web::intl::{Detail, moment};
use crate::web::{clock, dom};

use super::Desk;
use super::export::save;

/// A snapshot in the list: when it was made in milliseconds since 1970, its entries, its size.
type Kept = (u64, usize, usize);

/// Stands for the lists as they are.
const NOW: u64 = 0;

#[component]
pub(super) fn Snapshots(desk: Desk) -> impl IntoView {
    let known = RwSignal::new(Vec::<Kept>::new());
    effect(move |_| {
        desk.kept.track();
        spawn(async move {
            let all = desk.app.edits.snapshots(desk.account).await;
            let line = |(at, text): &(u64, String)| (*at, json::count(text), text.len());
            let mut lines: Vec<Kept> = all.iter().map(line).collect();
            lines.reverse();
            known.try_set(lines);
        });
    });
    let make = move |_| {
        if desk.is_whole() {
            let text = to_json(&desk.shelves());
            spawn(async move {
                let kept = desk
                    .app
                    .edits
                    .keep_snapshot(desk.account, clock::now_ms(), text)
                    .await;
                match kept {
                    Ok(_) => desk.moved(desk.kept),
                    Err(error) => desk.app.say(&AppError::from(error).to_string()),
                }
            });
        }
    };
    let disabled = attribute(move || (!desk.is_whole()).then_some("true"));
    view! {
        <section class="panel">
            <h2>"Snapshots"</h2>
            <p class="muted">
                "Your lists as they were, in this browser. One is kept before every change of many entries, for the last 20 of them; those that you make stay until you remove them."
            </p>
            <div class="actions">
                <button class="button" aria-disabled=disabled on:click=handler(make)>"Make one now"</button>
            </div>
            {live(move || table(desk, known.get()))}
            {live(move || {
                let known = known.get();
                (!known.is_empty()).then(|| comparison(desk, &known))
            })}
        </section>
    }
}

fn table(desk: Desk, known: Vec<Kept>) -> AnyView {
    if known.is_empty() {
        return view! { <p>"There is none yet."</p> }.into_any();
    }
    let row = |(at, entries, size): Kept| {
        let when = moment(at, Detail::Minute);
        let button = |label: &'static str, act: fn(Desk, u64, String)| {
            let name = [label, " the snapshot of ", &when].concat();
            let run = move |_| with_text(desk, at, act);
            view! { <button class="button small" aria-label=name on:click=handler(run)>{label}</button> }
                .into_any()
        };
        view! {
            <tr>
                <th scope="row">{when.clone()}</th>
                <td>{count(entries as u64, "entry", "entries")}</td>
                <td>{bytes(size as u64)}</td>
                <td><div class="actions">
                    {button("Download", |desk, at, text| download(desk, at, &text))}
                    {button("Restore", |desk, at, text| restore(desk, at, &text))}
                    {button("Remove", |desk, at, _| remove(desk, at))}
                </div></td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <thead><tr><th scope="col">"Made"</th><th scope="col">"Entries"</th><th scope="col">"Size"</th><th scope="col">"Do"</th></tr></thead>
            <tbody>{known.into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}

/// Does something with the text of a snapshot.
fn with_text(desk: Desk, at: u64, act: fn(Desk, u64, String)) {
    spawn(async move {
        if let Some(text) = text_of(desk, at).await {
            act(desk, at, text);
        }
    });
}

async fn text_of(desk: Desk, at: u64) -> Option<String> {
    match at {
        NOW => Some(to_json(&desk.shelves())),
        at => desk.app.edits.snapshot(desk.account, at).await,
    }
}

fn download(desk: Desk, at: u64, text: &str) {
    let what = ["snapshot-", &at.to_string()].concat();
    save(desk, &what, "json", "application/json", text);
}

/// Opens a snapshot as a file that is to be brought in.
fn restore(desk: Desk, at: u64, text: &str) {
    let name = ["Snapshot of ", &moment(at, Detail::Minute)].concat();
    desk.open(name, Some(text.as_bytes()));
    dom::focus("#import-title");
    dom::reveal("import");
}

fn remove(desk: Desk, at: u64) {
    spawn(async move {
        desk.app.edits.remove_snapshot(desk.account, at).await;
        desk.moved(desk.kept);
    });
}

fn comparison(desk: Desk, known: &[Kept]) -> AnyView {
    let newest = known.first().map_or(NOW, |(at, _, _)| *at);
    let chosen = [RwSignal::new(newest), RwSignal::new(NOW)];
    let outcome = RwSignal::new(None::<(String, Vec<(String, String)>)>);
    let run = move |()| {
        spawn(async move {
            let [one, other] = chosen.map(|chosen| chosen.get_untracked());
            let texts = (text_of(desk, one).await, text_of(desk, other).await);
            if let (Some(one), Some(other)) = texts {
                outcome.try_set(compared(desk, &one, &other));
            }
        });
    };
    let select = |label: &'static str, chosen: RwSignal<u64>| {
        let changed = move |event| chosen.set(event_target_value(&event).parse().unwrap_or(NOW));
        let option = |at: u64| {
            let text = match at {
                NOW => "the lists as they are".to_owned(),
                at => moment(at, Detail::Minute),
            };
            view! { <option value=at.to_string() selected=at == chosen.get_untracked()>{text}</option> }
                .into_any()
        };
        let mut options: Vec<AnyView> = known.iter().map(|(at, _, _)| option(*at)).collect();
        options.push(option(NOW));
        view! { <select aria-label=label on:change=handler(changed)>{options}</select> }.into_any()
    };
    let [first, second] = chosen;
    view! {
        <h3>"Compare"</h3>
        <div class="actions">
            {select("From", first)}
            {select("To", second)}
            <Button label="Compare" act=run/>
        </div>
        <div role="status">{live(move || outcome.get().map(|(summary, lines)| {
            let total = lines.len();
            view! {
                <p>{summary}</p>
                {(total > 0).then(|| lines_table("Differences", lines, total))}
            }
        }))}</div>
    }
    .into_any()
}

fn compared(desk: Desk, one: &str, other: &str) -> Option<(String, Vec<(String, String)>)> {
    let (one, other) = (read(one.as_bytes()).ok()?, read(other.as_bytes()).ok()?);
    let comparison = compare(&one, &other);
    let lines = comparison.lines(scores_of(&desk.shelves()), TitleLanguage::Unknown);
    Some((comparison.summary(), lines))
}
