//! The app's wasm in parts: what the first page needs, and what can come later.
//!
//! Rust compiles the app to one module. Most of it is for pages that few visits open; a visitor should not wait for those.
//! So the functions that can be reached only through a *gate* (a function of a module in `ui/gates`) go into a module of
//! their own, with the texts and tables that only they use. It shares memory, globals and the function table with the first
//! one, and takes the functions it calls out of that table; loading it puts its own into their places there. Until then
//! nothing can get to them: whoever calls a gate has to wait for `web::later` first. Parts come one after the other: each
//! may use those before it.
//!
//! What can be reached is read from the relocations that the linker leaves behind (`--emit-relocs` in .cargo/config.toml),
//! so it is known for certain, calls through function pointers included. The parts themselves are made of what
//! wasm-bindgen wrote, before wasm-opt.

mod graph;
mod parts;
#[cfg(test)]
mod tests;

/// The parts after the first one, in their order: each is behind the gates in the module `ui::gates` of this name, and
/// `src/shell/boot.js` loads it under it.
pub(crate) const LATER: [&str; 2] = ["lists", "later"];

/// What is loaded at the start.
pub(crate) const FIRST: &str = "first";

/// The module that every later part imports from: all that is there already. A function has the number of its place in the
/// table for a name; `src/shell/boot.js` gives it.
const PROGRAM: &str = "program";

/// Splits `bound`, the module that wasm-bindgen wrote, into the first part and those of [`LATER`]; `linked` is the module
/// that it was written from.
///
/// # Errors
/// Why not, if one of the modules is not as it has to be.
pub(crate) fn split(linked: &[u8], bound: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let needed = graph::needed(linked, &LATER).map_err(|error| format!("the linked wasm: {error}"))?;
    let mut parts = Vec::new();
    let mut rest = bound.to_vec();
    // The last part goes first, so that the places which it needs in the table are those of the whole program.
    for (needed, part) in needed.iter().zip(LATER).rev() {
        if needed.gates.is_empty() {
            return Err(format!(
                "the linked wasm has no gate to the part “{part}” (ui/gates)"
            ));
        }
        let made = parts::make(&rest, needed);
        let (before, after) = made.map_err(|error| format!("the part “{part}”: {error}"))?;
        parts.push(after);
        rest = before;
    }
    parts.push(rest);
    parts.reverse();
    Ok(parts)
}
