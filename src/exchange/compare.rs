//! What changed between two files of one's lists.

#[cfg(test)]
mod tests;

use super::keys::Keys;
use super::{Import, Origin, Record, mal};
use crate::domain::{Field, MediaType, ScoreFormat, TitleLanguage, Value};
use crate::text::format::number;
use crate::text::labels;

/// A field of which the value changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it was.
    pub before: Value,
    /// What it is; of the same field.
    pub after: Value,
}

/// An entry that is in both files, with other values.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed<'a> {
    /// The entry as the newer file has it.
    pub entry: &'a Record,
    /// The fields that differ, among those that both files have.
    pub changes: Vec<Change>,
}

/// What changed between two files.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'a> {
    /// When the files were written, in seconds since 1970; the older one first. Unknown of MyAnimeList's.
    pub dates: [Option<u64>; 2],
    /// Entries of the newer file that the older one does not have.
    pub added: Vec<&'a Record>,
    /// Entries of the older file that the newer one does not have.
    pub removed: Vec<&'a Record>,
    /// Entries of both.
    pub changed: Vec<Changed<'a>>,
    /// How many entries are the same in both.
    pub same: u32,
    /// Lists that only one of the files has; they are not compared.
    pub skipped: Vec<MediaType>,
}

/// Compares two files. The one that was written later is the newer one, whichever comes first; where that is unknown,
/// `second`.
pub fn compare<'a>(first: &'a Import, second: &'a Import) -> Comparison<'a> {
    let dates = [written(first), written(second)];
    let (older, newer, dates) = match dates {
        [Some(one), Some(other)] if one > other => (second, first, [Some(other), Some(one)]),
        dates => (first, second, dates),
    };
    let is_in_both = |kind: &MediaType| has(older, *kind) && has(newer, *kind);
    let mut comparison = Comparison {
        dates,
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
        same: 0,
        skipped: MediaType::ALL
            .iter()
            .copied()
            .filter(|kind| has(older, *kind) != has(newer, *kind))
            .collect(),
    };
    let mut keys = Keys::default();
    for (at, record) in older.records.iter().enumerate() {
        keys.add(record.media, record.mal_id, record.kind, at);
    }
    let is_mal = [older, newer]
        .iter()
        .any(|file| file.origin == Origin::MyAnimeList);
    let mut is_met = vec![false; older.records.len()];
    for record in newer.records.iter().filter(|record| is_in_both(&record.kind)) {
        let place = keys.find(record);
        let Some((place, before)) = place.and_then(|at| Some((at, older.records.get(at)?))) else {
            comparison.added.push(record);
            continue;
        };
        match is_met.get_mut(place) {
            // The file has it twice; what comes first counts.
            None | Some(true) => continue,
            Some(is_met) => *is_met = true,
        }
        let changes = changes(before, record, is_mal);
        if changes.is_empty() {
            comparison.same += 1;
        } else {
            comparison.changed.push(Changed {
                entry: record,
                changes,
            });
        }
    }
    let met = older.records.iter().zip(is_met);
    comparison.removed = met
        .filter(|(record, is_met)| !is_met && is_in_both(&record.kind))
        .map(|(record, _)| record)
        .collect();
    comparison
}

fn written(file: &Import) -> Option<u64> {
    match &file.origin {
        Origin::Export(header) => Some(header.exported_at).filter(|at| *at > 0),
        Origin::MyAnimeList | Origin::Download(_) | Origin::Answer(_) => None,
    }
}

/// Whether a file tells of a list at all. One that does not say tells of all.
fn has(file: &Import, kind: MediaType) -> bool {
    match &file.origin {
        Origin::Export(header) => header.kinds.is_empty() || header.kinds.contains(&kind),
        Origin::MyAnimeList | Origin::Download(_) | Origin::Answer(_) => {
            file.records.iter().any(|record| record.kind == kind)
        }
    }
}

fn changes(before: &Record, after: &Record, is_mal: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in Field::ALL {
        if let (Some(before), Some(after)) = (before.values.get(field), after.values.get(field)) {
            let held = |value: &Value| mal::held(value.clone());
            let is_same = before.means(after) || is_mal && held(before).means(&held(after));
            if !is_same {
                changes.push(Change {
                    before: before.clone(),
                    after: after.clone(),
                });
            }
        }
    }
    changes
}

impl Comparison<'_> {
    /// From when to when, how much changed, and what could not be compared. `day` names the day of a time in seconds
    /// since 1970.
    pub fn summary(&self, day: &dyn Fn(u64) -> String) -> String {
        let mut text = String::new();
        let date = |seconds: Option<u64>| seconds.map_or_else(|| String::from("an unknown day"), day);
        let [older, newer] = self.dates.map(date);
        text.extend(["From ", &older, " to ", &newer, ": "]);
        let counts = [
            (self.added.len() as u64, " added, "),
            (self.removed.len() as u64, " removed, "),
            (self.changed.len() as u64, " changed, "),
            (self.same.into(), " the same."),
        ];
        for (count, word) in counts {
            text.push_str(&number(count));
            text.push_str(word);
        }
        for kind in &self.skipped {
            text.push_str(match kind {
                MediaType::Manga => " Only one of the files has the manga list, so it is not compared.",
                _ => " Only one of the files has the anime list, so it is not compared.",
            });
        }
        text
    }

    /// Every title that differs, and how: what was added, what was removed, what changed.
    pub fn lines(&self, format: ScoreFormat, language: TitleLanguage) -> Vec<(String, String)> {
        let line = |record: &Record, text| (record.title.pick(language).to_owned(), text);
        let mut lines = Vec::new();
        for (records, word) in [(&self.added, "Added"), (&self.removed, "Removed")] {
            lines.extend(records.iter().map(|record| line(record, word.to_owned())));
        }
        let changed = self.changed.iter();
        lines.extend(changed.map(|changed| line(changed.entry, changed.text(format))));
        lines
    }
}

impl Changed<'_> {
    /// The changes on one line.
    pub fn text(&self, format: ScoreFormat) -> String {
        let mut text = String::new();
        for Change { before, after } in &self.changes {
            if !text.is_empty() {
                text.push_str("; ");
            }
            labels::change(&mut text, before, after, self.entry.kind, format);
        }
        text
    }
}
