//! How the page is scrolled, and how large what is seen of it is. Lengths are in CSS pixels.

use std::cell::Cell;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, HtmlElement, ScrollRestoration};

/// A listener that goes when this is dropped.
pub struct Listener {
    event: &'static str,
    is_first: bool,
    closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let closure = self.closure.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback_and_bool(self.event, closure, self.is_first);
        }
    }
}

/// Calls `heard` at every `event` of the window, until the listener is dropped.
pub fn listen(event: &'static str, heard: Box<dyn Fn(Event)>) -> Listener {
    listen_at(event, false, heard)
}

/// The same before anything in the page hears of the event, whoever keeps it to themselves.
pub fn listen_first(event: &'static str, heard: Box<dyn Fn(Event)>) -> Listener {
    listen_at(event, true, heard)
}

fn listen_at(event: &'static str, is_first: bool, heard: Box<dyn Fn(Event)>) -> Listener {
    let closure = Closure::wrap(heard);
    let options = AddEventListenerOptions::new();
    options.set_capture(is_first);
    // Nothing that listens here keeps the page from scrolling.
    options.set_passive(event == "scroll");
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback_and_add_event_listener_options(
            event,
            closure.as_ref().unchecked_ref(),
            &options,
        );
    }
    Listener {
        event,
        is_first,
        closure,
    }
}

/// An observer that goes when this is dropped.
pub struct PageObserver {
    observer: Option<web_sys::ResizeObserver>,
    _heard: Closure<dyn Fn()>,
}

impl Drop for PageObserver {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Calls `heard` whenever the page became higher or lower, right before that is painted, until the observer is dropped.
pub fn on_page_height(heard: Box<dyn Fn()>) -> PageObserver {
    let heard = Closure::wrap(heard);
    let observer = web_sys::ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
    let body = web_sys::window().and_then(|window| window.document()?.body());
    if let (Some(observer), Some(body)) = (&observer, body) {
        observer.observe(&body);
    }
    PageObserver {
        observer,
        _heard: heard,
    }
}

/// The key of a keyboard event that is meant for nobody in particular: pressed alone, outside of everything in which one
/// types or chooses, and while no dialog is open.
pub fn single_key(event: &Event) -> Option<String> {
    let event: &web_sys::KeyboardEvent = event.dyn_ref()?;
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let inside = "input:not([type=checkbox]), select, textarea, dialog, [contenteditable], .cm-editor";
    let taken = target.closest(inside).ok()?.is_some();
    let presses = matches!(event.key().as_str(), "Enter" | " ");
    let on_control = presses && target.closest("a, button, input, summary").ok()?.is_some();
    let free = !modified && !taken && !on_control && !event.default_prevented();
    free.then(|| event.key())
}

/// The key of a keyboard event that was pressed in the input of this id, outside of a composition.
pub fn key_in(event: &Event, id: &str) -> Option<String> {
    let event: &web_sys::KeyboardEvent = event.dyn_ref()?;
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    (target.id() == id && !event.is_composing()).then(|| event.key())
}

/// The key of a keyboard event that was pressed with Ctrl, or with ⌘ where that is used, and with nothing else.
pub fn command_key(event: &Event) -> Option<String> {
    let event: &web_sys::KeyboardEvent = event.dyn_ref()?;
    let alone = !event.alt_key() && !event.shift_key() && !event.is_composing();
    let free = (event.ctrl_key() || event.meta_key()) && alone && !event.default_prevented();
    free.then(|| event.key())
}

/// How far the page is scrolled.
pub fn scrolled() -> f64 {
    web_sys::window()
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or_default()
}

/// Height of what is seen.
pub fn height() -> f64 {
    inner("innerHeight")
}

fn inner(name: &str) -> f64 {
    js_sys::Reflect::get(&js_sys::global(), &name.into())
        .ok()
        .and_then(|length| length.as_f64())
        .unwrap_or_default()
}

thread_local! {
    /// Where the page was scrolled to last by itself.
    static SCROLLED_TO: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Scrolls the page to this height.
pub fn scroll_to(top: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, top);
    }
    SCROLLED_TO.set(Some(scrolled()));
}

/// Whether the page stands where it scrolled to by itself: nobody else has scrolled it since.
pub fn scrolled_by_itself() -> bool {
    SCROLLED_TO
        .get()
        .is_some_and(|top| (top - scrolled()).abs() < 1.0)
}

/// Keeps the browser from scrolling by itself after a step back: it would do so before the list is there.
pub fn restores_itself(restores: bool) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.set_scroll_restoration(if restores {
            ScrollRestoration::Auto
        } else {
            ScrollRestoration::Manual
        });
    }
}

/// Scrolls the page by so much.
pub fn scroll_by(length: f64) {
    if length.abs() >= 0.5 {
        scroll_to(scrolled() + length);
    }
}

/// Where the element's upper edge is, from the top of the page.
pub fn top_of(element: &HtmlElement) -> f64 {
    element.get_bounding_client_rect().top() + scrolled()
}

/// The size of the letters that the person chose, which all heights follow.
pub fn font_size() -> f64 {
    let size = web_sys::window().and_then(|window| {
        let root = window.document()?.document_element()?;
        let style = window.get_computed_style(&root).ok()??;
        style.get_property_value("font-size").ok()
    });
    // By the browser, which stops at the unit: Rust's parser of fractions brings 15 kB of tables along.
    size.map(|size| js_sys::parse_float(&size))
        .filter(|size| size.is_finite())
        .unwrap_or(16.0)
}
