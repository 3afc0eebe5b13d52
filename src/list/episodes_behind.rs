//! How many episodes there are still to watch: those that came out in the meantime, or what is left of a finished work.

use crate::domain::civil::days_of;
use crate::domain::progress::total;
use crate::domain::{EntryValues, FuzzyDate, ListStatus, Media, MediaStatus};

/// For so long after its last episode somebody can still be behind a work. Later it is a work like any other, of which
/// some is left.
const STILL_NEW_DAYS: i64 = 14;

/// Whether an entry is being watched or read, or is to be taken up again: being behind means something there.
pub fn is_under_way(status: ListStatus) -> bool {
    matches!(
        status,
        ListStatus::Current | ListStatus::Repeating | ListStatus::Paused
    )
}

/// How many episodes of an anime that is coming out have aired; `None` for every other, and when it cannot be told.
/// `now` in seconds since 1970. What has ended counts as coming out for another fortnight.
///
/// While it airs, that is every episode before the next one, and that one too from the moment it airs, as what is known
/// of a work may be older than that.
pub fn aired(media: &Media, now: u64) -> Option<u32> {
    match (media.status, media.next_airing) {
        (MediaStatus::Finished, _) => media.episodes.filter(|_| has_just_ended(media.ended, now)),
        (MediaStatus::Cancelled | MediaStatus::Hiatus, _) | (_, None) => None,
        (_, Some(next)) if now >= next.airing_at => Some(next.episode),
        (_, Some(next)) => Some(next.episode.saturating_sub(1)),
    }
}

/// A date without its day ended who knows when.
fn has_just_ended(ended: Option<FuzzyDate>, now: u64) -> bool {
    let day = |date: FuzzyDate| days_of(date.year()?.into(), date.month()?, date.day()?);
    let today = i64::try_from(now / (24 * 60 * 60)).unwrap_or(i64::MAX);
    ended
        .and_then(day)
        .is_some_and(|day| today.saturating_sub(day) <= STILL_NEW_DAYS)
}

/// How many aired episodes were not watched, of an anime that is coming out; 0 for every other work. `now` in seconds
/// since 1970.
///
/// ```
/// use tsuzuki::domain::{Airing, EntryValues, Media, MediaId};
/// use tsuzuki::list::episodes_behind::episodes_behind;
/// let mut media = Media::new(MediaId::new(1).unwrap());
/// media.next_airing = Some(Airing { episode: 5, airing_at: 1_000 });
/// let values = EntryValues { progress: 2, ..EntryValues::default() };
/// assert_eq!(episodes_behind(&values, &media, 999), 2);
/// assert_eq!(episodes_behind(&values, &media, 1_000), 3);
/// ```
pub fn episodes_behind(values: &EntryValues, media: &Media, now: u64) -> u32 {
    aired(media, now).unwrap_or(0).saturating_sub(values.progress)
}

/// How many episodes or chapters are left of a work that is all there already; 0 where somebody is behind instead, where
/// more are to come, and where nobody knows the end. `now` in seconds since 1970.
///
/// ```
/// use tsuzuki::domain::{EntryValues, Media, MediaId, MediaStatus};
/// use tsuzuki::list::episodes_behind::left;
/// let media = Media { status: MediaStatus::Finished, episodes: Some(26), ..Media::new(MediaId::new(1).unwrap()) };
/// let values = EntryValues { progress: 14, ..EntryValues::default() };
/// assert_eq!(left(&values, &media, 0), 12);
/// ```
pub fn left(values: &EntryValues, media: &Media, now: u64) -> u32 {
    let is_all_there = matches!(
        media.status,
        MediaStatus::Finished | MediaStatus::Cancelled | MediaStatus::Hiatus
    );
    match aired(media, now) {
        None if is_all_there => total(media).unwrap_or(0).saturating_sub(values.progress),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Airing, MediaId, MediaType};
    use MediaStatus::{Cancelled, Finished, Hiatus, NotYetReleased, Releasing, Unknown};

    /// 2024-05-20, at noon in UTC.
    const NOW: u64 = 1_716_206_400;

    fn date(year: u16, month: u8, day: u8) -> Option<FuzzyDate> {
        FuzzyDate::new(Some(year), Some(month), Some(day))
    }

    /// Status, when it ended, the next episode and in how many seconds it airs: how many somebody who has watched 4 of 12 is
    /// behind, and how many are left.
    type Case = (MediaStatus, Option<FuzzyDate>, Option<(u32, i64)>, u32, u32);

    const CASES: &[Case] = &[
        (Releasing, None, Some((7, 60)), 2, 0),
        (Releasing, None, Some((7, 0)), 3, 0),
        (Releasing, None, Some((5, 60)), 0, 0),
        (Releasing, None, Some((1, 60)), 0, 0),
        (Releasing, None, None, 0, 0),
        (NotYetReleased, None, Some((1, 60)), 0, 0),
        (NotYetReleased, None, None, 0, 0),
        (Unknown, None, Some((6, 60)), 1, 0),
        (Unknown, None, None, 0, 0),
        (Finished, None, None, 0, 8),
        (Cancelled, None, None, 0, 8),
        (Hiatus, None, None, 0, 8),
        (Hiatus, None, Some((9, 60)), 0, 8),
    ];

    fn check(case: &Case, kind: MediaType) {
        let (status, ended, next, behind, rest) = *case;
        let media = Media {
            kind,
            status,
            ended,
            episodes: Some(12),
            next_airing: next.map(|(episode, seconds)| Airing {
                episode,
                airing_at: NOW.saturating_add_signed(seconds),
            }),
            ..Media::new(MediaId::new(1).unwrap())
        };
        let values = EntryValues {
            progress: 4,
            ..EntryValues::default()
        };
        let got = (episodes_behind(&values, &media, NOW), left(&values, &media, NOW));
        assert_eq!(got, (behind, rest), "{case:?}");
    }

    #[test]
    fn behind_is_for_what_comes_out_and_left_for_what_is_there() {
        for case in CASES {
            check(case, MediaType::Anime);
        }
        let endings = [
            (date(2024, 5, 20), true),
            (date(2024, 5, 6), true),
            (date(2024, 5, 5), false),
            (date(2023, 5, 20), false),
            (date(1998, 9, 30), false),
            // Told of before it was over.
            (date(2024, 5, 27), true),
            (FuzzyDate::new(Some(2024), Some(5), None), false),
            (FuzzyDate::new(Some(2024), None, None), false),
            (FuzzyDate::new(None, Some(5), Some(20)), false),
        ];
        for (ended, is_new) in endings {
            let (behind, rest) = if is_new { (8, 0) } else { (0, 8) };
            check(&(Finished, ended, None, behind, rest), MediaType::Anime);
            // No date makes what is coming out, or was given up, something else.
            check(&(Releasing, ended, Some((7, 60)), 2, 0), MediaType::Anime);
            check(&(Cancelled, ended, None, 0, 8), MediaType::Anime);
        }
    }

    #[test]
    fn nobody_is_both_behind_and_has_something_left() {
        for status in [Releasing, NotYetReleased, Finished, Cancelled, Hiatus, Unknown] {
            for next in [None, Some((5, -60)), Some((9, 60))] {
                for ended in [None, date(2024, 5, 19), date(2020, 1, 1)] {
                    for progress in 0..15 {
                        let media = Media {
                            status,
                            ended,
                            episodes: Some(12),
                            next_airing: next.map(|(episode, seconds)| Airing {
                                episode,
                                airing_at: NOW.saturating_add_signed(seconds),
                            }),
                            ..Media::new(MediaId::new(1).unwrap())
                        };
                        let values = EntryValues {
                            progress,
                            ..EntryValues::default()
                        };
                        let both = (episodes_behind(&values, &media, NOW), left(&values, &media, NOW));
                        assert!(both.0 == 0 || both.1 == 0, "{media:?} at {progress}");
                    }
                }
            }
        }
    }
}
