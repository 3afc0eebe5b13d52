//! Tokens of every shape: decoded for display, never a panic, never trusted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

use crate::auth_support::{DAY, HEADER, NOW, access, claims_of, client, compact, decode, token};
use proptest::prelude::*;
use serde_json::json;
use tsuzuki::auth::claims::{ClaimsError, UnverifiedClaims, explain};
use tsuzuki::auth::expiry::{clock_seems_behind, expiry};
use tsuzuki::auth::token::{AccessToken, TokenError};
use tsuzuki::text::format::number;

#[test]
fn a_token_in_anilists_shape_is_decoded_whole() {
    let claims = decode(&token()).unwrap();
    assert_eq!(claims.audience, ["1001"]);
    assert_eq!(claims.user_id(), Some(5001));
    assert_eq!(claims.issued_at, Some(NOW));
    assert_eq!(claims.not_before, Some(NOW));
    assert_eq!(claims.expires_at, Some(NOW + 365 * DAY));
    assert_eq!(claims.token_id.as_deref(), Some("aa11"));
    assert_eq!(claims.scopes, [""; 0]);
    assert_eq!(claims.header.algorithm.as_deref(), Some("RS256"));
    assert_eq!(claims.header.kind.as_deref(), Some("JWT"));
    assert_eq!(claims.header.other, [("jti".to_owned(), "aa11".to_owned())]);
    assert_eq!(claims.other, []);
    assert!(claims.payload_json.contains("  \"aud\": \"1001\""));
    assert!(claims.header.json.contains("  \"alg\": \"RS256\""));
}

#[test]
fn only_three_parts_make_a_token() {
    let (header, rest) = token()
        .split_once('.')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    for (token, expected) in [
        (header.clone(), ClaimsError::Parts),
        (format!("{header}.{payload}"), ClaimsError::Parts),
        (format!("{header}.{payload}."), ClaimsError::Parts),
        (format!(".{payload}.{signature}"), ClaimsError::Parts),
        (format!("{header}..{signature}"), ClaimsError::Parts),
        ("..".to_owned(), ClaimsError::Parts),
        (".".to_owned(), ClaimsError::Parts),
        (format!("{header}.{payload}.{signature}."), ClaimsError::Parts),
        (
            format!("{header}.{payload}.{signature}.{signature}"),
            ClaimsError::Parts,
        ),
        (
            format!("{header}.k.{payload}.{signature}.tag"),
            ClaimsError::Encrypted,
        ),
        ("....".to_owned(), ClaimsError::Encrypted),
        (format!("a.b.c.d.e.{header}"), ClaimsError::Parts),
    ] {
        assert_eq!(decode(&token).unwrap_err(), expected, "{token}");
    }
}

#[test]
fn base64url_is_read_strictly() {
    let (header, payload) = ("eyJhbGciOiJSUzI1NiJ9", "eyJhdWQiOiIxIn0");
    decode(&format!("{header}.{payload}.AAAA")).unwrap();
    for damaged in [
        format!("{header}.{payload}.A"),
        format!("{header}.{payload}xx.AAAA"),
        // The last character has bits that belong to no byte, and they are not zero.
        format!("{header}.eyJhdWQiOiIxIn1.AAAA"),
        format!("{header}.{payload}.AB"),
    ] {
        assert_eq!(decode(&damaged).unwrap_err(), ClaimsError::Encoding, "{damaged}");
    }
    // Padding, the other alphabet of base64, white space and the JSON serialisation do not even begin to be a token.
    for foreign in [
        "a.b=.c",
        "a+.b.c",
        "a/.b.c",
        "a. b.c",
        "a.b.c\n",
        "{\"payload\":\"\"}",
        "a.b\u{200b}.c",
        "a.b\0.c",
    ] {
        assert_eq!(
            AccessToken::parse(foreign).unwrap_err(),
            TokenError::Characters,
            "{foreign}"
        );
    }
}

#[test]
fn header_and_payload_are_json_objects() {
    let not_objects: [&[u8]; 13] = [
        b"[]",
        b"[{}]",
        b"\"text\"",
        b"1",
        b"null",
        b"true",
        b"",
        b"{",
        b"{}x",
        b"{\"a\":NaN}",
        b"\xff\xfe{}",
        b"{\"a\":\"\xc0\"}",
        b"{\"a\":\"\\ud800\"}",
    ];
    for bytes in not_objects {
        let expected = if bytes.is_empty() {
            ClaimsError::Parts
        } else {
            ClaimsError::Json
        };
        assert_eq!(
            decode(&compact(HEADER, bytes, "s")).unwrap_err(),
            expected,
            "{}",
            bytes.escape_ascii()
        );
        assert_eq!(
            decode(&compact(bytes, "{}", "s")).unwrap_err(),
            expected,
            "{}",
            bytes.escape_ascii()
        );
    }
    assert_eq!(
        decode(&compact(HEADER, "\u{feff}{}", "s")).unwrap_err(),
        ClaimsError::Json,
        "byte order mark"
    );
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(2_000), "]".repeat(2_000));
    assert_eq!(
        decode(&compact(HEADER, deep, "s")).unwrap_err(),
        ClaimsError::Json,
        "nested too deep"
    );
}

#[test]
fn a_token_of_a_megabyte_is_refused_before_it_is_decoded() {
    let payload = json!({"x": "y".repeat(1_000_000)}).to_string();
    assert_eq!(
        AccessToken::parse(&compact(HEADER, payload, "s")).unwrap_err(),
        TokenError::TooLong
    );
    assert!(AccessToken::parse(&"x".repeat(8 * 1024)).is_ok());
    assert_eq!(
        AccessToken::parse(&"x".repeat(8 * 1024 + 1)).unwrap_err(),
        TokenError::TooLong
    );
    assert_eq!(AccessToken::parse("").unwrap_err(), TokenError::Empty);
}

#[test]
fn of_a_claim_that_stands_twice_the_last_one_counts() {
    let claims = decode(&compact(HEADER, r#"{"sub":"1","aud":"1","sub":"2"}"#, "s")).unwrap();
    assert_eq!(claims.user_id(), Some(2));
}

#[test]
fn times_are_numbers_within_the_calendar() {
    for (exp, expected) in [
        (json!(1_760_625_382), Some(1_760_625_382_000)),
        (json!(1_760_625_382.5), Some(1_760_625_382_500)),
        (json!(1_760_625_382.123456), Some(1_760_625_382_123)),
        (json!(0), Some(0)),
        (json!(253_402_300_799_i64), Some(253_402_300_799_000)),
        (json!(253_402_300_800_i64), None),
        (json!(-1), None),
        (json!(1e308), None),
        (json!(-1e308), None),
        (json!(u64::MAX), None),
        (json!("1760625382"), None),
        (json!(null), None),
        (json!([1_760_625_382]), None),
        (json!(true), None),
    ] {
        let claims = claims_of(&json!({"exp": exp, "iat": exp, "nbf": exp}));
        assert_eq!(
            [claims.expires_at, claims.issued_at, claims.not_before],
            [expected; 3],
            "{exp}"
        );
        let listed = claims.other.iter().any(|(name, _)| name == "exp");
        assert_eq!(
            listed,
            expected.is_none(),
            "what cannot be read is shown as it is: {exp}"
        );
    }
    assert_eq!(
        decode(&compact(HEADER, r#"{"exp":1e999}"#, "s")).unwrap_err(),
        ClaimsError::Json
    );
}

#[test]
fn ids_are_strings_or_whole_numbers() {
    for (sub, expected) in [
        (json!("5001"), Some(5001)),
        (json!(5001), Some(5001)),
        (json!("9007199254740993"), Some(9_007_199_254_740_993)),
        (json!(9_007_199_254_740_993_u64), Some(9_007_199_254_740_993)),
        (json!("18446744073709551616"), None),
        (json!("0"), None),
        (json!("-1"), None),
        (json!("+1"), None),
        (json!(" 1"), None),
        (json!("１"), None),
        (json!(""), None),
        (json!(5001.5), None),
        (json!(["5001"]), None),
        (json!(null), None),
    ] {
        assert_eq!(claims_of(&json!({"sub": sub})).user_id(), expected, "{sub}");
    }
    assert!(claims_of(&json!({"aud": 7})).has_audience(&client("7")));
    assert!(claims_of(&json!({"aud": ["6", 7]})).has_audience(&client("7")));
    assert!(!claims_of(&json!({"aud": [["7"]]})).has_audience(&client("7")));
    assert_eq!(claims_of(&json!({"scopes": ["a", "b"]})).scopes, ["a", "b"]);
}

#[test]
fn what_is_not_known_is_kept_for_display() {
    let claims =
        claims_of(&json!({"name": "<b>kaede</b>", "roles": {"mod": true}, "scopes": {"a": 1}, "n": 1.5}));
    let expected = [
        ("n", "1.5"),
        ("name", "<b>kaede</b>"),
        ("roles", r#"{"mod":true}"#),
        ("scopes", r#"{"a":1}"#),
    ];
    assert_eq!(
        claims.other,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    for name in ["aud", "sub", "iat", "nbf", "exp", "jti", "scopes", "alg", "typ"] {
        assert!(explain(name).unwrap().ends_with('.'), "{name}");
    }
    assert_eq!(explain("name"), None);
}

#[test]
fn header_and_payload_are_shown_indented() {
    for claims in [
        json!({}),
        json!({"a": [], "b": {}, "c": [1, [-2.5, {"d": "x: [\"{,\\"}], null], "e": {"f": [{}, [""]]}, "g, h": "続"}),
    ] {
        let pretty = serde_json::to_string_pretty(&claims).unwrap();
        assert_eq!(claims_of(&claims).payload_json, pretty);
        let spread = decode(&compact(&pretty, &pretty, "s")).unwrap();
        assert_eq!(
            (spread.payload_json, spread.header.json),
            (pretty.clone(), pretty)
        );
    }
    let claims = decode(&compact(HEADER, "{ \"roles\" : [ 1 ,\n\"a b\" ] }", "s")).unwrap();
    assert_eq!(claims.other, [("roles".to_owned(), r#"[1,"a b"]"#.to_owned())]);
}

// SECURITY.md: S6
#[test]
fn any_signature_decodes_since_none_can_be_checked() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"HS256"}"#,
        "{}",
        r#"{"alg":7,"typ":[]}"#,
    ] {
        let claims = decode(&compact(header, r#"{"sub":"1"}"#, "forged")).unwrap();
        assert_eq!(claims.user_id(), Some(1), "{header}");
    }
}

// SECURITY.md: T6
#[test]
fn a_token_is_masked_down_to_what_every_token_shares() {
    let masked = access(&token()).masked();
    assert!(
        masked.starts_with("eyJ•")
            && masked.ends_with(&format!("({} characters)", number(token().len() as u64))),
        "{masked}"
    );
    assert!(access("abc").masked().starts_with('•'));
}

proptest! {
    #[test]
    fn no_bytes_make_decoding_panic(header: Vec<u8>, payload: Vec<u8>, signature in "[a-z]{1,9}", raw in "[A-Za-z0-9_.-]{1,300}") {
        let _ = AccessToken::parse(&compact(header, payload, &signature)).map(|token| UnverifiedClaims::decode(&token));
        let _ = UnverifiedClaims::decode(&access(&raw));
    }

    #[test]
    fn no_text_makes_parsing_panic_and_no_error_quotes_it(text in "\\PC{0,300}") {
        if let Err(error) = AccessToken::parse(&text) {
            let printed = format!("{error} {error:?}");
            prop_assert!(text.chars().count() < 10 || !printed.contains(&text));
        }
    }

    #[test]
    fn no_claims_make_decoding_or_its_texts_panic(claims in any_claims(), now: u64) {
        let pretty = serde_json::to_string_pretty(&claims).unwrap();
        let claims = claims_of(&claims);
        prop_assert_eq!(&claims.payload_json, &pretty);
        let _ = (claims.user_id(), expiry(&claims, now).notice(), clock_seems_behind(&claims, now));
    }

    // SECURITY.md: T7
    #[test]
    fn the_token_type_never_prints_its_token(canary in "[A-Za-z0-9_-]{12,60}") {
        let token = access(&canary);
        let printed = format!("{token:?} {token:#?} {:?} {} {:?}", Some(&token), token.masked(), UnverifiedClaims::decode(&token));
        prop_assert!(!printed.contains(&canary) && !printed.contains(canary.get(3..).unwrap()));
    }
}

/// Claims with AniList's names and values of any type.
fn any_claims() -> impl Strategy<Value = serde_json::Value> {
    let value = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|v| json!(v)),
        any::<f64>().prop_map(|v| json!(v)),
        any::<i64>().prop_map(|v| json!(v)),
        any::<u64>().prop_map(|v| json!(v)),
        "\\PC{0,12}".prop_map(|v| json!(v)),
        prop::collection::vec("[0-9]{0,4}", 0..3).prop_map(|v| json!(v)),
    ];
    prop::collection::btree_map("aud|sub|iat|nbf|exp|jti|scopes|[a-z]{1,4}", value, 0..8)
        .prop_map(|claims| json!(claims))
}
