//! What opens over any page: the editor of an entry, the end of a work, the search, the keys.

pub mod editor;
pub mod finish;
pub mod keyboard;
pub mod search;

pub use keyboard::preferences;

use leptos::prelude::*;

use crate::data::state::{App, ModalKind};
use crate::ui::components::icon::Icon;
use crate::ui::lazy;
use crate::ui::live::{handler, live};
use crate::web::{dom, viewport};

/// All of them, of which each shows itself when it is its turn. Mounted once.
pub fn dialogs() -> AnyView {
    let app = App::here();
    // Once drawn they stay: an editor that was closed still knows what was typed.
    let edits = Memo::new(move |before| before == Some(&true) || app.navigation.editing().is_some());
    let finishes = Memo::new(move |before| before == Some(&true) || app.finish.with(Option::is_some));
    view! {
        {live(move || edits.get().then(|| lazy::piece(&lazy::EDITOR, move |draw| draw(app))))}
        {live(move || finishes.get().then(|| lazy::piece(&lazy::FINISH, move |draw| draw(app))))}
        {live(move || app.panel.get().map(|panel| match panel {
            ModalKind::Search => lazy::piece(&lazy::SEARCH, move |draw| draw(app)),
            ModalKind::Keyboard => lazy::piece(&lazy::KEYBOARD, move |draw| draw(app)),
        }))}
    }
    .into_any()
}

/// Whether one of them is asked for; tracked.
pub fn is_one_wanted(app: App) -> bool {
    app.panel.with(Option::is_some) || app.finish.with(Option::is_some) || app.navigation.editing().is_some()
}

/// The keys that open a dialog from anywhere.
pub fn listen(app: App) {
    let pressed = move |event: leptos::ev::Event| {
        let panel = match viewport::single_key(&event) {
            Some(key) if app.preferences.shortcuts() && key == "/" => ModalKind::Search,
            Some(key) if app.preferences.shortcuts() && key == "?" => ModalKind::Keyboard,
            _ if viewport::command_key(&event).as_deref() == Some("k") => ModalKind::Search,
            _ => return,
        };
        event.prevent_default();
        if !dom::has_modal() {
            app.panel.set(Some(panel));
        }
    };
    let listener = StoredValue::new_local(Some(viewport::listen("keydown", Box::new(pressed))));
    on_cleanup(move || {
        listener.try_update_value(Option::take);
    });
}

/// The button that opens the search.
#[component]
pub fn SearchButton() -> impl IntoView {
    let app = App::here();
    let open = move |_: leptos::ev::MouseEvent| app.panel.set(Some(ModalKind::Search));
    view! {
        <button class="nav-link search-button" aria-keyshortcuts="/ Control+K Meta+K" on:click=handler(open)>
            <Icon name="search"/><span>"Search"</span>
        </button>
    }
}

/// The button that opens the list of keys.
#[component]
pub fn KeyboardButton(
    /// Its classes.
    class: &'static str,
) -> impl IntoView {
    let app = App::here();
    let open = move |_: leptos::ev::MouseEvent| app.panel.set(Some(ModalKind::Keyboard));
    view! {
        <button class=class aria-keyshortcuts="?" on:click=handler(open)>
            <Icon name="keys"/><span>"Keyboard"</span>
        </button>
    }
}
