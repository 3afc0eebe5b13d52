//! The authorization code grant and its token endpoint.

use super::support::{Answer, Server, anilist, parameters};
use serde_json::{Value, json};

const REDIRECT: &str = "http://localhost:8731/callback";

fn code(server: &Server) -> String {
    let session = server.log_in("ren");
    let ask = "/api/v2/oauth/authorize?client_id=1005&response_type=code&state=s&redirect_uri=http%3A%2F%2Flocalhost%3A8731%2Fcallback";
    let answer = server.post_form(ask, &session, "decision=approve");
    let location = answer.location();
    assert!(
        location.starts_with("http://localhost:8731/callback?code="),
        "{location}"
    );
    let given = parameters(location, '?');
    assert_eq!(given[1], ("state", "s"));
    given[0].1.to_owned()
}

fn exchange(server: &Server, changes: &Value) -> Answer {
    let mut body = json!({
        "grant_type": "authorization_code", "client_id": "1005", "client_secret": "standin-secret-1005",
        "redirect_uri": REDIRECT,
    });
    let fields = body.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    fields.retain(|_, value| !value.is_null());
    let headers = [
        ("content-type", "application/json"),
        ("origin", "https://tsuzuki.test"),
    ];
    server
        .send(
            "POST",
            "anilist.co",
            "/api/v2/oauth/token",
            &headers,
            &body.to_string(),
        )
        .unwrap()
}

#[test]
fn a_code_is_exchanged_once_for_a_token() {
    let server = anilist();
    let code = code(&server);
    let answer = exchange(&server, &json!({ "code": code }));
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!(
        (&body["token_type"], &body["expires_in"]),
        (&json!("Bearer"), &json!(31_536_000))
    );
    assert_eq!(body.get("refresh_token"), None);
    let viewer = server
        .query("{ Viewer { name } }", body["access_token"].as_str().unwrap())
        .json();
    assert_eq!(viewer, json!({"data": {"Viewer": {"name": "ren"}}}));

    let again = exchange(&server, &json!({ "code": code }));
    assert_eq!(
        (again.status, again.json()["error"].clone()),
        (400, json!("invalid_request"))
    );
}

#[test]
fn a_form_is_taken_as_well() {
    let server = anilist();
    let form = format!(
        "grant_type=authorization_code&client_id=1005&client_secret=standin-secret-1005&code={}&redirect_uri={}",
        code(&server),
        crate::standin::http::encode(REDIRECT)
    );
    assert_eq!(server.post_form("/api/v2/oauth/token", "", &form).status, 200);
}

#[test]
fn a_wrong_exchange_is_refused() {
    let cases = [
        (json!({"client_secret": "wrong"}), 401, "invalid_client"),
        (json!({"client_secret": null}), 401, "invalid_client"),
        (json!({"client_id": "4711"}), 401, "invalid_client"),
        // It has no secret, so it cannot take part in this grant.
        (json!({"client_id": "1001"}), 401, "invalid_client"),
        (
            json!({"redirect_uri": "http://localhost:8731/callback/"}),
            401,
            "invalid_client",
        ),
        (json!({"redirect_uri": null}), 400, "invalid_request"),
        (json!({"code": null}), 400, "invalid_request"),
        (json!({"code": "guessed"}), 400, "invalid_request"),
        (
            json!({"grant_type": "refresh_token"}),
            400,
            "unsupported_grant_type",
        ),
    ];
    let server = anilist();
    let code = code(&server);
    for (mut changes, status, error) in cases {
        let fields = changes.as_object_mut().unwrap();
        fields.entry("code").or_insert(json!(code));
        let answer = exchange(&server, &changes);
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (status, &json!(error)),
            "{changes}"
        );
    }
    assert_eq!(
        exchange(&server, &json!({ "code": code })).status,
        200,
        "none of these used the code up"
    );
}

#[test]
fn a_code_is_good_for_ten_minutes_and_its_client() {
    let server = anilist();
    server.control(
        "client",
        &json!({"id": "1200", "redirect": REDIRECT, "secret": "other"}),
    );
    let code = code(&server);
    let stolen = exchange(
        &server,
        &json!({"code": code, "client_id": "1200", "client_secret": "other"}),
    );
    assert_eq!(
        (stolen.status, stolen.json()["error"].clone()),
        (400, json!("invalid_request"))
    );
    server.standin.clock.advance(10 * 60 * 1000 + 1);
    assert_eq!(exchange(&server, &json!({ "code": code })).status, 400);
}

#[test]
fn denial_comes_in_the_query() {
    let server = anilist();
    let ask = "/api/v2/oauth/authorize?client_id=1005&response_type=code&state=s";
    let answer = server.post_form(ask, &server.log_in("ren"), "decision=deny");
    assert_eq!(
        answer.location(),
        "http://localhost:8731/callback?error=access_denied&state=s"
    );
}

#[test]
fn no_page_can_use_the_token_endpoint() {
    let server = anilist();
    assert!(!exchange(&server, &json!({ "code": code(&server) })).has_cors());
    let preflight = server.send(
        "OPTIONS",
        "anilist.co",
        "/api/v2/oauth/token",
        &[
            ("origin", "https://tsuzuki.test"),
            ("access-control-request-method", "POST"),
        ],
        "",
    );
    let preflight = preflight.unwrap();
    assert_eq!(preflight.status, 404);
    assert!(!preflight.has_cors());
}
