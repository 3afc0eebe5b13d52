//! The native integration tests, as one program: each file by itself would link the library and the stand-in again.
//!
//! To add a file `tests/name.rs`, add `mod name;` below; a test here fails while one is missing. What several files share
//! is declared here too, and reached as `crate::…`. `cargo test --test native name` runs one file's tests.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

// What they share.
mod auth_support;
mod authorization_code {
    pub(crate) mod exchange;
    pub(crate) mod flow;
    pub(crate) mod listener;
}
mod chance;
#[path = "standin/parts.rs"]
#[allow(dead_code, reason = "the command line is not used here")]
mod standin;

// The tests.
mod auth_claims;
mod auth_expiry;
mod auth_leaving;
mod auth_session;
mod auth_stored;
mod authorization_code_answers;
mod authorization_code_flow;
mod batch;
mod budget;
mod budget_model;
mod cache;
mod contract;
mod decode;
mod docs;
mod documents;
mod layers;
mod library;
mod login;
mod login_answers;
mod login_errors;
mod names;
mod outbox_load;
mod outbox_model;
mod queue;
mod schema_subset;
mod security;
mod shown;
#[path = "standin_facts/main.rs"]
mod standin_facts;

/// Cargo finds no test files here by itself, so one that is not declared would never run.
#[test]
fn no_file_is_forgotten() {
    let directory = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"));
    let declared = include_str!("native.rs");
    for file in std::fs::read_dir(directory).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        // The browser half's own, a program for another target.
        let is_apart = name == "native" || name == "web";
        if path.extension().is_some_and(|extension| extension == "rs") && !is_apart {
            let line = format!("mod {name};");
            assert!(
                declared.lines().any(|it| it == line),
                "tests/native.rs lacks `{line}`"
            );
        }
    }
}
