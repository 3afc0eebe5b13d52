//! Which keys do what, and whether they do.

use leptos::prelude::*;

use crate::data::state::App;
use crate::ui::components::button::Button;
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::live::handler;

use super::KeyboardButton;

/// Keys and what they do; those that can be switched off first.
const KEYS: [(&[&str], &str); 9] = [
    (&["j", "k"], "Next and previous entry of a list"),
    (&["Enter"], "Opens the editor of the entry"),
    (&["+", "−"], "One more, one less"),
    (
        &["x", "Space"],
        "Chooses the entry, while entries are being chosen",
    ),
    (&["f"], "Goes to the filter of a list"),
    (&["/"], "Search"),
    (&["?"], "This list of keys"),
    (&["Ctrl K", "⌘ K"], "Search; always on"),
    (&["Esc"], "Closes what is open; always on"),
];

/// The list of keys.
pub fn keyboard(app: App) -> AnyView {
    let close = Callback::new(move |()| app.panel.set(None));
    let line = |(keys, what): (&'static [&'static str], &'static str)| {
        let keys = keys
            .iter()
            .map(|key| view! { <kbd>{*key}</kbd> }.into_any())
            .collect_view();
        view! { <div><dt>{keys}</dt><dd>{what}</dd></div> }.into_any()
    };
    let content = view! {
        <dl class="keys">{KEYS.map(line).into_iter().collect_view()}</dl>
        {switches(app)}
        <div class="dialog-foot"><Button label="Close" act=close/></div>
    };
    dialog(
        Dialog {
            id: "keyboard",
            class: "dialog small",
            light: true,
            title: Signal::derive(|| "Keyboard and rules".to_owned()),
            leave: close,
        },
        content.into_any(),
    )
}

/// The same switches on a page, for those without a keyboard too.
pub fn preferences() -> AnyView {
    let app = App::here();
    view! {
        <section class="panel">
            <h2>"Preferences"</h2>
            {switches(app)}
            <div><KeyboardButton class="button"/></div>
        </section>
    }
    .into_any()
}

fn switches(app: App) -> AnyView {
    let switch = move |(name, state): (&'static str, RwSignal<bool>)| {
        let changed = move |event: leptos::ev::Event| {
            state.set(event_target_checked(&event));
            app.preferences.keep();
        };
        view! {
            <label class="check"><input type="checkbox" prop:checked=state on:change=handler(changed)/>{name}</label>
        }
        .into_any()
    };
    let switches = app.preferences.switches().map(switch);
    view! { <div>{switches.into_iter().collect_view()}</div> }.into_any()
}
