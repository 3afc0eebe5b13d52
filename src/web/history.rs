//! The address bar: session history and links that stay inside the app.

use std::rc::Rc;

use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Event, HtmlAnchorElement, MouseEvent};

use super::viewport::{self, Listener};

/// What a navigation does to the session history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A new entry: "back" returns to the page that is left.
    Push,
    /// The same for what opens over the page that is left; [`is_over`] knows it again, after a reload too.
    PushOver,
    /// The present entry is replaced; what it lies over stays.
    Replace,
}

/// What is noted with an entry of [`Step::PushOver`].
const OVER: &str = "over";

/// Puts `path` (with query, without fragment) into the address bar. False when the browser refuses, as some do after
/// many changes within seconds.
pub fn navigate(path: &str, step: Step) -> bool {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return false;
    };
    let result = match step {
        Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(path)),
        Step::PushOver => history.push_state_with_url(&JsValue::from_str(OVER), "", Some(path)),
        Step::Replace => {
            let state = history.state().unwrap_or(JsValue::NULL);
            history.replace_state_with_url(&state, "", Some(path))
        }
    };
    result.is_ok()
}

/// Whether the present entry was made by [`Step::PushOver`]: "back" leads to the page beneath.
pub fn is_over() -> bool {
    let state = web_sys::window().and_then(|window| window.history().ok()?.state().ok());
    state.is_some_and(|state| state.as_string().as_deref() == Some(OVER))
}

/// Goes back by one entry, a moment later.
pub fn back() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.back();
    }
}

/// Calls `moved` after every step back or forward. For the life of the page.
pub fn on_move(moved: impl Fn() + 'static) {
    let handler = Closure::<dyn Fn(web_sys::Event)>::new(move |_: web_sys::Event| moved());
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("popstate", handler.as_ref().unchecked_ref());
        handler.forget();
    }
}

/// Calls `follow` with path and query of every plainly clicked link below `base`, instead of loading that page anew.
/// For the life of the page.
pub fn on_link(base: String, follow: impl Fn(String) + 'static) {
    let handler = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        if let Some(path) = inner_link(&event, &base) {
            event.prevent_default();
            follow(path);
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("click", handler.as_ref().unchecked_ref());
        handler.forget();
    }
}

/// Path and query of the link that `event` follows, if the browser would replace this page by another of this app.
fn inner_link(event: &MouseEvent, base: &str) -> Option<String> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let link = link_at(event)?;
    let leaves_page = !link.target().is_empty() || link.has_attribute("download");
    let foreign = link.origin() != super::location::origin() || !link.pathname().starts_with(base);
    if leaves_page || foreign {
        return None;
    }
    Some(link.pathname() + &link.search())
}

/// The link that an event happened in.
fn link_at(event: &Event) -> Option<HtmlAnchorElement> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    target.closest("a[href]").ok()??.dyn_into().ok()
}

/// Calls `aimed` whenever pointer or focus come to something else: with path and query of the link there, if it is one of
/// this site. Until the listeners are dropped.
pub fn on_aim(aimed: impl Fn(Option<String>) + 'static) -> [Listener; 2] {
    let aimed = Rc::new(aimed);
    ["pointerover", "focusin"].map(|event| {
        let aimed = aimed.clone();
        let heard = move |event: Event| {
            let link = link_at(&event).filter(|link| link.origin() == super::location::origin());
            aimed(link.map(|link| link.pathname() + &link.search()));
        };
        viewport::listen(event, Box::new(heard))
    })
}
