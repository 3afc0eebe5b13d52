//! Which keys do what, and whether they do.

use leptos::prelude::*;

use crate::ui::components::button::Button;
use crate::ui::live::handler;
use crate::ui::state::App;

use super::frame::{Frame, frame};

/// Keys and what they do; those that can be switched off first.
const KEYS: [(&str, &str); 8] = [
    ("j, k", "Next and previous entry of a list"),
    ("Enter", "Opens the editor of the entry"),
    ("+, −", "One more, one less"),
    ("f", "Filter the list"),
    ("/", "Search"),
    ("?", "This dialog"),
    ("Ctrl K, ⌘ K", "Search; always on"),
    ("Esc", "Closes a dialog; always on"),
];

pub(super) fn keyboard(app: App) -> AnyView {
    let close = Callback::new(move |()| app.panel.set(None));
    let line = |(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> };
    let switch = move |(name, state): (&'static str, RwSignal<bool>)| {
        let changed = move |event: leptos::ev::Event| {
            state.set(event_target_checked(&event));
            app.preferences.keep();
        };
        view! {
            <label class="check"><input type="checkbox" prop:checked=state on:change=handler(changed)/>{name}</label>
        }
    };
    let content = view! {
        <dl class="keys">{KEYS.map(line).collect_view()}</dl>
        {app.preferences.switches().map(switch).collect_view()}
        <div class="dialog-foot"><Button label="Close" act=close/></div>
    };
    frame(
        Frame {
            id: "keyboard",
            class: "dialog",
            light: true,
            title: Signal::derive(|| "Keyboard".to_owned()),
            leave: close,
        },
        content.into_any(),
    )
}
