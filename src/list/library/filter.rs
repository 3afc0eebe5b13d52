//! What passes the filters.

use crate::domain::progress::total;
use crate::domain::{ListEntry, ListStatus, Media, MediaStatus};
use crate::list::episodes_behind::{episodes_behind, is_under_way};
use crate::list::query::{Filters, Flag, Names, ProgressState};

/// Whether an entry is all that the filters ask for; `now` in seconds since 1970.
pub(super) fn passes(filters: &Filters, entry: &ListEntry, now: u64) -> bool {
    let media = &entry.media;
    let score = entry.values.score.map_or(0, |score| score.get().into());
    filters.formats.allows(media.format)
        && filters.releases.allows(media.status)
        && filters.seasons.allows(media.season)
        && filters.years.allows(year(media))
        && filters.scores.allows(Some(score))
        && filters
            .progress
            .is_none_or(|state| state == progress_state(entry))
        && has_flags(filters, entry, now)
        && (filters.countries.is_empty()
            || media
                .country
                .is_some_and(|country| filters.countries.has(country.as_str())))
        && agrees(&filters.genres, &filters.not_genres, &mut || {
            media.genres.iter().map(|genre| genre.as_str())
        })
        && agrees(&filters.tags, &filters.not_tags, &mut || tags(media))
}

/// The names of a work's tags.
pub(super) fn tags(media: &Media) -> impl Iterator<Item = &'static str> {
    media.tags.iter().map(|tag| tag.as_str())
}

/// The year that a work belongs to.
pub(super) fn year(media: &Media) -> Option<u32> {
    let started = || media.started.and_then(|date| date.year()).map(u32::from);
    media.season_year.or_else(started)
}

/// Whether all of `wanted` and none of `unwanted` are among the names.
fn agrees<'a, I: Iterator<Item = &'a str>>(
    wanted: &Names,
    unwanted: &Names,
    names: &mut dyn FnMut() -> I,
) -> bool {
    wanted.iter().all(|name| names().any(|known| known == name))
        && (unwanted.is_empty() || !names().any(|known| unwanted.has(known)))
}

fn progress_state(entry: &ListEntry) -> ProgressState {
    let values = &entry.values;
    let is_through = total(&entry.media).is_some_and(|total| values.progress >= total);
    if values.status == ListStatus::Completed || is_through {
        ProgressState::Complete
    } else if values.progress == 0 && values.progress_volumes == 0 {
        ProgressState::NotStarted
    } else {
        ProgressState::InProgress
    }
}

fn has_flags(filters: &Filters, entry: &ListEntry, now: u64) -> bool {
    let (values, media) = (&entry.values, &entry.media);
    Flag::ALL.iter().all(|(flag, _)| {
        filters.flags.get(*flag).is_none_or(|wanted| {
            wanted
                == match flag {
                    Flag::Behind => is_under_way(values.status) && episodes_behind(values, media, now) > 0,
                    Flag::Airing => media.next_airing.is_some() || media.status == MediaStatus::Releasing,
                    Flag::Adult => media.adult,
                    Flag::Private => values.private,
                    Flag::Favourite => media.favourite,
                    Flag::Notes => !values.notes.is_empty(),
                }
        })
    })
}
