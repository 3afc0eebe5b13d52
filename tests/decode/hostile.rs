//! Answers made by machine: all the schema allows, and all it does not.

use proptest::prelude::*;
use serde_json::Value;
use tsuzuki::api::error::Unreadable;
use tsuzuki::api::operation::{
    DOCUMENTS, DeleteEntryMutation, EntriesNowQuery, ListOwnerQuery, MediaByIdsQuery, MediaByMalQuery,
    MediaForEditQuery, MediaListChunkQuery, Operation, SaveEntryMutation, SearchMediaQuery,
    SetListActivityMutation, ToggleFavouriteMutation, TrendingQuery, UpdateEntriesMutation, ViewerIdQuery,
    ViewerQuery,
};
use tsuzuki::error::AppError;

use super::generate::{Choice, generate, most_enum_values};
use super::{ask, media_json, trending, trending_json, unreadable};

/// Calls `check` for every operation the app has.
macro_rules! for_every_operation {
    ($check:ident $(, $argument:expr)*) => {{
        $check::<ViewerQuery>($($argument),*);
        $check::<ViewerIdQuery>($($argument),*);
        $check::<TrendingQuery>($($argument),*);
        $check::<MediaListChunkQuery>($($argument),*);
        $check::<EntriesNowQuery>($($argument),*);
        $check::<ListOwnerQuery>($($argument),*);
        $check::<SearchMediaQuery>($($argument),*);
        $check::<MediaForEditQuery>($($argument),*);
        $check::<MediaByMalQuery>($($argument),*);
        $check::<MediaByIdsQuery>($($argument),*);
        $check::<SaveEntryMutation>($($argument),*);
        $check::<UpdateEntriesMutation>($($argument),*);
        $check::<DeleteEntryMutation>($($argument),*);
        $check::<ToggleFavouriteMutation>($($argument),*);
        $check::<SetListActivityMutation>($($argument),*);
    }};
}

#[test]
fn every_shape_the_schema_allows_is_read() {
    fn check<O: Operation>() {
        for value in 0..most_enum_values() {
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
            let told = AppError::api(O::NAME, error);
            assert!(!told.to_string().is_empty() && !told.report("0").is_empty());
        }
    }
}

// SECURITY.md: P7
#[test]
fn nonsense_of_every_shape_never_panics() {
    let nested = "[".repeat(20_000);
    for body in [
        r#"{"data":null}"#,
        r#"{"data":"x"}"#,
        "[]",
        "null",
        "9007199254740993",
        "\u{feff}{\"data\":{\"Page\":{\"media\":[]}}}",
        r#"{"data":{"Page":{"media":[null,null]},"Viewer":null}}"#,
        r#"{"data":{"Page":{"media":[{"id":"seven","title":3,"format":["TV"]}]},"Viewer":{"id":"x","name":7}}}"#,
        r#"{"data":{"Page":{"media":[{"id":1e308,"averageScore":9007199254740993}]},"Viewer":{"id":-1}}}"#,
        r#"{"data":{"Page":{"media":[{"id":1,"title":{"userPreferred":"\ud800"}}]}}}"#,
        r#"{"data":{"Page":{"media":[{"id":1,"type":"HOLOGRAM","format":"SMELL","title":{}}]}}}"#,
        r#"{"data":{"Page":{"media":[]}},"data":{"Page":{"media":[]}}}"#,
        r#"{"data":null,"errors":"no"}"#,
        "<!doctype html><title>x</title><script>planted=1</script>",
        &nested,
    ] {
        for status in [200, 400, 403, 500] {
            for_every_operation!(never_panics, status, body.as_bytes());
        }
    }
}

proptest! {
    // SECURITY.md: P7
    #[test]
    fn hostile_json_never_panics(body in any_json(), status in any_status()) {
        let body = body.to_string();
        for_every_operation!(never_panics, status, body.as_bytes());
    }

    // SECURITY.md: P7
    #[test]
    fn hostile_bytes_never_panic(body: Vec<u8>, text in "[\\[\\]{}\",:\\\\ud83-9ntrue ]{0,60}", status in any_status()) {
        for_every_operation!(never_panics, status, &body);
        for_every_operation!(never_panics, status, text.as_bytes());
    }

    // SECURITY.md: P7
    #[test]
    fn a_spoilt_answer_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(any_json())), 1..6),
        choices in prop::collection::vec(any::<usize>(), 1..40),
        cut in any::<prop::sample::Index>(),
        byte: u8,
        status in any_status(),
    ) {
        for (_, query) in DOCUMENTS {
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
