//! When the lines of a list may move.
//!
//! A control never moves under the pointer because of what it did: what is edited here, in another tab or at AniList changes
//! what lines say at once, and their order only when nobody is about to press anything. [`Stillness`] decides when that
//! is; an [`Order`] is what is shown until then.

mod order;

pub use order::{Mark, Order, Part, Touched};

/// How long nobody does anything in the list before its order is put right, in milliseconds.
pub const REST_MS: u64 = 5_000;
/// How long after a press was let go its click may come, and a second press that belongs to it.
const GESTURE_MS: u64 = 500;
/// A press whose end no browser has told of by now is over.
const LONGEST_PRESS_MS: u64 = 60_000;

/// What happens on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A button, finger or key goes down; whether in the list.
    Press {
        /// Whether it is in the list. A press elsewhere only keeps lines from moving until it is over.
        in_list: bool,
    },
    /// It is let go, or will never be.
    Release {
        /// Whether it was in the list.
        in_list: bool,
    },
    /// The pointer moves in the list, or the list is scrolled.
    Input,
    /// An entry was edited, here or in another tab.
    Edit,
    /// The list was asked for anew: sorted or filtered otherwise, or refreshed.
    Anew,
}

/// Whether the lines of a list may move now. Times are milliseconds of a clock that never goes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stillness {
    /// Since when something is pressed.
    pressed: Option<u64>,
    /// When the last gesture ended, with the click that may follow.
    gesture_ends: u64,
    /// When the list may move, as far as its own input goes.
    rests_at: u64,
    /// Whether somebody has done anything here. What is edited before that was edited elsewhere, long ago.
    is_used: bool,
}

impl Stillness {
    /// Takes in what happens.
    ///
    /// ```
    /// use tsuzuki::list::still::{Event, Stillness};
    ///
    /// let mut still = Stillness::default();
    /// assert!(still.is_quiet(0));
    /// still.heard(Event::Press { in_list: true }, 0);
    /// still.heard(Event::Release { in_list: true }, 100);
    /// still.heard(Event::Edit, 101);
    /// assert_eq!(still.wait(101), 5_000);
    /// still.heard(Event::Input, 3_000);
    /// assert!(!still.is_quiet(7_999));
    /// assert!(still.is_quiet(8_000));
    /// ```
    pub fn heard(&mut self, event: Event, now: u64) {
        let mut rest = || self.rests_at = self.rests_at.max(now.saturating_add(REST_MS));
        match event {
            Event::Press { in_list } => {
                if in_list {
                    rest();
                }
                self.pressed = Some(now);
                self.is_used = true;
            }
            Event::Release { in_list } => {
                if in_list {
                    rest();
                }
                self.pressed = None;
                self.gesture_ends = now.saturating_add(GESTURE_MS);
            }
            Event::Input => rest(),
            Event::Edit if self.is_used => rest(),
            Event::Edit => {}
            Event::Anew => self.rests_at = now,
        }
    }

    /// Whether something is pressed.
    pub fn is_pressed(&self) -> bool {
        self.pressed.is_some()
    }

    /// Whether lines may move.
    pub fn is_quiet(&self, now: u64) -> bool {
        self.wait(now) == 0
    }

    /// Whether nothing is pressed, and no click is on its way.
    pub fn is_free(&self, now: u64) -> bool {
        self.gesture_until() <= now
    }

    /// How long it takes until lines may move, if nothing happens meanwhile.
    pub fn wait(&self, now: u64) -> u64 {
        self.gesture_until().max(self.rests_at).saturating_sub(now)
    }

    fn gesture_until(&self) -> u64 {
        let press = self
            .pressed
            .map_or(0, |since| since.saturating_add(LONGEST_PRESS_MS));
        press.max(self.gesture_ends)
    }
}

#[cfg(test)]
mod tests;
