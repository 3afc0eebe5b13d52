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
//! as [`stored::values`](crate::outbox::record::values) says. What is unknown is left out; `isFavourite` stands for favourites
//! alone, and is not read. A reader skips names it does
//! not know.
//!
//! Two other kinds of JSON are read as well: AniList's own download of all that it has of somebody, `gdpr_data.json`, and
//! saved answers of its API to `MediaListCollection`. What tells them apart is what they hold.

mod anilist;
mod entry;
mod read;
#[cfg(test)]
mod tests;

pub(super) use read::read;

use super::Header;
use crate::domain::{Field, ListEntry, Media, MediaTitle};
use crate::json::{Writer, quoted};
use crate::outbox::record::values;

/// The version this app writes, and the newest it reads.
pub const VERSION: u64 = 1;
/// What tells our files from other programs'.
const APP: &str = "tsuzuki";

/// Lists on their way into a file.
///
/// ```
/// use tsuzuki::exchange::{Header, json::JsonExport, read};
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

/// How many entries a file of this app's has, without reading it: each has a line of its own.
///
/// ```
/// use tsuzuki::exchange::{Header, json::{JsonExport, count}};
/// assert_eq!(count(&JsonExport::new(&Header::default()).finish()), 0);
/// ```
pub fn count(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("{\"id\":")).count()
}
