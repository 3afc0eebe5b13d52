//! AniList's Authorization Code TokenResponse, for programs that can keep a secret.
//!
//! The site itself cannot use it and must not: the exchange needs the client's secret, which a page cannot keep, and
//! AniList's token endpoint answers no page of another origin (it sends no CORS headers). A program on one's own
//! computer can. It gets a token by way of a loopback redirect (RFC 8252 §7.3) and prints it once, to be pasted at
//! “Use a token instead”.
//!
//! ```text
//! ANILIST_CLIENT_SECRET=… cargo run --example authorization_code -- --client-id 1234
//! ```
#[cfg(not(target_arch = "wasm32"))]
mod exchange;
#[cfg(not(target_arch = "wasm32"))]
mod flow;
#[cfg(not(target_arch = "wasm32"))]
mod listener;
#[cfg(not(target_arch = "wasm32"))]
mod program;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    program::main()
}

// The package's examples are built for the browser too.
#[cfg(target_arch = "wasm32")]
fn main() {}
