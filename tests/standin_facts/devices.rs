//! Changes that another device makes, through the control endpoint.

use super::edits::entry;
use super::support::anilist;
use serde_json::{Value, json};

#[test]
fn another_device_changes_an_entry_without_a_trace_in_the_journal() {
    let server = anilist();
    let before = entry(&server, 5001, 1);
    server.control("clock", &json!({"advance_ms": 5000}));
    let edited = server.control(
        "edit",
        &json!({"user": "kaede", "media_id": 1, "progress": 5, "notes": "by phone", "startedAt": {"year": 2020}}),
    );
    assert_eq!(
        (&edited["entry"]["progress"], &edited["entry"]["startedAt"]),
        (&json!(5), &json!(20_200_000))
    );
    let after = entry(&server, 5001, 1);
    assert_eq!(
        (&after["progress"], &after["notes"]),
        (&json!(5), &json!("by phone"))
    );
    assert!(after["updatedAt"].as_i64() >= before["updatedAt"].as_i64().map(|at| at + 5));
    server.control("edit", &json!({"user": "kaede", "media_id": 1, "delete": true}));
    assert_eq!(entry(&server, 5001, 1), Value::Null);
    let journal = server
        .send("GET", "127.0.0.1", "/_standin/journal", &[], "")
        .unwrap();
    assert_eq!(
        journal.json()["requests"].as_array().unwrap().len(),
        3,
        "the three queries only"
    );
    for wrong in [
        json!({"user": "kaede", "media_id": 6, "score": 101}),
        json!({"user": "kaede", "media_id": 6, "progres": 1}),
        json!({"user": "kaede"}),
        json!({"media_id": 6}),
    ] {
        let answer = server.send("POST", "127.0.0.1", "/_standin/edit", &[], &wrong.to_string());
        assert_eq!(answer.unwrap().status, 400, "{wrong}");
    }
}

#[test]
fn another_device_changes_a_favourite_and_a_title_goes_with_its_entries() {
    let server = anilist();
    let favourite = |what: &Value| {
        server.control(
            "edit",
            &json!({"user": "kaede", "media_id": 6, "favourite": what}),
        )["favourite"]
            .clone()
    };
    let before = entry(&server, 5001, 6);
    assert_eq!(favourite(&json!(true)), json!(true));
    assert_eq!(favourite(&json!(false)), json!(false));
    assert_eq!(
        entry(&server, 5001, 6)["updatedAt"],
        before["updatedAt"],
        "the entry stays as it was"
    );
    server.control("media", &json!({"remove": 6}));
    assert_eq!(entry(&server, 5001, 6), Value::Null);
    let query = "{ Page { media(id_in: [1, 6]) { id } } }";
    let found = server.query(query, &server.token("kaede")).json();
    assert_eq!(found["data"]["Page"]["media"], json!([{"id": 1}]));
}
