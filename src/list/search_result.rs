//! A title that was searched for, as it stands in a list of results.

use super::row::progress_text;
use crate::domain::progress::total;
use crate::domain::{ListStatus, Media, MediaId, TitleLanguage};

/// A result. Texts are as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The work.
    pub media: MediaId,
    /// Its title.
    pub title: String,
    /// Address of its cover.
    pub cover: Option<String>,
    /// Format, year, and how it stands on the person's list.
    pub line: String,
}

impl Hit {
    /// What is said of a work; `entry` is the section it stands in on the person's list, and its progress.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, Media, MediaFormat, MediaId, MediaType};
    /// use tsuzuki::list::search_result::Hit;
    /// let media = Media {
    ///     kind: MediaType::Anime,
    ///     format: MediaFormat::Tv,
    ///     season_year: Some(1998),
    ///     episodes: Some(26),
    ///     ..Media::new(MediaId::new(1).unwrap())
    /// };
    /// assert_eq!(Hit::of(&media, None).line, "TV · 1998");
    /// assert_eq!(Hit::of(&media, Some((ListStatus::Current, 3))).line, "TV · 1998 · Watching 3 / 26");
    /// ```
    pub fn of(media: &Media, entry: Option<(ListStatus, u32)>) -> Self {
        let year = media
            .season_year
            .or(media.started.and_then(|date| date.year()).map(u32::from));
        let standing = entry.map(|(status, progress)| {
            let mut text = String::from(status.label(media.kind));
            text.push(' ');
            text.push_str(&progress_text(progress, total(media)));
            text
        });
        let parts = [
            media.format.label().map(str::to_owned),
            year.map(|year| year.to_string()),
            standing,
        ];
        Self {
            media: media.id,
            title: media.title.pick(TitleLanguage::Unknown).to_owned(),
            cover: media.cover.small().map(ToString::to_string),
            line: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        }
    }
}
