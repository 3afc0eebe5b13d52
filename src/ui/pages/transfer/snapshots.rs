//! Lists as they were: kept before every run, and whenever one wants.

use std::pin::Pin;

use leptos::prelude::*;

use crate::data::lists::{scores_of, to_json};
use crate::domain::TitleLanguage;
use crate::error::AppError;
use crate::exchange::compare::compare;
use crate::exchange::json;
use crate::text::format::{bytes, count};
use crate::ui::components::plan_table::{lines_table, table};
use crate::ui::kit::{Actions, Fresh, Select};
use crate::ui::lazy;
use crate::ui::live::{handler, live};
use crate::web::chunk::NotLoaded;
use crate::web::intl::{Detail, moment};
use crate::web::reactive::{effect, spawn};
use crate::web::{clock, dom};

use super::export::save;
use super::{Desk, Reader};

/// A snapshot in the list: when it was made in milliseconds since 1970, its entries, its size.
type Kept = (u64, usize, usize);

/// Stands for the lists as they are.
const NOW: u64 = 0;

pub(super) fn snapshots(desk: Desk) -> AnyView {
    let known = RwSignal::new(Vec::<Kept>::new());
    effect(move |_| {
        desk.kept.track();
        spawn(async move {
            let all = desk.app.edits.snapshots(desk.account).await;
            let line = |(at, text): &(u64, String)| (*at, json::count(text), text.len());
            let lines: Vec<Kept> = all.iter().rev().map(line).collect();
            known.try_set(lines);
        });
    });
    let make = move |_| {
        if desk.is_whole() {
            spawn(make_one(desk));
        }
    };
    let content = view! {
        <p class="muted">
            "Your lists as they were, in this browser. One is kept before every change of many entries, for the last 20 of them; those that you make stay until you remove them."
        </p>
        <Actions>
            <button class="button" aria-disabled=desk.unless_whole() on:click=handler(make)>"Make one now"</button>
        </Actions>
        // The focus does not pass from the button of a snapshot that was removed to that of the next.
        <Fresh>{list(desk, known.get())}{comparison(desk, &known.get())}</Fresh>
    };
    super::panel("snapshots", "Snapshots", content.into_any())
}

async fn make_one(desk: Desk) {
    let text = to_json(&desk.shelves());
    let edits = desk.app.edits;
    match edits.keep_snapshot(desk.account, clock::now_ms(), text).await {
        Ok(_) => desk.moved(desk.kept),
        Err(error) => desk.app.toast(&AppError::from(error).to_string()),
    }
}

fn list(desk: Desk, known: Vec<Kept>) -> AnyView {
    if known.is_empty() {
        return view! { <p>"There is none yet."</p> }.into_any();
    }
    let row = |(at, entries, size): Kept| {
        let when = moment(at, Detail::Minute);
        let do_it = |label: &'static str, act: fn(Desk, u64, String)| {
            let name = [label, " the snapshot of ", &when].concat();
            let run = move |_| spawn(with_text(desk, at, act));
            view! { <button class="button small" aria-label=name on:click=handler(run)>{label}</button> }
                .into_any()
        };
        let buttons = vec![
            do_it("Download", download),
            do_it("Restore", restore),
            do_it("Remove", remove),
        ];
        view! {
            <tr>
                <th scope="row">{when}</th>
                <td>{count(entries as u64, "entry", "entries")}</td>
                <td>{bytes(size as u64)}</td>
                <td><Actions>{buttons}</Actions></td>
            </tr>
        }
        .into_any()
    };
    table(
        &["Made", "Entries", "Size", "Do"],
        known.into_iter().map(row).collect(),
    )
}

/// Does something with the text of a snapshot.
async fn with_text(desk: Desk, at: u64, act: fn(Desk, u64, String)) {
    if let Some(text) = text_of(desk, at).await {
        act(desk, at, text);
    }
}

/// Boxed, as its code would else stand in each that waits for it.
fn text_of(desk: Desk, at: u64) -> Pin<Box<dyn Future<Output = Option<String>>>> {
    Box::pin(async move {
        match at {
            NOW => Some(to_json(&desk.shelves())),
            at => desk.app.edits.snapshot(desk.account, at).await,
        }
    })
}

fn download(desk: Desk, at: u64, text: String) {
    let what = ["snapshot-", &at.to_string()].concat();
    save(desk, &what, "json", "application/json", &text);
}

/// Opens a snapshot as a file that is to be brought in.
fn restore(desk: Desk, at: u64, text: String) {
    let name = ["Snapshot of ", &moment(at, Detail::Minute)].concat();
    spawn(async move {
        let reader = lazy::READER.load().await;
        desk.open(name, Ok(text.into_bytes()), reader);
        dom::focus("#import-title");
        dom::reveal("import");
    });
}

fn remove(desk: Desk, at: u64, _: String) {
    spawn(async move {
        desk.app.edits.remove_snapshot(desk.account, at).await;
        desk.moved(desk.kept);
    });
}

fn comparison(desk: Desk, known: &[Kept]) -> Option<AnyView> {
    let &(newest, ..) = known.first()?;
    let (one, other) = (RwSignal::new(newest), RwSignal::new(NOW));
    let outcome = RwSignal::new(None::<(String, Vec<(String, String)>)>);
    let run = move |_| {
        let (one, other) = (one.get_untracked(), other.get_untracked());
        spawn(async move {
            let texts = (text_of(desk, one).await, text_of(desk, other).await);
            let (Some(one), Some(other)) = texts else { return };
            match lazy::READER.load().await {
                Ok(read) => {
                    outcome.try_set(compared(desk, read, &one, &other));
                }
                Err(NotLoaded) => desk.app.toast(&AppError::PartNotLoaded.to_string()),
            }
        });
    };
    let choice = |label: &'static str, chosen: RwSignal<u64>| {
        let option = |(at, ..): &Kept| (at.to_string(), moment(*at, Detail::Minute));
        let mut options: Vec<(String, String)> = known.iter().map(option).collect();
        options.push((NOW.to_string(), "the lists as they are".to_owned()));
        let now = chosen.get_untracked().to_string();
        let changed = move |word: String| chosen.set(word.parse().unwrap_or(NOW));
        view! { <Select label options chosen=now on_change=changed/> }.into_any()
    };
    let (one, other) = (choice("From", one), choice("To", other));
    let shown = move || outcome.get().map(|(summary, lines)| differences(summary, lines));
    let view = view! {
        <h3>"Compare"</h3>
        <Actions>
            {one}
            {other}
            <button class="button" on:click=handler(run)>"Compare"</button>
        </Actions>
        <div role="status">{live(shown)}</div>
    };
    Some(view.into_any())
}

fn differences(summary: String, lines: Vec<(String, String)>) -> AnyView {
    let total = lines.len();
    let table = (total > 0).then(|| lines_table("Differences", lines, total));
    view! { <p>{summary}</p>{table} }.into_any()
}

fn compared(desk: Desk, read: Reader, one: &str, other: &str) -> Option<(String, Vec<(String, String)>)> {
    let (one, other) = (read(one.as_bytes()).ok()?, read(other.as_bytes()).ok()?);
    let comparison = compare(&one, &other);
    let lines = comparison.lines(scores_of(&desk.shelves()), TitleLanguage::Unknown);
    let day = |seconds: u64| moment(seconds.saturating_mul(1000), Detail::Day);
    Some((comparison.summary(&day), lines))
}
