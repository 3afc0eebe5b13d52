//! The accounts of this browser: who is active, who is signed out, whose session has ended.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::auth_support::{access, account, accounts, ids};
use tsuzuki::auth::session::{Account, Accounts, Credential, ProbeResult, TokenProbes};
use tsuzuki::auth::unsaved::Unsaved;

#[test]
fn several_accounts_one_of_them_active() {
    let mut accounts = accounts(&[1, 2]);
    assert_eq!(accounts.active().unwrap().id, 1);
    accounts.add(account(3), true).unwrap();
    assert_eq!(accounts.active().unwrap().id, 3);
    assert_eq!(
        accounts.others().map(|other| other.id).collect::<Vec<_>>(),
        [1, 2]
    );
    assert!(accounts.switch_to(2) && !accounts.switch_to(9));
    assert_eq!(accounts.active().unwrap().id, 2);
}

#[test]
fn a_new_login_of_the_same_user_replaces_the_old_one() {
    let mut accounts = accounts(&[1, 2]);
    let again = Account {
        credential: Credential::Token(access("new.new.new")),
        ..account(2)
    };
    accounts.add(again, false).unwrap();
    assert_eq!(ids(&accounts), [1, 2]);
    assert_eq!(accounts.get(2).unwrap().token().unwrap().expose(), "new.new.new");
}

// SECURITY.md: A1
#[test]
fn logging_out_never_goes_on_as_somebody_else() {
    let mut accounts = accounts(&[1, 2]);
    assert_eq!(accounts.remove(1).unwrap().id, 1);
    assert_eq!((accounts.active(), ids(&accounts)), (None, vec![2]));
    assert_eq!(accounts.remove(1), None);
    accounts.switch_to(2);
    accounts.remove(2);
    assert!(accounts.is_empty());
}

#[test]
fn a_refused_token_ends_a_session_once_and_keeps_who_it_was() {
    let mut accounts = accounts(&[1, 2]);
    let dead = accounts.get(1).unwrap().token().unwrap().clone();
    let ended: Vec<bool> = (0..5).map(|_| accounts.end(1, &dead)).collect();
    assert_eq!(ended, [true, false, false, false, false]);
    let account = accounts.active().unwrap();
    assert_eq!((account.name.as_str(), account.token()), ("user1", None));
    assert!(accounts.get(2).unwrap().token().is_some());
}

#[test]
fn an_old_request_does_not_end_a_new_login() {
    let mut accounts = accounts(&[1]);
    let old = accounts.get(1).unwrap().token().unwrap().clone();
    accounts
        .add(
            Account {
                credential: Credential::Token(access("new.new.new")),
                ..account(1)
            },
            true,
        )
        .unwrap();
    assert!(!accounts.end(1, &old));
    assert!(
        !accounts.end(2, &access("new.new.new")),
        "nor the session of another user"
    );
    assert!(accounts.get(1).unwrap().token().is_some());
}

// SECURITY.md: A4
#[test]
fn many_refusals_raise_one_probe_and_end_the_session_once() {
    let mut accounts = accounts(&[1, 2]);
    let (first, second) = (
        access("header.payload1.signature"),
        access("header.payload2.signature"),
    );
    let mut suspicion = TokenProbes::default();
    let probes: Vec<bool> = (0..4).map(|_| suspicion.raise(1, &first)).collect();
    assert_eq!(probes, [true, false, false, false]);
    assert!(
        suspicion.raise(2, &second),
        "the other account is asked about for itself"
    );
    assert!(suspicion.settle(&mut accounts, 1, &first, ProbeResult::Dead));
    assert!(!suspicion.settle(&mut accounts, 1, &first, ProbeResult::Dead));
    for verdict in [ProbeResult::Alive, ProbeResult::Unknown] {
        assert!(!suspicion.settle(&mut accounts, 2, &second, verdict));
        assert!(accounts.get(2).unwrap().token().is_some(), "{verdict:?}");
        assert!(
            suspicion.raise(2, &second),
            "a later refusal is asked about again"
        );
    }
    assert!(!format!("{suspicion:?}").contains("payload2"));
}

#[test]
fn a_profile_change_is_noticed() {
    let mut accounts = accounts(&[1]);
    let avatar = accounts.get(1).unwrap().avatar.clone();
    assert!(!accounts.update_profile(1, "user1", avatar.as_deref()));
    assert!(accounts.update_profile(1, "renamed", None));
    assert!(!accounts.update_profile(1, "renamed", None));
    assert!(!accounts.update_profile(9, "nobody", None));
    assert_eq!(accounts.get(1).unwrap().name, "renamed");
}

fn active_of(accounts: &Accounts) -> Option<u64> {
    accounts.active().map(|account| account.id)
}

#[test]
fn what_could_not_be_stored_holds_in_the_tab_that_did_it() {
    let nothing = Accounts::default();
    let (mut both, mut second, mut out) = (accounts(&[1, 2]), accounts(&[1, 2]), accounts(&[1, 2]));
    both.add(account(3), true).unwrap();
    second.switch_to(2);
    out.remove(1);
    for (what, shown, stored) in [
        ("a login", &both, &accounts(&[1, 2])),
        ("a switch", &second, &accounts(&[1, 2])),
        (
            "two logins and a switch, where nothing is stored",
            &second,
            &nothing,
        ),
        (
            "the log-out of the account in use, where nothing is stored",
            &out,
            &nothing,
        ),
        ("nothing", &second, &second),
    ] {
        let unsaved = Unsaved::between(shown, stored);
        let read = unsaved.over(stored.clone(), shown);
        assert_eq!(
            (ids(&read), active_of(&read)),
            (ids(shown), active_of(shown)),
            "{what}"
        );
        assert_eq!(unsaved.over(read.clone(), shown), read, "{what}, read twice");
        assert_eq!(unsaved == Unsaved::default(), shown == stored, "{what}");
    }
}

#[test]
fn what_another_tab_stored_since_is_taken_over_beside_it() {
    let mut shown = accounts(&[1, 2]);
    shown.switch_to(2);
    let unsaved = Unsaved::between(&shown, &accounts(&[1, 2]));

    let mut added = accounts(&[1, 2]);
    added.add(account(3), true).unwrap();
    let read = unsaved.over(added, &shown);
    assert_eq!(
        (ids(&read), active_of(&read)),
        (vec![1, 2, 3], Some(2)),
        "a login"
    );

    let read = Unsaved::default().over(accounts(&[1, 2]), &shown);
    assert_eq!(
        active_of(&read),
        Some(1),
        "a switch, where this tab has stored its own"
    );

    let read = unsaved.over(accounts(&[1]), &shown);
    assert_eq!(
        (ids(&read), active_of(&read)),
        (vec![1], None),
        "a log-out of the account that this tab uses"
    );
}
