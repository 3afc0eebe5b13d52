//! Fields of files within the limits that every form has.

use crate::domain::limits::most;
use crate::domain::{DateError, Field, FuzzyDate, Value};
use crate::text::field_parser::note_length;
use crate::text::four_byte_escape::meant;

/// Why a value is none, as the rest of a sentence.
pub(super) const NO_NUMBER: &str = "it is not a whole number";
pub(super) const NO_DATE: &str = "it is not a date";
const NO_DAY: &str = "no calendar has that day";

/// A number of one of the fields that count.
pub(super) fn count(field: Field, number: u64) -> Result<Value, &'static str> {
    let number = u32::try_from(number).ok().filter(|number| *number <= most(field));
    let number = number.ok_or(match field {
        Field::Repeat => "it is more than 1,000",
        Field::Priority => "it is more than 255",
        _ => "it is too large",
    })?;
    Ok(match field {
        Field::ProgressVolumes => Value::ProgressVolumes(number),
        Field::Repeat => Value::Repeat(number),
        Field::Priority => Value::Priority(number),
        _ => Value::Progress(number),
    })
}

/// A date, of which parts may be unknown.
pub(super) fn date(text: &str) -> Result<Option<FuzzyDate>, &'static str> {
    FuzzyDate::parse(text).map_err(|error| match error {
        DateError::Unreadable => NO_DATE,
        DateError::Month | DateError::Day { .. } => NO_DAY,
    })
}

/// A date as AniList's `FuzzyDateInt`.
pub(super) fn date_of_number(number: u64) -> Result<Option<FuzzyDate>, &'static str> {
    // Other programs write a year, or a year and a month, as a number as well; before them is only a day without a year.
    date_of_parts(match number {
        1_300..=9_999 => [number, 0, 0],
        100_000..=999_999 => [number / 100, number % 100, 0],
        _ => [number / 10_000, number / 100 % 100, number % 100],
    })
}

/// A date as year, month and day, 0 for what is unknown.
pub(super) fn date_of_parts([year, month, day]: [u64; 3]) -> Result<Option<FuzzyDate>, &'static str> {
    // Zeros before the year, which a form would take for a slip, are what a number of eight digits has.
    let text = [year, month, day].map(|part| part.to_string());
    let year = match year {
        0 => "?",
        _ => &text[0],
    };
    date(&[year, "-", &text[1], "-", &text[2]].concat())
}

/// Notes, unless they are longer than AniList takes.
pub(super) fn notes(text: &str) -> Result<Value, &'static str> {
    let (length, most) = note_length(text);
    match length <= most {
        true => Ok(Value::Notes(meant(text).as_ref().into())),
        false => Err("they are longer than the 6,000 characters that AniList takes"),
    }
}
