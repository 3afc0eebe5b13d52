//! When a token ends: warned of in time, and a wrong clock locks nobody out.
#![allow(clippy::unwrap_used)]

use crate::auth_support::{DAY, NOW, claims_of, decode, token};
use serde_json::json;
use tsuzuki::auth::expiry::{Expiry, Warning, clock_seems_behind, expiry};

// SECURITY.md: A3
#[test]
fn the_end_of_a_token_is_warned_of_at_30_7_and_1_days() {
    let end = 1_800_000_000_000;
    let claims = claims_of(&json!({"exp": end / 1000}));
    let valid = |left_ms| Expiry::Valid { left_ms };
    let soon = |left_ms| Expiry::Soon { left_ms };
    for (left, expected, warning) in [
        (365 * DAY, valid(365 * DAY), None),
        (30 * DAY + 1, valid(30 * DAY + 1), None),
        (30 * DAY, soon(30 * DAY), Some(Warning::Month)),
        (7 * DAY + 1, soon(7 * DAY + 1), Some(Warning::Month)),
        (7 * DAY, soon(7 * DAY), Some(Warning::Week)),
        (DAY + 1, soon(DAY + 1), Some(Warning::Week)),
        (DAY, soon(DAY), Some(Warning::Day)),
        (1, soon(1), Some(Warning::Day)),
        (0, Expiry::Expired { since_ms: 0 }, Some(Warning::Ended)),
    ] {
        let found = expiry(&claims, end - left);
        assert_eq!(
            (found, found.warning()),
            (expected, warning),
            "{left} ms before the end"
        );
        assert_eq!(found.notice().is_some(), warning.is_some());
    }
    assert_eq!(expiry(&claims, end + DAY), Expiry::Expired { since_ms: DAY });
    assert_eq!(expiry(&claims_of(&json!({})), NOW), Expiry::Unknown);

    let notice = |left: u64| expiry(&claims, end - left).notice();
    assert_eq!(notice(31 * DAY), None);
    assert_eq!(
        notice(3 * DAY).unwrap(),
        "This login ends in 3 days. Log in again to continue for another year."
    );
    assert!(notice(DAY).unwrap().contains("in 1 day."));
    assert!(notice(DAY - 1).unwrap().contains("in less than a day"));
    assert!(notice(0).unwrap().contains("this device's clock"));
}

#[test]
fn each_warning_is_more_urgent_than_the_one_before_and_has_a_name_of_its_own() {
    let warnings = [Warning::Month, Warning::Week, Warning::Day, Warning::Ended];
    assert!(warnings.is_sorted());
    for warning in warnings {
        assert_eq!(Warning::from_name(warning.name()), Some(warning));
    }
    for junk in ["", "Month", "year", "\u{0}"] {
        assert_eq!(Warning::from_name(junk), None, "{junk:?}");
    }
}

// SECURITY.md: A3
#[test]
fn a_wrong_clock_only_ever_gives_a_hint() {
    let claims = decode(&token()).unwrap();
    for (now, behind) in [
        (NOW, false),
        (NOW - 60_000, false),
        (NOW - 60_001, true),
        (NOW - DAY, true),
        (NOW - 365 * DAY, true),
        (0, true),
        (NOW + DAY, false),
        (u64::MAX, false),
    ] {
        assert_eq!(clock_seems_behind(&claims, now), behind, "{now}");
        let _ = expiry(&claims, now).notice();
    }
    assert!(!clock_seems_behind(&claims_of(&json!({})), 0));
}
