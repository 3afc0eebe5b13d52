//! A line that is drawn, and what is changed of it when it says something else.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::domain::Face;
use crate::list::row::{Heading, Line, Row, SyncStatus, face_icon};
use crate::text::isolated;

use super::made::{
    BEHIND, COVER, DECREASE, FILL, INCREASE, MARKS, META, PROGRESS, SCORE, TITLE, make, within,
};

/// A line that is drawn.
pub(super) struct Drawn {
    pub(super) name: u64,
    pub(super) number: usize,
    pub(super) root: HtmlElement,
    pub(super) line: Line,
    /// In the order of the template.
    pub(super) parts: Vec<HtmlElement>,
}

impl Drawn {
    /// The same line at another place of the list.
    pub(super) fn at(mut self, number: usize) -> Self {
        if self.number != number {
            self.number = number;
            let _ = self
                .root
                .set_attribute("aria-rowindex", &(number + 1).to_string());
        }
        self
    }

    /// Whether somebody types in it, or has typed what could not be read.
    pub(super) fn is_typed_in(&self) -> bool {
        self.root.query_selector(".in-place").ok().flatten().is_some()
    }

    pub(super) fn is_entry(&self) -> bool {
        matches!(self.line, Line::Entry(_))
    }

    /// Writes the name of the line where a click finds it.
    pub(super) fn name_root(&self) {
        let _ = self.root.set_attribute("data-name", &self.name.to_string());
    }

    /// The same element with what the line of this name says now, be it another line than before.
    pub(super) fn saying(mut self, name: u64, line: Line) -> Self {
        if self.name != name {
            self.name = name;
            self.name_root();
        }
        if self.line != line {
            self.change(line);
        }
        self
    }

    fn change(&mut self, line: Line) {
        let before = std::mem::replace(&mut self.line, Line::Heading(Heading::default()));
        match (&before, &line) {
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

    fn change_entry(&mut self, before: &Row, after: &Row) {
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
                &format!("Decrease progress of {}", isolated(&after.title)),
            );
            attribute(
                INCREASE,
                "aria-label",
                &format!("Increase progress of {}", isolated(&after.title)),
            );
        }
        if (&before.title, &before.progress) != (&after.title, &after.progress) {
            let label = format!("Progress of {}: {}", isolated(&after.title), after.progress);
            attribute(PROGRESS, "aria-label", &label);
        }
        if (&before.title, &before.score_label) != (&after.title, &after.score_label) {
            let label = format!("Score of {}: {}", isolated(&after.title), after.score_label);
            attribute(SCORE, "aria-label", &label);
        }
        let ends = [
            (DECREASE, before.at_start, after.at_start),
            (INCREASE, before.at_end, after.at_end),
        ];
        for (step, before, after) in ends {
            if before != after {
                attribute(step, "aria-disabled", if after { "true" } else { "false" });
            }
        }
        if before.standing != after.standing {
            let standing = match after.standing {
                SyncStatus::Saved => "",
                SyncStatus::Unsent => "unsent",
                SyncStatus::NeedsYou => "needs-you",
            };
            let _ = self.root.set_attribute("data-standing", standing);
        }
        if (&before.volumes, &before.title) != (&after.volumes, &after.title) {
            self.change_volumes(after);
        }
        if before.note != after.note {
            self.change_note(&after.note);
        }
        if (before.chosen, &before.title) != (after.chosen, &after.title) {
            self.change_choice(after);
        }
        if before.cover != after.cover {
            self.change_cover(before, after);
        }
    }

    /// A picture shows the one before until the next has come, beside a title that is not its own: another takes its place.
    fn change_cover(&mut self, before: &Row, after: &Row) -> Option<()> {
        let cover = self.parts.get_mut(COVER)?;
        if before.cover.is_some() {
            let other: HtmlElement = cover.clone_node().ok()?.dyn_into().ok()?;
            other.remove_attribute("src").ok()?;
            cover.replace_with_with_node_1(&other).ok()?;
            *cover = other;
        }
        if let Some(source) = &after.cover {
            cover.set_attribute("src", source).ok()?;
        }
        Some(())
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
            let label = format!("{}: increase volumes of {}", row.volumes, isolated(&row.title));
            volumes.set_attribute("aria-label", &label).ok()?;
        }
        Some(())
    }

    /// A note is there only while a line stays that will go. It lies over the line and moves nothing in it.
    fn change_note(&self, note: &str) -> Option<()> {
        let known = self.root.query_selector(".row-note").ok().flatten();
        let _ = self
            .root
            .toggle_attribute_with_force("data-note", !note.is_empty());
        if note.is_empty() {
            known?.remove();
            return None;
        }
        let cell: Element = match known {
            Some(cell) => cell,
            None => {
                let main: HtmlElement = self.parts.get(TITLE)?.parent_element()?.dyn_into().ok()?;
                within(&main, "span", &[("class", "row-note")])?.into()
            }
        };
        cell.set_text_content(Some(note));
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
        let label = format!("Select {}", isolated(&row.title));
        input.set_attribute("aria-label", &label).ok()?;
        input.dyn_into::<HtmlInputElement>().ok()?.set_checked(chosen);
        Some(())
    }
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
