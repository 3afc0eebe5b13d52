//! From MyAnimeList's XML.
//!
//! Such a file is a list of entries, and an entry a list of fields; nothing nests deeper. So a field ends where the next
//! one begins, and an entry where the next one does, whatever became of the tags between them.

use std::borrow::Cow;

use super::super::xml::{Event, Reader, XmlError, XmlFault, held};
use super::super::{FileError, Import, Losses, MAX_ENTRIES, Origin, Problem, Record, Totals, fields};
use crate::domain::numerals::plain;
use crate::domain::{Field, ListStatus, MediaTitle, MediaType, Patch, ScoreFormat, Value};
use crate::text::tidy;

/// More elements than any entry has; what follows them is not looked at.
const MAX_ELEMENTS: usize = 64;
const MAX_TITLE_CHARS: usize = 300;

/// Reads a file.
pub(in super::super) fn read(text: &str) -> Result<Import, FileError> {
    let mut reader = Reader::new(text);
    let mut file = File::default();
    let (mut is_list, mut is_whole) = (false, false);
    let damage = loop {
        let line = reader.line();
        match reader.next() {
            Err(error) if error.fault == XmlFault::Entities => return Err(error.into()),
            Err(error) => break Some(error),
            Ok(Event::Start("myanimelist", _)) => is_list = true,
            Ok(Event::Start(..)) if !is_list => return Err(FileError::Foreign),
            Ok(Event::Start(name, tag)) => match name {
                "anime" => file.begin(MediaType::Anime, line)?,
                "manga" => file.begin(MediaType::Manga, line)?,
                name => file.start(name, tag),
            },
            Ok(Event::End("myanimelist", _)) => {
                file.end();
                is_whole = true;
            }
            Ok(Event::End("anime" | "manga", _)) => file.end(),
            Ok(Event::End(name, tag)) => file.close(name, tag),
            Ok(Event::Text(text)) => file.text(text),
            Ok(Event::Over) if is_whole => break None,
            Ok(Event::Over) => {
                break Some(XmlError {
                    line,
                    fault: XmlFault::Truncated,
                });
            }
        }
    };
    let damage = damage.map(FileError::from);
    if let Some(damage) = damage.clone().filter(|_| file.import.is_empty()) {
        return Err(damage);
    }
    Ok(Import {
        damage,
        ..file.import
    })
}

/// A file as far as it is read.
struct File<'a> {
    import: Import,
    /// How many entries have begun.
    number: u32,
    entry: Option<Entry<'a>>,
}

/// An entry that has begun.
struct Entry<'a> {
    kind: MediaType,
    /// The line it begins in.
    line: u32,
    /// Its elements by their names.
    elements: Vec<(&'a str, Cow<'a, str>)>,
    /// The element that has begun.
    open: Option<(&'a str, Cow<'a, str>)>,
}

impl Default for File<'_> {
    fn default() -> Self {
        Self {
            import: Import::new(Origin::MyAnimeList),
            number: 0,
            entry: None,
        }
    }
}

impl<'a> File<'a> {
    fn begin(&mut self, kind: MediaType, line: u32) -> Result<(), FileError> {
        self.end();
        if self.number as usize == MAX_ENTRIES {
            return Err(FileError::TooMany);
        }
        self.number += 1;
        self.entry = Some(Entry {
            kind,
            line,
            elements: Vec::new(),
            open: None,
        });
        Ok(())
    }

    /// Ends the entry, if one has begun.
    fn end(&mut self) {
        let Some(mut entry) = self.entry.take() else {
            return;
        };
        entry.push();
        let title = entry.title();
        match entry.record(self.number, &title, &mut self.import.losses) {
            Ok(record) => self.import.records.push(record),
            Err(reason) => self.import.problems.push(Problem {
                number: self.number,
                line: Some(entry.line),
                title: title.into(),
                reason: reason.into(),
            }),
        }
    }

    fn start(&mut self, name: &'a str, tag: &'a str) {
        let Some(entry) = &mut self.entry else { return };
        match &entry.open {
            Some(_) if !is_known(name) => entry.text(Cow::Borrowed(tag)),
            _ => {
                entry.push();
                entry.open = Some((name, Cow::Borrowed("")));
            }
        }
    }

    fn close(&mut self, name: &'a str, tag: &'a str) {
        let Some(entry) = &mut self.entry else { return };
        match &entry.open {
            Some((open, _)) if *open != name && !is_known(name) => entry.text(Cow::Borrowed(tag)),
            _ => entry.push(),
        }
    }

    fn text(&mut self, text: Cow<'a, str>) {
        if let Some(entry) = &mut self.entry {
            entry.text(text);
        }
    }
}

/// Whether an element of this name is one of a list. Any other one within a field is part of what somebody wrote.
fn is_known(name: &str) -> bool {
    let beginnings = ["my_", "series_", "manga_", "anime_", "user_"];
    name == "update_on_import" || beginnings.iter().any(|beginning| name.starts_with(beginning))
}

impl<'a> Entry<'a> {
    /// Keeps the element that has begun.
    fn push(&mut self) {
        let element = self.open.take().filter(|_| self.elements.len() < MAX_ELEMENTS);
        self.elements.extend(element);
    }

    fn text(&mut self, piece: Cow<'a, str>) {
        match &mut self.open {
            Some((_, text)) if text.is_empty() => *text = piece,
            Some((_, text)) => text.to_mut().push_str(&piece),
            None => {}
        }
    }

    /// The text of the first element with one of these names, without space around it; `None` for no such element.
    fn get(&self, names: &[&str]) -> Option<&str> {
        let found = self.elements.iter().find(|(name, _)| names.contains(name));
        found.map(|(_, text)| text.trim())
    }

    fn title(&self) -> String {
        let names: &[&str] = match self.kind {
            MediaType::Manga => &["manga_title", "series_title"],
            _ => &["series_title"],
        };
        tidy(self.get(names).unwrap_or_default(), MAX_TITLE_CHARS)
    }

    /// What the entry says. Fields that cannot be read are noted.
    ///
    /// # Errors
    /// Why nothing of it can be used, as a sentence.
    fn record(&self, number: u32, title: &str, losses: &mut Losses) -> Result<Record, &'static str> {
        let mal_id = match self.kind {
            MediaType::Manga => self.get(&["manga_mangadb_id", "series_mangadb_id"]),
            _ => self.get(&["series_animedb_id"]),
        };
        let mal_id = mal_id
            .and_then(|id| plain(id).parse().ok())
            .filter(|id| *id > 0)
            .ok_or("It has no number of MyAnimeList.")?;
        let mut values = Patch::default();
        let is_manga = self.kind == MediaType::Manga;
        for (field, name) in names(is_manga) {
            let Some(text) = self.get(&[name]) else { continue };
            match self.value(field, text) {
                Ok(value) => values.set(value),
                Err(reason) => losses.note(field, self.kind, reason, text, title),
            }
        }
        Ok(Record {
            number,
            media: None,
            mal_id: Some(mal_id),
            kind: self.kind,
            title: MediaTitle {
                romaji: (!title.is_empty()).then(|| title.into()),
                ..MediaTitle::default()
            },
            totals: Totals::default(),
            entry: None,
            values,
            updated_at: None,
            created_at: None,
        })
    }

    /// The value of a field.
    ///
    /// # Errors
    /// Why it is none, as the rest of a sentence.
    fn value(&self, field: Field, text: &str) -> Result<Value, &'static str> {
        Ok(match field {
            Field::Status => {
                let again = ["my_rewatching", "my_rereading"];
                Value::Status(status(text, self.get(&again).is_some_and(is_yes))?)
            }
            Field::Score => {
                let score = ScoreFormat::Point10Decimal.parse(&plain(text));
                Value::Score(score.ok_or("it is not from 0 to 10 with at most one decimal")?)
            }
            Field::Priority => Value::Priority(priority(text).ok_or("it is not low, medium or high")?),
            Field::Notes => fields::notes(held(text).trim())?,
            Field::Started => Value::Started(fields::date(text)?),
            Field::Completed => Value::Completed(fields::date(text)?),
            field => fields::count(field, whole(text)?)?,
        })
    }
}

/// The fields that MyAnimeList has, and what they are called there.
fn names(is_manga: bool) -> impl Iterator<Item = (Field, &'static str)> {
    let [progress, repeat] = match is_manga {
        true => ["my_read_chapters", "my_times_read"],
        false => ["my_watched_episodes", "my_times_watched"],
    };
    let volumes = is_manga.then_some((Field::ProgressVolumes, "my_read_volumes"));
    [
        (Field::Status, "my_status"),
        (Field::Score, "my_score"),
        (Field::Progress, progress),
        (Field::Repeat, repeat),
        (Field::Priority, "my_priority"),
        (Field::Notes, "my_comments"),
        (Field::Started, "my_start_date"),
        (Field::Completed, "my_finish_date"),
    ]
    .into_iter()
    .chain(volumes)
}

/// The section of MyAnimeList's word or number for it.
fn status(text: &str, again: bool) -> Result<ListStatus, &'static str> {
    let mut word = plain(text).to_ascii_lowercase();
    word.retain(|c| !matches!(c, ' ' | '-' | '_'));
    let status = match word.as_str() {
        _ if text.starts_with('-') => return Err("it is none of MyAnimeList’s"),
        "" => return Err("it is empty"),
        "1" | "watching" | "reading" => ListStatus::Current,
        "2" | "completed" => ListStatus::Completed,
        "3" | "onhold" => ListStatus::Paused,
        "4" | "dropped" => ListStatus::Dropped,
        "6" | "plantowatch" | "plantoread" => ListStatus::Planning,
        _ => return Err("it is none of MyAnimeList’s"),
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
        || whole(text).is_ok_and(|number| number > 0)
}

/// A number; none is 0, and of chapter 12.5, which some programs write, 12 are read.
fn whole(text: &str) -> Result<u64, &'static str> {
    let text = plain(text);
    let (number, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = [number, fraction]
        .concat()
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    match text.as_str() {
        "" => Ok(0),
        _ if is_number => number.parse().map_err(|_| fields::NO_NUMBER),
        _ => Err(fields::NO_NUMBER),
    }
}

fn priority(text: &str) -> Option<u32> {
    let words = ["low", "medium", "high"];
    let word = words
        .iter()
        .zip(0..)
        .find(|(word, _)| word.eq_ignore_ascii_case(text));
    match word {
        Some((_, level)) => Some(level),
        None => u32::try_from(whole(text).ok()?).ok().filter(|level| *level <= 2),
    }
}
