//! The sections of a person's list, and how they score.

use super::media::MediaType;
use super::words::words;

words! {
    /// `MediaListStatus`: the section of a list that an entry stands in.
    ListStatus {
        /// Watching or reading now.
        Current = "CURRENT",
        /// Watching or reading once more.
        Repeating = "REPEATING",
        /// Seen or read to the end.
        Completed = "COMPLETED",
        /// Interrupted, to be taken up again.
        Paused = "PAUSED",
        /// Given up.
        Dropped = "DROPPED",
        /// To be started some day.
        Planning = "PLANNING",
    }
}

impl ListStatus {
    /// The heading AniList gives this section on a list of this type.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaType};
    /// assert_eq!(ListStatus::Current.label(MediaType::Anime), "Watching");
    /// assert_eq!(ListStatus::Current.label(MediaType::Manga), "Reading");
    /// ```
    pub fn label(self, kind: MediaType) -> &'static str {
        match (self, kind) {
            (Self::Current, MediaType::Manga) => "Reading",
            (Self::Current, _) => "Watching",
            (Self::Repeating, MediaType::Manga) => "Rereading",
            (Self::Repeating, _) => "Rewatching",
            (Self::Completed, _) => "Completed",
            (Self::Paused, _) => "Paused",
            (Self::Dropped, _) => "Dropped",
            (Self::Planning, _) => "Planning",
            (Self::Unknown, _) => "Other",
        }
    }
}

/// How many entries stand in each section of a list.
///
/// ```
/// use tsuzuki::domain::{ListStatus, StatusCounts};
/// let counts: StatusCounts = [(ListStatus::Current, 7), (ListStatus::Dropped, 2)].into_iter().collect();
/// assert_eq!(counts.get(ListStatus::Current), 7);
/// assert_eq!(counts.get(ListStatus::Paused), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusCounts(Vec<(ListStatus, u32)>);

impl StatusCounts {
    /// Entries in this section; 0 when AniList did not mention it.
    pub fn get(&self, status: ListStatus) -> u32 {
        self.0
            .iter()
            .filter(|(known, _)| *known == status)
            .fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }

    /// The sections that hold something, in the order of [`ListStatus::ALL`], which is AniList's own.
    pub fn iter(&self) -> impl Iterator<Item = (ListStatus, u32)> {
        ListStatus::ALL
            .iter()
            .map(|&status| (status, self.get(status)))
            .filter(|(_, count)| *count > 0)
    }
}

impl FromIterator<(ListStatus, u32)> for StatusCounts {
    fn from_iter<I: IntoIterator<Item = (ListStatus, u32)>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}

words! {
    /// `ScoreFormat`: the scale in which a person scores. It changes the meaning of every `score`.
    ScoreFormat {
        /// 0 to 100, whole numbers.
        Point100 = "POINT_100",
        /// 0 to 10 with one decimal place.
        Point10Decimal = "POINT_10_DECIMAL",
        /// 0 to 10, whole numbers.
        Point10 = "POINT_10",
        /// 0 to 5 stars.
        Point5 = "POINT_5",
        /// 1 to 3, drawn as faces from sad to happy; 0 is no score.
        Point3 = "POINT_3",
    }
}

impl ScoreFormat {
    /// The scale in words, as AniList's settings name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Point100 => "100 points (55/100)",
            Self::Point10Decimal => "10 points with decimals (5.5/10)",
            Self::Point10 => "10 points (5/10)",
            Self::Point5 => "5 stars (3/5)",
            Self::Point3 => "3 smileys",
            Self::Unknown => "a scale this version does not know",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_keep_section_order_and_skip_empty_and_unknown_sections() {
        let counts: StatusCounts = [
            (ListStatus::Planning, 4),
            (ListStatus::Unknown, 9),
            (ListStatus::Paused, 0),
            (ListStatus::Current, 2),
            (ListStatus::Current, u32::MAX),
        ]
        .into_iter()
        .collect();
        let seen: Vec<_> = counts.iter().collect();
        assert_eq!(seen, [(ListStatus::Current, u32::MAX), (ListStatus::Planning, 4)]);
    }

    #[test]
    fn every_section_has_its_own_heading() {
        for kind in [MediaType::Anime, MediaType::Manga] {
            let mut labels: Vec<_> = ListStatus::ALL.iter().map(|status| status.label(kind)).collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), ListStatus::ALL.len(), "{kind:?}");
        }
    }
}
