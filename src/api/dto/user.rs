//! Users.

use super::Line;
use crate::domain::{
    AnimeStatistics, ListOptions, ListOwner, ListStatus, MangaStatistics, Picture, RowOrder, SafeUrl,
    ScoreFormat, StatusCounts, TitleLanguage, TypeOptions, UserId, Viewer,
};
use crate::json::{Lenient, json_objects};

json_objects! {
    /// `data` of a query for the viewer.
    pub struct ViewerData {
        pub(crate) viewer: Lenient<User> = "Viewer",
    }

    /// `data` of a query for a user.
    pub struct UserData {
        pub(crate) user: Lenient<User> = "User",
    }

    /// `User`.
    pub struct User {
        pub(crate) id: Lenient<UserId> = "id",
        name: Lenient<Line> = "name",
        avatar: Lenient<Avatar> = "avatar",
        banner_image: Lenient<SafeUrl> = "bannerImage",
        site_url: Lenient<SafeUrl> = "siteUrl",
        unread_notification_count: Lenient<u32> = "unreadNotificationCount",
        options: Lenient<UserOptions> = "options",
        media_list_options: Lenient<MediaListOptions> = "mediaListOptions",
        statistics: Lenient<StatisticTypes> = "statistics",
    }

    struct Avatar {
        large: Lenient<SafeUrl> = "large",
        medium: Lenient<SafeUrl> = "medium",
    }

    pub(crate) struct UserOptions {
        title_language: Lenient<TitleLanguage> = "titleLanguage",
        adult_content: Lenient<bool> = "displayAdultContent",
        list_activity: Lenient<Vec<ActivityOption>> = "disabledListActivity",
    }

    struct ActivityOption {
        status: Lenient<ListStatus> = "type",
        disabled: Lenient<bool> = "disabled",
    }

    struct MediaListOptions {
        score_format: Lenient<ScoreFormat> = "scoreFormat",
        row_order: Lenient<RowOrder> = "rowOrder",
        anime: Lenient<MediaListTypeOptions> = "animeList",
        manga: Lenient<MediaListTypeOptions> = "mangaList",
    }

    struct MediaListTypeOptions {
        section_order: Lenient<Vec<Box<str>>> = "sectionOrder",
        custom_lists: Lenient<Vec<Box<str>>> = "customLists",
        advanced_scoring: Lenient<Vec<Box<str>>> = "advancedScoring",
        advanced_scoring_enabled: Lenient<bool> = "advancedScoringEnabled",
        split_completed: Lenient<bool> = "splitCompletedSectionByFormat",
    }

    struct StatisticTypes {
        anime: Lenient<Statistics> = "anime",
        manga: Lenient<Statistics> = "manga",
    }

    struct Statistics {
        count: Lenient<u32> = "count",
        episodes_watched: Lenient<u32> = "episodesWatched",
        chapters_read: Lenient<u32> = "chaptersRead",
        statuses: Lenient<Vec<StatusStatistic>> = "statuses",
    }

    struct StatusStatistic {
        status: Lenient<ListStatus> = "status",
        count: Lenient<u32> = "count",
    }
}

impl User {
    /// The signed-in person. Needs an id and a name, everything else may be missing.
    pub(crate) fn into_domain(self) -> Option<Viewer> {
        let options = self.options.or_default();
        let statistics = self.statistics.or_default();
        Some(Viewer {
            id: self.id.take()?,
            name: self.name.take()?.text().into(),
            avatar: self.avatar.or_default().into_domain(),
            banner: self.banner_image.take(),
            site_url: self.site_url.take(),
            unread_notifications: self.unread_notification_count.or_default(),
            silent: silent(options.list_activity),
            title_language: options.title_language.or_default(),
            adult_content: options.adult_content.or_default(),
            lists: self.media_list_options.or_default().into_domain(),
            anime: statistics.anime.or_default().into_anime(),
            manga: statistics.manga.or_default().into_manga(),
        })
    }

    /// The owner of a list. Needs an id and a name, everything else may be missing.
    pub(crate) fn into_owner(self) -> Option<ListOwner> {
        let statistics = self.statistics.or_default();
        Some(ListOwner {
            id: self.id.take()?,
            name: self.name.take()?.text(),
            avatar: self.avatar.or_default().into_domain(),
            lists: self.media_list_options.or_default().into_domain(),
            title_language: self.options.or_default().title_language.or_default(),
            anime_count: statistics.anime.or_default().count.or_default(),
            manga_count: statistics.manga.or_default().count.or_default(),
        })
    }
}

impl Avatar {
    fn into_domain(self) -> Picture {
        Picture {
            large: self.large.take(),
            medium: self.medium.take(),
        }
    }
}

impl UserOptions {
    /// The statuses whose entries make no activity.
    pub(crate) fn silent(self) -> Box<[ListStatus]> {
        silent(self.list_activity)
    }
}

fn silent(options: Lenient<Vec<ActivityOption>>) -> Box<[ListStatus]> {
    let silent = |option: ActivityOption| {
        let status = option
            .status
            .take()
            .filter(|status| *status != ListStatus::Unknown)?;
        option.disabled.or_default().then_some(status)
    };
    options.or_default().into_iter().filter_map(silent).collect()
}

impl MediaListOptions {
    fn into_domain(self) -> ListOptions {
        ListOptions {
            score_format: self.score_format.or_default(),
            row_order: self.row_order.or_default(),
            anime: self.anime.or_default().into_domain(),
            manga: self.manga.or_default().into_domain(),
        }
    }
}

impl MediaListTypeOptions {
    fn into_domain(self) -> TypeOptions {
        let mut advanced_scoring = self.advanced_scoring.or_default();
        if !self.advanced_scoring_enabled.or_default() {
            advanced_scoring.clear();
        }
        TypeOptions {
            section_order: self.section_order.or_default().into(),
            custom_lists: self.custom_lists.or_default().into(),
            advanced_scoring: advanced_scoring.into(),
            split_completed: self.split_completed.or_default(),
        }
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

fn counts(statuses: Lenient<Vec<StatusStatistic>>) -> StatusCounts {
    statuses
        .or_default()
        .into_iter()
        .map(|row| (row.status.or_default(), row.count.or_default()))
        .collect()
}
