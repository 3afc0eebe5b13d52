//! What a person fills in to change many entries, read.

use super::BulkChange;
use crate::domain::{Field, FuzzyDate, ListStatus, MediaType, Patch, ScoreFormat, Value};

/// The most that AniList takes.
const MAX_INT: u32 = i32::MAX.unsigned_abs();
const MAX_REPEAT: u32 = 1_000;
const MAX_PRIORITY: u32 = 255;

/// The fields that can be set to the same for many entries of a list. Scores of parts are not among them, and custom lists
/// are added to and taken out of one by one.
pub fn fields_to_set(kind: MediaType) -> impl Iterator<Item = Field> {
    Field::ALL.into_iter().filter(move |field| match field {
        Field::AdvancedScores | Field::CustomLists => false,
        Field::ProgressVolumes => kind == MediaType::Manga,
        _ => true,
    })
}

/// What is to become of a custom list of the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// They shall stand in it.
    Add,
    /// They shall not.
    Remove,
}

/// What is filled in: a text for each field that is to be set, and what becomes of custom lists.
///
/// ```
/// use tsuzuki::domain::{Field, ScoreFormat};
/// use tsuzuki::model::bulk::{BulkChange, Form};
/// let mut form = Form::default();
/// assert!(form.read(ScoreFormat::Point10).is_err(), "nothing to change");
/// form.set(Field::Progress, Some("12".into()));
/// assert!(matches!(form.read(ScoreFormat::Point10), Ok(BulkChange::Set { .. })));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    texts: Vec<(Field, String)>,
    lists: Vec<(Box<str>, Listing)>,
}

impl Form {
    /// Sets a field to what a text means, as `read` tells, or leaves it as it is. Words of statuses are AniList's; what is
    /// yes or no is "yes" or anything else.
    pub fn set(&mut self, field: Field, text: Option<String>) {
        self.texts.retain(|(known, _)| *known != field);
        self.texts.extend(text.map(|text| (field, text)));
    }

    /// The text of a field that is to be set.
    pub fn text(&self, field: Field) -> Option<&str> {
        let known = self.texts.iter().find(|(known, _)| *known == field);
        known.map(|(_, text)| text.as_str())
    }

    /// What becomes of a custom list; nothing when it stays as it is.
    pub fn listing(&self, name: &str) -> Option<Listing> {
        let known = self.lists.iter().find(|(known, _)| **known == *name);
        known.map(|(_, listing)| *listing)
    }

    /// Says what becomes of a custom list.
    pub fn list(&mut self, name: &str, listing: Option<Listing>) {
        self.lists.retain(|(known, _)| &**known != name);
        self.lists.extend(listing.map(|listing| (name.into(), listing)));
    }

    /// What all of it asks for; scores are in this scale.
    ///
    /// # Errors
    /// A sentence about the first thing that cannot be read.
    pub fn read(&self, scores: ScoreFormat) -> Result<BulkChange, String> {
        if self.texts.is_empty() && self.lists.is_empty() {
            return Err("Choose what to change.".to_owned());
        }
        let mut values = Patch::default();
        for (field, text) in &self.texts {
            values.set(value(*field, text.trim(), scores)?);
        }
        let names = |wanted| {
            let of_kind = self.lists.iter().filter(move |(_, listing)| *listing == wanted);
            of_kind.map(|(name, _)| name.clone()).collect()
        };
        Ok(BulkChange::Set {
            values,
            add: names(Listing::Add),
            remove: names(Listing::Remove),
        })
    }
}

fn value(field: Field, text: &str, scores: ScoreFormat) -> Result<Value, String> {
    let date = || read_date(text).ok_or_else(|| "A date is like 2018-04-07, 2018-04 or 2018.".to_owned());
    Ok(match field {
        Field::Status => Value::Status(ListStatus::from_word(text)),
        Field::Score => match scores.parse(text) {
            Some(score) => Value::Score(score),
            None => return Err(["A score is ", scores.hint(), "."].concat()),
        },
        Field::Progress => Value::Progress(whole(text, MAX_INT)?),
        Field::ProgressVolumes => Value::ProgressVolumes(whole(text, MAX_INT)?),
        Field::Repeat => Value::Repeat(whole(text, MAX_REPEAT)?),
        Field::Priority => Value::Priority(whole(text, MAX_PRIORITY)?),
        Field::Private => Value::Private(text == "yes"),
        Field::HiddenFromStatusLists => Value::HiddenFromStatusLists(text == "yes"),
        Field::Notes => Value::Notes(text.into()),
        Field::Started => Value::Started(date()?),
        Field::Completed => Value::Completed(date()?),
        Field::AdvancedScores => Value::AdvancedScores(Box::default()),
        Field::CustomLists => Value::CustomLists(Box::default()),
    })
}

/// A whole number; nothing is 0.
fn whole(text: &str, most: u32) -> Result<u32, String> {
    let number = if text.is_empty() { Ok(0) } else { text.parse() };
    let problem = || {
        [
            "A number from 0 to ",
            &crate::model::format::number(most.into()),
            ".",
        ]
        .concat()
    };
    number.ok().filter(|number| *number <= most).ok_or_else(problem)
}

/// A day, a month or a year; `Some(None)` for no date.
fn read_date(text: &str) -> Option<Option<FuzzyDate>> {
    if text.is_empty() {
        return Some(None);
    }
    let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
    let year = parts.next()??;
    let month = u8::try_from(parts.next().unwrap_or(Some(0))?).ok()?;
    let day = u8::try_from(parts.next().unwrap_or(Some(0))?).ok()?;
    let date = FuzzyDate::new(Some(year), Some(month), Some(day))?;
    let is_whole = (1000..=9999).contains(&year) && month <= 12 && day <= 31 && (month > 0 || day == 0);
    (parts.next().is_none() && is_whole).then_some(Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EntryValues, Score};

    fn read(field: Field, text: &str) -> Result<Value, String> {
        let mut form = Form::default();
        form.set(field, Some("of before".to_owned()));
        form.set(field, Some(text.to_owned()));
        match form.read(ScoreFormat::Point10Decimal)? {
            BulkChange::Set { values, .. } => Ok(values.get(field).unwrap().clone()),
            BulkChange::Delete => panic!("nobody asked for that"),
        }
    }

    #[test]
    fn every_field_is_read() {
        let date = |year, month, day| FuzzyDate::new(Some(year), month, day);
        let rows = [
            (Field::Status, "PAUSED", Value::Status(ListStatus::Paused)),
            (Field::Score, " 8.5 ", Value::Score(Score::new(85))),
            (Field::Score, "", Value::Score(None)),
            (Field::Progress, "12", Value::Progress(12)),
            (Field::Progress, "", Value::Progress(0)),
            (Field::ProgressVolumes, "3", Value::ProgressVolumes(3)),
            (Field::Repeat, "2", Value::Repeat(2)),
            (Field::Priority, "255", Value::Priority(255)),
            (Field::Private, "yes", Value::Private(true)),
            (
                Field::HiddenFromStatusLists,
                "no",
                Value::HiddenFromStatusLists(false),
            ),
            (Field::Notes, "again ", Value::Notes("again".into())),
            (
                Field::Started,
                "2018-04-07",
                Value::Started(date(2018, Some(4), Some(7))),
            ),
            (
                Field::Started,
                "2018-4",
                Value::Started(date(2018, Some(4), None)),
            ),
            (Field::Completed, "2018", Value::Completed(date(2018, None, None))),
            (Field::Completed, "", Value::Completed(None)),
        ];
        for (field, text, want) in rows {
            assert_eq!(read(field, text), Ok(want), "{field:?} {text}");
        }
        let fields: Vec<Field> = fields_to_set(MediaType::Manga).collect();
        assert_eq!(fields.len(), 11);
        assert_eq!(fields_to_set(MediaType::Anime).count(), 10);
    }

    #[test]
    fn what_is_none_of_it_gets_a_sentence() {
        for (field, text) in [
            (Field::Score, "11"),
            (Field::Progress, "-1"),
            (Field::Progress, "many"),
            (Field::Repeat, "1001"),
            (Field::Priority, "256"),
            (Field::Started, "yesterday"),
            (Field::Started, "18"),
            (Field::Started, "2018-13"),
            (Field::Started, "2018-00-07"),
            (Field::Completed, "2018-04-07-01"),
        ] {
            let problem = read(field, text).unwrap_err();
            assert!(problem.ends_with('.'), "{field:?} {text}: {problem}");
        }
    }

    #[test]
    fn custom_lists_come_and_go_and_choices_are_taken_back() {
        let mut form = Form::default();
        form.list("Comfort", Some(Listing::Add));
        form.list("Later", Some(Listing::Add));
        form.list("Later", Some(Listing::Remove));
        form.list("Never", Some(Listing::Remove));
        form.list("Never", None);
        form.set(Field::Notes, Some("x".to_owned()));
        form.set(Field::Notes, None);
        let change = form.read(ScoreFormat::Point3).unwrap();
        let before = EntryValues {
            custom_lists: ["Later".into(), "Kept".into()].into(),
            ..EntryValues::default()
        };
        let after = change.applied_to(&before).unwrap();
        assert_eq!(*after.custom_lists, [Box::from("Kept"), Box::from("Comfort")]);
        assert_eq!(after.notes, before.notes);
        assert_eq!(form.listing("Later"), Some(Listing::Remove));
        assert_eq!((form.listing("Never"), form.text(Field::Notes)), (None, None));
        form.list("Comfort", None);
        form.list("Later", None);
        assert_eq!(form, Form::default());
    }
}
