//! Arguments, and what they select.

use super::data::{Media, World};
use super::facets;
use super::lists::Entry;
use super::people::User;
use super::resolve::Context;
use apollo_compiler::response::JsonMap;
use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

/// Coerced arguments of a field. Enum values are texts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Args<'a>(pub(crate) &'a JsonMap);

impl<'a> Args<'a> {
    pub(crate) fn int(self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    pub(crate) fn flag(self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    pub(crate) fn texts(self, name: &str) -> Option<Vec<&'a str>> {
        Some(
            self.0
                .get(name)?
                .as_array()?
                .iter()
                .filter_map(|value| value.as_str())
                .collect(),
        )
    }

    pub(crate) fn ints(self, name: &str) -> Option<Vec<i64>> {
        Some(
            self.0
                .get(name)?
                .as_array()?
                .iter()
                .filter_map(|value| value.as_i64())
                .collect(),
        )
    }

    /// True unless the argument is given and differs.
    fn is(self, name: &str, value: Option<&str>) -> bool {
        self.text(name).is_none_or(|wanted| value == Some(wanted))
    }

    fn is_int(self, name: &str, value: Option<i64>) -> bool {
        self.int(name).is_none_or(|wanted| value == Some(wanted))
    }

    /// Numbers of a list; what is not one is left out.
    pub(crate) fn floats(self, name: &str) -> Option<Vec<f64>> {
        let values = self.0.get(name)?.as_array()?;
        Some(values.iter().filter_map(|value| value.as_f64()).collect())
    }

    pub(crate) fn float(self, name: &str) -> Option<f64> {
        self.0.get(name)?.as_f64()
    }

    /// An input object.
    pub(crate) fn object(self, name: &str) -> Option<Args<'a>> {
        self.0.get(name)?.as_object().map(Args)
    }

    /// A list of input objects.
    pub(crate) fn objects(self, name: &str) -> Option<Vec<Args<'a>>> {
        let values = self.0.get(name)?.as_array()?;
        Some(
            values
                .iter()
                .filter_map(|value| value.as_object())
                .map(Args)
                .collect(),
        )
    }

    fn is_in(self, name: &str, value: &str) -> bool {
        self.texts(name).is_none_or(|wanted| wanted.contains(&value))
    }
}

/// Media that match, sorted; without `sort` by id.
pub(crate) fn select_media<'w>(context: &'w Context, args: Args<'_>) -> Vec<&'w Media> {
    let world = &context.world;
    let on_list = args.flag("onList").map(|wanted| {
        let entries = world.entries(context.viewer_id()).iter();
        let ids: HashSet<i64> = entries.map(|entry| entry.media_id).collect();
        (wanted, ids)
    });
    let matches = |media: &&Media| {
        let is_listed = |(wanted, ids): &(bool, HashSet<i64>)| ids.contains(&media.id) == *wanted;
        media_matches(media, args) && on_list.as_ref().is_none_or(is_listed)
    };
    let mut found: Vec<&Media> = match args.int("id") {
        // The one lookup that every page makes shall not walk through ten thousand titles.
        Some(id) => world.media(id).into_iter().filter(matches).collect(),
        None => world.media.iter().filter(matches).collect(),
    };
    let sorts = args.texts("sort").unwrap_or_default();
    found.sort_by(|a, b| {
        let by_sorts = sorts
            .iter()
            .map(|sort| compare_media(a, b, sort))
            .find(|order| order.is_ne());
        by_sorts.unwrap_or(Ordering::Equal).then(a.id.cmp(&b.id))
    });
    found
}

fn media_matches(media: &Media, args: Args<'_>) -> bool {
    let has_genre = |genre: &str| media.genres.contains(&genre);
    args.is_int("id", Some(media.id))
        && args.is_int("idMal", media.id_mal())
        && args.is("type", Some(media.kind.name()))
        && args.is("format", Some(media.format))
        && args.is("status", Some(media.status))
        && args.is("season", media.season)
        && args.is_int("seasonYear", media.season_year)
        && args.is_in("format_in", media.format)
        && args.is_in("status_in", media.status)
        && args.flag("isAdult").is_none_or(|wanted| media.is_adult == wanted)
        && args.is("countryOfOrigin", Some(facets::country(media)))
        && tags_match(media, args)
        && args.ints("id_in").is_none_or(|ids| ids.contains(&media.id))
        && args.ints("id_not_in").is_none_or(|ids| !ids.contains(&media.id))
        && args
            .ints("idMal_in")
            .is_none_or(|ids| media.id_mal().is_some_and(|id| ids.contains(&id)))
        && args.text("genre").is_none_or(has_genre)
        && args
            .texts("genre_in")
            .is_none_or(|wanted| wanted.iter().all(|genre| has_genre(genre)))
        && args
            .texts("genre_not_in")
            .is_none_or(|unwanted| !unwanted.iter().any(|genre| has_genre(genre)))
        && args
            .text("search")
            .is_none_or(|search| title_matches(media, search))
}

fn tags_match(media: &Media, args: Args<'_>) -> bool {
    let has = |wanted: &str| facets::tag_names(media).any(|name| name == wanted);
    args.text("tag").is_none_or(has)
        && args
            .texts("tag_in")
            .is_none_or(|tags| tags.iter().all(|tag| has(tag)))
        && args
            .texts("tag_not_in")
            .is_none_or(|tags| !tags.iter().any(|tag| has(tag)))
}

fn title_matches(media: &Media, search: &str) -> bool {
    let search = search.to_lowercase();
    let titles = [Some(&media.romaji), media.english.as_ref(), Some(&media.native)];
    let synonyms = facets::synonyms(media);
    titles
        .into_iter()
        .flatten()
        .chain(&synonyms)
        .any(|title| title.to_lowercase().contains(&search))
}

fn compare_media(a: &Media, b: &Media, sort: &str) -> Ordering {
    let (field, descending) = sort
        .strip_suffix("_DESC")
        .map_or((sort, false), |field| (field, true));
    let order = match field {
        "TITLE_ROMAJI" => a.romaji.cmp(&b.romaji),
        "TITLE_ENGLISH" => a.english.cmp(&b.english),
        "TITLE_NATIVE" => a.native.cmp(&b.native),
        "START_DATE" => a.start.cmp(&b.start),
        "SCORE" => a.score.cmp(&b.score),
        "TRENDING" => a.trending.cmp(&b.trending),
        "POPULARITY" | "FAVOURITES" => a.popularity.cmp(&b.popularity),
        "EPISODES" => a.episodes.cmp(&b.episodes),
        "DURATION" => a.minutes.cmp(&b.minutes),
        "CHAPTERS" => a.chapters.cmp(&b.chapters),
        "VOLUMES" => a.volumes.cmp(&b.volumes),
        "SEARCH_MATCH" => b.popularity.cmp(&a.popularity),
        _ => a.id.cmp(&b.id),
    };
    if descending { order.reverse() } else { order }
}

/// Users that match by id, name or part of the name. `User` without any of them finds nobody.
pub(crate) fn select_users<'w>(world: &'w World, args: Args<'_>) -> Vec<&'w User> {
    let is_asked = ["id", "name", "search"]
        .iter()
        .any(|name| args.0.get(*name).is_some_and(|value| !value.is_null()));
    let search = args.text("search").unwrap_or_default().to_lowercase();
    let matches = |user: &&User| {
        is_asked
            && args.is_int("id", Some(user.id))
            && args
                .text("name")
                .is_none_or(|name| user.name.eq_ignore_ascii_case(name))
            && user.name.contains(&search)
    };
    world.users.iter().filter(matches).collect()
}

/// Whether an entry passes the arguments that all list fields share.
pub(crate) fn media_list_matches(entry: &Entry, args: Args<'_>) -> bool {
    args.is("type", Some(entry.kind.name()))
        && args.is("status", Some(entry.status))
        && args.is_in("status_in", entry.status)
        && args
            .texts("status_not_in")
            .is_none_or(|unwanted| !unwanted.contains(&entry.status))
        && args.is_int("id", Some(entry.id))
        && args.is_int("mediaId", Some(entry.media_id))
        && args
            .ints("mediaId_in")
            .is_none_or(|ids| ids.contains(&entry.media_id))
}

/// Sorts entries; without `sort` they stay as they are, latest update first.
pub(crate) fn sort_entries(world: &World, entries: &mut [&Entry], sorts: &[&str]) {
    let title = |entry: &Entry| world.media(entry.media_id).map(|media| media.romaji.clone());
    let popularity = |entry: &Entry| world.media(entry.media_id).map(|media| media.popularity);
    let Some(sort) = sorts.first() else { return };
    let (field, descending) = sort
        .strip_suffix("_DESC")
        .map_or((*sort, false), |field| (field, true));
    // Turned over before and after, so that entries that are equal keep their order.
    if descending {
        entries.reverse();
    }
    match field {
        "SCORE" => entries.sort_by_key(|entry| entry.score),
        "STATUS" => entries.sort_by_key(|entry| entry.status),
        "PROGRESS" => entries.sort_by_key(|entry| entry.progress),
        "ADDED_TIME" => entries.sort_by_key(|entry| entry.created_at),
        "UPDATED_TIME" => entries.sort_by_key(|entry| entry.updated_at),
        "MEDIA_TITLE_ROMAJI" => entries.sort_by_cached_key(|entry| title(entry)),
        "MEDIA_POPULARITY" => entries.sort_by_cached_key(|entry| Reverse(popularity(entry))),
        _ => entries.sort_by_key(|entry| entry.media_id),
    }
    if descending {
        entries.reverse();
    }
}
