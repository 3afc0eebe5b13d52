//! The shapes of answers, and their way into domain types.
//!
//! Decoding never fails on a shape: every field is a [`Field`], which is empty when the value is missing, null or of
//! a wrong type. Which fields a thing cannot do without is decided afterwards, in its `into_domain`, so one odd item
//! costs that item and not the list, and one odd field costs that field and not the item.

pub(crate) mod errors;
mod field;
mod json;
mod line;
pub mod list;
pub mod media;
mod scalar;
pub mod user;
mod written;

pub(crate) use field::wire_objects;
pub use field::{Field, FromWire};
pub use json::{Array, JsonError, Object, Scalar, Slot};
pub(crate) use json::{find, parse};
pub use line::Line;
pub use scalar::Strict;
pub use written::Written;
