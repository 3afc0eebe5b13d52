//! What changed between two files of one's lists.

#[cfg(test)]
mod tests;

use super::keys::Keys;
use super::{Import, Origin, Record, mal, utc_day, words};
use crate::domain::{Field, MediaType, ScoreFormat, TitleLanguage, Value};
use crate::model::format::count;

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
        Origin::MyAnimeList => None,
    }
}

/// Whether a file tells of a list at all. One that does not say tells of all.
fn has(file: &Import, kind: MediaType) -> bool {
    match &file.origin {
        Origin::Export(header) => header.kinds.is_empty() || header.kinds.contains(&kind),
        Origin::MyAnimeList => file.records.iter().any(|record| record.kind == kind),
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
    /// All of it as text for a person; a title has one line.
    pub fn text(&self, format: ScoreFormat, language: TitleLanguage) -> String {
        let mut text = String::new();
        let date = |seconds: Option<u64>| seconds.map_or_else(|| String::from("an unknown day"), utc_day);
        let [older, newer] = self.dates.map(date);
        text.push_str(&["From ", &older, " to ", &newer, ": "].concat());
        let counts = [
            count(self.added.len() as u64, "added", "added"),
            count(self.removed.len() as u64, "removed", "removed"),
            count(self.changed.len() as u64, "changed", "changed"),
            count(self.same.into(), "the same", "the same"),
        ];
        text.push_str(&counts.join(", "));
        text.push_str(".\n");
        for kind in &self.skipped {
            let list = if *kind == MediaType::Manga {
                "manga"
            } else {
                "anime"
            };
            text.push_str(
                &[
                    "Only one of the files has the ",
                    list,
                    " list, so it is not compared.\n",
                ]
                .concat(),
            );
        }
        let titles = |text: &mut String, heading: &str, records: &[&Record]| {
            for (at, record) in records.iter().enumerate() {
                if at == 0 {
                    text.push_str(heading);
                }
                text.push_str(record.title.pick(language));
                text.push('\n');
            }
        };
        titles(&mut text, "\nAdded\n", &self.added);
        titles(&mut text, "\nRemoved\n", &self.removed);
        for (at, changed) in self.changed.iter().enumerate() {
            if at == 0 {
                text.push_str("\nChanged\n");
            }
            text.push_str(changed.entry.title.pick(language));
            text.push_str(" · ");
            text.push_str(&changed.text(format));
            text.push('\n');
        }
        text
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
            words::change(&mut text, before, after, self.entry.kind, format);
        }
        text
    }
}
