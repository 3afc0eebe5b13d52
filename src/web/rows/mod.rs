//! The lines of a long list as elements: those in sight, in their order, each made once and then only changed where what it
//! says has changed.
//!
//! Straight on the DOM: a list of thousands is scrolled, filtered and sorted through these elements, and every one of them
//! that needs not be made again is time that nobody waits for.

mod acts;
mod drawn;
mod made;

pub use acts::RowAction;

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement};

use crate::domain::ScoreFormat;
use crate::list::row::{Heading, Line, Row};
use crate::list::row_recycling::{Before, Source, Wanted, steps};

use acts::{clicked, left, typed};
use drawn::Drawn;
use made::{PROGRESS, SCORE, heading, make, parts, template};

/// What is drawn.
pub struct Viewport<'a> {
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
    pub fn new(list: HtmlElement, editable: bool, acted: Rc<dyn Fn(u64, RowAction)>) -> Option<Self> {
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
        acted: Rc<dyn Fn(u64, RowAction)>,
        read: fn(&Event) -> Option<(u64, RowAction)>,
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

    /// Makes the list as high as it will be, before it is drawn.
    pub fn reserve(&self, height: f64) {
        let _ = self.list.style().set_property("height", &pixels(height));
    }

    /// Draws.
    pub fn show(&mut self, scene: &Viewport<'_>) {
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
        let standing = self.standing();
        // What every line says that has to be told.
        let said: Vec<Option<Line>> = (0..scene.lines.len())
            .map(|place| {
                let is_drawn = |&(_, name): &(usize, u64)| standing.iter().any(|before| before.name == name);
                let told = !scene.changed && scene.lines.get(place).is_some_and(is_drawn);
                (!told).then(|| (scene.line)(place))
            })
            .collect();
        let wanted: Vec<Wanted> = std::iter::zip(scene.lines, &said)
            .map(|(&(_, name), said)| Wanted {
                name,
                takes: matches!(said, Some(Line::Entry(_))),
            })
            .collect();
        let before = std::mem::take(&mut self.drawn);
        let roots: Vec<HtmlElement> = before.iter().map(|drawn| drawn.root.clone()).collect();
        let mut before: Vec<Option<Drawn>> = before.into_iter().map(Some).collect();
        let each = steps(&standing, &wanted).into_iter().zip(scene.lines).zip(said);
        for ((step, &(number, name)), said) in each {
            let known = match step.source {
                Source::New => None,
                Source::Own(at) | Source::Taken(at) => before.get_mut(at).and_then(Option::take),
            };
            let drawn = match (known, said) {
                (Some(drawn), None) => Some(drawn),
                (Some(drawn), Some(line)) => Some(drawn.saying(name, line)),
                (None, Some(line)) => self.make(name, &line).map(|drawn| drawn.saying(name, line)),
                (None, None) => None,
            };
            let Some(drawn) = drawn else { continue };
            if let Some(next) = step.put {
                let next = next.and_then(|next| roots.get(next)).map(AsRef::as_ref);
                let _ = self.window.insert_before(&drawn.root, next);
            }
            self.drawn.push(drawn.at(number));
        }
        for gone in before.into_iter().flatten() {
            gone.root.remove();
        }
    }

    /// What is drawn, and what may be done with it.
    fn standing(&self) -> Vec<Before> {
        let focused = self.document.active_element();
        // Whoever has pressed a button and not let go yet means the line it was of.
        let pressed = self.window.query_selector(":active").ok().flatten();
        let holds = |drawn: &Drawn, element: &Option<Element>| {
            let element = element.as_ref();
            element.is_some_and(|element| drawn.root.contains(Some(element)))
        };
        let before = |drawn: &Drawn| {
            // Neither does what somebody typed and could not be read go to another line.
            let pinned = holds(drawn, &focused) || drawn.is_typed_in();
            Before {
                name: drawn.name,
                reusable: drawn.is_entry() && !pinned && !holds(drawn, &pressed),
                pinned,
            }
        };
        self.drawn.iter().map(before).collect()
    }

    /// The element of a line like this one, in which nothing is said yet.
    fn make(&self, name: u64, line: &Line) -> Option<Drawn> {
        let (root, parts, line) = match line {
            Line::Heading(_) => {
                let (root, parts) = heading(&self.document)?;
                (root, parts, Line::Heading(Heading::default()))
            }
            Line::Entry(_) => {
                let root: HtmlElement = self.template.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
                let parts = parts(&root);
                // No share is like this, so that the bar gets its width.
                let blank = Row {
                    percent: u8::MAX,
                    ..Row::default()
                };
                (root, parts, Line::Entry(Box::new(blank)))
            }
        };
        let drawn = Drawn {
            name,
            number: usize::MAX,
            root,
            line,
            parts,
        };
        drawn.name_root();
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
    /// A score is one of `scores`.
    pub fn ask(&self, name: u64, act: &RowAction, value: &str, label: &str, scores: ScoreFormat) {
        let part = match act {
            RowAction::AskProgress => PROGRESS,
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
                    ("data-act", "type"),
                ],
            )?;
            button.parent_node()?.insert_before(&input, Some(button)).ok()?;
            if *act == RowAction::AskScore {
                input
                    .set_attribute("data-scale", scores.word().unwrap_or_default())
                    .ok()?;
            }
            button.set_hidden(true);
            let input: HtmlInputElement = input.dyn_into().ok()?;
            input.set_default_value(value);
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
