//! The line that the keyboard is at.

use super::Drawing;
use crate::domain::MediaId;
use crate::list::virtualizer::Spot;
use crate::web::viewport;

impl Drawing {
    /// Moves the keyboard's place by so many entries, and shows it.
    pub(in crate::ui::pages::list) fn step(&mut self, steps: isize) {
        let count = self.lines.count();
        let focused = self.focused_number();
        let mut at = focused.or(self.cursor);
        loop {
            let next = match at {
                None if steps > 0 => Some(0),
                None => None,
                Some(at) => at.checked_add_signed(steps),
            };
            let Some(next) = next.filter(|next| *next < count) else {
                return;
            };
            at = Some(next);
            if matches!(self.lines.spot(next), Some(Spot::Entry { .. })) {
                break;
            }
        }
        self.cursor = at;
        self.show_cursor();
    }

    /// Moves the keyboard's place to the first entry, and shows it.
    pub(in crate::ui::pages::list) fn begin(&mut self) {
        self.cursor = None;
        self.step(1);
    }

    fn focused_number(&self) -> Option<usize> {
        self.rows.as_ref()?.focused_number()
    }

    /// Scrolls so that the keyboard's place is seen, and moves the focus there.
    pub(in crate::ui::pages::list) fn show_cursor(&mut self) {
        let (Some(at), Some(element)) = (self.cursor, &self.element) else {
            return;
        };
        let Some((top, bottom)) = self.lines.place(at) else {
            return;
        };
        let (above, height) = (viewport::top_of(element), viewport::height());
        // A quarter is left above and below, so that one sees what comes, and no bar covers it.
        let margin = height / 4.0;
        let scrolled = viewport::scrolled();
        if above + top < scrolled + margin {
            viewport::scroll_to((above + top - margin).max(0.0));
        } else if above + bottom > scrolled + height - margin {
            viewport::scroll_to(above + bottom - height + margin);
        }
        self.paint(false);
        if let Some(rows) = &self.rows {
            rows.focus_number(at);
        }
    }

    /// The work that the keyboard is at.
    pub(in crate::ui::pages::list) fn current(&self) -> Option<MediaId> {
        self.media_at(self.focused_number()?)
    }

    /// The work of the line with this number.
    pub(super) fn media_at(&self, number: usize) -> Option<MediaId> {
        let Some(Spot::Entry { section, index }) = self.lines.spot(number) else {
            return None;
        };
        self.order.parts.get(section)?.visible().get(index).copied()
    }

    /// Chooses the work that the keyboard is at, if entries are being chosen.
    pub(in crate::ui::pages::list) fn choose_current(&self) -> bool {
        let media = self.current().filter(|_| self.look.bulk.is_on());
        if let Some(media) = media {
            self.look.bulk.choose(media);
        }
        media.is_some()
    }
}
