//! Resolvers of media and of what airs next.

use super::data::{Kind, Media};
use super::facets;
use super::filter::Args;
use super::resolve::{Context, Resolved, json_value};
use super::resolve_list::ListEntry;
use apollo_compiler::resolvers::{ObjectValue, ResolveInfo, ResolvedValue};
use serde_json::{Value, json};

/// Only the next episode of each series is known here, so nothing has "already aired".
pub(crate) fn airing<'w>(context: &'w Context, args: Args<'_>) -> Vec<AiringObject<'w>> {
    let wanted = args
        .ints("mediaId_in")
        .or_else(|| args.int("mediaId").map(|id| vec![id]));
    let scheduled = context
        .world
        .media
        .iter()
        .filter_map(|media| AiringObject::next(context, media));
    let mut found: Vec<_> = scheduled
        .filter(|next| wanted.as_ref().is_none_or(|ids| ids.contains(&next.media.id)))
        .filter(|next| args.int("airingAt_greater").is_none_or(|after| next.at > after))
        .filter(|next| args.int("airingAt_lesser").is_none_or(|before| next.at < before))
        .filter(|_| args.flag("notYetAired") != Some(false))
        .collect();
    found.sort_by_key(|next| (next.at, next.media.id));
    if args.texts("sort").unwrap_or_default().first() == Some(&"TIME_DESC") {
        found.reverse();
    }
    found
}

pub(crate) struct AiringObject<'w> {
    context: &'w Context,
    media: &'w Media,
    at: i64,
    episode: i64,
}

impl<'w> AiringObject<'w> {
    fn next(context: &'w Context, media: &'w Media) -> Option<Self> {
        media.next_episode(context.now).map(|(at, episode)| Self {
            context,
            media,
            at,
            episode,
        })
    }
}

impl ObjectValue for AiringObject<'_> {
    fn type_name(&self) -> &str {
        "AiringSchedule"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        Ok(match info.field_name() {
            "id" => ResolvedValue::leaf(self.media.id * 10 + self.episode % 10),
            "airingAt" => ResolvedValue::leaf(self.at),
            "timeUntilAiring" => ResolvedValue::leaf(self.at - self.context.now),
            "episode" => ResolvedValue::leaf(self.episode),
            "mediaId" => ResolvedValue::leaf(self.media.id),
            "media" => ResolvedValue::object(MediaObject {
                context: self.context,
                media: self.media,
            }),
            _ => return Err(self.unknown_field_error(info)),
        })
    }
}

/// One anime or manga.
pub(crate) struct MediaObject<'w> {
    pub(crate) context: &'w Context,
    pub(crate) media: &'w Media,
}

impl ObjectValue for MediaObject<'_> {
    fn type_name(&self) -> &str {
        "Media"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let (context, media) = (self.context, self.media);
        let value = match info.field_name() {
            "id" => json!(media.id),
            "idMal" => json!(media.id_mal()),
            "title" => titles(context, media),
            "type" => json!(media.kind.name()),
            "format" => json!(media.format),
            "status" => json!(media.status),
            "description" => json!(facets::description(media)),
            "startDate" => fuzzy_date(media.start),
            "endDate" => fuzzy_date(media.end),
            "season" => json!(media.season),
            "seasonYear" => json!(media.season_year),
            "episodes" => json!(media.episodes),
            "duration" => json!(media.minutes),
            "chapters" => json!(media.chapters),
            "volumes" => json!(media.volumes),
            "seasonInt" => json!(season_number(media)),
            "countryOfOrigin" => json!(facets::country(media)),
            "isLicensed" => json!(true),
            "source" => json!(media.source),
            "updatedAt" => json!(context.now - context.now.rem_euclid(86_400)),
            "coverImage" => cover(context, media),
            "bannerImage" => json!(format!(
                "{}/file/anilistcdn/media/{}/banner/{}.svg",
                context.image_origin,
                media.kind.path(),
                media.id
            )),
            "genres" => json!(media.genres),
            "synonyms" => json!(facets::synonyms(media)),
            "tags" => facets::tags(media),
            "averageScore" | "meanScore" => json!(media.score),
            "popularity" => json!(media.popularity),
            "trending" => json!(media.trending),
            "favourites" => json!(media.popularity / 20),
            "isFavourite" => {
                let viewer = context.viewer().filter(|_| !context.hides_favourites);
                json!(viewer.is_some_and(|viewer| viewer.favourites.contains(&media.id)))
            }
            "isFavouriteBlocked" => json!(false),
            "isAdult" => json!(media.is_adult),
            "siteUrl" => json!(format!("https://anilist.co/{}/{}", media.kind.path(), media.id)),
            "nextAiringEpisode" => {
                return Ok(ResolvedValue::nullable_object(AiringObject::next(context, media)));
            }
            "mediaListEntry" => {
                let entry = context.world.entry_of(context.viewer_id(), media.id);
                return Ok(ResolvedValue::nullable_object(
                    entry.map(|entry| ListEntry { context, entry }),
                ));
            }
            _ => Value::Null,
        };
        Ok(json_value(info, value))
    }
}

/// AniList's old way to name a season: the year's last two digits, then 1 to 4.
fn season_number(media: &Media) -> Option<i64> {
    let names = ["WINTER", "SPRING", "SUMMER", "FALL"];
    let at = (1..).zip(names).find(|(_, name)| media.season == Some(*name))?.0;
    Some(media.season_year? % 100 * 10 + at)
}

fn titles(context: &Context, media: &Media) -> Value {
    let language = context.viewer().map_or("ROMAJI", |viewer| viewer.title_language);
    let preferred = match language {
        "ENGLISH" => media.english.as_ref().unwrap_or(&media.romaji),
        "NATIVE" => &media.native,
        _ => &media.romaji,
    };
    json!({
        "romaji": media.romaji, "english": media.english, "native": media.native, "userPreferred": preferred,
    })
}

fn cover(context: &Context, media: &Media) -> Value {
    let url = |size: &str| {
        let path = media.kind.path();
        format!(
            "{}/file/anilistcdn/media/{path}/cover/{size}/bx{}.svg",
            context.image_origin, media.id
        )
    };
    json!({
        "extraLarge": url("large"), "large": url("medium"), "medium": url("small"),
        "color": super::images::accent(media),
    })
}

/// `YYYYMMDD` as an object; unknown parts are null, and so is all of an unknown date.
pub(crate) fn fuzzy_date(date: Option<i64>) -> Value {
    let date = date.unwrap_or(0);
    let part = |value: i64| if value == 0 { Value::Null } else { json!(value) };
    json!({"year": part(date / 10_000), "month": part(date / 100 % 100), "day": part(date % 100)})
}

/// Anime or manga, from the name of the enum value.
pub(crate) fn kind_named(name: &str) -> Kind {
    if name == "MANGA" { Kind::Manga } else { Kind::Anime }
}
