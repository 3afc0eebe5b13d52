//! A button. Compiled once: written out in each view it would cost the bundle half a kilobyte a time.

use std::rc::Rc;

use leptos::prelude::*;

use crate::ui::live::handler;

/// A button that does `act` when it is pressed.
#[component]
pub fn Button(
    /// Its name.
    #[prop(into)]
    label: String,
    /// Its classes; `button` first.
    #[prop(default = "button")]
    class: &'static str,
    /// What it does.
    #[prop(into)]
    act: Callback<()>,
) -> impl IntoView {
    view! { <button type="button" class=class on:click=handler(move |_| act.run(()))>{label}</button> }
        .into_any()
}

/// A button that says to those who hear only its name what it is about.
pub fn named(label: &'static str, of: &str, class: &'static str, act: Rc<dyn Fn()>) -> AnyView {
    let name = [label, ": ", of].concat();
    view! { <button type="button" class=class aria-label=name on:click=handler(move |_| act())>{label}</button> }.into_any()
}
