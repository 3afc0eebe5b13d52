//! The JSON of a failure: its kind, and what AniList said.

use super::Tree;
use crate::api::error::{ApiError, FieldError, Unreadable};
use crate::json::{Writer, array, quoted};

const UNREADABLE: [(Unreadable, &str); 6] = [
    (Unreadable::Empty, "empty"),
    (Unreadable::Html, "html"),
    (Unreadable::Truncated, "truncated"),
    (Unreadable::NotJson, "not-json"),
    (Unreadable::NotAnAnswer, "not-an-answer"),
    (Unreadable::NoData, "no-data"),
];

/// Writes a failure.
pub(crate) fn error_json(error: &ApiError) -> String {
    let mut json = Writer::default();
    json.text("kind", error.kind());
    if let Some(status) = error.status() {
        json.number("status", status.into());
    }
    match error {
        ApiError::Unauthorized { message }
        | ApiError::Query { message }
        | ApiError::TooComplex { message }
        | ApiError::Refused { message, .. } => json.text("message", message),
        ApiError::Outage {
            message: Some(message),
        } => json.text("message", message),
        ApiError::Validation { fields } => {
            let fields: Vec<String> = fields.iter().map(field_json).collect();
            json.raw("fields", &array(&fields));
        }
        ApiError::Unreadable { why, .. } => {
            let word = UNREADABLE.iter().find(|(known, _)| known == why);
            json.text("why", word.map_or("", |(_, word)| word));
        }
        _ => {}
    }
    json.finish()
}

fn field_json(error: &FieldError) -> String {
    let mut json = Writer::default();
    json.text("field", &error.field);
    let messages: Vec<String> = error.messages.iter().map(|message| quoted(message)).collect();
    json.raw("messages", &array(&messages));
    json.finish()
}

/// Reads what [`error_json`] wrote.
pub(crate) fn read_error(json: &Tree) -> Option<ApiError> {
    let text = |name| json.get(name).and_then(Tree::text).map(str::to_owned);
    let message = || text("message").unwrap_or_default();
    let status = || u16::try_from(json.get("status")?.whole()?).ok();
    Some(match json.get("kind")?.text()? {
        "InvalidToken" => ApiError::InvalidToken,
        "Unauthorized" => ApiError::Unauthorized { message: message() },
        "NotFound" => ApiError::NotFound,
        "Validation" => ApiError::Validation {
            fields: json
                .get("fields")?
                .items()
                .iter()
                .map(read_field)
                .collect::<Option<_>>()?,
        },
        "Query" => ApiError::Query { message: message() },
        "TooComplex" => ApiError::TooComplex { message: message() },
        "RateLimited" => ApiError::RateLimited,
        "Outage" => ApiError::Outage {
            message: text("message"),
        },
        "Challenge" => ApiError::Challenge,
        "Server" => ApiError::Server { status: status()? },
        "Refused" => ApiError::Refused {
            status: status()?,
            message: message(),
        },
        "Unreadable" => {
            let why = text("why")?;
            let (why, _) = UNREADABLE.into_iter().find(|(_, word)| *word == why)?;
            ApiError::Unreadable {
                status: status()?,
                why,
            }
        }
        "NoAnswer" => ApiError::NoAnswer,
        "Offline" => ApiError::Offline,
        "TimedOut" => ApiError::TimedOut,
        "Aborted" => ApiError::Aborted,
        _ => return None,
    })
}

fn read_field(json: &Tree) -> Option<FieldError> {
    let messages = json.get("messages")?.texts()?;
    Some(FieldError {
        field: json.get("field")?.text()?.to_owned(),
        messages: messages.iter().map(|message| message.to_string()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn failures_come_back(error in crate::outbox::record::strategies::error()) {
            let json = error_json(&error);
            prop_assert_eq!(read_error(&Tree::parse(&json).unwrap()), Some(error), "{}", json);
        }
    }

    #[test]
    fn every_kind_is_read() {
        for json in [
            "{}",
            "{\"kind\":\"Later\"}",
            "{\"kind\":\"Server\"}",
            "{\"kind\":\"Validation\"}",
        ] {
            assert_eq!(read_error(&Tree::parse(json).unwrap()), None, "{json}");
        }
    }
}
