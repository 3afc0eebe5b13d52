//! From MyAnimeList's XML.

use std::borrow::Cow;

use super::super::xml::{Event, Reader, held};
use super::super::{FileError, Import, MAX_ENTRIES, Origin, Problem, Record};
use crate::domain::{FuzzyDate, ListStatus, MediaTitle, MediaType, Patch, ScoreFormat, Value};
use crate::model::text::tidy;

/// More elements than any entry has; what follows them is not looked at.
const MAX_ELEMENTS: usize = 64;
const MAX_TITLE_CHARS: usize = 300;

/// An entry's elements by their names.
struct Elements<'a>(Vec<(&'a str, Cow<'a, str>)>);

/// Reads a file.
pub(in super::super) fn read(text: &str) -> Result<Import, FileError> {
    let mut reader = Reader::new(text);
    match reader.next()? {
        Event::Start("myanimelist") => {}
        _ => return Err(FileError::Foreign),
    }
    let mut import = Import {
        origin: Origin::MyAnimeList,
        records: Vec::new(),
        problems: Vec::new(),
    };
    let mut number = 0;
    loop {
        let line = reader.line();
        let kind = match reader.next()? {
            Event::Start("anime") => MediaType::Anime,
            Event::Start("manga") => MediaType::Manga,
            Event::Start(_) => {
                reader.text()?;
                continue;
            }
            Event::Text(_) => continue,
            Event::End => break,
            Event::Over => return Ok(import),
        };
        if number as usize == MAX_ENTRIES {
            return Err(FileError::TooMany);
        }
        number += 1;
        let elements = Elements::read(&mut reader)?;
        let title = elements.title(kind);
        match elements.record(kind, number) {
            Ok(record) => import.records.push(Record {
                title: MediaTitle {
                    romaji: (!title.is_empty()).then(|| title.into()),
                    ..MediaTitle::default()
                },
                ..record
            }),
            Err(reason) => import.problems.push(Problem {
                number,
                line: Some(line),
                title: title.into(),
                reason: reason.into(),
            }),
        }
    }
    // Whatever follows has to be well-formed as well.
    while reader.next()? != Event::Over {}
    Ok(import)
}

impl<'a> Elements<'a> {
    /// Those of the entry that has just begun, up to its end.
    fn read(reader: &mut Reader<'a>) -> Result<Self, FileError> {
        let mut elements = Vec::new();
        loop {
            match reader.next()? {
                Event::Start(name) => {
                    let text = reader.text()?;
                    if elements.len() < MAX_ELEMENTS {
                        elements.push((name, text));
                    }
                }
                Event::Text(_) => {}
                Event::End | Event::Over => return Ok(Self(elements)),
            }
        }
    }

    /// The text of the first element with one of these names, without space around it; `None` for no such element.
    fn get(&self, names: &[&str]) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| names.contains(name));
        found.map(|(_, text)| text.trim())
    }

    fn title(&self, kind: MediaType) -> String {
        let names: &[&str] = match kind {
            MediaType::Manga => &["manga_title", "series_title"],
            _ => &["series_title"],
        };
        tidy(self.get(names).unwrap_or_default(), MAX_TITLE_CHARS)
    }

    /// What the entry says, without the title.
    ///
    /// # Errors
    /// Why it cannot be read, as a sentence.
    fn record(&self, kind: MediaType, number: u32) -> Result<Record, &'static str> {
        let is_manga = kind == MediaType::Manga;
        let mal_id = match is_manga {
            true => self.get(&["manga_mangadb_id", "series_mangadb_id"]),
            false => self.get(&["series_animedb_id"]),
        };
        let mal_id = mal_id
            .and_then(|id| id.parse().ok())
            .filter(|id| *id > 0)
            .ok_or("It has no number of MyAnimeList.")?;
        Ok(Record {
            number,
            media: None,
            mal_id: Some(mal_id),
            kind,
            title: MediaTitle::default(),
            entry: None,
            values: self.values(is_manga)?,
            updated_at: None,
            created_at: None,
        })
    }

    fn values(&self, is_manga: bool) -> Result<Patch, &'static str> {
        let [progress, repeat, again] = match is_manga {
            true => ["my_read_chapters", "my_times_read", "my_rereading"],
            false => ["my_watched_episodes", "my_times_watched", "my_rewatching"],
        };
        let mut values = Patch::default();
        if let Some(text) = self.get(&["my_status"]) {
            let again = self.get(&[again]).is_some_and(is_yes);
            values.set(Value::Status(status(text, again)?));
        }
        if let Some(text) = self.get(&["my_score"]) {
            let score = ScoreFormat::Point10Decimal.parse(text);
            values.set(Value::Score(score.ok_or("Its score is not from 0 to 10.")?));
        }
        let mut count = |name, value: fn(u32) -> Value, reason| -> Result<(), &'static str> {
            if let Some(text) = self.get(&[name]) {
                values.set(value(whole(text).ok_or(reason)?));
            }
            Ok(())
        };
        count(progress, Value::Progress, "Its progress is no number.")?;
        if is_manga {
            let reason = "Its number of volumes read is no number.";
            count("my_read_volumes", Value::ProgressVolumes, reason)?;
        }
        count(repeat, Value::Repeat, "How often it was repeated is no number.")?;
        if let Some(text) = self.get(&["my_priority"]) {
            values.set(Value::Priority(
                priority(text).ok_or("Its priority is not low, medium or high.")?,
            ));
        }
        if let Some(text) = self.get(&["my_comments"]) {
            values.set(Value::Notes(held(text).trim().into()));
        }
        let mut day = |name, value: fn(Option<FuzzyDate>) -> Value, reason| -> Result<(), &'static str> {
            if let Some(text) = self.get(&[name]) {
                values.set(value(date(text).ok_or(reason)?));
            }
            Ok(())
        };
        day("my_start_date", Value::Started, "Its start date is no date.")?;
        day("my_finish_date", Value::Completed, "Its finish date is no date.")?;
        Ok(values)
    }
}

/// The section of MyAnimeList's word or number for it.
fn status(text: &str, again: bool) -> Result<ListStatus, &'static str> {
    let mut word = text.to_ascii_lowercase();
    word.retain(|c| !matches!(c, ' ' | '-' | '_'));
    let status = match word.as_str() {
        "1" | "watching" | "reading" => ListStatus::Current,
        "2" | "completed" => ListStatus::Completed,
        "3" | "onhold" => ListStatus::Paused,
        "4" | "dropped" => ListStatus::Dropped,
        "6" | "plantowatch" | "plantoread" => ListStatus::Planning,
        _ => return Err("Its status is none of MyAnimeList's."),
    };
    // Some programs leave what is repeated among what is completed.
    let is_repeated = again && matches!(status, ListStatus::Current | ListStatus::Completed);
    Ok(if is_repeated {
        ListStatus::Repeating
    } else {
        status
    })
}

/// MyAnimeList itself writes 1 for anime and YES for manga.
fn is_yes(text: &str) -> bool {
    text.eq_ignore_ascii_case("yes")
        || text.eq_ignore_ascii_case("true")
        || whole(text).is_some_and(|n| n > 0)
}

/// A number; none is 0, and of chapter 12.5, which some programs write, 12 are read.
fn whole(text: &str) -> Option<u32> {
    let (number, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = fraction.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('+');
    match text {
        "" => Some(0),
        _ => number.parse().ok().filter(|_| is_number),
    }
}

fn priority(text: &str) -> Option<u32> {
    let words = ["low", "medium", "high"];
    match text {
        "" => Some(0),
        _ => words
            .iter()
            .zip(0..)
            .find(|(word, _)| word.eq_ignore_ascii_case(text))
            .map(|(_, level)| level)
            .or_else(|| whole(text).filter(|level| *level <= 2)),
    }
}

/// `2018-04-00`; the inner `None` for nothing known. Outer `None` for what is no date.
fn date(text: &str) -> Option<Option<FuzzyDate>> {
    if text.is_empty() {
        return Some(None);
    }
    let mut parts = text.split('-').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    });
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year > 9999 || month > 12 || day > 31 {
        return None;
    }
    Some(FuzzyDate::new(
        u16::try_from(year).ok(),
        u8::try_from(month).ok(),
        u8::try_from(day).ok(),
    ))
}
