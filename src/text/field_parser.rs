//! What a person types into the input of a field, read; and what is said of it when it is no value.

use crate::domain::numerals::plain;
use crate::domain::{Field, FuzzyDate, ScoreFormat, Value};
use crate::text::format;
use crate::text::four_byte_escape::{MAX_SENT, meant, sent};

use crate::domain::limits::{MAX_COUNT, MAX_PRIORITY, MAX_REPEAT};

/// The value of a field that a text means, scores in this scale; `None` for a field that is chosen, not typed.
///
/// # Errors
/// A sentence that says what could be read.
///
/// ```
/// use tsuzuki::domain::{Field, ScoreFormat, Value};
/// use tsuzuki::text::field_parser::value;
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
        Field::Started => Value::Started(date(text)?),
        Field::Completed => Value::Completed(date(text)?),
        Field::Notes => Value::Notes(notes(text)?),
        Field::Status
        | Field::AdvancedScores
        | Field::Private
        | Field::HiddenFromStatusLists
        | Field::CustomLists => return Ok(None),
    }))
}

/// What was typed in the place of a progress or a score, where nothing is no progress.
///
/// # Errors
/// A sentence that says what could be read.
///
/// ```
/// use tsuzuki::domain::{Field, ScoreFormat, Value};
/// use tsuzuki::text::field_parser::in_place;
/// let read = |text| in_place(Field::Progress, text, ScoreFormat::Point10);
/// assert_eq!(read("１，０１５"), Ok(Some(Value::Progress(1_015))));
/// assert_eq!(read("twelve"), Err("Enter a whole number.".to_owned()));
/// assert!(read(" ").is_err());
/// ```
pub fn in_place(field: Field, text: &str, scores: ScoreFormat) -> Result<Option<Value>, String> {
    match field {
        Field::Progress if text.trim().is_empty() => Err(wrong_number(MAX_COUNT)),
        field => value(field, text, scores),
    }
}

/// The number that is typed as an end of a range; `None` for nothing, which leaves it open.
///
/// # Errors
/// A sentence that says what could be read.
///
/// ```
/// use tsuzuki::text::field_parser::bound;
/// assert_eq!(bound("２０１８"), Ok(Some(2018)));
/// assert_eq!(bound(""), Ok(None));
/// assert!(bound("-5").is_err());
/// ```
pub fn bound(text: &str) -> Result<Option<u32>, String> {
    match text.trim() {
        "" => Ok(None),
        text => whole(text, MAX_COUNT).map(Some),
    }
}

/// Reads a whole number; nothing is 0.
fn whole(text: &str, most: u32) -> Result<u32, String> {
    let text = without_groups(plain(text));
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = match text.as_str() {
        "" => Some(0),
        text if digits => text.parse().ok(),
        _ => None,
    };
    number
        .filter(|number| *number <= most)
        .ok_or_else(|| wrong_number(most))
}

/// `1,340` and `1 340` as `1340`: the app itself shows thousands apart.
fn without_groups(text: String) -> String {
    for between in [',', ' '] {
        let mut groups = text.split(between);
        let is_first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
        if is_first && text.contains(between) && groups.all(|group| group.len() == 3) {
            return text.replace(between, "");
        }
    }
    text
}

fn wrong_number(most: u32) -> String {
    match most {
        // Nobody gets that far.
        MAX_COUNT => "Enter a whole number.".to_owned(),
        most => [
            "Enter a whole number from 0 to ",
            &format::number(most.into()),
            ".",
        ]
        .concat(),
    }
}

fn date(text: &str) -> Result<Option<FuzzyDate>, String> {
    FuzzyDate::parse(text).map_err(|problem| problem.to_string())
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
            (Field::Progress, "１５", Value::Progress(15)),
            (Field::Progress, "\u{3000}１，３４０ ", Value::Progress(1_340)),
            (Field::Progress, "1 340", Value::Progress(1_340)),
            (Field::Progress, "٣", Value::Progress(3)),
            (Field::Repeat, "１", Value::Repeat(1)),
            (Field::Score, "８．５", Value::Score(Score::new(85))),
            (Field::Score, "８。５", Value::Score(Score::new(85))),
            (Field::Score, "１０", Value::Score(Score::new(100))),
            (
                Field::Started,
                "２０１８年４月７日",
                Value::Started(date(Some(2018), Some(4), Some(7))),
            ),
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
            (Field::Progress, "1,5"),
            (Field::Progress, "－１"),
            (Field::Progress, "十五"),
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
            assert!(
                problem.contains(' ') && !problem.starts_with("A whole"),
                "{problem}"
            );
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
            let text = crate::text::labels::date_text(date);
            prop_assert_eq!(super::date(&text), Ok(Some(date)));
        }
    }
}
