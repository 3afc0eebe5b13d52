//! A dialog over the page: the browser keeps the focus inside, and gives it back afterwards.

use leptos::prelude::*;

use crate::ui::live::effect;
use crate::ui::plain::el;
use crate::web::dom;

/// Draws a dialog named by `title` and opens it; it is there for as long as this view is. `leave` is called at Escape.
pub fn dialog(
    id: &'static str,
    title: impl Fn() -> String + Send + 'static,
    leave: Callback<()>,
    content: AnyView,
) -> AnyView {
    effect(move |_| dom::show_modal(id));
    on_cleanup(move || dom::close_modal(id));
    let heading = [id, "-title"].concat();
    let cancel = move |event: leptos::ev::Event| {
        event.prevent_default();
        leave.run(());
    };
    el("dialog")
        .attr("id", id)
        .class("dialog")
        .attr("aria-labelledby", &heading)
        .on("cancel", Box::new(cancel))
        .child(el("h2").attr("id", &heading).text_live(title).end())
        .child(content)
        .end()
}
