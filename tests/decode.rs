//! Answers of every kind, good, odd and hostile, through the envelope into domain types.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "decode/edits.rs"]
mod edits;
#[path = "decode/failures.rs"]
mod failures;
#[path = "decode/generate.rs"]
mod generate;
#[path = "decode/hostile.rs"]
mod hostile;
#[path = "decode/lists.rs"]
mod lists;
#[path = "decode/shapes.rs"]
mod shapes;

use serde_json::{Value, json};
use tsuzuki::api::envelope::{Answer, HttpAnswer, read};
use tsuzuki::api::error::{ApiError, Unreadable};
use tsuzuki::api::operation::{Operation, TrendingQuery, ViewerQuery};
use tsuzuki::domain::{Media, Viewer};

/// An answer with this status and body.
fn answer(status: u16, body: impl AsRef<[u8]>) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.as_ref().to_vec(),
        ..HttpAnswer::default()
    }
}

fn ask<O: Operation>(status: u16, body: impl AsRef<[u8]>) -> Result<Answer<O::Output>, ApiError> {
    read::<O>(&answer(status, body))
}

fn failure(status: u16, body: impl AsRef<[u8]>) -> ApiError {
    ask::<ViewerQuery>(status, body).unwrap_err()
}

fn unreadable(status: u16, why: Unreadable) -> ApiError {
    ApiError::Unreadable { status, why }
}

fn viewer_json() -> Value {
    json!({"data": {"Viewer": {
        "id": 5001, "name": "kaede",
        "avatar": {"large": "https://s4.anilist.co/a/large.png", "medium": "https://s4.anilist.co/a/medium.png"},
        "bannerImage": null, "siteUrl": "https://anilist.co/user/kaede",
        "unreadNotificationCount": 3,
        "mediaListOptions": {"scoreFormat": "POINT_10_DECIMAL"},
        "statistics": {
            "anime": {"count": 70, "episodesWatched": 880,
                      "statuses": [{"status": "CURRENT", "count": 12}, {"status": "COMPLETED", "count": 58}]},
            "manga": {"count": 9, "chaptersRead": 400, "statuses": []}
        }
    }}})
}

fn media_json(id: u64) -> Value {
    json!({
        "id": id, "type": "ANIME",
        "title": {"romaji": "Uchuu Yori", "english": null, "native": "宇宙より", "userPreferred": "Uchuu Yori"},
        "coverImage": {"large": "https://s4.anilist.co/c.jpg", "medium": null},
        "format": "TV", "episodes": 13, "season": "WINTER", "seasonYear": 2018, "averageScore": 84,
        "nextAiringEpisode": {"episode": 4, "airingAt": 1_800_000_000}, "genres": ["Adventure", null, "Comedy"],
        "siteUrl": "https://anilist.co/anime/1"
    })
}

fn trending_json(media: &[Value]) -> Value {
    json!({"data": {"Page": {"media": media}}})
}

fn viewer(body: &Value) -> Viewer {
    ask::<ViewerQuery>(200, body.to_string()).unwrap().data
}

fn trending(body: &Value) -> Vec<Media> {
    ask::<TrendingQuery>(200, body.to_string()).unwrap().data
}
