//! Leaving for AniList and the way back: client ids, the authorization URL, return paths, the pending login.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::HashSet;

use crate::auth_support::{NOW, client, pending};
use proptest::prelude::*;
use serde_json::{Value, json};
use tsuzuki::auth::authorize::{ReturnPath, authorize_url};
use tsuzuki::auth::expiry_reminder::{ExpiryEvent, to_ics};
use tsuzuki::auth::state::{OAuthState, PendingAuthorization};
use tsuzuki::auth::state_support::EchoesSeen;
use tsuzuki::config::AUTHORIZE_URL;
use tsuzuki::domain::{ClientId, ClientIdError};

// SECURITY.md: S7
#[test]
fn a_client_id_is_a_number_and_cannot_inject_a_parameter() {
    for (text, expected) in [
        ("1", Ok("1")),
        (" 1234\n", Ok("1234")),
        ("18446744073709551615", Ok("18446744073709551615")),
        ("", Err(ClientIdError::Empty)),
        (" \t", Err(ClientIdError::Empty)),
        ("0", Err(ClientIdError::LeadingZero)),
        ("01234", Err(ClientIdError::LeadingZero)),
        ("123456789012345678901", Err(ClientIdError::TooLong)),
        ("1&response_type=code", Err(ClientIdError::NotDigits)),
        ("1#", Err(ClientIdError::NotDigits)),
        ("1%26", Err(ClientIdError::NotDigits)),
        ("1 2", Err(ClientIdError::NotDigits)),
        ("-1", Err(ClientIdError::NotDigits)),
        ("1.0", Err(ClientIdError::NotDigits)),
        ("0x10", Err(ClientIdError::NotDigits)),
        ("１２", Err(ClientIdError::NotDigits)),
        ("١٢", Err(ClientIdError::NotDigits)),
        ("1\0", Err(ClientIdError::NotDigits)),
        ("1\u{200b}", Err(ClientIdError::NotDigits)),
    ] {
        assert_eq!(
            text.parse::<ClientId>().as_ref().map(ClientId::as_str),
            expected.as_ref().copied(),
            "{text:?}"
        );
        assert_eq!(ClientId::try_from(text).is_ok(), expected.is_ok());
    }
}

#[test]
fn the_authorization_url_is_anilists_with_three_parameters() {
    let url = authorize_url(
        AUTHORIZE_URL,
        &client("1001"),
        &OAuthState::from_bytes([0xff; 32]),
    );
    let state = "f".repeat(64);
    assert_eq!(
        url,
        format!("https://anilist.co/api/v2/oauth/authorize?client_id=1001&response_type=token&state={state}")
    );
}

// SECURITY.md: C8
#[test]
fn a_return_path_leads_nowhere_but_below_the_base() {
    for (base, good) in [
        ("/", "/"),
        ("/", "/session"),
        ("/", "/anime/1/Cowboy-Bebop/"),
        ("/", "/search/anime?search=Fate%2FZero&page=2"),
        ("/", "/anime/1/%E9%8A%80%E9%AD%82"),
        ("/", "/user/a.b/animelist"),
        ("/", "/user/.../animelist"),
        ("/", "/search?q=100%"),
        ("/", "/search?q=https://x.example//y/../z"),
        ("/tsuzuki/", "/tsuzuki/"),
        ("/tsuzuki/", "/tsuzuki/anime/1"),
        ("/a/b/", "/a/b/c?d"),
    ] {
        assert_eq!(
            ReturnPath::new(good, base).as_ref().map(ReturnPath::as_str),
            Some(good),
            "{good} below {base}"
        );
    }
    for bad in [
        "",
        "session",
        "?x",
        "#",
        "/#",
        "/#access_token=x",
        "/anime#x",
        "//evil.example",
        "//evil.example/",
        "///evil",
        "/\\evil",
        "\\\\evil",
        "\\/evil",
        "/a\\b",
        "https:evil",
        "https://evil.example/",
        "https:///evil",
        "HTTPS://evil",
        "//user@evil",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "blob:x",
        "/\t/evil",
        "/\n/evil",
        "\t//evil",
        " /",
        "/ ",
        "/\0",
        "/\u{7f}",
        "/\u{85}",
        "/é",
        "/\u{202e}",
        "/\u{fffd}",
        "／evil",
        // Browsers drop dot segments, encoded ones as well, and what is left can begin with two slashes.
        "/.",
        "/..",
        "/./",
        "/../",
        "/.//evil",
        "/..//evil",
        "/%2e/",
        "/%2E%2e/x",
        "/.%2e//evil",
        "/a/../b",
        "/a//evil",
        // Separators for whoever decodes before navigating.
        "/%2f%2fevil",
        "/%2Fevil",
        "/%5cevil",
        "/%5C%5Cevil",
        "/a%2f..%2fb",
        "/%09/evil",
        "/%0d%0aSet-Cookie:x",
        "/%00",
        "/%",
        "/%zz",
        "/%ff",
        // An address that the page would take for an answer when it loads.
        "/?access_token=x",
        "/?a&access_token=x",
        "/?ACCESS_TOKEN=x",
        "/?x=access_token",
        "/access_token",
        "/?access%5ftoken=x",
        "/?state=x",
        "/?st%61te",
        "/?a=1&error=b",
        "/?error",
    ] {
        assert_eq!(ReturnPath::new(bad, "/"), None, "{bad:?}");
    }
    for (base, outside) in [
        ("/tsuzuki/", "/"),
        ("/tsuzuki/", "/tsuzuki"),
        ("/tsuzuki/", "/tsuzuki?x"),
        ("/tsuzuki/", "/tsuzuki-evil/"),
        ("/tsuzuki/", "/Tsuzuki/"),
        ("/tsuzuki/", "/tsuzuki/../other/"),
        ("/tsuzuki/", "/tsuzuki/%2e%2e/other/"),
        ("/tsuzuki/", "/tsuzuki//evil"),
        ("/tsuzuki/", "/other/"),
        ("", "/"),
        ("tsuzuki/", "tsuzuki/"),
        ("/tsuzuki", "/tsuzuki/"),
        ("//", "//evil"),
        ("https://evil/", "https://evil/"),
    ] {
        assert_eq!(ReturnPath::new(outside, base), None, "{outside} below {base}");
    }
    assert_eq!(ReturnPath::new(&format!("/{}", "a".repeat(2048)), "/"), None);
    assert_eq!(ReturnPath::home("/tsuzuki/").as_str(), "/tsuzuki/");
    assert_eq!(ReturnPath::home("//evil/").as_str(), "/");
}

// SECURITY.md: S1
#[test]
fn state_has_256_bits_and_no_two_are_alike() {
    // The random source is the caller's; nothing of what it gives may get lost.
    let mut seen = HashSet::new();
    for n in 0..10_000_u32 {
        let mut bytes = [0; 32];
        let place = (n % 8) as usize * 4;
        bytes[place..place + 4].copy_from_slice(&(n + 1).to_le_bytes());
        let state = OAuthState::from_bytes(bytes);
        assert_eq!(state.as_str().len(), 64);
        assert!(
            state
                .as_str()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        assert!(seen.insert(state.as_str().to_owned()), "{n}");
    }
}

#[test]
fn a_pending_login_survives_storage_and_hides_its_state() {
    let login = pending();
    assert_eq!(
        PendingAuthorization::from_json(&login.to_json(), "/"),
        Some(login.clone())
    );
    assert!(!format!("{login:?}").contains(login.state.as_str()));
}

#[test]
fn a_stored_login_is_read_as_foreign_input() {
    let changed = |name: &str, value: Value| {
        let mut stored: Value = serde_json::from_str(&pending().to_json()).unwrap();
        stored[name] = value;
        PendingAuthorization::from_json(&stored.to_string(), "/")
    };
    assert_eq!(changed("added_later", json!(1)), Some(pending()));
    for (name, bad) in [
        ("state", json!("")),
        ("state", json!("short")),
        ("state", json!("=".repeat(64))),
        ("state", json!("0".repeat(63) + "g")),
        ("state", json!("A".repeat(64))),
        ("state", json!("0".repeat(65))),
        ("state", json!(null)),
        ("started_at", json!(-1)),
        ("started_at", json!("1")),
        ("started_at", json!(1.5)),
        ("return_path", json!(null)),
        ("client_id", json!("1&x")),
        ("client_id", json!(1001)),
    ] {
        assert_eq!(changed(name, bad.clone()), None, "{name}: {bad}");
    }
    for evil in ["//evil.example", "https://evil.example", "/#access_token=x", ""] {
        assert_eq!(
            changed("return_path", json!(evil)).unwrap().return_path.as_str(),
            "/",
            "{evil}"
        );
    }
    let elsewhere = PendingAuthorization::from_json(&pending().to_json(), "/tsuzuki/").unwrap();
    assert_eq!(elsewhere.return_path.as_str(), "/tsuzuki/");
    for junk in ["", "null", "[]", "{}", "{\"state\":", "\u{feff}{}"] {
        assert_eq!(PendingAuthorization::from_json(junk, "/"), None, "{junk}");
    }
}

#[test]
fn echoes_are_remembered_by_client_and_address() {
    let mut seen = EchoesSeen::default();
    assert!(!seen.contains(&client("1"), AUTHORIZE_URL));
    seen.add(&client("1"), AUTHORIZE_URL);
    seen.add(&client("1"), AUTHORIZE_URL);
    let mut seen = EchoesSeen::from_storage(&seen.to_storage());
    assert!(seen.contains(&client("1"), AUTHORIZE_URL));
    assert!(!seen.contains(&client("2"), AUTHORIZE_URL));
    assert!(!seen.contains(&client("1"), "http://localhost:8730/api/v2/oauth/authorize"));
    for n in 2..=40 {
        seen.add(&client(&n.to_string()), AUTHORIZE_URL);
    }
    assert!(seen.contains(&client("40"), AUTHORIZE_URL) && seen.contains(&client("21"), AUTHORIZE_URL));
    assert!(!seen.contains(&client("20"), AUTHORIZE_URL), "the oldest goes");
    for junk in ["", "null", "{}", "[1]", "[[\"1\"]]", "\0"] {
        assert_eq!(EchoesSeen::from_storage(junk), EchoesSeen::default(), "{junk}");
    }
}

fn event() -> ExpiryEvent<'static> {
    ExpiryEvent {
        user_id: 5001,
        user_name: "kaede",
        expires_at: 1_760_625_382_000,
        now: NOW,
        app_url: "https://tsuzuki.test/",
    }
}

#[test]
fn the_calendar_file_is_what_calendars_read() {
    insta::assert_snapshot!(to_ics(&event()).replace("\r\n", "\n"));
}

#[test]
fn no_name_breaks_out_of_its_line_of_the_calendar() {
    let evil = ExpiryEvent {
        user_name: "a;b,c\\d\r\nEND:VCALENDAR\u{202e}\u{85}続きがとても長い名前の続きがとても長い名前",
        app_url: "https://tsuzuki.test/x?y\r\nZ#access_token=canary",
        expires_at: u64::MAX,
        ..event()
    };
    let file = to_ics(&evil);
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    assert!(file.split("\r\n").all(|line| line.len() <= 75));
    let unfolded = file.replace("\r\n ", "");
    assert!(
        unfolded.contains("\r\nSUMMARY:AniList login of a\\;b\\,c\\\\d  END:VCALENDAR 続き"),
        "{unfolded}"
    );
    assert!(unfolded.contains("\r\nURL:https://tsuzuki.test/x\r\n"));
    assert!(unfolded.contains("\r\nDTSTART:99991231T235959Z\r\n"));
    assert_eq!(unfolded.matches("\r\nEND:VCALENDAR\r\n").count(), 1);
}

proptest! {
    // SECURITY.md: S7
    #[test]
    fn the_authorization_url_has_exactly_three_parameters(endpoint in "\\PC{0,60}", id in "[1-9][0-9]{0,19}", bytes: [u8; 32]) {
        let url = authorize_url(&endpoint, &client(&id), &OAuthState::from_bytes(bytes));
        let (_, query) = url.split_once('?').unwrap();
        let names: Vec<&str> = query.split('&').map(|pair| pair.split_once('=').unwrap().0).collect();
        prop_assert_eq!(names, ["client_id", "response_type", "state"]);
        prop_assert!(!url.contains(['#', ' ']) || endpoint.contains(' '));
    }

    #[test]
    fn no_text_makes_a_client_id_that_needs_encoding(text in "\\PC{0,30}|[0-9]{0,25}") {
        if let Ok(id) = text.parse::<ClientId>() {
            prop_assert!(id.as_str().bytes().all(|b| b.is_ascii_digit()) && (1..=20).contains(&id.as_str().len()));
        }
    }

    // SECURITY.md: C8
    #[test]
    fn a_return_path_never_leaves_the_base(
        raw in prop_oneof!["\\PC{0,40}", "(/|//|\\\\|\\.|%2e|%2f|%5c|tsuzuki|evil|\\?|#|:|@|&|=|state|access_token|[ -~]){0,9}"],
        base in "/|/tsuzuki/|\\PC{0,9}",
    ) {
        for raw in [raw.clone(), format!("{base}{raw}")] {
            let Some(path) = ReturnPath::new(&raw, &base) else { continue };
            let path = path.as_str();
            prop_assert!(path.starts_with('/') && path.starts_with(&base) && !path.starts_with("//"));
            prop_assert!(path.bytes().all(|b| b.is_ascii_graphic()) && !path.contains(['\\', '#']));
            let before_query = path.split('?').next().unwrap();
            prop_assert!(!before_query.contains("//"));
            let dots = |segment: &str| ["", "."].contains(&segment.to_lowercase().replace("%2e", ".").trim_end_matches('.'));
            prop_assert!(!before_query.split('/').any(|s| !s.is_empty() && s.len() < 7 && dots(s) && s.replace("%2e", ".").replace("%2E", ".").len() < 3));
            prop_assert!(!path.contains("access_token="));
        }
    }

    #[test]
    fn no_text_makes_reading_a_stored_login_panic(text in "\\PC{0,200}", base in "\\PC{0,9}") {
        let _ = PendingAuthorization::from_json(&text, &base);
        let _ = EchoesSeen::from_storage(&text);
        let home = ReturnPath::home(&base);
        prop_assert!(home.as_str().starts_with('/') && !home.as_str().starts_with("//"));
    }

    #[test]
    fn every_line_of_the_calendar_is_short_and_whole(name in "\\PC{0,120}|[\u{0}-\u{3000}]{0,120}", url in "\\PC{0,200}", expires_at: u64, now: u64) {
        let file = to_ics(&ExpiryEvent { user_id: 1, user_name: &name, expires_at, now, app_url: &url });
        prop_assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        prop_assert_eq!(file.replace("\r\n ", "").split("\r\n").filter(|line| line.starts_with("BEGIN:") || line.starts_with("END:")).count(), 8);
    }
}
