//! The implicit grant, the pages around it, and the tokens it gives.

use super::support::{Server, anilist, parameters, signer};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const ASK: &str = "/api/v2/oauth/authorize?client_id=1001&response_type=token&state=s1";

fn approve(server: &Server, session: &str, ask: &str) -> String {
    server
        .post_form(ask, session, "decision=approve")
        .location()
        .to_owned()
}

fn decoded(token: &str) -> (Value, Value) {
    let part = |n: usize| {
        let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(n).unwrap()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    (part(0), part(1))
}

#[test]
fn login_then_consent_then_the_token_in_the_fragment() {
    let server = anilist();
    let login = server.get(ASK, "");
    assert_eq!(login.status, 200);
    assert!(
        login.text().contains("Log in as kaede") && login.text().contains("response_type=token&amp;state=s1")
    );
    let session = server.log_in("kaede");
    let consent = server.get(ASK, &session).text();
    assert!(
        consent.contains(">Approve</button>") && consent.contains(">Deny</button>"),
        "{consent}"
    );
    assert!(consent.contains("Log out of AniList"));

    let location = approve(&server, &session, ASK);
    let (target, _) = location.split_once('#').unwrap();
    assert_eq!(target, "https://tsuzuki.test/");
    let given = parameters(&location, '#');
    let names: Vec<&str> = given.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["access_token", "token_type", "expires_in", "state"]);
    assert_eq!(
        &given[1..],
        [
            ("token_type", "Bearer"),
            ("expires_in", "31536000"),
            ("state", "s1")
        ]
    );
}

#[test]
fn who_approved_before_is_redirected_at_once() {
    let server = anilist();
    let session = server.log_in("kaede");
    approve(&server, &session, ASK);
    let again = server.get(ASK, &session);
    assert_eq!(again.status, 302);
    assert!(
        again
            .location()
            .starts_with("https://tsuzuki.test/#access_token=")
    );
    // Neither another person nor another client is meant by that.
    assert_eq!(server.get(ASK, &server.log_in("ren")).status, 200);
    let other = "/api/v2/oauth/authorize?client_id=1002&response_type=token";
    assert_eq!(server.get(other, &session).status, 200);
}

#[test]
fn a_token_has_the_header_and_claim_types_of_anilists() {
    let server = anilist();
    let location = approve(&server, &server.log_in("kaede"), ASK);
    let token = parameters(&location, '#')[0].1.to_owned();
    let (header, claims) = decoded(&token);
    let jti = claims["jti"].as_str().unwrap();
    assert_eq!(header, json!({"typ": "JWT", "alg": "RS256", "jti": jti}));
    assert!(
        jti.len() == 80 && jti.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{jti}"
    );
    assert_eq!(
        (&claims["aud"], &claims["sub"], &claims["scopes"]),
        (&json!("1001"), &json!("5001"), &json!([]))
    );
    assert!(claims["iat"].is_i64() && claims["nbf"] == claims["iat"]);
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        365 * 24 * 3600
    );
    assert_eq!(claims.as_object().unwrap().len(), 7, "{claims}");

    let now = server.standin.clock.now_ms();
    assert_eq!(signer().verify(&token, now).unwrap().owner, 5001);
    let mut forged = token;
    forged.replace_range(200..201, if &forged[200..201] == "A" { "B" } else { "A" });
    assert_eq!(signer().verify(&forged, now), None);
}

#[test]
fn a_request_that_leads_nowhere_is_refused_with_bare_json() {
    let unsupported = json!({
        "error": "unsupported_grant_type",
        "message": "The authorization grant type is not supported by the authorization server.",
        "hint": "Check that all required parameters have been provided",
    });
    let invalid_client = json!({"error": "invalid_client", "message": "Client authentication failed"});
    let cases = [
        (
            "client_id=1001&response_type=token&redirect_uri=https%3A%2F%2Ftsuzuki.test%2F",
            400,
            &unsupported,
        ),
        ("client_id=1001&response_type=id_token", 400, &unsupported),
        ("client_id=1001", 400, &unsupported),
        ("response_type=token", 400, &unsupported),
        ("client_id=4711&response_type=token", 401, &invalid_client),
        (
            "client_id=1005&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A8731%2F",
            401,
            &invalid_client,
        ),
    ];
    let server = anilist();
    for session in [String::new(), server.log_in("kaede")] {
        for (query, status, body) in cases {
            let answer = server.get(&format!("/api/v2/oauth/authorize?{query}"), &session);
            assert_eq!((answer.status, &answer.json()), (status, body), "{query}");
        }
    }
}

#[test]
fn state_comes_back_as_the_switch_says() {
    let cases = [
        ("echo", "a b&c", Some("a%20b%26c")),
        ("echo", "", None),
        ("drop", "s1", None),
        ("change", "s1", Some("s1x")),
        ("empty", "s1", Some("")),
    ];
    let server = anilist();
    let session = server.log_in("kaede");
    for (switch, state, expected) in cases {
        server.control("switches", &json!({ "state": switch }));
        let state = crate::standin::http::encode(state);
        let ask = format!("/api/v2/oauth/authorize?client_id=1001&response_type=token&state={state}");
        let location = approve(&server, &session, &ask);
        let given = parameters(&location, '#')
            .into_iter()
            .find(|(name, _)| *name == "state");
        assert_eq!(given.map(|(_, value)| value), expected, "{switch} {state}");
    }
}

#[test]
fn denial_comes_back_as_the_switch_says() {
    let cases = [
        (
            "fragment",
            ASK,
            "https://tsuzuki.test/#error=access_denied&state=s1",
        ),
        ("query", ASK, "https://tsuzuki.test/?error=access_denied&state=s1"),
        (
            "fragment",
            "/api/v2/oauth/authorize?client_id=1001&response_type=token",
            "https://tsuzuki.test/#error=access_denied&state=",
        ),
    ];
    let server = anilist();
    let session = server.log_in("kaede");
    for (switch, ask, expected) in cases {
        server.control("switches", &json!({ "denial": switch }));
        assert_eq!(
            server.post_form(ask, &session, "decision=deny").location(),
            expected
        );
    }
    server.control("switches", &json!({"denial": "none"}));
    let stays = server.post_form(ASK, &session, "decision=deny");
    assert_eq!((stays.status, stays.header("location")), (200, None));
    assert_eq!(
        server.get(ASK, &session).status,
        200,
        "a denial is not remembered as an approval"
    );
}

#[test]
fn a_registered_url_with_a_fragment_is_continued() {
    let server = anilist();
    server.control(
        "client",
        &json!({"id": "1100", "redirect": "https://app.test/#/callback?al"}),
    );
    let ask = "/api/v2/oauth/authorize?client_id=1100&response_type=token";
    let location = approve(&server, &server.log_in("kaede"), ask);
    assert!(
        location.starts_with("https://app.test/#/callback?al&access_token="),
        "{location}"
    );
}

#[test]
fn the_pin_client_comes_back_to_the_pin_page() {
    let server = anilist();
    let ask = "/api/v2/oauth/authorize?client_id=1004&response_type=token";
    let location = approve(&server, &server.log_in("kaede"), ask);
    assert!(
        location.starts_with("https://anilist.co/api/v2/oauth/pin#access_token="),
        "{location}"
    );
    let page = server.get("/api/v2/oauth/pin", "");
    assert!(page.status == 200 && page.text().contains("<textarea"));
}

#[test]
fn tokens_can_be_odd() {
    let server = anilist();
    let session = server.log_in("kaede");
    let token = |odd: Value| {
        server.control("switches", &json!({ "token": odd }));
        parameters(&approve(&server, &session, ASK), '#')
            .into_iter()
            .map(|(_, value)| value.to_owned())
            .collect()
    };
    let given: Vec<String> = token(json!({"aud": "9", "sub": "5002"}));
    assert_eq!(decoded(&given[0]).1["aud"], "9");
    assert_eq!(decoded(&given[0]).1["sub"], "5002");
    let owner = server.query("{ Viewer { id } }", &given[0]).json();
    assert_eq!(
        owner,
        json!({"data": {"Viewer": {"id": 5001}}}),
        "a false subject makes nobody else of them"
    );

    let given = token(json!({"expires_in": -10}));
    let claims = decoded(&given[0]).1;
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        -10
    );
    assert_eq!(given[2], "-10");

    let given = token(json!({"float_times": true}));
    assert!(decoded(&given[0]).1["exp"].is_f64());
    assert_eq!(server.query("{ Viewer { id } }", &given[0]).status, 200);

    assert!(!token(json!({"garbage": true}))[0].contains('.'));
    assert!(token(json!({"bytes": 9000}))[0].len() >= 9000);
    assert_eq!(token(json!(null))[2], "31536000", "null makes them normal again");
}

#[test]
fn logging_out_and_in_changes_the_person() {
    let server = anilist();
    let session = server.log_in("kaede");
    let out = server.get(
        "/api/v2/oauth/logout?next=%2Fapi%2Fv2%2Foauth%2Fauthorize%3Fclient_id%3D1001",
        &session,
    );
    assert_eq!(
        out.location(),
        "/api/v2/oauth/login?next=%2Fapi%2Fv2%2Foauth%2Fauthorize%3Fclient_id%3D1001"
    );
    assert!(
        server.get(ASK, &session).text().contains("Log in as ren"),
        "the old cookie is worth nothing"
    );
}

#[test]
fn a_login_leads_to_pages_of_this_site_only() {
    let server = anilist();
    for next in ["https://evil.test/", "//evil.test/", "/\\evil.test", ""] {
        let form = format!("user=kaede&next={}", crate::standin::http::encode(next));
        assert_eq!(
            server.post_form("/api/v2/oauth/login", "", &form).location(),
            "/settings/apps",
            "{next}"
        );
    }
}

#[test]
fn an_application_can_be_revoked() {
    let server = anilist();
    let session = server.log_in("kaede");
    let location = approve(&server, &session, ASK);
    let token = parameters(&location, '#')[0].1;
    assert_eq!(server.query("{ Viewer { id } }", token).status, 200);
    assert!(
        server
            .get("/settings/apps", &session)
            .text()
            .contains("Revoke Tsuzuki for AniList")
    );
    server.post_form("/settings/apps", &session, "client_id=1001");
    assert_eq!(server.query("{ Viewer { id } }", token).status, 400);
    assert_eq!(
        server.get(ASK, &session).status,
        200,
        "consent is asked for again"
    );
    let again = approve(&server, &session, ASK);
    assert_eq!(
        server
            .query("{ Viewer { id } }", parameters(&again, '#')[0].1)
            .status,
        200
    );
}

#[test]
fn a_client_can_be_registered_in_the_settings() {
    let server = anilist();
    let incomplete = server.post_form("/settings/developer", "", "name=App");
    assert!(incomplete.status == 422 && incomplete.text().contains("role=\"alert\""));
    server.post_form(
        "/settings/developer",
        "",
        "name=%3Cb%3EApp&redirect_url=https%3A%2F%2Fapp.test%2F",
    );
    let page = server.get("/settings/developer", "").text();
    assert!(
        page.contains("<code>1006</code>") && page.contains("&lt;b&gt;App"),
        "{page}"
    );
    let location = approve(
        &server,
        &server.log_in("ren"),
        "/api/v2/oauth/authorize?client_id=1006&response_type=token",
    );
    assert!(location.starts_with("https://app.test/#access_token="));
}

#[test]
fn no_page_of_the_site_can_be_framed() {
    let server = anilist();
    for path in [ASK, "/api/v2/oauth/pin", "/settings/apps", "/settings/developer"] {
        let policy = server
            .get(path, "")
            .header("content-security-policy")
            .map(str::to_owned)
            .unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
    }
}
