//! Sets of what can be chosen in a filter.

use std::marker::PhantomData;

use crate::domain::{MediaFormat, MediaSeason, MediaStatus};

/// One of AniList's enumerations, of which several values can be chosen at once.
pub trait Choice: Copy + 'static {
    /// Every value, in the order in which they are offered.
    const ALL: &'static [Self];
    /// Its number among them, under 16.
    fn number(self) -> u8;
    /// AniList's word; `None` for what this version does not know.
    fn word(self) -> Option<&'static str>;
}

macro_rules! choices {
    ($($name:ident),+) => {$(
        impl Choice for $name {
            const ALL: &'static [Self] = $name::ALL;
            fn number(self) -> u8 {
                self as u8
            }
            fn word(self) -> Option<&'static str> {
                $name::word(self)
            }
        }
    )+};
}

choices!(MediaFormat, MediaSeason, MediaStatus);

/// The values that were chosen; none means that it does not matter.
///
/// ```
/// use tsuzuki::domain::MediaFormat;
/// use tsuzuki::list::query::Chosen;
/// let mut formats = Chosen::default();
/// assert!(formats.allows(MediaFormat::Tv));
/// formats.set(MediaFormat::Movie, true);
/// assert!(formats.allows(MediaFormat::Movie) && !formats.allows(MediaFormat::Tv));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<T>(u16, PhantomData<T>);

impl<T> Default for Chosen<T> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}

impl<T: Choice> Chosen<T> {
    /// Whether this one was chosen.
    pub fn has(self, value: T) -> bool {
        self.0 & bit(value.number()) != 0
    }

    /// Chooses a value or lets it go. What has no word cannot be chosen.
    pub fn set(&mut self, value: T, chosen: bool) {
        if chosen && value.word().is_some() {
            self.0 |= bit(value.number());
        } else {
            self.0 &= !bit(value.number());
        }
    }

    /// Whether a thing with this value passes.
    pub fn allows(self, value: T) -> bool {
        self.0 == 0 || self.has(value)
    }

    /// Whether nothing was chosen.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// AniList's words of the chosen ones, with commas between.
    pub(super) fn words(self) -> String {
        words(self.0, &|number| T::ALL.get(number)?.word())
    }

    /// Chooses what the words name; other words are passed over.
    pub(super) fn read(&mut self, words: &str) {
        self.0 |= numbers(words, &|number| T::ALL.get(number)?.word());
    }
}

/// The words of the numbers that are in `bits`.
fn words(bits: u16, word: &dyn Fn(usize) -> Option<&'static str>) -> String {
    let mut words = String::new();
    for number in 0..16 {
        if let Some(word) = word(number.into()).filter(|_| bits & bit(number) != 0) {
            if !words.is_empty() {
                words.push(',');
            }
            words.push_str(word);
        }
    }
    words
}

/// The numbers of words, with commas between, as bits.
fn numbers(words: &str, word: &dyn Fn(usize) -> Option<&'static str>) -> u16 {
    let mut bits = 0;
    for name in words.split(',') {
        let number = (0..16).find(|number| word(usize::from(*number)) == Some(name));
        bits |= number.map_or(0, bit);
    }
    bits
}

fn bit(number: u8) -> u16 {
    1 << (number & 15)
}

/// A set of names, in the order of their letters.
///
/// ```
/// use tsuzuki::list::query::Names;
/// let mut names = Names::default();
/// names.set("Drama", true);
/// names.set("Action", true);
/// names.set("Drama", true);
/// assert_eq!(names.iter().collect::<Vec<_>>(), ["Action", "Drama"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Vec<Box<str>>);

impl Names {
    /// Whether this name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Puts a name in or takes it out. There is no empty name.
    pub fn set(&mut self, name: &str, chosen: bool) {
        match self.place(name) {
            Ok(at) if !chosen => {
                self.0.remove(at);
            }
            Err(at) if chosen && !name.is_empty() => self.0.insert(at, name.into()),
            _ => {}
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| &**name)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|known| (**known).cmp(name))
    }
}

/// From one number to another, both included; an end that is missing is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// The least that passes.
    pub from: Option<u32>,
    /// The most that passes.
    pub to: Option<u32>,
}

impl Span {
    /// Whether everything passes, what is unknown too.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a number passes; an unknown one does not when there is any bound.
    pub fn allows(self, number: Option<u32>) -> bool {
        match number {
            Some(number) => {
                self.from.is_none_or(|from| number >= from) && self.to.is_none_or(|to| number <= to)
            }
            None => self.is_open(),
        }
    }

    /// `2010-2015`, `2010-`, `-2015`, or `2010` for that alone.
    pub(super) fn words(self) -> String {
        let mut words = self.from.map(|from| from.to_string()).unwrap_or_default();
        if self.from != self.to {
            words.push('-');
            words.push_str(&self.to.map(|to| to.to_string()).unwrap_or_default());
        }
        words
    }

    /// Reads what [`Self::words`] writes; an end that is no number is open.
    pub(super) fn read(words: &str) -> Self {
        let (from, to) = words.split_once('-').unwrap_or((words, words));
        Self {
            from: from.parse().ok(),
            to: to.parse().ok(),
        }
    }
}
