//! The `errors` of an answer.

use crate::api::error::{FieldError, GraphQlError, Location};
use crate::json::{Array, FromJson, Lenient, Object, Scalar, Slot, json_objects};
use crate::text::tidy;

/// AniList's sentences are cut here.
const MAX_MESSAGE_CHARS: usize = 400;
/// Longest name of a field that is kept.
const MAX_FIELD_CHARS: usize = 60;

json_objects! {
    /// One entry of `errors`.
    pub(crate) struct WireError {
        message: Lenient<String> = "message",
        status: Lenient<u16> = "status",
        locations: Lenient<Vec<WireLocation>> = "locations",
        validation: Lenient<Validation> = "validation",
    }

    struct WireLocation {
        line: Lenient<u32> = "line",
        column: Lenient<u32> = "column",
    }
}

/// `{"field": ["sentence", …]}`; an empty one arrives as `[]`, which PHP writes for an empty map.
#[derive(Debug, Default)]
struct Validation(Vec<(String, Lenient<Sentences>)>);

impl FromJson for Validation {
    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        Some(slot.insert(Self::default()))
    }
}

impl Object for Validation {
    fn place(&mut self, name: &str, _: usize) -> Option<usize> {
        self.0.push((tidy(name, MAX_FIELD_CHARS), Lenient::default()));
        Some(self.0.len() - 1)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        self.0
            .get_mut(place)
            .map(|(_, sentences)| sentences as &mut dyn Slot)
    }
}

/// One sentence or a list of them; anything else is none.
#[derive(Debug, Default)]
struct Sentences(Vec<String>);

impl FromJson for Sentences {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        Some(Self(vec![String::scalar(value)?]))
    }

    fn array(slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        Some(&mut slot.insert(Self::default()).0)
    }
}

impl Validation {
    fn into_domain(self) -> Vec<FieldError> {
        let fields = self.0.into_iter().map(|(field, sentences)| FieldError {
            field,
            messages: sentences
                .or_default()
                .0
                .iter()
                .map(|text| tidy(text, MAX_MESSAGE_CHARS))
                .collect(),
        });
        fields.collect()
    }
}

/// The errors of an answer, from the text of its `errors`. None when it is not a list of them.
pub(crate) fn read_errors(json: &str) -> Vec<GraphQlError> {
    let errors = Lenient::<Vec<WireError>>::parse(json)
        .map(Lenient::or_default)
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
            validation: self.validation.or_default().into_domain(),
        }
    }
}
