//! Values taken for what they are, where a number in quotes is no number.

use std::cell::Cell;

use serde::de::DeserializeSeed;
use serde::{Deserialize, Deserializer};

use super::reader::{Array, Object, Scalar, Seed};
use super::{FromJson, Lenient};

/// A value with its exact type: for texts of our own and for tokens, which are not forgiven what an answer is.
///
/// ```
/// use tsuzuki::json::{Lenient, JsonScalar};
/// let value = |json| Lenient::<JsonScalar>::parse(json).unwrap().take().unwrap();
/// assert_eq!(value("7"), JsonScalar::Whole(7));
/// assert_eq!(value("\"7\""), JsonScalar::Text("7".into()));
/// assert_eq!(value("[7]"), JsonScalar::Parts);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub enum JsonScalar {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number written in digits alone that fits.
    Whole(u64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(String),
    /// An array or an object.
    Parts,
}

impl JsonScalar {
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

impl FromJson for JsonScalar {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        Some(match value {
            Scalar::Null => Self::Null,
            Scalar::Bool(value) => Self::Bool(value),
            Scalar::Whole(value) => Self::Whole(value),
            Scalar::Float(value) => Self::Float(value),
            Scalar::Text(value) => Self::Text(value.to_owned()),
        })
    }

    fn array(slot: &mut Option<Self>) -> Option<&mut dyn Array> {
        *slot = Some(Self::Parts);
        None
    }

    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        *slot = Some(Self::Parts);
        None
    }
}

impl<'de> Deserialize<'de> for JsonScalar {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let mut value = Lenient::<Self>::default();
        let seed = Seed {
            slot: &mut value,
            doubled: &Cell::new(false),
        };
        seed.deserialize(json)?;
        Ok(value.or_default())
    }
}
