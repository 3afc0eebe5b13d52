//! What a person sets most: the text they look for, the order, how entries are drawn. All of it follows the address.

use leptos::prelude::*;

use crate::list::query::{Layout, ListQuery, Sort};
use crate::ui::live::attribute;
use crate::ui::plain::{button, el, select_live};
use crate::web::dom;

use super::Look;

/// Id of the searchbox, for those who come by key.
pub(super) const FILTER: &str = "list-filter";

/// The bar above the list.
pub(super) fn toolbar(look: Look) -> AnyView {
    let children = vec![
        el("div").class("field grow").child(searchbox(look)).end(),
        el("div").class("field").child(order(look)).end(),
        direction(look),
        layouts(look),
    ];
    el("div").class("list-bar").children(children).end()
}

fn searchbox(look: Look) -> AnyView {
    let text = Memo::new(move |_| look.query.with(|query| query.text.clone()));
    let typed = move |event| {
        let value = event_target_value(&event);
        look.set(|query| query.text = value);
    };
    el("input")
        .attr("id", FILTER)
        .attr("type", "search")
        .attr("aria-label", "Filter")
        .attr("placeholder", "Filter titles and notes")
        .attr("autocomplete", "off")
        .value_live(text.into())
        .on("input", Box::new(typed))
        .end()
}

fn order(look: Look) -> AnyView {
    let options = Sort::ALL.map(|(sort, word)| (word, sort.label()));
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
    select_live("Sort", &options, chosen.into(), Box::new(sorted))
}

fn direction(look: Look) -> AnyView {
    let descends = Memo::new(move |_| look.query.with(ListQuery::descends));
    let words = move || match descends.get() {
        true => ("Order: Descending", "↓"),
        false => ("Order: Ascending", "↑"),
    };
    let turn = move || look.set(|query| query.reversed = !query.reversed);
    button("button", turn)
        .attr_live("aria-label", attribute(move || Some(words().0)))
        .attr_live("title", attribute(move || Some(words().0)))
        .text_live(move || words().1.to_owned())
        .end()
}

/// One of three ways to draw entries, and whether sections stand apart.
fn layouts(look: Look) -> AnyView {
    let layouts = [
        (Layout::Detailed, "Detailed", "☰"),
        (Layout::Compact, "Compact", "≡"),
        (Layout::Covers, "Covers", "▦"),
    ];
    let one = |(layout, name, sign): (Layout, &str, &str)| {
        let is_it = Memo::new(move |_| look.query.with(|query| query.layout == layout));
        button("button", move || look.set(|query| query.layout = layout))
            .attr("aria-label", name)
            .attr("title", name)
            .attr_live("aria-pressed", pressed(is_it.into()))
            .text(sign)
            .end()
    };
    el("div")
        .class("segments")
        .attr("role", "group")
        .attr("aria-label", "View")
        .children(layouts.map(one).into())
        .end()
}

/// What else can be done with the list, beside the filters.
pub(super) fn actions(look: Look) -> Vec<AnyView> {
    let mut actions = vec![
        merge(look),
        super::views::saved_views(look),
        button("button", move || random(look)).text("Random").end(),
    ];
    if look.shelf().is_own {
        actions.push(super::bulk::entrance(look));
    }
    actions
}

/// Joins all sections into one list, sorted as a whole.
fn merge(look: Look) -> AnyView {
    let is_merged = Memo::new(move |_| look.query.with(|query| query.merged));
    button("button", move || look.set(|query| query.merged = !query.merged))
        .attr_live("aria-pressed", pressed(is_merged.into()))
        .text("One list")
        .end()
}

fn pressed(is_pressed: Signal<bool>) -> Signal<Option<&'static str>> {
    attribute(move || Some(if is_pressed.get() { "true" } else { "false" }))
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
    dom::focus(&["#", FILTER].concat());
}
