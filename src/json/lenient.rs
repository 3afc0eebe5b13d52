//! A value of an answer, read whatever its type.

use super::reader::{Array, JsonError, Object, Scalar, Slot, parse};
use crate::domain::{
    Country, EntryId, ListStatus, MediaFormat, MediaId, MediaSeason, MediaStatus, MediaType, RowOrder,
    SafeUrl, ScoreFormat, TitleLanguage, UserId,
};

/// A field of an answer: its value, or empty when it is missing, null or not what it should be.
///
/// Reads JSON in one pass, without an intermediate tree, and fails only where the text is no JSON at all.
///
/// ```
/// use tsuzuki::json::Lenient;
/// let count = |json| Lenient::<u32>::parse(json).unwrap().take();
/// assert_eq!(count("12"), Some(12));
/// assert_eq!(count("\"12\""), Some(12)); // numbers sometimes arrive as strings
/// assert_eq!(count("12.0"), Some(12));
/// assert_eq!(count("-1"), None);
/// assert_eq!(count("{\"a\":[]}"), None);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Lenient<T>(Option<T>);

impl<T: FromJson> Lenient<T> {
    /// Reads a text that is one value.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut field = Self::default();
        parse(text, &mut field)?;
        Ok(field)
    }
}

impl<T> Lenient<T> {
    /// The value, if there is one.
    pub fn take(self) -> Option<T> {
        self.0
    }
}

impl<T: Default> Lenient<T> {
    /// The value, or what its type starts with.
    pub fn or_default(self) -> T {
        self.0.unwrap_or_default()
    }
}

// Derived, this would demand `T: Default`.
impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: FromJson> Slot for Lenient<T> {
    fn scalar(&mut self, value: Scalar<'_>) {
        self.0 = T::scalar(value);
    }

    fn array(&mut self) -> Option<&mut dyn Array> {
        T::array(&mut self.0)
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        T::object(&mut self.0)
    }
}

/// What can be read from a value of an answer. A type says which kinds of value it comes from; others leave the
/// field empty.
pub trait FromJson: Sized {
    /// From a value without parts.
    fn scalar(_value: Scalar<'_>) -> Option<Self> {
        None
    }

    /// From an array, of which the items follow: puts a beginning into the slot, to be filled.
    fn array(_slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        None
    }

    /// From an object, of which the fields follow: puts a beginning into the slot, to be filled.
    fn object(_slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        None
    }
}

/// From whatever there is: for lists in which an odd item keeps its place.
impl<T: FromJson> FromJson for Lenient<T> {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        Some(Self(T::scalar(value)))
    }

    fn array(slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        slot.insert(Self(None)).array()
    }

    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        slot.insert(Self(None)).object()
    }
}

impl FromJson for String {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl FromJson for Box<str> {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(text) => Some(text.into()),
            _ => None,
        }
    }
}

/// Only a link that is safe to follow.
impl FromJson for SafeUrl {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(text) => Self::parse(text),
            _ => None,
        }
    }
}

impl FromJson for Country {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(text) => Self::parse(text),
            _ => None,
        }
    }
}

impl FromJson for f64 {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Whole(number) => Some(number as Self),
            Scalar::Float(number) => Some(number),
            Scalar::Text(text) => u64::scalar(Scalar::Text(text)).map(|number| number as Self),
            _ => None,
        }
    }
}

impl FromJson for bool {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Bool(value) => Some(value),
            _ => None,
        }
    }
}

/// Also from a string of digits, and from a number with a fraction or power that stands for one whole number only.
impl FromJson for u64 {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        const EXACT: f64 = 9_007_199_254_740_991.0; // 2^53 - 1
        match value {
            Scalar::Whole(number) => i64::try_from(number).is_ok().then_some(number),
            Scalar::Float(number) => {
                (number.fract() == 0.0 && (0.0..=EXACT).contains(&number)).then_some(number as Self)
            }
            Scalar::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

macro_rules! smaller_number {
    ($($number:ty),+) => {$(
        impl FromJson for $number {
            fn scalar(value: Scalar<'_>) -> Option<Self> {
                u64::scalar(value)?.try_into().ok()
            }
        }
    )+};
}
smaller_number!(u8, u16, u32);

macro_rules! id {
    ($($id:ty),+) => {$(
        impl FromJson for $id {
            fn scalar(value: Scalar<'_>) -> Option<Self> {
                Self::new(u64::scalar(value)?)
            }
        }
    )+};
}
id!(EntryId, MediaId, UserId);

macro_rules! word {
    ($($word:ty),+) => {$(
        impl FromJson for $word {
            fn scalar(value: Scalar<'_>) -> Option<Self> {
                match value {
                    Scalar::Text(word) => Some(Self::from_word(word)),
                    _ => None,
                }
            }
        }
    )+};
}
word!(
    ListStatus,
    MediaFormat,
    MediaSeason,
    MediaStatus,
    MediaType,
    RowOrder,
    ScoreFormat,
    TitleLanguage
);

/// A list without those of its items that are null or not what they should be.
impl<T: FromJson> FromJson for Vec<T> {
    fn array(slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        Some(slot.insert(Self::new()))
    }
}

impl<T: FromJson> Array for Vec<T> {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = Lenient::<T>::default();
        let more = read(&mut item);
        self.extend(item.take());
        more
    }
}

/// Declares structs whose fields are [`Lenient`]s, each with its name in the answer, and lets them be read from objects.
/// A name that stands twice is an error: nobody could say which of the two counts.
macro_rules! json_objects {
    ($($(#[$meta:meta])* $vis:vis struct $object:ident {
        $($field_vis:vis $field:ident: $type:ty = $name:literal,)+
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Default)]
        $vis struct $object {
            $($field_vis $field: $type,)+
        }

        impl $crate::json::Object for $object {
            fn place(&mut self, name: &str, expected: usize) -> Option<usize> {
                $crate::json::find(&[$($name),+], name, expected)
            }

            fn slot(&mut self, place: usize) -> Option<&mut dyn $crate::json::Slot> {
                // An enum numbers the fields, as the list of names above does.
                #[allow(non_camel_case_types)]
                enum Place { $($field),+ }
                match place {
                    $(place if place == Place::$field as usize => Some(&mut self.$field),)+
                    _ => None,
                }
            }
        }

        impl $crate::json::FromJson for $object {
            fn object(slot: &mut Option<Self>) -> Option<&mut dyn $crate::json::Object> {
                Some(slot.insert(Self::default()))
            }
        }
    )+};
}
pub(crate) use json_objects;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read<T: FromJson>(json: &str) -> Option<T> {
        Lenient::parse(json).expect("valid JSON").take()
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
