//! Arbitrary values of entries, for tests.

use proptest::prelude::*;

use crate::api::error::{ApiError, FieldError, Unreadable};
use crate::domain::{EntryValues, FuzzyDate, ListStatus, Score};

fn date() -> impl Strategy<Value = Option<FuzzyDate>> {
    (0_u16..=9999, 0_u8..=12, 0_u8..=31)
        .prop_map(|(year, month, day)| FuzzyDate::new(Some(year), Some(month), Some(day)))
}

fn status() -> impl Strategy<Value = ListStatus> {
    (0..=ListStatus::ALL.len()).prop_map(|at| ListStatus::ALL.get(at).copied().unwrap_or_default())
}

fn text() -> impl Strategy<Value = Box<str>> {
    any::<String>().prop_map(String::into_boxed_str)
}

/// Any thirteen values.
pub(crate) fn entry_values() -> impl Strategy<Value = EntryValues> {
    let parts = prop::collection::btree_map(text(), 0_u16..1_000, 0..3);
    let numbers = (any::<u32>(), any::<u32>(), 0_u32..=1000, 0_u32..=255);
    let lists = prop::collection::vec(text(), 0..3);
    (
        (status(), 0_u8..=100, parts, numbers),
        (any::<bool>(), any::<bool>(), text(), lists, date(), date()),
    )
        .prop_map(
            |((status, score, parts, numbers), (private, hidden, notes, lists, started, completed))| {
                EntryValues {
                    status,
                    score: Score::new(score),
                    advanced_scores: parts
                        .into_iter()
                        .map(|(name, tenths)| (name, f32::from(tenths) / 10.0))
                        .collect(),
                    progress: numbers.0,
                    progress_volumes: numbers.1,
                    repeat: numbers.2,
                    priority: numbers.3,
                    private,
                    hidden_from_status_lists: hidden,
                    notes,
                    custom_lists: lists.into(),
                    started,
                    completed,
                }
            },
        )
}

/// Any failure.
pub(crate) fn error() -> impl Strategy<Value = ApiError> {
    let field = (any::<String>(), prop::collection::vec(any::<String>(), 0..3));
    let plain = [
        ApiError::InvalidToken,
        ApiError::NotFound,
        ApiError::RateLimited,
        ApiError::Challenge,
        ApiError::NoAnswer,
        ApiError::Offline,
        ApiError::TimedOut,
        ApiError::Aborted,
    ];
    let why = [
        Unreadable::Empty,
        Unreadable::Html,
        Unreadable::Truncated,
        Unreadable::NotJson,
        Unreadable::NotAnAnswer,
        Unreadable::NoData,
    ];
    prop_oneof![
        prop::sample::select(plain.to_vec()),
        any::<String>().prop_map(|message| ApiError::Unauthorized { message }),
        any::<String>().prop_map(|message| ApiError::Query { message }),
        any::<String>().prop_map(|message| ApiError::TooComplex { message }),
        any::<Option<String>>().prop_map(|message| ApiError::Outage { message }),
        any::<u16>().prop_map(|status| ApiError::Server { status }),
        (any::<u16>(), any::<String>()).prop_map(|(status, message)| ApiError::Refused { status, message }),
        (any::<u16>(), prop::sample::select(why.to_vec()))
            .prop_map(|(status, why)| ApiError::Unreadable { status, why }),
        prop::collection::vec(field, 0..3).prop_map(|fields| ApiError::Validation {
            fields: fields
                .into_iter()
                .map(|(field, messages)| FieldError { field, messages })
                .collect(),
        }),
    ]
}
