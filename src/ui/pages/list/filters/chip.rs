//! A name that the list is filtered by: with it or without it.

use leptos::prelude::*;

use crate::list::query::{Filters as Wanted, Names};
use crate::text::isolated;
use crate::ui::live::handler;
use crate::web::dom;

use super::super::ListPageState;

/// A chosen name, which can be turned from wanted to not wanted, and taken away.
pub(super) fn chip(
    look: ListPageState,
    of_what: &'static str,
    at: usize,
    name: String,
    is_wanted: bool,
    of: fn(&mut Wanted) -> (&mut Names, &mut Names),
) -> AnyView {
    let id = format!("filter-{of_what}-{at}");
    let (turned, gone) = (name.clone(), name.clone());
    let place = ["#", &id].concat();
    // Both draw the names anew: the focus goes to where it was.
    let turn = move || {
        look.set(|query| {
            let (yes, no) = of(&mut query.filters);
            yes.set(&turned, !is_wanted);
            no.set(&turned, is_wanted);
        });
        let place = place.clone();
        request_animation_frame(move || dom::focus(&place));
    };
    let remove = move || {
        look.set(|query| {
            let (yes, no) = of(&mut query.filters);
            yes.set(&gone, false);
            no.set(&gone, false);
        });
        request_animation_frame(move || dom::focus(&["#add-filter-", of_what].concat()));
    };
    let (sign, label) = match is_wanted {
        true => ("with", format!("With {}: make it without", isolated(&name))),
        false => ("without", format!("Without {}: make it with", isolated(&name))),
    };
    let removes = ["Remove ", &isolated(&name)].concat();
    view! {
        <span class="chip" data-wanted=if is_wanted { "true" } else { "false" }>
            <button id=id aria-label=label on:click=handler(move |_| turn())>{sign}</button>
            <bdi>{name}</bdi>
            <button aria-label=removes on:click=handler(move |_| remove())>"×"</button>
        </span>
    }
    .into_any()
}
