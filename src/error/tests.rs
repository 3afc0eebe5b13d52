use super::*;
use crate::api::error::{FieldError, Unreadable};

fn all() -> Vec<ApiError> {
    let message = || "AniList’s own sentence.".to_owned();
    let fields = vec![FieldError {
        field: "score".to_owned(),
        messages: vec!["Too high.".to_owned()],
    }];
    let mut all = vec![
        ApiError::InvalidToken,
        ApiError::Unauthorized { message: message() },
        ApiError::NotFound,
        ApiError::Validation { fields },
        ApiError::Query { message: message() },
        ApiError::TooComplex { message: message() },
        ApiError::RateLimited,
        ApiError::Outage {
            message: Some(message()),
        },
        ApiError::Outage { message: None },
        ApiError::Challenge,
        ApiError::Server { status: 502 },
        ApiError::Refused {
            status: 418,
            message: message(),
        },
        ApiError::NoAnswer,
        ApiError::Offline,
        ApiError::TimedOut,
        ApiError::Aborted,
    ];
    use Unreadable::{Empty, Html, NoData, NotAnAnswer, NotJson, Truncated};
    for why in [Empty, Html, Truncated, NotJson, NotAnAnswer, NoData] {
        all.push(ApiError::Unreadable { status: 200, why });
    }
    all
}

#[test]
fn every_failure_says_what_why_and_what_next() {
    for error in all() {
        let told = AppError::api("Viewer", error.clone());
        assert!(
            !told.title().is_empty() && !told.title().ends_with('.'),
            "{error:?}"
        );
        assert!(told.cause().ends_with(['.', '”']), "{error:?}: {}", told.cause());
        assert!(told.next_step().ends_with('.'), "{error:?}");
        assert!(told.report("1").contains(error.kind()), "{error:?}");
        let text = told.to_string();
        assert!(!text.contains("CORS") && !text.contains("undefined"), "{text}");
        assert_eq!(
            text.contains("You are offline"),
            error == ApiError::Offline,
            "{text}"
        );
    }
}

#[test]
fn a_request_of_ones_own_is_never_called_a_mistake_of_the_app() {
    for error in all() {
        let told = AppError::Own(error.clone());
        let text = told.to_string();
        assert!(!text.contains("this app"), "{text}");
        assert!(told.cause().ends_with(['.', '”']) && told.next_step().ends_with('.'));
        let report = told.report("1");
        assert_eq!(report, format!("Tsuzuki 1\nKind: {}\n", error.kind()));
    }
}

#[test]
fn a_missing_console_says_what_to_do() {
    let (built, loaded) = (ConsoleError::NotBuilt, ConsoleError::NotLoaded);
    assert!(AppError::from(built).next_step().contains(".ci/setup build"));
    assert!(!AppError::from(built).can_retry());
    assert!(AppError::from(loaded).can_retry());
    assert_ne!(AppError::from(built).title(), AppError::from(loaded).title());
}

#[test]
fn causes_are_told_apart() {
    let mut texts: Vec<_> = all()
        .into_iter()
        .map(|error| AppError::api("X", error).to_string())
        .collect();
    let count = texts.len();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), count);
}

#[test]
fn what_helps_is_offered() {
    let told = |error| AppError::api("Viewer", error);
    assert!(told(ApiError::InvalidToken).needs_sign_in());
    assert!(!told(ApiError::InvalidToken).can_retry());
    assert!(!told(ApiError::Outage { message: None }).needs_sign_in());
    for error in [
        ApiError::NoAnswer,
        ApiError::RateLimited,
        ApiError::TimedOut,
        ApiError::Server { status: 500 },
    ] {
        assert!(told(error).can_retry());
    }
    assert!(
        !told(ApiError::Query {
            message: String::new()
        })
        .can_retry()
    );
    assert!(told(ApiError::Outage { message: None }).is_outage());
}

#[test]
fn anilists_sentence_is_quoted_and_reported() {
    let error = AppError::api(
        "Viewer",
        ApiError::Outage {
            message: Some("Closed for repairs.".to_owned()),
        },
    );
    assert!(error.cause().contains("“Closed for repairs.”"));
    assert!(
        error
            .report("1")
            .ends_with("Kind: Outage\nDetail: Closed for repairs.\n")
    );
}

#[test]
fn a_cause_holds_neither_a_token_nor_the_value_it_is_about() {
    let token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIxMDAxIn0.c2lnbmF0dXJl";
    let message = || format!("No such thing as {token}: look again");
    let errors = [
        ApiError::Query { message: message() },
        ApiError::TooComplex { message: message() },
        ApiError::Unauthorized { message: message() },
        ApiError::Refused {
            status: 418,
            message: message(),
        },
        ApiError::Outage {
            message: Some(message()),
        },
        ApiError::Validation {
            fields: vec![FieldError {
                field: "notes".to_owned(),
                messages: vec![message(), "Too long.".to_owned()],
            }],
        },
    ];
    for error in errors {
        let told = AppError::api("Viewer", error).to_string();
        assert!(
            !told.contains(token) && told.contains("as ***: look again"),
            "{told}"
        );
    }
    let message = r#"Variable "$notes" got invalid value "my secret"."#.to_owned();
    let told = AppError::api("Save", ApiError::Query { message }).cause();
    assert!(told.ends_with("“Variable \"$notes\"”"), "{told}");
}

#[test]
fn a_report_holds_neither_a_token_nor_what_was_written() {
    let token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIxMDAxIn0.c2lnbmF0dXJl";
    let query = ApiError::Query {
        message: format!("Syntax Error near {token} here"),
    };
    let report = AppError::api("Viewer", query).report("1");
    assert!(
        !report.contains(token) && report.contains("near *** here"),
        "{report}"
    );
    let fields = vec![FieldError {
        field: "notes".to_owned(),
        messages: vec!["my secret".to_owned()],
    }];
    let report = AppError::api("Save", ApiError::Validation { fields }).report("1");
    assert!(report.contains("notes") && !report.contains("secret"), "{report}");
}
