//! What other tabs of this browser do.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::{Closure, WasmClosure};
use web_sys::{StorageEvent, Window};

/// What another tab did to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It has a new value.
    Written,
    /// It is gone, perhaps with everything else.
    Removed,
}

/// Calls `changed` whenever another tab writes or removes `key` of localStorage, or clears all of it.
///
/// For the life of the page: the app has one such watcher and never stops watching.
pub fn watch(key: String, changed: impl Fn(Change) + 'static) {
    let handler = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
        // A cleared store names no key.
        if event.key().is_none_or(|changed_key| changed_key == key) {
            changed(event.new_value().map_or(Change::Removed, |_| Change::Written));
        }
    });
    listen("storage", handler);
}

/// Calls `shown` whenever the page comes back from the back/forward cache, where no `storage` event reached it.
pub fn on_return(shown: impl Fn() + 'static) {
    let handler = Closure::<dyn Fn(web_sys::Event)>::new(move |_: web_sys::Event| shown());
    listen("pageshow", handler);
}

/// Calls `returned` whenever the browser has a network again.
pub fn on_online(returned: impl Fn() + 'static) {
    let handler = Closure::<dyn Fn(web_sys::Event)>::new(move |_: web_sys::Event| returned());
    listen("online", handler);
}

fn listen<T: WasmClosure + ?Sized>(event: &str, handler: Closure<T>) {
    let window: Option<Window> = web_sys::window();
    if let Some(window) = window {
        let _ = window.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        // The listener lives as long as the page.
        handler.forget();
    }
}
