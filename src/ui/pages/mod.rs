//! One file a route.

pub mod console;
pub mod home;
pub mod login;
pub mod not_found;
pub mod outcome;
pub mod paste;
pub mod requests;
pub mod session;
mod viewer;
mod welcome;
