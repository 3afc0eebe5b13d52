//! Which answers are kept: nothing older over something newer, whatever the order of arrival.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use proptest::prelude::*;
use tsuzuki::api::cache::{CacheMeta, Index, Key, MAX_BYTES};

fn key(account: Option<u64>, operation: &str) -> Key {
    Key::new(account, operation, "query", "{}")
}

fn meta(requested_at: u64, used_at: u64, bytes: usize) -> CacheMeta {
    CacheMeta {
        requested_at,
        used_at,
        bytes,
        is_stale: false,
    }
}

#[test]
fn keys_tell_accounts_operations_documents_and_variables_apart() {
    let keys = [
        Key::new(None, "Viewer", "query", "{}"),
        Key::new(Some(1), "Viewer", "query", "{}"),
        Key::new(Some(11), "Viewer", "query", "{}"),
        Key::new(Some(1), "ViewerId", "query", "{}"),
        Key::new(Some(1), "Viewer", "query ", "{}"),
        Key::new(Some(1), "Viewer", "query", r#"{"a":"/"}"#),
    ];
    for (place, one) in keys.iter().enumerate() {
        assert_eq!(Key::parse(one.as_str()).as_ref(), Some(one));
        assert!(keys.iter().skip(place + 1).all(|other| other != one));
    }
    assert_eq!(keys[5].operation(), "Viewer");
    for junk in ["", "x", "///x/", "abc/Viewer/1/{}", "1/Viewer/{}"] {
        assert!(
            Key::parse(junk).is_none_or(|key| key.account().is_none()),
            "{junk}"
        );
    }
}

#[test]
fn an_answer_is_fresh_for_its_time_and_never_from_the_future() {
    let kept = meta(1_000, 1_000, 1);
    assert!(kept.is_fresh(1_000, 500) && kept.is_fresh(1_499, 500));
    assert!(!kept.is_fresh(1_500, 500), "its time is over");
    assert!(!kept.is_fresh(999, 500), "the clock was set back");
    assert!(!kept.is_fresh(1_000, 0), "asked every time");
    assert!(
        !CacheMeta {
            is_stale: true,
            ..kept
        }
        .is_fresh(1_001, 500)
    );
}

#[test]
fn a_change_outdates_what_is_kept_and_what_is_still_under_way() {
    let mut index = Index::default();
    let (mine, yours) = (key(Some(1), "List"), key(Some(2), "List"));
    for key in [&mine, &yours] {
        index.keep(key, meta(10, 10, 1));
    }
    assert_eq!(
        index.invalidate(Some(1), &["List"], 20),
        std::slice::from_ref(&mine)
    );
    assert!(!index.look(&mine, 21).unwrap().is_fresh(21, 1_000));
    assert!(index.look(&yours, 21).unwrap().is_fresh(21, 1_000));
    assert_eq!(
        index.keep(&mine, meta(15, 22, 1)),
        None,
        "asked before the change"
    );
    assert!(index.keep(&mine, meta(25, 30, 1)).is_some());
    assert!(index.look(&mine, 31).unwrap().is_fresh(31, 1_000));
    let other = Key::new(Some(1), "List", "query", r#"{"chunk":2}"#);
    assert!(
        !index.accepts(&other, 15),
        "never kept before, but asked before the change"
    );
}

#[test]
fn what_was_not_looked_at_for_longest_goes_first() {
    let mut index = Index::default();
    let third = MAX_BYTES / 3;
    let keys: Vec<_> = (0..4).map(|id| key(Some(id), "List")).collect();
    for (at, key) in (0..).zip(&keys[..3]) {
        assert_eq!(index.keep(key, meta(at, at, third)), Some(vec![]));
    }
    index.look(&keys[0], 9);
    assert_eq!(
        index.keep(&keys[3], meta(10, 10, third)),
        Some(vec![keys[1].clone()])
    );
    assert!(index.bytes() <= MAX_BYTES);
    assert_eq!(
        index.keep(&keys[3], meta(11, 11, MAX_BYTES + 1)),
        None,
        "too large to keep at all"
    );
    assert_eq!(index.len(), 3);
}

/// The next page decides by what was written down.
#[test]
fn a_look_is_written_down_so_that_a_later_page_knows_of_it() {
    let third = MAX_BYTES / 3;
    let keys: Vec<_> = (0..4).map(|id| key(Some(id), "List")).collect();
    let mut stored: Vec<(String, CacheMeta)> = (0..)
        .zip(&keys[..3])
        .map(|(at, key)| (key.as_str().to_owned(), meta(at, at, third)))
        .collect();
    assert_eq!(stored[0].1.looked_at(59_000), None, "too soon to be worth it");
    stored[0].1 = stored[0].1.looked_at(90_000).unwrap();
    let texts = stored.iter().map(|(key, meta)| (key.clone(), meta.to_text()));
    let mut index = Index::default();
    assert_eq!(index.read(texts.collect()), Vec::<String>::new());
    assert_eq!(
        index.keep(&keys[3], meta(100_000, 100_000, third)),
        Some(vec![keys[1].clone()])
    );
}

#[test]
fn a_change_outdates_what_another_tab_has_kept_unless_it_was_asked_later() {
    let kept = meta(10, 10, 1);
    assert_eq!(
        kept.invalidated_at(10),
        Some(CacheMeta {
            is_stale: true,
            ..kept
        })
    );
    assert_eq!(kept.invalidated_at(9), None);
}

#[test]
fn what_cannot_be_read_is_named_to_be_thrown_away() {
    let good = key(Some(1), "List");
    let meta = meta(1, 1, 1).to_text();
    let mut index = Index::default();
    let stored = [
        (good.as_str(), meta.as_str()),
        ("1/List/1/{}", "rubbish"),
        ("1/List/2/{}", "1 2 3"),
        ("no key", meta.as_str()),
    ];
    let stored = stored.map(|(key, meta)| (key.to_owned(), meta.to_owned()));
    assert_eq!(
        index.read(stored.into()),
        ["1/List/1/{}", "1/List/2/{}", "no key"]
    );
    assert_eq!(index.len(), 1);
}

// SECURITY.md: T10
#[test]
fn logging_out_forgets_the_account_and_no_other() {
    let mut index = Index::default();
    for account in [None, Some(1), Some(11)] {
        index.keep(&key(account, "Viewer"), meta(1, 1, 1));
    }
    assert_eq!(index.forget_account(Some(1)), [key(Some(1), "Viewer")]);
    assert_eq!(index.len(), 2);
    assert_eq!(index.forget_strangers(&[1]), [key(Some(11), "Viewer")]);
    assert_eq!(index.len(), 1, "what was asked without an account is nobody's");
}

proptest! {
    /// Answers come in any order, with changes between: what is kept is always the answer to the newest question of
    /// those that came, and none that was asked before a change that came before it.
    #[test]
    fn a_late_answer_never_overwrites_a_newer_one(
        steps in prop::collection::vec((0_u64..50, any::<bool>()), 1..60)
    ) {
        let (mut index, key) = (Index::default(), key(Some(1), "List"));
        let (mut newest, mut barrier) = (None::<u64>, 0);
        for (at, is_answer) in steps {
            if is_answer {
                let accepted = index.keep(&key, meta(at, at, 1)).is_some();
                prop_assert_eq!(accepted, newest.is_none_or(|newest| newest <= at) && barrier <= at);
                if accepted {
                    newest = Some(at);
                }
            } else {
                index.invalidate(Some(1), &["List"], at);
                barrier = at;
            }
            prop_assert_eq!(index.look(&key, 99).map(|meta| meta.requested_at), newest);
        }
    }

    #[test]
    fn the_cap_holds(sizes in prop::collection::vec(0..MAX_BYTES, 1..30)) {
        let mut index = Index::default();
        for (at, bytes) in (0..).zip(sizes) {
            let kept = key(Some(at), "List");
            let gone = index.keep(&kept, meta(at, at, bytes)).expect("it fits");
            prop_assert!(index.bytes() <= MAX_BYTES && !gone.contains(&kept));
        }
    }

    #[test]
    fn any_text_is_a_key_or_none(text: String) {
        if let Some(key) = Key::parse(&text) {
            prop_assert_eq!(key.as_str(), text.as_str());
        }
    }
}
