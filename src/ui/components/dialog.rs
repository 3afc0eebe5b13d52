//! A dialog over the page: the browser keeps the focus inside, and gives it back afterwards.

use leptos::prelude::*;

use crate::ui::live::{effect, handler};
use crate::web::dom;

/// Draws a dialog named by `title` and opens it; it is there for as long as this view is. `leave` is called at Escape.
pub fn dialog(id: &'static str, title: Signal<String>, leave: Callback<()>, content: AnyView) -> AnyView {
    effect(move |_| dom::show_modal(id));
    on_cleanup(move || dom::close_modal(id));
    let heading = [id, "-title"].concat();
    let label = heading.clone();
    let cancel = move |event: leptos::ev::Event| {
        event.prevent_default();
        leave.run(());
    };
    view! {
        <dialog id=id class="dialog" aria-labelledby=label on:cancel=handler(cancel)>
            <h2 id=heading>{title}</h2>
            {content}
        </dialog>
    }
    .into_any()
}
