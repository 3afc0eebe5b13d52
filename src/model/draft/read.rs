//! What a person types, read.

use super::{Draft, Place};
use crate::api::notes::{MAX_SENT, meant, sent};
use crate::domain::civil::days_of;
use crate::domain::{Field, FuzzyDate, Value};
use crate::model::format;

/// The largest number GraphQL has.
const MAX_INT: u32 = i32::MAX.unsigned_abs();
/// The bounds that AniList sets.
const MAX_REPEAT: u32 = 1_000;
const MAX_PRIORITY: u32 = 255;

impl Draft {
    /// The value that a text means, or what is wrong with it.
    pub(super) fn read(&self, place: Place, text: &str) -> Result<Value, String> {
        let scores = self.setting.scores;
        let field = match place {
            Place::Field(field) => field,
            Place::Part(part) => {
                let score = scores.parse_part(text).ok_or_else(|| scores.hint().to_owned())?;
                return Ok(Value::AdvancedScores(self.with_part(part, score)));
            }
        };
        Ok(match field {
            Field::Score => Value::Score(scores.parse(text).ok_or_else(|| scores.hint().to_owned())?),
            Field::Progress => Value::Progress(whole(text, MAX_INT)?),
            Field::ProgressVolumes => Value::ProgressVolumes(whole(text, MAX_INT)?),
            Field::Repeat => Value::Repeat(whole(text, MAX_REPEAT)?),
            Field::Priority => Value::Priority(whole(text, MAX_PRIORITY)?),
            Field::Started => Value::Started(date(text).ok_or_else(wrong_date)?),
            Field::Completed => Value::Completed(date(text).ok_or_else(wrong_date)?),
            Field::Notes => Value::Notes(notes(text)?),
            // Chosen, not typed.
            field => self.values.get(field),
        })
    }

    /// The scores of all parts with another one for this part.
    fn with_part(&self, part: usize, score: f32) -> Box<[(Box<str>, f32)]> {
        let name = self.setting.parts.get(part);
        let mut scores = self.values.advanced_scores.to_vec();
        scores.retain(|(known, _)| Some(known) != name);
        if let Some(name) = name.filter(|_| score > 0.0) {
            scores.push((name.clone(), score));
        }
        scores.into()
    }

    /// How many characters of notes are sent, of how many that AniList takes.
    pub fn note_length(&self) -> (usize, usize) {
        let text = self.text(Place::Field(Field::Notes));
        (sent(&meant(&text)).chars().count(), MAX_SENT)
    }
}

/// Reads a whole number; nothing is 0.
fn whole(text: &str, most: u32) -> Result<u32, String> {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = match text {
        "" => Some(0),
        text if digits => text.parse().ok(),
        _ => None,
    };
    number.filter(|number| *number <= most).ok_or_else(|| {
        let mut problem = String::from("A whole number from 0 to ");
        problem.push_str(&format::number(most.into()));
        problem.push('.');
        problem
    })
}

fn wrong_date() -> String {
    "A date like 2018-04-07, 2018-04 or 2018, or nothing.".to_owned()
}

/// Reads a date of which parts may be missing: year, month and day in this order, with anything but a digit between
/// them. A part that is not known is left out at the end, and `0` or `?` before another one.
/// `Some(None)` is no date at all, `None` what is none.
///
/// ```
/// use tsuzuki::domain::FuzzyDate;
/// use tsuzuki::model::draft::date;
/// assert_eq!(date("2018-4"), Some(FuzzyDate::new(Some(2018), Some(4), None)));
/// assert_eq!(date("?-04-07"), Some(FuzzyDate::new(None, Some(4), Some(7))));
/// assert_eq!(date(""), Some(None));
/// assert_eq!(date("2018-02-30"), None);
/// ```
pub fn date(text: &str) -> Option<Option<FuzzyDate>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let mut parts = text.split(['-', '/', '.', ' ']).map(|part| match part.trim() {
        "?" | "" => Some(0),
        part if part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<u16>().ok(),
        _ => None,
    });
    let year = parts.next()??;
    let month = u8::try_from(parts.next().unwrap_or(Some(0))?).ok()?;
    let day = u8::try_from(parts.next().unwrap_or(Some(0))?).ok()?;
    // A year of two digits could be of any century.
    if parts.next().is_some() || (1..1000).contains(&year) {
        return None;
    }
    // Where year or month are unknown, any one that has the day will do.
    let some_year = if year == 0 { 2000 } else { i64::from(year) };
    let (some_month, some_day) = (month.max(1), day.max(1));
    days_of(some_year, some_month, some_day)?;
    FuzzyDate::new(Some(year), Some(month), Some(day)).map(Some)
}

fn notes(text: &str) -> Result<Box<str>, String> {
    let meant = meant(text);
    let length = sent(&meant).chars().count();
    if length <= MAX_SENT {
        return Ok(meant.as_ref().into());
    }
    let mut problem = String::from("Too long for AniList by ");
    problem.push_str(&format::number((length - MAX_SENT) as u64));
    problem.push_str(" of 6,000 characters. An emoji counts as nine.");
    Err(problem)
}
