//! The order of entries.

use super::Facts;
use super::titles::Titles;
use super::work::Work;
use crate::domain::sort::sort;
use crate::domain::{FuzzyDate, ListEntry, MediaTitle};
use crate::list::query::Sort;

/// Lets rows that were added stand at the end of an order.
pub(super) fn extend(rows: &mut Vec<u32>, count: usize) {
    rows.extend(rows.len() as u32..count as u32);
}

/// Takes a row out of an order; the last row, `last`, takes its number. An order that does not have all rows yet begins
/// anew.
pub(super) fn swap_remove(rows: &mut Vec<u32>, row: u32, last: u32) {
    if rows.len() != last as usize + 1 {
        return rows.clear();
    }
    rows.retain(|known| *known != row);
    if let Some(moved) = rows.iter_mut().find(|known| **known == last) {
        *moved = row;
    }
}

/// All rows in the order that was asked for last, until something changes.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    rows: Vec<u32>,
    /// For which order, which way, in which state of the list and of its titles.
    made_for: Option<(Sort, bool, u32, u32)>,
}

impl Sorted {
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Follows the removal of a row.
    pub(super) fn swap_remove(&mut self, row: u32, last: u32) {
        swap_remove(&mut self.rows, row, last);
        self.made_for = None;
    }

    /// Brings the rows in order. `titles` must be in order when [`needs_titles`] says so.
    pub(super) fn make(&mut self, by: Sort, descends: bool, list: List<'_>, work: &mut Work) {
        let titles = needs_titles(by).then(|| list.titles.revision());
        let made_for = Some((by, descends, list.revision, titles.unwrap_or(0)));
        if self.made_for == made_for {
            return;
        }
        self.made_for = made_for;
        extend(&mut self.rows, list.entries.len());
        let keys: Vec<u64> = (0..list.entries.len() as u32)
            .map(|row| place(by, descends, row, list))
            .collect();
        work.keyed += keys.len();
        let key = |row: u32| keys.get(row as usize);
        sort(&mut self.rows, &mut |a, b| {
            work.compared += 1;
            key(a).cmp(&key(b))
        });
    }
}

/// Everything that places are decided by.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    pub(super) entries: &'a [ListEntry],
    pub(super) facts: &'a [Facts],
    pub(super) titles: &'a Titles,
    pub(super) revision: u32,
}

/// Whether titles decide, or at least decide between equals. Times differ nearly always, and what was changed at once
/// goes by the entries' ids: so the first look at a list need not wait for its titles.
pub(super) fn needs_titles(by: Sort) -> bool {
    !matches!(by, Sort::Updated | Sort::Added)
}

/// A number that grows along the order: what decides in its upper half, with what is unknown above all that is known, and
/// what decides between equals in its lower half.
fn place(by: Sort, descends: bool, row: u32, list: List<'_>) -> u64 {
    let (Some(entry), Some(facts)) = (list.entries.get(row as usize), list.facts.get(row as usize)) else {
        return u64::MAX;
    };
    const LAST_KNOWN: u32 = u32::MAX - 1;
    let decides = decides(by, entry, facts, list.titles.rank(row)).map(|key| key.min(LAST_KNOWN));
    let upper = match decides {
        Some(key) if descends => LAST_KNOWN - key,
        Some(key) => key,
        None => u32::MAX,
    };
    let id = entry.id.get() as u32;
    let lower = match needs_titles(by) {
        true => list.titles.rank(row),
        false if descends => !id,
        false => id,
    };
    (u64::from(upper) << 32) | u64::from(lower)
}

fn decides(by: Sort, entry: &ListEntry, facts: &Facts, title_rank: u32) -> Option<u32> {
    let (values, media) = (&entry.values, &entry.media);
    let seconds = |time: u64| u32::try_from(time).unwrap_or(u32::MAX);
    match by {
        Sort::Title | Sort::TitleRomaji | Sort::TitleEnglish | Sort::TitleNative => {
            (media.title != MediaTitle::default()).then_some(title_rank)
        }
        Sort::Updated => facts.updated(entry).map(seconds),
        Sort::Added => entry.created_at.map(seconds),
        Sort::Score => values.score.map(|score| score.get().into()),
        Sort::Progress => Some(values.progress),
        Sort::Started => values.started.map(FuzzyDate::number),
        Sort::Completed => values.completed.map(FuzzyDate::number),
        Sort::Average => media.average_score.map(u32::from),
        Sort::Popularity => media.popularity,
        Sort::NextAiring => media.next_airing.map(|airing| seconds(airing.airing_at)),
        Sort::Priority => Some(values.priority),
    }
}
