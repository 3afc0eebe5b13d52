//! A box to tick, with its label.

use leptos::prelude::*;

use crate::ui::live::handler;

/// A box to tick, with its label.
///
/// ```ignore
/// <Check label="Private" is_ticked=false on_change=move |is_on| private.set(is_on)/>
/// ```
///
/// It is told how it begins, and is the person's from there. Where it may be drawn again with another beginning it has to
/// stand in a [`Fresh`](super::Fresh), as a box that was ticked by hand stays as it is.
#[component]
pub fn Check(
    /// What stands beside the box.
    #[prop(into)]
    label: String,
    /// Whether it is ticked at first.
    is_ticked: bool,
    /// Hears of each change whether it is ticked now.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let changed = move |event: leptos::ev::Event| {
        on_change.try_run(event_target_checked(&event));
    };
    view! {
        <label class="tick">
            <input type="checkbox" checked=is_ticked on:change=handler(changed)/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}
