//! What people have on their lists, and how `MediaListCollection` groups it.

use super::data::{Kind, Media};
use super::people::{STATUSES, User};
use super::random::below;
use std::cmp::Reverse;

/// AniList keeps no more than this in one answer: the most recently updated.
pub(crate) const COLLECTION_CAP: usize = 11_000;
/// Kaede has not listed every real title: each so-and-so-many-th is left out.
const SKIP_EVERY: usize = 9;
const DAY: i64 = 24 * 3600;

/// A list entry. Dates are `YYYYMMDD` with `00` for an unknown part, times Unix seconds.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) user_id: i64,
    pub(crate) media_id: i64,
    pub(crate) kind: Kind,
    /// Format of its media: completed lists may be split by it.
    pub(crate) format: &'static str,
    pub(crate) status: &'static str,
    /// 0 to 100; 0 means none.
    pub(crate) score: i64,
    pub(crate) progress: i64,
    pub(crate) progress_volumes: Option<i64>,
    pub(crate) repeat: i64,
    pub(crate) priority: i64,
    pub(crate) private: bool,
    pub(crate) notes: Option<String>,
    pub(crate) hidden_from_status_lists: bool,
    pub(crate) custom_lists: Vec<String>,
    /// One for each of the owner's categories.
    pub(crate) advanced_scores: Vec<f64>,
    pub(crate) started: Option<i64>,
    pub(crate) completed: Option<i64>,
    pub(crate) updated_at: i64,
    pub(crate) created_at: i64,
}

impl Entry {
    /// An entry with nothing noted yet; its id, 0, is to be given.
    pub(crate) fn new(user_id: i64, media: &Media, status: &'static str, now: i64) -> Self {
        Self {
            id: 0,
            user_id,
            media_id: media.id,
            kind: media.kind,
            format: media.format,
            status,
            score: 0,
            progress: 0,
            progress_volumes: (media.kind == Kind::Manga).then_some(0),
            repeat: 0,
            priority: 0,
            private: false,
            notes: None,
            hidden_from_status_lists: false,
            custom_lists: Vec::new(),
            advanced_scores: Vec::new(),
            started: None,
            completed: None,
            updated_at: now,
            created_at: now,
        }
    }
}

/// One group of a collection: a status, or a custom list.
#[derive(Debug)]
pub(crate) struct Group<'w> {
    pub(crate) name: String,
    pub(crate) status: Option<&'static str>,
    pub(crate) is_custom: bool,
    pub(crate) is_split: bool,
    pub(crate) entries: Vec<&'w Entry>,
}

/// How many of so many real titles kaede leaves out.
pub(crate) fn kaede_skips(real: usize) -> usize {
    real / SKIP_EVERY
}

/// A dozen in which every status occurs.
const DOZEN: [&str; 12] = [
    "COMPLETED",
    "CURRENT",
    "COMPLETED",
    "PLANNING",
    "COMPLETED",
    "PAUSED",
    "COMPLETED",
    "DROPPED",
    "CURRENT",
    "PLANNING",
    "COMPLETED",
    "REPEATING",
];
const NOTES: [&str; 4] = [
    "Started again from the beginning; the first arc is better than I remembered.",
    "Borrowed from Ren.\nGive it back!",
    "~!The ending!~ was not what I expected.",
    "木曜日に見る",
];

/// All entries of a user, latest update first; for kaede exactly `wanted` if that is given.
pub(crate) fn entries(
    user: &User,
    media: &[Media],
    seed: u64,
    wanted: Option<usize>,
    now: i64,
) -> Vec<Entry> {
    let takes = |at: usize| match user.name {
        "kaede" => media[at].is_invented() || at % SKIP_EVERY != SKIP_EVERY - 1,
        "ren" => !media[at].is_invented() && at % 4 == 1,
        _ => false,
    };
    let limit = if user.name == "kaede" {
        wanted.unwrap_or(usize::MAX)
    } else {
        usize::MAX
    };
    let taken = (0..media.len()).filter(|at| takes(*at)).take(limit);
    let mut entries: Vec<Entry> = taken
        .enumerate()
        .map(|(n, at)| entry(user, &media[at], n, seed, now))
        .collect();
    entries.sort_by_key(|entry| (Reverse(entry.updated_at), entry.id));
    entries
}

fn entry(user: &User, media: &Media, n: usize, seed: u64, now: i64) -> Entry {
    let id = user.id * 100_000 + i64::try_from(n).unwrap_or(0);
    let random = |what: u64, bound: i64| below(seed ^ id.unsigned_abs(), what, bound);
    let mut status = DOZEN[n % DOZEN.len()];
    if status == "COMPLETED" && media.status != "FINISHED" {
        status = "CURRENT";
    }
    let released = media.released().unwrap_or(100);
    let progress = match status {
        "PLANNING" => 0,
        "COMPLETED" => released,
        "CURRENT" if media.airing.is_some() => (released - random(1, 4)).max(0),
        _ => random(1, released).max(1).min(released - 1).max(0),
    };
    let scored = status != "PLANNING" && (status == "COMPLETED" || random(2, 3) == 0) && random(3, 8) != 0;
    let step = if user.score_format == "POINT_100" { 1 } else { 5 };
    let score = (55 + random(6, 44)) / step * step;
    let updated_at = now - 600 - i64::try_from(n).unwrap_or(0) * 5400 - random(4, 5000);
    let begun = updated_at - (20 + random(5, 300)) * DAY;
    let custom = user.custom_lists(media.kind);
    let hidden = user.name == "kaede" && n == 5 && media.kind == Kind::Anime;
    let custom_lists = match custom.last() {
        Some(last) if hidden => vec![last.clone()],
        _ => custom
            .iter()
            .enumerate()
            .filter(|(at, _)| random(20 + *at as u64, 6) == 0)
            .map(|(_, name)| name.clone())
            .collect(),
    };
    Entry {
        id,
        user_id: user.id,
        media_id: media.id,
        kind: media.kind,
        format: media.format,
        status,
        score: if scored { score } else { 0 },
        progress,
        progress_volumes: (media.kind == Kind::Manga)
            .then(|| media.volumes.unwrap_or(12) * progress / released.max(1)),
        repeat: if status == "REPEATING" {
            1 + random(7, 3)
        } else {
            0
        },
        priority: 0,
        private: user.name == "kaede" && n == 10,
        notes: (user.name == "kaede" && n % 11 == 3).then(|| NOTES[n / 11 % NOTES.len()].to_owned()),
        hidden_from_status_lists: hidden,
        custom_lists,
        advanced_scores: advanced_scores(user, media.kind, scored.then_some(score)),
        started: (status != "PLANNING").then(|| fuzzy(begun, random(8, 6))),
        completed: (status == "COMPLETED").then(|| fuzzy(updated_at, random(9, 8))),
        updated_at,
        created_at: begun,
    }
}

/// Who scores by category gives each about the score of the whole.
fn advanced_scores(user: &User, kind: Kind, score: Option<i64>) -> Vec<f64> {
    let settings = user.list(kind);
    match score.filter(|_| settings.advanced_scoring_enabled) {
        None => Vec::new(),
        Some(score) => (0..)
            .zip(&settings.advanced_scoring)
            .map(|(at, _)| (score - 4 + 2 * at).clamp(0, 100) as f64)
            .collect(),
    }
}

/// The date of a moment; sometimes people remember only the month, or the year.
fn fuzzy(seconds: i64, forgot: i64) -> i64 {
    let (year, month, day) = civil_date(seconds.div_euclid(DAY));
    match forgot {
        0 => year * 10_000,
        1 => year * 10_000 + month * 100,
        _ => year * 10_000 + month * 100 + day,
    }
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil_date(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The groups of a collection in the order AniList's site shows them: statuses (a split "Completed" by format),
/// then custom lists. An entry stands in its status group unless hidden there, and in each of its custom lists.
pub(crate) fn groups<'w>(user: &User, kind: Kind, split: bool, entries: &[&'w Entry]) -> Vec<Group<'w>> {
    let mut groups: Vec<Group<'w>> = Vec::new();
    let mut put = |name: String, status, is_custom, is_split, entry| match groups
        .iter_mut()
        .find(|group| group.name == name && group.is_custom == is_custom)
    {
        Some(group) => group.entries.push(entry),
        None => groups.push(Group {
            name,
            status,
            is_custom,
            is_split,
            entries: vec![entry],
        }),
    };
    for status in STATUSES {
        let is_split = split && status == "COMPLETED";
        for entry in entries
            .iter()
            .filter(|entry| entry.status == status && !entry.hidden_from_status_lists)
        {
            let mut name = group_name(status, kind).to_owned();
            if is_split {
                name = format!("{name} {}", format_name(entry.format));
            }
            put(name, Some(status), false, is_split, *entry);
        }
    }
    for list in user.custom_lists(kind) {
        for entry in entries.iter().filter(|entry| entry.custom_lists.contains(list)) {
            put(list.clone(), None, true, false, *entry);
        }
    }
    groups
}

/// What AniList calls a status.
pub(crate) fn group_name(status: &str, kind: Kind) -> &'static str {
    match (status, kind) {
        ("CURRENT", Kind::Anime) => "Watching",
        ("CURRENT", Kind::Manga) => "Reading",
        ("REPEATING", Kind::Anime) => "Rewatching",
        ("REPEATING", Kind::Manga) => "Rereading",
        ("COMPLETED", _) => "Completed",
        ("PAUSED", _) => "Paused",
        ("DROPPED", _) => "Dropped",
        _ => "Planning",
    }
}

fn format_name(format: &str) -> &str {
    match format {
        "TV_SHORT" => "TV Short",
        "MOVIE" => "Movie",
        "SPECIAL" => "Special",
        "MUSIC" => "Music",
        "MANGA" => "Manga",
        "NOVEL" => "Novel",
        "ONE_SHOT" => "One Shot",
        other => other,
    }
}
