//! What a person types into the input of a field, read; and what is said of it when it is no value.

use crate::api::notes::{MAX_SENT, meant, sent};
use crate::domain::civil::days_of;
use crate::domain::{Field, FuzzyDate, ScoreFormat, Value};
use crate::model::format;

use crate::domain::limits::{MAX_COUNT, MAX_PRIORITY, MAX_REPEAT};

/// The value of a field that a text means, scores in this scale; `None` for a field that is chosen, not typed.
///
/// # Errors
/// A sentence that says what could be read.
///
/// ```
/// use tsuzuki::domain::{Field, ScoreFormat, Value};
/// use tsuzuki::model::typed::value;
/// let read = |field, text| value(field, text, ScoreFormat::Point10);
/// assert_eq!(read(Field::Progress, " 12 "), Ok(Some(Value::Progress(12))));
/// assert_eq!(read(Field::Status, "CURRENT"), Ok(None));
/// assert!(read(Field::Score, "11").unwrap_err().ends_with('.'));
/// ```
pub fn value(field: Field, text: &str, scores: ScoreFormat) -> Result<Option<Value>, String> {
    Ok(Some(match field {
        Field::Score => Value::Score(scores.parse(text).ok_or_else(|| scores.rule())?),
        Field::Progress => Value::Progress(whole(text, MAX_COUNT)?),
        Field::ProgressVolumes => Value::ProgressVolumes(whole(text, MAX_COUNT)?),
        Field::Repeat => Value::Repeat(whole(text, MAX_REPEAT)?),
        Field::Priority => Value::Priority(whole(text, MAX_PRIORITY)?),
        Field::Started => Value::Started(date(text).ok_or_else(wrong_date)?),
        Field::Completed => Value::Completed(date(text).ok_or_else(wrong_date)?),
        Field::Notes => Value::Notes(notes(text)?),
        Field::Status
        | Field::AdvancedScores
        | Field::Private
        | Field::HiddenFromStatusLists
        | Field::CustomLists => return Ok(None),
    }))
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
    number.filter(|number| *number <= most).ok_or_else(|| match most {
        // Nobody gets that far.
        MAX_COUNT => "A whole number.".to_owned(),
        most => ["A whole number from 0 to ", &format::number(most.into()), "."].concat(),
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
/// use tsuzuki::model::typed::date;
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

/// How many characters of notes are sent, of how many that AniList takes.
pub fn note_length(text: &str) -> (usize, usize) {
    (sent(&meant(text)).chars().count(), MAX_SENT)
}

fn notes(text: &str) -> Result<Box<str>, String> {
    let (length, most) = note_length(text);
    if length <= most {
        return Ok(meant(text).as_ref().into());
    }
    let mut problem = String::from("Too long for AniList by ");
    problem.push_str(&format::number((length - most) as u64));
    problem.push_str(" of 6,000 characters. An emoji counts as nine.");
    Err(problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Score;
    use proptest::prelude::*;

    fn read(field: Field, text: &str) -> Result<Option<Value>, String> {
        value(field, text, ScoreFormat::Point10Decimal)
    }

    #[test]
    fn every_field_that_is_typed_is_read() {
        let date = |year, month, day| FuzzyDate::new(year, month, day);
        let rows = [
            (Field::Score, " 8,5 ", Value::Score(Score::new(85))),
            (Field::Score, "", Value::Score(None)),
            (Field::Progress, "0012", Value::Progress(12)),
            (Field::Progress, "2147483647", Value::Progress(i32::MAX as u32)),
            (Field::ProgressVolumes, "", Value::ProgressVolumes(0)),
            (Field::Repeat, "1000", Value::Repeat(1000)),
            (Field::Priority, "255", Value::Priority(255)),
            (
                Field::Started,
                "2018",
                Value::Started(date(Some(2018), None, None)),
            ),
            (
                Field::Started,
                "2018/4/7",
                Value::Started(date(Some(2018), Some(4), Some(7))),
            ),
            (
                Field::Started,
                "0000-04-01",
                Value::Started(date(None, Some(4), Some(1))),
            ),
            (
                Field::Completed,
                "2020-02-29",
                Value::Completed(date(Some(2020), Some(2), Some(29))),
            ),
            (
                Field::Completed,
                "?-02-29",
                Value::Completed(date(None, Some(2), Some(29))),
            ),
            (Field::Completed, "  ", Value::Completed(None)),
            (
                Field::Notes,
                "seen with 🍵\n",
                Value::Notes("seen with 🍵\n".into()),
            ),
        ];
        for (field, text, want) in rows {
            assert_eq!(read(field, text), Ok(Some(want)), "{field:?} {text:?}");
        }
    }

    #[test]
    fn what_is_none_of_it_gets_a_sentence() {
        for (field, text) in [
            (Field::Score, "10.1"),
            (Field::Score, "many"),
            (Field::Progress, "-1"),
            (Field::Progress, "+1"),
            (Field::Progress, "1.5"),
            (Field::Progress, "2147483648"),
            (Field::Repeat, "1001"),
            (Field::Priority, "256"),
            (Field::Started, "yesterday"),
            (Field::Started, "18"),
            (Field::Started, "2018-13"),
            (Field::Started, "2018-00-32"),
            (Field::Completed, "2019-02-29"),
            (Field::Completed, "2018-04-07-01"),
        ] {
            let problem = read(field, text).unwrap_err();
            assert!(problem.ends_with('.'), "{field:?} {text}: {problem}");
        }
    }

    #[test]
    fn notes_are_measured_as_they_are_sent() {
        let fits = "🍵".repeat(MAX_SENT / 9);
        assert!(read(Field::Notes, &fits).is_ok());
        let problem = read(Field::Notes, &format!("{fits}🍵")).unwrap_err();
        assert!(problem.starts_with("Too long for AniList by "), "{problem}");
        assert!(read(Field::Notes, &"x".repeat(MAX_SENT)).is_ok());
        assert!(read(Field::Notes, &"x".repeat(MAX_SENT + 1)).is_err());
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(text in ".{0,40}", place in 0..Field::ALL.len()) {
            if let Err(problem) = read(Field::ALL[place], &text) {
                prop_assert!(problem.ends_with('.'));
            }
        }

        #[test]
        fn a_date_is_read_as_it_is_shown(year in 1000u16..=9999, month in 0u8..=12, day in 0u8..=28) {
            let day = if month == 0 { 0 } else { day };
            let date = FuzzyDate::new(Some(year), Some(month), Some(day)).unwrap();
            let text = crate::model::exchange::words::date_text(date);
            prop_assert_eq!(super::date(&text), Some(Some(date)));
        }
    }
}
