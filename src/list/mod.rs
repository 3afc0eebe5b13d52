//! A list as it is shown: the library in memory, what a query leaves of it, which rows are drawn and what they say, and the
//! user's own pending edits on top.

pub mod episodes_behind;
pub mod library;
pub mod next_up;
pub mod overlay;
pub mod query;
pub mod row;
pub mod row_recycling;
pub mod saved_views;
pub mod search_result;
pub mod selection;
pub mod still;
pub mod virtualizer;
