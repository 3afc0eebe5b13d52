//! SECURITY.md and the tests agree: each claim is proved where it says, and no test proves a claim that is not there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
const MARK: &str = "// SECURITY.md: ";

/// Pairs of a claim's id and a file that proves it, as the tables of SECURITY.md have them.
fn claimed() -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(Path::new(TESTS).with_file_name("SECURITY.md")).unwrap();
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.matches('|').count() == 4);
    let mut pairs = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let files = cells[3]
            .split(", ")
            .filter_map(|file| file.strip_prefix('`')?.strip_suffix('`'));
        pairs.extend(files.map(|file| (cells[1].to_owned(), file.to_owned())));
    }
    pairs
}

/// The same, as the comments of the tests have them.
fn proved() -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    visit(Path::new(TESTS), &mut pairs);
    pairs
}

fn visit(directory: &Path, pairs: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            visit(&path, pairs);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rs" || extension == "ts")
        {
            let file = path.strip_prefix(TESTS).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let marks = text
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix(MARK));
            pairs.extend(
                marks
                    .flat_map(|ids| ids.split(", "))
                    .map(|id| (id.to_owned(), file.clone())),
            );
        }
    }
}

#[test]
fn every_claim_is_proved_where_it_says_and_every_proof_is_claimed() {
    let (claimed, proved) = (claimed(), proved());
    assert!(claimed.len() > 60, "only {} claims were read", claimed.len());
    let missing: Vec<_> = claimed.difference(&proved).collect();
    let unclaimed: Vec<_> = proved.difference(&claimed).collect();
    assert!(
        missing.is_empty(),
        "claimed, but no test carries the id: {missing:?}"
    );
    assert!(
        unclaimed.is_empty(),
        "carried by a test, but not claimed there: {unclaimed:?}"
    );
}
