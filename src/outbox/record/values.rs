//! The JSON of an entry's values and of changes of them: one object, each field under the name of
//! [`Field::argument`].
//!
//! What is kept in this browser and what a person exports have the same form:
//!
//! | field | value |
//! |---|---|
//! | `status` | AniList's word; null for one that this version does not know |
//! | `scoreRaw` | 0 to 100, 0 for none |
//! | `advancedScores` | an object of the parts' scores by their names |
//! | `progress`, `progressVolumes`, `repeat`, `priority` | whole numbers |
//! | `private`, `hiddenFromStatusLists` | true or false |
//! | `notes` | text, empty for none |
//! | `customLists` | an array of names |
//! | `startedAt`, `completedAt` | a number, YYYYMMDD with zeros for unknown parts, 0 for none |

use super::Tree;
use crate::domain::{EntryValues, Field, FuzzyDate, ListStatus, Patch, Score, Value};
use crate::json::{Writer, array, quoted};
use crate::text::format::decimal;

/// Writes some values as an object.
///
/// ```
/// use tsuzuki::domain::{Patch, Value};
/// use tsuzuki::outbox::record::{Tree, values};
/// let patch: Patch = [Value::Progress(3), Value::Private(true)].into_iter().collect();
/// let json = values::patch_json(&patch);
/// assert_eq!(json, r#"{"progress":3,"private":true}"#);
/// assert_eq!(values::read_patch(&Tree::parse(&json).unwrap()), Some(patch));
/// ```
pub fn patch_json(patch: &Patch) -> String {
    let mut json = Writer::default();
    for value in patch.values() {
        write_value(&mut json, value);
    }
    json.finish()
}

/// Writes all thirteen values as an object.
pub fn values_json(values: &EntryValues) -> String {
    let mut json = Writer::default();
    for field in Field::ALL {
        write_value(&mut json, &values.get(field));
    }
    json.finish()
}

/// Writes one value as a field of an object.
pub fn write_value(json: &mut Writer, value: &Value) {
    let name = value.field().argument();
    match value {
        Value::Status(status) => match status.word() {
            Some(word) => json.text(name, word),
            None => json.raw(name, "null"),
        },
        Value::Score(score) => json.number(name, score.map_or(0, |score| score.get().into())),
        Value::AdvancedScores(parts) => {
            let mut scores = Writer::default();
            for (part, score) in parts {
                scores.raw(part, &decimal(*score));
            }
            json.raw(name, &scores.finish());
        }
        Value::Progress(number)
        | Value::ProgressVolumes(number)
        | Value::Repeat(number)
        | Value::Priority(number) => json.number(name, u64::from(*number)),
        Value::Private(flag) | Value::HiddenFromStatusLists(flag) => json.flag(name, *flag),
        Value::Notes(notes) => json.text(name, notes),
        Value::CustomLists(lists) => {
            let lists: Vec<String> = lists.iter().map(|list| quoted(list)).collect();
            json.raw(name, &array(&lists));
        }
        Value::Started(date) | Value::Completed(date) => {
            json.number(name, date.map_or(0, |date| date.number().into()));
        }
    }
}

/// Reads what [`patch_json`] wrote. Unknown names are skipped; `None` when a known one has a value that it cannot have,
/// since half a change is another change.
pub fn read_patch(json: &Tree) -> Option<Patch> {
    let Tree::Map(_) = json else { return None };
    let mut patch = Patch::default();
    for field in Field::ALL {
        if let Some(value) = json.get(field.argument()) {
            patch.set(read_value(field, value)?);
        }
    }
    Some(patch)
}

/// Reads what [`values_json`] wrote. A missing field is what it is in a new entry; `None` when one has a value that it
/// cannot have.
pub fn read_values(json: &Tree) -> Option<EntryValues> {
    Some(read_patch(json)?.applied_to(&EntryValues::default()))
}

/// Reads the value of one field.
pub fn read_value(field: Field, json: &Tree) -> Option<Value> {
    Some(match field {
        Field::Status => Value::Status(match json {
            Tree::Null => ListStatus::Unknown,
            word => ListStatus::from_word(word.text()?),
        }),
        Field::Score => {
            let points = u8::try_from(json.whole()?).ok().filter(|points| *points <= 100)?;
            Value::Score(Score::new(points))
        }
        Field::AdvancedScores => {
            let Tree::Map(_) = json else { return None };
            let parts = json.fields().iter();
            let part = |(name, score): &(Box<str>, Tree)| Some((name.clone(), score.number()? as f32));
            Value::AdvancedScores(parts.map(part).collect::<Option<_>>()?)
        }
        Field::Progress => Value::Progress(json.small()?),
        Field::ProgressVolumes => Value::ProgressVolumes(json.small()?),
        Field::Repeat => Value::Repeat(json.small()?),
        Field::Priority => Value::Priority(json.small()?),
        Field::Private => Value::Private(json.flag()?),
        Field::HiddenFromStatusLists => Value::HiddenFromStatusLists(json.flag()?),
        Field::Notes => Value::Notes(json.text()?.into()),
        Field::CustomLists => Value::CustomLists(json.texts()?),
        Field::Started => Value::Started(read_date(json)?),
        Field::Completed => Value::Completed(read_date(json)?),
    })
}

/// The outer `None` is for what is no date.
fn read_date(json: &Tree) -> Option<Option<FuzzyDate>> {
    let number = json.small()?;
    let date = FuzzyDate::new(
        u16::try_from(number / 10_000).ok(),
        u8::try_from(number / 100 % 100).ok(),
        u8::try_from(number % 100).ok(),
    );
    (date.map_or(0, FuzzyDate::number) == number).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_that_a_field_cannot_have_are_refused() {
        for json in [
            "7",
            "[]",
            "{\"status\":3}",
            "{\"scoreRaw\":101}",
            "{\"scoreRaw\":\"7\"}",
            "{\"progress\":-1}",
            "{\"progress\":4294967296}",
            "{\"progress\":null}",
            "{\"private\":1}",
            "{\"notes\":null}",
            "{\"customLists\":{}}",
            "{\"customLists\":[1]}",
            "{\"advancedScores\":[7]}",
            "{\"advancedScores\":{\"Story\":\"7\"}}",
            "{\"startedAt\":20201301}",
            "{\"startedAt\":999999999}",
        ] {
            let tree = Tree::parse(json).unwrap();
            assert_eq!(read_patch(&tree), None, "{json}");
            assert_eq!(read_values(&tree), None, "{json}");
        }
        let later = Tree::parse("{\"status\":\"ADDED_LATER\",\"colour\":\"red\"}").unwrap();
        let patch = read_patch(&later).unwrap();
        assert_eq!(patch.values(), [Value::Status(ListStatus::Unknown)]);
    }

    proptest! {
        #[test]
        fn scores_of_parts_come_back(thousandths in 0_u32..100_000, any in 0.001_f32..100.0) {
            for score in [thousandths as f32 / 1_000.0, any] {
                let read = Tree::parse(&decimal(score)).unwrap().number().unwrap();
                prop_assert_eq!(read as f32, score);
            }
        }

        #[test]
        fn values_and_changes_come_back(values in crate::outbox::record::strategies::entry_values(), fields in prop::collection::vec(0_usize..13, 0..13)) {
            let json = values_json(&values);
            prop_assert_eq!(read_values(&Tree::parse(&json).unwrap()), Some(values.clone()));
            let patch: Patch = fields.into_iter().map(|field| values.get(Field::ALL[field])).collect();
            prop_assert_eq!(read_patch(&Tree::parse(&patch_json(&patch)).unwrap()), Some(patch));
        }
    }
}
