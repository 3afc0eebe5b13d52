//! Answers that are none, and what is said about them.

use serde_json::{Value, json};
use tsuzuki::api::envelope::TransportError;
use tsuzuki::api::error::{ApiError, FieldError, Location, Unreadable};
use tsuzuki::api::operation::TrendingQuery;

use super::{ask, failure, media_json, trending_json, unreadable, viewer_json};

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
