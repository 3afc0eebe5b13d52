//! Lists on their way out: JSON, CSV, MyAnimeList's XML.

use std::rc::Rc;

use leptos::prelude::*;

use crate::data::lists::{ListStore, scores_of, to_json};
use crate::data::outbox::today;
use crate::domain::{ListEntry, MediaType, TitleLanguage};
use crate::exchange::csv::CsvExport;
use crate::exchange::file_name;
use crate::exchange::mal::{LeftOut, MalExport};
use crate::text::format::count;
use crate::ui::components::plan_table::lines_table;
use crate::ui::kit::{Actions, Check, Select, options};
use crate::ui::live::{handler, live};
use crate::web::dom;

use super::{Desk, panel};

#[derive(Clone, Copy)]
enum Kind {
    Json,
    Csv,
    Mal,
}

/// What is taken along.
#[derive(Clone, Copy)]
struct Wanted {
    /// "anime", "manga", or nothing for both.
    lists: RwSignal<String>,
    /// Whether private entries go to where nothing is private.
    private: RwSignal<bool>,
    /// What was in none of the files, and why.
    left_out: RwSignal<Vec<(String, String)>>,
}

pub(super) fn export(desk: Desk) -> AnyView {
    let wanted = Wanted {
        lists: RwSignal::new(String::new()),
        private: RwSignal::new(false),
        left_out: RwSignal::new(Vec::new()),
    };
    let save = move |kind: Kind, label: &'static str| {
        let act = move |_| {
            if desk.is_whole() {
                save_all(desk, kind, wanted);
            }
        };
        view! {
            <button class="button" aria-disabled=desk.unless_whole() on:click=handler(act)>{label}</button>
        }
        .into_any()
    };
    let lists = options(&[("", "Anime and manga"), ("anime", "Anime"), ("manga", "Manga")]);
    let content = view! {
        <p class="muted">
            "JSON has every field and can be brought back. CSV is for spreadsheets. MyAnimeList’s XML is what other services read; it has no private marks, no scores of parts, and one file for each list."
        </p>
        <Actions>
            <Select label="Lists" options=lists chosen="" on_change=move |word| wanted.lists.set(word)/>
            {save(Kind::Json, "Export JSON")}
            {save(Kind::Csv, "Export CSV")}
            {save(Kind::Mal, "Export MyAnimeList XML")}
        </Actions>
        <Check
            label="Private entries in MyAnimeList’s XML too: they are not private there"
            is_ticked=false
            on_change=move |is_on| wanted.private.set(is_on)
        />
        <div role="status">{live(move || not_saved(wanted.left_out.get()))}</div>
    };
    panel("export", "Export", content.into_any())
}

fn not_saved(lines: Vec<(String, String)>) -> Option<AnyView> {
    let amount = lines.len();
    if amount == 0 {
        return None;
    }
    let said = [
        &count(amount as u64, "entry is", "entries are"),
        " not in the file.",
    ]
    .concat();
    Some(view! { <p>{said}</p>{lines_table("Left out because", lines, amount)} }.into_any())
}

/// Saves what is wanted.
fn save_all(desk: Desk, kind: Kind, wanted: Wanted) {
    let lists = wanted.lists.get_untracked();
    let mut shelves = desk.shelves();
    shelves.retain(|shelf| lists.is_empty() || lists == word(shelf));
    let what = if lists.is_empty() { "lists" } else { &lists };
    let mut lines = Vec::new();
    match kind {
        Kind::Json => save(desk, what, "json", "application/json", &to_json(&shelves)),
        Kind::Csv => {
            let mut file = CsvExport::new(scores_of(&shelves), TitleLanguage::Unknown, true);
            each(&shelves, &mut |entry| file.entry(entry));
            save(desk, what, "csv", "text/csv", &file.finish());
        }
        Kind::Mal => {
            for shelf in &shelves {
                let mut file = MalExport::new(shelf.id.kind, wanted.private.get_untracked());
                each(std::slice::from_ref(shelf), &mut |entry| file.entry(entry));
                let (text, left_out) = file.finish(&desk.name.get_value(), desk.account.get());
                save(desk, word(shelf), "xml", "application/xml", &text);
                for LeftOut { title, reason } in left_out {
                    lines.push((title.into(), reason.to_owned()));
                }
            }
        }
    }
    wanted.left_out.set(lines);
}

fn each(shelves: &[Rc<ListStore>], take: &mut dyn FnMut(&ListEntry)) {
    for shelf in shelves {
        for entry in shelf.library.borrow().entries() {
            take(entry);
        }
    }
}

fn word(shelf: &ListStore) -> &'static str {
    match shelf.id.kind {
        MediaType::Manga => "manga",
        _ => "anime",
    }
}

/// Offers a file to save.
pub(super) fn save(desk: Desk, what: &str, extension: &str, media_type: &str, text: &str) {
    let name = file_name(&desk.name.get_value(), what, today(), extension);
    if !dom::download(&name, media_type, text) {
        desk.app.toast("The browser did not save the file.");
    }
}
