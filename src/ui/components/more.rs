//! Long lists of which only the beginning is drawn until somebody wants more.

use leptos::prelude::*;

use crate::text::format::number;
use crate::ui::components::button::Button;

/// How many rows are drawn at first, and how many more each time.
pub const PAGE: usize = 100;

/// A button that draws more of a long list.
pub fn more(limit: RwSignal<usize>, left: usize) -> AnyView {
    let label = ["Show more (", &number(left as u64), " left)"].concat();
    view! { <div><Button label act=move |()| limit.update(|limit| *limit += PAGE)/></div> }.into_any()
}
