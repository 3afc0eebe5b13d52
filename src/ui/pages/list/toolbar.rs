//! What a person sets most: the text they look for, the order, how entries are drawn.

use leptos::prelude::*;

use crate::model::list_query::{Layout, ListQuery, Sort};
use crate::ui::components::button::Button;
use crate::ui::live::{attribute, handler, live};
use crate::web::dom;

use super::Look;

/// Id of the searchbox, for those who come by key.
pub(super) const FILTER: &str = "list-filter";

#[component]
pub(super) fn Toolbar(look: Look) -> impl IntoView {
    let text = look.query.with_untracked(|query| query.text.clone());
    let typed = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        look.set(|query| query.text = value);
    };
    let sorted = move |event: leptos::ev::Event| {
        let word = event_target_value(&event);
        let sort = Sort::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(sort, _)| *sort);
        look.set(|query| {
            query.sort = sort.unwrap_or_default();
            query.reversed = false;
        });
    };
    let direction = live(move || {
        let descends = look.query.with(ListQuery::descends);
        let (label, sign) = if descends {
            ("Descending", "↓")
        } else {
            ("Ascending", "↑")
        };
        view! {
            <button class="button" aria-label=format!("Order: {label}") title=label
                on:click=handler(move |_| look.set(|query| query.reversed = !query.reversed))>{sign}</button>
        }
    });
    view! {
        <div class="list-bar">
            <div class="field grow">
                <input id=FILTER type="search" aria-label="Filter" placeholder="Filter titles and notes" autocomplete="off"
                    prop:value=text on:input=handler(typed)/>
            </div>
            <div class="field">
                <select aria-label="Sort" on:change=handler(sorted)>
                    {Sort::ALL.iter().map(|&(sort, word)| {
                        let chosen = look.query.with_untracked(|query| query.sort == sort);
                        view! { <option value=word selected=chosen>{sort.label()}</option> }
                    }).collect_view()}
                </select>
            </div>
            {direction}
            <div class="segments" role="group" aria-label="View">
                {[(Layout::Detailed, "Detailed", "☰"), (Layout::Compact, "Compact", "≡"), (Layout::Covers, "Covers", "▦")]
                    .map(|(layout, name, sign)| {
                        let pressed = attribute(move || Some(if look.query.with(|query| query.layout == layout) { "true" } else { "false" }));
                        view! {
                            <button class="button" aria-label=name title=name aria-pressed=pressed
                                on:click=handler(move |_| look.set(|query| query.layout = layout))>{sign}</button>
                        }
                    })
                    .collect_view()}
            </div>
            <Button label="Random" act=move |()| random(look)/>
        </div>
    }
}

/// Opens one of the entries shown, by chance.
fn random(look: Look) {
    let picked = look
        .random
        .with_value(|random| random.as_ref().and_then(|random| random()));
    match picked {
        Some(media) => look.app.navigation.open_editor(media.get()),
        None => look.app.say("There is nothing to pick from."),
    }
}

/// Moves the focus to the searchbox.
pub(super) fn focus_filter() {
    dom::focus(&format!("#{FILTER}"));
}
