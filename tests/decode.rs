//! Answers of every kind, good, odd and hostile, through the envelope into domain types.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "decode/generate.rs"]
mod generate;

use proptest::prelude::*;
use serde_json::{Value, json};
use tsuzuki::api::envelope::{Answer, HttpAnswer, TransportError, read};
use tsuzuki::api::error::{ApiError, FieldError, Location, Unreadable};
use tsuzuki::api::operation::{Operation, TrendingQuery, ViewerIdQuery, ViewerQuery};
use tsuzuki::domain::{
    Airing, ListStatus, Media, MediaFormat, MediaSeason, MediaType, ScoreFormat, TitleLanguage, Viewer,
};

use generate::{Choice, generate};

fn answer(status: u16, body: impl AsRef<[u8]>) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.as_ref().to_vec(),
        ..HttpAnswer::default()
    }
}

fn ask<O: Operation>(status: u16, body: impl AsRef<[u8]>) -> Result<Answer<O::Output>, ApiError> {
    read::<O>(&answer(status, body))
}

fn failure(status: u16, body: impl AsRef<[u8]>) -> ApiError {
    ask::<ViewerQuery>(status, body).unwrap_err()
}

fn unreadable(status: u16, why: Unreadable) -> ApiError {
    ApiError::Unreadable { status, why }
}

fn viewer_json() -> Value {
    json!({"data": {"Viewer": {
        "id": 5001, "name": "kaede",
        "avatar": {"large": "https://s4.anilist.co/a/large.png", "medium": "https://s4.anilist.co/a/medium.png"},
        "bannerImage": null, "siteUrl": "https://anilist.co/user/kaede", "createdAt": 1_600_000_000,
        "unreadNotificationCount": 3,
        "options": {"titleLanguage": "NATIVE", "displayAdultContent": false, "timezone": "+09:00", "profileColor": "pink"},
        "mediaListOptions": {"scoreFormat": "POINT_10_DECIMAL"},
        "statistics": {
            "anime": {"count": 70, "meanScore": 78.25, "minutesWatched": 21_000, "episodesWatched": 880,
                      "statuses": [{"status": "CURRENT", "count": 12}, {"status": "COMPLETED", "count": 58}]},
            "manga": {"count": 9, "meanScore": 0, "chaptersRead": 400, "volumesRead": 31, "statuses": []}
        }
    }}})
}

fn media_json(id: u64) -> Value {
    json!({
        "id": id, "type": "ANIME",
        "title": {"romaji": "Uchuu Yori", "english": null, "native": "宇宙より", "userPreferred": "Uchuu Yori"},
        "coverImage": {"large": "https://s4.anilist.co/c.jpg", "medium": null, "color": "#e4a15d"},
        "format": "TV", "episodes": 13, "season": "WINTER", "seasonYear": 2018, "averageScore": 84,
        "nextAiringEpisode": {"episode": 4, "airingAt": 1_800_000_000}, "genres": ["Adventure", null, "Comedy"],
        "siteUrl": "https://anilist.co/anime/1"
    })
}

fn trending_json(media: &[Value]) -> Value {
    json!({"data": {"Page": {"media": media}}})
}

fn viewer(body: &Value) -> Viewer {
    ask::<ViewerQuery>(200, body.to_string()).unwrap().data
}

fn trending(body: &Value) -> Vec<Media> {
    ask::<TrendingQuery>(200, body.to_string()).unwrap().data
}

#[test]
fn a_viewer_arrives_whole() {
    let viewer = viewer(&viewer_json());
    assert_eq!((viewer.id.get(), viewer.name.as_str()), (5001, "kaede"));
    assert_eq!(
        viewer.avatar.best().unwrap().as_str(),
        "https://s4.anilist.co/a/large.png"
    );
    assert_eq!(
        viewer.avatar.small().unwrap().as_str(),
        "https://s4.anilist.co/a/medium.png"
    );
    assert_eq!(
        (viewer.banner, viewer.created_at, viewer.unread_notifications),
        (None, Some(1_600_000_000), 3)
    );
    assert_eq!(
        (viewer.title_language, viewer.score_format),
        (TitleLanguage::Native, ScoreFormat::Point10Decimal)
    );
    assert_eq!(
        (viewer.timezone.as_deref(), viewer.display_adult_content),
        (Some("+09:00"), false)
    );
    assert_eq!(viewer.profile_color.unwrap().to_string(), "#fc9dd6");
    assert_eq!(
        (
            viewer.anime.count,
            viewer.anime.episodes_watched,
            viewer.anime.minutes_watched
        ),
        (70, 880, 21_000)
    );
    assert!((viewer.anime.mean_score - 78.25).abs() < f64::EPSILON);
    assert_eq!(viewer.anime.statuses.get(ListStatus::Completed), 58);
    assert_eq!((viewer.manga.chapters_read, viewer.manga.volumes_read), (400, 31));
    assert_eq!(viewer.manga.statuses.iter().count(), 0);
}

#[test]
fn media_arrive_whole() {
    let media = trending(&trending_json(&[media_json(1)]));
    let [media] = media.as_slice() else {
        panic!("one work")
    };
    assert_eq!(
        (media.id.get(), media.kind, media.format),
        (1, MediaType::Anime, MediaFormat::Tv)
    );
    assert_eq!(media.title.pick(TitleLanguage::English), "Uchuu Yori");
    assert_eq!(media.title.pick(TitleLanguage::Native), "宇宙より");
    assert_eq!(
        media.cover.small().unwrap().as_str(),
        "https://s4.anilist.co/c.jpg"
    );
    assert_eq!(media.cover_color.unwrap().to_string(), "#e4a15d");
    assert_eq!(
        (media.season, media.season_label().as_deref()),
        (MediaSeason::Winter, Some("Winter 2018"))
    );
    assert_eq!((media.episodes, media.average_score), (Some(13), Some(84)));
    assert_eq!(
        media.next_airing,
        Some(Airing {
            episode: 4,
            airing_at: 1_800_000_000
        })
    );
    assert_eq!(media.genres, ["Adventure", "Comedy"]);
}

/// Odd values cost themselves, nothing else.
#[test]
fn odd_fields_do_not_spoil_the_rest() {
    for odd in [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!([1]),
        json!({"a": {"b": []}}),
    ] {
        for field in viewer_json()["data"]["Viewer"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "id" && *key != "name")
        {
            let mut body = viewer_json();
            body["data"]["Viewer"][field] = odd.clone();
            assert_eq!(viewer(&body).id.get(), 5001, "{field}: {odd}");
            body["data"]["Viewer"].as_object_mut().unwrap().remove(field);
            assert_eq!(viewer(&body).name, "kaede", "without {field}");
        }
        for field in media_json(1)
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "id")
        {
            let mut bad = media_json(1);
            bad[field] = odd.clone();
            let media = trending(&trending_json(&[bad, media_json(2)]));
            assert_eq!(media.len(), 2, "{field}: {odd}");
            assert_eq!(
                media[1],
                trending(&trending_json(&[media_json(2)]))[0],
                "{field}: {odd}"
            );
        }
        let media = trending(&trending_json(&[odd.clone(), media_json(2), json!({"id": odd})]));
        assert_eq!(media.len(), 1, "an item that is {odd}");
    }
}

#[test]
fn numbers_and_words_in_disguise() {
    let mut body = viewer_json();
    let user = &mut body["data"]["Viewer"];
    user["id"] = json!("9007199254740993");
    user["unreadNotificationCount"] = json!("12");
    user["createdAt"] = json!(1_600_000_000.0);
    user["options"]["titleLanguage"] = json!("KLINGON");
    user["mediaListOptions"]["scoreFormat"] = json!(5);
    user["statistics"]["anime"]["meanScore"] = json!("71.5");
    user["statistics"]["anime"]["statuses"] =
        json!([{"status": "SOMEDAY", "count": 1}, {"status": "PAUSED", "count": "2"}]);
    let viewer = viewer(&body);
    assert_eq!(viewer.id.get(), 9_007_199_254_740_993);
    assert_eq!(
        (viewer.unread_notifications, viewer.created_at),
        (12, Some(1_600_000_000))
    );
    assert_eq!(
        (viewer.title_language, viewer.score_format),
        (TitleLanguage::Unknown, ScoreFormat::Unknown)
    );
    assert!((viewer.anime.mean_score - 71.5).abs() < f64::EPSILON);
    assert_eq!(
        viewer.anime.statuses.iter().collect::<Vec<_>>(),
        [(ListStatus::Paused, 2)]
    );
}

#[test]
fn links_and_names_are_made_harmless() {
    let mut body = viewer_json();
    let user = &mut body["data"]["Viewer"];
    user["name"] = json!(" ka\u{202e}ede\u{0}\n");
    user["siteUrl"] = json!("javascript:alert(1)");
    user["avatar"] = json!({"large": "data:image/svg+xml,<svg/>", "medium": "//evil.example/a.png"});
    user["options"]["profileColor"] = json!("red;}body{display:none");
    let viewer = viewer(&body);
    assert_eq!(viewer.name, "kaede");
    assert_eq!(
        (viewer.site_url, viewer.avatar.best(), viewer.profile_color),
        (None, None, None)
    );
}

/// What AniList was seen to answer, in our words.
#[test]
fn recorded_failures_have_their_causes() {
    let error = |status: u16, message: &str| {
        json!({"errors": [{"message": message, "status": status, "locations": [{"line": 2, "column": 3}]}],
               "data": {"Viewer": null}})
        .to_string()
    };
    let said = |message: &str| message.to_owned();
    let rows: Vec<(u16, String, ApiError)> = vec![
        (400, error(400, "Invalid token"), ApiError::InvalidToken),
        (400, error(400, "invalid token."), ApiError::InvalidToken),
        (401, error(401, "Invalid token"), ApiError::InvalidToken),
        (
            401,
            error(401, "Unauthorized."),
            ApiError::Unauthorized {
                message: said("Unauthorized."),
            },
        ),
        (404, error(404, "Not Found."), ApiError::NotFound),
        (
            400,
            error(400, "Cannot query field \"x\" on type \"User\"."),
            ApiError::Query {
                message: said("Cannot query field \"x\" on type \"User\"."),
            },
        ),
        (
            400,
            error(400, "Max query complexity should be 500 but got 646."),
            ApiError::TooComplex {
                message: said("Max query complexity should be 500 but got 646."),
            },
        ),
        (
            403,
            error(403, "The API is off for a while."),
            ApiError::Outage {
                message: Some(said("The API is off for a while.")),
            },
        ),
        (429, error(429, "Too Many Requests."), ApiError::RateLimited),
        (
            429,
            r#"{"data": null,"errors": [{"message": "Too Many Requests.","status": 429}]}"#.into(),
            ApiError::RateLimited,
        ),
        (
            500,
            error(500, "Internal Server Error"),
            ApiError::Server { status: 500 },
        ),
        // Errors with a status of their own inside a 200.
        (200, error(404, "Not Found."), ApiError::NotFound),
        (
            200,
            error(500, "Internal Server Error"),
            ApiError::Server { status: 500 },
        ),
        (
            200,
            r#"{"errors":[{"message":"You are not authorized to change this"}],"data":null}"#.into(),
            ApiError::Unauthorized {
                message: said("You are not authorized to change this"),
            },
        ),
        (
            200,
            r#"{"errors":[{"message":"Something else"}]}"#.into(),
            ApiError::Refused {
                status: 200,
                message: said("Something else"),
            },
        ),
        (
            200,
            r#"{"errors":[{}],"data":null}"#.into(),
            ApiError::Refused {
                status: 200,
                message: String::new(),
            },
        ),
    ];
    for (status, body, cause) in rows {
        assert_eq!(failure(status, &body), cause, "{status} {body}");
        assert_eq!(
            cause.is_suspicious(),
            matches!(cause, ApiError::InvalidToken | ApiError::Unauthorized { .. })
        );
    }
}

#[test]
fn complaints_about_fields_are_kept() {
    let body = json!({"data": null, "errors": [{"message": "validation", "status": 400, "locations": null,
        "validation": {"score": ["Too high.", 7, "Not\u{202e} whole."], "notes": "Too long.", "odd": {"a": 1}}}]});
    let field = |field: &str, messages: &[&str]| FieldError {
        field: field.into(),
        messages: messages.iter().map(|text| (*text).to_owned()).collect(),
    };
    let fields = vec![
        field("notes", &["Too long."]),
        field("odd", &[]),
        field("score", &["Too high.", "Not whole."]),
    ];
    assert_eq!(failure(400, body.to_string()), ApiError::Validation { fields });
    // PHP writes an empty map as an empty list.
    let empty = json!({"data": null, "errors": [{"message": "validation", "status": 400, "validation": []}]});
    assert_eq!(
        failure(400, empty.to_string()),
        ApiError::Query {
            message: "validation".into()
        }
    );
}

#[test]
fn odd_errors_are_read_as_far_as_they_go() {
    let body = json!({"data": {"Page": {"media": []}}, "errors": [
        null, "text", {"message": 5, "status": "404", "locations": [{"line": "2", "column": 3}, {"line": 1}, null, 4]},
        {"message": "x".repeat(5000), "status": 99_999_999, "extensions": {"category": ["deep"]}, "path": ["Page"]},
    ]});
    let answer = ask::<TrendingQuery>(200, body.to_string()).unwrap();
    assert_eq!(answer.errors.len(), 2);
    assert_eq!(
        (answer.errors[0].message.as_str(), answer.errors[0].status),
        ("", Some(404))
    );
    assert_eq!(answer.errors[0].locations, [Location { line: 2, column: 3 }]);
    assert!(answer.errors[1].message.chars().count() <= 400);
    assert_eq!(answer.problem(), Some(ApiError::NotFound));
}

#[test]
fn partial_data_is_kept_with_its_errors() {
    let mut body = trending_json(&[media_json(1), Value::Null]);
    body["errors"] = json!([{"message": "Internal Server Error", "status": 500, "locations": []}]);
    for status in [200, 404, 500] {
        let answer = ask::<TrendingQuery>(status, body.to_string()).unwrap();
        assert_eq!(answer.data.len(), 1);
        assert_eq!(answer.problem(), Some(ApiError::Server { status: 500 }));
    }
    // A dead token makes every answer useless: the session must be looked at.
    body["errors"] = json!([{"message": "Internal Server Error", "status": 500}, {"message": "Invalid token", "status": 400}]);
    assert_eq!(
        ask::<TrendingQuery>(400, body.to_string()).unwrap_err(),
        ApiError::InvalidToken
    );
}

/// Bodies that are no answer at all.
#[test]
fn bodies_that_cannot_be_read_have_their_causes() {
    use Unreadable::{Empty, Html, NoData, NotAnAnswer, NotJson, Truncated};
    let page = "<!DOCTYPE html><html><head><title>Error</title></head><body>nginx</body></html>";
    let challenge = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>";
    let blocked = "<html><body><script src=\"/cdn-cgi/challenge-platform/x.js\"></script></body></html>";
    let server = |status| ApiError::Server { status };
    let rows: Vec<(u16, &str, ApiError)> = vec![
        (200, "", unreadable(200, Empty)),
        (200, " \r\n\t", unreadable(200, Empty)),
        (200, "\u{feff}", unreadable(200, Empty)),
        (200, page, unreadable(200, Html)),
        (404, page, unreadable(404, Html)),
        (403, page, ApiError::Outage { message: None }),
        (403, "", ApiError::Outage { message: None }),
        (403, challenge, ApiError::Challenge),
        (503, challenge, ApiError::Challenge),
        (503, blocked, ApiError::Challenge),
        (200, challenge, ApiError::Challenge),
        (503, page, server(503)),
        (500, page, server(500)),
        (502, "error code: 502", server(502)),
        (521, "", server(521)),
        (429, page, ApiError::RateLimited),
        (429, "", ApiError::RateLimited),
        (
            401,
            "",
            ApiError::Unauthorized {
                message: String::new(),
            },
        ),
        (400, "", unreadable(400, Empty)),
        (200, "{\"data\":{\"Viewer\":{\"id\":1", unreadable(200, Truncated)),
        (200, "hello", unreadable(200, NotJson)),
        (200, "{'data':null}", unreadable(200, NotJson)),
        (
            200,
            "{\"data\":{\"Viewer\":{\"id\":NaN}}}",
            unreadable(200, NotJson),
        ),
        (200, "{\"data\":null} {}", unreadable(200, NotJson)),
        (200, "{\"data\":null,\"data\":null}", unreadable(200, NotJson)),
        (200, "null", unreadable(200, NotAnAnswer)),
        (200, "[]", unreadable(200, NotAnAnswer)),
        (200, "\"data\"", unreadable(200, NotAnAnswer)),
        (200, "42", unreadable(200, NotAnAnswer)),
        (200, "{}", unreadable(200, NoData)),
        (200, "{\"data\":null}", unreadable(200, NoData)),
        (200, "{\"data\":null,\"errors\":[]}", unreadable(200, NoData)),
        (
            200,
            "{\"data\":null,\"errors\":{\"message\":\"x\"}}",
            unreadable(200, NoData),
        ),
        (200, "{\"data\":[],\"errors\":null}", unreadable(200, NoData)),
        (200, "{\"data\":{\"Viewer\":null}}", unreadable(200, NoData)),
        (
            200,
            "{\"data\":{\"Viewer\":{\"name\":\"kaede\"}}}",
            unreadable(200, NoData),
        ),
        (
            200,
            "{\"data\":{\"viewer\":{\"id\":1,\"name\":\"kaede\"}}}",
            unreadable(200, NoData),
        ),
    ];
    for (status, body, cause) in rows {
        assert_eq!(failure(status, body), cause, "{status} {body}");
    }
}

#[test]
fn an_answer_is_read_whatever_its_content_type_and_byte_order_mark() {
    let body = format!("\u{feff} {}\n", viewer_json());
    for content_type in [
        None,
        Some("text/html"),
        Some("application/octet-stream"),
        Some(""),
    ] {
        let answer = HttpAnswer {
            content_type: content_type.map(str::to_owned),
            ..answer(200, &body)
        };
        assert_eq!(read::<ViewerQuery>(&answer).unwrap().data.name, "kaede");
    }
}

#[test]
fn broken_characters_cost_themselves_only() {
    let with_name = |name: &[u8]| {
        [
            b"{\"data\":{\"Viewer\":{\"id\":1,\"name\":\"".as_slice(),
            name,
            b"\"}}}",
        ]
        .concat()
    };
    let rows: &[(&[u8], &str)] = &[
        (b"ka\\ud83dede", "ka\u{fffd}ede"),
        (b"\\udc00kaede", "\u{fffd}kaede"),
        (b"kaede\\ud83d", "kaede\u{fffd}"),
        (b"\\ud83d\\ud83d\\ude00", "\u{fffd}\u{1f600}"),
        (b"\\ud83d\\n\\\\ud83d", "\u{fffd} \\ud83d"),
        (b"\\ud83d\\u0041", "\u{fffd}A"),
        (b"ka\xffede", "ka\u{fffd}ede"),
        (b"ka\xf0\x9f\x98", "ka\u{fffd}"),
        (b"\\ud83d\\ude00", "\u{1f600}"),
    ];
    for (raw, name) in rows {
        let viewer = ask::<ViewerQuery>(200, with_name(raw)).unwrap().data;
        assert_eq!(viewer.name, *name, "{}", String::from_utf8_lossy(raw));
    }
    assert_eq!(
        failure(200, with_name(b"\\ud83d\\q")),
        unreadable(200, Unreadable::NotJson)
    );
}

#[test]
fn deep_and_long_answers() {
    // Where nothing is expected, depth does not matter; where something is, it is an error, never a crash.
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [100, 100_000] {
        let aside = format!(
            "{{\"extensions\":{},\"data\":{{\"Viewer\":{{\"id\":1}}}}}}",
            deep(depth)
        );
        assert_eq!(ask::<ViewerIdQuery>(200, aside).unwrap().data.get(), 1);
        let inside = format!("{{\"data\":{{\"Viewer\":{{\"id\":{}}}}}}}", deep(depth));
        assert!(ask::<ViewerIdQuery>(200, inside).is_err());
    }
    let many: Vec<Value> = (0..100_000)
        .map(|id| {
            if id % 2 == 0 {
                json!({"id": id})
            } else {
                json!(null)
            }
        })
        .collect();
    // Id 0 names nothing.
    assert_eq!(trending(&trending_json(&many)).len(), 49_999);
}

#[test]
fn transport_failures_have_their_causes() {
    let rows = [
        (TransportError::Rejected, true, ApiError::NoAnswer),
        (TransportError::Rejected, false, ApiError::Offline),
        (TransportError::Timeout, true, ApiError::TimedOut),
        (TransportError::Timeout, false, ApiError::Offline),
        (TransportError::Aborted, true, ApiError::Aborted),
        (TransportError::Aborted, false, ApiError::Aborted),
        (
            TransportError::Interrupted { status: 200 },
            true,
            unreadable(200, Unreadable::Truncated),
        ),
    ];
    for (error, online, cause) in rows {
        assert_eq!(error.classify(online), cause, "{error:?} online={online}");
    }
}

/// Calls `check` for every operation the app has.
macro_rules! for_every_operation {
    ($check:ident $(, $argument:expr)*) => {{
        $check::<ViewerQuery>($($argument),*);
        $check::<ViewerIdQuery>($($argument),*);
        $check::<TrendingQuery>($($argument),*);
    }};
}

#[test]
fn every_shape_the_schema_allows_is_read() {
    fn check<O: Operation>() {
        for value in 0..generate::most_enum_values() {
            let body = generate(O::QUERY, &mut |kind: Choice| match kind {
                Choice::Null => 0,
                Choice::Length => 2,
                Choice::Enum(values) => value % values,
                Choice::Scalar => 1,
            });
            assert!(ask::<O>(200, body.to_string()).is_ok(), "{} {body}", O::NAME);
        }
        // Everything null that may be: the roots too, so that nothing is left and nothing breaks.
        let body = generate(O::QUERY, &mut |kind: Choice| {
            usize::from(matches!(kind, Choice::Null))
        });
        assert_eq!(
            ask::<O>(200, body.to_string()).err(),
            Some(unreadable(200, Unreadable::NoData)),
            "{body}"
        );
    }
    for_every_operation!(check);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[A-Z_]{1,12}|https?://[a-z./@]{0,20}|#[0-9a-f]{6}|-?[0-9]{1,30}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(
                "data|errors|Viewer|Page|id|status|message|[a-z]{1,4}",
                inner,
                0..6
            )
            .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// All places inside a value, each as the path of keys and indexes that leads there.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| places(value, &format!("{here}/{key}"), found)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| places(value, &format!("{here}/{index}"), found));
        }
        _ => {}
    }
}

/// Changes `body` at a few random places: a value swapped for another, or a field dropped.
fn spoil(body: &mut Value, changes: &[(prop::sample::Index, Option<Value>)]) {
    for (place, change) in changes {
        let mut found = Vec::new();
        places(body, "", &mut found);
        let path = place.get(&found);
        match (change, path.rsplit_once('/')) {
            (Some(value), _) => *body.pointer_mut(path).unwrap() = value.clone(),
            (None, Some((parent, key))) => {
                if let Some(Value::Object(map)) = body.pointer_mut(parent) {
                    map.remove(key);
                }
            }
            (None, None) => {}
        }
    }
}

fn any_status() -> impl Strategy<Value = u16> {
    prop_oneof![
        Just(200),
        Just(400),
        Just(401),
        Just(403),
        Just(404),
        Just(429),
        Just(500),
        Just(503),
        any::<u16>()
    ]
}

fn never_panics<O: Operation>(status: u16, body: &[u8]) {
    match ask::<O>(status, body) {
        Ok(answer) => drop(answer.problem()),
        Err(error) => {
            let told = tsuzuki::error::AppError::api(O::NAME, error);
            assert!(!told.to_string().is_empty() && !told.report("0").is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn hostile_json_never_panics(body in any_json(), status in any_status()) {
        let body = body.to_string();
        for_every_operation!(never_panics, status, body.as_bytes());
    }

    #[test]
    fn hostile_bytes_never_panic(body: Vec<u8>, text in "[\\[\\]{}\",:\\\\ud83-9ntrue ]{0,60}", status in any_status()) {
        for_every_operation!(never_panics, status, &body);
        for_every_operation!(never_panics, status, text.as_bytes());
    }

    #[test]
    fn a_spoilt_answer_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(any_json())), 1..6),
        choices in prop::collection::vec(any::<usize>(), 1..40),
        cut in any::<prop::sample::Index>(),
        byte: u8,
        status in any_status(),
    ) {
        for (_, query) in tsuzuki::api::operation::DOCUMENTS {
            let mut next = choices.iter().cycle();
            let mut body = generate(query, &mut |_: Choice| *next.next().unwrap());
            spoil(&mut body, &changes);
            let mut bytes = body.to_string().into_bytes();
            for_every_operation!(never_panics, status, &bytes);
            let place = cut.index(bytes.len());
            for_every_operation!(never_panics, status, &bytes[..place]);
            bytes[place] = byte;
            for_every_operation!(never_panics, status, &bytes);
        }
    }

    /// Whatever happens to one work, the others stay as they are.
    #[test]
    fn a_spoilt_item_costs_one_item(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(any_json())), 1..6),
    ) {
        let mut bad = media_json(2);
        spoil(&mut bad, &changes);
        let media = trending(&trending_json(&[media_json(1), bad, media_json(3)]));
        prop_assert!(media.len() == 3 || media.len() == 2);
        prop_assert_eq!(media[0].id.get(), 1);
        let untouched = trending(&trending_json(&[media_json(3)]));
        prop_assert_eq!(media.last(), untouched.last());
    }
}

#[test]
fn an_answer_cut_at_any_byte_is_called_truncated() {
    let body = viewer_json().to_string();
    for cut in 1..body.len() {
        assert_eq!(
            failure(200, &body.as_bytes()[..cut]),
            unreadable(200, Unreadable::Truncated),
            "cut at {cut}"
        );
    }
}
