//! The elements of a line, with nothing said in them yet.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement};

/// Places of an entry's parts.
pub(super) const COVER: usize = 0;
pub(super) const TITLE: usize = 1;
pub(super) const MARKS: usize = 2;
pub(super) const META: usize = 3;
pub(super) const PROGRESS: usize = 4;
pub(super) const BEHIND: usize = 5;
pub(super) const FILL: usize = 6;
pub(super) const SCORE: usize = 7;
pub(super) const DECREASE: usize = 8;
pub(super) const INCREASE: usize = 9;

/// An element with attributes.
pub(super) fn make(document: &Document, tag: &str, attributes: &[(&str, &str)]) -> Option<HtmlElement> {
    let element: HtmlElement = document.create_element(tag).ok()?.dyn_into().ok()?;
    for (name, value) in attributes {
        element.set_attribute(name, value).ok()?;
    }
    Some(element)
}

/// The same, as the last one in another.
pub(super) fn within(parent: &HtmlElement, tag: &str, attributes: &[(&str, &str)]) -> Option<HtmlElement> {
    let element = make(&parent.owner_document()?, tag, attributes)?;
    parent.append_child(&element).ok()?;
    Some(element)
}

/// An entry of which nothing is said yet. Its parts are found again by `data-part`.
pub(super) fn template(document: &Document, editable: bool) -> Option<Element> {
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
                ("aria-disabled", "false"),
            ],
        )?;
        within(
            &steps,
            "button",
            &[
                ("class", "step plus"),
                ("data-part", ""),
                ("data-act", "increase"),
                ("aria-disabled", "false"),
            ],
        )?;
    }
    root.dyn_into().ok()
}

/// The heading of a section, and its parts: button, name, count.
pub(super) fn heading(document: &Document) -> Option<(HtmlElement, Vec<HtmlElement>)> {
    let root = make(
        document,
        "div",
        &[("role", "row"), ("class", "row-heading"), ("tabindex", "-1")],
    )?;
    let cell = within(&root, "div", &[("role", "rowheader")])?;
    let button = within(&cell, "button", &[("data-act", "toggle")])?;
    let name = within(&button, "bdi", &[("class", "name")])?;
    let count = within(&button, "span", &[("class", "count")])?;
    Some((root, vec![button, name, count]))
}

/// The parts of an entry, in the order of their places.
pub(super) fn parts(root: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all("[data-part]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}
