//! Small objects, to be looked up by name.

use std::borrow::Cow;

use super::{JsonError, Reader, Value};

/// The fields of a small object by name, in their order, each value as it is written.
///
/// ```
/// use tsuzuki::api::wire::{Fields, Value};
/// let fields = Fields::parse(r#"{"id": 7, "id": 8, "tags": [true]}"#).unwrap();
/// assert_eq!(fields.get("id"), Some(Value::Number("8"))); // the last one counts
/// assert_eq!(fields.raw("tags"), Some("[true]"));
/// assert_eq!(fields.get("name"), None);
/// assert!(Fields::parse("[]").is_err());
/// ```
#[derive(Debug)]
pub struct Fields<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Fields<'a> {
    /// Reads a text that is one object.
    ///
    /// # Errors
    /// When it is no JSON, or something other than an object.
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let mut json = Reader::new(text);
        let mut fields = Vec::new();
        if !json.object()? {
            return Err(JsonError::Malformed);
        }
        while let Some(name) = json.name()? {
            fields.push((name, json.raw()?));
        }
        json.end()?;
        Ok(Self(fields))
    }

    /// The field's value as it is written; `None` when there is no such field.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .rfind(|(known, _)| known == name)
            .map(|(_, raw)| *raw)
    }

    /// The field's value; of an array or object only that it is one.
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        Value::of(self.raw(name)?)
    }

    /// Drops every field of this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(name, raw)| (name.as_ref(), *raw))
    }
}
