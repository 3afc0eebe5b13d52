//! Several fields in one request.

use super::support::anilist;
use serde_json::{Value, json};

fn not_found(line: u32, column: u32) -> Value {
    json!({"message": "Not Found.", "status": 404, "locations": [{"line": line, "column": column}]})
}

#[test]
fn an_error_in_one_alias_leaves_the_others_and_names_the_alias_as_its_place() {
    let query = "query {
  a1: Media(id: 999999999) { id }
  a2: Media(id: 1) { id }
    ... on Query { longer:   Media(id: 0) { id } }
}";
    let answer = anilist().query(query, "");
    assert_eq!(answer.status, 404);
    let expected = json!({
        "errors": [not_found(2, 3), not_found(4, 20)],
        "data": {"a1": null, "a2": {"id": 1}, "longer": null},
    });
    assert_eq!(answer.json(), expected);
}

#[test]
fn the_place_is_that_of_the_alias_in_a_fragment_too() {
    let query =
        "query { ...Two }\nfragment Two on Query { there: Media(id: 1) { id }\n gone: Media(id: 0) { id } }";
    let body = anilist().query(query, "").json();
    assert_eq!(body["errors"], json!([not_found(3, 2)]));
}

#[test]
fn every_failing_alias_has_an_error_and_the_first_gives_the_status() {
    let body = anilist().query("{ me: Viewer { id } gone: Media(id: 0) { id } }", "");
    assert_eq!(body.status, 401);
    let statuses: Vec<Value> = body.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["status"].clone())
        .collect();
    assert_eq!(statuses, [401, 404]);
    assert!(!body.text().contains("\"path\""));
}

#[test]
fn many_aliases_are_one_request_to_the_limiter() {
    let server = anilist();
    let aliases: String = (0..100)
        .map(|n| format!("a{n}: Media(id: {n}) {{ id }} "))
        .collect();
    let answer = server.query(&format!("{{ {aliases} }}"), "");
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("29"));
}
