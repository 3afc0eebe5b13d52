//! The `errors` of an answer.

use serde::Deserialize;
use serde::de::{MapAccess, SeqAccess};

use super::{Field, FromWire, wire_object};
use crate::api::error::{FieldError, GraphQlError, Location};
use crate::model::text::tidy;

/// AniList's sentences are cut here.
const MAX_MESSAGE_CHARS: usize = 400;
/// Longest name of a field that is kept.
const MAX_FIELD_CHARS: usize = 60;

/// One entry of `errors`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WireError {
    message: Field<String>,
    status: Field<u16>,
    locations: Field<Vec<WireLocation>>,
    validation: Field<Validation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireLocation {
    line: Field<u32>,
    column: Field<u32>,
}

wire_object!(WireError, WireLocation);

/// `{"field": ["sentence", …]}`; an empty one arrives as `[]`, which PHP writes for an empty map.
#[derive(Debug)]
struct Validation(Vec<FieldError>);

impl FromWire for Validation {
    fn from_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_key::<String>()? {
            let messages = map
                .next_value::<Field<Sentences>>()?
                .take()
                .map(|sentences| sentences.0);
            let field = tidy(&field, MAX_FIELD_CHARS);
            fields.push(FieldError {
                field,
                messages: messages.unwrap_or_default(),
            });
        }
        Ok(Some(Self(fields)))
    }
}

/// One sentence or a list of them.
struct Sentences(Vec<String>);

impl FromWire for Sentences {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self(vec![tidy(text, MAX_MESSAGE_CHARS)]))
    }

    fn from_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<Option<Self>, A::Error> {
        let sentences: Option<Vec<String>> = FromWire::from_seq(seq)?;
        let sentences = sentences.unwrap_or_default();
        Ok(Some(Self(
            sentences
                .iter()
                .map(|text| tidy(text, MAX_MESSAGE_CHARS))
                .collect(),
        )))
    }
}

impl WireError {
    pub(crate) fn into_domain(self) -> GraphQlError {
        let locations = self.locations.or_default().into_iter().filter_map(|place| {
            Some(Location {
                line: place.line.take()?,
                column: place.column.take()?,
            })
        });
        GraphQlError {
            message: tidy(&self.message.or_default(), MAX_MESSAGE_CHARS),
            status: self.status.take(),
            locations: locations.collect(),
            validation: self
                .validation
                .take()
                .map(|validation| validation.0)
                .unwrap_or_default(),
        }
    }
}
