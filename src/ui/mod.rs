//! What a person sees: Leptos components. Pages fetch, components show; neither knows the wire format.

// The component macro makes items public that only their own module can reach, and a component owns its props.
#![allow(unreachable_pub, clippy::needless_pass_by_value)]

pub mod app;
pub mod components;
pub mod dialogs;
pub mod failure;
pub mod kit;
pub mod lazy;
pub mod live;
pub mod pages;
