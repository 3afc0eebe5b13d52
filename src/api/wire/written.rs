//! JSON as it is written, for those who want to see it.

use serde::de::IgnoredAny;

/// A part of an array or object: the name, in its quotes and only in an object, and the value.
pub(crate) type Part<'a> = (Option<&'a str>, &'a str);

/// The parts of an array or object as they are written. `None` when the text is neither.
///
/// Only `serde_json` decides what a value is, so this is for texts that it has read before: what is between the
/// values is not looked at twice.
pub(crate) fn parts(json: &str) -> Option<Vec<Part<'_>>> {
    let json = json.trim_ascii();
    let (named, inside) = match json.strip_prefix('{') {
        Some(fields) => (true, fields),
        None => (false, json.strip_prefix('[')?),
    };
    let mut rest = inside.trim_ascii_start();
    let mut parts = Vec::new();
    while !matches!(rest.as_bytes().first(), Some(b'}' | b']')) {
        let name = if named { Some(value(&mut rest)?) } else { None };
        parts.push((name, value(&mut rest)?));
    }
    Some(parts)
}

/// Takes the first value of a text off, and the colon or comma behind it.
fn value<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (value, behind) = rest.split_at_checked(values.byte_offset())?;
    let behind = behind.trim_ascii_start();
    let next = match behind.as_bytes().first() {
        Some(b':' | b',') => behind.get(1..)?,
        _ => behind,
    };
    *rest = next.trim_ascii_start();
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_are_left_as_they_are_written() {
        let named = [(Some("\"a\\\",\""), "[1 , {}]"), (Some("\"b\""), "-1.50e2")];
        let items = ["1", "\"],\"", "null", "[ ]", "true", "{\"a\":1}"].map(|item| (None, item));
        for (json, want) in [
            ("{}", &[][..]),
            (" [ ] ", &[]),
            (r#" { "a\"," : [1 , {}] , "b":-1.50e2 }"#, &named),
            (r#"[1,"],", null ,[ ],true,{"a":1}]"#, &items),
        ] {
            assert_eq!(parts(json).as_deref(), Some(want), "{json}");
        }
        for other in ["", "1", "null", "\"[]\"", "[", "{\"a\"", "[1"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }
}
