//! A value of an answer, read whatever its type.

use super::json::{JsonError, Reader, Value, float};
use crate::domain::{
    ListStatus, MediaFormat, MediaId, MediaSeason, MediaType, ScoreFormat, TitleLanguage, UserId,
};

/// A field of an answer: its value, or empty when it is missing, null or not what it should be.
///
/// Reads JSON in one pass, without an intermediate tree, and fails only where the text is no JSON at all.
///
/// ```
/// use tsuzuki::api::wire::Field;
/// let count = |json| Field::<u32>::parse(json).unwrap().take();
/// assert_eq!(count("12"), Some(12));
/// assert_eq!(count("\"12\""), Some(12)); // numbers sometimes arrive as strings
/// assert_eq!(count("12.0"), Some(12));
/// assert_eq!(count("-1"), None);
/// assert_eq!(count("{\"a\":[]}"), None);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Field<T>(Option<T>);

impl<T: FromWire> Field<T> {
    /// Reads a text that is one value.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut json = Reader::new(text);
        let value = T::read(&mut json)?;
        json.end()?;
        Ok(Self(value))
    }
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn take(self) -> Option<T> {
        self.0
    }
}

impl<T: Default> Field<T> {
    /// The value, or what its type starts with.
    pub fn or_default(self) -> T {
        self.0.unwrap_or_default()
    }
}

// Derived, this would demand `T: Default`.
impl<T> Default for Field<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// What can be read from a value of an answer.
pub trait FromWire: Sized {
    /// Reads one value to its end. `None` when it is not what it should be.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError>;
}

impl FromWire for String {
    fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
        json.value().map(Value::text)
    }
}

impl FromWire for bool {
    fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
        Ok(match json.value()? {
            Value::Bool(value) => Some(value),
            _ => None,
        })
    }
}

/// Also from a string of digits, and from a number with a fraction or power that stands for one whole number only.
impl FromWire for u64 {
    fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
        const EXACT: f64 = 9_007_199_254_740_991.0; // 2^53 - 1
        Ok(match json.value()? {
            Value::Number(number) => match number.parse::<i64>() {
                Ok(whole) => whole.try_into().ok(),
                Err(_) => Some(float(number))
                    .filter(|value| value.fract() == 0.0 && (0.0..=EXACT).contains(value))
                    .map(|value| value as Self),
            },
            Value::Text(text) => text.parse().ok(),
            _ => None,
        })
    }
}

macro_rules! smaller_number {
    ($($number:ty),+) => {$(
        impl FromWire for $number {
            fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
                Ok(u64::read(json)?.and_then(|number| number.try_into().ok()))
            }
        }
    )+};
}
smaller_number!(u8, u16, u32);

macro_rules! id {
    ($($id:ty),+) => {$(
        impl FromWire for $id {
            fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
                Ok(u64::read(json)?.and_then(Self::new))
            }
        }
    )+};
}
id!(UserId, MediaId);

macro_rules! word {
    ($($word:ty),+) => {$(
        impl FromWire for $word {
            fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
                Ok(match json.value()? {
                    Value::Text(word) => Some(Self::from_word(&word)),
                    _ => None,
                })
            }
        }
    )+};
}
word!(
    ListStatus,
    MediaFormat,
    MediaSeason,
    MediaType,
    ScoreFormat,
    TitleLanguage
);

/// A list without those of its items that are null or not what they should be.
impl<T: FromWire> FromWire for Vec<T> {
    fn read(json: &mut Reader<'_>) -> Result<Option<Self>, JsonError> {
        if !json.array()? {
            return Ok(None);
        }
        let mut items = Self::new();
        while json.item()? {
            items.extend(T::read(json)?);
        }
        Ok(Some(items))
    }
}

/// A [`Field`] of any type, to be filled while an object is read.
pub(crate) trait Slot {
    fn fill(&mut self, json: &mut Reader<'_>) -> Result<(), JsonError>;
}

impl<T: FromWire> Slot for Field<T> {
    fn fill(&mut self, json: &mut Reader<'_>) -> Result<(), JsonError> {
        self.0 = T::read(json)?;
        Ok(())
    }
}

/// Reads an object into the slots with the names of its fields; other fields are skipped. `false` when the value is no
/// object. A name that stands twice is an error: nobody could say which of the two counts.
///
/// Not generic, so that all objects share it. Quickest where fields come in the order of the slots.
pub(crate) fn read_object(
    json: &mut Reader<'_>,
    slots: &mut [(&str, Option<&mut dyn Slot>)],
) -> Result<bool, JsonError> {
    if !json.object()? {
        return Ok(false);
    }
    let mut expected = 0;
    while let Some(name) = json.name()? {
        let mut places = (expected..slots.len()).chain(0..expected);
        let place = places.find(|&place| slots.get(place).is_some_and(|(slot, _)| *slot == name));
        if let Some((place, (_, slot))) = place.and_then(|place| Some((place, slots.get_mut(place)?))) {
            slot.take().ok_or(JsonError::Malformed)?.fill(json)?;
            expected = place + 1;
        } else {
            json.value()?;
        }
    }
    Ok(true)
}

/// Declares structs whose fields are [`Field`]s, each with its name in the answer, and lets them be read from objects.
macro_rules! wire_objects {
    ($($(#[$meta:meta])* $vis:vis struct $object:ident {
        $($field_vis:vis $field:ident: $type:ty = $name:literal,)+
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Default)]
        $vis struct $object {
            $($field_vis $field: $type,)+
        }

        impl $crate::api::wire::FromWire for $object {
            fn read(
                json: &mut $crate::api::wire::Reader<'_>,
            ) -> Result<Option<Self>, $crate::api::wire::JsonError> {
                let mut object = Self::default();
                let slots = &mut [$(($name, Some(&mut object.$field as &mut dyn $crate::api::wire::Slot))),+];
                Ok($crate::api::wire::read_object(json, slots)?.then_some(object))
            }
        }
    )+};
}
pub(crate) use wire_objects;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read<T: FromWire>(json: &str) -> Option<T> {
        Field::parse(json).expect("valid JSON").take()
    }

    #[test]
    fn whole_numbers() {
        let rows: &[(&str, Option<u64>)] = &[
            ("0", Some(0)),
            ("-0", Some(0)),
            ("7", Some(7)),
            ("\"7\"", Some(7)),
            ("7.0", Some(7)),
            ("7e2", Some(700)),
            ("7.5", None),
            ("-7", None),
            ("\"\"", None),
            ("\" 7\"", None),
            ("\"NaN\"", None),
            ("true", None),
            ("null", None),
            ("[7]", None),
            ("{\"7\":7}", None),
            ("9007199254740993", Some(9_007_199_254_740_993)), // 2^53 + 1
            ("9007199254740993.0", None),                      // no longer the number that was meant
            ("9223372036854775807", Some(i64::MAX as u64)),
            ("18446744073709551615", None),
            ("99999999999999999999999", None),
        ];
        for (json, want) in rows {
            assert_eq!(read::<u64>(json), *want, "{json}");
        }
        assert_eq!(read::<u8>("256"), None);
        assert_eq!(read::<UserId>("0"), None);
        assert_eq!(read::<UserId>("\"5001\""), UserId::new(5001));
    }

    #[test]
    fn texts_and_words() {
        assert_eq!(read::<String>("5"), None);
        assert_eq!(read::<bool>("1"), None);
        assert_eq!(read::<MediaFormat>("\"TV\""), Some(MediaFormat::Tv));
        assert_eq!(read::<MediaFormat>("\"HOLOGRAM\""), Some(MediaFormat::Unknown));
        assert_eq!(read::<MediaFormat>("3"), None);
    }

    #[test]
    fn a_list_loses_only_its_odd_items() {
        assert_eq!(
            read::<Vec<u32>>("[1,null,\"2\",{\"x\":[[]]},[9],-1,3]"),
            Some(vec![1, 2, 3])
        );
        assert_eq!(read::<Vec<u32>>("{}"), None);
        assert_eq!(
            read::<Vec<Vec<u32>>>("[[1],null,[]]"),
            Some(vec![vec![1], vec![]])
        );
    }

    #[test]
    fn what_is_skipped_may_nest_without_end() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read::<u32>(&deep), None);
    }

    proptest! {
        #[test]
        fn every_number_reads_back(value: u32) {
            prop_assert_eq!(read::<u32>(&value.to_string()), Some(value));
            prop_assert_eq!(read::<u32>(&format!("\"{value}\"")), Some(value));
            prop_assert_eq!(read::<u32>(&format!("{value}.0")), Some(value));
        }
    }
}
