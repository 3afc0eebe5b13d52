//! When the lines of a page's lists may move: what [`crate::list::still`] decides, fed with what the browser tells.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::{Event as DomEvent, HtmlElement};

use crate::data::lists::ListStore;
use crate::list::library::Library;
use crate::list::still::{Event, Stillness};
use crate::web::viewport::{self, Listener};
use crate::web::{clock, pointer};

/// What there is to hear. All but the moves of a mouse is rare, and a move costs no more than to note its time.
const EVENTS: [&str; 8] = [
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
    "keydown",
    "keyup",
    "scroll",
    "blur",
];

/// Whether lines may move, for all lists of a page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Still {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Moves when lines that wait may move.
    moves: RwSignal<u32>,
}

#[derive(Default)]
struct Inner {
    stillness: Cell<Stillness>,
    /// Whether there is a line that waits.
    waits: Cell<bool>,
    alarm: RefCell<Option<Timeout>>,
    /// Where the mouse, or a finger, was last.
    pointer: Cell<Option<(f32, f32)>>,
    listeners: RefCell<Vec<Listener>>,
}

/// Listens, for the life of the page that calls this.
pub fn use_still() -> Still {
    let still = Still {
        inner: StoredValue::new_local(Rc::default()),
        moves: RwSignal::new(0),
    };
    let listen = |event: &'static str| {
        let heard = move |heard| still.heard(event, &heard);
        viewport::listen_first(event, Box::new(heard))
    };
    let inner = still.inner.get_value();
    inner.listeners.replace(EVENTS.map(listen).into());
    on_cleanup(move || {
        if let Some(inner) = still.inner.try_get_value() {
            inner.listeners.take();
            inner.alarm.take();
        }
    });
    still
}

fn now() -> u64 {
    clock::mark() as u64
}

impl Still {
    /// Runs whatever calls this again when lines that wait may move.
    pub fn track(self) -> u32 {
        self.moves.get()
    }

    /// Whether the lines of this list may move now. Those of a list that comes for the first time do so around whoever is
    /// in it already, as long as nothing is pressed: what is yet to come would wait for as long as somebody scrolls.
    pub fn lets_move(self, shelf: &ListStore, library: &Library) -> bool {
        let Some(inner) = self.inner.try_get_value() else {
            return true;
        };
        let stillness = inner.stillness.get();
        let is_coming = !shelf.was_whole() && !library.is_touched();
        stillness.is_quiet(now()) || is_coming && stillness.is_free(now())
    }

    /// Says that there are lines that wait: they are told as soon as they may move.
    pub fn wait(self) {
        if let Some(inner) = self.inner.try_get_value()
            && !inner.waits.replace(true)
        {
            self.set_alarm(&inner);
        }
    }

    /// Takes in what happens.
    pub fn hear(self, event: Event) {
        if let Some(inner) = self.inner.try_get_value() {
            let mut stillness = inner.stillness.get();
            stillness.heard(event, now());
            inner.stillness.set(stillness);
            // What else happens only puts it off, which shows when it rings.
            if inner.waits.get() && matches!(event, Event::Release { .. } | Event::Anew) {
                self.set_alarm(&inner);
            }
        }
    }

    fn set_alarm(self, inner: &Inner) {
        let wait = inner.stillness.get().wait(now());
        let ring = move || {
            let Some(inner) = self.inner.try_get_value() else {
                return;
            };
            if inner.stillness.get().is_quiet(now()) {
                inner.waits.set(false);
                self.moves.try_update(|moves| *moves = moves.wrapping_add(1));
            } else {
                self.set_alarm(&inner);
            }
        };
        let wait = u32::try_from(wait).unwrap_or(u32::MAX).max(1);
        inner.alarm.replace(Some(Timeout::new(wait, ring)));
    }

    fn heard(self, name: &str, event: &DomEvent) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        let in_list = pointer::is_in_list(event);
        let by_key = !pointer::is_in_dialog(event);
        match name {
            "pointerdown" => {
                inner.pointer.set(pointer::place(event));
                self.hear(Event::Press { in_list });
            }
            "pointerup" | "pointercancel" => self.hear(Event::Release { in_list }),
            // Keys act on the list wherever the focus is, but not out of a dialog.
            "keydown" => self.hear(Event::Press { in_list: by_key }),
            "keyup" => self.hear(Event::Release { in_list: by_key }),
            "scroll" if !viewport::scrolled_by_itself() => self.hear(Event::Input),
            // The window only: nobody tells any more what becomes of the press.
            "blur" if pointer::target(event).is_none() => self.hear(Event::Release { in_list: false }),
            "pointermove" => {
                if in_list {
                    self.hear(Event::Input);
                }
                inner.pointer.set(pointer::place(event));
                // It was let go where nobody told.
                if inner.stillness.get().is_pressed() && pointer::hovers(event) {
                    self.hear(Event::Release { in_list });
                }
            }
            _ => {}
        }
    }

    /// The line that keeps its place on screen when others move: the one under the pointer, or else with the focus.
    pub fn anchor(self) -> Option<HtmlElement> {
        let place = self.inner.try_get_value()?.pointer.get();
        place.and_then(pointer::line_at).or_else(pointer::focused_line)
    }

    /// Draws what may be higher or lower than before, so that this line keeps its place on screen.
    pub fn keeping_place(self, draw: impl FnOnce()) {
        let anchor = self.anchor();
        let top = |line: &HtmlElement| line.get_bounding_client_rect().top();
        let before = anchor.as_ref().map(top);
        draw();
        if let (Some(line), Some(before)) = (anchor.filter(|line| line.is_connected()), before) {
            viewport::scroll_by(top(&line) - before);
        }
    }
}
