//! What belongs to one gesture: the second click of a double click, the repeats of a key that is held.
//!
//! The first click of a double click may open a dialog, or put another button in the place of the one that was meant. What
//! is left of the gesture is then meant for nothing that is there now.

/// How long a gesture takes at most, in milliseconds.
pub const GESTURE_MS: f64 = 500.0;
/// How far from each other two touches of one gesture are at most, in CSS pixels. What a mouse does is counted by the
/// system, which knows how its user double clicks.
const FINGER: f64 = 24.0;

/// A press of a button, a finger or a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Press<C> {
    /// When, in milliseconds of the clock of events.
    pub at: f64,
    /// By what.
    pub by: By,
    /// What was pressed.
    pub control: C,
    /// Id of the dialog that it is in; empty for the page.
    pub layer: String,
}

/// What presses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    /// A mouse: which click of a row of clicks it is, counted from 1.
    Mouse {
        /// Of one: a single click.
        count: i32,
    },
    /// A finger, at this place.
    Finger {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// A key that presses what has the focus: Enter or the space bar.
    Key {
        /// Whether the browser repeats it, because it is held since before.
        is_repeated: bool,
        /// Whether it is the space bar.
        is_space: bool,
    },
}

/// Whether `next` is the rest of the gesture that `first` began, and would do something that `first` was not meant for.
pub fn is_rest<C: PartialEq>(first: &Press<C>, next: &Press<C>) -> bool {
    let is_other = first.control != next.control;
    let is_soon = next.at - first.at < GESTURE_MS;
    is_other
        && match (first.by, next.by) {
            (By::Mouse { .. }, By::Mouse { count }) => count > 1,
            (By::Finger { x, y }, By::Finger { x: left, y: top }) => {
                is_soon && (x - left).abs() <= FINGER && (y - top).abs() <= FINGER
            }
            (
                By::Key { is_space: before, .. },
                By::Key {
                    is_repeated,
                    is_space,
                },
            ) => is_repeated || is_soon && first.layer != next.layer && is_space == before,
            _ => false,
        }
}

/// Whether a press beside a dialog is the rest of the one that opened it; times are those of the two presses.
pub fn is_still_opening(opened_by: Option<f64>, pressed: f64) -> bool {
    opened_by.is_some_and(|opened_by| pressed - opened_by < GESTURE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(at: f64, by: By, control: u8, layer: u8) -> Press<u8> {
        Press {
            at,
            by,
            control,
            layer: layer.to_string(),
        }
    }

    #[test]
    fn the_rest_of_a_gesture_does_nothing_else() {
        let click = |count| By::Mouse { count };
        let tap = |x, y| By::Finger { x, y };
        let key = |is_repeated| By::Key {
            is_repeated,
            is_space: false,
        };
        let space = By::Key {
            is_repeated: false,
            is_space: true,
        };
        for (first, next, later, same, layer, want) in [
            // The same button may be pressed as often as somebody likes.
            (click(1), click(2), 100.0, true, 0, false),
            (click(1), click(2), 100.0, false, 0, true),
            (click(1), click(3), 900.0, false, 1, true),
            // Two clicks, however quick, are two.
            (click(1), click(1), 10.0, false, 1, false),
            (tap(10.0, 10.0), tap(12.0, 30.0), 300.0, false, 1, true),
            (tap(10.0, 10.0), tap(12.0, 30.0), 300.0, true, 1, false),
            (tap(10.0, 10.0), tap(12.0, 30.0), 500.0, false, 1, false),
            (tap(10.0, 10.0), tap(40.0, 10.0), 100.0, false, 1, false),
            (key(false), key(true), 40.0, false, 0, true),
            (key(false), key(true), 9_000.0, false, 1, true),
            (key(false), key(true), 40.0, true, 0, false),
            (key(false), key(false), 100.0, false, 1, true),
            (key(false), key(false), 500.0, false, 1, false),
            // Another key is another wish, however quick.
            (key(false), space, 100.0, false, 1, false),
            (space, space, 100.0, false, 1, true),
            // Enter in a field, and Enter again where that led: two wishes.
            (key(false), key(false), 100.0, false, 0, false),
            (click(1), key(false), 10.0, false, 1, false),
            (tap(1.0, 1.0), click(2), 10.0, false, 1, false),
        ] {
            let first = press(1_000.0, first, 1, 0);
            let next = press(1_000.0 + later, next, if same { 1 } else { 2 }, layer);
            assert_eq!(is_rest(&first, &next), want, "{first:?} {next:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_pressed_again_is_never_lost(later in 0.0..2_000.0, count in 1..5, x in 0.0..99.0, is_repeated: bool, layer in 0..2_u8) {
            for by in [By::Mouse { count }, By::Finger { x, y: 0.0 }, By::Key { is_repeated, is_space: false }] {
                prop_assert!(!is_rest(&press(0.0, by, 1, 0), &press(later, by, 1, layer)));
            }
            prop_assert_eq!(is_still_opening(Some(0.0), later), later < 500.0);
            prop_assert!(!is_still_opening(None, later));
        }
    }
}
