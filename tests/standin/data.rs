//! The titles and the people: what the API tells about. Titles are real and their facts are public knowledge.

use super::lists::{self, Entry};
use super::random::{below, mix};
use std::collections::HashMap;

const ANIME: &str = include_str!("data/anime.tsv");
const MANGA: &str = include_str!("data/manga.tsv");
/// Ids of invented sequels start here, far above AniList's.
const FIRST_INVENTED_ID: i64 = 1_000_000;
const WEEK: i64 = 7 * 24 * 3600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Anime,
    Manga,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Anime => "ANIME",
            Self::Manga => "MANGA",
        }
    }

    /// As it stands in paths: `anilist.co/anime/1`.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Anime => "anime",
            Self::Manga => "manga",
        }
    }
}

/// One anime or manga. Dates are `YYYYMMDD`, times Unix seconds.
#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) id: i64,
    pub(crate) kind: Kind,
    pub(crate) format: &'static str,
    pub(crate) status: &'static str,
    pub(crate) romaji: String,
    pub(crate) english: Option<String>,
    pub(crate) native: String,
    pub(crate) episodes: Option<i64>,
    pub(crate) minutes: Option<i64>,
    pub(crate) chapters: Option<i64>,
    pub(crate) volumes: Option<i64>,
    pub(crate) season: Option<&'static str>,
    pub(crate) season_year: Option<i64>,
    pub(crate) start: Option<i64>,
    pub(crate) end: Option<i64>,
    pub(crate) source: &'static str,
    pub(crate) genres: Vec<&'static str>,
    pub(crate) score: i64,
    pub(crate) popularity: i64,
    pub(crate) trending: i64,
    /// When, at the stand-in's start, the next episode was due, and which.
    pub(crate) airing: Option<(i64, i64)>,
}

impl Media {
    /// MyAnimeList's id. AniList's old ids are the same (manga: moved by 30,000); of newer ones we do not know it.
    pub(crate) fn id_mal(&self) -> Option<i64> {
        match self.kind {
            Kind::Anime if self.id < 20_000 => Some(self.id),
            Kind::Manga if (30_000..60_000).contains(&self.id) => Some(self.id - 30_000),
            _ => None,
        }
    }

    /// Time and number of the next episode: one a week.
    pub(crate) fn next_episode(&self, now: i64) -> Option<(i64, i64)> {
        let (at, episode) = self.airing?;
        let weeks = if now < at { 0 } else { (now - at) / WEEK + 1 };
        let next = episode + weeks;
        (self.episodes.is_none_or(|last| next <= last)).then_some((at + weeks * WEEK, next))
    }

    /// Episodes or chapters there are so far, as far as known.
    pub(crate) fn released(&self) -> Option<i64> {
        self.airing
            .map(|(_, next)| next - 1)
            .or(self.episodes)
            .or(self.chapters)
    }

    /// One of the sequels that make a list long.
    pub(crate) fn is_invented(&self) -> bool {
        self.id >= FIRST_INVENTED_ID
    }

    /// The colour its pictures are drawn in, in degrees.
    pub(crate) fn hue(&self) -> i64 {
        below(7, self.id.unsigned_abs(), 360)
    }
}

/// Somebody who can log in.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) about: Option<&'static str>,
    pub(crate) score_format: &'static str,
    pub(crate) title_language: &'static str,
    pub(crate) timezone: Option<&'static str>,
    pub(crate) profile_color: &'static str,
    pub(crate) row_order: &'static str,
    pub(crate) split_completed: bool,
    pub(crate) anime_custom_lists: &'static [&'static str],
    pub(crate) manga_custom_lists: &'static [&'static str],
    pub(crate) unread: i64,
    pub(crate) created_at: i64,
}

impl User {
    pub(crate) fn custom_lists(&self, kind: Kind) -> &'static [&'static str] {
        match kind {
            Kind::Anime => self.anime_custom_lists,
            Kind::Manga => self.manga_custom_lists,
        }
    }
}

const USERS: [User; 3] = [
    User {
        id: 5001,
        name: "kaede",
        about: Some("Rewatches Mushishi every autumn."),
        score_format: "POINT_100",
        title_language: "ROMAJI",
        timezone: Some("09:00"),
        profile_color: "blue",
        row_order: "score",
        split_completed: false,
        anime_custom_lists: &["Favourites", "Rainy Sundays"],
        manga_custom_lists: &["On the shelf"],
        unread: 3,
        created_at: 1_466_000_000,
    },
    User {
        id: 5002,
        name: "ren",
        about: None,
        score_format: "POINT_10_DECIMAL",
        title_language: "ENGLISH",
        timezone: Some("-05:00"),
        profile_color: "green",
        row_order: "title",
        split_completed: true,
        anime_custom_lists: &[],
        manga_custom_lists: &[],
        unread: 0,
        created_at: 1_602_000_000,
    },
    User {
        id: 5003,
        name: "new",
        about: None,
        score_format: "POINT_10",
        title_language: "ROMAJI",
        timezone: None,
        profile_color: "purple",
        row_order: "score",
        split_completed: false,
        anime_custom_lists: &[],
        manga_custom_lists: &[],
        unread: 0,
        created_at: 1_760_000_000,
    },
];

/// Everything the API can tell.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) media: Vec<Media>,
    pub(crate) users: Vec<User>,
    /// All entries of a user, latest update first.
    pub(crate) entries: HashMap<i64, Vec<Entry>>,
    index: HashMap<i64, usize>,
}

impl World {
    /// The data at time `now` (Unix seconds). With `entries`, kaede's lists hold exactly so many, if need be of
    /// invented sequels. The same seed and time give the same world.
    pub(crate) fn new(seed: u64, entries: Option<usize>, now: i64) -> Self {
        let mut media: Vec<Media> = ANIME.lines().filter_map(|line| anime(line, now)).collect();
        media.extend(MANGA.lines().filter_map(manga));
        let wanted = entries.unwrap_or(0);
        let real = media.len();
        let mut made = 0;
        while media.len() < wanted.saturating_add(lists::kaede_skips(real)) {
            let sequel = invent(&media[made % real], made, real, seed, now);
            media.push(sequel);
            made += 1;
        }
        let index = media
            .iter()
            .enumerate()
            .map(|(at, media)| (media.id, at))
            .collect();
        let mut of_user = HashMap::new();
        for user in &USERS {
            of_user.insert(user.id, lists::entries(user, &media, seed, entries, now));
        }
        Self {
            media,
            users: USERS.to_vec(),
            entries: of_user,
            index,
        }
    }

    pub(crate) fn media(&self, id: i64) -> Option<&Media> {
        self.index.get(&id).and_then(|at| self.media.get(*at))
    }

    pub(crate) fn user(&self, id: i64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// Names are compared without case, as AniList does.
    pub(crate) fn user_named(&self, name: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| user.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn entries(&self, user: i64) -> &[Entry] {
        self.entries.get(&user).map_or(&[], Vec::as_slice)
    }
}

fn number(field: &str) -> Option<i64> {
    field.parse().ok()
}

fn text(field: &str) -> Option<String> {
    (field != "-").then(|| field.to_owned())
}

fn anime(line: &'static str, now: i64) -> Option<Media> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [
        id,
        format,
        status,
        episodes,
        minutes,
        season,
        year,
        start,
        end,
        source,
        score,
        genres,
        romaji,
        english,
        native,
    ] = *fields.as_slice()
    else {
        return None;
    };
    let id = number(id)?;
    Some(Media {
        episodes: number(episodes),
        minutes: number(minutes),
        season: Some(season),
        season_year: number(year),
        airing: (status == "RELEASING").then(|| (next_slot(id, now), long_running_episode(id))),
        ..plain(
            id,
            Kind::Anime,
            [
                format, status, start, end, source, score, genres, romaji, english, native,
            ],
        )
    })
}

fn manga(line: &'static str) -> Option<Media> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [
        id,
        format,
        status,
        chapters,
        volumes,
        start,
        end,
        source,
        score,
        genres,
        romaji,
        english,
        native,
    ] = *fields.as_slice()
    else {
        return None;
    };
    Some(Media {
        chapters: number(chapters),
        volumes: number(volumes),
        ..plain(
            number(id)?,
            Kind::Manga,
            [
                format, status, start, end, source, score, genres, romaji, english, native,
            ],
        )
    })
}

fn plain(id: i64, kind: Kind, fields: [&'static str; 10]) -> Media {
    let [
        format,
        status,
        start,
        end,
        source,
        score,
        genres,
        romaji,
        english,
        native,
    ] = fields;
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

/// A sequel that does not exist, to make a list long.
fn invent(base: &Media, made: usize, real: usize, seed: u64, now: i64) -> Media {
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
        ..base.clone()
    }
}
