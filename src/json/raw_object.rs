//! An object cut into its fields, for display.

use super::{JsonError, JsonScalar};

/// The fields of an object in their order, each value as it is written.
///
/// ```
/// use tsuzuki::json::RawObject;
/// let fields = RawObject::parse(r#"{"id": 7, "id": 8, "tags": [ true ]}"#).unwrap();
/// assert_eq!(fields.get("id"), Some("8")); // the last one counts
/// assert_eq!(fields.get("tags"), Some("[ true ]"));
/// assert_eq!(fields.get("name"), None);
/// assert!(RawObject::parse("[]").is_err());
/// ```
#[derive(Debug)]
pub struct RawObject<'a>(Fields<'a>);

impl<'a> RawObject<'a> {
    /// Reads a text that is one object.
    ///
    /// # Errors
    /// When it is no JSON, or something other than an object.
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let (fields, rest) = object(text, &mut |_, value| written(value))?;
        ends(rest)?;
        Ok(Self(fields))
    }

    /// The same, and the fields of the object that is its field `inner`, if that is one: large answers are read once.
    ///
    /// ```
    /// use tsuzuki::json::RawObject;
    /// let (envelope, data) = RawObject::parse_two(r#"{"data":{"Viewer":null}}"#, "data").unwrap();
    /// assert_eq!(envelope.get("data"), Some(r#"{"Viewer":null}"#));
    /// assert_eq!(data.unwrap().get("Viewer"), Some("null"));
    /// assert!(RawObject::parse_two(r#"{"data":null}"#, "data").unwrap().1.is_none());
    /// ```
    ///
    /// # Errors
    /// When it is no JSON, or something other than an object.
    pub fn parse_two(text: &'a str, inner: &str) -> Result<(Self, Option<Self>), JsonError> {
        let mut cut = None;
        let (fields, rest) = object(text, &mut |name, value| {
            if name != inner {
                return written(value);
            }
            let value = space(value);
            cut = None; // the last one counts
            if !value.starts_with('{') {
                return written(value);
            }
            let (fields, rest) = object(value, &mut |_, value| written(value))?;
            cut = Some(Self(fields));
            let raw = value.strip_suffix(rest).ok_or(JsonError::Malformed)?;
            Ok((raw, rest))
        })?;
        ends(rest)?;
        Ok((Self(fields), cut))
    }

    /// The field's value as it is written; `None` when there is no such field.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .rfind(|(known, _)| known == name)
            .map(|(_, raw)| *raw)
    }

    /// Drops every field of this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), *raw))
    }
}

/// Names and values as they are written.
type Fields<'a> = Vec<(String, &'a str)>;
/// Takes a value off the beginning of a text, which is that of the field with this name: how it is written, and the rest.
type TakeValue<'t, 'a> = dyn FnMut(&str, &'a str) -> Result<(&'a str, &'a str), JsonError> + 't;

/// The fields of the object at the beginning of `text`, and what follows it.
fn object<'a>(text: &'a str, value: &mut TakeValue<'_, 'a>) -> Result<(Fields<'a>, &'a str), JsonError> {
    let mut fields = Vec::new();
    let mut rest = after(text, '{')?;
    if let Ok(end) = after(rest, '}') {
        return Ok((fields, end));
    }
    loop {
        let (name, _, colon) = first(rest)?;
        let name = name.text().ok_or(JsonError::Malformed)?;
        let (raw, next) = value(&name, after(colon, ':')?)?;
        fields.push((name, raw));
        match after(next, ',') {
            Ok(more) => rest = more,
            Err(_) => return Ok((fields, after(next, '}')?)),
        }
    }
}

/// How the value at the beginning of `text` is written, and what follows it.
fn written(text: &str) -> Result<(&str, &str), JsonError> {
    let (_, raw, rest) = first(text)?;
    Ok((raw, rest))
}

/// The value at the beginning of `text`, how it is written, and what follows it.
fn first(text: &str) -> Result<(JsonScalar, &str, &str), JsonError> {
    let text = space(text);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<JsonScalar>();
    let value = values.next().ok_or(JsonError::Truncated)??;
    let (raw, rest) = text
        .split_at_checked(values.byte_offset())
        .ok_or(JsonError::Malformed)?;
    Ok((value, raw, rest))
}

/// That nothing follows.
fn ends(rest: &str) -> Result<(), JsonError> {
    match space(rest) {
        "" => Ok(()),
        _ => Err(JsonError::Malformed),
    }
}

/// What follows the mark with which `text` begins.
fn after(text: &str, mark: char) -> Result<&str, JsonError> {
    let text = space(text);
    text.strip_prefix(mark).ok_or(match text {
        "" => JsonError::Truncated,
        _ => JsonError::Malformed,
    })
}

/// `text` from its first character that is not JSON's white space.
fn space(text: &str) -> &str {
    text.trim_start_matches([' ', '\n', '\r', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_a_whole_object_is_cut() {
        let fields = |text| {
            let fields = RawObject::parse(text).ok()?;
            let fields = fields.iter().map(|(name, raw)| format!("{name}={raw}"));
            Some(fields.collect::<Vec<_>>().join(";"))
        };
        for (text, want) in [
            ("{}", ""),
            (" { } ", ""),
            ("{\"a\":1}", "a=1"),
            (
                "{\"\\u0061\" : \"x\" , \"b\":{\"c\":[1, 2]}\n}",
                "a=\"x\";b={\"c\":[1, 2]}",
            ),
        ] {
            assert_eq!(fields(text).as_deref(), Some(want), "{text}");
        }
        for text in [
            "",
            "{",
            "{,}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "{\"a\" 1}",
            "{\"a\":}",
            "{1:1}",
            "{[]:1}",
            "{\"a\":1e999}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":1}}",
            "{\"a\":1} x",
            "{\"a\":[1}",
            "[]",
            "null",
        ] {
            assert_eq!(fields(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_cut_is_an_object_and_an_object_is_cut(text in "[{]?([\\[\\]{},: ]|\"(a|b|\\\\n)?\"|-?[0-9]{1,3}([.]5)?|true|null){0,9}[}]?") {
            let whole = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text);
            let fields = RawObject::parse(&text);
            prop_assert_eq!(whole.is_ok(), fields.is_ok(), "{}", text);
            let two = RawObject::parse_two(&text, "a");
            prop_assert_eq!(whole.is_ok(), two.is_ok(), "{}", text);
            if let (Ok(fields), Ok((envelope, inner))) = (&fields, two) {
                prop_assert_eq!(&envelope.0, &fields.0);
                let apart = fields.get("a").and_then(|raw| RawObject::parse(raw).ok());
                prop_assert_eq!(inner.map(|inner| inner.0), apart.map(|apart| apart.0));
            }
            if let (Ok(whole), Ok(fields)) = (whole, fields) {
                for (name, value) in whole {
                    let raw: serde_json::Value = serde_json::from_str(fields.get(&name).unwrap()).unwrap();
                    prop_assert_eq!(raw, value);
                }
            }
        }
    }
}
