//! Good answers, and good answers with something odd in them.

use serde_json::{Value, json};
use tsuzuki::api::envelope::read;
use tsuzuki::api::error::Unreadable;
use tsuzuki::api::operation::{ViewerIdQuery, ViewerQuery};
use tsuzuki::domain::{Airing, ListStatus, MediaFormat, MediaSeason, MediaType, ScoreFormat, TitleLanguage};

use super::{answer, ask, failure, media_json, trending, trending_json, unreadable, viewer, viewer_json};

#[test]
fn a_viewer_arrives_whole() {
    let viewer = viewer(&viewer_json());
    assert_eq!((viewer.id.get(), viewer.name.as_str()), (5001, "kaede"));
    assert_eq!(
        viewer.avatar.best().unwrap().as_str(),
        "https://s4.anilist.co/a/large.png"
    );
    assert_eq!(
        viewer.avatar.small().unwrap().as_str(),
        "https://s4.anilist.co/a/medium.png"
    );
    assert_eq!((viewer.banner, viewer.unread_notifications), (None, 3));
    assert_eq!(viewer.score_format, ScoreFormat::Point10Decimal);
    assert_eq!((viewer.anime.count, viewer.anime.episodes_watched), (70, 880));
    assert_eq!(viewer.anime.statuses.get(ListStatus::Completed), 58);
    assert_eq!(viewer.manga.chapters_read, 400);
    assert_eq!(viewer.manga.statuses.iter().count(), 0);
}

#[test]
fn media_arrive_whole() {
    let media = trending(&trending_json(&[media_json(1)]));
    let [media] = media.as_slice() else {
        panic!("one work")
    };
    assert_eq!(
        (media.id.get(), media.kind, media.format),
        (1, MediaType::Anime, MediaFormat::Tv)
    );
    assert_eq!(media.title.pick(TitleLanguage::English), "Uchuu Yori");
    assert_eq!(media.title.pick(TitleLanguage::Native), "宇宙より");
    assert_eq!(
        media.cover.small().unwrap().as_str(),
        "https://s4.anilist.co/c.jpg"
    );
    assert_eq!(
        (media.season, media.season_label().as_deref()),
        (MediaSeason::Winter, Some("Winter 2018"))
    );
    assert_eq!((media.episodes, media.average_score), (Some(13), Some(84)));
    assert_eq!(
        media.next_airing,
        Some(Airing {
            episode: 4,
            airing_at: 1_800_000_000
        })
    );
    assert_eq!(*media.genres, ["Adventure", "Comedy"]);
}

/// Odd values cost themselves, nothing else.
#[test]
fn odd_fields_do_not_spoil_the_rest() {
    for odd in [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!([1]),
        json!({"a": {"b": []}}),
    ] {
        for field in viewer_json()["data"]["Viewer"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "id" && *key != "name")
        {
            let mut body = viewer_json();
            body["data"]["Viewer"][field] = odd.clone();
            assert_eq!(viewer(&body).id.get(), 5001, "{field}: {odd}");
            body["data"]["Viewer"].as_object_mut().unwrap().remove(field);
            assert_eq!(viewer(&body).name, "kaede", "without {field}");
        }
        for field in media_json(1)
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "id")
        {
            let mut bad = media_json(1);
            bad[field] = odd.clone();
            let media = trending(&trending_json(&[bad, media_json(2)]));
            assert_eq!(media.len(), 2, "{field}: {odd}");
            assert_eq!(
                media[1],
                trending(&trending_json(&[media_json(2)]))[0],
                "{field}: {odd}"
            );
        }
        let media = trending(&trending_json(&[odd.clone(), media_json(2), json!({"id": odd})]));
        assert_eq!(media.len(), 1, "an item that is {odd}");
    }
}

#[test]
fn numbers_and_words_in_disguise() {
    let mut body = viewer_json();
    let user = &mut body["data"]["Viewer"];
    user["id"] = json!("9007199254740993");
    user["unreadNotificationCount"] = json!("12");
    user["mediaListOptions"]["scoreFormat"] = json!(5);
    user["statistics"]["anime"]["episodesWatched"] = json!(880.0);
    user["statistics"]["anime"]["statuses"] =
        json!([{"status": "SOMEDAY", "count": 1}, {"status": "PAUSED", "count": "2"}]);
    let viewer = viewer(&body);
    assert_eq!(viewer.id.get(), 9_007_199_254_740_993);
    assert_eq!(
        (viewer.unread_notifications, viewer.anime.episodes_watched),
        (12, 880)
    );
    assert_eq!(viewer.score_format, ScoreFormat::Unknown);
    assert_eq!(
        viewer.anime.statuses.iter().collect::<Vec<_>>(),
        [(ListStatus::Paused, 2)]
    );
}

#[test]
fn figures_outside_their_range_are_left_out() {
    let mut work = media_json(1);
    work["averageScore"] = json!(101);
    work["episodes"] = json!(0);
    work["seasonYear"] = json!(0);
    work["nextAiringEpisode"] = json!({"episode": 4, "airingAt": -1});
    let media = trending(&trending_json(&[work]));
    let media = media.first().unwrap();
    assert_eq!(
        (
            media.average_score,
            media.episodes,
            media.season_label(),
            media.next_airing
        ),
        (None, None, None, None)
    );
}

// SECURITY.md: P6
#[test]
fn links_and_names_are_made_harmless() {
    let mut body = viewer_json();
    let user = &mut body["data"]["Viewer"];
    user["name"] = json!(" ka\u{202e}ede\u{0}\n");
    user["siteUrl"] = json!("javascript:alert(1)");
    user["avatar"] = json!({"large": "data:image/svg+xml,<svg/>", "medium": "//evil.example/a.png"});
    let viewer = viewer(&body);
    assert_eq!(viewer.name, "kaede");
    assert_eq!((viewer.site_url, viewer.avatar.best()), (None, None));
}

#[test]
fn a_byte_order_mark_and_white_space_around_an_answer_cost_nothing() {
    let body = format!("\u{feff} {}\n", viewer_json());
    let read = read::<ViewerQuery>(&answer(200, &body)).unwrap();
    assert_eq!(read.data.name, "kaede");
}

#[test]
fn broken_characters_cost_themselves_only() {
    let with_name = |name: &[u8]| {
        [
            b"{\"data\":{\"Viewer\":{\"id\":1,\"name\":\"".as_slice(),
            name,
            b"\"}}}",
        ]
        .concat()
    };
    let rows: &[(&[u8], &str)] = &[
        (b"ka\\ud83dede", "ka\u{fffd}ede"),
        (b"\\udc00kaede", "\u{fffd}kaede"),
        (b"kaede\\ud83d", "kaede\u{fffd}"),
        (b"\\ud83d\\ud83d\\ude00", "\u{fffd}\u{1f600}"),
        (b"\\ud83d\\n\\\\ud83d", "\u{fffd} \\ud83d"),
        (b"\\ud83d\\u0041", "\u{fffd}A"),
        (b"ka\xffede", "ka\u{fffd}ede"),
        (b"ka\xf0\x9f\x98", "ka\u{fffd}"),
        (b"\\ud83d\\ude00", "\u{1f600}"),
    ];
    for (raw, name) in rows {
        let viewer = ask::<ViewerQuery>(200, with_name(raw)).unwrap().data;
        assert_eq!(viewer.name, *name, "{}", String::from_utf8_lossy(raw));
    }
    assert_eq!(
        failure(200, with_name(b"\\ud83d\\q")),
        unreadable(200, Unreadable::NotJson)
    );
}

#[test]
fn deep_and_long_answers() {
    // Where nothing is expected, depth does not matter; where something is, it is an error, never a crash.
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [100, 100_000] {
        let aside = format!(
            "{{\"extensions\":{},\"data\":{{\"Viewer\":{{\"id\":1}}}}}}",
            deep(depth)
        );
        assert_eq!(ask::<ViewerIdQuery>(200, aside).unwrap().data.get(), 1);
        let inside = format!("{{\"data\":{{\"Viewer\":{{\"id\":{}}}}}}}", deep(depth));
        assert!(ask::<ViewerIdQuery>(200, inside).is_err());
    }
    let many: Vec<Value> = (0..100_000)
        .map(|id| {
            if id % 2 == 0 {
                json!({"id": id})
            } else {
                json!(null)
            }
        })
        .collect();
    // Id 0 names nothing.
    assert_eq!(trending(&trending_json(&many)).len(), 49_999);
}
