//! What pointer and keys are at: read from what the browser says.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, MouseEvent};

/// Everything that a list is drawn in.
const LIST: &str = ".rows";
/// A line of one.
const LINE: &str = ".rows [data-name]";

/// The element that an event is of.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Whether an event is of something in a list.
pub fn is_in_list(event: &Event) -> bool {
    target(event).is_some_and(|target| target.closest(LIST).ok().flatten().is_some())
}

/// Whether an event is of something in a dialog.
pub fn is_in_dialog(event: &Event) -> bool {
    target(event).is_some_and(|target| target.closest("dialog").ok().flatten().is_some())
}

/// Where a pointer is, from the upper left of what is seen.
pub fn place(event: &Event) -> Option<(f32, f32)> {
    let event: &MouseEvent = event.dyn_ref()?;
    Some((event.client_x() as f32, event.client_y() as f32))
}

/// Whether a pointer moves without anything of it being pressed. Fingers never do.
pub fn hovers(event: &Event) -> bool {
    event
        .dyn_ref::<MouseEvent>()
        .is_some_and(|event| event.buttons() == 0)
}

/// The line at a place of what is seen.
pub fn line_at((x, y): (f32, f32)) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let line = document.element_from_point(x, y)?.closest(LINE).ok()??;
    line.dyn_into().ok()
}

/// The line that has the focus, or something in it that has, if it is seen.
pub fn focused_line() -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let line: HtmlElement = document.active_element()?.closest(LINE).ok()??.dyn_into().ok()?;
    let frame = line.get_bounding_client_rect();
    (frame.bottom() > 0.0 && frame.top() < super::viewport::height()).then_some(line)
}

/// The name of a line.
pub fn name_of(line: &HtmlElement) -> Option<u64> {
    line.get_attribute("data-name")?.parse().ok()
}
