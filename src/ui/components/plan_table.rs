//! What a change of many entries would do, entry by entry.

use leptos::prelude::*;

use crate::domain::ScoreFormat;
use crate::outbox::bulk::PlannedItem;
use crate::outbox::edit_description::changes;
use crate::text::format::count;
use crate::ui::kit::Check;

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
pub fn lines_table(name: &'static str, lines: Vec<(String, String)>, total: usize) -> AnyView {
    let shown = lines.len().min(MOST);
    let row = |(title, text): (String, String)| {
        view! { <tr><th scope="row"><bdi>{title}</bdi></th><td><bdi>{text}</bdi></td></tr> }.into_any()
    };
    let rows = lines.into_iter().take(MOST).map(row).collect();
    let rest = (total - shown.min(total)) as u64;
    let more = (rest > 0).then(|| {
        let text = ["And ", &count(rest, "more entry", "more entries"), "."].concat();
        view! { <p class="meta">{text}</p> }.into_any()
    });
    view! {
        <div class="changes" role="region" aria-label=name tabindex="0">
            {table(&["Title", name], rows)}
            {more}
        </div>
    }
    .into_any()
}

/// A table with these headings.
pub fn table(headings: &[&'static str], rows: Vec<AnyView>) -> AnyView {
    let head = |text: &&'static str| view! { <th scope="col">{*text}</th> }.into_any();
    let heads = headings.iter().map(head).collect_view();
    view! {
        <table class="table">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Asks whether activities are wanted, and says what is kept.
pub fn silence(silent: RwSignal<bool>) -> AnyView {
    let label = "No list activity meanwhile: the setting is switched off for the run, and back afterwards";
    view! {
        <Check label is_ticked=silent.get_untracked() on_change=move |is_on| silent.set(is_on)/>
        <p class="meta">"A snapshot is kept first, and the run can be reverted."</p>
    }
    .into_any()
}
