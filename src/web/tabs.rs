//! What other tabs of this browser do.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::{Closure, WasmClosure};
use web_sys::{StorageEvent, Window};

use super::presence;
use super::storage::{self, Area};

/// What another tab did to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It has a new value.
    Written,
    /// It is gone, perhaps with everything else.
    Removed,
}

/// Calls `changed` whenever another tab writes or removes `key` of localStorage, or clears all of it. Also of what was
/// changed while the page lay in the back/forward cache, where no `storage` event reached it.
///
/// For the life of the page: the app has one such watcher and never stops watching.
pub fn watch(key: String, changed: impl Fn(Change) + 'static) {
    let changed = Rc::new(changed);
    let (watched, told) = (key.clone(), changed.clone());
    let handler = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
        // A cleared store names no key.
        if event.key().is_none_or(|changed_key| changed_key == watched) {
            told(event.new_value().map_or(Change::Removed, |_| Change::Written));
        }
    });
    listen("storage", handler);
    let left = Rc::new(RefCell::new(None));
    let (leaving, watched) = (left.clone(), key.clone());
    presence::on_leave(move || {
        leaving.replace(storage::get(Area::Local, &watched));
    });
    presence::on_return(move || {
        let (before, now) = (left.take(), storage::get(Area::Local, &key));
        if before != now {
            changed(now.map_or(Change::Removed, |_| Change::Written));
        }
    });
}

/// Calls `returned` whenever the browser has a network again.
pub fn on_online(returned: impl Fn() + 'static) {
    let handler = Closure::<dyn Fn(web_sys::Event)>::new(move |_: web_sys::Event| returned());
    listen("online", handler);
}

/// Calls `turned` whenever the page is hidden (true) or shown again, also right before it is left.
pub fn on_hide(turned: impl Fn(bool) + 'static) {
    let handler = Closure::<dyn Fn(web_sys::Event)>::new(move |_: web_sys::Event| {
        let document = web_sys::window().and_then(|window| window.document());
        turned(document.is_some_and(|document| document.hidden()));
    });
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document {
        let _ =
            document.add_event_listener_with_callback("visibilitychange", handler.as_ref().unchecked_ref());
        handler.forget();
    }
}

fn listen<T: WasmClosure + ?Sized>(event: &str, handler: Closure<T>) {
    let window: Option<Window> = web_sys::window();
    if let Some(window) = window {
        let _ = window.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        // The listener lives as long as the page.
        handler.forget();
    }
}
