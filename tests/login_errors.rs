//! What becomes of an error that the authorization server answers with, or that a link pretends.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::auth_support::{DAY, NOW, good, here, pending, refused, state};

use tsuzuki::auth::callback::evaluate_callback;
use tsuzuki::auth::login_error::LoginError;

// SECURITY.md: C7
#[test]
fn a_refusal_of_the_person_is_understood_in_fragment_and_in_query() {
    for raw in [
        "#error=access_denied",
        "#error=access_denied&state=",
        &format!("#error=access_denied&state={}", state()),
        "?error=access_denied",
        "?error=access_denied&state=",
        &format!("?error=access_denied&state={}", state()),
        "?error=access_denied#",
        "?x=1&error=access%5Fdenied#y=2",
    ] {
        assert_eq!(
            refused(here(raw)),
            LoginError::Denied { description: None },
            "{raw}"
        );
    }
}

// SECURITY.md: C7
#[test]
fn the_texts_of_an_error_come_back_as_plain_text_cut_to_a_length() {
    let markup = "%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+see+https%3A%2F%2Fevil.example";
    for place in ["#", "?"] {
        for name in ["error_description", "message"] {
            let refusal = refused(here(&format!("{place}error=server_error&{name}={markup}")));
            let description = Some("<img src=x onerror=alert(1)> see https://evil.example".to_owned());
            assert_eq!(
                refusal,
                LoginError::ServerError {
                    code: "server_error".into(),
                    description
                }
            );
        }
    }
    let long = "%E2%80%AE".repeat(3) + &"x".repeat(5_000);
    let LoginError::ServerError { code, description } =
        refused(here(&format!("#error={long}&error_description={long}")))
    else {
        panic!("it is an error of the server")
    };
    assert_eq!(code, format!("{}…", "x".repeat(60)));
    assert_eq!(description, Some(format!("{}…", "x".repeat(200))));

    let hidden = refused(here(
        "#error=e&error_description=a%0D%0Ab%E2%80%8Bc%E2%81%A6d%1Be",
    ));
    assert_eq!(
        hidden,
        LoginError::ServerError {
            code: "e".into(),
            description: Some("a  bcde".into())
        }
    );
}

// SECURITY.md: C7
#[test]
fn an_error_nobody_waits_for_keeps_its_words_to_itself() {
    let raw = "#error=server_error&error_description=Call+this+number";
    for raw in [
        raw.to_owned(),
        raw.replacen('#', "?", 1),
        "#error=Call+this+number".to_owned(),
        "?error=access_denied".to_owned(),
        format!("{}&error=access_denied", good()),
    ] {
        assert_eq!(
            refused(evaluate_callback(&raw, None, NOW, None, false)),
            LoginError::NotStartedHere,
            "{raw}"
        );
        assert_eq!(
            refused(evaluate_callback(&raw, Some(&pending()), NOW + DAY, None, false)),
            LoginError::TooOld,
            "{raw}"
        );
    }
}

#[test]
fn an_error_wins_over_a_token() {
    assert!(matches!(
        refused(here(&(good() + "&error=server_error"))),
        LoginError::ServerError { .. }
    ));
    assert!(matches!(
        refused(here(&format!("?error=access_denied{}", good()))),
        LoginError::Denied { .. }
    ));
    assert!(matches!(
        refused(here(&(good() + "&error="))),
        LoginError::ServerError { .. }
    ));
}
