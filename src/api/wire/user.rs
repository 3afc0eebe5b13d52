//! Users.

use super::{Field, Line, wire_objects};
use crate::domain::{
    AnimeStatistics, ListOptions, ListOwner, ListStatus, MangaStatistics, Picture, RowOrder, SafeUrl,
    ScoreFormat, StatusCounts, TitleLanguage, TypeOptions, UserId, Viewer,
};

wire_objects! {
    /// `data` of a query for the viewer.
    pub struct ViewerData {
        pub(crate) viewer: Field<User> = "Viewer",
    }

    /// `data` of a query for a user.
    pub struct UserData {
        pub(crate) user: Field<User> = "User",
    }

    /// `User`.
    pub struct User {
        pub(crate) id: Field<UserId> = "id",
        name: Field<Line> = "name",
        avatar: Field<Avatar> = "avatar",
        banner_image: Field<SafeUrl> = "bannerImage",
        site_url: Field<SafeUrl> = "siteUrl",
        unread_notification_count: Field<u32> = "unreadNotificationCount",
        options: Field<UserOptions> = "options",
        media_list_options: Field<MediaListOptions> = "mediaListOptions",
        statistics: Field<StatisticTypes> = "statistics",
    }

    struct Avatar {
        large: Field<SafeUrl> = "large",
        medium: Field<SafeUrl> = "medium",
    }

    pub(crate) struct UserOptions {
        title_language: Field<TitleLanguage> = "titleLanguage",
        adult_content: Field<bool> = "displayAdultContent",
        list_activity: Field<Vec<ActivityOption>> = "disabledListActivity",
    }

    struct ActivityOption {
        status: Field<ListStatus> = "type",
        disabled: Field<bool> = "disabled",
    }

    struct MediaListOptions {
        score_format: Field<ScoreFormat> = "scoreFormat",
        row_order: Field<RowOrder> = "rowOrder",
        anime: Field<MediaListTypeOptions> = "animeList",
        manga: Field<MediaListTypeOptions> = "mangaList",
    }

    struct MediaListTypeOptions {
        section_order: Field<Vec<Box<str>>> = "sectionOrder",
        custom_lists: Field<Vec<Box<str>>> = "customLists",
        advanced_scoring: Field<Vec<Box<str>>> = "advancedScoring",
        advanced_scoring_enabled: Field<bool> = "advancedScoringEnabled",
        split_completed: Field<bool> = "splitCompletedSectionByFormat",
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

fn silent(options: Field<Vec<ActivityOption>>) -> Box<[ListStatus]> {
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

fn counts(statuses: Field<Vec<StatusStatistic>>) -> StatusCounts {
    statuses
        .or_default()
        .into_iter()
        .map(|row| (row.status.or_default(), row.count.or_default()))
        .collect()
}
