//! The app's wasm in two: what the first page needs, and what can come later.
//!
//! Rust compiles the app to one module. Most of it is for pages that few visits open; a visitor should not wait for those.
//! So the functions that can be reached only through a *gate* (a function of `ui/gates.rs`) go into a second module, with
//! the texts and tables that only they use. It shares memory, tables and globals with the first one; loading it puts its
//! functions into their places of the function table. Until then nothing can get there: whoever calls a gate has to wait
//! for `web::later` first.
//!
//! What can be reached is read from the relocations that the linker leaves behind (`--emit-relocs` in .cargo/config.toml),
//! so it is known for certain, calls through function pointers included. The parts themselves are made of what
//! wasm-bindgen wrote, before wasm-opt.

mod graph;
mod parts;
#[cfg(test)]
mod tests;

/// The two modules.
pub(crate) struct Parts {
    /// What is loaded at the start.
    pub(crate) first: Vec<u8>,
    /// What is loaded when it is needed; imports the exports of the first one as module [`parts::FIRST`].
    pub(crate) later: Vec<u8>,
}

/// Splits `bound`, the module that wasm-bindgen wrote; `linked` is the one it was written from.
///
/// # Errors
/// Why not, if one of the modules is not as it has to be.
pub(crate) fn split(linked: &[u8], bound: &[u8]) -> Result<Parts, String> {
    let needed = graph::needed(linked).map_err(|error| format!("the linked wasm: {error}"))?;
    if needed.gates.is_empty() {
        return Err("the linked wasm has no gate (ui/gates.rs)".to_owned());
    }
    let made = parts::make(bound, &needed);
    let (first, later) = made.map_err(|error| format!("the wasm of wasm-bindgen: {error}"))?;
    Ok(Parts { first, later })
}
