//! Answers to what is asked right before and after a change: from these, nothing may be concluded by mistake.

use serde_json::{Value, json};
use tsuzuki::api::error::{ApiError, Unreadable};
use tsuzuki::api::operation::EntriesNowQuery;
use tsuzuki::domain::{EntryNow, MediaType};

use super::lists::entry_json;
use super::{ask, unreadable};

fn own_json(media: u64, entry: &Value) -> Value {
    json!({"id": media, "type": "ANIME", "isFavourite": true, "mediaListEntry": entry})
}

fn page_json(media: &[Value]) -> Value {
    json!({"data": {"Page": {"media": media}}})
}

fn now(body: &Value) -> Result<Vec<EntryNow>, ApiError> {
    ask::<EntriesNowQuery>(200, body.to_string()).map(|answer| answer.data)
}

#[test]
fn what_anilist_has_now_arrives_whole() {
    let now = now(&page_json(&[
        own_json(1, &entry_json(7)),
        own_json(2, &Value::Null),
    ]))
    .unwrap();
    let [listed, other] = now.as_slice() else {
        panic!("two works")
    };
    assert_eq!(
        (listed.media.get(), listed.kind, listed.favourite),
        (1, MediaType::Anime, true)
    );
    let entry = listed.entry.as_ref().unwrap();
    assert_eq!(
        (entry.id.get(), entry.values.progress, entry.updated_at),
        (7, 7, Some(1_753_848_841))
    );
    assert_eq!(other.entry, None);
}

/// A work that is missing in the answer is one that AniList has deleted, and so is an entry: an answer that leaves
/// something out by mistake must not look like one.
#[test]
fn an_answer_that_is_not_whole_is_none() {
    let good = own_json(1, &entry_json(7));
    let mut nameless = good.clone();
    nameless["mediaListEntry"]["id"] = json!(0);
    for odd in [json!(null), json!(7), json!({"type": "ANIME"}), nameless] {
        let error = now(&page_json(&[good.clone(), odd.clone()])).unwrap_err();
        assert_eq!(error, unreadable(200, Unreadable::NoData), "{odd}");
    }
    let mut partial = page_json(&[good, own_json(2, &Value::Null)]);
    partial["errors"] = json!([{"message": "Internal Server Error", "status": 500, "locations": []}]);
    assert_eq!(now(&partial).unwrap_err(), ApiError::Server { status: 500 });
}
