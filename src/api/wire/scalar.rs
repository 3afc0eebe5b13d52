//! A value whose type is not known beforehand.

use super::field::{Field, FromWire};
use super::json::{JsonError, Value};

/// A JSON value of any type, without what is inside of an array or object.
///
/// Unlike a [`Field`] it tells a value of a wrong type from one that is missing, and a number from a string of digits.
///
/// ```
/// use tsuzuki::api::wire::Scalar;
/// assert_eq!(Scalar::parse("7"), Ok(Scalar::Whole(7)));
/// assert_eq!(Scalar::parse("\"7\"").unwrap().whole(), None);
/// assert_eq!(Scalar::parse(r#"{"id": [7]}"#), Ok(Scalar::Nested));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number written in digits alone.
    Whole(u64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(String),
    /// An array or object.
    Nested,
}

impl Scalar {
    /// Reads a text that is one value.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let value = Field::parse(text)?.take();
        value.ok_or(JsonError::Malformed)
    }

    /// The string, if it is one.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one written in digits alone.
    pub fn whole(&self) -> Option<u64> {
        match self {
            Self::Whole(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromWire for Scalar {
    fn from_wire(value: Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Whole(number) => Self::Whole(number),
            Value::Float(number) => Self::Float(number),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Array(_) | Value::Object(_) => Self::Nested,
        })
    }
}
