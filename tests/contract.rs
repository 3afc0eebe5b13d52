//! The app's operations, answered by the stand-in without a network in between: what is sent fits what is answered, and
//! every refusal of AniList's that the stand-in knows gets the cause it should.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_sign_loss
)]

#[path = "contract/edits.rs"]
mod edits;
#[path = "contract/finding.rs"]
mod finding;

use std::sync::Arc;

use crate::standin::data::World;
use crate::standin::graphql::{self, Asker, Request};
use tsuzuki::api::dto::user::ViewerData;
use tsuzuki::api::envelope::{Answer, HttpAnswer, read};
use tsuzuki::api::error::ApiError;
use tsuzuki::api::operation::{
    EntriesNowQuery, EntriesNowVariables, MediaListChunkQuery, MediaListChunkVariables, NoVariables,
    Operation, TrendingQuery, TrendingVariables, ViewerIdQuery, ViewerQuery, part, request_text,
};
use tsuzuki::domain::{ListStatus, MediaFormat, MediaId, MediaStatus, MediaType, ScoreFormat, TitleLanguage};

/// 2026-11-22, in seconds since 1970.
const NOW: i64 = 1_795_305_600;

/// AniList, as it is left by what was sent before.
struct Site(Arc<World>);

impl Site {
    fn new() -> Self {
        Self(Arc::new(World::new(1, None, NOW)))
    }

    /// Sends a request as the user with this name, or without a token.
    fn send(&mut self, body: &str, user: Option<&str>) -> HttpAnswer {
        let known = self.0.clone();
        let asker = match user {
            None => Asker::Anonymous,
            Some("nobody any longer") => Asker::InvalidToken,
            Some(name) => Asker::Viewer(known.user_named(name).unwrap()),
        };
        let request = Request::parse(body.as_bytes()).unwrap();
        let origin = "https://s4.anilist.co";
        let answer = graphql::perform(&graphql::schema(), &mut self.0, &request, asker, NOW, origin);
        HttpAnswer {
            status: answer.status,
            body: answer.body,
            ..HttpAnswer::default()
        }
    }

    /// Sends `O`.
    fn ask<O: Operation>(
        &mut self,
        variables: &O::Variables,
        user: Option<&str>,
    ) -> Result<Answer<O::Output>, ApiError> {
        let part = part::<O>(variables).unwrap();
        read::<O>(&self.send(&request_text(part.document, &part.variables), user))
    }
}

/// Sends `O` to a site that nothing was sent to before.
fn ask<O: Operation>(variables: &O::Variables, user: Option<&str>) -> Result<Answer<O::Output>, ApiError> {
    Site::new().ask::<O>(variables, user)
}

#[test]
fn viewers_are_who_they_are() {
    for (name, id, format) in [
        ("kaede", 5001, ScoreFormat::Point100),
        ("ren", 5002, ScoreFormat::Point10Decimal),
    ] {
        let viewer = ask::<ViewerQuery>(&NoVariables {}, Some(name)).unwrap();
        assert_eq!(viewer.errors, []);
        let viewer = viewer.data;
        assert_eq!(
            (viewer.id.get(), viewer.name.as_str(), viewer.lists.score_format),
            (id, name, format)
        );
        assert!(
            viewer.avatar.best().is_some() && viewer.site_url.is_some(),
            "{name}"
        );
        assert!(viewer.anime.count > 0 && viewer.anime.episodes_watched > 0);
        assert!(viewer.manga.count > 0 && viewer.manga.chapters_read > 0);
        let total =
            |counts: &tsuzuki::domain::StatusCounts| counts.iter().map(|(_, count)| count).sum::<u32>();
        assert_eq!(total(&viewer.anime.statuses), viewer.anime.count, "{name}");
        assert_eq!(total(&viewer.manga.statuses), viewer.manga.count, "{name}");
        assert_eq!(
            ask::<ViewerIdQuery>(&NoVariables {}, Some(name)).unwrap().data,
            viewer.id
        );
    }
}

#[test]
fn a_new_user_has_empty_lists() {
    let viewer = ask::<ViewerQuery>(&NoVariables {}, Some("new")).unwrap().data;
    assert_eq!(
        (viewer.id.get(), viewer.anime.count, viewer.manga.count),
        (5003, 0, 0)
    );
    assert_eq!(viewer.anime.statuses.get(ListStatus::Current), 0);
}

#[test]
fn trending_anime_are_complete() {
    for user in [None, Some("kaede")] {
        let answer = ask::<TrendingQuery>(&TrendingVariables { per_page: 50 }, user).unwrap();
        assert_eq!((answer.errors.len(), answer.data.len()), (0, 50));
        for media in &answer.data {
            let title = media.title.pick(TitleLanguage::English);
            assert_eq!(media.kind, MediaType::Anime, "{title}");
            assert_ne!(media.format, MediaFormat::Unknown, "{title}");
            assert!(title != "Untitled" && media.cover.best().is_some(), "{title}");
            assert!(
                media
                    .next_airing
                    .is_none_or(|airing| airing.airing_at > NOW as u64),
                "{title}"
            );
        }
        assert!(
            answer.data.iter().any(|media| media.next_airing.is_some()),
            "something is on air"
        );
        let mut ids: Vec<_> = answer.data.iter().map(|media| media.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 50);
    }
}

#[test]
fn lists_are_complete_whole_and_in_chunks() {
    let chunk = |kind, chunk, user| {
        let variables = MediaListChunkVariables {
            user_id: None,
            user_name: Some("kaede".to_owned()),
            kind,
            only_current: false,
            chunk,
            per_chunk: chunk.map(|_| 10),
        };
        let answer = ask::<MediaListChunkQuery>(&variables, user).unwrap();
        assert_eq!(answer.errors, []);
        answer.data
    };
    for kind in [MediaType::Anime, MediaType::Manga] {
        let whole = chunk(kind, None, Some("kaede"));
        assert!(!whole.has_next && !whole.entries.is_empty());
        for entry in &whole.entries {
            assert_ne!(entry.values.status, ListStatus::Unknown);
            assert_ne!(entry.media.status, MediaStatus::Unknown);
            assert_eq!((entry.media.kind, entry.media.country.is_some()), (kind, true));
            assert!(entry.media.started.is_some() && entry.media.popularity.is_some());
            assert!(entry.updated_at.is_some() && entry.created_at.is_some());
            let lists = whole.groups.iter().filter(|group| group.is_custom);
            let lists = lists.filter(|group| group.entries.contains(&entry.id));
            let names: Vec<_> = lists.map(|group| &group.name).collect();
            assert_eq!(
                names,
                entry.values.custom_lists.iter().collect::<Vec<_>>(),
                "groups and entries agree"
            );
        }
        let media = || whole.entries.iter().map(|entry| &entry.media);
        assert!(media().any(|media| media.mal_id.is_some()) && media().any(|media| !media.tags.is_empty()));
        let (mut found, mut at) = (0, 1);
        loop {
            let part = chunk(kind, Some(at), Some("kaede"));
            (found, at) = (found + part.entries.len(), at + 1);
            if !part.has_next {
                break;
            }
        }
        assert_eq!(found, whole.entries.len());
    }
    let seen = |user| chunk(MediaType::Anime, None, user).entries;
    assert!(seen(Some("kaede")).iter().any(|entry| entry.values.private));
    assert!(seen(None).iter().all(|entry| !entry.values.private));
}

/// What an edit is checked against is what the list says, for every work, and a work that AniList no longer has is missing.
#[test]
fn the_moments_entries_are_those_of_the_list() {
    let variables = MediaListChunkVariables {
        user_id: None,
        user_name: Some("kaede".to_owned()),
        kind: MediaType::Anime,
        only_current: false,
        chunk: Some(1),
        per_chunk: Some(46),
    };
    let list = ask::<MediaListChunkQuery>(&variables, Some("kaede"))
        .unwrap()
        .data;
    let others = [457, 2, 900_001, 2_000_000_000].map(|id| MediaId::new(id).unwrap());
    let mut ids: Vec<_> = list.entries.iter().map(|entry| entry.media.id).collect();
    ids.retain(|id| !others.contains(id));
    ids.extend(others);
    let now = ask::<EntriesNowQuery>(&EntriesNowVariables { ids: ids.clone() }, Some("kaede")).unwrap();
    assert_eq!(now.errors, []);
    let mut found = 0;
    for now in &now.data {
        assert!(ids.contains(&now.media));
        let listed = list.entries.iter().find(|entry| entry.media.id == now.media);
        if let (Some(listed), Some(entry)) = (listed, &now.entry) {
            assert_eq!(&entry.clone().with(listed.media.clone()), listed);
            assert_eq!(
                (now.favourite, now.kind),
                (listed.media.favourite, MediaType::Anime)
            );
            found += 1;
        }
    }
    assert!(found >= 40 && now.data.len() < ids.len(), "{found}");
    let gone = |id| !now.data.iter().any(|now| Some(now.media) == MediaId::new(id));
    assert!(gone(2_000_000_000) && !gone(457));
    let anonymous = ask::<EntriesNowQuery>(&EntriesNowVariables { ids }, None)
        .unwrap()
        .data;
    assert!(anonymous.iter().all(|now| now.entry.is_none()));
}

#[test]
fn without_a_token_there_is_no_viewer() {
    let error = ask::<ViewerQuery>(&NoVariables {}, None).unwrap_err();
    assert!(
        matches!(error, ApiError::Unauthorized { .. }) && error.is_suspicious(),
        "{error:?}"
    );
}

#[test]
fn a_dead_token_spoils_public_questions_too() {
    let dead = Some("nobody any longer");
    assert_eq!(
        ask::<ViewerQuery>(&NoVariables {}, dead).unwrap_err(),
        ApiError::InvalidToken
    );
    assert_eq!(
        ask::<ViewerIdQuery>(&NoVariables {}, dead).unwrap_err(),
        ApiError::InvalidToken
    );
    let error = ask::<TrendingQuery>(&TrendingVariables { per_page: 1 }, dead).unwrap_err();
    assert_eq!(error, ApiError::InvalidToken);
}

/// Operations with a mistake in them, as no released version sends.
macro_rules! wrong {
    ($name:ident, $query:expr) => {
        struct $name;
        impl Operation for $name {
            const NAME: &'static str = stringify!($name);
            const QUERY: &'static str = $query;
            type Variables = NoVariables;
            type Data = ViewerData;
            type Output = ();
            fn output(_: ViewerData) -> Option<()> {
                None
            }
        }
    };
}

#[test]
fn mistakes_are_named() {
    wrong!(Missing, "query Missing { Media(id: 2000000000) { id } }");
    wrong!(Typo, "query Typo { Viewer { nmae } }");
    wrong!(Syntax, "query Syntax { Viewer { ");
    wrong!(
        Unset,
        "query Unset($perPage: Int!) { Page(perPage: $perPage) { media { id } } }"
    );
    assert_eq!(
        ask::<Missing>(&NoVariables {}, None).unwrap_err(),
        ApiError::NotFound
    );
    for error in [
        ask::<Typo>(&NoVariables {}, None).unwrap_err(),
        ask::<Syntax>(&NoVariables {}, None).unwrap_err(),
        ask::<Unset>(&NoVariables {}, None).unwrap_err(),
    ] {
        assert!(
            matches!(&error, ApiError::Query { message } if !message.is_empty()),
            "{error:?}"
        );
        assert!(!error.is_suspicious());
    }
}

#[test]
fn too_much_at_once_is_named() {
    // 168 aliases of three fields each: just above AniList's 500.
    macro_rules! times_168 {
        ($text:expr) => { times_168!(@seven times_168!(@six times_168!(@four $text))) };
        (@seven $text:expr) => { concat!($text, $text, $text, $text, $text, $text, $text) };
        (@six $text:expr) => { concat!($text, $text, $text, $text, $text, $text) };
        (@four $text:expr) => { concat!($text, $text, $text, $text) };
    }
    wrong!(
        TooMuch,
        concat!("query TooMuch {", times_168!(" Media(id: 1) { id type }"), " }")
    );
    let error = ask::<TooMuch>(&NoVariables {}, None).unwrap_err();
    assert!(
        matches!(&error, ApiError::TooComplex { message } if message.contains("500")),
        "{error:?}"
    );
}
