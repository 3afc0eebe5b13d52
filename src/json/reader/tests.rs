//! What the one visitor makes of JSON, beside `serde_json`'s own tree of it.

use proptest::prelude::*;

use super::*;
use crate::json::{FromJson, JsonScalar, Lenient};

fn strict(text: &str) -> Result<JsonScalar, JsonError> {
    Lenient::parse(text).map(Lenient::or_default)
}

/// What `serde_json`'s tree says of the same text.
fn reference(text: &str) -> Result<JsonScalar, JsonError> {
    use serde_json::Value;
    Ok(match serde_json::from_str(text)? {
        Value::Null => JsonScalar::Null,
        Value::Bool(value) => JsonScalar::Bool(value),
        Value::Number(number) => match number.as_u64() {
            Some(whole) => JsonScalar::Whole(whole),
            None => JsonScalar::Float(number.as_f64().unwrap()),
        },
        Value::String(text) => JsonScalar::Text(text),
        Value::Array(_) | Value::Object(_) => JsonScalar::Parts,
    })
}

#[test]
#[rustfmt::skip]
fn a_text_is_a_value_cut_off_or_no_json() {
    let rows = [
        "", " ", "null", " null ", "nul", "nulll", "nuxl", "true", "false", "fals", "True", "NaN", "0", "-0", "-",
        "01", "1.", "1.0", ".5", "1e", "1e+", "1E-2", "1e400", "-1e400", "0e400", "1e-400", "--1", "+1", "1 2", "-7",
        "18446744073709551615", "18446744073709551616", "-9223372036854775808", "\"", "\"a", "\"a\"", "\"\\",
        "\"\\q\"", "\"\\n\\t\\r\\b\\f\\/\\\\\\\"\"", "\"\\u00e9\"", "\"\\u00\"", "\"\\u00", "\"\\u+0e9\"",
        "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ud83d\\n\"", "\"\\ude00\"", "\"a\nb\"", "\"\u{7f}\"", "\"続\\u3042き\"",
        "[", "[]", "[ ]", "[,]", "[1,]", "[1 2]", "[1,2", "[1]]", "[}", "{", "{}", "{]", "{\"a\"", "{\"a\":", "{\"a\":1",
        "{\"a\":1}", "{\"a\":1,}", "{,}", "{a:1}", "{\"a\" 1}", "{1:1}", "[1]{}", "{} x", "\u{feff}{}",
    ];
    for row in rows {
        assert_eq!(strict(row), reference(row), "{row}");
    }
    assert_eq!(strict("{\"a\":1"), Err(JsonError::Truncated));
    assert_eq!(strict("{\"a\":1]"), Err(JsonError::Malformed));
}

/// An object with a bit of everything.
#[derive(Debug, Default, PartialEq)]
struct Thing {
    id: Lenient<u32>,
    name: Lenient<String>,
    parts: Lenient<Vec<Thing>>,
}

const NAMES: [&str; 3] = ["id", "name", "parts"];

impl Object for Thing {
    fn place(&mut self, name: &str, expected: usize) -> Option<usize> {
        find(&NAMES, name, expected)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        match place {
            0 => Some(&mut self.id),
            1 => Some(&mut self.name),
            2 => Some(&mut self.parts),
            _ => None,
        }
    }
}

impl FromJson for Thing {
    fn object(slot: &mut Option<Self>) -> Option<&mut dyn Object> {
        Some(slot.insert(Self::default()))
    }
}

fn thing(text: &str) -> Result<Option<Thing>, JsonError> {
    Lenient::parse(text).map(Lenient::take)
}

#[test]
fn fields_are_found_in_any_order() {
    let in_order = thing(r#"{"id": 1, "name": "a", "parts": [{"id": 2}]}"#).unwrap();
    let mixed =
        thing(r#"{"x": [{"id": 9}], "parts": [null, {"n": 0, "id": "2"}, 7], "name": "\u0061", "id": 1}"#);
    assert!(in_order.is_some());
    assert_eq!(mixed.unwrap(), in_order);
    assert_eq!(thing("[]"), Ok(None));
    assert_eq!(thing("{}"), Ok(Some(Thing::default())));
}

#[test]
fn a_name_that_is_read_stands_once() {
    assert_eq!(thing(r#"{"id": 1, "id": 1}"#), Err(JsonError::Malformed));
    assert_eq!(thing(r#"{"id": 1, "i\u0064": 1}"#), Err(JsonError::Malformed));
    assert_eq!(
        thing(r#"{"parts": [{"id": 1, "id": 1}]}"#),
        Err(JsonError::Malformed)
    );
    assert!(
        thing(r#"{"x": 1, "x": 1, "y": {"id": 1, "id": 1}}"#)
            .unwrap()
            .is_some()
    );
}

#[test]
fn depth_costs_no_stack() {
    let nested =
        |open: &str, close: &str, depth: usize| format!("{}{}", open.repeat(depth), close.repeat(depth));
    for deep in [
        nested("[", "]", 1_000_000),
        nested("{\"a\":", "}", 1_000_000).replace(":}", ":0}"),
    ] {
        assert_eq!(strict(&deep), Ok(JsonScalar::Parts));
        assert_eq!(
            thing(&format!("{{\"x\":{deep},\"id\":{deep}}}")).unwrap(),
            Some(Thing::default())
        );
        assert_eq!(strict(deep.split_at(1_000_000).0), Err(JsonError::Truncated));
    }
    // A type that holds itself is followed as far as `serde_json` goes.
    assert_eq!(
        thing(&nested("{\"parts\":[", "]}", 100_000)),
        Err(JsonError::Malformed)
    );
    assert!(thing(&nested("{\"parts\":[", "]}", 60)).unwrap().is_some());
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("id|name|parts|.{0,3}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_json_is_read_and_a_part_of_it_is_cut_off(value in any_json(), pretty: bool, cut in any::<prop::sample::Index>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        prop_assert_eq!(strict(&text), reference(&text));
        prop_assert_eq!(thing(&text).unwrap().is_some(), value.is_object());
        let (before, _) = text.split_at(text.floor_char_boundary(cut.index(text.len())));
        // Inside a number that it skips, `serde_json` calls the end of the text a wrong character.
        if !before.ends_with(['-', '.', 'e', '+']) {
            prop_assert_ne!(strict(before), Err(JsonError::Malformed));
            prop_assert_ne!(thing(before).err(), Some(JsonError::Malformed));
        }
    }

    #[test]
    fn whatever_is_nearly_json_is_called_the_same(text in "([\\[\\]{},: ]|\"(a|id|\\\\n|\\\\u00e9)?\"|-?[0-9]{1,3}([.]5)?(e[0-9])?|true|null){0,9}") {
        prop_assert_eq!(strict(&text).map(drop), reference(&text).map(drop));
    }
}
