//! What operations take, as JSON.

use crate::domain::{FuzzyDate, Patch, Value};
use crate::json::{Writer, array, quoted};
use crate::text::format::decimal;
use crate::text::four_byte_escape;

/// The variables of an operation.
pub trait Variables {
    /// As a JSON object; `None` when AniList takes no such request.
    fn json(&self) -> Option<String>;
}

/// Variables of an operation that takes none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoVariables {}

impl Variables for NoVariables {
    fn json(&self) -> Option<String> {
        Some(Writer::default().finish())
    }
}

/// Most works that are asked for by their ids at once: a page has no more.
pub(super) const MAX_IDS: usize = 50;

/// Whether so many fit on a page. None at all do not: AniList might take that for "any".
pub(super) fn is_page(ids: usize) -> bool {
    (1..=MAX_IDS).contains(&ids)
}

/// The largest number that GraphQL has (`Int` is a signed 32-bit integer).
const MAX_INT: u32 = i32::MAX.unsigned_abs();

impl Writer {
    /// The arguments that give an entry the values of `patch`, and no others: AniList leaves alone what is not given.
    /// Scores of parts go by their place among `categories`, the names of all parts in their owner's order.
    pub(super) fn patch(&mut self, patch: &Patch, categories: &[Box<str>]) {
        for value in patch.values() {
            if let Some(json) = argument(value, categories) {
                self.raw(value.field().argument(), &json);
            }
        }
    }
}

/// A value as AniList takes it; `None` when there is nothing to say.
fn argument(value: &Value, categories: &[Box<str>]) -> Option<String> {
    Some(match value {
        Value::Status(status) => quoted(status.word()?),
        Value::Score(score) => score.map_or(0, |score| score.get()).to_string(),
        Value::AdvancedScores(scores) => {
            let of = |name| scores.iter().find(|(part, _)| part == name);
            let score = |name| decimal(of(name).map_or(0.0, |(_, score)| *score));
            let scores: Vec<String> = categories.iter().map(score).collect();
            (!scores.is_empty()).then(|| array(&scores))?
        }
        Value::Progress(number)
        | Value::ProgressVolumes(number)
        | Value::Repeat(number)
        | Value::Priority(number) => (*number).min(MAX_INT).to_string(),
        Value::Private(flag) | Value::HiddenFromStatusLists(flag) => flag.to_string(),
        Value::Notes(text) => quoted(&four_byte_escape::sent(text)),
        Value::CustomLists(names) => array(&names.iter().map(|name| quoted(name)).collect::<Vec<_>>()),
        Value::Started(date) | Value::Completed(date) => fuzzy_date(*date),
    })
}

/// A `FuzzyDateInput`. Without any part it takes the date away.
fn fuzzy_date(date: Option<FuzzyDate>) -> String {
    let mut json = Writer::default();
    for (name, part) in [
        ("year", date.and_then(FuzzyDate::year)),
        ("month", date.and_then(FuzzyDate::month).map(u16::from)),
        ("day", date.and_then(FuzzyDate::day).map(u16::from)),
    ] {
        match part {
            Some(part) => json.number(name, u64::from(part)),
            None => json.raw(name, "null"),
        }
    }
    json.finish()
}
