//! This app's own export: every field of every entry, as JSON. It is a snapshot of one's lists too.
//!
//! ```json
//! {"app":"tsuzuki","version":1,"user":{"id":5001,"name":"kaede"},"scoreFormat":"POINT_100",
//! "exportedAt":1700000000,"types":["ANIME"],"entries":[
//! {"id":7,"media":{"id":1,"idMal":1,"type":"ANIME","title":{"romaji":"…"},"format":"TV","episodes":26},
//! "status":"CURRENT","scoreRaw":85,…,"updatedAt":1700000000,"createdAt":1600000000}
//! ]}
//! ```
//!
//! One line is one entry, so that programs that compare texts can compare two exports. The thirteen fields are written
//! as [`stored::values`](crate::model::stored::values) says. What is unknown is left out; `isFavourite` stands for favourites
//! alone, and is not read. A reader skips names it does
//! not know.

#[cfg(test)]
mod tests;

use super::{FileError, Header, Import, MAX_ENTRIES, Origin, Problem, Record};
use crate::api::wire::{Array, JsonError, Object, Scalar, Slot, Writer, find, parse, quoted};
use crate::domain::{
    EntryId, Field, ListEntry, ListStatus, Media, MediaId, MediaTitle, MediaType, Patch, ScoreFormat,
    TitleLanguage, Value,
};
use crate::model::stored::{Tree, values};
use crate::model::text::tidy;

/// The version this app writes, and the newest it reads.
pub const VERSION: u64 = 1;
/// What tells our files from other programs'.
const APP: &str = "tsuzuki";
const MAX_TITLE_CHARS: usize = 300;
/// More custom lists, or parts with a score, than anybody has.
const MAX_NAMES: usize = 1_000;

/// Lists on their way into a file.
///
/// ```
/// use tsuzuki::model::exchange::{Header, json::JsonExport, read};
/// let file = JsonExport::new(&Header { user: "kaede".into(), ..Header::default() }).finish();
/// assert!(read(file.as_bytes()).unwrap().records.is_empty());
/// ```
#[derive(Debug)]
pub struct JsonExport {
    text: String,
    is_empty: bool,
}

impl JsonExport {
    /// A file without entries.
    pub fn new(header: &Header) -> Self {
        let mut user = Writer::default();
        user.number("id", header.user_id);
        user.text("name", &header.user);
        let mut json = Writer::default();
        json.text("app", APP);
        json.number("version", VERSION);
        json.raw("user", &user.finish());
        word(&mut json, "scoreFormat", header.score_format.word());
        json.number("exportedAt", header.exported_at);
        let kinds = header.kinds.iter().filter_map(|kind| kind.word());
        json.list("types", kinds.map(quoted));
        let mut text = json.finish();
        text.pop();
        text.push_str(",\"entries\":[");
        Self { text, is_empty: true }
    }

    /// Adds an entry.
    pub fn entry(&mut self, entry: &ListEntry) {
        self.text.push_str(if self.is_empty { "\n" } else { ",\n" });
        self.is_empty = false;
        let mut json = Writer::default();
        json.number("id", entry.id.get());
        json.raw("media", &media(&entry.media));
        for field in Field::ALL {
            values::write_value(&mut json, &entry.values.get(field));
        }
        number(&mut json, "updatedAt", entry.updated_at);
        number(&mut json, "createdAt", entry.created_at);
        self.text.push_str(&json.finish());
    }

    /// The file.
    pub fn finish(mut self) -> String {
        self.text.push_str("\n]}\n");
        self.text
    }
}

fn media(media: &Media) -> String {
    let mut titles = Writer::default();
    let MediaTitle {
        romaji,
        english,
        native,
        user_preferred,
    } = &media.title;
    for (name, title) in [
        ("romaji", romaji),
        ("english", english),
        ("native", native),
        ("userPreferred", user_preferred),
    ] {
        word(&mut titles, name, title.as_deref());
    }
    let mut json = Writer::default();
    json.number("id", media.id.get());
    number(&mut json, "idMal", media.mal_id.map(u64::from));
    word(&mut json, "type", media.kind.word());
    json.raw("title", &titles.finish());
    word(&mut json, "format", media.format.word());
    number(&mut json, "episodes", media.episodes.map(u64::from));
    number(&mut json, "chapters", media.chapters.map(u64::from));
    number(&mut json, "volumes", media.volumes.map(u64::from));
    if media.favourite {
        json.flag("isFavourite", true);
    }
    json.finish()
}

fn word(json: &mut Writer, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        json.text(name, text);
    }
}

fn number(json: &mut Writer, name: &str, value: Option<u64>) {
    if let Some(value) = value {
        json.number(name, value);
    }
}

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Import, FileError> {
    let mut file = File::default();
    parse(text, &mut file).map_err(|error| match error {
        JsonError::Truncated => FileError::Truncated,
        JsonError::Malformed => FileError::NotJson,
    })?;
    let [app, version, user, score_format, exported_at, kinds] = file.header;
    if app.text() != Some(APP) {
        return Err(FileError::Foreign);
    }
    match version.whole() {
        Some(version) if version > VERSION => return Err(FileError::Newer(version)),
        Some(VERSION) if file.entries.are_there => {}
        _ => return Err(FileError::Foreign),
    }
    if file.entries.count > MAX_ENTRIES {
        return Err(FileError::TooMany);
    }
    let name = user.get("name").and_then(Tree::text).unwrap_or_default();
    let kinds = kinds.items().iter().filter_map(Tree::text);
    Ok(Import {
        origin: Origin::Export(Header {
            user: tidy(name, MAX_TITLE_CHARS).into(),
            user_id: user.get("id").and_then(Tree::whole).unwrap_or_default(),
            score_format: ScoreFormat::from_word(score_format.text().unwrap_or_default()),
            exported_at: exported_at.whole().unwrap_or_default(),
            kinds: kinds
                .take(MediaType::ALL.len())
                .map(MediaType::from_word)
                .collect(),
        }),
        records: file.entries.records,
        problems: file.entries.problems,
    })
}

/// A file that is being read: of thousands of entries, one at a time has the shape of the file.
#[derive(Default)]
struct File {
    header: [Tree; 6],
    entries: Entries,
}

#[derive(Default)]
struct Entries {
    are_there: bool,
    count: usize,
    records: Vec<Record>,
    problems: Vec<Problem>,
}

impl Slot for File {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        None
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        Some(self)
    }
}

impl Object for File {
    fn place(&mut self, name: &str, expected: usize) -> Option<usize> {
        const NAMES: [&str; 7] = [
            "app",
            "version",
            "user",
            "scoreFormat",
            "exportedAt",
            "types",
            "entries",
        ];
        find(&NAMES, name, expected)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        match self.header.get_mut(place) {
            Some(header) => Some(header),
            None => Some(&mut self.entries),
        }
    }
}

impl Slot for Entries {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        self.are_there = true;
        Some(self)
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        None
    }
}

impl Array for Entries {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = Tree::Null;
        let more = read(&mut item);
        if more {
            self.count += 1;
        }
        if more && self.count <= MAX_ENTRIES {
            let number = u32::try_from(self.count).unwrap_or(u32::MAX);
            let media = item.get("media").unwrap_or(&Tree::Null);
            let title = title(media.get("title").unwrap_or(&Tree::Null));
            match record(&item, media, number) {
                Ok(record) => self.records.push(Record { title, ..record }),
                Err(reason) => self.problems.push(Problem {
                    number,
                    line: None,
                    title: match title == MediaTitle::default() {
                        true => Box::default(),
                        false => title.pick(TitleLanguage::Unknown).into(),
                    },
                    reason: reason.into(),
                }),
            }
        }
        more
    }
}

/// What an entry says, without the title.
///
/// # Errors
/// Why it cannot be read, as a sentence.
fn record(entry: &Tree, media: &Tree, number: u32) -> Result<Record, &'static str> {
    let id = media
        .get("id")
        .and_then(Tree::whole)
        .and_then(MediaId::new)
        .ok_or("It does not say which work it is about.")?;
    let mut values = Patch::default();
    for field in Field::ALL {
        match entry.get(field.argument()) {
            // Other programs write null for nothing.
            None | Some(Tree::Null) => {}
            Some(value) => values.set(read_value(field, value).ok_or_else(|| reason(field))?),
        }
    }
    let time = |name| entry.get(name).and_then(Tree::whole).filter(|time| *time > 0);
    let kind = media.get("type").and_then(Tree::text).unwrap_or_default();
    Ok(Record {
        number,
        media: Some(id),
        mal_id: media.get("idMal").and_then(Tree::small).filter(|id| *id > 0),
        kind: MediaType::from_word(kind),
        title: MediaTitle::default(),
        entry: entry.get("id").and_then(Tree::whole).and_then(EntryId::new),
        values,
        updated_at: time("updatedAt"),
        created_at: time("createdAt"),
    })
}

/// A value, but for sections that this version does not know: nothing can be put there.
fn read_value(field: Field, value: &Tree) -> Option<Value> {
    if value.items().len().max(value.fields().len()) > MAX_NAMES {
        return None;
    }
    values::read_value(field, value).filter(|value| *value != Value::Status(ListStatus::Unknown))
}

fn title(titles: &Tree) -> MediaTitle {
    let title = |name| {
        let title = tidy(titles.get(name)?.text()?, MAX_TITLE_CHARS);
        (!title.is_empty()).then(|| title.into())
    };
    MediaTitle {
        romaji: title("romaji"),
        english: title("english"),
        native: title("native"),
        user_preferred: title("userPreferred"),
    }
}

/// Why a field cannot be read.
fn reason(field: Field) -> &'static str {
    match field {
        Field::Status => "Its status is none that this version knows.",
        Field::Score => "Its score is not from 0 to 100.",
        Field::AdvancedScores => "The scores of its parts are no numbers by name.",
        Field::Progress => "Its progress is no number.",
        Field::ProgressVolumes => "Its number of volumes read is no number.",
        Field::Repeat => "How often it was repeated is no number.",
        Field::Priority => "Its priority is no number.",
        Field::Private => "Whether it is private is neither true nor false.",
        Field::HiddenFromStatusLists => "Whether it is hidden is neither true nor false.",
        Field::Notes => "Its notes are no text.",
        Field::CustomLists => "Its custom lists are no list of names.",
        Field::Started => "Its start date is no date.",
        Field::Completed => "Its finish date is no date.",
    }
}
