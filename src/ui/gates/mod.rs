//! The gates: what only they lead to is not loaded at the start (`src/bin/seal/split`).
//!
//! A gate is a function of one of these modules, each of which is a part of the app and named like it. `seal` knows gates
//! by their path. Each is called through [`super::later`], which loads its part first; called before, it would trap. A
//! gate must not be inlined, nor call another, nor give a future back: the compiler would see through that to what is in it.

pub mod later;
pub mod lists;
