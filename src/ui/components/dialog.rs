//! A dialog over the page: the browser keeps the focus inside, and gives it back afterwards.

use leptos::prelude::*;

use crate::ui::live::handler;
use crate::web::reactive::effect;
use crate::web::{dom, gesture};

/// What makes one dialog differ from another.
pub struct Dialog {
    /// Id of the element, unique on the page.
    pub id: &'static str,
    /// Its classes; `dialog` first.
    pub class: &'static str,
    /// Whether a press beside it closes it: only where nothing would be lost. What is left of the double click that
    /// opened it is no such press.
    pub light: bool,
    /// What it is called.
    pub title: Signal<String>,
    /// Called when the person wants to leave it by Escape, or by what closes things where they are.
    pub leave: Callback<()>,
}

/// Draws a dialog and opens it; it is there for as long as this view is.
pub fn dialog(dialog: Dialog, content: AnyView) -> AnyView {
    let Dialog {
        id,
        class,
        light,
        title,
        leave,
    } = dialog;
    effect(move |_| dom::show_modal(id));
    on_cleanup(move || dom::close_modal(id));
    let opened_by = gesture::pointer_pressed_at();
    let pressed = move |event: leptos::ev::PointerEvent| {
        if light && !gesture::is_of_opening(opened_by, &event) {
            dom::close_by_press_beside(id);
        }
    };
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
            closedby="closerequest"
            on:pointerdown=handler(pressed)
            on:keydown=handler(key)
            on:cancel=handler(cancel)
        >
            <h2 id=heading><bdi>{title}</bdi></h2>
            {content}
        </dialog>
    }
    .into_any()
}
