//! Lists for spreadsheets: CSV as RFC 4180 says, with a row of names first. It is not read again.

#[cfg(test)]
mod tests;

use super::day;
use crate::domain::civil::Civil;
use crate::domain::{FuzzyDate, ListEntry, ScoreFormat, TitleLanguage};
use crate::model::stored::values::decimal;

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
/// use tsuzuki::model::exchange::csv::CsvExport;
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
        let title = |title: &Option<Box<str>>| title.as_deref().unwrap_or_default().to_owned();
        let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
        let cells: [String; COLUMNS.len()] = [
            media.title.pick(self.language).to_owned(),
            word(media.kind.word()),
            word(media.format.word()),
            word(values.status.word()),
            values
                .score
                .map(|score| self.format.number(score))
                .unwrap_or_default(),
            number(values.score.map(|score| score.get().into())),
            number(Some(values.progress.into())),
            number(media.episodes.map(u64::from)),
            number(media.chapters.map(u64::from)),
            number(Some(values.progress_volumes.into())),
            number(media.volumes.map(u64::from)),
            number(Some(values.repeat.into())),
            date(values.started),
            date(values.completed),
            String::from(&*values.notes),
            values.custom_lists.join("; "),
            parts(&values.advanced_scores),
            flag(values.private),
            flag(values.hidden_from_status_lists),
            number(Some(values.priority.into())),
            time(entry.updated_at),
            time(entry.created_at),
            title(&media.title.romaji),
            title(&media.title.english),
            title(&media.title.native),
            number(Some(media.id.get())),
            number(media.mal_id.map(u64::from)),
            number(Some(entry.id.get())),
        ];
        for (at, text) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            cell(&mut self.text, text);
        }
        self.text.push_str("\r\n");
    }

    /// The file.
    pub fn finish(self) -> String {
        self.text
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
    if in_quotes {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

fn number(number: Option<u64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn flag(flag: bool) -> String {
    String::from(if flag { "true" } else { "false" })
}

fn date(date: Option<FuzzyDate>) -> String {
    date.map(|date| day(Some(date))).unwrap_or_default()
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
fn time(seconds: Option<u64>) -> String {
    let Some(seconds) = seconds else {
        return String::new();
    };
    let Civil {
        year,
        month,
        day: of_month,
        hour,
        minute,
        second,
    } = Civil::from_ms(seconds.saturating_mul(1_000));
    let date = FuzzyDate::new(u16::try_from(year).ok(), Some(month), Some(of_month));
    let mut text = day(date);
    for (mark, part) in [('T', hour), (':', minute), (':', second)] {
        text.push(mark);
        text.extend(char::from_digit(u32::from(part) / 10, 10));
        text.extend(char::from_digit(u32::from(part) % 10, 10));
    }
    text.push('Z');
    text
}
