//! The one way from `serde_json` to our types.
//!
//! Derived code compiles the deserializer anew for each type: 36 kB of gzip when it was measured. So there is one
//! visitor, and the types are behind it as `dyn` [`Slot`]s.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonError {
    /// It stops in the middle.
    Truncated,
    /// It never was.
    Malformed,
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        match error.classify() {
            Category::Eof => Self::Truncated,
            _ => Self::Malformed,
        }
    }
}

/// A JSON value while it is read.
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number written in digits alone.
    Whole(u64),
    /// Any other number.
    Float(f64),
    /// A string, decoded.
    Text(&'a str),
    /// An array, to be read or left.
    Array(&'a mut dyn Array),
    /// An object, to be read or left.
    Object(&'a mut dyn Object),
}

impl Value<'_> {
    /// Reads an object into the slots with the names of its fields. Other fields are skipped. `false` when the value
    /// is no object, or when one of the names stands twice: nobody could say which of the two counts.
    ///
    /// Quickest where fields come in the order of the slots.
    pub(crate) fn read_into<'s>(self, slots: &mut [(&'s str, Option<&'s mut dyn Slot>)]) -> bool {
        match self {
            Self::Object(object) => {
                let mut named = Named {
                    slots,
                    next: 0,
                    twice: false,
                };
                object.read(&mut named);
                !named.twice
            }
            _ => false,
        }
    }
}

/// A place for one value, of any type.
pub trait Slot {
    /// Takes the value, or whatever can be made of it.
    fn fill(&mut self, value: Value<'_>);
}

/// The items of an array.
pub trait Array {
    /// Reads the next item into the slot. `false` after the last, or where the text stops being JSON.
    fn next(&mut self, slot: &mut dyn Slot) -> bool;
}

/// The fields of an object.
pub trait Object {
    /// Reads each field into the slot that is found for it.
    fn read(&mut self, slots: &mut dyn Slots);
}

/// Where the fields of an object go.
pub trait Slots {
    /// The slot for the field of this name; `None` to skip it.
    fn find(&mut self, name: &str) -> Option<&mut dyn Slot>;
}

/// Reads a text that is one value.
///
/// # Errors
/// When it is no JSON. The slot may be filled then; what is in it means nothing.
pub(crate) fn read(text: &str, slot: &mut dyn Slot) -> Result<(), JsonError> {
    let mut json = serde_json::Deserializer::from_str(text);
    Seed(slot).deserialize(&mut json)?;
    Ok(json.end()?)
}

struct Named<'a, 'b> {
    slots: &'a mut [(&'b str, Option<&'b mut dyn Slot>)],
    /// Behind the slot of the field that came last.
    next: usize,
    /// Whether a name came again.
    twice: bool,
}

impl Slots for Named<'_, '_> {
    fn find(&mut self, name: &str) -> Option<&mut dyn Slot> {
        let mut places = (self.next..self.slots.len()).chain(0..self.next);
        let place = places.find(|&place| self.slots.get(place).is_some_and(|(slot, _)| *slot == name))?;
        self.next = place + 1;
        let slot = self.slots.get_mut(place)?.1.take();
        self.twice |= slot.is_none();
        slot.map(|slot| slot as &mut dyn Slot)
    }
}

/// The only deserialisation there is: of any value, into a slot.
struct Seed<'a>(&'a mut dyn Slot);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Seed<'_> {
    fn fill<E>(self, value: Value<'_>) -> Result<(), E> {
        self.0.fill(value);
        Ok(())
    }
}

// What JSON has is all here. A method left to its default would bring error texts, and with them the printing of floats.
impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.fill(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.fill(Value::Bool(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.fill(Value::Whole(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.fill(u64::try_from(value).map_or(Value::Float(value as f64), Value::Whole))
    }
    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.fill(Value::Float(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.fill(Value::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let mut items = Reading::new(seq);
        self.0.fill(Value::Array(&mut items));
        let mut rest = items.finish()?;
        while rest.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut fields = Reading::new(map);
        self.0.fill(Value::Object(&mut fields));
        let mut rest = fields.finish()?;
        while rest.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// An array or object that a slot is reading. Slots know no errors: the first one waits here.
struct Reading<A, E> {
    access: A,
    error: Option<E>,
}

impl<A, E> Reading<A, E> {
    fn new(access: A) -> Self {
        Self { access, error: None }
    }

    /// What is left of the array or object.
    fn finish(self) -> Result<A, E> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.access),
        }
    }

    /// The outcome of one step; `None` where the reading ends.
    fn step<T>(&mut self, outcome: Result<Option<T>, E>) -> Option<T> {
        outcome.unwrap_or_else(|error| {
            self.error = Some(error);
            None
        })
    }
}

impl<'de, A: SeqAccess<'de>> Array for Reading<A, A::Error> {
    fn next(&mut self, slot: &mut dyn Slot) -> bool {
        let item = self.access.next_element_seed(Seed(slot));
        self.step(item).is_some()
    }
}

impl<'de, A: MapAccess<'de>> Object for Reading<A, A::Error> {
    fn read(&mut self, slots: &mut dyn Slots) {
        loop {
            let name = self.access.next_key_seed(Name(slots));
            let value = match self.step(name) {
                None => return,
                Some(Some(slot)) => self.access.next_value_seed(Seed(slot)),
                Some(None) => self.access.next_value::<IgnoredAny>().map(drop),
            };
            if self.step(value.map(Some)).is_none() {
                return;
            }
        }
    }
}

/// The name of a field, on the way to the slot for its value.
struct Name<'a>(&'a mut dyn Slots);

impl<'de, 'a> DeserializeSeed<'de> for Name<'a> {
    type Value = Option<&'a mut dyn Slot>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'_> for Name<'a> {
    type Value = Option<&'a mut dyn Slot>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.find(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::{Field, wire_objects};

    wire_objects! {
        struct Pair {
            left: Field<u32> = "left",
            right: Field<Vec<u32>> = "right",
        }
    }

    type Read = (Option<u32>, Vec<u32>);

    fn pair(text: &str) -> Result<Option<Read>, JsonError> {
        let pair = Field::<Pair>::parse(text)?.take();
        Ok(pair.map(|pair| (pair.left.take(), pair.right.or_default())))
    }

    #[test]
    fn an_object_is_read_whatever_its_order_and_company() {
        for (text, want) in [
            (r#"{"left":1,"right":[2,3]}"#, (Some(1), vec![2, 3])),
            (r#"{"right":[2,3],"left":1}"#, (Some(1), vec![2, 3])),
            (
                r#" {"x":{"left":[9]},"left":1,"y":["\ud800"],"right":[]} "#,
                (Some(1), vec![]),
            ),
            (r#"{"le\u0066t":1}"#, (Some(1), vec![])),
            (r#"{"left":{"left":[1]},"right":{"right":1}}"#, (None, vec![])),
            ("{}", (None, vec![])),
        ] {
            assert_eq!(pair(text), Ok(Some(want)), "{text}");
        }
        for other in ["[]", "[1,[2]]", "null", "1", "\"{}\"", "{\"left\":1,\"left\":2}"] {
            assert_eq!(pair(other), Ok(None), "{other}");
        }
    }

    #[test]
    fn what_is_cut_off_is_told_from_what_is_wrong() {
        let whole = r#"{"left":12,"x":[{"y":null}],"right":[3,"4",5.0]}"#;
        for end in 0..whole.len() {
            let (cut, _) = whole.split_at(end);
            assert_eq!(pair(cut), Err(JsonError::Truncated), "{cut}");
        }
        for text in [
            "{\"left\":1}}",
            "{\"left\":1,}",
            "{\"left\":1 \"right\":[]}",
            "{\"right\":[1,]}",
            "{\"right\":[1}",
            "{\"left\":[1}",
            "{\"x\":[1}",
            "{1:1}",
            "<html>",
        ] {
            assert_eq!(pair(text), Err(JsonError::Malformed), "{text}");
        }
    }
}
