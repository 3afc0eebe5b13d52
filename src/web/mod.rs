//! The browser, behind functions: the only callers of web-sys and gloo. Nothing here decides anything; what a value
//! means is settled in the pure modules.

pub mod clock;
pub mod console;
pub mod crypto;
pub mod database;
pub mod dom;
pub mod history;
pub mod http;
pub mod intl;
pub mod location;
pub mod locks;
pub mod storage;
pub mod tabs;
