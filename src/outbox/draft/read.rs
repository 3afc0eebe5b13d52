//! What a person types, read.

use super::{Draft, Place};
use crate::domain::{Field, Value};
use crate::text::field_parser;

impl Draft {
    /// The value that a text means, or what is wrong with it.
    pub(super) fn read(&self, place: Place, text: &str) -> Result<Value, String> {
        let scores = self.setting.scores;
        match place {
            Place::Field(field) => {
                let typed = field_parser::value(field, text, scores)?;
                Ok(typed.unwrap_or_else(|| self.values.get(field)))
            }
            Place::Part(part) => {
                let score = scores.parse_part(text).ok_or_else(|| scores.rule())?;
                Ok(Value::AdvancedScores(self.with_part(part, score)))
            }
        }
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
        field_parser::note_length(&self.text(Place::Field(Field::Notes)))
    }
}
