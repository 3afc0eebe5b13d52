//! JSON as it comes from AniList, from the browser's storage and from files: read leniently, and written.
//!
//! Reading never fails on a shape: every field is a [`Lenient`], which is empty when the value is missing, null or of a
//! wrong type. Which fields a thing cannot do without is decided afterwards, where it becomes a domain type, so one odd item
//! costs that item and not the list, and one odd field costs that field and not the item.

mod lenient;
mod raw_object;
mod reader;
mod scalar;
mod writer;

pub(crate) use lenient::json_objects;
pub use lenient::{FromJson, Lenient};
pub use raw_object::RawObject;
pub use reader::{Array, JsonError, Object, Scalar, Slot};
pub(crate) use reader::{find, parse};
pub use scalar::JsonScalar;
pub use writer::{Writer, array, quoted};
