//! Which keys do what, and whether they do.

use leptos::prelude::*;

use crate::data::state::App;
use crate::ui::components::button::Button;
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::live::handler;
use crate::ui::plain::{El, el};

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
    let line = |(keys, what): (&[&str], &str)| {
        let keys = keys.iter().map(|key| el("kbd").text(key).end());
        el("div")
            .child(el("dt").children(keys.collect()).end())
            .child(el("dd").text(what).end())
            .end()
    };
    let content = vec![
        el("dl").class("keys").children(KEYS.map(line).into()).end(),
        switches(app).end(),
        view! { <div class="dialog-foot"><Button label="Close" act=close/></div> }.into_any(),
    ];
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
    el("section")
        .class("panel")
        .child(el("h2").text("Preferences").end())
        .child(switches(app).end())
        .child(
            el("div")
                .child(view! { <KeyboardButton class="button"/> }.into_any())
                .end(),
        )
        .end()
}

fn switches(app: App) -> El {
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
    el("div").children(app.preferences.switches().map(switch).into())
}
