//! What a change of many entries would do, entry by entry.

use leptos::prelude::*;

use crate::domain::ScoreFormat;
use crate::model::bulk::PlannedItem;
use crate::model::exchange::plan::item_text;
use crate::model::format::count;
use crate::model::outbox::Change;

/// Entries that are shown; of more, how many they are.
const MOST: usize = 200;

/// The table of what planned changes would do.
pub fn plan_table(items: &[PlannedItem], scores: ScoreFormat) -> AnyView {
    let row = |item: &PlannedItem| {
        let change = match &item.change {
            Change::Delete => "Deleted".to_owned(),
            Change::Keep => String::new(),
            Change::Set(_) => item_text(item, scores),
        };
        let mark = if item.before.is_none() { "New. " } else { "" };
        (item.title.to_string(), [mark, &change].concat())
    };
    lines_table("Changes", items.iter().take(MOST).map(row).collect(), items.len())
}

/// A table of titles and what is to be said of each; `total` says how many there are, of which these are the first.
pub fn lines_table(name: &'static str, lines: Vec<(String, String)>, total: usize) -> AnyView {
    let rest = total.saturating_sub(lines.len());
    let row = |(title, text): (String, String)| {
        view! { <tr><th scope="row"><bdi>{title}</bdi></th><td><bdi>{text}</bdi></td></tr> }
    };
    let more = (rest > 0)
        .then(|| view! { <p class="meta">{["And ", &count(rest as u64, "more entry", "more entries"), "."].concat()}</p> });
    view! {
        <div class="changes" role="region" aria-label=name tabindex="0">
            <table class="table">
                <thead><tr><th scope="col">"Title"</th><th scope="col">{name}</th></tr></thead>
                <tbody>{lines.into_iter().take(MOST).map(row).collect::<Vec<_>>()}</tbody>
            </table>
            {more}
        </div>
    }
    .into_any()
}
