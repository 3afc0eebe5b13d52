//! What a person sees: Leptos components. Pages fetch, components show; neither knows the wire format.

// The component macro makes items public that only their own module can reach, and a component owns its props.
#![allow(unreachable_pub, clippy::needless_pass_by_value)]

pub mod app;
pub mod client;
pub mod components;
pub mod dialogs;
pub mod dispatch;
pub mod echo;
pub mod edits;
pub mod failure;
pub mod kept;
pub mod kit;
pub mod lazy;
pub mod lists;
pub mod live;
pub mod login;
pub mod navigation;
pub mod pages;
pub mod preferences;
pub mod query;
pub mod scales;
pub mod session;
pub mod state;
pub mod still;
