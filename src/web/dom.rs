//! The document: what the page's HTML says, and the few things that are done outside Leptos.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, Document, FocusOptions, HtmlElement, Url};

use super::patience::within;

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Content of `<meta name="NAME">`, trimmed; `None` when absent or empty.
pub fn meta(name: &str) -> Option<String> {
    let tag = document()?
        .query_selector(&format!("meta[name=\"{name}\"]"))
        .ok()??;
    let content = tag.get_attribute("content")?;
    let content = content.trim();
    (!content.is_empty()).then(|| content.to_owned())
}

/// What the inline script of `index.html` took out of the address before anything else ran.
#[derive(Default)]
pub struct TakenCallback {
    /// Query and fragment of the authorization endpoint's answer, as they were.
    pub raw: Option<String>,
    /// There was an answer, but this browser gave the script no way to carry it over.
    pub discarded: bool,
}

/// Takes the answer out of the inline script's memory; a second call finds nothing.
pub fn take_callback() -> TakenCallback {
    let taken = Reflect::get(&js_sys::global(), &JsValue::from_str("tsuzukiCallback"))
        .ok()
        .and_then(|value| value.dyn_into::<Function>().ok())
        .and_then(|take| take.call0(&JsValue::NULL).ok());
    let Some(taken) = taken else {
        return TakenCallback::default();
    };
    let field = |name: &str| Reflect::get(&taken, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    TakenCallback {
        raw: field("raw").as_string(),
        discarded: field("discarded").as_bool().unwrap_or(false),
    }
}

/// Removes the skeleton that `index.html` painted.
pub fn remove_skeleton() {
    if let Some(skeleton) = document().and_then(|document| document.get_element_by_id("shell")) {
        skeleton.remove();
    }
}

/// Shows the page's static failure section. Used by the panic hook, so it only touches plain DOM.
pub fn show_failure(title: &str, cause: &str) {
    let Some(document) = document() else { return };
    let set = |id: &str, text: &str| {
        if let Some(element) = document.get_element_by_id(id) {
            element.set_text_content(Some(text));
        }
    };
    set("failed-title", title);
    set("failed-cause", cause);
    if let Some(element) = document.get_element_by_id("failed") {
        let _ = element.remove_attribute("hidden");
    }
    // What the app had drawn no longer answers; a dead button is worse than none.
    for id in ["app", "shell"] {
        if let Some(element) = document.get_element_by_id(id) {
            element.remove();
        }
    }
}

/// The element the app is drawn into, after the skeleton's place.
pub fn mount_point() -> Option<HtmlElement> {
    let document = document()?;
    let element = document.create_element("div").ok()?;
    element.set_id("app");
    document.body()?.append_child(&element).ok()?;
    element.dyn_into().ok()
}

/// Sets the document's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the first element that matches, without scrolling.
pub fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // "Back" restores where one was; focus must not undo that.
        focus_without_scrolling(&element);
    }
}

/// Whether what `selector` finds first has the focus.
pub fn has_focus(selector: &str) -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| element.matches(selector).unwrap_or(false))
}

/// Moves the focus so many steps among the elements that match, from the one that has it or holds what has it; without
/// one to the first.
pub fn step_focus(selector: &str, steps: i32) {
    let Some(document) = document() else { return };
    let Ok(found) = document.query_selector_all(selector) else {
        return;
    };
    let active = document.active_element();
    let holds = |at: &u32| {
        found
            .get(*at)
            .is_some_and(|node| node.contains(active.as_deref()))
    };
    let next = match (0..found.length()).find(holds) {
        Some(at) => at.checked_add_signed(steps),
        None => Some(0),
    };
    let element = next.and_then(|next| found.get(next)?.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // Unlike elsewhere the page follows: this is how one goes along it.
        let _ = element.focus();
    }
}

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Shows a dialog over the page: the focus stays inside, and the page behind it does nothing.
pub fn show_modal(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Has the browser close a dialog by a press beside it, by this one already.
pub fn close_by_press_beside(id: &str) {
    if let Some(dialog) = dialog(id) {
        let _ = dialog.set_attribute("closedby", "any");
    }
}

/// Closes a dialog. The browser moves the focus back to where it was before.
pub fn close_modal(id: &str) {
    if let Some(dialog) = dialog(id).filter(web_sys::HtmlDialogElement::open) {
        dialog.close();
    }
}

/// Whether a dialog is open over the page.
pub fn has_modal() -> bool {
    let open = document().and_then(|document| document.query_selector("dialog:modal").ok().flatten());
    open.is_some()
}

/// Scrolls the least that brings an element into sight, inside of what it scrolls in.
pub fn reveal(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls a row sideways, and nothing else, so that the part of it that is current is seen, not at the very edge.
pub fn reveal_current(row: &str) {
    let found = |selector: &str| document()?.query_selector(selector).ok()?;
    let (Some(row), Some(current)) = (found(row), found(&format!("{row} [aria-current]"))) else {
        return;
    };
    let (frame, part) = (row.get_bounding_client_rect(), current.get_bounding_client_rect());
    if part.left() < frame.left() || part.right() > frame.right() {
        let middle = |rect: &web_sys::DomRect| rect.left() + rect.width() / 2.0;
        let by = middle(&part) - middle(&frame);
        row.set_scroll_left(row.scroll_left() + by as i32);
    }
}

/// Changes what stands in the first input that matches.
pub fn set_value(selector: &str, value: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(input) = found.and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.set_value(value);
    }
}

/// Moves the focus, and nothing else.
pub(super) fn focus_without_scrolling(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Scrolls to the top of the page.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// How long the browser may take to put something on the clipboard: it may ask the person, who may look elsewhere.
const COPYING_MS: u32 = 10_000;

/// Puts `text` on the clipboard; false when the browser refuses, or does not answer.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Outside a secure context `navigator.clipboard` is undefined, and web-sys would throw on it.
    let clipboard = Reflect::get(&window.navigator(), &JsValue::from_str("clipboard"));
    let Some(clipboard) = clipboard
        .ok()
        .and_then(|value| value.dyn_into::<web_sys::Clipboard>().ok())
    else {
        return false;
    };
    let copied = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text));
    within(COPYING_MS, copied)
        .await
        .is_some_and(|copied| copied.is_ok())
}

/// Asks the browser never to drop what this page keeps; false when it does not promise that. It may ask the person, and the
/// answer comes when they give one, or never: nothing may wait for it.
pub async fn persist() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Outside a secure context `navigator.storage` is undefined.
    let storage = Reflect::get(&window.navigator(), &JsValue::from_str("storage"));
    let asked = storage
        .ok()
        .and_then(|value| value.dyn_into::<web_sys::StorageManager>().ok())
        .and_then(|storage| storage.persist().ok());
    match asked {
        Some(asked) => wasm_bindgen_futures::JsFuture::from(asked)
            .await
            .is_ok_and(|answer| answer.is_truthy()),
        None => false,
    }
}

/// Offers `text` as a file to save.
pub fn download(file_name: &str, media_type: &str, text: &str) -> bool {
    try_download(file_name, media_type, text).is_some()
}

fn try_download(file_name: &str, media_type: &str, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link = document()?
        .create_element("a")
        .ok()?
        .dyn_into::<HtmlElement>()
        .ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", file_name).ok()?;
    link.click();
    // Not at once: some browsers read it only after this task.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Some(())
}
