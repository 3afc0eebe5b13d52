//! Answers that no client should believe, yet each must survive. The same seed gives the same answer to a request.

use super::graphql::Answer;
use super::random::Seeded;
use rsa::rand_core::RngCore as _;
use serde_json::{Value, json};

const KINDS: u64 = 12;
/// Nested lists in an answer: far beyond what a parser may follow by calling itself.
const DEPTH: usize = 100_000;
/// What stands where something else was expected. Raw JSON: some of it no serializer would write.
const ODD: [&str; 16] = [
    "null",
    "true",
    "-1",
    "1e400",
    "-0.0",
    "9007199254740993",
    "123456789012345678901234567890",
    "1.7976931348623157e308",
    "\"\"",
    "\"\\ud800\"",
    "\"\\u0000<script>\"",
    "[]",
    "{}",
    "[[null]]",
    "\"CURRENT_OR_SO\"",
    "{\"id\":{\"id\":{}}}",
];

struct Garbage(Seeded);

impl Garbage {
    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0.next_u64() % bound).unwrap_or(0)
    }

    fn odd(&mut self) -> &'static str {
        ODD[self.below(ODD.len())]
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// Writes a value with one in `every` of its parts replaced by something odd.
    fn write(&mut self, value: &Value, every: usize, into: &mut String) {
        if self.below(every) == 0 {
            into.push_str(self.odd());
            return;
        }
        match value {
            Value::Array(values) => {
                into.push('[');
                for (at, value) in values.iter().enumerate() {
                    into.push_str(if at > 0 { "," } else { "" });
                    self.write(value, every, into);
                }
                into.push(']');
            }
            Value::Object(map) => {
                into.push('{');
                for (at, (key, value)) in map.iter().enumerate() {
                    into.push_str(if at > 0 { "," } else { "" });
                    into.push_str(&format!("{}:", json!(key)));
                    self.write(value, every, into);
                }
                into.push('}');
            }
            other => into.push_str(&other.to_string()),
        }
    }
}

/// The answer of a seed; `honest` is what it would be, and is asked for only by the kinds that start from it.
pub(crate) fn answer(seed: u64, honest: impl FnOnce() -> Answer) -> Answer {
    let mut garbage = Garbage(Seeded::new(seed));
    let status = [200, 200, 200, 400, 404, 500][garbage.below(6)];
    let body = match seed % KINDS {
        0 => {
            let count = garbage.below(4000);
            garbage.bytes(count)
        }
        1 => format!("{{\"data\":{}", "[".repeat(DEPTH)).into_bytes(),
        2 => format!(
            "{{\"data\":{}null{}}}",
            "{\"a\":".repeat(DEPTH),
            "}".repeat(DEPTH)
        )
        .into_bytes(),
        3 => format!("{{\"errors\":{},\"data\":{}}}", garbage.odd(), garbage.odd()).into_bytes(),
        4 => {
            let error = format!(
                "{{\"message\":{},\"status\":{},\"locations\":{},\"validation\":{}}}",
                garbage.odd(),
                garbage.odd(),
                garbage.odd(),
                garbage.odd()
            );
            format!("{{\"errors\":[{error},null],\"data\":null}}").into_bytes()
        }
        5 => garbage.odd().as_bytes().to_vec(),
        kind => spoiled(kind, &mut garbage, honest()),
    };
    Answer { status, body }
}

/// An honest answer gone wrong.
fn spoiled(kind: u64, garbage: &mut Garbage, honest: Answer) -> Vec<u8> {
    let mut body = honest.body;
    match kind {
        6 => {
            let at = garbage.below(body.len());
            body.truncate(at);
        }
        7 => {
            for _ in 0..=body.len() / 50 {
                let at = garbage.below(body.len());
                if let Some(byte) = body.get_mut(at) {
                    *byte = garbage.bytes(1)[0];
                }
            }
        }
        8 => body = [b"\xef\xbb\xbf".as_slice(), &body].concat(),
        9 => body.extend_from_slice(b"{\"data\":null}"),
        _ => {
            let every = 2 + garbage.below(20);
            let mut text = String::new();
            let value = serde_json::from_slice(&body).unwrap_or(Value::Null);
            garbage.write(&value, every, &mut text);
            body = text.into_bytes();
        }
    }
    body
}
