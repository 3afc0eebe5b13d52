//! The limiter, the `Referer` gate, CORS, and the faults.

use super::support::{Server, anilist, demo};
use crate::standin::limiter::{BURST, LIMIT, Limiter, Verdict};
use serde_json::{Value, json};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};

const QUERY: &str = "query Title { Media(id: 1) { id } }";
const A: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Sends so many requests, slowly enough for the burst limit.
fn spend(server: &Server, requests: u32) {
    for _ in 0..requests {
        assert_eq!(server.query(QUERY, "").status, 200);
        server.standin.clock.advance(200);
    }
}

#[test]
fn thirty_requests_a_minute_then_429_without_cors() {
    let server = anilist();
    let first = server.query(QUERY, "");
    assert_eq!(
        (
            first.header("x-ratelimit-limit"),
            first.header("x-ratelimit-remaining")
        ),
        (Some("30"), Some("29"))
    );
    assert_eq!(first.header("retry-after"), None);
    server.standin.clock.advance(200);
    spend(&server, LIMIT - 2);
    let last = server.query(QUERY, "");
    assert_eq!(
        (last.status, last.header("x-ratelimit-remaining")),
        (200, Some("0"))
    );

    let refused = server.query(QUERY, "");
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("60")));
    assert!(!refused.has_cors() && refused.header("x-ratelimit-limit").is_none());
    assert_eq!(
        refused.json(),
        json!({"data": null, "errors": [{"message": "Too Many Requests.", "status": 429}]})
    );

    server.standin.clock.advance(58_000);
    assert_eq!(server.query(QUERY, "").status, 429);
    server.standin.clock.advance(2_000);
    assert_eq!(
        server.query(QUERY, "").header("x-ratelimit-remaining"),
        Some("29")
    );
}

#[test]
fn one_request_counts_once_whatever_it_holds_and_errors_count_too() {
    let server = anilist();
    server.query(
        "{ a: Media(id: 1) { id } b: Media(id: 6) { id } c: Page { media { id } } }",
        "",
    );
    server.query("{ Media(id: 0) { id } }", "");
    server.query("{ nonsense }", "");
    server.query(QUERY, "bad token");
    assert_eq!(
        server.query(QUERY, "").header("x-ratelimit-remaining"),
        Some("25")
    );
}

#[test]
fn the_limit_can_be_switched_off_and_be_lied_about() {
    let server = anilist();
    server.control("switches", &json!({"advertised_limit": 90}));
    spend(&server, LIMIT - 1);
    let last = server.query(QUERY, "");
    assert_eq!(
        (
            last.header("x-ratelimit-limit"),
            last.header("x-ratelimit-remaining")
        ),
        (Some("90"), Some("60"))
    );
    assert_eq!(
        server.query(QUERY, "").status,
        429,
        "as was recorded: 60 left, and refused"
    );
    server.control("switches", &json!({"rate_limit": false}));
    for _ in 0..LIMIT * 2 {
        assert_eq!(server.query(QUERY, "").status, 200);
    }
}

#[test]
fn the_limiter_counts_by_address_and_refuses_bursts() {
    let b = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let mut limiter = Limiter::default();
    for n in 1..=BURST {
        assert_eq!(limiter.count(A, 0), Verdict::Pass { remaining: LIMIT - n });
    }
    assert_eq!(limiter.count(A, 999), Verdict::Refuse);
    assert_eq!(limiter.count(b, 999), Verdict::Pass { remaining: LIMIT - 1 });
    assert_eq!(limiter.count(A, 60_998), Verdict::Refuse);
    assert_eq!(limiter.count(A, 60_999), Verdict::Pass { remaining: LIMIT - 1 });
    // The window is a minute from its first request, whatever came later.
    let mut limiter = Limiter::default();
    for n in 0..i64::from(LIMIT) {
        assert!(matches!(limiter.count(A, n * 1900), Verdict::Pass { .. }));
    }
    assert_eq!(limiter.count(A, 60_000), Verdict::Pass { remaining: LIMIT - 1 });
}

#[test]
fn a_request_without_referer_is_answered_like_an_outage() {
    let server = anilist();
    let body = json!({ "query": QUERY }).to_string();
    let send = |headers: &[(&str, &str)]| {
        server
            .send("POST", "graphql.anilist.co", "/", headers, &body)
            .unwrap()
    };
    let refused = send(&[
        ("origin", "https://tsuzuki.test"),
        ("content-type", "application/json"),
    ]);
    assert_eq!(refused.status, 403);
    assert!(!refused.has_cors());
    let error = refused.json()["errors"][0].clone();
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("The AniList API has been temporarily disabled")
    );
    assert_eq!(
        (&error["status"], &error["locations"]),
        (&json!(403), &json!([{"line": 1, "column": 1}]))
    );
    assert_eq!(send(&[("referer", "abc")]).status, 200, "any Referer will do");
    server.control("switches", &json!({"require_referer": false}));
    assert_eq!(send(&[]).status, 200);
}

#[test]
fn a_preflight_allows_the_known_headers_only_and_is_not_counted() {
    let server = anilist();
    for _ in 0..LIMIT * 2 {
        let headers = [
            ("origin", "https://tsuzuki.test"),
            (
                "access-control-request-headers",
                "authorization,content-type,x-trace",
            ),
        ];
        let answer = server
            .send("OPTIONS", "graphql.anilist.co", "/", &headers, "")
            .unwrap();
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let allowed = answer
            .header("access-control-allow-headers")
            .unwrap()
            .to_lowercase();
        let allows = |name: &str| allowed.split(',').any(|allowed| allowed == name);
        assert!(allows("authorization") && allows("content-type") && allows("accept") && !allows("x-trace"));
    }
    let answer = server.query(QUERY, "");
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("29"));
    let exposed = answer.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("X-RateLimit-Remaining") && !exposed.contains("Retry-After"));
}

fn plan(server: &Server, fault: &str) {
    server.control("faults", &json!({"faults": [{ "fault": fault }]}));
}

#[test]
fn faults_answer_as_they_are_called() {
    let cases = [
        ("rate_limit", 429, false, "Too Many Requests."),
        ("server_error", 500, true, "<!DOCTYPE html>"),
        ("outage", 403, false, "temporarily disabled"),
        ("outage_cors", 403, true, "temporarily disabled"),
        ("challenge", 403, false, "Just a moment"),
        ("challenge_cors", 403, true, "Just a moment"),
        ("invalid_token", 400, true, "Invalid token"),
        ("not_json", 200, true, "<!DOCTYPE html>"),
        ("empty", 200, true, ""),
        ("delay", 200, true, "\"data\""),
    ];
    let server = anilist();
    for (fault, status, cors, text) in cases {
        plan(&server, fault);
        let answer = server.query(QUERY, "");
        assert_eq!((answer.status, answer.has_cors()), (status, cors), "{fault}");
        assert!(
            answer.text().contains(text) && (answer.body.is_empty() == text.is_empty()),
            "{fault}: {}",
            answer.text()
        );
        assert_eq!(server.query(QUERY, "").status, 200, "{fault} befalls one request");
        server.control("reset", &json!({}));
    }
}

#[test]
fn connections_break_before_after_or_within_an_answer() {
    let server = anilist();
    let body = json!({ "query": QUERY }).to_string();
    for fault in ["drop_before", "drop_after", "truncate"] {
        plan(&server, fault);
        assert!(server.try_query(&body, "").is_err(), "{fault}");
        assert_eq!(server.query(QUERY, "").status, 200);
    }
    // What was dropped before was not done, so it did not count: two of the three and the three good ones did.
    assert_eq!(
        server.query(QUERY, "").header("x-ratelimit-remaining"),
        Some("24")
    );
}

#[test]
fn a_fault_waits_for_its_operation_and_its_times() {
    let server = anilist();
    let faults = json!({"faults": [
        {"operation": "Other", "fault": "outage", "times": 2},
        {"operation": null, "fault": "rate_limit", "times": 1},
        {"operation": "Title", "fault": "server_error", "times": 0},
    ]});
    server.control("faults", &faults);
    let other = "query Other { Media(id: 1) { id } }";
    let statuses = [QUERY, QUERY, other, other, other, QUERY].map(|query| server.query(query, "").status);
    assert_eq!(statuses, [429, 500, 403, 403, 200, 500]);
    let named = json!({"query": "query A { Media(id: 1) { id } } query Title { Media(id: 1) { id } }", "operationName": "Title"});
    assert_eq!(server.try_query(&named.to_string(), "").unwrap().status, 500);
}

#[test]
fn a_fault_can_be_asked_for_by_the_request_itself() {
    let server = anilist();
    let query = "query Search($search: String) { Page { media(search: $search) { id } } }";
    let search = |text: &str| server.query_with(query, &json!({ "search": text }), "").status;
    assert_eq!(
        [
            search("fault:server_error"),
            search("fault:outage_cors"),
            search("fault:no_such"),
            search("fault")
        ],
        [500, 403, 200, 200]
    );
}

#[test]
fn in_the_demo_a_script_never_reads_what_cors_would_hide() {
    let server = demo(std::path::Path::new("."));
    let host = format!("localhost:{}", server.port);
    let body = json!({ "query": QUERY }).to_string();
    let send = |headers: &[(&str, &str)]| server.send("POST", &host, "/graphql", headers, &body);
    let script = [("referer", "http://localhost/"), ("origin", "http://localhost")];
    assert_eq!(send(&script).unwrap().status, 200);
    for (fault, readable) in [
        ("rate_limit", false),
        ("outage", false),
        ("outage_cors", true),
        ("challenge", false),
    ] {
        plan(&server, fault);
        assert_eq!(send(&script).is_ok(), readable, "{fault}");
    }
    plan(&server, "outage");
    assert_eq!(
        send(&[("referer", "x")]).unwrap().status,
        403,
        "who is no browser may see it"
    );
}

#[test]
fn an_answer_ends_its_connection() {
    // Otherwise a browser would silently repeat a request whose connection breaks.
    let server = anilist();
    assert_eq!(server.query(QUERY, "").header("connection"), Some("close"));
    for (method, path) in [("OPTIONS", "/"), ("GET", "/_standin/switches")] {
        let answer = server.send(method, "graphql.anilist.co", path, &[], "").unwrap();
        assert_eq!(answer.header("connection"), Some("close"), "{method} {path}");
    }
    let page = server.get("/settings/apps", "");
    assert_eq!(page.header("connection"), None, "other hosts keep theirs");
    let body: Value = server.query(QUERY, "").json();
    assert_eq!(body, json!({"data": {"Media": {"id": 1}}}));
}

#[test]
fn a_request_that_gets_no_answer_is_in_the_journal() {
    let server = anilist();
    plan(&server, "stall");
    let mut socket = std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let body = json!({ "query": QUERY }).to_string();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: graphql.anilist.co\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let journal = || {
        server
            .send("GET", "127.0.0.1", "/_standin/journal", &[], "")
            .unwrap()
            .json()["requests"]
            .clone()
    };
    let mut requests = journal();
    while requests == json!([]) {
        requests = journal();
    }
    assert_eq!(
        (&requests[0]["operation"], &requests[0]["status"]),
        (&json!("Title"), &json!(0))
    );
    assert_eq!(server.query(QUERY, "").status, 200, "others are served meanwhile");
    drop(socket);
}
