//! The reader beside `serde_json`.

use super::*;
use proptest::prelude::*;
use serde_json::error::Category;

/// Stands for all fractions: `serde_json` itself does not read them exactly.
const FLOAT: &str = "a fraction";

/// The tree that `text` stands for, made with the reader.
fn tree(text: &str) -> Result<serde_json::Value, JsonError> {
    let mut json = Reader::new(text);
    let tree = branch(&mut json)?;
    json.end()?;
    Ok(tree)
}

fn branch(json: &mut Reader<'_>) -> Result<serde_json::Value, JsonError> {
    Ok(match json.peek()? {
        b'[' => {
            let (mut items, _) = (Vec::new(), json.array()?);
            while json.item()? {
                items.push(branch(json)?);
            }
            items.into()
        }
        b'{' => {
            let (mut fields, _) = (serde_json::Map::new(), json.object()?);
            while let Some(name) = json.name()? {
                fields.insert(name.into_owned(), branch(json)?);
            }
            fields.into()
        }
        _ => match json.value()? {
            Value::Bool(value) => value.into(),
            Value::Number("-0") => FLOAT.into(),
            Value::Number(number) => match (number.parse::<i64>(), number.parse::<u64>()) {
                (Ok(whole), _) => whole.into(),
                (_, Ok(whole)) => whole.into(),
                _ => FLOAT.into(),
            },
            Value::Text(text) => text.into(),
            _ => serde_json::Value::Null,
        },
    })
}

/// What `serde_json` makes of the same text.
fn reference(text: &str) -> Result<serde_json::Value, JsonError> {
    let tree = serde_json::from_str(text).map_err(|error: serde_json::Error| match error.classify() {
        Category::Eof => JsonError::Truncated,
        _ => JsonError::Malformed,
    });
    tree.map(without_fractions)
}

fn without_fractions(tree: serde_json::Value) -> serde_json::Value {
    match tree {
        serde_json::Value::Number(number) if number.is_f64() => FLOAT.into(),
        serde_json::Value::Array(items) => items.into_iter().map(without_fractions).collect(),
        serde_json::Value::Object(fields) => {
            let fields = fields.into_iter();
            fields
                .map(|(name, value)| (name, without_fractions(value)))
                .collect()
        }
        other => other,
    }
}

/// That the reader takes a text for the same as `serde_json`, also when it skips it or copies it. Only inside of
/// `\u` it may see earlier that something is wrong besides the end.
fn same(text: &str) {
    let want = match (tree(text), reference(text)) {
        (Err(JsonError::Malformed), Err(JsonError::Truncated)) if text.contains("\\u") => {
            Err(JsonError::Malformed)
        }
        (read, want) => {
            assert_eq!(read, want, "{text}");
            want
        }
    };
    let mut json = Reader::new(text);
    let skipped = json.value().map(drop).and_then(|()| json.end());
    assert_eq!(skipped, want.clone().map(drop), "{text}");
    let mut json = Reader::new(text);
    if let (Ok(raw), Ok(want)) = (json.raw(), want) {
        assert_eq!(reference(raw), Ok(want), "{text}");
    }
}

#[test]
#[rustfmt::skip]
fn texts_are_read_as_serde_json_reads_them() {
    let rows = [
        "", " ", "null", " null ", "nul", "nulll", "nuxl", "true", "false", "fals", "True", "NaN", "0", "-0", "-",
        "01", "1.", "1.0", ".5", "1e", "1e+", "1E-2", "1e400", "-1e400", "0e400", "1e-400", "--1", "+1", "1 2",
        "18446744073709551615", "18446744073709551616", "-9223372036854775808", "\"", "\"a", "\"a\"", "\"\\",
        "\"\\q\"", "\"\\n\\t\\r\\b\\f\\/\\\\\\\"\"", "\"\\u00e9\"", "\"\\u00\"", "\"\\u00", "\"\\u+0e9\"",
        "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"a\nb\"",
        "\"\u{7f}\"", "\"続\\u3042き\"", "[", "[]", "[ ]", "[,]", "[1,]", "[1 2]", "[1,2", "[1]]", "[}", "{", "{}",
        "{]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1}", "{\"a\":1,}", "{,}", "{a:1}", "{\"a\" 1}", "{1:1}",
        "{\"a\":1,\"a\":[2]}", "{\"a\":{\"b\":[{}, [[]], \"x\"]}, \"c\":null}", "[1]{}", "{} x", "\u{feff}{}",
    ];
    for row in rows {
        same(row);
    }
}

#[test]
fn floats_are_as_near_as_promised() {
    for number in [
        "0",
        "-0.0",
        "7",
        "7.25",
        "1760625382.123456",
        "123456789012345e22",
        "1e-22",
        "-5e-1",
        "9007199254740991",
    ] {
        assert_eq!(
            float(number).to_bits(),
            number.parse::<f64>().unwrap().to_bits(),
            "{number}"
        );
    }
    for number in [
        "3.141592653589793238462643383279",
        "1.7976931348623e308",
        "1e-300",
        "6.02214076e23",
    ] {
        let exact: f64 = number.parse().unwrap();
        assert!((float(number) / exact - 1.0).abs() < 1e-14, "{number}");
    }
    for (number, value) in [
        ("1e-999", 0.0),
        ("0e999", 0.0),
        ("-1e99999999999", f64::NEG_INFINITY),
    ] {
        assert_eq!(float(number), value, "{number}");
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(".{0,3}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_json_reads_the_same(value in any_json(), pretty: bool, cut in any::<prop::sample::Index>(), swap in "[\\[\\]{}\",:\\\\u0e.-]") {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        same(&text);
        let place = text.floor_char_boundary(cut.index(text.len()));
        let (before, rest) = text.split_at(place);
        same(before);
        prop_assert_ne!(tree(before), Err(JsonError::Malformed), "{}", before);
        let mut rest = rest.chars();
        rest.next();
        same(&format!("{before}{swap}{}", rest.as_str()));
    }

    #[test]
    fn whatever_is_nearly_json_reads_the_same(text in "([\\[\\]{},: ]|\"(a|\\\\n|\\\\u00e9|\\\\ud83d)?\"|-?[0-9]{1,3}([.]5)?(e[0-9])?|true|null){0,9}") {
        same(&text);
    }

    #[test]
    fn every_short_decimal_is_exact(whole in -999_999_999_i64..=999_999_999, fraction in 0..=99_999_u32, power in -9..=9_i32) {
        for number in [format!("{whole}.{fraction}"), format!("{whole}.{fraction:05}e{power}")] {
            prop_assert_eq!(float(&number), number.parse::<f64>().unwrap());
        }
    }
}
