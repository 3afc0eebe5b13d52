//! A local stand-in for AniList, for tests and for whoever writes an AniList client. See README.md beside this file.
#[cfg(not(target_arch = "wasm32"))]
#[path = "parts.rs"]
mod parts;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), String> {
    parts::cli::main()
}

// The package's examples are built for the browser too.
#[cfg(target_arch = "wasm32")]
fn main() {}
