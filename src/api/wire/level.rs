//! A value whose shape is not known beforehand.

use serde_json::value::RawValue;

use super::field::{Field, FromWire};
use super::json::{JsonError, Slot, Slots, Twice, Value};

/// A JSON value of any kind. What is inside of an array or object stays as it is written.
///
/// ```
/// use tsuzuki::api::wire::Level;
/// let Ok(Level::Object(fields)) = Level::parse(r#"{"id": 7, "tags": [true, 1.50]}"#) else { panic!() };
/// assert_eq!(Level::parse(fields[0].1.get()).unwrap().whole(), Some(7));
/// assert_eq!((fields[1].0.as_str(), fields[1].1.get()), ("tags", "[true, 1.50]"));
/// ```
#[derive(Debug, Clone)]
pub enum Level {
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
    /// An array.
    Array(Vec<Box<RawValue>>),
    /// An object: names and values in their order.
    Object(Vec<(String, Box<RawValue>)>),
}

impl Level {
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

impl FromWire for Level {
    fn from_wire(value: Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Whole(number) => Self::Whole(number),
            Value::Float(number) => Self::Float(number),
            Value::Text(text) => Self::Text(text.to_owned()),
            array @ Value::Array(_) => Self::Array(Vec::from_wire(array)?),
            Value::Object(object) => {
                let mut fields = Fields::default();
                object.read(&mut fields);
                let fields = fields.0.into_iter();
                Self::Object(
                    fields
                        .filter_map(|(name, raw)| Some((name, raw.take()?)))
                        .collect(),
                )
            }
            Value::Raw(_) => return None,
        })
    }
}

impl FromWire for Box<RawValue> {
    const RAW: bool = true;

    fn from_wire(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Raw(raw) => Some(raw.to_owned()),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Fields(Vec<(String, Field<Box<RawValue>>)>);

impl Slots for Fields {
    fn find(&mut self, name: &str) -> Result<Option<&mut dyn Slot>, Twice> {
        self.0.push((name.to_owned(), Field::default()));
        Ok(self.0.last_mut().map(|(_, raw)| raw as &mut dyn Slot))
    }
}
