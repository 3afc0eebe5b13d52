//! One's lists as files, and files as changes of one's lists.
//!
//! A list leaves as JSON ([`json`], all that AniList knows of it), as CSV ([`csv`], for spreadsheets) or as
//! MyAnimeList's XML ([`mal`], for other services). JSON and XML are read again, AniList's own files too: [`read`] gives
//! records, [`plan`] says what they would change, and [`compare`] says what changed between two of them.
//!
//! Files come from anywhere. What of one is odd costs as little as it can: a field and not its entry ([`Losses`]), an entry
//! and not the file ([`Problem`]), what follows the damage and not what stands before it ([`Import::damage`]).
//!
//! Everything here takes time in proportion to the number of entries.

pub mod compare;
pub mod csv;
mod decode;
mod fields;
pub mod json;
mod keys;
mod losses;
pub mod mal;
pub mod plan;
#[cfg(test)]
mod strategies;
mod xml;

use crate::domain::civil::Civil;
use crate::domain::{
    EntryId, EntryValues, Field, FuzzyDate, ListEntry, MediaId, MediaTitle, MediaType, Patch, ScoreFormat,
};
use crate::text::format::{day, number};
use crate::text::isolated;
pub use decode::is_gzip;
pub use losses::{Loss, Losses};
pub use xml::XmlFault;

/// The largest file that is read, in bytes. The longest lists have about 10 MB, but for people who write long notes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The most entries a file may have. AniList gives out 11,000 of each of the two lists.
pub const MAX_ENTRIES: usize = 50_000;

/// An entry as a file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which entry of the file, from 1.
    pub number: u32,
    /// The work at AniList, where the file names it.
    pub media: Option<MediaId>,
    /// The work's number at MyAnimeList, where the file has it.
    pub mal_id: Option<u32>,
    /// Anime or manga.
    pub kind: MediaType,
    /// What the file calls the work.
    pub title: MediaTitle,
    /// How long the file says the work is.
    pub totals: Totals,
    /// The entry's id at AniList. It is another one after the entry was deleted and made again.
    pub entry: Option<EntryId>,
    /// The fields that the file has.
    pub values: Patch,
    /// Last change, in seconds since 1970.
    pub updated_at: Option<u64>,
    /// When it was put on the list, in seconds since 1970.
    pub created_at: Option<u64>,
}

/// How many parts a work has, as far as a file says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Of an anime.
    pub episodes: Option<u32>,
    /// Of a manga.
    pub chapters: Option<u32>,
    /// Of a manga.
    pub volumes: Option<u32>,
}

impl Record {
    /// An entry of a list as it would come back from a file that holds everything.
    pub fn of(entry: &ListEntry, number: u32) -> Self {
        Self {
            number,
            media: Some(entry.media.id),
            mal_id: entry.media.mal_id,
            kind: entry.media.kind,
            title: entry.media.title.clone(),
            totals: Totals {
                episodes: entry.media.episodes,
                chapters: entry.media.chapters,
                volumes: entry.media.volumes,
            },
            entry: Some(entry.id),
            values: Field::ALL
                .into_iter()
                .map(|field| entry.values.get(field))
                .collect(),
            updated_at: entry.updated_at,
            created_at: entry.created_at,
        }
    }

    /// The values it has, and the default of those that its file does not have.
    pub fn entry_values(&self) -> EntryValues {
        self.values.applied_to(&EntryValues::default())
    }
}

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// This app's own export.
    Export(Header),
    /// MyAnimeList, or a program that writes as it does. It holds less than AniList does: [`mal::held`].
    MyAnimeList,
    /// All that AniList has of somebody, as it gives it to them.
    Download(Header),
    /// A saved answer of AniList's API.
    Answer(Header),
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Header {
    /// Whose lists they are.
    pub user: Box<str>,
    /// Their id.
    pub user_id: u64,
    /// The scale in which they score. Scores in the file are on that of 100, those of parts in this one.
    pub score_format: ScoreFormat,
    /// When it was written, in seconds since 1970.
    pub exported_at: u64,
    /// Which lists it has, even if they are empty.
    pub kinds: Vec<MediaType>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Where it comes from.
    pub origin: Origin,
    /// The entries, in the order of the file.
    pub records: Vec<Record>,
    /// The entries that could not be read.
    pub problems: Vec<Problem>,
    /// The fields that could not be read, of entries that could.
    pub losses: Losses,
    /// Why nothing was read behind the last entry.
    pub damage: Option<FileError>,
}

impl Import {
    fn new(origin: Origin) -> Self {
        Self {
            origin,
            records: Vec::new(),
            problems: Vec::new(),
            losses: Losses::default(),
            damage: None,
        }
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.problems.is_empty()
    }
}

/// An entry of a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which entry of the file, from 1.
    pub number: u32,
    /// The line it begins in, from 1, where the file is read line by line.
    pub line: Option<u32>,
    /// What the file calls the work; may be empty.
    pub title: Box<str>,
    /// Why, as a sentence.
    pub reason: Box<str>,
}

impl Problem {
    /// All of it as one line for a person.
    ///
    /// ```
    /// use tsuzuki::exchange::Problem;
    /// let problem = Problem { number: 3, line: Some(40), title: "Monster".into(), reason: "Its score is no score.".into() };
    /// assert_eq!(problem.text(), "Entry 3 in line 40 (Monster): Its score is no score.");
    /// ```
    pub fn text(&self) -> String {
        let mut text = String::from("Entry ");
        text.push_str(&number(self.number as u64));
        if let Some(line) = self.line {
            text.push_str(" in line ");
            text.push_str(&number(line as u64));
        }
        if !self.title.is_empty() {
            text.push_str(" (");
            text.push_str(&isolated(&self.title));
            text.push(')');
        }
        text.push_str(": ");
        text.push_str(&self.reason);
        text
    }
}

/// Reads a file: an export of this app, MyAnimeList's XML, or JSON of AniList's. What it holds says which of them it is.
/// What is compressed ([`is_gzip`]) has to be unpacked before.
///
/// ```
/// use tsuzuki::exchange::{FileError, read};
/// assert_eq!(read(b"a,b,c").err(), Some(FileError::Unknown));
/// let list = "<myanimelist><anime><series_animedb_id>1</series_animedb_id></anime></myanimelist>";
/// assert_eq!(read(list.as_bytes()).unwrap().records.len(), 1);
/// ```
///
/// # Errors
/// When nothing of it can be used. Single entries that cannot be read are [`Import::problems`].
pub fn read(file: &[u8]) -> Result<Import, FileError> {
    if file.len() > MAX_BYTES {
        return Err(FileError::TooLarge);
    }
    if is_gzip(file) {
        return Err(FileError::Compressed);
    }
    let text = decode::text(file)?;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    match text.chars().next() {
        Some('{' | '[') => json::read(text),
        Some('<') => mal::read(text),
        _ => Err(FileError::Unknown),
    }
}

/// What a file is called: whose lists, which ones, and of which day.
///
/// ```
/// use tsuzuki::domain::FuzzyDate;
/// use tsuzuki::exchange::file_name;
/// let day = FuzzyDate::new(Some(2025), Some(10), Some(9)).unwrap();
/// assert_eq!(file_name("kaede", "anime", day, "xml"), "kaede-anime-2025-10-09.xml");
/// assert_eq!(file_name("../a b", "lists", day, "json"), "---a-b-lists-2025-10-09.json");
/// ```
pub fn file_name(user: &str, what: &str, today: FuzzyDate, extension: &str) -> String {
    // Names at AniList are letters and digits.
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let mut name: String = user.chars().map(plain).collect();
    for part in ["-", what, "-", &day(Some(today)), ".", extension] {
        name.push_str(part);
    }
    name
}

/// The day in UTC of a time in seconds since 1970.
fn utc_day(seconds: u64) -> String {
    let at = Civil::from_ms(seconds.saturating_mul(1_000));
    day(FuzzyDate::new(
        u16::try_from(at.year).ok(),
        Some(at.month),
        Some(at.day),
    ))
}

/// Names with a mark between them.
fn joined(names: &[Box<str>], mark: &str) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            text.push_str(mark);
        }
        text.push_str(name);
    }
    text
}

/// Why a file cannot be used, or not to its end. [`crate::error`] has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// The browser could not read it.
    Unreadable,
    /// Longer than [`MAX_BYTES`], packed or unpacked.
    TooLarge,
    /// More entries than [`MAX_ENTRIES`].
    TooMany,
    /// Compressed by gzip, as MyAnimeList's downloads are, where nothing unpacks it.
    Compressed,
    /// Compressed by gzip, and damaged.
    Packed,
    /// Text in an encoding that is not read here.
    Encoding(Box<str>),
    /// Text of another kind, or none.
    Unknown,
    /// JSON that stops in the middle.
    Truncated,
    /// It begins like JSON and is none.
    NotJson,
    /// JSON of another program, or XML with other things in it.
    Foreign,
    /// Written by a newer version of this app.
    Newer(u64),
    /// It begins like XML and cannot be read on.
    Xml {
        /// Where, from 1.
        line: u32,
        /// What is wrong there.
        fault: XmlFault,
    },
}

impl From<xml::XmlError> for FileError {
    fn from(xml::XmlError { line, fault }: xml::XmlError) -> Self {
        Self::Xml { line, fault }
    }
}
