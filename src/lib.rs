//! Tsuzuki for AniList: a static AniList client. `docs/ARCHITECTURE.md` is the map of the source.
#![warn(missing_docs)]

pub mod api;
pub mod auth;
pub mod config;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod gesture;
pub mod json;
pub mod list;
pub mod outbox;
pub mod route;
pub mod text;

// The line between the pure core and the browser: only these three modules may name web-sys, gloo or Leptos,
// and the crates they need exist for this target alone (Cargo.toml).
#[cfg(target_arch = "wasm32")]
pub mod data;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod web;
