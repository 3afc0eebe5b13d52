//! Lists on their way out: JSON, CSV, MyAnimeList's XML.

use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::{MediaType, TitleLanguage};
use crate::model::exchange::csv::CsvExport;
use crate::model::exchange::file_name;
use crate::model::exchange::mal::{LeftOut, MalExport};
use crate::model::format::count;
use crate::ui::components::plan_table::lines_table;
use crate::ui::lists::{Shelf, scores_of, to_json};
use crate::ui::live::{attribute, handler, live};
use crate::web::{clock, dom};

use super::Desk;

#[derive(Clone, Copy)]
enum Kind {
    Json,
    Csv,
    Mal,
}

#[component]
pub(super) fn Export(desk: Desk) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let private = RwSignal::new(false);
    let left_out = RwSignal::new(Vec::<(String, String)>::new());
    let button = move |kind: Kind, label: &'static str| {
        let disabled = attribute(move || (!desk.is_whole()).then_some("true"));
        let save = move |_| {
            if desk.is_whole() {
                left_out.set(export(
                    desk,
                    kind,
                    &wanted.get_untracked(),
                    private.get_untracked(),
                ));
            }
        };
        view! { <button class="button" aria-disabled=disabled on:click=handler(save)>{label}</button> }
            .into_any()
    };
    view! {
        <section class="panel">
            <h2>"Export"</h2>
            <p class="muted">
                "JSON has every field and can be brought back. CSV is for spreadsheets. MyAnimeList’s XML is what other services read; it has no private marks, no scores of parts, and one file for each list."
            </p>
            <div class="actions">
                <select aria-label="Lists" on:change=handler(move |event| wanted.set(event_target_value(&event)))>
                    <option value="">"Anime and manga"</option>
                    <option value="anime">"Anime"</option>
                    <option value="manga">"Manga"</option>
                </select>
                {button(Kind::Json, "Export JSON")}
                {button(Kind::Csv, "Export CSV")}
                {button(Kind::Mal, "Export MyAnimeList XML")}
            </div>
            <label class="tick">
                <input type="checkbox" on:change=handler(move |event| private.set(event_target_checked(&event)))/>
                <span>"Private entries in MyAnimeList’s XML too: they are not private there"</span>
            </label>
            <div role="status">{live(move || {
                let lines = left_out.get();
                (!lines.is_empty()).then(|| view! {
                    <p>{[&count(lines.len() as u64, "entry is", "entries are"), " not in the file."].concat()}</p>
                    {lines_table("Left out because", lines.clone(), lines.len())}
                })
            })}</div>
        </section>
    }
}

/// Saves what is wanted. Gives what is in none of the files.
fn export(desk: Desk, kind: Kind, wanted: &str, private: bool) -> Vec<(String, String)> {
    let mut shelves = desk.shelves();
    shelves.retain(|shelf| wanted.is_empty() || wanted == word(shelf));
    let what = if wanted.is_empty() { "lists" } else { wanted };
    match kind {
        Kind::Json => save(desk, what, "json", "application/json", &to_json(&shelves)),
        Kind::Csv => {
            let mut file = CsvExport::new(scores_of(&shelves), TitleLanguage::Unknown, true);
            for shelf in &shelves {
                shelf
                    .library
                    .borrow()
                    .entries()
                    .iter()
                    .for_each(|entry| file.entry(entry));
            }
            save(desk, what, "csv", "text/csv", &file.finish());
        }
        Kind::Mal => {
            let mut lines = Vec::new();
            for shelf in &shelves {
                let mut file = MalExport::new(shelf.id.kind, private);
                shelf
                    .library
                    .borrow()
                    .entries()
                    .iter()
                    .for_each(|entry| file.entry(entry));
                let name = desk.name.get_value();
                let (text, left_out) = file.finish(&name, desk.account.get());
                save(desk, word(shelf), "xml", "application/xml", &text);
                let line = |LeftOut { title, reason }| (String::from(title), String::from(reason));
                lines.extend(left_out.into_iter().map(line));
            }
            return lines;
        }
    }
    Vec::new()
}

fn word(shelf: &Rc<Shelf>) -> &'static str {
    match shelf.id.kind {
        MediaType::Manga => "manga",
        _ => "anime",
    }
}

/// Offers a file to save.
pub(super) fn save(desk: Desk, what: &str, extension: &str, media_type: &str, text: &str) {
    let name = desk
        .name
        .with_value(|name| file_name(name, what, clock::now_ms() / 1000, extension));
    if !dom::download(&name, media_type, text) {
        desk.app.say("The browser did not save the file.");
    }
}
