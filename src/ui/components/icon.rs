//! One symbol of `style/icons.svg`.

use leptos::prelude::*;

use crate::data::state::App;

/// Draws the symbol `name` in the colour of the text beside it. Decorative: the text says what it means.
#[component]
pub fn Icon(
    /// Id of the symbol.
    name: &'static str,
) -> impl IntoView {
    let base = App::here().config.base_path.clone();
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("{base}icons.svg#{name}")></use>
        </svg>
    }
}
