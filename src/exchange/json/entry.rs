//! One entry of a JSON file. Exports of this app and answers of AniList's API have the same names for nearly everything,
//! and each value is understood in either way of writing it.

use super::super::{Record, Totals, fields};
use crate::domain::numerals::plain;
use crate::domain::{
    EntryId, Field, FuzzyDate, ListStatus, MediaId, MediaTitle, MediaType, Patch, Score, Value,
};
use crate::outbox::record::Tree;

/// More custom lists, or parts with a score, than anybody has.
const MAX_NAMES: usize = 1_000;
const NO_FLAG: &str = "it is neither yes nor no";
const NO_LISTS: &str = "they are no list of names";
const NO_PARTS: &str = "they are no numbers by name";

/// In which form a file has its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// This app's.
    Own,
    /// AniList's.
    AniList,
}

/// The names that a download has once, and its entries only the places of.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Of custom lists, of anime and of manga.
    lists: [Vec<Box<str>>; 2],
    /// Of parts with a score.
    parts: Vec<Box<str>>,
}

impl Names {
    /// Those of a user.
    pub(super) fn of(user: &Tree) -> Self {
        let names = |of: &str, name: &str| {
            let known = user.get(of).map(unfolded);
            let names = known.as_ref().and_then(|known| known.get(name)?.texts());
            names.unwrap_or_default().into_vec()
        };
        Self {
            lists: [names("custom_lists", "anime"), names("custom_lists", "manga")],
            parts: names("advanced_scores", "names"),
        }
    }
}

/// JSON that another program put into a string, as JSON.
fn unfolded(json: &Tree) -> Tree {
    match json.text() {
        Some(text) => Tree::parse(text).unwrap_or_default(),
        None => json.clone(),
    }
}

/// What an entry says, without the title. `lost` hears of the fields that cannot be read.
///
/// # Errors
/// Why nothing of it can be used, as a sentence.
pub(super) fn record(
    entry: &Tree,
    number: u32,
    form: Form,
    kind: MediaType,
    names: &Names,
    lost: &mut dyn FnMut(Field, MediaType, &'static str, &Tree),
) -> Result<Record, &'static str> {
    let media = entry.get("media").unwrap_or(&Tree::Null);
    let id = media
        .get("id")
        .or_else(|| entry.get("mediaId"))
        .and_then(Tree::whole)
        .and_then(MediaId::new)
        .ok_or("It does not say which work it is about.")?;
    let kind = match media.get("type").and_then(Tree::text).map(MediaType::from_word) {
        None | Some(MediaType::Unknown) => kind,
        Some(kind) => kind,
    };
    let mut values = Patch::default();
    for field in Field::ALL {
        let Some(json) = entry.get(field.argument()) else {
            continue;
        };
        match (json, form, field) {
            // For AniList no notes are no text. Other programs write null for nothing.
            (Tree::Null, Form::AniList, Field::Notes) => values.set(Value::Notes(Box::default())),
            (Tree::Null, ..) => {}
            _ => match value(field, json, kind, names) {
                Ok(value) => values.set(value),
                Err(reason) => lost(field, kind, reason, json),
            },
        }
    }
    let time = |name| entry.get(name).and_then(Tree::whole).filter(|time| *time > 0);
    Ok(Record {
        number,
        media: Some(id),
        mal_id: media.get("idMal").and_then(Tree::small).filter(|id| *id > 0),
        kind,
        title: MediaTitle::default(),
        totals: Totals {
            episodes: media.get("episodes").and_then(Tree::small),
            chapters: media.get("chapters").and_then(Tree::small),
            volumes: media.get("volumes").and_then(Tree::small),
        },
        entry: entry.get("id").and_then(Tree::whole).and_then(EntryId::new),
        values,
        updated_at: time("updatedAt"),
        created_at: time("createdAt"),
    })
}

/// The value of a field.
///
/// # Errors
/// Why it is none, as the rest of a sentence.
fn value(field: Field, json: &Tree, kind: MediaType, names: &Names) -> Result<Value, &'static str> {
    if json.items().len().max(json.fields().len()) > MAX_NAMES {
        return Err("they are too many");
    }
    Ok(match field {
        Field::Status => match ListStatus::from_word(json.text().unwrap_or_default()) {
            ListStatus::Unknown if json.text() == Some("") => return Err("it is empty"),
            // Nothing can be put into a section without a name.
            ListStatus::Unknown => return Err("it is none of AniList’s"),
            status => Value::Status(status),
        },
        Field::Score => {
            let points = whole(json).and_then(|points| u8::try_from(points).ok());
            let points = points.filter(|points| *points <= 100);
            Value::Score(Score::new(points.ok_or("it is not from 0 to 100")?))
        }
        Field::AdvancedScores => parts(&unfolded(json), &names.parts)?,
        Field::Private => Value::Private(flag(json)?),
        Field::HiddenFromStatusLists => Value::HiddenFromStatusLists(flag(json)?),
        Field::Notes => fields::notes(json.text().ok_or("they are no text")?)?,
        Field::CustomLists => {
            let [anime, manga] = &names.lists;
            let names = if kind == MediaType::Manga { manga } else { anime };
            Value::CustomLists(lists(&unfolded(json), names)?)
        }
        Field::Started => Value::Started(date(json)?),
        Field::Completed => Value::Completed(date(json)?),
        field => fields::count(field, whole(json).ok_or(fields::NO_NUMBER)?)?,
    })
}

/// A whole number, also one in a string; of 12.5 chapters 12.
fn whole(json: &Tree) -> Option<u64> {
    match json {
        Tree::Text(text) => plain(text).parse().ok(),
        Tree::Float(number) => (0.0..1e9).contains(number).then_some(*number as u64),
        json => json.whole(),
    }
}

fn flag(json: &Tree) -> Result<bool, &'static str> {
    match (json.flag(), json.whole()) {
        (Some(flag), _) => Ok(flag),
        (_, Some(0)) => Ok(false),
        (_, Some(1)) => Ok(true),
        _ => Err(NO_FLAG),
    }
}

/// A date as AniList's `FuzzyDateInt` or `FuzzyDate`, or as a text.
fn date(json: &Tree) -> Result<Option<FuzzyDate>, &'static str> {
    match json {
        Tree::Text(text) => fields::date(text),
        Tree::Map(_) => {
            let part = |name| match json.get(name) {
                None | Some(Tree::Null) => Ok(0),
                Some(part) => whole(part).ok_or(fields::NO_DATE),
            };
            fields::date_of_parts([part("year")?, part("month")?, part("day")?])
        }
        json => fields::date_of_number(json.whole().ok_or(fields::NO_DATE)?),
    }
}

/// Custom lists: their names, or for each name whether the entry stands in it, or the same by place.
fn lists(json: &Tree, names: &[Box<str>]) -> Result<Box<[Box<str>]>, &'static str> {
    if let Tree::Map(_) = json {
        let mut lists = Vec::new();
        for (name, is_in) in json.fields() {
            if flag(is_in).map_err(|_| NO_LISTS)? {
                lists.push(name.clone());
            }
        }
        return Ok(lists.into());
    }
    let Tree::List(_) = json else { return Err(NO_LISTS) };
    if let Some(names) = json.texts() {
        return Ok(names);
    }
    let mut lists = Vec::new();
    for (place, item) in json.items().iter().enumerate() {
        let (name, is_in) = match item.get("name") {
            Some(name) => (name.text(), item.get("enabled").map_or(Ok(true), flag)),
            None => (names.get(place).map(|name| &**name), flag(item)),
        };
        if is_in.map_err(|_| NO_LISTS)? {
            lists.push(name.ok_or(NO_LISTS)?.into());
        }
    }
    Ok(lists.into())
}

/// Scores of parts, by name or by place.
fn parts(json: &Tree, names: &[Box<str>]) -> Result<Value, &'static str> {
    let by_place = names.iter().zip(json.items());
    let by_place = by_place.map(|(name, score)| (name.clone(), score));
    let by_name = json.fields().iter().map(|(name, score)| (name.clone(), score));
    let is_none = !matches!(json, Tree::Map(_) | Tree::List(_)) || json.items().len() > names.len();
    let mut parts = Vec::new();
    for (name, score) in by_place.chain(by_name) {
        let score = score.number().filter(|score| (0.0..=100.0).contains(score));
        parts.push((name, score.ok_or(NO_PARTS)? as f32));
    }
    match is_none {
        true => Err(NO_PARTS),
        false => Ok(Value::AdvancedScores(parts.into())),
    }
}

/// A value as the file has it, for somebody who is to find it there.
pub(super) fn short_text(json: &Tree) -> String {
    match json {
        Tree::Null => String::from("null"),
        Tree::Flag(flag) => String::from(if *flag { "true" } else { "false" }),
        Tree::Whole(number) => number.to_string(),
        Tree::Float(number) => float_text(*number),
        Tree::Text(text) => text.to_string(),
        Tree::List(_) => String::from("[…]"),
        Tree::Map(_) => String::from("{…}"),
    }
}

/// Two decimals are enough to find a number again.
fn float_text(number: f64) -> String {
    let mut text = String::from(if number < 0.0 { "-" } else { "" });
    let hundredths = (number.abs().min(1e12) * 100.0).round() as u64;
    text.push_str(&(hundredths / 100).to_string());
    if !hundredths.is_multiple_of(100) {
        text.push('.');
        text.push_str((hundredths % 100 + 100).to_string().trim_start_matches('1'));
    }
    text
}
