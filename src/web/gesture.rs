//! Takes back what is left of a gesture whose first click or key changed what is under it; what that is, decides
//! [`crate::gesture`].

use std::cell::RefCell;

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

use super::pointer;
use super::viewport::{Listener, listen_first};
use crate::gesture::{By, Press, is_rest, is_still_opening};

/// What is pressed as one. A label is pressed for what it names.
const CONTROL: [&str; 2] = [
    "label",
    "a, button, input, select, textarea, summary, [role=option]",
];

/// What somebody presses.
#[derive(Clone)]
struct Control {
    element: Element,
    /// What it says of itself: drawn anew, it is still the same.
    label: String,
    /// The line of a list that it is in. Lines take over each other's elements.
    line: Option<String>,
}

impl PartialEq for Control {
    fn eq(&self, other: &Self) -> bool {
        self.line == other.line && (self.element == other.element || self.label == other.label)
    }
}

#[derive(Default)]
struct Seen {
    /// What began the gesture.
    first: Option<Press<Control>>,
    /// The last press, which may be the rest of it.
    last: Option<Press<Control>>,
}

/// Takes in an event, as far as it is one of these.
type Hears = fn(&Event) -> Option<()>;

thread_local! {
    static SEEN: RefCell<Seen> = RefCell::default();
}

/// Watches all gestures, for the life of the page.
pub fn watch() -> Vec<Listener> {
    let heard: [(&'static str, Hears); 4] = [
        ("pointerdown", touched),
        ("mousedown", pressed),
        ("click", clicked),
        ("keydown", typed),
    ];
    let listen = |(event, heard): (&'static str, Hears)| {
        listen_first(
            event,
            Box::new(move |event| {
                heard(&event);
            }),
        )
    };
    heard.map(listen).into()
}

/// When the pointer was pressed that opens what is opened now; nothing when a key or nobody does it.
pub fn pointer_pressed_at() -> Option<f64> {
    SEEN.with_borrow(|seen| {
        let last = seen.last.as_ref()?;
        (!matches!(last.by, By::Key { .. })).then_some(last.at)
    })
}

/// Whether this press is the rest of the one that opened a dialog.
pub fn is_of_opening(opened_by: Option<f64>, event: &Event) -> bool {
    is_still_opening(opened_by, event.time_stamp())
}

fn press(event: &Event, by: By) -> Option<Press<Control>> {
    let target = pointer::target(event)?;
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let element = CONTROL
        .into_iter()
        .find_map(closest)
        .unwrap_or_else(|| target.clone());
    let named = element.get_attribute("aria-label");
    // A page has no name that would tell it from another.
    let text = || (element != target || element.child_element_count() == 0).then(|| element.text_content());
    let label = named.or_else(|| text().flatten()).unwrap_or_default();
    Some(Press {
        at: event.time_stamp(),
        by,
        control: Control {
            label: [element.tag_name(), label].join(" "),
            line: closest("[data-name]").and_then(|line| line.get_attribute("data-name")),
            element,
        },
        layer: closest("dialog").map(|dialog| dialog.id()).unwrap_or_default(),
    })
}

/// Notes a press, as the first of a gesture unless it goes on with one.
fn note(press: Press<Control>, goes_on: bool) {
    SEEN.with_borrow_mut(|seen| {
        if !goes_on || seen.first.is_none() {
            seen.first = Some(press.clone());
        }
        seen.last = Some(press);
    });
}

/// Whether the last press is the rest of a gesture.
fn is_last_rest() -> bool {
    SEEN.with_borrow(|seen| {
        seen.first
            .as_ref()
            .zip(seen.last.as_ref())
            .is_some_and(|(first, last)| is_rest(first, last))
    })
}

fn stop(event: &Event) {
    event.prevent_default();
    event.stop_immediate_propagation();
}

fn is_touch(event: &Event) -> bool {
    let kind = Reflect::get(event, &"pointerType".into()).ok();
    kind.and_then(|kind| kind.as_string())
        .is_some_and(|kind| kind == "touch")
}

fn touched(event: &Event) -> Option<()> {
    let event_of_mouse: &MouseEvent = event.dyn_ref()?;
    let by = match is_touch(event) {
        true => By::Finger {
            x: event_of_mouse.client_x().into(),
            y: event_of_mouse.client_y().into(),
        },
        // How many clicks there were is told a moment later.
        false => return None,
    };
    let press = press(event, by)?;
    let goes_on = SEEN.with_borrow(|seen| seen.first.as_ref().is_some_and(|first| is_rest(first, &press)));
    note(press, goes_on);
    None
}

fn pressed(event: &Event) -> Option<()> {
    let count = event.dyn_ref::<MouseEvent>()?.detail();
    // What a finger does is told as of a mouse, too.
    let by_finger = SEEN.with_borrow(|seen| {
        let last = seen.last.as_ref()?;
        let is_of_it = event.time_stamp() - last.at < crate::gesture::GESTURE_MS;
        Some(matches!(last.by, By::Finger { .. }) && is_of_it)
    });
    if by_finger != Some(true) {
        note(press(event, By::Mouse { count })?, count > 1);
    }
    None
}

fn clicked(event: &Event) -> Option<()> {
    if event.is_trusted() && is_last_rest() {
        stop(event);
    }
    None
}

fn typed(event: &Event) -> Option<()> {
    let key: &KeyboardEvent = event.dyn_ref()?;
    if !matches!(key.key().as_str(), "Enter" | " ") || key.is_composing() {
        // Whoever types something, or goes on by key, means what is there now.
        SEEN.with_borrow_mut(|seen| seen.first = None);
        return None;
    }
    let is_repeated = key.repeat();
    let by = By::Key {
        is_repeated,
        is_space: key.key() == " ",
    };
    note(press(event, by)?, true);
    if is_last_rest() {
        stop(event);
    } else if !is_repeated {
        SEEN.with_borrow_mut(|seen| seen.first = seen.last.clone());
    }
    None
}
