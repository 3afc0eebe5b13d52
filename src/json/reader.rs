//! JSON (RFC 8259) by `serde_json`, without code for each type.
//!
//! A derived visitor is compiled anew for every struct. Here one visitor serves all of them: it hands each value to a
//! [`Slot`] behind a reference, so a struct costs a table of names and places.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonError {
    /// It stops in the middle.
    Truncated,
    /// It never was, or an object that is read has a name twice.
    Malformed,
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_eof() {
            Self::Truncated
        } else {
            Self::Malformed
        }
    }
}

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number written in digits alone that fits.
    Whole(u64),
    /// Any other number, to the last digit or nearly so.
    Float(f64),
    /// A string, decoded.
    Text(&'a str),
}

/// A place for a value of any type. What it has no use for it lets pass.
pub trait Slot {
    /// Takes a value without parts.
    fn scalar(&mut self, value: Scalar<'_>);

    /// An array comes: where its items go. `None` when they are not wanted.
    fn array(&mut self) -> Option<&mut dyn Array>;

    /// An object comes: where its fields go. `None` when they are not wanted.
    fn object(&mut self) -> Option<&mut dyn Object>;
}

/// A place for the items of an array.
pub trait Array {
    /// Has `read` fill a slot with the next item. Keeps the item if it likes, and gives what `read` gave: whether
    /// there was one.
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool;
}

/// A place for the fields of an object.
pub trait Object {
    /// The number of the field with this name; `None` for one to skip. `expected` is the number after that of the
    /// field before, which makes it the likeliest.
    fn place(&mut self, name: &str, expected: usize) -> Option<usize>;

    /// Where the value of the field with this number goes.
    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot>;
}

/// Reads a text that is one value into `slot`.
///
/// What no slot takes is skipped without recursion, however deep it nests. Slots themselves nest no deeper than their
/// types do.
///
/// # Errors
/// When it is no JSON.
pub(crate) fn parse(text: &str, slot: &mut dyn Slot) -> Result<(), JsonError> {
    let doubled = Cell::new(false);
    let mut json = serde_json::Deserializer::from_str(text);
    let seed = Seed {
        slot,
        doubled: &doubled,
    };
    seed.deserialize(&mut json)?;
    json.end()?;
    match doubled.get() {
        true => Err(JsonError::Malformed),
        false => Ok(()),
    }
}

/// Reads one value into a slot.
pub(crate) struct Seed<'s> {
    pub(crate) slot: &'s mut dyn Slot,
    /// Whether a name that is read stands twice: nobody could say which of the two counts. An error made on the spot
    /// would be a sentence, and bring code for sentences along.
    pub(crate) doubled: &'s Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl Seed<'_> {
    fn scalar<E>(self, value: Scalar<'_>) -> Result<(), E> {
        self.slot.scalar(value);
        Ok(())
    }
}

// Every method that `serde_json` calls stands here: the provided ones would bring sentences about types along.
impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar(Scalar::Whole(value))
    }

    /// Negative numbers only.
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some(array) = self.slot.array() else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        let (doubled, mut failure) = (self.doubled, None);
        let mut read = |slot: &mut dyn Slot| match items.next_element_seed(Seed { slot, doubled }) {
            Ok(item) => item.is_some(),
            Err(error) => {
                failure = Some(error);
                false
            }
        };
        while array.item(&mut read) {}
        failure.map_or(Ok(()), Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Some(object) = self.slot.object() else {
            while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        let (doubled, mut expected, mut seen) = (self.doubled, 0, 0_u64);
        while let Some(place) = fields.next_key_seed(Name {
            object: &mut *object,
            expected,
        })? {
            let Some((place, slot)) = place.and_then(|place| Some((place, object.slot(place)?))) else {
                fields.next_value::<IgnoredAny>()?;
                continue;
            };
            let bit = u32::try_from(place)
                .ok()
                .and_then(|place| 1_u64.checked_shl(place));
            doubled.set(doubled.get() || seen & bit.unwrap_or(0) != 0);
            seen |= bit.unwrap_or(0);
            expected = place + 1;
            fields.next_value_seed(Seed { slot, doubled })?;
        }
        Ok(())
    }
}

/// Finds the place of a field by its name.
struct Name<'o> {
    object: &'o mut dyn Object,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<usize>, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.object.place(name, self.expected))
    }
}

/// The number of a name among those of a struct. Quickest where fields come in the order of the struct.
pub(crate) fn find(names: &[&str], name: &str, expected: usize) -> Option<usize> {
    if names.get(expected) == Some(&name) {
        return Some(expected);
    }
    names.iter().position(|known| *known == name)
}
