//! JSON (RFC 8259), read from front to back without a tree.
//!
//! One reader, compiled once, serves everything this app reads; derived code for each type of a general
//! deserialisation framework would be several times the size of the whole core. A test compares it with `serde_json`.

mod fields;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::mem;

pub use fields::Fields;

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

impl<'a> Value<'a> {
    /// The value at the beginning of `raw`; `None` when that is no JSON.
    pub fn of(raw: &'a str) -> Option<Self> {
        Reader::new(raw).value().ok()
    }

    /// The string, if it is one.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// The number, if it is one written in digits alone.
    pub fn whole(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.parse().ok(),
            _ => None,
        }
    }
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
