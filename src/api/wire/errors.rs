//! The `errors` of an answer.

use super::{Field, FromWire, Slot, Slots, Value, wire_objects};
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
#[derive(Default)]
struct Validation(Vec<(String, Field<Sentences>)>);

impl FromWire for Validation {
    fn from_wire(value: Value<'_>) -> Option<Self> {
        let Value::Object(object) = value else { return None };
        let mut validation = Self::default();
        object.read(&mut validation);
        Some(validation)
    }
}

impl Slots for Validation {
    fn find(&mut self, name: &str) -> Option<&mut dyn Slot> {
        self.0.push((tidy(name, MAX_FIELD_CHARS), Field::default()));
        self.0.last_mut().map(|(_, sentences)| sentences as &mut dyn Slot)
    }
}

impl Validation {
    fn into_domain(self) -> Vec<FieldError> {
        let fields = self.0.into_iter();
        fields
            .map(|(field, messages)| FieldError {
                field,
                messages: messages.or_default().0,
            })
            .collect()
    }
}

/// One sentence or a list of them.
#[derive(Default)]
struct Sentences(Vec<String>);

impl FromWire for Sentences {
    fn from_wire(value: Value<'_>) -> Option<Self> {
        let mut sentences = match value {
            Value::Text(sentence) => vec![sentence.to_owned()],
            list => Vec::from_wire(list)?,
        };
        for sentence in &mut sentences {
            *sentence = tidy(sentence, MAX_MESSAGE_CHARS);
        }
        Some(Self(sentences))
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
            validation: self.validation.or_default().into_domain(),
        }
    }
}
