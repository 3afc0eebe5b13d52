//! Where lines stand: as is right, or, while somebody is about to press something, where they stood before.

use super::Drawing;
use crate::domain::MediaId;
use crate::list::library::{Library, SectionView, View};
use crate::list::still::{Event, Order, Part, Touched};
use crate::web::{pointer, viewport};

/// A line that keeps its place on screen.
struct Anchor {
    media: MediaId,
    /// The order in which it stood, and where each line of it stood.
    order: Order,
    lines: crate::list::virtualizer::Layout,
}

/// The order that a view asks for.
fn order_of(view: &View, library: &Library) -> Order {
    let media = |row: &u32| Some(library.entry(*row)?.media.id);
    let part = |section: &SectionView| Part {
        section: section.section.clone(),
        title: section.title.clone(),
        collapsed: section.collapsed,
        count: section.rows.len(),
        media: section.rows.iter().filter_map(media).collect(),
    };
    Order {
        parts: view.sections.iter().map(part).collect(),
    }
}

impl Drawing {
    /// Puts the lines where they belong, or leaves them where they are while they may not move. They move at once when the
    /// list was asked for anew.
    pub(super) fn arrange(&mut self, is_anew: bool) {
        let still = self.look.still;
        let shelf = self.look.shelf();
        let mut library = shelf.library.borrow_mut();
        let right = order_of(&self.view, &library);
        let is_edited = self.edits != library.edits();
        self.edits = library.edits();
        if is_anew {
            still.hear(Event::Anew);
        } else if is_edited {
            still.hear(Event::Edit);
        }
        let next = if is_anew || self.order.is_empty() || still.lets_move(&shelf, &library) {
            library.settle();
            self.notes.clear();
            right
        } else {
            let mut held = self.order.held(&right);
            held.retain(|media| library.get(media).or(library.lately_gone(media)).is_some());
            self.note(&held, &right, &library.touched());
            still.wait();
            held
        };
        drop(library);
        let anchor = if is_anew || self.order == next {
            None
        } else {
            self.anchor()
        };
        self.order = next;
        match anchor {
            Some(anchor) => self.lay_out_around(&anchor),
            None => self.lay_out(),
        }
    }

    /// Says of each line that has changed what will become of it.
    fn note(&mut self, held: &Order, right: &Order, touched: &[Touched]) {
        let query = &self.seen.query;
        let kind = self.look.kind;
        let mut marks = held.marks(right, touched);
        let note = |touched: &Touched| {
            let mark = marks.remove(&touched.media)?.within(query, *touched, kind);
            Some((touched.media, mark.note(*touched, kind, query.is_filtered())))
        };
        self.notes = touched.iter().filter_map(note).collect();
    }

    /// The line that keeps its place: the one at which somebody is, or else the first that is seen and stays.
    fn anchor(&self) -> Option<Anchor> {
        let line = self.look.still.anchor();
        let at = line.and_then(|line| Self::media(pointer::name_of(&line)?));
        let media = at.or_else(|| self.first_seen())?;
        Some(Anchor {
            media,
            order: self.order.clone(),
            lines: self.lines.clone(),
        })
    }

    /// The first line in sight that does not go, once the list is scrolled.
    fn first_seen(&self) -> Option<MediaId> {
        let from = viewport::scrolled() - viewport::top_of(self.element.as_ref()?);
        if from <= 0.0 {
            return None;
        }
        let window = self.lines.window(from, from + viewport::height());
        let media = |number: usize| {
            let (top, _) = self.lines.place(number)?;
            let media = self.media_at(number)?;
            (top >= from && !self.notes.contains_key(&media)).then_some(media)
        };
        window.spots.iter().find_map(|(number, _)| media(*number))
    }

    /// Draws with what stood nearest to the anchor, itself if it is still there, at the same height of the screen.
    fn lay_out_around(&mut self, anchor: &Anchor) {
        let has_headings = self.view.has_headings();
        let near = anchor.order.near(anchor.media);
        let before = |media| anchor.lines.place(anchor.order.number(media, has_headings)?);
        let place = near
            .into_iter()
            .find_map(|media| Some((self.order.number(media, has_headings)?, before(media)?.0)));
        self.measure();
        if let Some((number, before)) = place
            && let Some((top, _)) = self.lines.place(number)
        {
            // The page has to be as high as it will be before it can be scrolled there.
            if let Some(rows) = &self.rows {
                rows.reserve(self.lines.height());
            }
            viewport::scroll_by(top - before);
        }
        self.paint(true);
    }
}
