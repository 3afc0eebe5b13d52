//! A value of an answer, read whatever its type.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::domain::{
    ListStatus, MediaFormat, MediaId, MediaSeason, MediaType, ScoreFormat, TitleLanguage, UserId,
};

/// A field of an answer: its value, or empty when it is missing, null or not what it should be.
///
/// Reads JSON in one pass, without an intermediate tree, and fails only where the text is no JSON at all.
///
/// ```
/// use tsuzuki::api::wire::Field;
/// let count = |json| serde_json::from_str::<Field<u32>>(json).unwrap().take();
/// assert_eq!(count("12"), Some(12));
/// assert_eq!(count("\"12\""), Some(12)); // numbers sometimes arrive as strings
/// assert_eq!(count("12.0"), Some(12));
/// assert_eq!(count("-1"), None);
/// assert_eq!(count("{\"a\":[]}"), None);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Field<T>(Option<T>);

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

/// What a type makes of each kind of JSON value: nothing, unless it says otherwise.
pub trait FromWire: Sized {
    /// From `true` or `false`.
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
    /// From a whole number.
    fn from_i64(_: i64) -> Option<Self> {
        None
    }
    /// From a number with a fraction or an exponent, or one too large for [`Self::from_i64`].
    fn from_f64(_: f64) -> Option<Self> {
        None
    }
    /// From a string.
    fn from_text(_: &str) -> Option<Self> {
        None
    }
    /// From an array, which must be read to its end.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    fn from_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<Option<Self>, A::Error> {
        drain_seq(seq).map(|()| None)
    }
    /// From an object, which must be read to its end.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }
}

/// Reads an array to its end and forgets it.
fn drain_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<(), A::Error> {
    IgnoredAny.visit_seq(seq).map(|_| ())
}

impl<'de, T: FromWire> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor(PhantomData)).map(Self)
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: FromWire> Visitor<'de> for FieldVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(T::from_bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(T::from_i64(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| T::from_f64(value as f64), T::from_i64))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(T::from_f64(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(T::from_text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        T::from_seq(seq)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::from_map(map)
    }
}

impl FromWire for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromWire for bool {
    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl FromWire for f64 {
    fn from_i64(value: i64) -> Option<Self> {
        Some(value as Self)
    }
    fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then_some(value)
    }
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().and_then(Self::from_f64)
    }
}

/// Whole numbers: also from a string of digits, and from a float without a fraction that stands for one number only.
macro_rules! whole_number {
    ($($number:ty),+) => {$(
        impl FromWire for $number {
            fn from_i64(value: i64) -> Option<Self> {
                Self::try_from(value).ok()
            }
            fn from_f64(value: f64) -> Option<Self> {
                const EXACT: f64 = 9_007_199_254_740_991.0; // 2^53 - 1
                (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64).and_then(Self::from_i64)
            }
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )+};
}
whole_number!(u8, u16, u32, u64);

macro_rules! id {
    ($($id:ty),+) => {$(
        impl FromWire for $id {
            fn from_i64(value: i64) -> Option<Self> {
                u64::from_i64(value).and_then(Self::new)
            }
            fn from_f64(value: f64) -> Option<Self> {
                u64::from_f64(value).and_then(Self::new)
            }
            fn from_text(text: &str) -> Option<Self> {
                u64::from_text(text).and_then(Self::new)
            }
        }
    )+};
}
id!(UserId, MediaId);

macro_rules! word {
    ($($word:ty),+) => {$(
        impl FromWire for $word {
            fn from_text(text: &str) -> Option<Self> {
                Some(Self::from_word(text))
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
    fn from_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Option<Self>, A::Error> {
        let mut items = Self::new();
        while let Some(item) = seq.next_element::<Field<T>>()? {
            items.extend(item.take());
        }
        Ok(Some(items))
    }
}

/// Reads an object into a type that derives `Deserialize`. For [`wire_object`] only.
pub(crate) fn object<'de, T: Deserialize<'de>, A: MapAccess<'de>>(map: A) -> Result<Option<T>, A::Error> {
    T::deserialize(MapAccessDeserializer::new(map)).map(Some)
}

/// Makes structs of [`Field`]s, with a derived `Deserialize`, readable as a field themselves: from objects only,
/// where the derived code alone would also take an array.
macro_rules! wire_object {
    ($($object:ty),+ $(,)?) => {$(
        impl $crate::api::wire::FromWire for $object {
            fn from_map<'de, A: serde::de::MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
                $crate::api::wire::object(map)
            }
        }
    )+};
}
pub(crate) use wire_object;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read<T: FromWire>(json: &str) -> Option<T> {
        serde_json::from_str::<Field<T>>(json).expect("valid JSON").take()
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
    fn fractions_texts_and_words() {
        assert_eq!(read::<f64>("7"), Some(7.0));
        assert_eq!(read::<f64>("\"7.25\""), Some(7.25));
        assert_eq!(read::<f64>("\"inf\""), None);
        assert_eq!(read::<f64>("\"NaN\""), None);
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
