//! The document in which the accounts rest: read as foreign input, and the only text that holds a token.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::auth_support::{access, account, accounts, ids, token};
use proptest::prelude::*;
use serde_json::{Value, json};
use tsuzuki::auth::session::{Account, Accounts, Credential, TooManyAccounts};
use tsuzuki::auth::stored::{Loaded, MAX_BYTES, StoredError};

const API: &str = "https://graphql.anilist.co";

fn read(document: &Value) -> Result<Loaded, StoredError> {
    Accounts::from_storage(&document.to_string(), API)
}

/// A stored document of these users, to be spoilt.
fn document(ids: &[u64]) -> Value {
    serde_json::from_str(&accounts(ids).to_storage(API)).unwrap()
}

#[test]
fn there_is_room_for_sixteen_accounts_with_the_longest_tokens() {
    let mut accounts = Accounts::default();
    for id in 1..=16 {
        let credential = Credential::Token(access(&"x".repeat(8 * 1024)));
        accounts
            .add(
                Account {
                    credential,
                    ..account(id)
                },
                false,
            )
            .unwrap();
    }
    assert_eq!(accounts.add(account(17), true), Err(TooManyAccounts));
    assert_eq!(accounts.active().unwrap().id, 1);
    accounts.add(account(16), true).unwrap();
    let text = accounts.to_storage(API);
    assert_eq!(
        Accounts::from_storage(&text, API).unwrap(),
        Loaded { accounts, dropped: 0 }
    );
}

#[test]
fn junk_in_storage_is_told_apart_and_never_quoted() {
    let canary = token();
    for (text, expected) in [
        (String::new(), StoredError::Corrupt),
        ("null".into(), StoredError::Corrupt),
        ("[]".into(), StoredError::Corrupt),
        ("\"text\"".into(), StoredError::Corrupt),
        (canary.clone(), StoredError::Corrupt),
        (
            document(&[1]).to_string().get(..60).unwrap().to_owned(),
            StoredError::Corrupt,
        ),
        (
            json!({"version": 1, "api": API}).to_string(),
            StoredError::Corrupt,
        ),
        (
            json!({"version": 1, "api": API, "accounts": {}}).to_string(),
            StoredError::Corrupt,
        ),
        (
            json!({"version": 1, "api": 7, "accounts": []}).to_string(),
            StoredError::Corrupt,
        ),
        (
            json!({"version": "1", "api": API, "accounts": []}).to_string(),
            StoredError::Corrupt,
        ),
        (
            json!({"version": 0, "api": API, "accounts": []}).to_string(),
            StoredError::Corrupt,
        ),
        (
            json!({"api": API, "accounts": []}).to_string(),
            StoredError::Corrupt,
        ),
        (
            r#"{"version":1,"api":"\ud800","accounts":[]}"#.into(),
            StoredError::Corrupt,
        ),
        ("[".repeat(100_000), StoredError::Corrupt),
        ("x".repeat(5_000_000), StoredError::TooLarge),
        (" ".repeat(MAX_BYTES + 1), StoredError::TooLarge),
        (
            json!({"version": 2, "x": canary}).to_string(),
            StoredError::Newer(2),
        ),
    ] {
        let error = Accounts::from_storage(&text, API).unwrap_err();
        assert_eq!(error, expected, "{text:.80}");
        assert!(!format!("{error} {error:?}").contains(&canary));
    }
}

// SECURITY.md: T4
#[test]
fn a_token_is_never_read_for_another_api() {
    let text = accounts(&[1]).to_storage(API);
    for other in [
        "https://evil.example",
        "http://graphql.anilist.co",
        "https://graphql.anilist.co:444",
        "",
        "https://graphql.anilist.co.evil",
    ] {
        assert_eq!(
            Accounts::from_storage(&text, other).unwrap_err(),
            StoredError::OtherApi(API.into()),
            "{other}"
        );
    }
}

#[test]
fn every_error_of_storage_is_a_sentence_with_a_next_step() {
    for error in [
        StoredError::Corrupt,
        StoredError::TooLarge,
        StoredError::Newer(2),
        StoredError::OtherApi("https://x".into()),
    ] {
        let text = error.to_string();
        assert!(
            text.starts_with("The stored logins ") && text.ends_with('.') && text.matches(". ").count() == 1,
            "{text}"
        );
    }
}

#[test]
fn one_bad_account_does_not_take_the_others_along() {
    for (name, bad) in [
        ("id", json!(0)),
        ("id", json!(-1)),
        ("id", json!("2")),
        ("id", json!(1)),
        ("name", json!("")),
        ("name", json!("\u{202e}")),
        ("name", json!(null)),
        ("token", json!("")),
        ("token", json!("a b")),
        ("token", json!("x".repeat(8 * 1024 + 1))),
        ("token", json!("a\r\nX-Evil: 1")),
        ("token", json!(7)),
        ("avatar", json!(7)),
        ("added_at", json!(-1)),
        ("added_at", json!("yesterday")),
    ] {
        let mut document = document(&[1, 2, 3]);
        document["accounts"][1][name] = bad.clone();
        let loaded = read(&document).unwrap();
        assert_eq!(
            (ids(&loaded.accounts), loaded.dropped),
            (vec![1, 3], 1),
            "{name}: {bad}"
        );
        assert!(
            loaded
                .notice()
                .unwrap()
                .starts_with("One stored login is damaged")
        );
    }
    for bad in [json!(null), json!(7), json!([]), json!("x"), json!({})] {
        let mut document = document(&[1, 2, 3]);
        document["accounts"][1] = bad;
        assert_eq!(ids(&read(&document).unwrap().accounts), [1, 3]);
    }
    let mut crowd = document(&[1]);
    crowd["accounts"] = (1..=20)
        .map(|id| document(&[id])["accounts"][0].clone())
        .collect();
    let loaded = read(&crowd).unwrap();
    assert_eq!((loaded.accounts.iter().count(), loaded.dropped), (16, 4));
    assert!(loaded.notice().unwrap().starts_with("4 stored logins"));
}

#[test]
fn an_active_account_that_is_lost_leaves_nobody_active() {
    for active in [json!(9), json!(null), json!("1"), json!(-1), json!(1.5)] {
        let mut document = document(&[1, 2]);
        document["active"] = active.clone();
        let accounts = read(&document).unwrap().accounts;
        assert_eq!(
            (accounts.active(), ids(&accounts)),
            (None, vec![1, 2]),
            "{active}"
        );
    }
    let mut document = document(&[1, 2]);
    document["accounts"][0]["token"] = json!("\0");
    assert_eq!(read(&document).unwrap().accounts.active(), None);
}

#[test]
fn unknown_fields_are_ignored_and_missing_ones_that_can_be_missing_are_filled() {
    let mut document = document(&[1]);
    document["added_later"] = json!({"x": [1]});
    document["accounts"][0]["added_later"] = json!(true);
    document["accounts"][0].as_object_mut().unwrap().remove("pasted");
    document["accounts"][0].as_object_mut().unwrap().remove("avatar");
    let loaded = read(&document).unwrap();
    let account = loaded.accounts.get(1).unwrap();
    assert_eq!(
        (loaded.dropped, account.pasted, &account.avatar),
        (0, false, &None)
    );
}

#[test]
fn names_and_avatars_of_storage_are_only_what_can_be_shown() {
    for avatar in [
        "javascript:alert(1)",
        "data:image/svg+xml,x",
        "//evil",
        "",
        "https://a b",
        "https://\u{202e}",
        &format!("https://{}", "x".repeat(600)),
    ] {
        let mut document = document(&[1]);
        document["accounts"][0]["avatar"] = json!(avatar);
        assert_eq!(
            read(&document).unwrap().accounts.get(1).unwrap().avatar,
            None,
            "{avatar}"
        );
    }
    let mut document = document(&[1]);
    document["accounts"][0]["name"] = json!(format!("\u{202e}k\0aede{}", "x".repeat(200)));
    let name = read(&document).unwrap().accounts.get(1).unwrap().name.clone();
    assert!(
        name.starts_with("kaede") && name.chars().count() == 101 && name.ends_with('…'),
        "{name}"
    );
}

// SECURITY.md: T2
#[test]
fn only_the_stored_text_holds_the_token() {
    let mut accounts = accounts(&[]);
    accounts
        .add(
            Account {
                credential: Credential::Token(access(&token())),
                ..account(1)
            },
            true,
        )
        .unwrap();
    assert!(accounts.to_storage(API).contains(&token()));
    let loaded = Accounts::from_storage(&accounts.to_storage(API), API).unwrap();
    let printed = format!("{accounts:?} {accounts:#?} {loaded:?} {:?}", accounts.active());
    assert!(token().split('.').all(|part| !printed.contains(part)));
    let dead = access(&token());
    accounts.end(1, &dead);
    assert!(
        token()
            .split('.')
            .all(|part| !accounts.to_storage(API).contains(part)),
        "an ended session keeps none of it"
    );
}

fn any_account() -> impl Strategy<Value = Account> {
    let credential = prop_oneof![
        Just(Credential::Ended),
        "[A-Za-z0-9_.-]{1,80}".prop_map(|token| Credential::Token(access(&token))),
    ];
    let avatar = prop::option::of("https?://[!-~]{1,40}");
    (
        (1_u64..=40, "[a-zA-Z0-9\"\\\\é続]{1,20}", avatar),
        (credential, any::<u64>(), any::<bool>()),
    )
        .prop_map(|((id, name, avatar), (credential, added_at, pasted))| Account {
            id,
            name,
            avatar,
            credential,
            added_at,
            pasted,
        })
}

/// A document in which any value may have been replaced by another.
fn spoilt() -> impl Strategy<Value = (Value, Vec<usize>)> {
    prop::collection::vec(
        (
            0..5_usize,
            prop_oneof![
                Just(json!(null)),
                Just(json!(-1)),
                Just(json!(1e300)),
                Just(json!([])),
                Just(json!({})),
                Just(json!("\u{0}")),
            ],
        ),
        0..4,
    )
    .prop_map(|changes| {
        let mut document = document(&[1, 2, 3, 4, 5]);
        let mut spoilt: Vec<usize> = Vec::new();
        for (index, value) in changes {
            document["accounts"][index]["id"] = value;
            spoilt.push(index);
        }
        (document, spoilt)
    })
}

proptest! {
    #[test]
    fn what_is_stored_comes_back(list in prop::collection::vec((any_account(), any::<bool>()), 0..24), remove in 0_u64..40, api in "https://[a-z.]{1,20}") {
        let mut accounts = Accounts::default();
        for (account, make_active) in list {
            let _ = accounts.add(account, make_active);
        }
        accounts.remove(remove);
        let loaded = Accounts::from_storage(&accounts.to_storage(&api), &api).unwrap();
        prop_assert_eq!(loaded, Loaded { accounts, dropped: 0 });
    }

    // SECURITY.md: A5
    #[test]
    fn junk_never_panics(text in "\\PC{0,300}", cut in 0_usize..400, api in "\\PC{0,9}") {
        let _ = Accounts::from_storage(&text, &api);
        let whole = accounts(&[1, 2]).to_storage(API);
        let cut = whole.get(..cut.min(whole.len() - 1)).unwrap();
        prop_assert_eq!(Accounts::from_storage(cut, API), Err(StoredError::Corrupt));
    }

    // SECURITY.md: A5
    #[test]
    fn whatever_is_spoilt_the_rest_is_kept((document, spoilt) in spoilt()) {
        let loaded = read(&document).unwrap();
        for index in 0..5 {
            prop_assert_eq!(loaded.accounts.get(index as u64 + 1).is_some(), !spoilt.contains(&index));
        }
        prop_assert_eq!(loaded.dropped + loaded.accounts.iter().count(), 5);
    }
}
