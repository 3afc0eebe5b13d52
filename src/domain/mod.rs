//! domain
pub mod civil;
