//! The Authorization Code TokenResponse without a server: what is asked, what each answer means, where the secret never goes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use crate::authorization_code::exchange::exchange;
use crate::authorization_code::flow::{FlowError, Request, Secret, read_token};
use tsuzuki::auth::state::OAuthState;
use tsuzuki::auth::urlencoded::FormError;

#[test]
fn the_secret_is_never_sent_in_the_clear_to_another_computer() {
    let request = Request::new("7".parse().unwrap(), 8731, OAuthState::from_bytes([1; 32]));
    let secret = Secret::new("a secret of the tests").unwrap();
    for url in [
        "http://anilist.co/token",
        "http://localhost.evil.example/token",
        "http://127.0.0.1@evil.example/",
        "ftp://localhost/",
        "anilist.co",
        "",
    ] {
        assert_eq!(
            exchange(url, &request, &secret, "c", Duration::from_secs(60)).unwrap_err(),
            FlowError::Insecure,
            "{url}"
        );
    }
    assert_eq!(format!("{secret:?}"), "Secret(***)");
    assert!(Secret::new(" \n").is_none());
    assert_eq!(Secret::new(" s \n").unwrap().expose(), "s");
}

#[test]
fn the_first_address_has_the_four_parameters_of_the_grant() {
    let request = Request::new("7".parse().unwrap(), 8731, OAuthState::from_bytes([0; 32]));
    assert_eq!(
        request.url("https://anilist.co/api/v2/oauth/authorize"),
        format!(
            "https://anilist.co/api/v2/oauth/authorize?client_id=7&redirect_uri=http://localhost:8731/callback\
             &response_type=code&state={}",
            "0".repeat(64)
        )
    );
}

#[test]
fn every_answer_to_the_redirect_url_has_a_meaning() {
    let request = Request::new("7".parse().unwrap(), 8731, OAuthState::from_bytes([0; 32]));
    let ours = format!("state={}", "0".repeat(64));
    for (target, expected) in [
        (format!("/callback?code=c%2B1&{ours}"), Ok("c+1".to_owned())),
        (format!("/callback?{ours}&x=1&x=2&code=c"), Ok("c".to_owned())),
        (format!("/callback?{ours}"), Err(FlowError::NoCode)),
        (format!("/callback?code=&{ours}"), Err(FlowError::NoCode)),
        ("/callback".to_owned(), Err(FlowError::StateMismatch)),
        ("/callback?code=c".to_owned(), Err(FlowError::StateMismatch)),
        (
            "/callback?code=c&state=".to_owned(),
            Err(FlowError::StateMismatch),
        ),
        (
            "/callback?code=c&state=x".to_owned(),
            Err(FlowError::StateMismatch),
        ),
        (
            "/callback?error=access_denied&state=x".to_owned(),
            Err(FlowError::StateMismatch),
        ),
        (
            "/callback?error=access_denied&state=".to_owned(),
            Err(FlowError::Denied),
        ),
        (
            format!("/callback?error=access_denied&{ours}"),
            Err(FlowError::Denied),
        ),
        (
            format!("/callback?error=oh%1B%5B2Jno&{ours}"),
            Err(FlowError::Authorize("oh[2Jno".to_owned())),
        ),
        (
            format!("/callback?code=c&code=d&{ours}"),
            Err(FormError::Duplicate("code").into()),
        ),
        (
            format!("/callback?code=c&{ours}&{ours}"),
            Err(FormError::Duplicate("state").into()),
        ),
        (
            format!("/callback?code=%zz&{ours}"),
            Err(FormError::PercentEncoding.into()),
        ),
    ] {
        assert_eq!(request.code(&target), Some(expected), "{target}");
    }
    assert_eq!(request.code("/other?code=c"), None);
}

#[test]
fn every_answer_of_the_token_endpoint_has_a_meaning() {
    let read = |status, body: &str| read_token(status, body.as_bytes(), "http://localhost:8731/callback");
    let token = read(
        200,
        r#"{"token_type":"bearer","expires_in":31536000,"access_token":"a.b.c"}"#,
    );
    assert_eq!(token.unwrap().expose(), "a.b.c");
    let client = FlowError::Client {
        redirect_uri: "http://localhost:8731/callback".into(),
    };
    for (status, body, expected) in [
        (
            401,
            r#"{"error":"invalid_client","message":"Client authentication failed"}"#,
            client,
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"used"}"#,
            FlowError::Code("used".into()),
        ),
        (
            400,
            r#"{"error":"invalid_request"}"#,
            FlowError::Code(String::new()),
        ),
        (
            400,
            r#"{"error":"unsupported_grant_type"}"#,
            FlowError::Exchange("unsupported_grant_type".into()),
        ),
        (
            200,
            r#"{"token_type":"mac","access_token":"a.b.c"}"#,
            FlowError::Unreadable(200),
        ),
        (200, r#"{"access_token":"a.b.c"}"#, FlowError::Unreadable(200)),
        (200, r#"{"token_type":"bearer"}"#, FlowError::Unreadable(200)),
        (
            500,
            r#"{"token_type":"bearer","access_token":"a.b.c"}"#,
            FlowError::Unreadable(500),
        ),
        (503, "<html>", FlowError::Unreadable(503)),
        (200, "", FlowError::Unreadable(200)),
        (200, r#"{"access_token":7}"#, FlowError::Unreadable(200)),
    ] {
        assert_eq!(read(status, body), Err(expected), "{body}");
    }
    let spoilt = read(200, r#"{"token_type":"bearer","access_token":"a b"}"#).unwrap_err();
    assert!(matches!(spoilt, FlowError::Token(_)));
}
