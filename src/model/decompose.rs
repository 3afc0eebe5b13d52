//! What characters are made of, by Unicode's tables (compatibility decomposition, NFKD).
//!
//! A browser has these tables already, and ours would cost every visitor 27 kB (of gzip; measured with `icu_normalizer`). So
//! the app [provides](provide) the browser's, and everything else uses those of ICU; `tests/web.rs` compares the two.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What one character is made of.
pub type Decompose = fn(char) -> String;

static DECOMPOSE: OnceLock<Decompose> = OnceLock::new();

thread_local! {
    /// What is known already. Lists use a few hundred characters that are not plain, over and over.
    static KNOWN: RefCell<HashMap<char, Box<str>>> = RefCell::default();
}

/// Uses these tables from now on. Called once, at the start of the app.
pub fn provide(decompose: Decompose) {
    let _ = DECOMPOSE.set(decompose);
}

/// Calls `push` with each character that `c` is made of. Marks stay in the order in which they were written.
///
/// ```
/// use tsuzuki::model::decompose::decompose;
/// let mut parts = String::new();
/// "½ﾊﾟ".chars().for_each(|c| decompose(c, |part| parts.push(part)));
/// assert_eq!(parts, "1\u{2044}2ハ\u{309A}");
/// ```
pub fn decompose(c: char, push: impl FnMut(char)) {
    KNOWN.with_borrow_mut(|known| {
        let parts = known
            .entry(c)
            .or_insert_with(|| DECOMPOSE.get().unwrap_or(&(own_tables as Decompose))(c).into());
        parts.chars().for_each(push);
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn own_tables(c: char) -> String {
    let normalizer = const { icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd() };
    normalizer.normalize_iter(std::iter::once(c)).collect()
}

/// Nobody provided tables, as in the benchmark of decoding.
#[cfg(target_arch = "wasm32")]
fn own_tables(c: char) -> String {
    c.into()
}
