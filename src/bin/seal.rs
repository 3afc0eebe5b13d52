//! Tsuzuki.
fn main() {}
