//! Every failure a request can ask for, in its text or in a variable.

use super::support::{Answer, Server, anilist, demo};
use serde_json::{Value, json};

const QUERY: &str =
    "query Search($search: String) { Page { media(search: $search) { id title { romaji } } } }";
const SAVE: &str =
    "mutation Save($notes: String) { SaveMediaListEntry(mediaId: 1, notes: $notes) { notes } }";

fn search(server: &Server, text: &str) -> Result<Answer, ureq::Error> {
    let body = json!({"query": QUERY, "variables": {"search": text}}).to_string();
    server.try_query(&body, "")
}

#[test]
fn every_failure_with_an_answer_can_be_asked_for_by_a_variable_or_in_the_text() {
    let cases = [
        ("rate_limit", 429, false, "Too Many Requests."),
        ("rate_limit_cors", 429, true, "Too Many Requests."),
        ("outage", 403, false, "temporarily disabled"),
        ("outage_cors", 403, true, "temporarily disabled"),
        ("challenge", 403, false, "Just a moment"),
        ("challenge_cors", 403, true, "Just a moment"),
        (
            "validation",
            400,
            true,
            "\"score\":[\"The score may not be greater than 100.\"]",
        ),
        ("query_error", 400, true, "Cannot query field"),
        ("invalid_token", 400, true, "Invalid token"),
        ("forbidden", 401, true, "Unauthorized."),
        ("not_found", 404, true, "Not Found."),
        ("server_error", 500, true, "<!DOCTYPE html>"),
        ("not_json", 200, true, "<!DOCTYPE html>"),
        ("empty", 200, true, ""),
    ];
    let server = anilist();
    server.control("switches", &json!({"rate_limit": false}));
    for (fault, status, cors, text) in cases {
        let by_variable = search(&server, &format!("fault:{fault}")).unwrap();
        let in_text = server.query(
            &format!("{{ Page {{ media(search: \"fault:{fault}\") {{ id }} }} }}"),
            "",
        );
        for answer in [by_variable, in_text] {
            assert_eq!((answer.status, answer.has_cors()), (status, cors), "{fault}");
            assert!(answer.text().contains(text), "{fault}: {}", answer.text());
            assert_eq!(answer.header("connection"), Some("close"), "{fault}");
        }
    }
    for fault in ["drop_before", "drop_after", "truncate"] {
        assert!(search(&server, &format!("fault:{fault}")).is_err(), "{fault}");
    }
    assert_eq!(
        search(&server, "fault:no_such then fault:not_found")
            .unwrap()
            .status,
        404
    );
}

#[test]
fn in_the_demo_a_script_meets_each_of_them_too() {
    let server = demo(std::path::Path::new("."));
    let host = format!("localhost:{}", server.port);
    let headers = [("referer", "http://localhost/"), ("origin", "http://localhost")];
    let send = |text: &str| {
        let body = json!({"query": QUERY, "variables": {"search": text}}).to_string();
        server.send("POST", &host, "/graphql", &headers, &body)
    };
    for (fault, status) in [
        ("rate_limit_cors", 429),
        ("outage_cors", 403),
        ("challenge_cors", 403),
        ("validation", 400),
        ("query_error", 400),
        ("invalid_token", 400),
        ("forbidden", 401),
        ("not_found", 404),
        ("server_error", 500),
        ("partial", 200),
    ] {
        assert_eq!(send(&format!("fault:{fault}")).unwrap().status, status, "{fault}");
    }
    for fault in ["rate_limit", "outage", "challenge", "drop_before", "drop_after"] {
        assert!(send(&format!("fault:{fault}")).is_err(), "{fault}");
    }
    let page = server.send("GET", &host, "/_standin/", &[], "").unwrap();
    assert_eq!(
        page.header("connection"),
        Some("close"),
        "a page's connection is never used for the API"
    );
}

#[test]
fn refusals_name_each_alias_and_the_place_of_the_first() {
    let server = anilist();
    let query = "mutation {\n  one: DeleteMediaListEntry(id: 1) { deleted } two: ToggleFavourite(animeId: 1) { anime { nodes { id } } } # fault:validation\n}";
    let expected = json!({
        "errors": [{
            "message": "validation", "status": 400, "locations": [{"line": 2, "column": 3}],
            "validation": {
                "score": ["The score may not be greater than 100."],
                "notes": ["The notes may not be greater than 6000 characters."],
            },
        }],
        "data": {"one": null, "two": null},
    });
    assert_eq!(server.query(query, "").json(), expected);
}

#[test]
fn a_readable_429_never_shows_when_to_come_back() {
    let answer = search(&anilist(), "fault:rate_limit_cors").unwrap();
    assert_eq!(
        (
            answer.header("retry-after"),
            answer.header("x-ratelimit-remaining")
        ),
        (Some("60"), Some("0"))
    );
    let exposed = answer.header("access-control-expose-headers").unwrap();
    assert!(!exposed.to_lowercase().contains("retry-after"));
}

#[test]
fn a_partial_answer_lacks_one_deep_value_and_says_so() {
    let server = anilist();
    let query = "query {\n  Media(id: 1) { id title { romaji english } }\n  other: Media(id: 6) { id }\n} # fault:partial";
    let answer = server.query(query, "");
    let expected = json!({
        "errors": [{"message": "Internal Server Error", "status": 500, "locations": [{"line": 2, "column": 29}]}],
        "data": {"Media": {"id": 1, "title": {"romaji": null, "english": "Cowboy Bebop"}}, "other": {"id": 6}},
    });
    assert_eq!((answer.status, answer.json()), (200, expected));
    let whole = server.query("{ Media(id: 1) { id } } # fault:partial", "").json();
    assert_eq!(
        whole["data"],
        json!({"Media": null}),
        "an id cannot be null, so what holds it is"
    );
}

#[test]
fn hostile_answers_follow_from_their_seed() {
    let server = anilist();
    server.control("switches", &json!({"rate_limit": false}));
    let ask = |seed: u64| {
        let answer = search(&server, &format!("fault:hostile:{seed}")).unwrap();
        assert!(answer.has_cors());
        (answer.status, answer.body)
    };
    let all: Vec<_> = (0..60).map(ask).collect();
    assert_eq!(all[7], ask(7));
    let distinct: std::collections::HashSet<_> = all.iter().collect();
    assert!(distinct.len() > 40, "{}", distinct.len());
    let texts: Vec<String> = all
        .iter()
        .map(|(_, body)| String::from_utf8_lossy(body).into_owned())
        .collect();
    let any = |wanted: &str| texts.iter().any(|text| text.contains(wanted));
    assert!(any(&"[".repeat(10_000)) && any("1e400") && any("\\ud800") && any("9007199254740993"));
    assert!(all.iter().any(|(_, body)| std::str::from_utf8(body).is_err()));
    assert!(all.iter().any(|(_, body)| body.starts_with(b"\xef\xbb\xbf")));
    // As a planned fault, each request gets the next seed.
    server.control(
        "faults",
        &json!({"faults": [{"fault": "hostile", "seed": 12, "times": 0}]}),
    );
    let planned: Vec<_> = (0..3).map(|_| search(&server, "").unwrap().body).collect();
    assert_eq!(planned[0].len(), all[12].1.len());
    assert_ne!(planned[0], planned[1]);
}

#[test]
fn a_stalled_request_holds_nobody_else_up_and_a_delayed_one_is_answered() {
    use std::io::{Read as _, Write as _};
    let server = anilist();
    let body = json!({"query": QUERY, "variables": {"search": "fault:stall"}}).to_string();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: graphql.anilist.co\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut socket = std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    socket.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let begun = std::time::Instant::now();
    assert_eq!(search(&server, "fault:delay:300").unwrap().status, 200);
    assert!(begun.elapsed().as_millis() >= 300);
    socket
        .set_read_timeout(Some(std::time::Duration::from_millis(100)))
        .unwrap();
    assert!(socket.read(&mut [0; 1]).is_err(), "still nothing");
}

/// Kaede's note on a title, asked of the stand-in itself.
fn notes(server: &Server) -> Value {
    let path = "/_standin/entry?user=kaede&media_id=1";
    server.send("GET", "127.0.0.1", path, &[], "").unwrap().json()["entry"]["notes"].clone()
}

#[test]
fn a_mutation_dropped_after_is_applied_and_one_dropped_before_is_not() {
    let server = anilist();
    let token = server.token("kaede");
    let save = |notes: &str| {
        let body = json!({"query": SAVE, "variables": {"notes": notes}}).to_string();
        server.try_query(&body, &token)
    };
    assert_eq!(save("first").unwrap().status, 200);
    for (fault, applied) in [
        ("drop_before", false),
        ("drop_after", true),
        ("truncate", true),
        ("rate_limit", false),
        ("outage", false),
        ("forbidden", false),
        ("validation", false),
        ("partial", true),
    ] {
        let before = notes(&server);
        let text = format!("fault:{fault}");
        let answer = save(&text);
        let breaks = matches!(fault, "drop_before" | "drop_after" | "truncate");
        assert_eq!(answer.is_err(), breaks, "{fault}");
        let expected = if applied { json!(text) } else { before };
        assert_eq!(notes(&server), expected, "{fault}");
    }
    server.control(
        "faults",
        &json!({"faults": [{"operation": "Save", "fault": "drop_after"}]}),
    );
    assert!(save("planned").is_err());
    assert_eq!(notes(&server), "planned");
}
