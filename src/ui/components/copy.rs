//! Copying text to the clipboard.

use std::rc::Rc;

use leptos::prelude::*;

use crate::ui::live::{handler, live};
use crate::web::reactive::spawn;
use crate::web::{clock, dom};

/// How long the button says what came of it, in milliseconds.
const ECHO_MS: u32 = 2_000;

/// A button that copies `text` and says whether it worked.
#[component]
pub fn CopyButton(
    /// Makes what is copied, when the button is pressed.
    text: Rc<dyn Fn() -> String>,
    /// The button's name.
    label: &'static str,
) -> impl IntoView {
    let said = RwSignal::new(label);
    let copy = move |_| {
        let text = text();
        spawn(async move {
            let outcome = if dom::copy(&text).await {
                "Copied"
            } else {
                "The browser refused"
            };
            said.try_set(outcome);
            clock::sleep(ECHO_MS).await;
            said.try_set(label);
        });
    };
    view! {
        <button class="button" aria-label=label on:click=handler(copy)>
            {live(move || said.get())}
        </button>
        <span class="visually-hidden" role="status">
            {live(move || if said.get() == label { "" } else { said.get() })}
        </span>
    }
}

/// A line of text to take elsewhere, with its copy button.
#[component]
pub fn CopyField(
    /// The text.
    #[prop(into)]
    value: String,
    /// Names the text.
    label: &'static str,
) -> impl IntoView {
    let copied = value.clone();
    view! {
        <div class="copy-field">
            <input class="mono" readonly aria-label=label prop:value=value/>
            <CopyButton text=Rc::new(move || copied.clone()) label="Copy"/>
        </div>
    }
}
