//! The browser, behind functions: the only callers of web-sys and gloo. Nothing here decides anything; what a value
//! means is settled in the pure modules.

pub mod chunk;
pub mod clock;
pub mod console;
pub mod crypto;
pub mod database;
pub mod dom;
pub mod files;
pub mod gesture;
pub mod history;
pub mod http;
mod idb;
pub mod intl;
pub mod location;
pub mod locks;
pub mod patience;
pub mod pointer;
pub mod presence;
pub mod reactive;
pub mod records;
pub mod rows;
pub mod storage;
pub mod tabs;
pub mod viewport;
