//! What a person sets most: the text they look for, the order, how entries are drawn. All of it follows the address.

use leptos::prelude::*;

use crate::list::query::{Layout, ListQuery, Sort};
use crate::ui::kit::{LiveSelect, options};
use crate::ui::live::{attribute, handler, live};
use crate::web::dom;

use super::ListPageState;

/// Id of the searchbox, for those who come by key.
pub(super) const FILTER: &str = "list-filter";

/// The bar above the list.
pub(super) fn toolbar(look: ListPageState) -> AnyView {
    view! {
        <div class="list-bar">
            <div class="field grow">{searchbox(look)}</div>
            <div class="field">{order(look)}</div>
            {direction(look)}
            {layouts(look)}
        </div>
    }
    .into_any()
}

fn searchbox(look: ListPageState) -> AnyView {
    let text: Signal<String> = Memo::new(move |_| look.query.with(|query| query.text.clone())).into();
    let typed = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        look.set(|query| query.text = value);
    };
    view! {
        <input
            id=FILTER
            type="search"
            aria-label="Filter"
            placeholder="Filter titles and notes"
            autocomplete="off"
            prop:value=text
            on:input=handler(typed)
        />
    }
    .into_any()
}

fn order(look: ListPageState) -> AnyView {
    let options = options(&Sort::ALL.map(|(sort, word)| (word, sort.label())));
    let chosen = Memo::new(move |_| {
        let sort = look.query.with(|query| query.sort);
        let row = Sort::ALL.iter().find(|(known, _)| *known == sort);
        row.map_or("", |(_, word)| word).to_owned()
    });
    let sorted = move |word: String| {
        let row = Sort::ALL.iter().find(|(_, known)| *known == word);
        look.set(|query| {
            query.sort = row.map(|(sort, _)| *sort).unwrap_or_default();
            query.reversed = false;
        });
    };
    view! { <LiveSelect label="Sort" options chosen on_change=sorted/> }.into_any()
}

fn direction(look: ListPageState) -> AnyView {
    let descends = Memo::new(move |_| look.query.with(ListQuery::descends));
    let turn = move |_| look.set(|query| query.reversed = !query.reversed);
    live(move || {
        let (name, sign) = match descends.get() {
            true => ("Order: Descending", "↓"),
            false => ("Order: Ascending", "↑"),
        };
        view! { <button class="button" aria-label=name title=name on:click=handler(turn)>{sign}</button> }
    })
}

/// One of three ways to draw entries, and whether sections stand apart.
fn layouts(look: ListPageState) -> AnyView {
    let layouts = [
        (Layout::Detailed, "Detailed", "☰"),
        (Layout::Compact, "Compact", "≡"),
        (Layout::Covers, "Covers", "▦"),
    ];
    let one = |(layout, name, sign): (Layout, &'static str, &'static str)| {
        let is_it = Memo::new(move |_| look.query.with(|query| query.layout == layout));
        let choose = move |_| look.set(|query| query.layout = layout);
        view! {
            <button class="button" aria-label=name title=name aria-pressed=pressed(is_it.into()) on:click=handler(choose)>
                {sign}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="segments" role="group" aria-label="View">{layouts.map(one).into_iter().collect_view()}</div>
    }
    .into_any()
}

/// What else can be done with the list, beside the filters.
pub(super) fn actions(look: ListPageState) -> AnyView {
    let entrance = look.shelf().is_own.then(|| super::bulk::entrance(look));
    view! {
        {merge(look)}
        {super::views::saved_views(look)}
        <button class="button" on:click=handler(move |_| random(look))>"Random"</button>
        {entrance}
    }
    .into_any()
}

/// Joins all sections into one list, sorted as a whole.
fn merge(look: ListPageState) -> AnyView {
    let is_merged = Memo::new(move |_| look.query.with(|query| query.merged));
    let turn = move |_| look.set(|query| query.merged = !query.merged);
    view! {
        <button class="button" aria-pressed=pressed(is_merged.into()) on:click=handler(turn)>"One list"</button>
    }
    .into_any()
}

fn pressed(is_pressed: Signal<bool>) -> Signal<Option<&'static str>> {
    attribute(move || Some(if is_pressed.get() { "true" } else { "false" }))
}

/// Opens one of the entries shown, by chance.
fn random(look: ListPageState) {
    let picked = look
        .random
        .with_value(|random| random.as_ref().and_then(|random| random()));
    match picked {
        Some(media) => look.app.navigation.open_editor(media.get()),
        None => look.app.toast("There is nothing to pick from."),
    }
}

/// Moves the focus to the searchbox.
pub(super) fn focus_filter() {
    dom::focus(&["#", FILTER].concat());
}
