//! Fields and their values in words.

use crate::domain::{Field, FuzzyDate, MediaType, ScoreFormat, Value};
use crate::text::format::decimal;
use crate::text::format::{self, day};
use crate::text::{isolated, isolated_names, tidy};

/// Of notes that are longer, the beginning.
const MAX_NOTES_CHARS: usize = 80;

/// What a person calls the field of an entry of this type.
///
/// ```
/// use tsuzuki::domain::{Field, MediaType};
/// use tsuzuki::text::labels::field_name;
/// assert_eq!(field_name(Field::Progress, MediaType::Manga), "Chapters");
/// ```
pub fn field_name(field: Field, kind: MediaType) -> &'static str {
    match (field, kind) {
        (Field::Status, _) => "Status",
        (Field::Score, _) => "Score",
        (Field::AdvancedScores, _) => "Scores of parts",
        (Field::Progress, MediaType::Manga) => "Chapters",
        (Field::Progress, _) => "Episodes",
        (Field::ProgressVolumes, _) => "Volumes",
        (Field::Repeat, MediaType::Manga) => "Times reread",
        (Field::Repeat, _) => "Times rewatched",
        (Field::Priority, _) => "Priority",
        (Field::Private, _) => "Private",
        (Field::HiddenFromStatusLists, _) => "Hidden from status lists",
        (Field::Notes, _) => "Notes",
        (Field::CustomLists, _) => "Custom lists",
        (Field::Started, _) => "Started",
        (Field::Completed, _) => "Completed",
    }
}

/// A value as a person reads it, on one line.
///
/// ```
/// use tsuzuki::domain::{FuzzyDate, MediaType, Score, ScoreFormat, Value};
/// use tsuzuki::text::labels::value_text;
/// let text = |value| value_text(&value, MediaType::Anime, ScoreFormat::Point10Decimal);
/// assert_eq!(text(Value::Score(Score::new(85))), "8.5");
/// assert_eq!(text(Value::Score(None)), "none");
/// assert_eq!(text(Value::Started(FuzzyDate::new(Some(2018), Some(4), None))), "2018-04");
/// ```
pub fn value_text(value: &Value, kind: MediaType, format: ScoreFormat) -> String {
    let text = match value {
        Value::Status(status) => status.label(kind).to_owned(),
        Value::Score(score) => score.map(|score| format.show(score)).unwrap_or_default(),
        Value::AdvancedScores(parts) => {
            let mut text = String::new();
            for (name, score) in parts {
                if !text.is_empty() {
                    text.push_str(", ");
                }
                text.push_str(&isolated(name));
                text.push(' ');
                text.push_str(&decimal(*score));
            }
            text
        }
        Value::Progress(number)
        | Value::ProgressVolumes(number)
        | Value::Repeat(number)
        | Value::Priority(number) => format::number((*number).into()),
        Value::Private(flag) | Value::HiddenFromStatusLists(flag) => {
            String::from(if *flag { "yes" } else { "no" })
        }
        Value::Notes(notes) => isolated(&tidy(notes, MAX_NOTES_CHARS)).into_owned(),
        Value::CustomLists(lists) => isolated_names(lists),
        Value::Started(date) | Value::Completed(date) => date.map(date_text).unwrap_or_default(),
    };
    if text.is_empty() {
        String::from("none")
    } else {
        text
    }
}

/// `2018-04-01`, `2018-04` or `2018`; with zeros where a part before a known one is unknown.
pub(crate) fn date_text(date: FuzzyDate) -> String {
    let mut text = day(Some(date));
    while let Some(rest) = text.strip_suffix("-00") {
        text.truncate(rest.len());
    }
    text
}

/// Writes `Episodes: 3 → 4`.
pub(crate) fn change(out: &mut String, before: &Value, after: &Value, kind: MediaType, format: ScoreFormat) {
    out.push_str(field_name(after.field(), kind));
    out.push_str(": ");
    out.push_str(&value_text(before, kind, format));
    out.push_str(" → ");
    out.push_str(&value_text(after, kind, format));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ListStatus, Score};

    #[test]
    fn values_in_words() {
        let rows: &[(Value, &str)] = &[
            (Value::Status(ListStatus::Current), "Watching"),
            (Value::Score(Score::new(70)), "★★★★☆"),
            (
                Value::AdvancedScores([("Story".into(), 4.5), ("Sound".into(), 3.0)].into()),
                "Story 4.5, Sound 3",
            ),
            (Value::AdvancedScores(Box::default()), "none"),
            (Value::Progress(0), "0"),
            (Value::Progress(1340), "1,340"),
            (Value::Private(true), "yes"),
            (Value::Notes("Two\nlines".into()), "Two lines"),
            (Value::Notes("".into()), "none"),
            (Value::CustomLists(["a".into(), "b".into()].into()), "a, b"),
            (Value::Started(None), "none"),
            (Value::Started(FuzzyDate::new(Some(2018), None, None)), "2018"),
            (
                Value::Started(FuzzyDate::new(None, Some(4), Some(1))),
                "0000-04-01",
            ),
            (
                Value::Started(FuzzyDate::new(Some(2018), None, Some(1))),
                "2018-00-01",
            ),
        ];
        for (value, want) in rows {
            assert_eq!(
                value_text(value, MediaType::Anime, ScoreFormat::Point5),
                *want,
                "{value:?}"
            );
        }
    }

    #[test]
    fn every_field_has_its_own_name() {
        for kind in [MediaType::Anime, MediaType::Manga] {
            let mut names = Field::ALL.map(|field| field_name(field, kind));
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{kind:?}");
        }
    }
}
