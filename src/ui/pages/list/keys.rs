//! A list by keyboard alone: `j` and `k` go down and up, Enter opens the editor, `+` and `-` change the progress, `f` goes
//! to the filter, `x` and the space bar choose. They can be switched off (WCAG 2.1.4). In the filter itself, Enter and the
//! arrow down lead on to the first row.

use std::cell::RefCell;
use std::rc::Rc;

use crate::domain::progress::Counter;
use crate::web::viewport::{self, Listener};

use super::drawing::Drawing;
use super::toolbar;

/// Listens for the keys of a list's page.
pub(super) fn listen(drawing: Rc<RefCell<Drawing>>) -> Listener {
    viewport::listen(
        "keydown",
        Box::new(move |event| {
            let is_done = match viewport::key_in(&event, toolbar::FILTER).as_deref() {
                Some("Enter" | "ArrowDown") => {
                    drawing.borrow_mut().begin();
                    true
                }
                _ => viewport::single_key(&event).is_some_and(|key| pressed(&drawing, &key)),
            };
            if is_done {
                event.prevent_default();
            }
        }),
    )
}

/// Does what a key stands for. False when it stands for nothing here.
fn pressed(drawing: &Rc<RefCell<Drawing>>, key: &str) -> bool {
    let look = drawing.borrow().look();
    if !look.app.preferences.shortcuts() {
        return false;
    }
    match key {
        "j" => drawing.borrow_mut().step(1),
        "k" => drawing.borrow_mut().step(-1),
        "f" => toolbar::focus_filter(),
        "x" | " " => return drawing.borrow().choose_current(),
        "Enter" | "+" | "=" | "-" => {
            let Some(media) = drawing.borrow().current() else {
                return false;
            };
            match key {
                "Enter" => look.app.navigation.open_editor(media.get()),
                key => {
                    let entry = look.shelf().library.borrow().get(media).cloned();
                    if let Some(entry) = entry.filter(|_| look.shelf().is_own) {
                        let steps = if key == "-" { -1 } else { 1 };
                        look.app.edits.bump(&entry, Counter::Progress, steps);
                    }
                }
            }
        }
        _ => return false,
    }
    true
}
