//! Small pieces that views are built of. They know nothing of the app, and take plain types, so that each is compiled once.

mod actions;
mod alert;
mod check;
mod details;
mod fresh;
mod live_select;
mod select;

pub use actions::Actions;
pub use alert::Alert;
pub use check::Check;
pub use details::Details;
pub use fresh::Fresh;
pub use live_select::LiveSelect;
pub use select::{Select, options};
