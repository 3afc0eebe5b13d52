//! What becomes of an answer of the authorization server: the decision table, audience and viewer.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::auth_support::{
    DAY, MINUTE, NOW, accepted, answer, client, good, here, pending, refused, state, token, token_of,
};

use serde_json::json;
use tsuzuki::auth::callback::{CallbackDecision, check_pasted, check_viewer, evaluate_callback};
use tsuzuki::auth::claims::ClaimsError;
use tsuzuki::auth::login_error::LoginError;
use tsuzuki::auth::state::{OAuthState, PendingAuthorization};
use tsuzuki::auth::token::TokenError;
use tsuzuki::auth::urlencoded::FormError;

// SECURITY.md: S3
#[test]
fn the_decision_table_holds_row_by_row() {
    #[derive(Debug, PartialEq)]
    enum Outcome {
        Accept,
        Confirm,
        Refuse(LoginError),
    }
    use Outcome::{Accept, Confirm, Refuse};
    let fresh = Some(pending());
    let old = Some(PendingAuthorization {
        started_at: NOW - 10 * MINUTE - 1,
        ..pending()
    });
    let other = OAuthState::from_bytes([8; 32]).as_str().to_owned();
    let (equal, different) = (format!("&state={}", state()), format!("&state={other}"));

    let rows = [
        ("equal, pending", &*equal, &fresh, false, Accept),
        ("equal, pending, echo known", &*equal, &fresh, true, Accept),
        (
            "different, pending",
            &*different,
            &fresh,
            false,
            Refuse(LoginError::StateMismatch),
        ),
        (
            "different, none pending",
            &*different,
            &None,
            false,
            Refuse(LoginError::NotStartedHere),
        ),
        (
            "different, too old",
            &*different,
            &old,
            false,
            Refuse(LoginError::TooOld),
        ),
        (
            "present, none pending",
            &*equal,
            &None,
            false,
            Refuse(LoginError::NotStartedHere),
        ),
        (
            "present, too old",
            &*equal,
            &old,
            false,
            Refuse(LoginError::TooOld),
        ),
        ("absent, pending", "", &fresh, false, Confirm),
        ("empty, pending", "&state=", &fresh, false, Confirm),
        ("empty without =, pending", "&state", &fresh, false, Confirm),
        (
            "absent, pending, echo known",
            "",
            &fresh,
            true,
            Refuse(LoginError::StateMissing),
        ),
        (
            "empty, pending, echo known",
            "&state=",
            &fresh,
            true,
            Refuse(LoginError::StateMissing),
        ),
        (
            "absent, none pending",
            "",
            &None,
            false,
            Refuse(LoginError::NotStartedHere),
        ),
        (
            "empty, none pending",
            "&state=",
            &None,
            false,
            Refuse(LoginError::NotStartedHere),
        ),
        ("absent, too old", "", &old, false, Refuse(LoginError::TooOld)),
    ];
    for (row, rest, pending, echo_seen, expected) in rows {
        let result = match evaluate_callback(&answer(rest), pending.as_ref(), NOW, None, echo_seen) {
            CallbackDecision::Accept(grant) => {
                assert!(grant.state_echoed, "{row}");
                Accept
            }
            CallbackDecision::Confirm(grant) => {
                assert!(!grant.state_echoed, "{row}");
                Confirm
            }
            CallbackDecision::Refuse(refusal) => Refuse(refusal),
        };
        assert_eq!(result, expected, "{row}");
    }
}

#[test]
fn an_accepted_answer_carries_token_claims_and_the_page_one_left() {
    let grant = accepted(here(&good()));
    assert_eq!(grant.token.expose(), token());
    assert_eq!(grant.claims.user_id(), Some(5001));
    assert_eq!(grant.return_path.unwrap().as_str(), "/anime/1/Cowboy-Bebop/");
}

#[test]
fn a_state_that_differs_in_one_character_or_in_case_is_another() {
    let state = state();
    for wrong in [
        state.get(..63).unwrap(),
        &format!("{state}a"),
        &state.to_uppercase(),
        &format!("%20{state}"),
        &format!("{state}+"),
    ] {
        assert_eq!(
            refused(here(&answer(&format!("&state={wrong}")))),
            LoginError::StateMismatch,
            "{wrong}"
        );
    }
    let encoded: String = state.bytes().map(|byte| format!("%{byte:02x}")).collect();
    accepted(here(&answer(&format!("&state={encoded}"))));
}

// SECURITY.md: S2
#[test]
fn a_replayed_answer_is_refused() {
    let mut storage = Some(pending());
    accepted(evaluate_callback(
        &good(),
        storage.take().as_ref(),
        NOW,
        None,
        false,
    ));
    assert_eq!(
        refused(evaluate_callback(
            &good(),
            storage.take().as_ref(),
            NOW,
            None,
            false
        )),
        LoginError::NotStartedHere
    );

    // A new login in the same tab does not make the old answer good again.
    let next = PendingAuthorization {
        state: OAuthState::from_bytes([9; 32]),
        started_at: NOW,
        ..pending()
    };
    assert_eq!(
        refused(evaluate_callback(&good(), Some(&next), NOW, None, false)),
        LoginError::StateMismatch
    );
}

// SECURITY.md: S2
#[test]
fn a_login_lives_ten_minutes_whatever_the_clock_does() {
    let started = pending().started_at;
    for (now, fresh) in [
        (started, true),
        (started + 10 * MINUTE, true),
        (started + 10 * MINUTE + 1, false),
        (started + 365 * DAY, false),
        (u64::MAX, false),
        // A clock that was put right while the person was away, and one that jumped.
        (started - MINUTE, true),
        (started - MINUTE - 1, false),
        (0, false),
    ] {
        let decision = evaluate_callback(&good(), Some(&pending()), now, None, false);
        assert_eq!(
            matches!(decision, CallbackDecision::Accept(_)),
            fresh,
            "{} ms after the start",
            now as i128 - started as i128
        );
    }
}

// SECURITY.md: C5
#[test]
fn a_token_in_the_query_is_refused_with_the_advice_to_revoke() {
    let query = good().replacen('#', "?", 1);
    for raw in [
        query.clone(),
        format!("{query}{}", answer("")),
        "?access_token=".to_owned(),
    ] {
        let refusal = refused(here(&raw));
        let expected = [
            LoginError::TokenInQuery,
            LoginError::Malformed(FormError::Duplicate("access_token")),
        ];
        assert!(expected.contains(&refusal), "{refusal:?}");
    }
    assert_eq!(refused(here(&query)), LoginError::TokenInQuery);
    assert!(LoginError::TokenInQuery.next_step().contains("Revoke"));
}

#[test]
fn an_answer_without_token_and_without_error_was_cancelled() {
    for raw in [
        "",
        "#",
        "?",
        "?#",
        "#state=abc",
        "?state=abc",
        "#access_token=",
        "#access_token",
        "#/anime/1",
        "#&&=&",
    ] {
        assert_eq!(refused(here(raw)), LoginError::NoToken, "{raw}");
    }
}

// SECURITY.md: C6
#[test]
fn the_token_type_is_bearer_in_any_case_and_nothing_else() {
    for (kind, known) in [
        ("token_type=Bearer", true),
        ("token_type=bearer", true),
        ("token_type=BEARER", true),
        ("token_type=bEaReR", true),
        ("token_type=mac", false),
        ("token_type=bearer2", false),
        ("token_type=+bearer", false),
        ("token_type=", false),
        ("", false),
        ("Token_Type=Bearer", false),
    ] {
        let raw = format!("#access_token={}&{kind}&state={}", token(), state());
        match here(&raw) {
            CallbackDecision::Accept(_) => assert!(known, "{kind}"),
            CallbackDecision::Refuse(LoginError::UnsupportedTokenType(_)) => assert!(!known, "{kind}"),
            other => panic!("{kind}: {other:?}"),
        }
    }
}

// SECURITY.md: S4
#[test]
fn the_audience_must_name_our_client() {
    let with = |payload: serde_json::Value| {
        here(&format!(
            "#access_token={}&token_type=bearer&state={}",
            token_of(&payload),
            state()
        ))
    };
    for aud in [
        json!("1001"),
        json!(1001),
        json!(["1001"]),
        json!([7, 1001]),
        json!(["7", "1001"]),
    ] {
        accepted(with(json!({"aud": aud, "sub": "5001"})));
    }
    for (aud, got) in [
        (json!("2002"), vec!["2002"]),
        (json!(2002), vec!["2002"]),
        (json!(["1", "2"]), vec!["1", "2"]),
        (json!("10011"), vec!["10011"]),
        (json!(" 1001"), vec!["1001"]),
        (json!("01001"), vec!["01001"]),
        (json!([]), vec![]),
        (json!(null), vec![]),
        (json!({"id": "1001"}), vec![]),
        (json!(1001.5), vec![]),
        (json!([["1001"]]), vec![]),
        (json!(true), vec![]),
    ] {
        let expected = LoginError::WrongAudience {
            expected: client("1001"),
            got: got.iter().map(|s| (*s).into()).collect(),
        };
        assert_eq!(
            refused(with(json!({"aud": aud, "sub": "5001"}))),
            expected,
            "{aud}"
        );
    }
    let absent = refused(with(json!({"sub": "5001"})));
    assert_eq!(
        absent.to_string(),
        "The token was made for another client: expected client 1001, it names none."
    );
}

#[test]
fn a_client_id_changed_meanwhile_decides_over_the_one_the_login_began_with() {
    let changed = evaluate_callback(&good(), Some(&pending()), NOW, Some(&client("2002")), false);
    assert_eq!(
        refused(changed),
        LoginError::WrongAudience {
            expected: client("2002"),
            got: vec!["1001".into()]
        }
    );
}

#[test]
fn an_expired_token_is_not_refused_here_since_the_clock_may_be_wrong() {
    let expired = token_of(&json!({"aud": "1001", "sub": "5001", "exp": 1, "nbf": NOW}));
    accepted(here(&format!(
        "#access_token={expired}&token_type=bearer&state={}",
        state()
    )));
}

// SECURITY.md: S5
#[test]
fn the_viewer_must_be_the_subject() {
    let viewer = |sub: serde_json::Value, id| {
        let (grant, _) = check_pasted(&token_of(&json!({"sub": sub})), None).unwrap();
        check_viewer(&grant.claims, id)
    };
    assert_eq!(viewer(json!("5001"), 5001), Ok(()));
    assert_eq!(viewer(json!(5001), 5001), Ok(()));
    assert_eq!(
        viewer(json!("5001"), 5002),
        Err(LoginError::WrongUser {
            claimed: Some("5001".into()),
            viewer: 5002
        })
    );
    for (sub, claimed) in [
        (json!(null), None),
        (json!("kaede"), Some("kaede")),
        (json!("0"), Some("0")),
        (json!(""), Some("")),
    ] {
        let expected = LoginError::WrongUser {
            claimed: claimed.map(str::to_owned),
            viewer: 0,
        };
        assert_eq!(viewer(sub, 0), Err(expected));
    }
}

#[test]
fn every_refusal_is_a_sentence_with_a_next_step() {
    let text = || Some("It is closed".to_owned());
    let refusals = [
        LoginError::Denied { description: None },
        LoginError::Denied { description: text() },
        LoginError::ServerError {
            code: String::new(),
            description: None,
        },
        LoginError::ServerError {
            code: "server_error".into(),
            description: text(),
        },
        LoginError::StateMismatch,
        LoginError::NotStartedHere,
        LoginError::TooOld,
        LoginError::StateMissing,
        LoginError::WrongAudience {
            expected: client("1"),
            got: vec!["2".into(), "3".into()],
        },
        LoginError::WrongUser {
            claimed: None,
            viewer: 1,
        },
        LoginError::NoToken,
        LoginError::TokenInQuery,
        LoginError::UnsupportedTokenType(String::new()),
        LoginError::UnsupportedTokenType("mac".into()),
        LoginError::Malformed(FormError::Nul),
        LoginError::Token(TokenError::TooLong),
        LoginError::Claims(ClaimsError::Json),
    ];
    insta::assert_snapshot!(
        refusals
            .map(|refusal| format!("{refusal}\n  {}", refusal.next_step()))
            .join("\n")
    );
}
