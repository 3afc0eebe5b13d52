//! What a line of a list says, as text: the rules are here, drawing is the browser layer's.

use crate::domain::progress::{self, Counter, Rules};
use crate::domain::{Face, ListEntry, Mark, MediaStatus, MediaType, ScoreFormat, TitleLanguage};
use crate::list::episodes_behind::{self, episodes_behind, is_under_way};
use crate::text::format;

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The heading of a section.
    Heading(Heading),
    /// An entry.
    Entry(Box<Row>),
}

/// The heading of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// Entries in it that pass the filter.
    pub count: String,
    /// Whether its entries are hidden.
    pub collapsed: bool,
}

/// Whether AniList has what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SyncStatus {
    /// It has.
    #[default]
    Saved,
    /// It will be sent.
    Unsent,
    /// Something needs the person: AniList refused it, or has something else.
    NeedsYou,
}

/// An entry. Texts are as they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The work's title.
    pub title: String,
    /// Where a click on the title leads.
    pub href: String,
    /// Address of the cover.
    pub cover: Option<String>,
    /// Format, season, what is known of the next episode.
    pub meta: String,
    /// What needs attention: episodes that came out and were not watched.
    pub behind: String,
    /// How far the owner is.
    pub progress: String,
    /// The same in percent; none where the length is unknown.
    pub percent: u8,
    /// How many volumes of a manga the owner has read; empty where nobody counts them.
    pub volumes: String,
    /// The score in the owner's scale.
    pub score: String,
    /// The face that stands in its place, where the scale has faces.
    pub face: Option<Face>,
    /// The score for those who do not see it.
    pub score_label: String,
    /// Small marks: private, notes, favourite.
    pub marks: String,
    /// Whether one more does nothing: there is none left, and nothing to complete.
    pub at_end: bool,
    /// Whether there is nothing to take off it.
    pub at_start: bool,
    /// Whether AniList has it.
    pub standing: SyncStatus,
    /// What it became and where it will go, while it stays where it was; mostly empty.
    pub note: String,
    /// Whether it is chosen, while entries are being chosen.
    pub chosen: Option<bool>,
}

/// The symbol of `style/icons.svg` that draws a face.
pub fn face_icon(face: Face) -> &'static str {
    match face {
        Face::Bad => "face-bad",
        Face::Neutral => "face-neutral",
        Face::Good => "face-good",
    }
}

/// How rows are read.
#[derive(Debug, Clone, Copy)]
pub struct RowContext<'a> {
    /// The address of the editor, up to the number of the work.
    pub edit: &'a str,
    /// Seconds since 1970.
    pub now: u64,
    /// The owner's scale.
    pub scores: ScoreFormat,
    /// The language of titles.
    pub language: TitleLanguage,
    /// Which rules the person wants.
    pub rules: Rules,
}

impl Row {
    /// What is said of `entry`.
    pub fn of(entry: &ListEntry, look: RowContext<'_>, standing: SyncStatus) -> Self {
        let (values, media) = (&entry.values, &entry.media);
        let total = progress::total(media);
        let behind = match is_under_way(values.status) {
            true => episodes_behind(values, media, look.now),
            false => 0,
        };
        Self {
            title: media.title.pick(look.language).to_owned(),
            href: format!("{}{}", look.edit, media.id),
            cover: media.cover.small().map(ToString::to_string),
            meta: meta(entry, look.now),
            behind: if behind > 0 {
                behind_text(behind)
            } else {
                String::new()
            },
            progress: progress_text(values.progress, total),
            percent: percent(values.progress, total),
            volumes: volumes(entry),
            score: values
                .score
                .map_or_else(|| "–".to_owned(), |score| look.scores.show(score)),
            face: values.score.and_then(|score| match look.scores.mark(score) {
                Mark::Face(face) => Some(face),
                Mark::Number | Mark::Stars(_) => None,
            }),
            score_label: values
                .score
                .map_or_else(|| "not scored".to_owned(), |score| look.scores.label_of(score)),
            marks: marks(entry),
            at_end: progress::is_through(values, media, look.rules),
            at_start: values.progress == 0,
            standing,
            note: String::new(),
            chosen: None,
        }
    }
}

/// ```
/// assert_eq!(tsuzuki::list::row::behind_text(2), "2 behind");
/// ```
pub fn behind_text(behind: u32) -> String {
    let mut text = format::number(behind.into());
    text.push_str(" behind");
    text
}

/// How an entry stands, in a few words, for those who have another entry before them.
///
/// ```
/// use tsuzuki::domain::{EntryId, EntryValues, ListEntry, ListStatus, Media, MediaId, MediaType, Score, ScoreFormat};
/// let entry = ListEntry {
///     id: EntryId::new(1).unwrap(),
///     values: EntryValues {
///         status: ListStatus::Current,
///         progress: 14,
///         score: Score::new(86),
///         ..EntryValues::default()
///     },
///     updated_at: None,
///     created_at: None,
///     media: Media { kind: MediaType::Anime, episodes: Some(26), ..Media::new(MediaId::new(6).unwrap()) },
/// };
/// let text = tsuzuki::list::row::standing_text(&entry, ScoreFormat::Point100);
/// assert_eq!(text, "Watching, 14 / 26, score 86 of 100");
/// ```
pub fn standing_text(entry: &ListEntry, scores: ScoreFormat) -> String {
    let (values, media) = (&entry.values, &entry.media);
    let score = match values.score {
        Some(score) => ["score ", &scores.label_of(score)].concat(),
        None => "not scored".to_owned(),
    };
    let progress = progress_text(values.progress, progress::total(media));
    [values.status.label(media.kind), &progress, &score].join(", ")
}

/// How much is left of a work that is all there, quietly: "12 left". Empty where nothing is, or nothing is under way.
pub fn left_text(entry: &ListEntry, now: u64) -> String {
    let left = match is_under_way(entry.values.status) {
        true => episodes_behind::left(&entry.values, &entry.media, now),
        false => 0,
    };
    match left {
        0 => String::new(),
        left => [&format::number(left.into()), " left"].concat(),
    }
}

/// ```
/// use tsuzuki::list::row::progress_text;
/// assert_eq!(progress_text(3, Some(24)), "3 / 24");
/// assert_eq!(progress_text(1_200, None), "1,200");
/// ```
pub fn progress_text(progress: u32, total: Option<u32>) -> String {
    let mut text = format::number(progress.into());
    if let Some(total) = total {
        text.push_str(" / ");
        text.push_str(&format::number(total.into()));
    }
    text
}

fn volumes(entry: &ListEntry) -> String {
    let (read, total) = (
        entry.values.progress_volumes,
        Counter::Volumes.total(&entry.media),
    );
    let counts = entry.media.kind == MediaType::Manga && (read > 0 || total.is_some());
    match counts {
        true => ["Vol. ", &progress_text(read, total)].concat(),
        false => String::new(),
    }
}

fn percent(progress: u32, total: Option<u32>) -> u8 {
    let share = |total: u32| u64::from(progress) * 100 / u64::from(total.max(1));
    total.map_or(0, |total| share(total).min(100) as u8)
}

fn meta(entry: &ListEntry, now: u64) -> String {
    let media = &entry.media;
    let mut text = String::new();
    let mut add = |part: &str| {
        if !part.is_empty() {
            if !text.is_empty() {
                text.push_str(" · ");
            }
            text.push_str(part);
        }
    };
    add(media.format.label().unwrap_or_default());
    let year = media
        .started
        .and_then(|date| date.year())
        .map(|year| year.to_string());
    add(&media.season_label().or(year).unwrap_or_default());
    add(match (media.status, media.kind) {
        (MediaStatus::Releasing, MediaType::Manga) => "Publishing",
        (MediaStatus::Releasing, _) => "Airing",
        (MediaStatus::NotYetReleased, _) => "Not yet released",
        (MediaStatus::Cancelled, _) => "Cancelled",
        (MediaStatus::Hiatus, _) => "On hiatus",
        (MediaStatus::Finished | MediaStatus::Unknown, _) => "",
    });
    if let Some(next) = media.next_airing {
        add(&format::next_episode(next, now));
    }
    add(&left_text(entry, now));
    text
}

fn marks(entry: &ListEntry) -> String {
    let values = &entry.values;
    let marks = [
        (entry.media.favourite, "♥"),
        (values.private, "private"),
        (values.repeat > 0, "↻"),
        (!values.notes.is_empty(), "✎"),
    ];
    let mut text = String::new();
    for (_, mark) in marks.iter().filter(|(shown, _)| *shown) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(mark);
    }
    text
}
