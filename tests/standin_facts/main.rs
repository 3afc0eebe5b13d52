//! Proves what the stand-in claims to do like AniList, over real sockets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod aliases;
mod api;
mod code_grant;
mod control;
mod data;
mod devices;
mod edits;
mod faults;
mod introspection;
mod limits;
mod lists;
mod oauth;
mod settings;
mod site;
mod support;
