//! Gates to lists, which come before everything else that is not there from the start.

use leptos::prelude::*;

use crate::error::StorageError;
use crate::route::ListPlace;
use crate::ui::edits::Edits;
use crate::ui::live::spawn;
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

/// Reads the edits that wait, and those that were sent: lists show what they change.
#[inline(never)]
pub fn read_edits(edits: Edits, error: Option<StorageError>) {
    spawn(edits.begin_reading(error));
}
