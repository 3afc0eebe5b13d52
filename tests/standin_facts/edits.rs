//! Changes to list entries.

use super::support::{Answer, Server, anilist, options, start, validation};
use crate::standin::server::{Mode, Options};
use serde_json::{Value, json};

/// Every field of an entry that an editor shows.
const ENTRY: &str = "id mediaId status score progress progressVolumes repeat priority private notes
    hiddenFromStatusLists customLists advancedScores startedAt { year month day } completedAt { year month day }
    updatedAt createdAt";

fn save(server: &Server, user: &str, arguments: &str) -> Answer {
    let query = format!("mutation {{ SaveMediaListEntry({arguments}) {{ {ENTRY} }} }}");
    server.query(&query, &server.token(user))
}

fn saved(server: &Server, user: &str, arguments: &str) -> Value {
    let answer = save(server, user, arguments);
    assert_eq!(answer.status, 200, "{arguments}: {}", answer.text());
    answer.json()["data"]["SaveMediaListEntry"].clone()
}

pub(crate) fn entry(server: &Server, user: i64, media: i64) -> Value {
    let query = format!("{{ MediaList(userId: {user}, mediaId: {media}) {{ {ENTRY} }} }}");
    server.query(&query, &server.token("kaede")).json()["data"]["MediaList"].clone()
}

#[test]
fn an_entry_is_made_changed_and_deleted_and_stays_so() {
    let server = anilist();
    let token = server.token("new");
    assert_eq!(entry(&server, 5003, 1), Value::Null);
    let made = saved(&server, "new", "mediaId: 1, status: PLANNING");
    assert_eq!(
        (&made["status"], &made["progress"], &made["score"], &made["notes"]),
        (&json!("PLANNING"), &json!(0), &json!(0), &Value::Null)
    );
    assert_eq!(made["createdAt"], made["updatedAt"]);
    server.standin.clock.advance(90_000);
    let changed = saved(&server, "new", &format!("id: {}, progress: 3", made["id"]));
    assert_eq!(
        (&changed["id"], &changed["status"], &changed["progress"]),
        (&made["id"], &json!("PLANNING"), &json!(3))
    );
    assert_eq!(
        changed["updatedAt"].as_i64().unwrap() - made["updatedAt"].as_i64().unwrap(),
        90
    );
    assert_eq!(changed["createdAt"], made["createdAt"]);
    assert_eq!(entry(&server, 5003, 1), changed);
    let everywhere = server.query(
        "{ Media(id: 1) { mediaListEntry { progress } }
           MediaListCollection(userId: 5003, type: ANIME) { lists { name entries { mediaId } } } }",
        &token,
    );
    assert_eq!(
        everywhere.json()["data"],
        json!({
            "Media": {"mediaListEntry": {"progress": 3}},
            "MediaListCollection": {"lists": [{"name": "Planning", "entries": [{"mediaId": 1}]}]},
        })
    );
    let delete = format!(
        "mutation {{ DeleteMediaListEntry(id: {}) {{ deleted }} }}",
        made["id"]
    );
    let deleted = server.query(&delete, &token).json();
    assert_eq!(
        deleted["data"],
        json!({"DeleteMediaListEntry": {"deleted": true}})
    );
    assert_eq!(entry(&server, 5003, 1), Value::Null);
    assert_eq!(server.query(&delete, &token).status, 404);
    let again = saved(&server, "new", "mediaId: 1");
    assert_ne!(again["id"], made["id"], "an id is never used again");
    server.control("reset", &json!({}));
    assert_eq!(entry(&server, 5003, 1), Value::Null);
}

#[test]
fn every_argument_is_kept_and_saving_again_changes_nothing() {
    let server = anilist();
    let arguments = "mediaId: 1, status: PAUSED, score: 87, progress: 12, progressVolumes: 2, repeat: 4, priority: 9, \
        private: true, notes: \"Später\", hiddenFromStatusLists: true, customLists: [\"Rainy Sundays\"], \
        advancedScores: [80, 90.5, 0, 70, 100], startedAt: {year: 2024, month: 2, day: 29}, completedAt: {year: 2025}";
    let first = saved(&server, "kaede", arguments);
    let expected = json!({
        "mediaId": 1, "status": "PAUSED", "score": 87, "progress": 12, "progressVolumes": 2, "repeat": 4, "priority": 9,
        "private": true, "notes": "Später", "hiddenFromStatusLists": true,
        "customLists": {"Favourites": false, "Rainy Sundays": true},
        "advancedScores": {"Story": 80, "Characters": 90.5, "Visuals": 0, "Audio": 70, "Enjoyment": 100},
        "startedAt": {"year": 2024, "month": 2, "day": 29}, "completedAt": {"year": 2025, "month": null, "day": null},
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&first[field], value, "{field}");
    }
    let mut second = saved(&server, "kaede", arguments);
    second["updatedAt"] = first["updatedAt"].clone();
    assert_eq!(second, first);
    let cleared = saved(
        &server,
        "kaede",
        "mediaId: 1, notes: \"\", startedAt: {}, completedAt: {year: null}, score: 0, customLists: [], progress: null",
    );
    let none = json!({"year": null, "month": null, "day": null});
    assert_eq!(
        (
            &cleared["notes"],
            &cleared["startedAt"],
            &cleared["completedAt"],
            &cleared["score"]
        ),
        (&Value::Null, &none, &none, &json!(0))
    );
    assert_eq!(cleared["customLists"]["Rainy Sundays"], false);
    assert_eq!(cleared["progress"], 12, "null is not a value");
}

#[test]
fn scores_are_set_in_the_viewers_scale_or_from_0_to_100() {
    let server = anilist();
    server.control("switches", &json!({"rate_limit": false}));
    let cases = [
        ("POINT_100", "score: 87", 87.0, 87),
        ("POINT_10_DECIMAL", "score: 8.7", 8.7, 87),
        ("POINT_10", "score: 9", 9.0, 90),
        ("POINT_5", "score: 1", 1.0, 10),
        ("POINT_5", "score: 5", 5.0, 90),
        ("POINT_3", "score: 1", 1.0, 35),
        ("POINT_3", "score: 2", 2.0, 60),
        ("POINT_3", "score: 3", 3.0, 85),
        ("POINT_10", "scoreRaw: 87", 9.0, 87),
        ("POINT_10", "scoreRaw: 3", 1.0, 3),
        ("POINT_5", "score: 0", 0.0, 0),
        ("POINT_10", "score: 4, scoreRaw: 77", 8.0, 77),
    ];
    let token = server.token("new");
    for (format, arguments, shown, raw) in cases {
        let query = format!(
            "mutation {{ UpdateUser(scoreFormat: {format}) {{ id }}
             SaveMediaListEntry(mediaId: 1, {arguments}) {{ score raw: score(format: POINT_100) }} }}"
        );
        let body = server.query(&query, &token).json();
        let entry = &body["data"]["SaveMediaListEntry"];
        assert_eq!(
            (entry["score"].as_f64(), entry["raw"].as_i64()),
            (Some(shown), Some(raw)),
            "{format} {arguments}"
        );
    }
}

#[test]
fn wrong_values_are_refused_in_anilists_words_and_nothing_is_kept() {
    let server = anilist();
    server.control("switches", &json!({"rate_limit": false}));
    let before = entry(&server, 5001, 1);
    let long = "ü".repeat(6001);
    let cases = [
        ("score: 100.5", "score", "The score may not be greater than 100."),
        ("score: -1", "score", "The score must be at least 0."),
        (
            "scoreRaw: 101",
            "scoreRaw",
            "The score raw may not be greater than 100.",
        ),
        ("progress: -1", "progress", "The progress must be at least 0."),
        (
            "progressVolumes: -1",
            "progressVolumes",
            "The progress volumes must be at least 0.",
        ),
        (
            "repeat: 1001",
            "repeat",
            "The repeat may not be greater than 1000.",
        ),
        (
            "priority: 256",
            "priority",
            "The priority may not be greater than 255.",
        ),
        (
            "customLists: [\"Nowhere\"]",
            "customLists",
            "The selected custom lists is invalid.",
        ),
        (
            "advancedScores: [1, 101]",
            "advancedScores",
            "The advanced scores may not be greater than 100.",
        ),
        (
            "startedAt: {year: 2024, month: 13}",
            "startedAt",
            "The started at is not a valid date.",
        ),
    ];
    for (arguments, field, sentence) in cases {
        let answer = save(
            &server,
            "kaede",
            &format!("mediaId: 1, status: DROPPED, {arguments}"),
        );
        let expected = validation(&json!({field: [sentence]}), "SaveMediaListEntry", 1, 12);
        assert_eq!((answer.status, answer.json()), (400, expected), "{arguments}");
    }
    let both = save(
        &server,
        "kaede",
        &format!("mediaId: 1, score: 101, notes: \"{long}\""),
    );
    assert_eq!(
        both.json()["errors"][0]["validation"],
        json!({
            "score": ["The score may not be greater than 100."],
            "notes": ["The notes may not be greater than 6000 characters."],
        })
    );
    assert_eq!(entry(&server, 5001, 1), before);
    let limits = format!(
        "mediaId: 1, score: 100, repeat: 1000, priority: 255, notes: \"{}\"",
        &long[2..]
    );
    assert_eq!(save(&server, "kaede", &limits).status, 200);
    let nothing = [
        ("id: 1", "id"),
        ("mediaId: 999999999", "mediaId"),
        ("progress: 1", "mediaId"),
    ];
    for (arguments, field) in nothing {
        let answer = save(&server, "kaede", arguments);
        assert_eq!(answer.status, 400, "{arguments}");
        assert!(
            answer.json()["errors"][0]["validation"][field].is_array(),
            "{arguments}"
        );
    }
}

#[test]
fn nobody_changes_what_is_not_theirs() {
    let server = anilist();
    let rens = 500_200_000;
    for query in [
        "mutation { SaveMediaListEntry(mediaId: 1, progress: 1) { id } }",
        "mutation { DeleteMediaListEntry(id: 1) { deleted } }",
        "mutation { ToggleFavourite(animeId: 1) { anime { nodes { id } } } }",
        "mutation { UpdateUser(about: \"x\") { id } }",
    ] {
        let answer = server.query(query, "");
        let error = answer.json()["errors"][0].clone();
        assert_eq!(
            (answer.status, &error["message"]),
            (401, &json!("Unauthorized.")),
            "{query}"
        );
        assert_eq!(error["locations"], json!([{"line": 1, "column": 12}]), "{query}");
    }
    for query in [
        format!("mutation {{ SaveMediaListEntry(id: {rens}, progress: 1) {{ id }} }}"),
        format!("mutation {{ DeleteMediaListEntry(id: {rens}) {{ deleted }} }}"),
        format!("mutation {{ UpdateMediaListEntries(ids: [{rens}], progress: 1) {{ id }} }}"),
    ] {
        let error = server.query(&query, &server.token("kaede")).json()["errors"][0].clone();
        assert_eq!(
            error["message"], "You are not authorized to modify this MediaList",
            "{query}"
        );
    }
    let dead = server.query(
        "mutation { SaveMediaListEntry(mediaId: 1, progress: 1) { id } }",
        "x.y.z",
    );
    assert_eq!(dead.json()["errors"][0]["message"], "Invalid token");
}

#[test]
fn a_text_ends_at_its_first_character_of_four_bytes() {
    let server = anilist();
    let notes =
        |text: &str| saved(&server, "kaede", &format!("mediaId: 1, notes: \"{text}\""))["notes"].clone();
    assert_eq!(notes("日本語 ok 👍 lost"), "日本語 ok ");
    assert_eq!(notes("&#128077; kept"), "&#128077; kept");
    assert_eq!(notes("👍"), Value::Null);
}

#[test]
fn aliased_mutations_are_carried_out_in_their_order_and_fail_alone() {
    let server = anilist();
    let query = "mutation {
  a: SaveMediaListEntry(mediaId: 1, progress: 1) { progress }
  b: SaveMediaListEntry(mediaId: 1, progress: 2) { progress notes }
  c: SaveMediaListEntry(mediaId: 1, score: 101, progress: 7) { progress }
  d: SaveMediaListEntry(mediaId: 1, notes: \"last\") { progress notes }
}";
    let answer = server.query(query, &server.token("new"));
    let data = json!({"a": {"progress": 1}, "b": {"progress": 2, "notes": null}, "c": null, "d": {"progress": 2, "notes": "last"}});
    assert_eq!((answer.status, &answer.json()["data"]), (400, &data));
    assert_eq!(
        answer.json()["errors"][0]["locations"],
        json!([{"line": 4, "column": 3}])
    );
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("29"));
    assert_eq!(entry(&server, 5003, 1)["notes"], "last");
}

#[test]
fn several_entries_get_the_same_values() {
    let server = anilist();
    let ids = json!([500_100_000, 500_100_003]);
    let query = "mutation ($ids: [Int]) { UpdateMediaListEntries(ids: $ids, status: DROPPED, repeat: 2) { id status repeat } }";
    let body = server
        .query_with(query, &json!({"ids": ids}), &server.token("kaede"))
        .json();
    let row = |id: i64| json!({"id": id, "status": "DROPPED", "repeat": 2});
    assert_eq!(
        body["data"]["UpdateMediaListEntries"],
        json!([row(500_100_000), row(500_100_003)])
    );
    let nothing = server.query(
        "mutation { UpdateMediaListEntries(status: DROPPED) { id } }",
        &server.token("kaede"),
    );
    let expected = validation(
        &json!({"ids": ["The ids field is required."]}),
        "UpdateMediaListEntries",
        1,
        12,
    );
    assert_eq!(nothing.json(), expected);
}

#[test]
fn an_entry_is_found_by_its_own_id_unless_it_is_private() {
    let server = anilist();
    let made = saved(
        &server,
        "kaede",
        "mediaId: 900001, private: true, status: CURRENT",
    );
    let query = format!(
        "{{ MediaList(id: {}) {{ mediaId media {{ isAdult }} }} }}",
        made["id"]
    );
    let own = server.query(&query, &server.token("kaede")).json();
    assert_eq!(
        own["data"]["MediaList"],
        json!({"mediaId": 900_001, "media": {"isAdult": true}})
    );
    assert_eq!(server.query(&query, &server.token("ren")).status, 404);
}

#[test]
fn a_long_list_is_edited_as_fast_and_its_latest_entry_comes_first() {
    let server = start(Options {
        entries: Some(11_000),
        ..options(Mode::AniList)
    });
    let token = server.token("kaede");
    let aliases: String = (0..20)
        .map(|n| {
            format!(
                "a{n}: SaveMediaListEntry(mediaId: {}, progress: {n}) {{ id }} ",
                1_000_000 + n
            )
        })
        .collect();
    assert_eq!(
        server.query(&format!("mutation {{ {aliases} }}"), &token).status,
        200
    );
    let query = "{ Page(perPage: 2) { mediaList(userId: 5001, sort: UPDATED_TIME_DESC) { mediaId progress media { tags { name rank } countryOfOrigin synonyms } } } }";
    let body = server.query(query, &token).json();
    let latest = &body["data"]["Page"]["mediaList"];
    assert!(latest[0]["progress"].as_i64().unwrap() >= 18, "{latest}");
    assert!(latest[0]["media"]["tags"][0]["rank"].is_number());
}
