//! The lines of a long list as elements: those in sight, in their order, each made once and then only changed where what it
//! says has changed.
//!
//! Straight on the DOM: a list of thousands is scrolled, filtered and sorted through these elements, and every one of them
//! that needs not be made again is time that nobody waits for.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, Node};

use crate::domain::Face;
use crate::model::row::{Heading, Line, Row, Standing, face_icon};

/// What a person does in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// One more.
    Increase,
    /// One less.
    Decrease,
    /// Hides or shows the entries of a section.
    Toggle,
    /// One volume more.
    NextVolume,
    /// A progress is to be typed.
    AskProgress,
    /// A score is to be typed.
    AskScore,
    /// A progress was typed.
    Progress(String),
    /// A score was typed.
    Score(String),
    /// The entry is chosen, or no longer.
    Choose {
        /// With everything since the last choice.
        range: bool,
    },
}

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

struct Drawn {
    name: u64,
    number: usize,
    root: HtmlElement,
    line: Line,
    /// In the order of the template.
    parts: Vec<HtmlElement>,
}

/// Places of an entry's parts.
const COVER: usize = 0;
const TITLE: usize = 1;
const MARKS: usize = 2;
const META: usize = 3;
const PROGRESS: usize = 4;
const BEHIND: usize = 5;
const FILL: usize = 6;
const SCORE: usize = 7;
const DECREASE: usize = 8;
const INCREASE: usize = 9;

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

impl Drawn {
    fn at(mut self, number: usize) -> Self {
        if self.number != number {
            self.number = number;
            let _ = self
                .root
                .set_attribute("aria-rowindex", &(number + 1).to_string());
        }
        self
    }

    fn change(&mut self, line: Line) {
        if self.line == line {
            return;
        }
        match (&self.line, &line) {
            (Line::Heading(before), Line::Heading(after)) => self.change_heading(before, after),
            (Line::Entry(before), Line::Entry(after)) => self.change_entry(before, after),
            _ => {}
        }
        self.line = line;
    }

    fn change_heading(&self, before: &Heading, after: &Heading) {
        if let [button, name, count] = self.parts.as_slice() {
            if before.name != after.name {
                name.set_text_content(Some(&after.name));
            }
            if before.count != after.count {
                count.set_text_content(Some(&after.count));
            }
            let _ = button.set_attribute("aria-expanded", if after.collapsed { "false" } else { "true" });
        }
    }

    fn change_entry(&self, before: &Row, after: &Row) {
        let text = |part: usize, before: &str, after: &str| {
            if before != after
                && let Some(element) = self.parts.get(part)
            {
                element.set_text_content(Some(after));
            }
        };
        text(TITLE, &before.title, &after.title);
        text(MARKS, &before.marks, &after.marks);
        text(META, &before.meta, &after.meta);
        text(PROGRESS, &before.progress, &after.progress);
        text(BEHIND, &before.behind, &after.behind);
        if (&before.score, before.face) != (&after.score, after.face)
            && let Some(score) = self.parts.get(SCORE)
        {
            score.set_text_content(Some(if after.face.is_some() { "" } else { &after.score }));
            after.face.and_then(|face| draw_face(score, face));
        }
        let attribute = |part: usize, name: &str, value: &str| {
            if let Some(element) = self.parts.get(part) {
                let _ = element.set_attribute(name, value);
            }
        };
        if before.cover != after.cover
            && let Some(cover) = &after.cover
        {
            attribute(COVER, "src", cover);
        }
        if before.href != after.href {
            attribute(TITLE, "href", &after.href);
        }
        if before.percent != after.percent
            && let Some(fill) = self.parts.get(FILL)
        {
            let _ = fill.style().set_property("width", &format!("{}%", after.percent));
        }
        if before.title != after.title {
            attribute(
                DECREASE,
                "aria-label",
                &format!("Decrease progress of {}", after.title),
            );
            attribute(
                INCREASE,
                "aria-label",
                &format!("Increase progress of {}", after.title),
            );
        }
        if (&before.title, &before.progress) != (&after.title, &after.progress) {
            let label = format!("Progress of {}: {}", after.title, after.progress);
            attribute(PROGRESS, "aria-label", &label);
        }
        if (&before.title, &before.score_label) != (&after.title, &after.score_label) {
            let label = format!("Score of {}: {}", after.title, after.score_label);
            attribute(SCORE, "aria-label", &label);
        }
        attribute(
            DECREASE,
            "aria-disabled",
            if after.at_start { "true" } else { "false" },
        );
        attribute(
            INCREASE,
            "aria-disabled",
            if after.at_end { "true" } else { "false" },
        );
        if before.standing != after.standing {
            let standing = match after.standing {
                Standing::Saved => "",
                Standing::Unsent => "unsent",
                Standing::NeedsYou => "needs-you",
            };
            let _ = self.root.set_attribute("data-standing", standing);
        }
        if (&before.volumes, &before.title) != (&after.volumes, &after.title) {
            self.change_volumes(after);
        }
        if (before.chosen, &before.title) != (after.chosen, &after.title) {
            self.change_choice(after);
        }
    }

    /// Volumes are there only where somebody counts them.
    fn change_volumes(&self, row: &Row) -> Option<()> {
        let known = self.root.query_selector(".volumes").ok().flatten();
        if row.volumes.is_empty() {
            known?.remove();
            return None;
        }
        let is_editable = self.parts.get(INCREASE).is_some();
        let volumes: Element = match known {
            Some(volumes) => volumes,
            None => {
                let cell: HtmlElement = self.parts.get(PROGRESS)?.parent_element()?.dyn_into().ok()?;
                let tag = if is_editable { "button" } else { "span" };
                within(&cell, tag, &[("class", "volumes"), ("data-act", "volume")])?.into()
            }
        };
        volumes.set_text_content(Some(&row.volumes));
        if is_editable {
            let label = format!("{}: increase volumes of {}", row.volumes, row.title);
            volumes.set_attribute("aria-label", &label).ok()?;
        }
        Some(())
    }

    /// The box to tick is there only while entries are being chosen.
    fn change_choice(&self, row: &Row) -> Option<()> {
        let known = self.root.query_selector(".row-choice").ok().flatten();
        let marked = row.chosen == Some(true);
        let _ = self.root.toggle_attribute_with_force("data-chosen", marked);
        let Some(chosen) = row.chosen else {
            known?.remove();
            return None;
        };
        let input = match known {
            Some(cell) => cell.first_element_child()?,
            None => {
                let document = self.root.owner_document()?;
                let cell = make(&document, "div", &[("role", "cell"), ("class", "row-choice")])?;
                let input = within(&cell, "input", &[("type", "checkbox"), ("data-act", "choose")])?;
                self.root.prepend_with_node_1(&cell).ok()?;
                input.into()
            }
        };
        let label = format!("Select {}", row.title);
        input.set_attribute("aria-label", &label).ok()?;
        input.dyn_into::<HtmlInputElement>().ok()?.set_checked(chosen);
        Some(())
    }
}

fn pixels(length: f64) -> String {
    // Tenths of a pixel are more than any screen shows, and whole numbers are quick to write.
    format!("{}px", length.round() as i64)
}

fn make(document: &Document, tag: &str, attributes: &[(&str, &str)]) -> Option<HtmlElement> {
    let element: HtmlElement = document.create_element(tag).ok()?.dyn_into().ok()?;
    for (name, value) in attributes {
        element.set_attribute(name, value).ok()?;
    }
    Some(element)
}

fn within(parent: &HtmlElement, tag: &str, attributes: &[(&str, &str)]) -> Option<HtmlElement> {
    let element = make(&parent.owner_document()?, tag, attributes)?;
    parent.append_child(&element).ok()?;
    Some(element)
}

/// An entry of which nothing is said yet. Its parts are found again by `data-part`.
fn template(document: &Document, editable: bool) -> Option<Element> {
    let root = make(
        document,
        "div",
        &[("role", "row"), ("class", "row"), ("tabindex", "-1")],
    )?;
    let cell = |class| within(&root, "div", &[("role", "cell"), ("class", class)]);
    let cover = cell("row-cover")?;
    within(
        &cover,
        "img",
        &[
            ("alt", ""),
            ("loading", "lazy"),
            ("decoding", "async"),
            ("data-part", ""),
        ],
    )?;
    let main = cell("row-main")?;
    within(
        &main,
        "a",
        &[("class", "row-title"), ("data-part", ""), ("dir", "auto")],
    )?;
    within(&main, "span", &[("class", "row-marks"), ("data-part", "")])?;
    within(&main, "p", &[("class", "meta"), ("data-part", "")])?;
    let button = if editable { "button" } else { "span" };
    let progress = cell("row-progress")?;
    within(
        &progress,
        button,
        &[
            ("class", "number"),
            ("data-part", ""),
            ("data-act", "ask-progress"),
        ],
    )?;
    within(&progress, "span", &[("class", "hot"), ("data-part", "")])?;
    let bar = within(&progress, "span", &[("class", "bar")])?;
    within(&bar, "span", &[("data-part", "")])?;
    let score = cell("row-score")?;
    within(
        &score,
        button,
        &[("class", "number"), ("data-part", ""), ("data-act", "ask-score")],
    )?;
    if editable {
        let steps = cell("row-steps")?;
        within(
            &steps,
            "button",
            &[
                ("class", "step minus"),
                ("data-part", ""),
                ("data-act", "decrease"),
            ],
        )?;
        within(
            &steps,
            "button",
            &[
                ("class", "step plus"),
                ("data-part", ""),
                ("data-act", "increase"),
            ],
        )?;
    }
    root.dyn_into().ok()
}

/// A face, which says what it means to those who do not see it. Its file stands beside the page.
fn draw_face(parent: &HtmlElement, face: Face) -> Option<()> {
    const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
    let document = parent.owner_document()?;
    let picture = document.create_element_ns(SVG, "svg").ok()?;
    for (name, value) in [("class", "icon"), ("role", "img"), ("aria-label", face.label())] {
        picture.set_attribute(name, value).ok()?;
    }
    let shape = document.create_element_ns(SVG, "use").ok()?;
    let href = format!("icons.svg#{}", face_icon(face));
    shape.set_attribute("href", &href).ok()?;
    picture.append_child(&shape).ok()?;
    parent.append_child(&picture).ok()?;
    Some(())
}

fn heading(document: &Document) -> Option<(HtmlElement, Vec<HtmlElement>)> {
    let root = make(
        document,
        "div",
        &[("role", "row"), ("class", "row-heading"), ("tabindex", "-1")],
    )?;
    let cell = within(&root, "div", &[("role", "rowheader")])?;
    let button = within(&cell, "button", &[("data-act", "toggle")])?;
    let name = within(&button, "span", &[("class", "name")])?;
    let count = within(&button, "span", &[("class", "count")])?;
    Some((root, vec![button, name, count]))
}

fn parts(root: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all("[data-part]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}

/// The name of the line that holds `element`.
fn name_of(element: &Element) -> Option<u64> {
    let row = element.closest("[data-name]").ok()??;
    row.get_attribute("data-name")?.parse().ok()
}

fn clicked(event: &Event) -> Option<(u64, Act)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.get_attribute("data-act").as_deref() == Some("choose") {
        let range = event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key);
        return Some((name_of(&target)?, Act::Choose { range }));
    }
    let button = target.closest("button[data-act]").ok()??;
    if button.get_attribute("aria-disabled").as_deref() == Some("true") {
        return None;
    }
    let act = match button.get_attribute("data-act")?.as_str() {
        "increase" => Act::Increase,
        "decrease" => Act::Decrease,
        "toggle" => Act::Toggle,
        "volume" => Act::NextVolume,
        "ask-progress" => Act::AskProgress,
        "ask-score" => Act::AskScore,
        _ => return None,
    };
    Some((name_of(&button)?, act))
}

/// Takes what was typed at Enter, and throws it away at Escape.
fn typed(event: &Event) -> Option<(u64, Act)> {
    let event: &KeyboardEvent = event.dyn_ref()?;
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            finish(&input, true)
        }
        "Escape" => {
            event.stop_propagation();
            finish(&input, false)
        }
        _ => None,
    }
}

fn left(event: &Event) -> Option<(u64, Act)> {
    finish(&event.target()?.dyn_into().ok()?, true)
}

/// Puts the button back in the place of the input.
fn finish(input: &HtmlInputElement, keeps: bool) -> Option<(u64, Act)> {
    let act = input.get_attribute("data-act")?;
    let name = name_of(input)?;
    let value = input.value();
    let button: HtmlElement = input.next_element_sibling()?.dyn_into().ok()?;
    // Taking it out makes it lose the focus, which ends here a second time.
    input.remove_attribute("data-act").ok()?;
    let had_focus = input.owner_document()?.active_element().as_ref() == Some(input.as_ref());
    button.set_hidden(false);
    input.remove();
    if had_focus {
        super::dom::focus_without_scrolling(&button);
    }
    let act = match act.as_str() {
        "progress" => Act::Progress(value),
        _ => Act::Score(value),
    };
    keeps.then_some((name, act))
}
