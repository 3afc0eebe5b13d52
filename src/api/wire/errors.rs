//! The `errors` of an answer.

use super::{Field, FromWire, JsonError, Reader, wire_objects};
use crate::api::error::{FieldError, GraphQlError, Location};
use crate::model::text::tidy;

/// AniList's sentences are cut here.
const MAX_MESSAGE_CHARS: usize = 400;
/// Longest name of a field that is kept.
const MAX_FIELD_CHARS: usize = 60;

wire_objects! {
    /// One entry of `errors`.
    pub(crate) struct WireError {
        message: Field<String> = "message",
        status: Field<u16> = "status",
        locations: Field<Vec<WireLocation>> = "locations",
        validation: Field<Validation> = "validation",
    }

    struct WireLocation {
        line: Field<u32> = "line",
        column: Field<u32> = "column",
    }
}

/// `{"field": ["sentence", …]}`; an empty one arrives as `[]`, which PHP writes for an empty map.
#[derive(Debug)]
struct Validation(Vec<FieldError>);

impl FromWire for Validation {
    fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
        if !json.object()? {
            return Ok(None);
        }
        let mut fields = Vec::new();
        while let Some(field) = json.name()? {
            fields.push(FieldError {
                field: tidy(&field, MAX_FIELD_CHARS),
                messages: sentences(json.raw()?)?,
            });
        }
        Ok(Some(Self(fields)))
    }
}

/// One sentence or a list of them; anything else is none.
fn sentences(json: &str) -> Result<Vec<String>, JsonError> {
    let sentences = match Field::<String>::parse(json)?.take() {
        Some(sentence) => vec![sentence],
        None => Field::<Vec<String>>::parse(json)?.or_default(),
    };
    Ok(sentences
        .iter()
        .map(|text| tidy(text, MAX_MESSAGE_CHARS))
        .collect())
}

/// The errors of an answer, from the text of its `errors`. None when it is not a list of them.
pub(crate) fn read_errors(json: &str) -> Vec<GraphQlError> {
    let errors = Field::<Vec<WireError>>::parse(json)
        .map(Field::or_default)
        .unwrap_or_default();
    errors.into_iter().map(WireError::into_domain).collect()
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
