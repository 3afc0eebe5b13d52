//! Users.

use serde::Deserialize;

use super::{Field, link, name, wire_object};
use crate::domain::{
    AnimeStatistics, HexColor, ListStatus, MangaStatistics, Picture, ScoreFormat, StatusCounts,
    TitleLanguage, UserId, Viewer,
};

/// `data` of a query for the viewer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ViewerData {
    #[serde(rename = "Viewer")]
    pub(crate) viewer: Field<User>,
}

/// `User`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct User {
    pub(crate) id: Field<UserId>,
    name: Field<String>,
    avatar: Field<Avatar>,
    banner_image: Field<String>,
    site_url: Field<String>,
    created_at: Field<u64>,
    unread_notification_count: Field<u32>,
    options: Field<Options>,
    media_list_options: Field<MediaListOptions>,
    statistics: Field<StatisticTypes>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Avatar {
    large: Field<String>,
    medium: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    title_language: Field<TitleLanguage>,
    display_adult_content: Field<bool>,
    timezone: Field<String>,
    profile_color: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct MediaListOptions {
    score_format: Field<ScoreFormat>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct StatisticTypes {
    anime: Field<Statistics>,
    manga: Field<Statistics>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Statistics {
    count: Field<u32>,
    mean_score: Field<f64>,
    minutes_watched: Field<u32>,
    episodes_watched: Field<u32>,
    chapters_read: Field<u32>,
    volumes_read: Field<u32>,
    statuses: Field<Vec<StatusStatistic>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct StatusStatistic {
    status: Field<ListStatus>,
    count: Field<u32>,
}

wire_object!(
    ViewerData,
    User,
    Avatar,
    Options,
    MediaListOptions,
    StatisticTypes,
    Statistics,
    StatusStatistic
);

impl User {
    /// The signed-in person. Needs an id and a name, everything else may be missing.
    pub(crate) fn into_domain(self) -> Option<Viewer> {
        let avatar = self.avatar.or_default();
        let options = self.options.or_default();
        let statistics = self.statistics.or_default();
        Some(Viewer {
            id: self.id.take()?,
            name: name(self.name)?,
            avatar: Picture {
                large: link(avatar.large),
                medium: link(avatar.medium),
            },
            banner: link(self.banner_image),
            site_url: link(self.site_url),
            created_at: self.created_at.take().filter(|&seconds| seconds > 0),
            unread_notifications: self.unread_notification_count.or_default(),
            title_language: options.title_language.or_default(),
            display_adult_content: options.display_adult_content.or_default(),
            timezone: name(options.timezone),
            profile_color: options
                .profile_color
                .take()
                .and_then(|color| HexColor::from_profile(&color)),
            score_format: self.media_list_options.or_default().score_format.or_default(),
            anime: statistics.anime.or_default().into_anime(),
            manga: statistics.manga.or_default().into_manga(),
        })
    }
}

impl Statistics {
    fn into_anime(self) -> AnimeStatistics {
        AnimeStatistics {
            count: self.count.or_default(),
            mean_score: self.mean_score.or_default(),
            minutes_watched: self.minutes_watched.or_default(),
            episodes_watched: self.episodes_watched.or_default(),
            statuses: counts(self.statuses),
        }
    }

    fn into_manga(self) -> MangaStatistics {
        MangaStatistics {
            count: self.count.or_default(),
            mean_score: self.mean_score.or_default(),
            chapters_read: self.chapters_read.or_default(),
            volumes_read: self.volumes_read.or_default(),
            statuses: counts(self.statuses),
        }
    }
}

fn counts(statuses: Field<Vec<StatusStatistic>>) -> StatusCounts {
    statuses
        .or_default()
        .into_iter()
        .map(|row| (row.status.or_default(), row.count.or_default()))
        .collect()
}
