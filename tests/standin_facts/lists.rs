//! `MediaListCollection` and `MediaList`.

use super::support::{Server, anilist, options, start};
use crate::standin::server::{Mode, Options};
use serde_json::{Value, json};
use std::collections::HashSet;

fn groups(server: &Server, arguments: &str, token: &str) -> (Vec<Value>, Value) {
    let query = format!(
        "{{ MediaListCollection({arguments}) {{ hasNextChunk lists {{ name status isCustomList isSplitCompletedList \
         entries {{ id mediaId status private hiddenFromStatusLists score notes }} }} }} }}"
    );
    let answer = server.query(&query, token);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let collection = answer.json()["data"]["MediaListCollection"].clone();
    (
        collection["lists"].as_array().unwrap().clone(),
        collection["hasNextChunk"].clone(),
    )
}

fn ids(groups: &[Value]) -> Vec<i64> {
    groups
        .iter()
        .flat_map(|group| group["entries"].as_array().unwrap())
        .map(|entry| entry["id"].as_i64().unwrap())
        .collect()
}

#[test]
fn kaede_has_everything_on_her_lists() {
    let server = anilist();
    let token = server.token("kaede");
    for (kind, watching) in [("ANIME", "Watching"), ("MANGA", "Reading")] {
        let (groups, has_next) = groups(&server, &format!("userId: 5001, type: {kind}"), &token);
        assert_eq!(has_next, false);
        let statuses: HashSet<&str> = groups
            .iter()
            .filter_map(|group| group["status"].as_str())
            .collect();
        assert_eq!(statuses.len(), 6, "{kind}: {statuses:?}");
        assert!(groups.iter().any(|group| group["name"] == watching));
        assert!(
            groups
                .iter()
                .any(|group| group["isCustomList"] == true && group["status"].is_null())
        );
    }
    let (groups, _) = groups(&server, "userName: \"kaede\", type: ANIME", &token);
    let entries: Vec<&Value> = groups
        .iter()
        .flat_map(|group| group["entries"].as_array().unwrap())
        .collect();
    assert!(entries.iter().any(|entry| entry["notes"].is_string()));
    let repeated = ids(&groups).len() - ids(&groups).into_iter().collect::<HashSet<_>>().len();
    assert!(repeated > 0, "entries stand in their status and in custom lists");
}

#[test]
fn a_hidden_entry_stands_in_custom_lists_only() {
    let server = anilist();
    let (groups, _) = groups(&server, "userId: 5001, type: ANIME", "");
    let holds_hidden = |group: &&Value| {
        group["entries"]
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["hiddenFromStatusLists"] == true)
    };
    let names: Vec<&str> = groups
        .iter()
        .filter(holds_hidden)
        .map(|group| group["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Rainy Sundays"]);
}

#[test]
fn a_private_entry_is_its_owners_alone() {
    let server = anilist();
    let private = |token: &str| {
        let (groups, _) = groups(&server, "userId: 5001, type: ANIME", token);
        groups
            .iter()
            .flat_map(|group| group["entries"].as_array().unwrap().clone())
            .any(|entry| entry["private"] == true)
    };
    assert!(private(&server.token("kaede")));
    assert!(!private(&server.token("ren")) && !private(""));
}

#[test]
fn chunks_make_up_the_whole_list() {
    let server = anilist();
    let (whole, _) = groups(&server, "userId: 5001, type: ANIME", "");
    let mut collected = Vec::new();
    for chunk in 1.. {
        let (part, has_next) = groups(
            &server,
            &format!("userId: 5001, type: ANIME, chunk: {chunk}, perChunk: 20"),
            "",
        );
        let distinct: HashSet<i64> = ids(&part).into_iter().collect();
        assert!(distinct.len() <= 20);
        collected.extend(ids(&part));
        if has_next == false {
            assert!(chunk > 2);
            break;
        }
    }
    let sorted = |mut ids: Vec<i64>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(sorted(collected), sorted(ids(&whole)));
    let (zeroth, _) = groups(&server, "userId: 5001, type: ANIME, chunk: 0, perChunk: 20", "");
    let (first, _) = groups(&server, "userId: 5001, type: ANIME, chunk: 1, perChunk: 20", "");
    assert_eq!(zeroth, first, "counting from 0 or 1 begins with the same chunk");
}

#[test]
fn who_and_what_must_be_said() {
    let server = anilist();
    for arguments in [
        "(type: ANIME)",
        "(userId: 5001)",
        "",
        "(userId: 5001, type: ANIME, perChunk: 501)",
    ] {
        let answer = server.query(
            &format!("{{ MediaListCollection{arguments} {{ hasNextChunk }} }}"),
            &server.token("kaede"),
        );
        let error = answer.json()["errors"][0].clone();
        assert_eq!(
            (answer.status, &error["message"]),
            (400, &json!("validation")),
            "{arguments}"
        );
        assert!(error["validation"].is_object(), "{arguments}");
    }
    let nobody = server.query(
        "{ MediaListCollection(userId: 1, type: ANIME) { hasNextChunk } }",
        "",
    );
    assert_eq!(nobody.status, 404);
    assert!(groups(&server, "userId: 5003, type: ANIME", "").0.is_empty());
}

#[test]
fn completed_may_be_split_by_format() {
    let server = anilist();
    let names = |arguments: &str| -> Vec<String> {
        let (groups, _) = groups(&server, arguments, "");
        let split = groups
            .iter()
            .filter(|group| group["isSplitCompletedList"] == true);
        split
            .map(|group| group["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(names("userId: 5002, type: ANIME").contains(&"Completed TV".to_owned()));
    assert!(names("userId: 5002, type: ANIME, forceSingleCompletedList: true").is_empty());
    assert!(names("userId: 5001, type: ANIME").is_empty());
}

#[test]
fn scores_come_in_the_owners_scale_or_the_one_asked_for() {
    let server = anilist();
    let query = "{ MediaListCollection(userId: 5002, type: ANIME) { lists { entries { score hundred: score(format: POINT_100)
        ten: score(format: POINT_10) five: score(format: POINT_5) three: score(format: POINT_3) } } } }";
    let body = server.query(query, "").json();
    let lists = body["data"]["MediaListCollection"]["lists"].as_array().unwrap();
    let entries: Vec<&Value> = lists
        .iter()
        .flat_map(|list| list["entries"].as_array().unwrap())
        .collect();
    for entry in &entries {
        let hundred = entry["hundred"].as_f64().unwrap();
        assert_eq!(entry["score"].as_f64().unwrap() * 10.0, hundred);
        assert!(entry["five"].as_f64().unwrap() <= 5.0 && entry["three"].as_f64().unwrap() <= 3.0);
        assert_eq!(entry["ten"].as_f64().unwrap() == 0.0, hundred == 0.0);
    }
    assert!(
        entries.iter().any(|entry| entry["score"] == 0),
        "a whole number is written as an integer"
    );
    assert!(
        entries
            .iter()
            .any(|entry| entry["score"].as_f64().unwrap().fract() != 0.0)
    );
}

#[test]
fn custom_lists_come_as_an_object_or_as_an_array() {
    let server = anilist();
    let query = "{ MediaList(userId: 5001, mediaId: 30) { customLists array: customLists(asArray: true) startedAt { year } media { id } } }";
    let entry = server.query(query, "").json()["data"]["MediaList"].clone();
    let names: Vec<&String> = entry["customLists"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["Favourites", "Rainy Sundays"]);
    assert_eq!(entry["array"][0]["name"], "Favourites");
    assert!(entry["array"][0]["enabled"].is_boolean());
    assert_eq!(
        server
            .query("{ MediaList(userId: 5003, mediaId: 1) { id } }", "")
            .status,
        404
    );
}

#[test]
fn a_collection_holds_eleven_thousand_entries_and_no_more() {
    let server = start(Options {
        entries: Some(17_000),
        ..options(Mode::AniList)
    });
    let query = "{ MediaListCollection(userId: 5001, type: ANIME) { lists { entries { id updatedAt } } }
        User(id: 5001) { statistics { anime { count } } } }";
    let body = server.query(query, &server.token("kaede")).json();
    assert!(
        body["data"]["User"]["statistics"]["anime"]["count"]
            .as_i64()
            .unwrap()
            > 11_500
    );
    let lists = body["data"]["MediaListCollection"]["lists"].as_array().unwrap();
    let found: HashSet<i64> = ids(lists).into_iter().collect();
    assert_eq!(found.len(), 11_000);
}
