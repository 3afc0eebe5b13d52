//! Building blocks: they show what they are given and fetch nothing.

pub mod account;
pub mod budget;
pub mod button;
pub mod confirm;
pub mod copy;
pub mod countdown;
pub mod cover_row;
pub mod dialog;
pub mod icon;
pub mod job_row;
pub mod login_button;
pub mod more;
pub mod notices;
pub mod plan_table;
pub mod problem;
pub mod query_view;
pub mod unsent;
