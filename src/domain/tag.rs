//! Tags.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Most names that are remembered. AniList has some 400; an answer that names more than this cannot make the app grow
/// without end.
const MAX_NAMES: usize = 4_096;
/// Places in the table of names, a power of two and twice as many as names, so that there is always a free one near.
const SLOTS: usize = 2 * MAX_NAMES;

/// A theme or an element of a work, in AniList's English words.
///
/// A list of thousands has each name thousands of times, so a name is kept once for the life of the page and a tag is
/// its number.
///
/// ```
/// use tsuzuki::domain::Tag;
/// let tag = Tag::new("Time Skip").unwrap();
/// assert_eq!(tag.as_str(), "Time Skip");
/// assert_eq!(Tag::new("Time Skip"), Some(tag));
/// assert_eq!(Tag::known("Never seen in any answer"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(u16);

/// All names so far.
struct Names {
    names: Vec<&'static str>,
    /// One more than the number of a name, near the place its hash says; 0 where there is none.
    slots: Vec<u16>,
}

static NAMES: Mutex<Names> = Mutex::new(Names {
    names: Vec::new(),
    slots: Vec::new(),
});

impl Tag {
    /// The tag of this name; `None` when no room is left for a name that was not met before.
    pub fn new(name: &str) -> Option<Self> {
        with_names(|names| names.number(name, true)).map(Self)
    }

    /// The tag of this name, if any answer had it.
    pub fn known(name: &str) -> Option<Self> {
        with_names(|names| names.number(name, false)).map(Self)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        with_names(|names| names.names.get(usize::from(self.0)).copied()).unwrap_or_default()
    }
}

fn with_names<T>(read: impl FnOnce(&mut Names) -> T) -> T {
    // Nothing is left half done in here.
    read(&mut NAMES.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Names {
    fn number(&mut self, name: &str, add: bool) -> Option<u16> {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, 0);
        }
        let mut place = hash(name) as usize % SLOTS;
        loop {
            let slot = self.slots.get_mut(place)?;
            match slot.checked_sub(1) {
                Some(number) if self.names.get(usize::from(number)) == Some(&name) => return Some(number),
                Some(_) => place = (place + 1) % SLOTS,
                None if add && self.names.len() < MAX_NAMES => {
                    let number = u16::try_from(self.names.len()).ok()?;
                    *slot = number + 1;
                    self.names.push(Box::leak(name.into()));
                    return Some(number);
                }
                None => return None,
            }
        }
    }
}

/// FNV-1a.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number_however_often_it_comes_and_there_is_an_end() {
        let mut names = Names {
            names: Vec::new(),
            slots: Vec::new(),
        };
        for round in 0..2 {
            for number in 0..MAX_NAMES {
                let name = format!("tag {number}");
                assert_eq!(
                    names.number(&name, true),
                    u16::try_from(number).ok(),
                    "round {round}"
                );
            }
        }
        assert_eq!(names.number("one too many", true), None);
        assert_eq!(names.number("tag 7", false), Some(7));
    }
}
