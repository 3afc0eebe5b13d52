//! What only AniList's own files have: the names in its download, and scores in the scale of their owner.

use super::super::Import;
use super::read::shown_title;
use crate::domain::{Field, ListStatus, MediaType, ScoreFormat, Value};
use crate::outbox::record::Tree;
use crate::text::format::decimal;

type Fields = Vec<(Box<str>, Tree)>;

/// The names of the download, and those of the API for the same.
const NAMES: [(&str, &str); 12] = [
    ("score", "scoreRaw"),
    ("advanced_scores", "advancedScores"),
    ("progress_volume", "progressVolumes"),
    ("hidden_default", "hiddenFromStatusLists"),
    ("custom_lists", "customLists"),
    ("started_on", "startedAt"),
    ("finished_on", "completedAt"),
    ("series_id", "mediaId"),
    ("series_type", "type"),
    // Its times are texts, and nothing needs them.
    ("updated_at", ""),
    ("created_at", ""),
    ("user_id", ""),
];

/// Whether these are the fields of an entry in the download.
pub(super) fn is_download(fields: &Fields) -> bool {
    let marks = ["series_id", "series_type", "progress_volume"];
    fields.iter().any(|(name, _)| marks.contains(&&**name))
}

/// An entry of the download as the API would have written it.
pub(super) fn as_answer(fields: Fields) -> Tree {
    let mut kind = MediaType::Unknown;
    let mut answer = Vec::with_capacity(fields.len() + 1);
    for (name, value) in fields {
        let known = NAMES.iter().find(|(old, _)| *old == &*name);
        match (known.map_or(&*name, |(_, new)| new), &value) {
            ("", _) => {}
            ("type", kind_of) => {
                kind = match kind_of.whole() {
                    Some(0) => MediaType::Anime,
                    Some(1) => MediaType::Manga,
                    _ => MediaType::Unknown,
                };
            }
            ("status", Tree::Whole(place)) => {
                let word = status(*place).and_then(ListStatus::word);
                let word = word.map_or(value, |word| Tree::Text(word.into()));
                answer.push((name, word));
            }
            // An empty text is no list, not a broken one.
            ("customLists" | "advancedScores", Tree::Text(text)) if text.trim().is_empty() => {}
            (known, _) => answer.push((known.into(), value)),
        }
    }
    if let Some(word) = kind.word() {
        let media = [("type".into(), Tree::Text(word.into()))].into_iter().collect();
        answer.push(("media".into(), media));
    }
    answer.into_iter().collect()
}

/// AniList's numbers for its sections.
fn status(place: u64) -> Option<ListStatus> {
    Some(match place {
        0 => ListStatus::Current,
        1 => ListStatus::Planning,
        2 => ListStatus::Completed,
        3 => ListStatus::Dropped,
        4 => ListStatus::Paused,
        5 => ListStatus::Repeating,
        _ => return None,
    })
}

/// Reads scores in the scale of their owner, or in the one that their numbers tell.
pub(super) fn set_scores(import: &mut Import, stated: ScoreFormat, scores: &[(usize, f64)]) {
    let format = scale(stated, scores);
    for (place, score) in scores {
        let Some(record) = import.records.get_mut(*place) else {
            continue;
        };
        let read = format.and_then(|format| format.parse(&decimal(*score as f32)));
        match read.filter(|_| (0.0..=100.0).contains(score)) {
            Some(score) => record.values.set(Value::Score(score)),
            None => {
                let reason = match format {
                    Some(_) => "it is in no scale of AniList’s",
                    None => "the file does not say what is the highest",
                };
                let title = shown_title(&record.title);
                let said = decimal(score.clamp(0.0, 1_000.0) as f32);
                import
                    .losses
                    .note(Field::Score, record.kind, reason, &said, title);
            }
        }
    }
}

/// The scale of these scores; `None` for what might be stars, faces or points.
fn scale(stated: ScoreFormat, scores: &[(usize, f64)]) -> Option<ScoreFormat> {
    let highest = scores.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    let fits = |format: ScoreFormat| format.parse(&decimal(highest as f32)).is_some();
    if stated != ScoreFormat::Unknown && fits(stated) {
        return Some(stated);
    }
    let has_decimals = scores.iter().any(|(_, score)| score.fract() != 0.0);
    match highest {
        11.0.. => Some(ScoreFormat::Point100),
        _ if has_decimals => Some(ScoreFormat::Point10Decimal),
        6.0.. => Some(ScoreFormat::Point10),
        0.0 => Some(ScoreFormat::Point100),
        _ => None,
    }
}
