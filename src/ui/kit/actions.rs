//! Buttons and the like, beside each other.

use leptos::prelude::*;

/// Buttons, links and choices in a row, which wraps where there is no room.
///
/// ```ignore
/// <Actions>
///     <button class="button primary" on:click=save>"Save"</button>
///     <button class="button" on:click=leave>"Cancel"</button>
/// </Actions>
/// ```
///
/// It is no group of its own for those who listen: what belongs together by its meaning needs a role and a name besides.
/// What its children read while they are drawn is not followed, as with any component: a closure or a
/// [`Fresh`](super::Fresh) inside the row, or around it with what is read as an argument, is.
#[component]
pub fn Actions(
    /// What stands in the row.
    children: Children,
) -> impl IntoView {
    view! { <div class="actions">{children()}</div> }.into_any()
}
