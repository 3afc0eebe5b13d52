//! Names that have given way to the field's own terms and are not to come back (`docs/GLOSSARY.md`).
//!
//! Only names of types, functions and constants that mean nothing else in their folder; prose is free.

use std::path::Path;

use crate::layers::{code, files};

/// A folder of the source, and pairs of a retired name and what stands for it.
const RETIRED: [(&str, &[(&str, &str)]); 5] = [
    (
        "api",
        &[
            ("Stamp", "CacheMeta"),
            ("outdate", "invalidate"),
            ("FRESH_MS", "STALE_TIME_MS"),
            ("KEPT", "IS_CACHED"),
            ("WHOLE", "ERROR_POLICY"),
            ("Wanted", "QueuedRequest"),
            ("Ticket", "SubscriberId"),
            ("Flight", "InFlight"),
            ("Launch", "HttpBatch"),
            ("Ledger", "RateLimiter"),
            ("Verdict", "Admission"),
            ("Part", "PreparedOperation"),
            ("Split", "BatchResponse"),
            ("Own", "MediaWithEntry"),
        ],
    ),
    (
        "auth",
        &[
            ("PendingLogin", "PendingAuthorization"),
            ("Grant", "TokenResponse"),
            ("Decision", "CallbackDecision"),
            ("decide", "evaluate_callback"),
            ("Refusal", "LoginError"),
            ("Suspicion", "TokenProbes"),
        ],
    ),
    (
        "outbox",
        &[
            ("Edit", "PendingEdit"),
            ("Order", "EditIntent"),
            ("Standing", "SyncStatus"),
            ("Reading", "Snapshot"),
            ("settle", "reconcile"),
            ("Run", "BulkJob"),
        ],
    ),
    (
        "data",
        &[
            ("KeptAnswer", "CachedResponse"),
            ("ask_once", "fetch"),
            ("ask_ahead", "prefetch"),
            ("Withdrawal", "AbortHandle"),
            ("saw", "observe_rate_limit"),
            ("suspect", "on_auth_error"),
            ("Dispatch", "Scheduler"),
            ("Want", "RequestHandle"),
            ("Shelf", "ListStore"),
        ],
    ),
    (
        "ui",
        &[
            ("Shelf", "CoverRow"),
            ("Look", "ListPageState"),
            ("Finish", "CompletionPrompt"),
            ("Panel", "ModalKind"),
            ("run_line", "job_row"),
        ],
    ),
];

/// The words of code, without comments and without what stands in strings.
fn words(source: &str) -> Vec<String> {
    let code = code(source);
    let outside = code.split('"').step_by(2);
    outside
        .flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn retired_names_stay_retired() {
    for (folder, names) in RETIRED {
        let mut found = Vec::new();
        files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder),
            &mut found,
        );
        assert!(!found.is_empty(), "{folder}");
        for file in found {
            let words = words(&std::fs::read_to_string(&file).unwrap());
            for (retired, term) in names {
                assert!(
                    !words.iter().any(|word| word == retired),
                    "{}: {retired} is called {term}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn a_retired_name_is_found_in_code_and_nowhere_else() {
    assert!(words("use a::{Stamp, B};").contains(&"Stamp".to_owned()));
    assert!(!words("// Stamp\nlet a = \"Stamp\"; // Stamp").contains(&"Stamp".to_owned()));
    assert!(!words("struct StampAlbum;").contains(&"Stamp".to_owned()));
}
