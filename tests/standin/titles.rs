//! The titles: read from their tables, and invented where a list is to be long.

use super::data::{Kind, Media};
use super::random::{below, mix};

pub(super) const ANIME: &str = include_str!("data/anime.tsv");
pub(super) const MANGA: &str = include_str!("data/manga.tsv");
/// Ids of invented sequels start here, far above AniList's.
pub(super) const FIRST_INVENTED_ID: i64 = 1_000_000;
/// The one adult title is made up, so that nobody's work is called so by mistake.
const ADULT_ID: i64 = 900_001;
pub(super) const WEEK: i64 = 7 * 24 * 3600;

fn number(field: &str) -> Option<i64> {
    field.parse().ok()
}

fn text(field: &str) -> Option<String> {
    (field != "-").then(|| field.to_owned())
}

pub(super) fn anime(line: &'static str, now: i64) -> Option<Media> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [id, format, status, episodes, minutes, season, year, ref rest @ ..] = *fields.as_slice() else {
        return None;
    };
    let id = number(id)?;
    Some(Media {
        episodes: number(episodes),
        minutes: number(minutes),
        season: Some(season),
        season_year: number(year),
        airing: (status == "RELEASING").then(|| (next_slot(id, now), long_running_episode(id))),
        ..plain(id, Kind::Anime, format, status, rest.try_into().ok()?)
    })
}

pub(super) fn manga(line: &'static str) -> Option<Media> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [id, format, status, chapters, volumes, ref rest @ ..] = *fields.as_slice() else {
        return None;
    };
    Some(Media {
        chapters: number(chapters),
        volumes: number(volumes),
        ..plain(number(id)?, Kind::Manga, format, status, rest.try_into().ok()?)
    })
}

/// What anime and manga have alike; `rest` is how the lines of both tables end.
fn plain(id: i64, kind: Kind, format: &'static str, status: &'static str, rest: [&'static str; 8]) -> Media {
    let [start, end, source, score, genres, romaji, english, native] = rest;
    let score = number(score).unwrap_or(0);
    let position = id.unsigned_abs();
    Media {
        id,
        kind,
        format,
        status,
        romaji: romaji.to_owned(),
        english: text(english),
        native: native.to_owned(),
        episodes: None,
        minutes: None,
        chapters: None,
        volumes: None,
        season: None,
        season_year: None,
        start: number(start),
        end: number(end),
        source,
        genres: genres.split(',').collect(),
        score,
        // How many people list a title changes daily: these only have the right size and order by score.
        popularity: (score - 55) * 9000 + below(11, position, 9000),
        trending: below(13, position, 60) + score / 2,
        is_adult: false,
        airing: None,
    }
}

/// Weekly series have a fixed time: some moment of the coming week, at a full half hour.
fn next_slot(id: i64, now: i64) -> i64 {
    let half_hours = WEEK / 1800;
    now - now.rem_euclid(1800) + (1 + below(17, id.unsigned_abs(), half_hours)) * 1800
}

/// About where the endless series are; the exact number does not matter, that it goes on does.
fn long_running_episode(id: i64) -> i64 {
    match id {
        21 => 1180,
        235 => 1220,
        966 => 1340,
        2406 => 2890,
        _ => 7,
    }
}

pub(super) fn adult() -> Media {
    let rest = [
        "20120413",
        "20120413",
        "ORIGINAL",
        "57",
        "Comedy,Romance",
        "Yoru no Daiyaku",
        "-",
        "夜の代役",
    ];
    Media {
        episodes: Some(1),
        minutes: Some(30),
        season: Some("SPRING"),
        season_year: Some(2012),
        is_adult: true,
        trending: 0,
        ..plain(ADULT_ID, Kind::Anime, "OVA", "FINISHED", rest)
    }
}

/// A sequel that does not exist, to make a list long.
pub(super) fn invent(base: &Media, made: usize, real: usize, seed: u64, now: i64) -> Media {
    let id = FIRST_INVENTED_ID + i64::try_from(made).unwrap_or(0);
    let round = made / real + 2;
    let suffix = if base.kind == Kind::Anime {
        format!("Season {round}")
    } else {
        format!("Part {round}")
    };
    let airs = base.format == "TV" && mix(seed, id.unsigned_abs()).is_multiple_of(40);
    let episodes = (base.kind == Kind::Anime).then(|| base.episodes.unwrap_or(24));
    Media {
        id,
        status: if airs { "RELEASING" } else { "FINISHED" },
        romaji: format!("{} {suffix}", base.romaji),
        english: base.english.as_ref().map(|title| format!("{title} {suffix}")),
        native: format!("{} {round}", base.native),
        episodes,
        chapters: (base.kind == Kind::Manga).then(|| base.chapters.unwrap_or(120)),
        volumes: (base.kind == Kind::Manga).then(|| base.volumes.unwrap_or(12)),
        airing: airs.then(|| (next_slot(id, now), 1 + episodes.unwrap_or(12) / 2)),
        end: if airs { None } else { base.end.or(base.start) },
        popularity: base.popularity / i64::try_from(round).unwrap_or(1),
        trending: 0,
        is_adult: id % 97 == 0,
        ..base.clone()
    }
}
