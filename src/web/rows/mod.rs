//! The lines of a long list as elements: those in sight, in their order, each made once and then only changed where what it
//! says has changed.
//!
//! Straight on the DOM: a list of thousands is scrolled, filtered and sorted through these elements, and every one of them
//! that needs not be made again is time that nobody waits for.

mod acts;
mod drawn;
mod made;

pub use acts::Act;

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, Node};

use crate::model::row::{Heading, Line, Row};

use acts::{clicked, left, typed};
use drawn::Drawn;
use made::{PROGRESS, SCORE, heading, make, parts, template};

/// What is drawn.
pub struct Scene<'a> {
    /// Height of the whole list, in CSS pixels; without one all of it is drawn, as high as it is.
    pub height: Option<f64>,
    /// Where the first line stands in it.
    pub top: f64,
    /// Entries beside each other.
    pub columns: usize,
    /// Lines of the whole list.
    pub count: usize,
    /// The lines in sight: the number each has in the whole list, counted from 0, and a name that stays its own.
    pub lines: &'a [(usize, u64)],
    /// What the line at this place of `lines` says.
    pub line: &'a dyn Fn(usize) -> Line,
    /// Whether what lines say may have changed since they were last drawn.
    pub changed: bool,
}

/// The drawn lines of a list.
pub struct Rows {
    list: HtmlElement,
    window: HtmlElement,
    document: Document,
    template: Element,
    drawn: Vec<Drawn>,
    /// Called by the browser for as long as the rows are there.
    listeners: Vec<Closure<dyn Fn(Event)>>,
}

impl Rows {
    /// Draws into `list`, which has the role of a table, and tells `acted` what a person does to the line of a name.
    pub fn new(list: HtmlElement, editable: bool, acted: Rc<dyn Fn(u64, Act)>) -> Option<Self> {
        let document = list.owner_document()?;
        let window = make(&document, "div", &[("role", "rowgroup"), ("class", "window")])?;
        list.append_child(&window).ok()?;
        let template = template(&document, editable)?;
        let mut rows = Self {
            list,
            window,
            document,
            template,
            drawn: Vec::new(),
            listeners: Vec::new(),
        };
        rows.listen("click", acted.clone(), clicked);
        rows.listen("keydown", acted.clone(), typed);
        rows.listen("focusout", acted, left);
        Some(rows)
    }

    fn listen(
        &mut self,
        event: &'static str,
        acted: Rc<dyn Fn(u64, Act)>,
        read: fn(&Event) -> Option<(u64, Act)>,
    ) {
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some((name, act)) = read(&event) {
                acted(name, act);
            }
        });
        let _ = self
            .window
            .add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        self.listeners.push(closure);
    }

    /// Draws.
    pub fn show(&mut self, scene: &Scene<'_>) {
        let style = |element: &HtmlElement, name, value: &str| {
            let _ = element.style().set_property(name, value);
        };
        if let Some(height) = scene.height {
            style(&self.list, "height", &pixels(height));
            let place = format!("translateY({})", pixels(scene.top));
            style(&self.window, "transform", &place);
            style(&self.window, "--columns", &scene.columns.to_string());
        }
        let _ = self.list.set_attribute("aria-rowcount", &scene.count.to_string());
        let mut before = std::mem::take(&mut self.drawn);
        // What stays keeps its elements, and so its focus; what goes is taken out first, so that what stays is in order.
        before.retain(|drawn| {
            let stays = scene.lines.iter().any(|(_, name)| *name == drawn.name);
            if !stays {
                drawn.root.remove();
            }
            stays
        });
        let mut next: Option<Node> = self.window.first_child();
        let focused = self.document.active_element();
        for (place, &(number, name)) in scene.lines.iter().enumerate() {
            let known = before.iter().position(|drawn| drawn.name == name);
            let drawn = match known {
                Some(known) => {
                    let mut drawn = before.swap_remove(known);
                    if scene.changed {
                        drawn.change((scene.line)(place));
                    }
                    drawn
                }
                None => match self.draw(name, (scene.line)(place)) {
                    Some(drawn) => drawn,
                    None => continue,
                },
            };
            // A line that has the focus would lose it on the way: the others move around it.
            if next.as_ref() == Some(drawn.root.as_ref()) || drawn.root.contains(focused.as_deref()) {
                next = drawn.root.next_sibling();
            } else {
                let _ = self.window.insert_before(&drawn.root, next.as_ref());
            }
            self.drawn.push(drawn.at(number));
        }
    }

    fn draw(&self, name: u64, line: Line) -> Option<Drawn> {
        let (root, parts) = match &line {
            Line::Heading(_) => heading(&self.document)?,
            Line::Entry(_) => {
                let root: HtmlElement = self.template.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
                let parts = parts(&root);
                (root, parts)
            }
        };
        root.set_attribute("data-name", &name.to_string()).ok()?;
        let blank = match &line {
            Line::Heading(_) => Line::Heading(Heading {
                name: String::new(),
                count: String::new(),
                collapsed: false,
            }),
            // No share is like this, so that the bar gets its width.
            Line::Entry(_) => Line::Entry(Box::new(Row {
                percent: u8::MAX,
                ..Row::default()
            })),
        };
        let mut drawn = Drawn {
            name,
            number: usize::MAX,
            root,
            line: blank,
            parts,
        };
        drawn.change(line);
        Some(drawn)
    }

    /// Name of the line that has the focus, or something in it that has.
    pub fn focused_name(&self) -> Option<u64> {
        let number = self.focused_number()?;
        let drawn = self.drawn.iter().find(|drawn| drawn.number == number);
        drawn.map(|drawn| drawn.name)
    }

    /// Moves the focus to the line of this number, if it is drawn.
    pub fn focus_number(&self, number: usize) {
        if let Some(drawn) = self.drawn.iter().find(|drawn| drawn.number == number) {
            super::dom::focus_without_scrolling(&drawn.root);
        }
    }

    /// The number of the line that has the focus, or something in it that has.
    pub fn focused_number(&self) -> Option<usize> {
        let active = self.document.active_element()?;
        self.drawn
            .iter()
            .find(|drawn| drawn.root.contains(Some(&active)))
            .map(|drawn| drawn.number)
    }

    /// Lets a person type in the place of the progress or the score of a line.
    pub fn ask(&self, name: u64, act: &Act, value: &str, label: &str) {
        let part = match act {
            Act::AskProgress => PROGRESS,
            _ => SCORE,
        };
        let input = || {
            let drawn = self.drawn.iter().find(|drawn| drawn.name == name)?;
            let button = drawn.parts.get(part)?;
            let input = make(
                &self.document,
                "input",
                &[
                    ("class", "in-place"),
                    ("inputmode", "decimal"),
                    ("autocomplete", "off"),
                    ("aria-label", label),
                    ("data-act", if part == PROGRESS { "progress" } else { "score" }),
                ],
            )?;
            button.parent_node()?.insert_before(&input, Some(button)).ok()?;
            button.set_hidden(true);
            let input: HtmlInputElement = input.dyn_into().ok()?;
            input.set_value(value);
            let _ = input.focus();
            input.select();
            Some(())
        };
        let _ = input();
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        self.window.remove();
    }
}

fn pixels(length: f64) -> String {
    // Tenths of a pixel are more than any screen shows, and whole numbers are quick to write.
    format!("{}px", length.round() as i64)
}
