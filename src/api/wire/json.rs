//! JSON (RFC 8259), read from front to back without a tree.
//!
//! One reader, compiled once, serves everything this app reads; derived code for each type of a general
//! deserialisation framework would be several times the size of the whole core. A test compares it with `serde_json`.

use std::borrow::Cow;
use std::mem;

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonError {
    /// It stops in the middle.
    Truncated,
    /// It never was.
    Malformed,
}

/// A value, or the beginning of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number that an `f64` can hold, as it is written.
    Number(&'a str),
    /// A string, decoded.
    Text(Cow<'a, str>),
    /// An array; its items are another matter.
    Array,
    /// An object; its fields are another matter.
    Object,
}

/// Reads one JSON text. Nesting costs a byte of heap a level, never stack.
///
/// ```
/// use tsuzuki::api::wire::{Reader, Value};
/// let mut json = Reader::new(r#"{"id": 7, "tags": [true]}"#);
/// assert!(json.object().unwrap());
/// assert_eq!(json.name().unwrap().as_deref(), Some("id"));
/// assert_eq!(json.value().unwrap(), Value::Number("7"));
/// assert_eq!(json.name().unwrap().as_deref(), Some("tags"));
/// assert_eq!(json.raw().unwrap(), "[true]");
/// assert_eq!(json.name().unwrap(), None);
/// assert!(json.end().is_ok());
/// ```
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The closing bracket of every open array and object, the innermost last.
    open: Vec<u8>,
    /// Whether the last thing read was an opening bracket: then no comma may follow.
    opened: bool,
}

impl<'a> Reader<'a> {
    /// Starts before the first value.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
            opened: false,
        }
    }

    /// Reads one value to its end; of an array or object only that there is one.
    ///
    /// # Errors
    /// Where the text stops being JSON, as with every method here.
    pub fn value(&mut self) -> Result<Value<'a>, JsonError> {
        let depth = self.open.len();
        let value = self.begin()?;
        while self.open.len() > depth {
            let more = match self.open.last() {
                Some(b'}') => self.name()?.is_some(),
                _ => self.item()?,
            };
            if more {
                self.begin()?;
            }
        }
        Ok(value)
    }

    /// Reads one value to its end and gives it as it is written.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    pub fn raw(&mut self) -> Result<&'a str, JsonError> {
        self.peek()?;
        let start = self.at;
        self.value()?;
        Ok(self.since(start))
    }

    /// Goes into an array. `false` when the next value is none: then it is read to its end.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    pub fn array(&mut self) -> Result<bool, JsonError> {
        self.enter(b'[')
    }

    /// Whether the array has one more item, which is to be read next. Leaves the array when it has none.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    pub fn item(&mut self) -> Result<bool, JsonError> {
        let first = mem::take(&mut self.opened);
        let next = self.peek()?;
        if self.open.last() == Some(&next) {
            self.open.pop();
            self.at += 1;
            return Ok(false);
        }
        match first || self.eat(b',') {
            true => Ok(true),
            false => Err(JsonError::Malformed),
        }
    }

    /// Goes into an object. `false` when the next value is none: then it is read to its end.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    pub fn object(&mut self) -> Result<bool, JsonError> {
        self.enter(b'{')
    }

    /// The name of the object's next field, whose value is to be read next. Leaves the object when it has no more.
    ///
    /// # Errors
    /// Where the text stops being JSON.
    pub fn name(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        if !self.item()? {
            return Ok(None);
        }
        if self.peek()? != b'"' {
            return Err(JsonError::Malformed);
        }
        let name = self.string()?;
        match self.peek()? {
            b':' => self.at += 1,
            _ => return Err(JsonError::Malformed),
        }
        Ok(Some(name))
    }

    /// Checks that nothing follows.
    ///
    /// # Errors
    /// When something does.
    pub fn end(mut self) -> Result<(), JsonError> {
        match self.peek() {
            Ok(_) => Err(JsonError::Malformed),
            Err(_) => Ok(()),
        }
    }

    fn enter(&mut self, bracket: u8) -> Result<bool, JsonError> {
        let found = self.peek()? == bracket;
        if found {
            self.begin()?;
        } else {
            self.value()?;
        }
        Ok(found)
    }

    /// Reads a value without items or fields, or an opening bracket.
    fn begin(&mut self) -> Result<Value<'a>, JsonError> {
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            b'-' | b'0'..=b'9' => self.number().map(Value::Number),
            b'[' => Ok(self.opening(b']', Value::Array)),
            b'{' => Ok(self.opening(b'}', Value::Object)),
            b'n' => self.word(b"null", Value::Null),
            b't' => self.word(b"true", Value::Bool(true)),
            b'f' => self.word(b"false", Value::Bool(false)),
            _ => Err(JsonError::Malformed),
        }
    }

    fn opening(&mut self, close: u8, value: Value<'a>) -> Value<'a> {
        self.at += 1;
        self.open.push(close);
        self.opened = true;
        value
    }

    fn word(&mut self, word: &[u8], value: Value<'a>) -> Result<Value<'a>, JsonError> {
        for letter in word {
            if self.take()? != *letter {
                return Err(JsonError::Malformed);
            }
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<&'a str, JsonError> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        let power = self.eat(b'e') || self.eat(b'E');
        if power {
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        let number = self.since(start);
        // Nothing shorter can be too large.
        if (power || number.len() > 300) && float(number).is_infinite() {
            return Err(JsonError::Malformed);
        }
        Ok(number)
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !self.take()?.is_ascii_digit() {
            return Err(JsonError::Malformed);
        }
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    /// A string, from its opening quote on. Without escapes it is part of the text.
    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        let mut string = Cow::Borrowed("");
        self.at += 1;
        loop {
            let start = self.at;
            while self
                .byte()
                .is_some_and(|byte| !matches!(byte, b'"' | b'\\' | ..b' '))
            {
                self.at += 1;
            }
            string += self.since(start);
            match self.take()? {
                b'"' => return Ok(string),
                b'\\' => string.to_mut().push(self.escape()?),
                _ => return Err(JsonError::Malformed),
            }
        }
    }

    /// What an escape stands for, from behind its backslash on.
    fn escape(&mut self) -> Result<char, JsonError> {
        Ok(match self.take()? {
            byte @ (b'"' | b'\\' | b'/') => byte.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.code_point()?,
            _ => return Err(JsonError::Malformed),
        })
    }

    /// One escape `\uXXXX` or a pair of them (RFC 8259 §7), from behind the first `u` on.
    fn code_point(&mut self) -> Result<char, JsonError> {
        let mut code = self.utf16_unit()?;
        if let 0xD800..=0xDBFF = code {
            self.word(b"\\u", Value::Null)?;
            let low = self.utf16_unit()?;
            if !matches!(low, 0xDC00..=0xDFFF) {
                return Err(JsonError::Malformed);
            }
            code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        char::from_u32(code).ok_or(JsonError::Malformed)
    }

    fn utf16_unit(&mut self) -> Result<u32, JsonError> {
        (0..4).try_fold(0, |unit, _| {
            let digit = char::from(self.take()?)
                .to_digit(16)
                .ok_or(JsonError::Malformed)?;
            Ok(unit * 16 + digit)
        })
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Result<u8, JsonError> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte().ok_or(JsonError::Truncated)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self) -> Result<u8, JsonError> {
        let byte = self.byte().ok_or(JsonError::Truncated)?;
        self.at += 1;
        Ok(byte)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }
}

/// The value of a JSON number: exact up to 15 digits with a power of ten up to 22, else wrong in the last digits at
/// most. The standard library's `parse` is always exact, and brings tables larger than this file.
pub(crate) fn float(number: &str) -> f64 {
    let (digits, power) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let mut power: i32 = power
        .parse()
        .unwrap_or(if power.starts_with('-') { -9999 } else { 9999 });
    let (mut value, mut fraction) = (0.0, false);
    for byte in digits.bytes() {
        match byte {
            b'.' => fraction = true,
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                power = power.saturating_sub(i32::from(fraction));
            }
            _ => {}
        }
    }
    if value != 0.0 {
        // Powers of ten are exact, tenths are not: so small numbers are divided.
        let scale = 10_f64.powi(power.saturating_abs());
        value = if power < 0 { value / scale } else { value * scale };
    }
    if digits.starts_with('-') { -value } else { value }
}

#[cfg(test)]
mod tests {
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
}
