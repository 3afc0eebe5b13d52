//! Users.

use super::{Field, Line, wire_objects};
use crate::domain::{
    AnimeStatistics, ListStatus, MangaStatistics, Picture, SafeUrl, ScoreFormat, StatusCounts, UserId, Viewer,
};

wire_objects! {
    /// `data` of a query for the viewer.
    pub struct ViewerData {
        pub(crate) viewer: Field<User> = "Viewer",
    }

    /// `User`.
    pub struct User {
        pub(crate) id: Field<UserId> = "id",
        name: Field<Line> = "name",
        avatar: Field<Avatar> = "avatar",
        banner_image: Field<SafeUrl> = "bannerImage",
        site_url: Field<SafeUrl> = "siteUrl",
        unread_notification_count: Field<u32> = "unreadNotificationCount",
        media_list_options: Field<MediaListOptions> = "mediaListOptions",
        statistics: Field<StatisticTypes> = "statistics",
    }

    struct Avatar {
        large: Field<SafeUrl> = "large",
        medium: Field<SafeUrl> = "medium",
    }

    struct MediaListOptions {
        score_format: Field<ScoreFormat> = "scoreFormat",
    }

    struct StatisticTypes {
        anime: Field<Statistics> = "anime",
        manga: Field<Statistics> = "manga",
    }

    struct Statistics {
        count: Field<u32> = "count",
        episodes_watched: Field<u32> = "episodesWatched",
        chapters_read: Field<u32> = "chaptersRead",
        statuses: Field<Vec<StatusStatistic>> = "statuses",
    }

    struct StatusStatistic {
        status: Field<ListStatus> = "status",
        count: Field<u32> = "count",
    }
}

impl User {
    /// The signed-in person. Needs an id and a name, everything else may be missing.
    pub(crate) fn into_domain(self) -> Option<Viewer> {
        let avatar = self.avatar.or_default();
        let statistics = self.statistics.or_default();
        Some(Viewer {
            id: self.id.take()?,
            name: self.name.take()?.text().into(),
            avatar: Picture {
                large: avatar.large.take(),
                medium: avatar.medium.take(),
            },
            banner: self.banner_image.take(),
            site_url: self.site_url.take(),
            unread_notifications: self.unread_notification_count.or_default(),
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
            episodes_watched: self.episodes_watched.or_default(),
            statuses: counts(self.statuses),
        }
    }

    fn into_manga(self) -> MangaStatistics {
        MangaStatistics {
            count: self.count.or_default(),
            chapters_read: self.chapters_read.or_default(),
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
