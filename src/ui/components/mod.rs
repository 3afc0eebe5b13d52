//! Building blocks: they show what they are given and fetch nothing.

pub mod account;
pub mod asked;
pub mod budget;
pub mod button;
pub mod confirm;
pub mod copy;
pub mod countdown;
pub mod dialog;
pub mod icon;
pub mod login_button;
pub mod more;
pub mod notices;
pub mod plan_table;
pub mod problem;
pub mod run_line;
pub mod shelf;
pub mod unsent;
