//! What characters are made of, by Unicode's tables (compatibility decomposition, NFKD).
//!
//! A browser has these tables already, and ours would cost every visitor 27 kB (of gzip; measured with `icu_normalizer`). So
//! the app [provides](provide) the browser's, and everything else uses those of ICU; `tests/web.rs` compares the two.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Takes a text apart into characters.
pub type Decompose = fn(&str) -> String;

static DECOMPOSE: OnceLock<Decompose> = OnceLock::new();

thread_local! {
    /// What single characters are made of, as far as that is known already: lists have a few dozen of them, over and over.
    static KNOWN: RefCell<HashMap<char, Box<str>>> = RefCell::default();
}

/// Uses these tables from now on. Called once, at the start of the app.
pub fn provide(decompose: Decompose) {
    let _ = DECOMPOSE.set(decompose);
}

/// Calls `push` with each character that `text` is made of, marks in the order that Unicode gives them.
///
/// ```
/// use tsuzuki::text::decompose::decompose;
/// let mut parts = String::new();
/// decompose("½ﾊﾟ", |part| parts.push(part));
/// assert_eq!(parts, "1\u{2044}2ハ\u{309A}");
/// ```
pub fn decompose(text: &str, push: impl FnMut(char)) {
    let tables = DECOMPOSE.get().copied().unwrap_or(own_tables);
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => KNOWN.with_borrow_mut(|known| {
            let parts = known.entry(c).or_insert_with(|| tables(text).into());
            parts.chars().for_each(push);
        }),
        _ => tables(text).chars().for_each(push),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn own_tables(text: &str) -> String {
    let normalizer = const { icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd() };
    normalizer.normalize(text).into_owned()
}

/// Nobody provided tables, as in the benchmark of decoding.
#[cfg(target_arch = "wasm32")]
fn own_tables(text: &str) -> String {
    text.to_owned()
}
