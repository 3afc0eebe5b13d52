//! What comes next: entries in progress in the order in which somebody wants to go on, and what airs soon.

use crate::domain::sort::sort;
use crate::domain::{ListEntry, ListStatus, Media};
use crate::list::episodes_behind::{episodes_behind, left};
use crate::list::library::Library;
use crate::text::format::number;

/// An entry to go on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextUp {
    /// Its row in the library.
    pub row: u32,
    /// How many aired episodes were not watched.
    pub behind: u32,
}

/// The entries in progress, in the order in which somebody goes on with them; `now` in seconds since 1970.
///
/// First what has new episodes, the latest change first; then works that are all there and not at their end, the latest
/// change first; then those that wait for an episode, the next one first; then the rest, the latest change first.
pub fn next_up(library: &Library, now: u64) -> Vec<NextUp> {
    let mut found: Vec<(u64, NextUp)> = Vec::new();
    for (row, entry) in rows(library) {
        if !matches!(entry.values.status, ListStatus::Current | ListStatus::Repeating) {
            continue;
        }
        let behind = episodes_behind(&entry.values, &entry.media, now);
        let airs = entry
            .media
            .next_airing
            .map(|next| next.airing_at)
            .filter(|at| *at > now);
        let latest = LAST - library.updated(row).unwrap_or(0).min(LAST);
        let place = match airs {
            _ if behind > 0 => latest,
            _ if left(&entry.values, &entry.media, now) > 0 => GROUP + latest,
            Some(at) => 2 * GROUP + at.min(LAST),
            None => 3 * GROUP + latest,
        };
        found.push((place, NextUp { row, behind }));
    }
    in_order(&found)
}

/// How many of them there are, and how many have new episodes. Works are counted, not episodes: of those nobody knows
/// whether thousands are many. Nothing when there are none.
///
/// ```
/// use tsuzuki::list::next_up::{NextUp, summary};
/// let next = [NextUp { row: 0, behind: 120 }, NextUp { row: 1, behind: 0 }];
/// assert_eq!(summary(&next).as_deref(), Some("1 with new episodes · 2 in progress"));
/// assert_eq!(summary(&next[1..]).as_deref(), Some("1 in progress"));
/// assert_eq!(summary(&[]), None);
/// ```
pub fn summary(next: &[NextUp]) -> Option<String> {
    let new = next.iter().filter(|next| next.behind > 0).count() as u64;
    let all = [&number(next.len() as u64), " in progress"].concat();
    match (next.is_empty(), new) {
        (true, _) => None,
        (false, 0) => Some(all),
        (false, new) => Some([&number(new), " with new episodes · ", &all].concat()),
    }
}

/// Groups of places, each wide enough for any time.
const GROUP: u64 = 1 << 62;
const LAST: u64 = GROUP - 1;

/// An episode of an anime on one's list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToAir<'a> {
    /// Of which anime.
    pub media: &'a Media,
    /// Which episode.
    pub episode: u32,
    /// When, in seconds since 1970.
    pub airing_at: u64,
}

/// Where days begin for the person who looks, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Today.
    pub today: u64,
    /// Tomorrow.
    pub tomorrow: u64,
    /// The first day that is not this week any more.
    pub end: u64,
}

/// What airs soon of one's list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schedule<'a> {
    /// Today, what has aired already too.
    pub today: Vec<ToAir<'a>>,
    /// After today, this week.
    pub week: Vec<ToAir<'a>>,
}

/// What airs today and in the rest of the week, in the order of time, of everything on the list that was not dropped.
/// AniList tells one next episode for each work, so of a work with more than one in a week the first is here.
pub fn schedule<'a>(works: impl IntoIterator<Item = (&'a Media, ListStatus)>, days: Days) -> Schedule<'a> {
    let (mut today, mut week) = (Vec::new(), Vec::new());
    for (media, status) in works {
        let Some(next) = media.next_airing.filter(|_| status != ListStatus::Dropped) else {
            continue;
        };
        let to_air = ToAir {
            media,
            episode: next.episode,
            airing_at: next.airing_at,
        };
        if (days.today..days.tomorrow).contains(&next.airing_at) {
            today.push((next.airing_at, to_air));
        } else if (days.tomorrow..days.end).contains(&next.airing_at) {
            week.push((next.airing_at, to_air));
        }
    }
    Schedule {
        today: in_order(&today),
        week: in_order(&week),
    }
}

fn rows(library: &Library) -> impl Iterator<Item = (u32, &ListEntry)> {
    (0..).zip(library.entries())
}

/// The things by their places.
fn in_order<T: Copy>(found: &[(u64, T)]) -> Vec<T> {
    let places: Vec<u64> = found.iter().map(|(place, _)| *place).collect();
    let things = order(&places);
    let things = things.iter().filter_map(|at| found.get(*at as usize));
    things.map(|(_, thing)| *thing).collect()
}

fn order(places: &[u64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..places.len() as u32).collect();
    let place = |at: u32| places.get(at as usize);
    sort(&mut order, &mut |a, b| place(a).cmp(&place(b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Airing, EntryId, EntryValues, ListChunk, MediaId, MediaStatus, MediaType};

    const NOW: u64 = 1_000_000;

    struct Case {
        status: ListStatus,
        progress: u32,
        updated: u64,
        next: Option<(u32, u64)>,
        finished: Option<u32>,
    }

    fn case(status: ListStatus, progress: u32, updated: u64) -> Case {
        Case {
            status,
            progress,
            updated,
            next: None,
            finished: None,
        }
    }

    /// Ids count from 1 in the order of the cases.
    fn library(kind: MediaType, cases: &[Case]) -> Library {
        let entries = (1..).zip(cases).map(|(id, case)| ListEntry {
            id: EntryId::new(id).unwrap(),
            values: EntryValues {
                status: case.status,
                progress: case.progress,
                ..EntryValues::default()
            },
            updated_at: Some(case.updated),
            created_at: None,
            media: Media {
                kind,
                next_airing: case
                    .next
                    .map(|(episode, airing_at)| Airing { episode, airing_at }),
                episodes: case.finished,
                status: if case.finished.is_some() {
                    MediaStatus::Finished
                } else {
                    MediaStatus::Releasing
                },
                ..Media::new(MediaId::new(id).unwrap())
            },
        });
        let mut library = Library::new(kind, true);
        library.add_chunk(ListChunk {
            entries: entries.collect(),
            ..ListChunk::default()
        });
        library
    }

    fn ids(library: &Library, rows: impl IntoIterator<Item = u32>) -> Vec<u64> {
        rows.into_iter()
            .map(|row| library.entry(row).unwrap().id.get())
            .collect()
    }

    #[test]
    fn behind_first_then_what_airs_then_the_rest() {
        use ListStatus::{Completed, Current, Paused, Repeating};
        let library = library(
            MediaType::Anime,
            &[
                case(Current, 4, 10),
                Case {
                    next: Some((6, NOW + 500)),
                    ..case(Current, 5, 90)
                },
                Case {
                    next: Some((6, NOW + 500)),
                    ..case(Current, 4, 20)
                },
                Case {
                    finished: Some(12),
                    ..case(Repeating, 4, 30)
                },
                Case {
                    next: Some((3, NOW + 100)),
                    ..case(Current, 2, 5)
                },
                Case {
                    next: Some((3, NOW)),
                    ..case(Current, 2, 25)
                },
                case(Current, 0, 40),
                Case {
                    finished: Some(12),
                    ..case(Paused, 4, 99)
                },
                Case {
                    finished: Some(12),
                    ..case(Completed, 4, 99)
                },
                // Watched ahead, and what is known of it is old: nothing to watch, nothing announced.
                Case {
                    next: Some((3, NOW - 100)),
                    ..case(Current, 3, 30)
                },
                Case {
                    finished: Some(12),
                    ..case(Current, 12, 20)
                },
            ],
        );
        let next = next_up(&library, NOW);
        assert_eq!(
            ids(&library, next.iter().map(|next| next.row)),
            [6, 3, 4, 5, 2, 7, 10, 11, 1]
        );
        let behind: Vec<u32> = next.iter().map(|next| next.behind).collect();
        assert_eq!(behind, [1, 1, 0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn an_edit_made_here_is_the_latest_change() {
        let mut library = library(
            MediaType::Manga,
            &[case(ListStatus::Current, 1, 10), case(ListStatus::Current, 1, 20)],
        );
        let order = |library: &Library| ids(library, next_up(library, NOW).iter().map(|next| next.row));
        assert_eq!(order(&library), [2, 1]);
        let media = MediaId::new(1).unwrap();
        let values = library.get(media).unwrap().values.clone();
        library.set_values(media, values, NOW);
        assert_eq!(order(&library), [1, 2]);
    }

    #[test]
    fn today_and_this_week() {
        let airs = |status, at| Case {
            next: Some((5, at)),
            ..case(status, 3, 1)
        };
        let days = Days {
            today: 1_000,
            tomorrow: 2_000,
            end: 8_000,
        };
        let library = library(
            MediaType::Anime,
            &[
                airs(ListStatus::Current, 1_999),
                airs(ListStatus::Planning, 1_000),
                airs(ListStatus::Dropped, 1_500),
                airs(ListStatus::Paused, 7_999),
                airs(ListStatus::Current, 2_000),
                airs(ListStatus::Current, 8_000),
                airs(ListStatus::Current, 999),
                case(ListStatus::Current, 3, 1),
            ],
        );
        let works = library
            .entries()
            .iter()
            .map(|entry| (&entry.media, entry.values.status));
        let schedule = schedule(works, days);
        let ids = |part: &[ToAir<'_>]| part.iter().map(|air| air.media.id.get()).collect::<Vec<_>>();
        assert_eq!(ids(&schedule.today), [2, 1]);
        assert_eq!(ids(&schedule.week), [5, 4]);
    }
}
