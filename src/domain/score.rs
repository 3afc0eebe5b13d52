//! Scores, and the five scales in which they are shown and typed.
//!
//! A score is kept on the scale of 100. Every other scale is a rounding of it whose steps have a place on it, so that
//! what is set in a scale is read as the same in it.

#[cfg(test)]
mod tests;

use std::num::NonZeroU8;

use super::list::ScoreFormat;
use super::numerals::plain;

/// A score on the scale of 100, which every other scale is a rounding of.
///
/// ```
/// use tsuzuki::domain::Score;
/// assert_eq!(Score::new(85).unwrap().get(), 85);
/// assert_eq!(Score::new(0), None); // AniList writes "not scored" as 0
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(NonZeroU8);

impl Score {
    /// `None` unless `points` is 1 to 100.
    pub fn new(points: u8) -> Option<Self> {
        NonZeroU8::new(points)
            .filter(|points| points.get() <= 100)
            .map(Self)
    }

    /// 1 to 100.
    pub fn get(self) -> u8 {
        self.0.get()
    }
}

/// One of the three faces of [`ScoreFormat::Point3`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Sad.
    Bad,
    /// Neither sad nor happy.
    Neutral,
    /// Happy.
    Good,
}

impl Face {
    /// All of them, from the lowest score to the highest.
    pub const ALL: [Self; 3] = [Self::Bad, Self::Neutral, Self::Good];

    /// What it says, for whoever does not see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bad => "Bad",
            Self::Neutral => "Neutral",
            Self::Good => "Good",
        }
    }

    /// The score it stands for.
    pub fn score(self) -> Option<Score> {
        ScoreFormat::Point3.at_level(self as u8 + 1)
    }
}

/// How a score looks in a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A number: [`ScoreFormat::number`].
    Number,
    /// 1 to 5 full stars, of 5.
    Stars(u8),
    /// A face.
    Face(Face),
}

/// What an input for a number needs to know of a scale: texts as HTML's attributes of these names want them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// The lowest number; it stands for no score.
    pub min: &'static str,
    /// The highest number.
    pub max: &'static str,
    /// From one number to the next.
    pub step: &'static str,
}

impl ScoreFormat {
    /// How many scores the scale has beside none. A scale that this version does not know is shown as that of 100.
    pub fn levels(self) -> u8 {
        match self {
            Self::Point100 | Self::Point10Decimal | Self::Unknown => 100,
            Self::Point10 => 10,
            Self::Point5 => 5,
            Self::Point3 => 3,
        }
    }

    /// Which of the scale's scores this is, from 1 to [`Self::levels`].
    ///
    /// Stars and faces are rounded as AniList's long-standing clients do it.
    pub fn level(self, score: Score) -> u8 {
        let points = score.get();
        match self {
            Self::Point100 | Self::Point10Decimal | Self::Unknown => points,
            Self::Point10 => ((points + 5) / 10).max(1),
            Self::Point5 => ((points + 10) / 20).max(1),
            Self::Point3 => match points {
                ..=35 => 1,
                36..=60 => 2,
                _ => 3,
            },
        }
    }

    /// The score that a level of the scale stands for; none for 0, the highest for more than there are.
    ///
    /// ```
    /// use tsuzuki::domain::{Score, ScoreFormat};
    /// assert_eq!(ScoreFormat::Point5.at_level(4), Score::new(70));
    /// assert_eq!(ScoreFormat::Point3.at_level(1), Score::new(35));
    /// ```
    pub fn at_level(self, level: u8) -> Option<Score> {
        let level = level.min(self.levels());
        Score::new(match self {
            _ if level == 0 => 0,
            Self::Point100 | Self::Point10Decimal | Self::Unknown => level,
            Self::Point10 => level * 10,
            Self::Point5 => level * 20 - 10,
            Self::Point3 => level * 25 + 10,
        })
    }

    /// The limits of an input for this scale. What it gives is read by [`Self::parse`].
    pub fn steps(self) -> Steps {
        let (max, step) = match self {
            Self::Point100 | Self::Unknown => ("100", "1"),
            Self::Point10Decimal => ("10", "0.1"),
            Self::Point10 => ("10", "1"),
            Self::Point5 => ("5", "1"),
            Self::Point3 => ("3", "1"),
        };
        Steps { min: "0", max, step }
    }

    /// 10 where a point has tenths, else 1.
    fn steps_a_point(self) -> u8 {
        if self == Self::Point10Decimal { 10 } else { 1 }
    }

    /// The score as a number of this scale, as an input takes it and a table shows it. Tenths only where there are
    /// some, as on AniList's site.
    ///
    /// ```
    /// use tsuzuki::domain::{Score, ScoreFormat};
    /// let score = Score::new(85).unwrap();
    /// let numbers = ScoreFormat::ALL.iter().map(|format| format.number(score)).collect::<Vec<_>>();
    /// assert_eq!(numbers, ["85", "8.5", "9", "4", "3"]);
    /// ```
    pub fn number(self, score: Score) -> String {
        hundredths(u32::from(self.level(score)) * 100 / u32::from(self.steps_a_point()))
    }

    /// What is to be drawn for the score.
    pub fn mark(self, score: Score) -> Mark {
        match self {
            Self::Point5 => Mark::Stars(self.level(score)),
            Self::Point3 => Mark::Face(match self.level(score) {
                1 => Face::Bad,
                2 => Face::Neutral,
                _ => Face::Good,
            }),
            _ => Mark::Number,
        }
    }

    /// The score as AniList's site shows it, where only text can stand.
    ///
    /// ```
    /// use tsuzuki::domain::{Score, ScoreFormat};
    /// let score = Score::new(70).unwrap();
    /// assert_eq!(ScoreFormat::Point10Decimal.show(score), "7");
    /// assert_eq!(ScoreFormat::Point5.show(score), "★★★★☆");
    /// assert_eq!(ScoreFormat::Point3.show(score), "Good");
    /// ```
    pub fn show(self, score: Score) -> String {
        match self.mark(score) {
            Mark::Number => self.number(score),
            Mark::Stars(stars) => "★★★★★☆☆☆☆☆"
                .chars()
                .skip(usize::from(5 - stars.min(5)))
                .take(5)
                .collect(),
            Mark::Face(face) => face.label().to_owned(),
        }
    }

    /// The score in words, for whoever hears it: a number says little without the highest there is.
    ///
    /// ```
    /// use tsuzuki::domain::{Score, ScoreFormat};
    /// let score = Score::new(70).unwrap();
    /// assert_eq!(ScoreFormat::Point100.label_of(score), "70 of 100");
    /// assert_eq!(ScoreFormat::Point5.label_of(score), "4 of 5 stars");
    /// ```
    pub fn label_of(self, score: Score) -> String {
        let mark = self.mark(score);
        if let Mark::Face(face) = mark {
            return face.label().to_owned();
        }
        let mut label = self.number(score);
        label.push_str(" of ");
        label.push_str(self.steps().max);
        if let Mark::Stars(_) = mark {
            label.push_str(" stars");
        }
        label
    }

    /// Reads what a person typed: `Some(None)` for nothing or 0, which is no score, and `None` for what is no score of
    /// this scale. Stars and names of faces are read as well as their numbers.
    ///
    /// ```
    /// use tsuzuki::domain::{Score, ScoreFormat};
    /// assert_eq!(ScoreFormat::Point10Decimal.parse(" 8,5 "), Some(Score::new(85)));
    /// assert_eq!(ScoreFormat::Point10Decimal.parse("８．５"), Some(Score::new(85)));
    /// assert_eq!(ScoreFormat::Point10.parse("8.5"), None);
    /// assert_eq!(ScoreFormat::Point10.parse(""), Some(None));
    /// ```
    pub fn parse(self, text: &str) -> Option<Option<Score>> {
        let text = plain(text);
        let text = text.as_str();
        let face = Face::ALL
            .into_iter()
            .find(|face| face.label().eq_ignore_ascii_case(text));
        let level = match self {
            Self::Point3 if face.is_some() => face? as u32 + 1,
            Self::Point5 if text.starts_with(['★', '☆']) => stars(text)?,
            _ => self.typed(text)?,
        };
        let level = u8::try_from(level).ok().filter(|level| *level <= self.levels())?;
        Some(self.at_level(level))
    }

    /// What [`Self::parse`] takes, in a few words that may stand beside an input or in a sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Point100 | Self::Unknown => "a whole number from 1 to 100",
            Self::Point10Decimal => "a number from 0.1 to 10 with at most one decimal",
            Self::Point10 => "a whole number from 1 to 10",
            Self::Point5 => "1 to 5 stars",
            Self::Point3 => "Bad, Neutral or Good",
        }
    }

    /// What is said where something else was typed.
    ///
    /// ```
    /// use tsuzuki::domain::ScoreFormat;
    /// assert_eq!(ScoreFormat::Point5.rule(), "A score is 1 to 5 stars, or nothing for none.");
    /// ```
    pub fn rule(self) -> String {
        ["A score is ", self.hint(), ", or nothing for none."].concat()
    }

    /// The score of one part of a work, as a number of this scale. Parts are kept in the scale of their owner.
    ///
    /// ```
    /// use tsuzuki::domain::ScoreFormat;
    /// assert_eq!(ScoreFormat::show_part(8.5), "8.5");
    /// assert_eq!(ScoreFormat::show_part(8.0), "8");
    /// ```
    pub fn show_part(score: f32) -> String {
        hundredths(in_hundredths(score))
    }

    /// Reads the score a person typed for a part of a work; 0 for none. `None` for what is no score of this scale.
    pub fn parse_part(self, text: &str) -> Option<f32> {
        let level = self.typed(&plain(text))?;
        (level <= u32::from(self.levels())).then(|| level as f32 / f32::from(self.steps_a_point()))
    }

    /// The level that a typed number means; 0 for no text.
    fn typed(self, text: &str) -> Option<u32> {
        let tenths = if text.is_empty() { 0 } else { tenths(text)? };
        match self {
            Self::Point10Decimal => Some(tenths),
            _ => tenths.is_multiple_of(10).then_some(tenths / 10),
        }
    }

    /// The score of a work from those of its parts, as AniList makes it: their mean without those that are 0, rounded
    /// to the steps of the scale. None where no part has a score.
    ///
    /// ```
    /// use tsuzuki::domain::{Score, ScoreFormat};
    /// assert_eq!(ScoreFormat::Point100.overall(&[80.0, 0.0, 85.0]), Score::new(83));
    /// assert_eq!(ScoreFormat::Point10Decimal.overall(&[8.3, 8.4]), Score::new(84)); // 8.35
    /// ```
    pub fn overall(self, parts: &[f32]) -> Option<Score> {
        let scored = parts.iter().map(|score| in_hundredths(*score));
        let (sum, count) = scored
            .filter(|part| *part > 0)
            .fold((0_u64, 0_u64), |(sum, count), part| {
                (sum + u64::from(part), count + 1)
            });
        // Whole numbers, because the mean of two binary fractions may be just below a half that is one in decimals.
        let level = (2 * sum * u64::from(self.steps_a_point()) + 100 * count).checked_div(200 * count)?;
        self.at_level(u8::try_from(level.max(1)).unwrap_or(u8::MAX))
    }
}

/// A number that is kept as a binary fraction, as the decimal one that was meant. Nothing is above 1,000 here.
fn in_hundredths(number: f32) -> u32 {
    (f64::from(number.clamp(0.0, 1_000.0)) * 100.0).round() as u32
}

/// Writes a number of hundredths with the decimals it needs.
fn hundredths(number: u32) -> String {
    let mut text = (number / 100).to_string();
    let decimals = number % 100;
    if decimals > 0 {
        text.push('.');
        text.extend(char::from_digit(decimals / 10, 10));
        if !decimals.is_multiple_of(10) {
            text.extend(char::from_digit(decimals % 10, 10));
        }
    }
    text
}

/// Reads a decimal number with a point or a comma and no more than tenths, in tenths.
fn tenths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let decimals = match decimals.trim_end_matches('0') {
        "" if whole.is_empty() && decimals.is_empty() => return None,
        "" => 0,
        decimals => decimals
            .chars()
            .next()?
            .to_digit(10)
            .filter(|_| decimals.len() == 1)?,
    };
    let mut tenths = 0_u32;
    for digit in whole.chars() {
        tenths = tenths.checked_mul(10)?.checked_add(digit.to_digit(10)?)?;
    }
    tenths.checked_mul(10)?.checked_add(decimals)
}

/// Counts the full stars of five, of which the empty ones may be left out.
fn stars(text: &str) -> Option<u32> {
    let full = text.chars().take_while(|c| *c == '★').count();
    let empty = text.chars().skip(full).filter(|c| *c == '☆').count();
    let count = text.chars().count();
    (full + empty == count && count <= 5)
        .then_some(full)?
        .try_into()
        .ok()
}
