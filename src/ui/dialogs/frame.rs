//! What all dialogs have in common: a name, a way out, and the focus, which the browser keeps inside.

use leptos::prelude::*;

use crate::ui::live::{effect, handler};
use crate::web::dom;

/// A dialog over the page for as long as this view is there.
pub(super) struct Frame {
    /// Id of the element, unique on the page.
    pub(super) id: &'static str,
    /// Its classes; `dialog` first.
    pub(super) class: &'static str,
    /// Whether a press beside it closes it.
    pub(super) light: bool,
    /// What it is called.
    pub(super) title: Signal<String>,
    /// Called when the person wants to leave it by Escape, or by what closes things where they are.
    pub(super) leave: Callback<()>,
}

/// Draws a dialog, and opens it.
pub(super) fn frame(frame: Frame, content: AnyView) -> AnyView {
    let Frame {
        id,
        class,
        light,
        title,
        leave,
    } = frame;
    effect(move |_| dom::show_modal(id));
    on_cleanup(move || dom::close_modal(id));
    let heading = [id, "-title"].concat();
    let labelledby = heading.clone();
    // Heard before the browser makes a request of it that a page may refuse only once.
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            leave.run(());
        }
    };
    let cancel = move |event: leptos::ev::Event| {
        event.prevent_default();
        leave.run(());
    };
    view! {
        <dialog
            id=id
            class=class
            aria-labelledby=labelledby
            closedby=if light { "any" } else { "closerequest" }
            on:keydown=handler(key)
            on:cancel=handler(cancel)
        >
            <h2 id=heading><bdi>{title}</bdi></h2>
            {content}
        </dialog>
    }
    .into_any()
}
