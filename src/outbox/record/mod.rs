//! The texts in which edits, their journal and bulk runs rest in the browser's database.
//!
//! Others of the same origin can write there, and so can another version of this app: everything is read as foreign
//! input. Each record is a JSON object of its own with a version, so one that cannot be read does not take others
//! along; it is left where it is.

pub(crate) mod error;
mod tree;
pub mod values;

pub use tree::Tree;

use crate::json::Writer;

/// The version this app writes, and the newest it reads.
pub const VERSION: u64 = 1;

/// A record to be filled, with its version in it.
pub(crate) fn record() -> Writer {
    let mut json = Writer::default();
    json.number("v", VERSION);
    json
}

/// The record in a text; `None` when it is none of ours, or of a newer version.
pub(crate) fn parse_record(text: &str) -> Option<Tree> {
    let record = Tree::parse(text)?;
    (record.get("v")?.whole()? == VERSION).then_some(record)
}

#[cfg(test)]
pub(crate) mod strategies;
