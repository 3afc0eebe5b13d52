//! The titles and their pictures.

use super::support::anilist;
use crate::standin::data::{Kind, World};
use crate::standin::images::draw;
use crate::standin::lists::COLLECTION_CAP;
use serde_json::json;
use std::collections::HashSet;

const NOW: i64 = 1_795_000_000;
const WEEK: i64 = 7 * 24 * 3600;

#[test]
fn there_are_real_titles_enough() {
    let world = World::new(1, None, NOW);
    let of = |kind| world.media.iter().filter(|media| media.kind == kind).count();
    assert!(of(Kind::Anime) >= 45 && of(Kind::Manga) >= 20);
    let ids: HashSet<i64> = world.media.iter().map(|media| media.id).collect();
    assert_eq!(
        ids.len(),
        world.media.len(),
        "ids are unique across anime and manga"
    );
    for media in world.media.iter() {
        assert!(
            !media.romaji.is_empty() && !media.native.is_empty() && !media.genres.is_empty(),
            "{}",
            media.id
        );
        assert!((50..=100).contains(&media.score), "{}", media.id);
        assert_eq!(media.status == "FINISHED", media.end.is_some(), "{}", media.id);
        assert!(
            media
                .start
                .is_some_and(|start| media.end.is_none_or(|end| start <= end)),
            "{}",
            media.id
        );
        if media.kind == Kind::Anime {
            assert!(
                media.season_year == media.start.map(|start| start / 10_000),
                "{}",
                media.id
            );
            assert!(
                media.episodes.is_some() == (media.status == "FINISHED"),
                "{}",
                media.id
            );
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_lists() {
    let entries = |seed| format!("{:?}", World::new(seed, Some(300), NOW).entries(5001));
    assert_eq!(entries(1), entries(1));
    assert_ne!(entries(1), entries(2));
}

#[test]
fn lists_are_as_long_as_was_asked() {
    for wanted in [1, 50, 100, 1234, COLLECTION_CAP] {
        let world = World::new(1, Some(wanted), NOW);
        let entries = world.entries(5001);
        assert_eq!(entries.len(), wanted);
        let media: HashSet<i64> = entries.iter().map(|entry| entry.media_id).collect();
        assert_eq!(media.len(), wanted);
        assert!(entries.iter().all(|entry| world.media(entry.media_id).is_some()));
    }
}

#[test]
fn progress_never_exceeds_what_there_is() {
    for user in [5001, 5002] {
        let world = World::new(3, Some(2000), NOW);
        for entry in world.entries(user) {
            let released = world.media(entry.media_id).unwrap().released();
            assert!(
                released.is_none_or(|released| (0..=released).contains(&entry.progress)),
                "{entry:?}"
            );
            assert!(
                entry.updated_at < NOW && (0..=100).contains(&entry.score),
                "{entry:?}"
            );
        }
    }
}

#[test]
fn an_episode_airs_every_week() {
    let world = World::new(1, Some(500), NOW);
    let airing: Vec<_> = world
        .media
        .iter()
        .filter(|media| media.airing.is_some())
        .collect();
    assert!(airing.len() > 5);
    for media in airing {
        let (at, episode) = media.next_episode(NOW).unwrap();
        assert!(at > NOW && at <= NOW + WEEK + 1800);
        assert_eq!(media.next_episode(at - 1), Some((at, episode)));
        let after = media.next_episode(at);
        if media.episodes.is_none_or(|last| episode < last) {
            assert_eq!(after, Some((at + WEEK, episode + 1)));
        } else {
            assert_eq!(after, None);
        }
    }
    let server = anilist();
    let query = "{ Media(id: 21) { nextAiringEpisode { airingAt timeUntilAiring episode mediaId } } }";
    let next = server.query(query, "").json()["data"]["Media"]["nextAiringEpisode"].clone();
    assert_eq!((&next["episode"], &next["mediaId"]), (&json!(1180), &json!(21)));
    assert!(next["timeUntilAiring"].as_i64().unwrap() > 0);
}

#[test]
fn every_picture_the_api_names_is_there() {
    let server = anilist();
    let query = "{ Page { media { coverImage { extraLarge medium color } bannerImage } users(search: \"\") { avatar { large } bannerImage } } }";
    let page = server.query(query, "").json()["data"]["Page"].clone();
    let mut urls: Vec<String> = Vec::new();
    for media in page["media"].as_array().unwrap() {
        assert!(media["coverImage"]["color"].as_str().unwrap().len() == 7);
        let all = [
            &media["coverImage"]["extraLarge"],
            &media["coverImage"]["medium"],
            &media["bannerImage"],
        ];
        urls.extend(all.map(|url| url.as_str().unwrap().to_owned()));
    }
    for user in page["users"].as_array().unwrap() {
        urls.extend(
            [&user["avatar"]["large"], &user["bannerImage"]]
                .into_iter()
                .filter_map(|url| url.as_str())
                .map(str::to_owned),
        );
    }
    assert_eq!(urls.len(), 155);
    for url in urls {
        let path = url.strip_prefix("https://s4.anilist.co").unwrap();
        let answer = server.send("GET", "s4.anilist.co", path, &[], "").unwrap();
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some("image/svg+xml")),
            "{url}"
        );
        assert!(answer.text().starts_with("<svg") && answer.text().ends_with("</svg>"));
    }
    let none = server
        .send(
            "GET",
            "s4.anilist.co",
            "/file/anilistcdn/media/anime/cover/large/bx4.svg",
            &[],
            "",
        )
        .unwrap();
    assert_eq!(none.status, 404);
}

#[test]
fn pictures_are_the_same_each_time() {
    let world = World::new(1, None, NOW);
    let path = "/file/anilistcdn/media/anime/cover/large/bx1.svg";
    assert_eq!(draw(&world, path), draw(&World::new(9, Some(5), NOW), path));
    assert_eq!(draw(&world, "/file/anilistcdn/other/1.svg"), None);
}
