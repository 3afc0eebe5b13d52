//! Answers that are not as they should be, pasted tokens, and whatever else a string can hold.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::auth_support::{
    NOW, accepted, answer, client, compact, good, here, pending, refused, state, token, token_of,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::json;
use tsuzuki::auth::callback::{CallbackDecision, MAX_ANSWER_BYTES, UNLIKE, check_pasted, evaluate_callback};
use tsuzuki::auth::claims::ClaimsError;
use tsuzuki::auth::login_error::LoginError;
use tsuzuki::auth::state::OAuthState;
use tsuzuki::auth::token::TokenError;
use tsuzuki::auth::urlencoded::FormError;

// SECURITY.md: C5
#[test]
fn a_parameter_that_stands_twice_is_refused() {
    for (name, raw) in [
        ("access_token", format!("{}&access_token={}", good(), token())),
        ("access_token", format!("{}&access_token=", good())),
        ("access_token", format!("{}&access%5ftoken=x", good())),
        ("token_type", format!("{}&token_type=Bearer", good())),
        ("state", format!("{}&state={}", good(), state())),
        ("state", format!("{}&state=", good())),
        ("state", format!("?state={}{}", state(), good())),
        ("error", "?error=a#error=b".to_owned()),
    ] {
        assert_eq!(
            refused(here(&raw)),
            LoginError::Malformed(FormError::Duplicate(name)),
            "{raw}"
        );
    }
}

// SECURITY.md: C5
#[test]
fn a_damaged_encoding_anywhere_is_refused() {
    for (what, expected) in [
        ("%", FormError::PercentEncoding),
        ("%4", FormError::PercentEncoding),
        ("%zz", FormError::PercentEncoding),
        ("%+1", FormError::PercentEncoding),
        ("%u0041", FormError::PercentEncoding),
        ("%é", FormError::PercentEncoding),
        ("%00", FormError::Nul),
        ("\0", FormError::Nul),
        ("%ff", FormError::NotUtf8),
        ("%c0%80", FormError::NotUtf8),
        // One half of a surrogate pair, as a decoder for UTF-16 would write it.
        ("%ed%a0%80", FormError::NotUtf8),
        ("%ed%b0%80", FormError::NotUtf8),
        ("%f4%90%80%80", FormError::NotUtf8),
        ("%ef%bf%bd", FormError::Replacement),
        ("\u{fffd}", FormError::Replacement),
    ] {
        for raw in [
            format!(
                "#access_token={}{what}&token_type=bearer&state={}",
                token(),
                state()
            ),
            answer(&format!("&state={}{what}", state())),
            format!("{}&{what}=1", good()),
            format!("{}&unknown={what}", good()),
            format!("?{what}{}", good()),
            format!("#error={what}"),
        ] {
            assert_eq!(refused(here(&raw)), LoginError::Malformed(expected), "{raw}");
        }
    }
}

#[test]
fn what_is_no_token_is_refused_before_it_is_decoded() {
    for (bad, expected) in [
        ("a+b".to_owned(), TokenError::Characters),
        (format!("{}%0a", token()), TokenError::Characters),
        (format!("{}%0d%0aX-Evil:1", token()), TokenError::Characters),
        (format!("{}%3D", token()), TokenError::Characters),
        (format!("{}%E2%80%8B", token()), TokenError::Characters),
        ("x".repeat(8 * 1024 + 1), TokenError::TooLong),
    ] {
        let raw = format!("#access_token={bad}&token_type=bearer&state={}", state());
        assert_eq!(refused(here(&raw)), LoginError::Token(expected), "{bad:.60}");
    }
    let raw = format!("#access_token=not-a-jwt&token_type=bearer&state={}", state());
    assert_eq!(refused(here(&raw)), LoginError::Claims(ClaimsError::Parts));
}

// SECURITY.md: C5
#[test]
fn size_is_limited_to_8_kib_for_a_token_and_16_for_an_answer() {
    let payload = |extra: usize| json!({"aud": "1001", "sub": "5001", "x": "y".repeat(extra)});
    let longest = (0..8_000)
        .rev()
        .map(|extra| token_of(&payload(extra)))
        .find(|token| token.len() <= 8 * 1024)
        .unwrap();
    accepted(here(&format!(
        "#access_token={longest}&token_type=bearer&state={}",
        state()
    )));

    let padded = format!("{}&unknown={}", good(), "x".repeat(MAX_ANSWER_BYTES));
    assert_eq!(refused(here(&padded)), LoginError::Malformed(FormError::TooLong));
}

// SECURITY.md: C6
#[test]
fn unknown_parameters_and_other_orders_change_nothing() {
    let (token, state) = (token(), state());
    for raw in [
        format!("#state={state}&token_type=bearer&access_token={token}"),
        format!("{}&scope=&foo=bar&foo=baz&=x&&access_token_2=y", good()),
        format!("#/authorize?al&access_token={token}&token_type=Bearer&state={state}"),
        format!("?utm=1&message=hi{}&expires_in=-1", good()),
        format!("#access_token={token}&token_type=Bearer&expires_in=soon&state={state}"),
    ] {
        accepted(here(&raw));
    }
}

#[test]
fn a_pasted_token_is_found_in_what_people_copy() {
    let token = token();
    let (head, tail) = token.split_at(40);
    for raw in [
        token.clone(),
        format!("  {token}\r\n"),
        format!("{head}\n  {tail}"),
        format!("Bearer {token}"),
        format!("bearer {token}"),
        format!(
            "https://anilist.co/api/v2/oauth/pin#access_token={token}&token_type=Bearer&expires_in=31536000"
        ),
        format!("#access_token={token}&token_type=Bearer"),
        format!("access_token={token}&token_type=Bearer"),
        format!("access_token={token}"),
    ] {
        let (grant, foreign) = check_pasted(&raw, Some(&client("1001"))).unwrap();
        assert_eq!(grant.token.expose(), token, "{raw}");
        assert_eq!(
            (foreign, grant.return_path, grant.state_echoed),
            (None, None, false)
        );
    }
}

#[test]
fn a_pasted_token_of_another_client_is_taken_after_saying_so() {
    let (_, foreign) = check_pasted(&token(), Some(&client("2002"))).unwrap();
    assert_eq!(
        foreign.unwrap().to_string(),
        "This token was made for client 1001; this site's client ID is 2002."
    );
    let (_, foreign) = check_pasted(&token_of(&json!({"sub": "5001"})), Some(&client("2002"))).unwrap();
    assert!(foreign.unwrap().to_string().contains("does not say"));
    let (_, unconfigured) = check_pasted(&token(), None).unwrap();
    assert_eq!(unconfigured, None);
}

#[test]
fn a_pasted_text_that_is_no_token_gets_a_reason() {
    for (raw, expected) in [
        ("".to_owned(), LoginError::Token(TokenError::Empty)),
        (" \n".to_owned(), LoginError::Token(TokenError::Empty)),
        ("Bearer".to_owned(), LoginError::Token(TokenError::Empty)),
        ("hello".to_owned(), LoginError::Claims(ClaimsError::Parts)),
        ("Österreich".to_owned(), LoginError::Token(TokenError::Characters)),
        ("lösung".to_owned(), LoginError::Token(TokenError::Characters)),
        (
            format!("“{}”", token()),
            LoginError::Token(TokenError::Characters),
        ),
        (
            token().split_at(30).0.to_owned(),
            LoginError::Claims(ClaimsError::Parts),
        ),
        ("access_token=".to_owned(), LoginError::NoToken),
        (
            "https://anilist.co/#access_token=%".to_owned(),
            LoginError::Malformed(FormError::PercentEncoding),
        ),
        ("x".repeat(1_000_000), LoginError::Malformed(FormError::TooLong)),
    ] {
        assert_eq!(check_pasted(&raw, None).unwrap_err(), expected, "{raw:.40}");
    }
}

/// Some of the parameters of an answer, in any order, now and then with noise or in the query.
fn nearly_an_answer() -> impl Strategy<Value = String> {
    let other = OAuthState::from_bytes([8; 32]);
    let known = vec![
        format!("access_token={}", token()),
        "token_type=bearer".to_owned(),
        format!("state={}", state()),
        format!("state={}", other.as_str()),
        "state=".to_owned(),
        "error=access_denied".to_owned(),
    ];
    let noise = prop_oneof![4 => Just(String::new()), 1 => "[#?&=%+a-f0-9]{0,8}", 1 => "\\PC{0,8}"];
    let mark = prop_oneof![6 => Just("#"), 1 => Just("?"), 1 => Just("")];
    (
        prop::sample::subsequence(known, 2..=4).prop_shuffle(),
        mark,
        noise,
    )
        .prop_map(|(mut pieces, mark, noise)| {
            if !noise.is_empty() {
                pieces.push(noise);
            }
            format!("{mark}{}", pieces.join("&"))
        })
}

#[test]
fn the_answers_tried_below_are_now_and_then_accepted() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let decisions = (0..2_000).map(|_| here(&nearly_an_answer().new_tree(&mut runner).unwrap().current()));
    let (accepted, confirmed) = decisions.fold((0, 0), |(accepted, confirmed), decision| match decision {
        CallbackDecision::Accept(_) => (accepted + 1, confirmed),
        CallbackDecision::Confirm(_) => (accepted, confirmed + 1),
        CallbackDecision::Refuse(_) => (accepted, confirmed),
    });
    assert!(
        accepted > 20 && confirmed > 20,
        "{accepted} accepted, {confirmed} asked about"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    // SECURITY.md: S3
    #[test]
    fn nothing_is_accepted_without_a_login_pending_here(raw in nearly_an_answer(), echo: bool) {
        prop_assert!(matches!(evaluate_callback(&raw, None, NOW, None, echo), CallbackDecision::Refuse(_)));
    }

    // SECURITY.md: S3
    #[test]
    fn nothing_is_accepted_unless_state_is_equal_nor_asked_about_unless_it_is_absent(raw in nearly_an_answer(), echo: bool) {
        let names = |name: &str| raw.split(['#', '?', '&']).filter(|pair| pair.starts_with(name)).count();
        match evaluate_callback(&raw, Some(&pending()), NOW, None, echo) {
            CallbackDecision::Accept(_) => {
                prop_assert_eq!(names("state="), 1);
                prop_assert!(raw.contains(&state()));
            }
            CallbackDecision::Confirm(_) => {
                prop_assert!(!echo);
                prop_assert!(!raw.contains(&state()) && names("state=") <= 1);
            }
            CallbackDecision::Refuse(_) => {}
        }
    }

    // SECURITY.md: S3
    #[test]
    fn a_wrong_state_is_never_accepted(wrong in "[A-Za-z0-9_-]{1,60}") {
        prop_assume!(wrong != state());
        prop_assert_eq!(refused(here(&answer(&format!("&state={wrong}")))), LoginError::StateMismatch);
    }

    #[test]
    fn no_text_of_an_answer_is_longer_than_the_limit_or_hidden(text in "\\PC{0,400}|[\u{0}-\u{ffff}]{0,400}") {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let shown = refused(here(&format!("#error={encoded}&error_description={encoded}"))).to_string();
        prop_assert!(shown.chars().count() < 400);
        let hidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!shown.contains(hidden));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    // SECURITY.md: C5
    #[test]
    fn no_string_makes_the_decision_panic(raw in prop_oneof![
        "\\PC{0,20000}",
        "[#?&=%+a-zA-Z0-9_.\u{0}-\u{20}\u{fff0}-\u{10ffff}]{0,5000}",
        prop::collection::vec(any::<u8>(), 0..20_000).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ], now: u64, echo: bool) {
        let _ = evaluate_callback(&raw, Some(&pending()), now, None, echo);
        let _ = evaluate_callback(&format!("#access_token={raw}"), Some(&pending()), now, None, echo);
        let _ = check_pasted(&raw, Some(&client("1001")));
        let _ = check_pasted(&format!("access_token={raw}"), None);
    }

    // SECURITY.md: T7
    #[test]
    fn whatever_is_printed_of_a_decision_the_token_is_not_in_it(payload in "[a-z]{0,20}", sig in "[a-z]{8,40}") {
        let canary = compact(r#"{"alg":"RS256"}"#, json!({"aud": "1001", "sub": "5001", "x": payload}).to_string(), &sig);
        let rest = format!("&token_type=bearer&state={}", state());
        let texts = [
            format!("{:?}", here(&format!("#access_token={canary}{rest}"))),
            format!("{:#?}", here(&format!("#access_token={canary}&token_type=bearer"))),
            format!("{:?}", here(&format!("#access_token={canary}{rest}x"))),
            format!("{:?}", here(&format!("?access_token={canary}{rest}"))),
            format!("{:?}", here(&format!("#access_token={canary}.{rest}"))),
            format!("{:?}", here(&format!("#access_token={canary}=%20{rest}"))),
            format!("{:?}", check_pasted(&canary, Some(&client("2")))),
            format!("{:?}", check_pasted(&format!("{canary}!"), None)),
        ];
        for text in texts {
            for part in canary.split('.') {
                prop_assert!(!text.contains(part), "{text}");
            }
        }
    }
}

// SECURITY.md: C10
#[test]
fn what_only_resembles_an_answer_is_refused_whatever_is_awaited() {
    for pending in [None, Some(&pending())] {
        for echo_seen in [true, false] {
            let decision = evaluate_callback(UNLIKE, pending, NOW, Some(&client("1001")), echo_seen);
            assert_eq!(decision, CallbackDecision::Refuse(LoginError::Unlike));
        }
    }
    let script = include_str!("../src/shell/scrub.js");
    assert!(
        script.contains(&format!("? answer : \"{UNLIKE}\"")),
        "the script has the same word"
    );
}

#[test]
fn only_an_answer_that_nobody_waits_for_is_no_news_to_who_is_logged_in() {
    let mut left_over = 0;
    for raw in [
        good(),
        format!("#access_token={}&token_type=Bearer", token()),
        "#error=access_denied".to_owned(),
        format!("?error=server_error&state={}", state()),
        "#state=x".to_owned(),
        // What is left of a bookmark.
        format!("{}%", good()),
        "#state=a&state=b&access_token=x".to_owned(),
        UNLIKE.to_owned(),
    ] {
        // Nobody waits.
        let refusal = refused(evaluate_callback(&raw, None, NOW, Some(&client("1001")), true));
        assert!(refusal.is_left_over(false), "{raw}: {refusal:?}");
        left_over += 1;
    }
    for (raw, echo_seen) in [
        // Another login than the one that is awaited, one that took too long, and what a server may have seen.
        (
            format!("#access_token={}&token_type=Bearer&state=x", token()),
            true,
        ),
        (format!("#access_token={}&token_type=Bearer", token()), true),
        ("#error=access_denied".to_owned(), false),
        ("#state=x".to_owned(), false),
        (format!("?access_token={}", token()), false),
        (format!("{}&state=", good()), false),
        (UNLIKE.to_owned(), false),
    ] {
        let refusal = refused(evaluate_callback(
            &raw,
            Some(&pending()),
            NOW,
            Some(&client("1001")),
            echo_seen,
        ));
        assert!(!refusal.is_left_over(true), "{raw}: {refusal:?}");
    }
    let query = format!("?access_token={}", token());
    assert!(!refused(evaluate_callback(&query, None, NOW, Some(&client("1001")), false)).is_left_over(false));
    let old = refused(evaluate_callback(
        &good(),
        Some(&pending()),
        NOW + 86_400_000,
        Some(&client("1001")),
        false,
    ));
    assert_eq!(old, LoginError::TooOld);
    assert!(!old.is_left_over(true));
    assert_eq!(left_over, 8);
}
