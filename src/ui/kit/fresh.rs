//! What is drawn from the start each time.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

/// Tells each drawing from all others.
static DRAWINGS: AtomicU32 = AtomicU32::new(0);

/// Puts new elements in the place of the old ones whenever something that its children have read changes. Elsewhere those
/// that are there are changed, which keeps what a person did to them: a box that was ticked, a choice, the focus.
///
/// ```ignore
/// // Another file begins with its own choices, whatever was ticked for the last one.
/// <Fresh>{opened(desk)}</Fresh>
/// ```
///
/// The focus is lost with the element that has it, so what the person acts on should not stand in what that changes, or
/// the focus has to be put somewhere. On the other hand it never passes to a button that means something else.
#[component]
pub fn Fresh(
    /// Draws what stands here.
    children: ChildrenFn,
) -> impl IntoView {
    let drawing = move || [(DRAWINGS.fetch_add(1, Ordering::Relaxed), children())];
    view! { <For each=drawing key=|(drawing, _)| *drawing children=|(_, view)| view/> }.into_any()
}
