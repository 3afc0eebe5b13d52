//! MyAnimeList's XML, which services of this kind take from each other.
//!
//! MyAnimeList documents it nowhere; this is how its exports and the programs that write and read them do it. It has
//! nine of the thirteen fields: no part scores, no private entries, no hidden ones; custom lists leave as tags and do
//! not come back. Of a score it keeps whole points of 10, of a priority three levels.

mod read;
#[cfg(test)]
mod tests;

pub(super) use read::read;

use super::day;
use super::xml::{self, cdata, element};
use crate::domain::{
    FuzzyDate, ListEntry, ListStatus, MediaFormat, MediaType, Score, ScoreFormat, TitleLanguage, Value,
};

/// An entry that stays out of a file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The work.
    pub title: Box<str>,
    /// Why, as a sentence.
    pub reason: &'static str,
}

/// A list on its way into MyAnimeList's XML. Its files hold anime or manga, never both.
///
/// ```
/// use tsuzuki::domain::MediaType;
/// use tsuzuki::exchange::mal::MalExport;
/// let (text, left_out) = MalExport::new(MediaType::Anime, false).finish("kaede", 0);
/// assert!(text.contains("<myanimelist>") && left_out.is_empty());
/// ```
#[derive(Debug)]
pub struct MalExport {
    kind: MediaType,
    with_private: bool,
    entries: String,
    /// How many entries of each of [`ListStatus::ALL`].
    counts: [u32; ListStatus::ALL.len()],
    left_out: Vec<LeftOut>,
}

impl MalExport {
    /// An empty file for one of the lists. At MyAnimeList no entry is private: they go there only `with_private`.
    pub fn new(kind: MediaType, with_private: bool) -> Self {
        Self {
            kind,
            with_private,
            entries: String::new(),
            counts: [0; ListStatus::ALL.len()],
            left_out: Vec::new(),
        }
    }

    /// Adds an entry, or notes why it cannot be. Entries of the other list are passed over.
    pub fn entry(&mut self, entry: &ListEntry) {
        if entry.media.kind != self.kind {
            return;
        }
        let status = ListStatus::ALL
            .iter()
            .position(|status| *status == entry.values.status);
        let reason = match (entry.media.mal_id, status) {
            (None, _) => "AniList knows no number of it at MyAnimeList.",
            (_, None) => "It stands in a section that this version does not know.",
            _ if entry.values.private && !self.with_private => {
                "It is private, and MyAnimeList has no private entries."
            }
            (Some(mal_id), Some(status)) => {
                if let Some(count) = self.counts.get_mut(status) {
                    *count += 1;
                }
                match self.kind {
                    MediaType::Manga => self.manga(entry, mal_id),
                    _ => self.anime(entry, mal_id),
                }
                return;
            }
        };
        self.left_out.push(LeftOut {
            title: entry.media.title.pick(TitleLanguage::Unknown).into(),
            reason,
        });
    }

    /// The file, and what is not in it.
    pub fn finish(self, user: &str, user_id: u64) -> (String, Vec<LeftOut>) {
        let is_manga = self.kind == MediaType::Manga;
        let count = |status: ListStatus| {
            let counts = ListStatus::ALL.iter().zip(self.counts);
            counts
                .filter(|(known, _)| **known == status)
                .map(|(_, count)| count)
                .sum::<u32>()
        };
        let mut out = String::with_capacity(self.entries.len() + 1_000);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<myanimelist>\n\t<myinfo>\n");
        element(&mut out, "user_id", &user_id.to_string());
        element(&mut out, "user_name", user);
        element(&mut out, "user_export_type", if is_manga { "2" } else { "1" });
        let current = count(ListStatus::Current) + count(ListStatus::Repeating);
        let names = match is_manga {
            true => ["user_total_manga", "user_total_reading", "user_total_plantoread"],
            false => [
                "user_total_anime",
                "user_total_watching",
                "user_total_plantowatch",
            ],
        };
        let totals = [self.counts.iter().sum(), current, count(ListStatus::Planning)];
        for (name, total) in names.into_iter().zip(totals) {
            number(&mut out, name, total);
        }
        number(&mut out, "user_total_completed", count(ListStatus::Completed));
        number(&mut out, "user_total_onhold", count(ListStatus::Paused));
        number(&mut out, "user_total_dropped", count(ListStatus::Dropped));
        out.push_str("\t</myinfo>\n");
        out.push_str(&self.entries);
        out.push_str("</myanimelist>\n");
        (out, self.left_out)
    }

    fn anime(&mut self, entry: &ListEntry, mal_id: u32) {
        let (out, media, values) = (&mut self.entries, &entry.media, &entry.values);
        out.push_str("\t<anime>\n");
        number(out, "series_animedb_id", mal_id);
        cdata(out, "series_title", media.title.pick(TitleLanguage::Romaji));
        element(out, "series_type", series_type(media.format));
        number(out, "series_episodes", media.episodes.unwrap_or(0));
        element(out, "my_id", "0");
        number(out, "my_watched_episodes", values.progress);
        date(out, "my_start_date", values.started);
        date(out, "my_finish_date", values.completed);
        element(out, "my_rated", "");
        number(out, "my_score", points(values.score));
        element(out, "my_storage", "");
        element(out, "my_storage_value", "0.00");
        element(out, "my_status", status_word(values.status, false));
        cdata(out, "my_comments", &values.notes);
        number(out, "my_times_watched", values.repeat);
        element(out, "my_rewatch_value", "");
        let priority = ["LOW", "MEDIUM", "HIGH"].get(level(values.priority) as usize);
        element(out, "my_priority", priority.copied().unwrap_or_default());
        cdata(out, "my_tags", &tags(&values.custom_lists));
        let again = values.status == ListStatus::Repeating;
        element(out, "my_rewatching", if again { "1" } else { "0" });
        element(out, "my_rewatching_ep", "0");
        element(out, "my_discuss", "0");
        element(out, "my_sns", "default");
        element(out, "update_on_import", "1");
        out.push_str("\t</anime>\n");
    }

    fn manga(&mut self, entry: &ListEntry, mal_id: u32) {
        let (out, media, values) = (&mut self.entries, &entry.media, &entry.values);
        out.push_str("\t<manga>\n");
        number(out, "manga_mangadb_id", mal_id);
        cdata(out, "manga_title", media.title.pick(TitleLanguage::Romaji));
        number(out, "manga_volumes", media.volumes.unwrap_or(0));
        number(out, "manga_chapters", media.chapters.unwrap_or(0));
        element(out, "my_id", "0");
        number(out, "my_read_volumes", values.progress_volumes);
        number(out, "my_read_chapters", values.progress);
        date(out, "my_start_date", values.started);
        date(out, "my_finish_date", values.completed);
        element(out, "my_scanalation_group", "");
        number(out, "my_score", points(values.score));
        element(out, "my_storage", "");
        element(out, "my_retail_volumes", "0");
        element(out, "my_status", status_word(values.status, true));
        cdata(out, "my_comments", &values.notes);
        number(out, "my_times_read", values.repeat);
        cdata(out, "my_tags", &tags(&values.custom_lists));
        let priority = ["Low", "Medium", "High"].get(level(values.priority) as usize);
        element(out, "my_priority", priority.copied().unwrap_or_default());
        element(out, "my_reread_value", "");
        let again = values.status == ListStatus::Repeating;
        element(out, "my_rereading", if again { "YES" } else { "NO" });
        element(out, "my_discuss", "NO");
        element(out, "my_sns", "default");
        element(out, "update_on_import", "1");
        out.push_str("\t</manga>\n");
    }
}

/// A value as it comes back from MyAnimeList's XML: what it cannot tell apart is the same in it. Fields that it does
/// not have stay as they are.
pub fn held(value: Value) -> Value {
    match value {
        Value::Score(score) => {
            let level = score.map_or(0, |score| ScoreFormat::Point10.level(score));
            Value::Score(ScoreFormat::Point10.at_level(level))
        }
        Value::Priority(priority) => Value::Priority(level(priority)),
        Value::Notes(notes) => Value::Notes(xml::held(&notes).trim().into()),
        value => value,
    }
}

/// Low, medium and high are 0, 1 and 2.
fn level(priority: u32) -> u32 {
    priority.min(2)
}

fn points(score: Option<Score>) -> u32 {
    score.map_or(0, |score| ScoreFormat::Point10.level(score).into())
}

/// The section in MyAnimeList's words. It has none for what is watched again: that is being watched, with a mark.
fn status_word(status: ListStatus, is_manga: bool) -> &'static str {
    match (status, is_manga) {
        (ListStatus::Completed, _) => "Completed",
        (ListStatus::Paused, _) => "On-Hold",
        (ListStatus::Dropped, _) => "Dropped",
        (ListStatus::Current | ListStatus::Repeating, false) => "Watching",
        (ListStatus::Current | ListStatus::Repeating, true) => "Reading",
        (_, false) => "Plan to Watch",
        (_, true) => "Plan to Read",
    }
}

fn series_type(format: MediaFormat) -> &'static str {
    match format {
        MediaFormat::Tv | MediaFormat::TvShort => "TV",
        MediaFormat::Movie => "Movie",
        MediaFormat::Special => "Special",
        MediaFormat::Ova => "OVA",
        MediaFormat::Ona => "ONA",
        MediaFormat::Music => "Music",
        _ => "Unknown",
    }
}

/// The names of custom lists as tags, which commas part.
fn tags(lists: &[Box<str>]) -> String {
    let mut tags = String::new();
    for list in lists {
        if !tags.is_empty() {
            tags.push_str(", ");
        }
        tags.extend(list.chars().map(|c| if c == ',' { ' ' } else { c }));
    }
    tags
}

fn number(out: &mut String, name: &str, value: u32) {
    element(out, name, &value.to_string());
}

fn date(out: &mut String, name: &str, date: Option<FuzzyDate>) {
    element(out, name, &day(date));
}
