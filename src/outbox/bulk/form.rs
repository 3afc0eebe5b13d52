//! What a person fills in to change many entries, read.

use super::BulkChange;
use crate::domain::{EntryValues, Field, ListStatus, MediaType, Patch, ScoreFormat, Value};
use crate::text::field_parser;

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
/// use tsuzuki::outbox::bulk::{BulkChange, Form};
/// let mut form = Form::default();
/// assert!(form.read(ScoreFormat::Point10).is_err(), "nothing to change");
/// form.set(Field::Progress, Some("12".into()));
/// assert!(matches!(form.read(ScoreFormat::Point10), Ok(BulkChange::Set { .. })));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    texts: Vec<(Field, String)>,
    lists: Vec<(Box<str>, Listing)>,
    follow: bool,
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

    /// Says whether what the editor's rules set along is set too.
    pub fn follow(&mut self, follow: bool) {
        self.follow = follow;
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
            follow: self.follow,
        })
    }
}

fn value(field: Field, text: &str, scores: ScoreFormat) -> Result<Value, String> {
    Ok(match field {
        Field::Status => Value::Status(ListStatus::from_word(text)),
        Field::Private => Value::Private(text == "yes"),
        Field::HiddenFromStatusLists => Value::HiddenFromStatusLists(text == "yes"),
        field => {
            field_parser::value(field, text, scores)?.unwrap_or_else(|| EntryValues::default().get(field))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FuzzyDate, Score};

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
        let date = FuzzyDate::new(Some(2018), Some(4), Some(7));
        let rows = [
            (Field::Status, "PAUSED", Value::Status(ListStatus::Paused)),
            (Field::Score, " 8.5 ", Value::Score(Score::new(85))),
            (Field::Progress, "12", Value::Progress(12)),
            (Field::Private, "yes", Value::Private(true)),
            (
                Field::HiddenFromStatusLists,
                "no",
                Value::HiddenFromStatusLists(false),
            ),
            (Field::Notes, "again ", Value::Notes("again".into())),
            (Field::Started, "2018-04-07", Value::Started(date)),
        ];
        for (field, text, want) in rows {
            assert_eq!(read(field, text), Ok(want), "{field:?} {text}");
        }
        let fields: Vec<Field> = fields_to_set(MediaType::Manga).collect();
        assert_eq!(fields.len(), 11);
        assert_eq!(fields_to_set(MediaType::Anime).count(), 10);
    }

    #[test]
    fn what_is_none_of_it_gets_the_sentence_of_the_editor() {
        for (field, text) in [
            (Field::Score, "11".to_owned()),
            (Field::Progress, "-1".to_owned()),
            (Field::Started, "yesterday".to_owned()),
            (Field::Notes, "x".repeat(6001)),
        ] {
            let problem = read(field, &text).unwrap_err();
            let editor = field_parser::value(field, &text, ScoreFormat::Point10Decimal);
            assert_eq!(editor, Err(problem), "{field:?}");
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
        let after = change.applied_to(&before, None, FuzzyDate::first()).unwrap();
        assert_eq!(*after.custom_lists, [Box::from("Kept"), Box::from("Comfort")]);
        assert_eq!(after.notes, before.notes);
        assert_eq!(form.listing("Later"), Some(Listing::Remove));
        assert_eq!((form.listing("Never"), form.text(Field::Notes)), (None, None));
        form.list("Comfort", None);
        form.list("Later", None);
        assert_eq!(form, Form::default());
    }
}
