//! Gates to lists, which come before everything else that is not there from the start.

use leptos::prelude::*;

use crate::model::routes::ListPlace;
use crate::ui::pages;

/// A list.
#[inline(never)]
pub fn list(place: ListPlace) -> AnyView {
    view! { <pages::list::ListPage place/> }.into_any()
}

/// Home of somebody who is signed in: what comes next of their lists.
#[inline(never)]
pub fn home() -> AnyView {
    view! { <pages::home::SignedIn/> }.into_any()
}
