//! Lists for spreadsheets: CSV as RFC 4180 says, with a row of names first. It is not read again.

#[cfg(test)]
mod tests;

use super::{day, joined, utc_day};
use crate::domain::civil::Civil;
use crate::domain::{FuzzyDate, ListEntry, ScoreFormat, TitleLanguage};
use crate::text::format::decimal;

/// The names of the columns. Those that AniList has a name for have that one.
pub const COLUMNS: [&str; 28] = [
    "title",
    "type",
    "format",
    "status",
    "score",
    "scoreRaw",
    "progress",
    "episodes",
    "chapters",
    "progressVolumes",
    "volumes",
    "repeat",
    "startedAt",
    "completedAt",
    "notes",
    "customLists",
    "advancedScores",
    "private",
    "hiddenFromStatusLists",
    "priority",
    "updatedAt",
    "createdAt",
    "titleRomaji",
    "titleEnglish",
    "titleNative",
    "mediaId",
    "idMal",
    "id",
];

/// Lists on their way into a file.
///
/// ```
/// use tsuzuki::domain::{ScoreFormat, TitleLanguage};
/// use tsuzuki::exchange::csv::CsvExport;
/// let file = CsvExport::new(ScoreFormat::Point10, TitleLanguage::English, false).finish();
/// assert!(file.starts_with("title,type,format,") && file.ends_with("\r\n"));
/// ```
#[derive(Debug)]
pub struct CsvExport {
    text: String,
    format: ScoreFormat,
    language: TitleLanguage,
}

impl CsvExport {
    /// A file without entries. Scores are written in this scale and on that of 100, `title` in this language. Excel
    /// takes a text for UTF-8 only if a byte order mark says so.
    pub fn new(format: ScoreFormat, language: TitleLanguage, byte_order_mark: bool) -> Self {
        let mut text = String::new();
        if byte_order_mark {
            text.push('\u{feff}');
        }
        text.push_str(&COLUMNS.join(","));
        text.push_str("\r\n");
        Self {
            text,
            format,
            language,
        }
    }

    /// Adds an entry.
    pub fn entry(&mut self, entry: &ListEntry) {
        let (media, values) = (&entry.media, &entry.values);
        let score = values.score.map(|score| self.format.number(score));
        self.cell(media.title.pick(self.language));
        self.cell(media.kind.word().unwrap_or_default());
        self.cell(media.format.word().unwrap_or_default());
        self.cell(values.status.word().unwrap_or_default());
        self.cell(&score.unwrap_or_default());
        self.number(values.score.map(|score| score.get().into()));
        self.number(Some(values.progress.into()));
        self.number(media.episodes.map(u64::from));
        self.number(media.chapters.map(u64::from));
        self.number(Some(values.progress_volumes.into()));
        self.number(media.volumes.map(u64::from));
        self.number(Some(values.repeat.into()));
        self.date(values.started);
        self.date(values.completed);
        self.cell(&values.notes);
        self.cell(&joined(&values.custom_lists, "; "));
        self.cell(&parts(&values.advanced_scores));
        self.flag(values.private);
        self.flag(values.hidden_from_status_lists);
        self.number(Some(values.priority.into()));
        self.cell(&entry.updated_at.map(time).unwrap_or_default());
        self.cell(&entry.created_at.map(time).unwrap_or_default());
        for title in [&media.title.romaji, &media.title.english, &media.title.native] {
            self.cell(title.as_deref().unwrap_or_default());
        }
        self.number(Some(media.id.get()));
        self.number(media.mal_id.map(u64::from));
        self.number(Some(entry.id.get()));
        self.text.push_str("\r\n");
    }

    /// The file.
    pub fn finish(self) -> String {
        self.text
    }

    fn cell(&mut self, text: &str) {
        if !self.text.ends_with('\n') {
            self.text.push(',');
        }
        cell(&mut self.text, text);
    }

    fn number(&mut self, number: Option<u64>) {
        self.cell(&number.map(|number| number.to_string()).unwrap_or_default());
    }

    fn flag(&mut self, flag: bool) {
        self.cell(if flag { "true" } else { "false" });
    }

    fn date(&mut self, date: Option<FuzzyDate>) {
        self.cell(&date.map(|date| day(Some(date))).unwrap_or_default());
    }
}

/// Writes a cell: in quotes where it needs them, and never as something that a spreadsheet would compute.
///
/// A cell that begins like a formula gets an apostrophe before it, which spreadsheets take for "this is text". Full-width
/// forms count as well: some programs read them as the narrow ones.
fn cell(out: &mut String, text: &str) {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(FORMULA);
    let in_quotes = text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if in_quotes {
        out.push('"');
    }
    if is_formula {
        out.push('\'');
    }
    for c in text.chars() {
        out.push(c);
        // A quote within a cell is written twice; a cell with one is in quotes.
        if c == '"' {
            out.push(c);
        }
    }
    if in_quotes {
        out.push('"');
    }
}

/// `Story: 8.5; Sound: 7`.
fn parts(scores: &[(Box<str>, f32)]) -> String {
    let mut text = String::new();
    for (name, score) in scores {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(name);
        text.push_str(": ");
        text.push_str(&decimal(*score));
    }
    text
}

/// `2025-10-09T08:53:20Z`, from seconds since 1970.
fn time(seconds: u64) -> String {
    let at = Civil::from_ms(seconds.saturating_mul(1_000));
    let mut text = utc_day(seconds);
    for (mark, part) in [('T', at.hour), (':', at.minute), (':', at.second)] {
        text.push(mark);
        text.extend(char::from_digit(u32::from(part) / 10, 10));
        text.extend(char::from_digit(u32::from(part) % 10, 10));
    }
    text.push('Z');
    text
}
