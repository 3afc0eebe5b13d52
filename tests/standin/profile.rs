//! A user as the API tells it, with the statistics counted from the lists.

use super::data::Kind;
use super::favourites::Favourites;
use super::lists::Entry;
use super::people::{STATUSES, User};
use super::resolve::{Context, Resolved, json_value};
use apollo_compiler::resolvers::{ObjectValue, ResolveInfo, ResolvedValue};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A user. What only its owner may see is null for others.
pub(crate) struct UserObject<'w> {
    pub(crate) context: &'w Context,
    pub(crate) user: &'w User,
}

impl ObjectValue for UserObject<'_> {
    fn type_name(&self) -> &str {
        "User"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let (context, user) = (self.context, self.user);
        let value = match info.field_name() {
            "id" => json!(user.id),
            "name" => json!(user.name),
            "favourites" => {
                return Ok(ResolvedValue::object(Favourites { context, user }));
            }
            // Counting the lists costs the most by far: only for who asks.
            "statistics" => json!({
                "anime": statistics(context, user, Kind::Anime),
                "manga": statistics(context, user, Kind::Manga),
            }),
            other => describe(context, user).get(other).cloned().unwrap_or(Value::Null),
        };
        Ok(json_value(info, value))
    }
}

fn describe(context: &Context, user: &User) -> Value {
    let is_own = context.viewer_id() == user.id;
    let image = |what: &str| {
        format!(
            "{}/file/anilistcdn/user/{what}{}.svg",
            context.image_origin, user.id
        )
    };
    json!({
        "about": user.about,
        "avatar": {"large": image("avatar/large/b"), "medium": image("avatar/medium/b")},
        "bannerImage": (user.name != "new").then(|| image("banner/b")),
        "isFollowing": false,
        "isFollower": false,
        "isBlocked": false,
        "options": options(user, is_own),
        "mediaListOptions": {
            "scoreFormat": user.score_format,
            "rowOrder": user.row_order,
            "useLegacyLists": false,
            "animeList": list_options(user, Kind::Anime),
            "mangaList": list_options(user, Kind::Manga),
        },
        "unreadNotificationCount": is_own.then_some(user.unread),
        "siteUrl": format!("https://anilist.co/user/{}", user.name),
        "donatorTier": 0,
        "createdAt": user.created_at,
        "updatedAt": context.now - context.now.rem_euclid(86_400),
    })
}

fn options(user: &User, is_own: bool) -> Value {
    let activity = |status: &&str| json!({"type": status, "disabled": user.silent_statuses.contains(status)});
    json!({
        "titleLanguage": user.title_language,
        "displayAdultContent": user.adult_content,
        "airingNotifications": is_own.then_some(user.airing_notifications),
        "profileColor": user.profile_color,
        "timezone": user.timezone,
        "activityMergeTime": user.activity_merge_time,
        "staffNameLanguage": user.staff_name_language,
        "restrictMessagesToFollowing": user.messages_from_followed_only,
        "disabledListActivity": STATUSES.iter().map(activity).collect::<Vec<_>>(),
    })
}

fn list_options(user: &User, kind: Kind) -> Value {
    let settings = user.list(kind);
    json!({
        "sectionOrder": settings.section_order,
        "splitCompletedSectionByFormat": settings.split_completed,
        "customLists": settings.custom_lists,
        "advancedScoring": settings.advanced_scoring,
        "advancedScoringEnabled": settings.advanced_scoring_enabled,
    })
}

/// What is summed up over some entries.
#[derive(Debug, Default)]
struct Sums {
    scores: Vec<i64>,
    minutes: i64,
    progress: i64,
    volumes: i64,
    media_ids: Vec<i64>,
}

impl Sums {
    fn add(&mut self, entry: &Entry, minutes_each: i64) {
        if entry.score > 0 {
            self.scores.push(entry.score);
        }
        self.minutes += entry.progress * minutes_each;
        self.progress += entry.progress;
        self.volumes += entry.progress_volumes.unwrap_or(0);
        self.media_ids.push(entry.media_id);
    }

    /// Mean and standard deviation of the scores, with two decimals; 0 without any score.
    fn mean_and_deviation(&self) -> (f64, f64) {
        let count = self.scores.len().max(1) as f64;
        let mean = self.scores.iter().sum::<i64>() as f64 / count;
        let squares: f64 = self
            .scores
            .iter()
            .map(|score| (*score as f64 - mean).powi(2))
            .sum();
        let round = |value: f64| (value * 100.0).round() / 100.0;
        (round(mean), round((squares / count).sqrt()))
    }

    fn row(&self, kind: Kind, key: &str, value: &str) -> Value {
        let chapters = if kind == Kind::Manga { self.progress } else { 0 };
        json!({
            "count": self.media_ids.len(), "meanScore": self.mean_and_deviation().0, "minutesWatched": self.minutes,
            "chaptersRead": chapters, "mediaIds": self.media_ids, key: value,
        })
    }
}

fn statistics(context: &Context, user: &User, kind: Kind) -> Value {
    let mut all = Sums::default();
    let mut by_status: BTreeMap<&str, Sums> = BTreeMap::new();
    let mut by_format: BTreeMap<&str, Sums> = BTreeMap::new();
    for entry in context
        .world
        .entries(user.id)
        .iter()
        .filter(|entry| entry.kind == kind)
    {
        let minutes = context
            .world
            .media(entry.media_id)
            .and_then(|media| media.minutes)
            .unwrap_or(0);
        for sums in [
            &mut all,
            by_status.entry(entry.status).or_default(),
            by_format.entry(entry.format).or_default(),
        ] {
            sums.add(entry, minutes);
        }
    }
    let (mean, deviation) = all.mean_and_deviation();
    let rows = |sums: &BTreeMap<&str, Sums>, key: &str| {
        let mut rows: Vec<(usize, Value)> = sums
            .iter()
            .map(|(value, sums)| (sums.media_ids.len(), sums.row(kind, key, value)))
            .collect();
        rows.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>()
    };
    let (episodes, chapters) = if kind == Kind::Anime {
        (all.progress, 0)
    } else {
        (0, all.progress)
    };
    json!({
        "count": all.media_ids.len(),
        "meanScore": mean,
        "standardDeviation": deviation,
        "minutesWatched": all.minutes,
        "episodesWatched": episodes,
        "chaptersRead": chapters,
        "volumesRead": all.volumes,
        "statuses": rows(&by_status, "status"),
        "formats": rows(&by_format, "format"),
    })
}
