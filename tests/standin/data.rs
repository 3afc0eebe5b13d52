//! The titles and the lists: what the API tells about. Titles are real and their facts are public knowledge, but for one
//! and the invented sequels.

use super::lists::{self, Entry};
use super::people::{User, everybody};
use super::random::below;
use super::titles::{ANIME, FIRST_INVENTED_ID, MANGA, WEEK, adult, anime, invent, manga};
use std::collections::HashMap;
use std::sync::Arc;

/// Entries made while it runs are numbered from here.
const FIRST_NEW_ENTRY: i64 = 900_000_000;

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
    pub(crate) is_adult: bool,
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

/// Everything the API can tell. A copy shares the titles and the entries that do not change.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) media: Arc<Vec<Media>>,
    pub(crate) users: Vec<User>,
    /// All entries of a user, latest update first.
    pub(crate) entries: HashMap<i64, Vec<Arc<Entry>>>,
    index: Arc<HashMap<i64, usize>>,
    next_entry: i64,
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
        let users = everybody();
        let mut of_user = HashMap::new();
        for user in &users {
            let entries = lists::entries(user, &media, seed, entries, now);
            of_user.insert(user.id, entries.into_iter().map(Arc::new).collect());
        }
        // Nobody has listed it yet.
        media.push(adult());
        let index = index_of(&media);
        Self {
            media: Arc::new(media),
            users,
            entries: of_user,
            index: Arc::new(index),
            next_entry: FIRST_NEW_ENTRY,
        }
    }

    pub(crate) fn media(&self, id: i64) -> Option<&Media> {
        self.index.get(&id).and_then(|at| self.media.get(*at))
    }

    /// Takes a title away, with the entries of it, as AniList does when it deletes one or makes one of two.
    pub(crate) fn remove_media(&mut self, id: i64) {
        Arc::make_mut(&mut self.media).retain(|media| media.id != id);
        self.index = Arc::new(index_of(&self.media));
        for entries in self.entries.values_mut() {
            entries.retain(|entry| entry.media_id != id);
        }
        for user in &mut self.users {
            user.favourites.retain(|favourite| *favourite != id);
        }
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

    pub(crate) fn entries(&self, user: i64) -> &[Arc<Entry>] {
        self.entries.get(&user).map_or(&[], Vec::as_slice)
    }

    /// What a user has noted about a title.
    pub(crate) fn entry_of(&self, user: i64, media: i64) -> Option<&Arc<Entry>> {
        self.entries(user).iter().find(|entry| entry.media_id == media)
    }

    /// An entry by its own id, whoever it belongs to.
    pub(crate) fn entry(&self, id: i64) -> Option<&Arc<Entry>> {
        self.entries.values().flatten().find(|entry| entry.id == id)
    }

    /// An id no entry has had.
    pub(crate) fn new_entry_id(&mut self) -> i64 {
        self.next_entry += 1;
        self.next_entry
    }

    /// Keeps an entry, new or changed, as its owner's latest.
    pub(crate) fn put(&mut self, entry: Entry) -> Arc<Entry> {
        let entry = Arc::new(entry);
        let entries = self.entries.entry(entry.user_id).or_default();
        entries.retain(|other| other.id != entry.id);
        entries.insert(0, entry.clone());
        entry
    }

    /// Forgets an entry.
    pub(crate) fn remove(&mut self, entry: &Entry) {
        if let Some(entries) = self.entries.get_mut(&entry.user_id) {
            entries.retain(|other| other.id != entry.id);
        }
    }
}

fn index_of(media: &[Media]) -> HashMap<i64, usize> {
    let place = |(at, media): (usize, &Media)| (media.id, at);
    media.iter().enumerate().map(place).collect()
}
