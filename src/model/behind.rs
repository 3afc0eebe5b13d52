//! How many episodes there are still to watch.

use crate::domain::{EntryValues, ListStatus, Media, MediaStatus};

/// Whether an entry is being watched or read, or is to be taken up again: being behind means something there.
pub fn is_under_way(status: ListStatus) -> bool {
    matches!(
        status,
        ListStatus::Current | ListStatus::Repeating | ListStatus::Paused
    )
}

/// How many episodes of an anime have aired; `None` when that cannot be told. `now` in seconds since 1970.
///
/// While it airs, that is every episode before the next one, and that one too from the moment it airs, as what is known
/// of a work may be older than that.
pub fn aired(media: &Media, now: u64) -> Option<u32> {
    match (media.next_airing, media.status) {
        (Some(next), _) if now >= next.airing_at => Some(next.episode),
        (Some(next), _) => Some(next.episode.saturating_sub(1)),
        (None, MediaStatus::Finished) => media.episodes,
        (None, _) => None,
    }
}

/// How many aired episodes were not watched; 0 for what is not known and for manga. `now` in seconds since 1970.
///
/// ```
/// use tsuzuki::domain::{Airing, EntryValues, Media, MediaId};
/// use tsuzuki::model::behind::episodes_behind;
/// let mut media = Media::new(MediaId::new(1).unwrap());
/// media.next_airing = Some(Airing { episode: 5, airing_at: 1_000 });
/// let values = EntryValues { progress: 2, ..EntryValues::default() };
/// assert_eq!(episodes_behind(&values, &media, 999), 2);
/// assert_eq!(episodes_behind(&values, &media, 1_000), 3);
/// ```
pub fn episodes_behind(values: &EntryValues, media: &Media, now: u64) -> u32 {
    aired(media, now).unwrap_or(0).saturating_sub(values.progress)
}
