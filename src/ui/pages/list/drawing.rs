//! What of a list is in sight, drawn again whenever list, look or scroll position have changed.

mod acts;
mod cursor;
mod place;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;

use crate::data::lists::LANGUAGE;
use crate::data::outbox::Replaced;
use crate::domain::MediaId;
use crate::list::library::{Tab, View};
use crate::list::query::{Layout, ListQuery};
use crate::list::row::{self, Heading, Line, Row};
use crate::list::still::{Order, Part};
use crate::list::virtualizer::{Block, Layout as Lines, Measures, Spot};
use crate::text::format;
use crate::web::reactive::{effect, spawn};
use crate::web::rows::{Rows, Viewport};
use crate::web::viewport;
use crate::web::{clock, crypto};

use super::ListPageState;

/// Heights in the size of the letters; those of style/rows.css.
const HEADING: f64 = 2.75;
const DETAILED: f64 = 3.75;
const COMPACT: f64 = 2.25;
const COVERS: f64 = 19.0;
/// Narrowest cover.
const COVER_WIDTH: f64 = 9.0;
/// Lines that are drawn above and below what is in sight, as a part of its height.
const BEYOND: f64 = 0.25;

/// The classes of the list in a layout.
pub(super) fn class(layout: Layout) -> &'static str {
    match layout {
        Layout::Detailed => "rows detailed",
        Layout::Compact => "rows compact",
        Layout::Covers => "rows covers",
    }
}

/// All that the lines and their order follow from.
#[derive(Default, PartialEq)]
struct Seen {
    is_placed: bool,
    version: u32,
    minute: u64,
    query: ListQuery,
    /// How often it was asked to be read again.
    attempts: u32,
    /// How often lines that waited were told that they may move.
    moves: u32,
}

/// The drawn list of a page.
pub(super) struct Drawing {
    look: ListPageState,
    rows: Option<Rows>,
    element: Option<web_sys::HtmlElement>,
    /// What is right.
    view: View,
    /// What is drawn: the same, or what was right before something changed under the pointer.
    order: Order,
    /// What is said of lines that will go.
    notes: HashMap<MediaId, String>,
    /// The edits of the list that are known here.
    edits: u32,
    lines: Lines,
    seen: Seen,
    /// The line that the keyboard is at, by its number in the whole list.
    cursor: Option<usize>,
    /// What stood in the places where something is being typed, by the names of their lines. A cell, because one field is
    /// left while the next one opens, and one that cannot be read stays open.
    replaced: RefCell<Vec<(u64, Replaced)>>,
}

/// Draws the list of `look` into the element that gets this reference, for the life of the page.
pub(super) fn use_drawing(look: ListPageState) -> NodeRef<Div> {
    let place = NodeRef::<Div>::new();
    let measures = Measures {
        heading: 1.0,
        line: 1.0,
        columns: 1,
    };
    let drawing = Rc::new(RefCell::new(Drawing {
        look,
        rows: None,
        element: None,
        view: View::default(),
        order: Order::default(),
        notes: HashMap::new(),
        edits: 0,
        lines: Lines::new(measures, Vec::new()),
        seen: Seen::default(),
        cursor: None,
        replaced: RefCell::default(),
    }));
    effect({
        let drawing = drawing.clone();
        move |_| {
            let Some(element) = place.get() else { return };
            let acting = Rc::downgrade(&drawing);
            let acted = move |name, act| {
                let Some(drawing) = acting.upgrade() else {
                    return;
                };
                // A line that goes while somebody types in it ends that in the middle of drawing.
                let is_free = drawing.try_borrow_mut().is_ok();
                match is_free {
                    true => acts::act_on(&drawing, name, act),
                    false => spawn(async move { acts::act_on(&drawing, name, act) }),
                }
            };
            let is_own = look.shelf().is_own;
            let mut drawing = drawing.borrow_mut();
            drawing.rows = Rows::new(element.clone().into(), is_own, Rc::new(acted));
            drawing.element = Some(element.into());
        }
    });
    let picking = Rc::downgrade(&drawing);
    look.random.set_value(Some(Box::new(move || {
        picking.upgrade()?.borrow().random(&mut crypto::random_byte)
    })));
    look.bulk.draws(Rc::downgrade(&drawing));
    effect({
        let drawing = drawing.clone();
        move |_| {
            look.bulk.track();
            drawing.borrow_mut().paint(true);
        }
    });
    effect({
        let drawing = drawing.clone();
        move |_| {
            look.app.edits.track();
            let seen = Seen {
                is_placed: place.get().is_some(),
                version: look.shelf().version(),
                minute: look.app.now.get(),
                query: look.query.get(),
                attempts: look.shelf().state.attempts(),
                moves: look.still.track(),
            };
            drawing.borrow_mut().see(seen);
        }
    });
    let listeners: Vec<_> = ["scroll", "resize"]
        .into_iter()
        .map(|event| {
            let drawing = drawing.clone();
            let heard = move |_| match event {
                "resize" => {
                    if let Ok(mut drawing) = drawing.try_borrow_mut() {
                        drawing.lay_out();
                    }
                }
                _ => paint_if_free(&drawing),
            };
            viewport::listen(event, Box::new(heard))
        })
        .chain([super::keys::listen(drawing.clone())])
        .collect();
    // Whatever stands above the list moves it when it comes or goes.
    let watched = drawing.clone();
    let observer = viewport::on_page_height(Box::new(move || paint_if_free(&watched)));
    let held = StoredValue::new_local(Some((listeners, observer, drawing)));
    on_cleanup(move || {
        held.try_update_value(Option::take);
    });
    place
}

/// Draws, unless that is being done.
fn paint_if_free(drawing: &RefCell<Drawing>) {
    if let Ok(mut drawing) = drawing.try_borrow_mut() {
        drawing.paint(false);
    }
}

impl Drawing {
    pub(super) fn look(&self) -> ListPageState {
        self.look
    }

    /// Takes over what list and look have become. What became of an edit changes no more than what lines say.
    fn see(&mut self, seen: Seen) {
        if self.seen == seen {
            return self.paint(true);
        }
        let query = seen.query.clone();
        let is_anew = !self.seen.is_placed || self.seen.query != query || self.seen.attempts != seen.attempts;
        self.seen = seen;
        let shelf = self.look.shelf();
        let started = clock::mark();
        self.view = shelf
            .library
            .borrow_mut()
            .view(&query, clock::now_ms() / 1000, LANGUAGE);
        clock::measure("view", started);
        let (tabs, counts) = (&self.view.tabs, (self.view.shown, self.view.total));
        let is_known = |(of, known): &(ListQuery, Vec<Tab>)| *of == query && known == tabs;
        if !self.look.tabs.with_untracked(is_known) {
            self.look.tabs.set((query, tabs.clone()));
        }
        if self.look.counts.get_untracked() != counts {
            self.look.counts.set(counts);
        }
        self.arrange(is_anew);
    }

    fn measures(&self) -> Measures {
        let letters = viewport::font_size();
        let width = self
            .element
            .as_ref()
            .map_or(0.0, |element| f64::from(element.client_width()));
        let (line, columns) = match self.seen.query.layout {
            Layout::Detailed => (DETAILED, 1),
            Layout::Compact => (COMPACT, 1),
            Layout::Covers => (COVERS, (width / (COVER_WIDTH * letters)).max(2.0) as usize),
        };
        Measures {
            heading: HEADING * letters,
            line: line * letters,
            columns,
        }
    }

    fn lay_out(&mut self) {
        self.measure();
        self.paint(true);
    }

    fn measure(&mut self) {
        let block = |part: &Part| Block {
            has_heading: self.view.has_headings(),
            entries: part.visible().len(),
        };
        self.lines = Lines::new(self.measures(), self.order.parts.iter().map(block).collect());
    }

    /// Draws what is in sight.
    pub(super) fn paint(&mut self, changed: bool) {
        let Some(mut rows) = self.rows.take() else { return };
        self.paint_into(&mut rows, changed);
        self.rows = Some(rows);
    }

    fn paint_into(&self, rows: &mut Rows, changed: bool) {
        let Some(element) = &self.element else { return };
        let height = viewport::height();
        let from = viewport::scrolled() - viewport::top_of(element);
        let window = self
            .lines
            .window(from - BEYOND * height, from + (1.0 + BEYOND) * height);
        let shelf = self.look.shelf();
        let library = shelf.library.borrow();
        let media_of = |spot| match spot {
            Spot::Heading { .. } => None,
            Spot::Entry { section, index } => {
                let part = self.order.parts.get(section)?;
                part.visible().get(index).copied()
            }
        };
        // A line keeps its name, and with it its element, whatever section it goes to.
        let name_of = |spot| match spot {
            Spot::Heading { section } => section as u64,
            Spot::Entry { .. } => media_of(spot).map_or(0, MediaId::get) << 8,
        };
        let names: Vec<(usize, u64)> = window
            .spots
            .iter()
            .map(|(number, spot)| (*number, name_of(*spot)))
            .collect();
        let edit = self.look.app.navigation.editor_link();
        let look = row::RowContext {
            now: clock::now_ms() / 1000,
            scores: self.look.scores(),
            language: LANGUAGE,
            edit: &edit,
            rules: self.look.app.preferences.rules(),
        };
        let edits = self.look.app.edits;
        let line = |place: usize| match window.spots.get(place).map(|(_, spot)| *spot) {
            Some(Spot::Heading { section }) => self.heading(section),
            spot => {
                let row = spot.and_then(media_of).and_then(|media| {
                    let entry = library.get(media);
                    let mut row = Row::of(
                        entry.or_else(|| library.lately_gone(media))?,
                        look,
                        edits.standing(media),
                    );
                    row.chosen = self.look.bulk.has_chosen(media);
                    row.note = self.notes.get(&media).cloned().unwrap_or_default();
                    if entry.is_none() {
                        // There is nothing left to count.
                        (row.at_start, row.at_end) = (true, true);
                    }
                    Some(row)
                });
                Line::Entry(Box::new(row.unwrap_or_default()))
            }
        };
        rows.show(&Viewport {
            height: Some(self.lines.height()),
            top: window.top,
            columns: self.lines.columns(),
            count: self.lines.count(),
            lines: &names,
            line: &line,
            changed,
        });
    }

    fn heading(&self, section: usize) -> Line {
        let part = self.order.parts.get(section);
        Line::Heading(Heading {
            name: part.map(|part| part.title.to_string()).unwrap_or_default(),
            count: format::number(part.map_or(0, |part| part.count as u64)),
            collapsed: part.is_some_and(|part| part.collapsed),
        })
    }

    /// The work of the line with this name.
    fn media(name: u64) -> Option<MediaId> {
        MediaId::new(name >> 8)
    }

    /// The works that pass the filters, in the order in which they are drawn.
    pub(super) fn shown(&self) -> Vec<MediaId> {
        let shelf = self.look.shelf();
        let library = shelf.library.borrow();
        let media = |row| Some(library.entry(row)?.media.id);
        let passing: HashSet<MediaId> = self.view.entries().filter_map(media).collect();
        let drawn = self.order.media();
        drawn.filter(|media| passing.contains(media)).collect()
    }

    /// One of the entries shown, by chance.
    pub(super) fn random(&self, byte: &mut dyn FnMut() -> u8) -> Option<MediaId> {
        let row = self.view.random(byte)?;
        let shelf = self.look.shelf();
        let library = shelf.library.borrow();
        library.entry(row).map(|entry| entry.media.id)
    }
}
