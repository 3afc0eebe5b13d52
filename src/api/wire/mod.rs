//! The shapes of answers, and their way into domain types.
//!
//! Decoding never fails on a shape: every field is a [`Field`], which is empty when the value is missing, null or of
//! a wrong type. Which fields a thing cannot do without is decided afterwards, in its `into_domain`, so one odd item
//! costs that item and not the list, and one odd field costs that field and not the item.

pub(crate) mod errors;
mod field;
mod json;
pub mod media;
pub mod user;

pub use field::{Field, FromWire};
pub(crate) use field::{Slot, read_object, wire_objects};
pub(crate) use json::float;
pub use json::{Fields, JsonError, Reader, Value};

use crate::domain::SafeUrl;
use crate::model::text::tidy;

/// Names, titles and genres are cut here; AniList's own are far shorter.
const MAX_NAME_CHARS: usize = 300;

/// A text as it may be shown, or `None` when nothing readable is left of it.
fn readable(raw: &str) -> Option<String> {
    let text = tidy(raw, MAX_NAME_CHARS);
    (!text.is_empty()).then_some(text)
}

fn name(raw: Field<String>) -> Option<String> {
    readable(&raw.take()?)
}

fn link(raw: Field<String>) -> Option<SafeUrl> {
    SafeUrl::parse(&raw.take()?)
}
