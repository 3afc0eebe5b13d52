//! What a person sees: Leptos components. Pages fetch, components show; neither knows the wire format.

// The component macro makes items public that only their own module can reach.
#![allow(unreachable_pub)]

pub mod app;
pub mod client;
pub mod components;
pub mod echo;
pub mod login;
pub mod navigation;
pub mod pages;
pub mod query;
pub mod session;
pub mod state;
