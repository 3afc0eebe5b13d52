//! Arbitrary values of entries, for tests.

use proptest::prelude::*;

use crate::domain::{EntryValues, Field, FuzzyDate, ListStatus, Patch, Score};

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

/// Any change.
pub(crate) fn patch() -> impl Strategy<Value = Patch> {
    (entry_values(), prop::collection::vec(0_usize..13, 0..6)).prop_map(|(values, fields)| {
        let field = |at: usize| Field::ALL.get(at).map(|field| values.get(*field));
        fields.into_iter().filter_map(field).collect()
    })
}
