//! What a change of many entries would do, entry by entry.

use leptos::prelude::*;

use crate::domain::ScoreFormat;
use crate::outbox::bulk::PlannedItem;
use crate::outbox::edit_description::changes;
use crate::text::format::count;
use crate::ui::plain::{el, p, tick};

/// Entries that are shown; of more, how many they are.
const MOST: usize = 200;

/// The table of what planned changes would do.
pub fn plan_table(items: &[PlannedItem], scores: ScoreFormat) -> AnyView {
    let row = |item: &PlannedItem| {
        let lines = changes(item.before.as_ref(), item.after().as_ref(), item.kind, scores);
        (item.title.to_string(), lines.join("; "))
    };
    lines_table("Changes", items.iter().take(MOST).map(row).collect(), items.len())
}

/// A table of titles and what is to be said of each; `total` says how many there are, of which these are the first.
pub fn lines_table(name: &str, lines: Vec<(String, String)>, total: usize) -> AnyView {
    let shown = lines.len().min(MOST);
    let cell = |tag, text: &str| el(tag).child(el("bdi").text(text).end());
    let row = |(title, text): (String, String)| {
        let title = cell("th", &title).attr("scope", "row").end();
        el("tr").children(vec![title, cell("td", &text).end()]).end()
    };
    let table = table(&["Title", name], lines.into_iter().take(MOST).map(row).collect());
    let rest = (total - shown.min(total)) as u64;
    let more = match rest {
        0 => ().into_any(),
        rest => p(
            "meta",
            &["And ", &count(rest, "more entry", "more entries"), "."].concat(),
        ),
    };
    el("div")
        .class("changes")
        .attr("role", "region")
        .attr("aria-label", name)
        .attr("tabindex", "0")
        .children(vec![table, more])
        .end()
}

/// A table with these headings.
pub fn table(headings: &[&str], rows: Vec<AnyView>) -> AnyView {
    let head = |text: &&str| el("th").attr("scope", "col").text(text).end();
    let heads = el("tr").children(headings.iter().map(head).collect()).end();
    let parts = vec![el("thead").child(heads).end(), el("tbody").children(rows).end()];
    el("table").class("table").children(parts).end()
}

/// Asks whether activities are wanted, and says what is kept.
pub fn silence(silent: RwSignal<bool>) -> AnyView {
    let label = "No list activity meanwhile: the setting is switched off for the run, and back afterwards";
    vec![
        tick(label, silent.get_untracked(), move |is_on| silent.set(is_on)),
        p("meta", "A snapshot is kept first, and the run can be reverted."),
    ]
    .into_any()
}
