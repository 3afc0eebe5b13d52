//! Building blocks: they show what they are given and fetch nothing.

pub mod account;
pub mod button;
pub mod confirm;
pub mod copy;
pub mod icon;
pub mod login_button;
pub mod notices;
pub mod problem;
pub mod shelf;
