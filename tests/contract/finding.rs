//! Finding works and people: searches, the editor's work, numbers of MyAnimeList, the owner of a list.

use tsuzuki::api::batch::{self, BatchResponse};
use tsuzuki::api::envelope::read;
use tsuzuki::api::error::ApiError;
use tsuzuki::api::operation::{
    ListOwnerQuery, ListOwnerVariables, MediaByIdsQuery, MediaByIdsVariables, MediaByMalQuery,
    MediaByMalVariables, MediaForEditQuery, MediaForEditVariables, MediaListChunkQuery,
    MediaListChunkVariables, NoVariables, SearchMediaQuery, SearchMediaVariables, ViewerQuery, part,
};
use tsuzuki::domain::{
    FoundMedia, ListStatus, MediaFormat, MediaId, MediaStatus, MediaType, RowOrder, ScoreFormat,
    TitleLanguage,
};

use super::{Site, ask};

fn chunk(name: &str, kind: MediaType) -> MediaListChunkVariables {
    MediaListChunkVariables {
        user_id: None,
        user_name: Some(name.to_owned()),
        kind,
        only_current: false,
        chunk: Some(1),
        per_chunk: Some(500),
    }
}

fn search(text: &str, kind: Option<MediaType>, adult: Option<bool>, user: Option<&str>) -> Vec<FoundMedia> {
    let variables = SearchMediaVariables {
        search: text.to_owned(),
        kind,
        adult,
    };
    let answer = ask::<SearchMediaQuery>(&variables, user).unwrap();
    assert_eq!(answer.errors, []);
    answer.data
}

#[test]
fn a_search_finds_titles_with_ones_own_entries() {
    let list = ask::<MediaListChunkQuery>(&chunk("kaede", MediaType::Anime), Some("kaede"))
        .unwrap()
        .data;
    let found = search("bebop", None, None, Some("kaede"));
    let bebop = found.iter().find(|found| found.media.id.get() == 1).unwrap();
    assert_eq!(bebop.media.title.pick(TitleLanguage::English), "Cowboy Bebop");
    assert_eq!(
        (bebop.media.format, bebop.media.status),
        (MediaFormat::Tv, MediaStatus::Finished)
    );
    assert_eq!(
        (
            bebop.media.episodes,
            bebop.media.season_year,
            bebop.media.favourite
        ),
        (Some(26), Some(1998), true)
    );
    let entry = bebop.entry.unwrap();
    let listed = list.entries.iter().find(|listed| listed.id == entry.id).unwrap();
    assert_eq!(listed.media.id, bebop.media.id);
    let values = &listed.values;
    assert_eq!(
        (entry.status, entry.progress, entry.score),
        (values.status, values.progress, values.score)
    );

    assert!(
        search("bebop", None, None, None)
            .iter()
            .all(|found| found.entry.is_none())
    );
    assert!(search("no such title anywhere", None, None, None).is_empty());
}

#[test]
fn a_search_keeps_to_what_is_wanted() {
    let all = search("a", None, None, None);
    assert_eq!(all.len(), 20);
    for kind in [MediaType::Anime, MediaType::Manga] {
        let found = search("a", Some(kind), None, None);
        assert!(!found.is_empty() && found.iter().all(|found| found.media.kind == kind));
    }
    for adult in [true, false] {
        let found = search("no", None, Some(adult), None);
        assert!(
            !found.is_empty() && found.iter().all(|found| found.media.adult == adult),
            "{adult}"
        );
    }
}

#[test]
fn the_editor_gets_what_the_row_has() {
    let list = ask::<MediaListChunkQuery>(&chunk("kaede", MediaType::Manga), Some("kaede"))
        .unwrap()
        .data;
    let mut site = Site::new();
    for listed in list.entries.iter().take(10) {
        let variables = MediaForEditVariables { id: listed.media.id };
        let own = site
            .ask::<MediaForEditQuery>(&variables, Some("kaede"))
            .unwrap()
            .data;
        assert_eq!(&own.entry.unwrap().with(own.media), listed);
        let own = site.ask::<MediaForEditQuery>(&variables, None).unwrap().data;
        assert_eq!(own.entry, None);
    }
    let gone = MediaForEditVariables {
        id: MediaId::new(2_000_000_000).unwrap(),
    };
    assert_eq!(
        site.ask::<MediaForEditQuery>(&gone, Some("kaede")).unwrap_err(),
        ApiError::NotFound
    );
}

#[test]
fn numbers_of_myanimelist_lead_to_works() {
    for (kind, ids, want) in [
        (MediaType::Anime, vec![6, 1, 2_000_000_000], vec![(1, 1), (6, 6)]),
        (MediaType::Manga, vec![2, 2_000_000_000], vec![(2, 30_002)]),
    ] {
        let found = ask::<MediaByMalQuery>(&MediaByMalVariables { ids, kind }, None)
            .unwrap()
            .data;
        let mut pairs: Vec<_> = found.iter().map(|(mal, media)| (*mal, media.id.get())).collect();
        pairs.sort_unstable();
        assert_eq!(pairs, want);
        for (_, media) in &found {
            assert_eq!(media.kind, kind);
            assert!(
                media.title.pick(TitleLanguage::Romaji) != "Untitled" && media.format != MediaFormat::Unknown
            );
        }
    }
    let ids = [1, 30_002, 2_000_000_000]
        .into_iter()
        .filter_map(MediaId::new)
        .collect();
    let found = ask::<MediaByIdsQuery>(&MediaByIdsVariables { ids }, None)
        .unwrap()
        .data;
    let mut works: Vec<_> = found.iter().map(|media| (media.id.get(), media.kind)).collect();
    works.sort_unstable_by_key(|(id, _)| *id);
    assert_eq!(works, [(1, MediaType::Anime), (30_002, MediaType::Manga)]);
    for ids in [vec![], vec![1; 51]] {
        let kind = MediaType::Anime;
        assert!(
            part::<MediaByMalQuery>(&MediaByMalVariables { ids, kind }).is_err(),
            "an odd number of ids"
        );
    }
}

#[test]
fn a_list_has_an_owner_with_settings() {
    let owner = |name: &str| {
        ask::<ListOwnerQuery>(
            &ListOwnerVariables {
                name: name.to_owned(),
            },
            None,
        )
    };
    let kaede = owner("KAEDE").unwrap().data;
    assert_eq!(
        (kaede.id.get(), &*kaede.name, kaede.avatar.best().is_some()),
        (5001, "kaede", true)
    );
    assert_eq!(
        (kaede.lists.score_format, kaede.lists.row_order),
        (ScoreFormat::Point100, RowOrder::Score)
    );
    let anime = kaede.lists.of(MediaType::Anime);
    assert_eq!(*anime.custom_lists, ["Favourites".into(), "Rainy Sundays".into()]);
    assert_eq!(
        &*anime.section_order[0],
        ListStatus::Current.label(MediaType::Anime)
    );
    assert_eq!(anime.advanced_scoring.len(), 5);
    assert_eq!(&*anime.advanced_scoring[0], "Story");
    assert!(
        !anime.split_completed && kaede.lists.manga.advanced_scoring.is_empty(),
        "switched off"
    );
    assert!(kaede.anime_count > 0 && kaede.manga_count > 0);

    let ren = owner("ren").unwrap().data;
    assert_eq!(
        (ren.title_language, ren.lists.row_order),
        (TitleLanguage::English, RowOrder::Title)
    );
    assert!(ren.lists.anime.split_completed && ren.lists.anime.custom_lists.is_empty());

    let viewer = ask::<ViewerQuery>(&NoVariables {}, Some("kaede")).unwrap().data;
    assert_eq!(
        (&viewer.lists, viewer.title_language),
        (&kaede.lists, kaede.title_language)
    );
    assert!(!viewer.adult_content && viewer.silent.is_empty());
    assert_eq!(owner("nobody").unwrap_err(), ApiError::NotFound);
}

/// A list page asks for both at once.
#[test]
fn owner_and_first_chunk_are_one_request() {
    let owner = part::<ListOwnerQuery>(&ListOwnerVariables {
        name: "kaede".to_owned(),
    })
    .unwrap();
    let list = part::<MediaListChunkQuery>(&chunk("kaede", MediaType::Anime)).unwrap();
    assert!(batch::fits(std::slice::from_ref(&owner), &list));
    let answer = Site::new().send(&batch::body(&[&owner, &list]), Some("kaede"));
    let split = BatchResponse::new(&answer, 2);
    let parts: Vec<_> = split.parts().collect();
    let owner = read::<ListOwnerQuery>(parts[0].as_ref().unwrap()).unwrap().data;
    let list = read::<MediaListChunkQuery>(parts[1].as_ref().unwrap())
        .unwrap()
        .data;
    assert_eq!(owner.anime_count as usize, list.entries.len());
}
