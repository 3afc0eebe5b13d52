//! Lists held against a model that does everything the slow and plain way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "library/model.rs"]
mod model;
#[path = "library/random.rs"]
mod random;
#[path = "library/sections.rs"]
mod sections;
#[path = "library/touched.rs"]
mod touched;
#[path = "library/views.rs"]
mod views;
#[path = "library/work.rs"]
mod work;
