//! Answers to what is asked right before and after a change: from these, nothing may be concluded by mistake.

use serde_json::{Value, json};
use tsuzuki::api::error::{ApiError, Unreadable};
use tsuzuki::api::operation::{EntriesNowQuery, SaveEntryMutation, UpdateEntriesMutation};
use tsuzuki::domain::{
    EntryNow, FuzzyDate, ListStatus, MediaType, RowOrder, Score, ScoreFormat, TitleLanguage, TypeOptions,
};

use super::lists::entry_json;
use super::{ask, unreadable, viewer, viewer_json};

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

#[test]
fn a_saved_entry_says_all_thirteen_fields() {
    let mut saved = entry_json(7);
    saved["notes"] = json!("&#128512; &amp; &#233;");
    let body = json!({"data": {"SaveMediaListEntry": saved}});
    let saved = ask::<SaveEntryMutation>(200, body.to_string()).unwrap().data;
    let values = &saved.values;
    assert_eq!((saved.id.get(), &*values.notes), (7, "😀 &amp; &#233;"));
    assert_eq!(
        (values.status, values.score),
        (ListStatus::Current, Score::new(85))
    );
    assert_eq!((values.progress, values.progress_volumes), (7, 0));
    assert_eq!((values.repeat, values.priority, values.private), (1, 2, true));
    assert_eq!(*values.custom_lists, [Box::from("With friends")]);
    assert_eq!(*values.advanced_scores, [(Box::from("Story"), 8.5)]);
    assert_eq!(
        (values.started, values.completed),
        (FuzzyDate::new(Some(2020), Some(4), None), None)
    );
}

/// What was saved may differ from what was sent, so an answer without the entry is no answer.
#[test]
fn an_answer_to_a_change_that_does_not_say_what_was_saved_is_none() {
    for saved in [
        json!(null),
        json!({}),
        json!({"id": null, "progress": 3}),
        json!([entry_json(7)]),
    ] {
        let body = json!({"data": {"SaveMediaListEntry": saved}});
        assert!(ask::<SaveEntryMutation>(200, body.to_string()).is_err(), "{body}");
        let body = json!({"data": {"UpdateMediaListEntries": [entry_json(7), saved]}});
        assert!(
            ask::<UpdateEntriesMutation>(200, body.to_string()).is_err(),
            "{body}"
        );
    }
    // Seen at AniList: the change was made, and a part of the answer failed.
    let body = json!({
        "data": {"SaveMediaListEntry": entry_json(7)},
        "errors": [{"message": "Internal Server Error", "status": 500, "locations": [{"line": 2, "column": 3}]}]
    });
    let error = ask::<SaveEntryMutation>(200, body.to_string()).unwrap_err();
    assert_eq!(error, ApiError::Server { status: 500 });
}

#[test]
fn settings_are_read_as_far_as_they_go() {
    let mut body = viewer_json();
    let user = &mut body["data"]["Viewer"];
    user["options"] = json!({
        "titleLanguage": "NATIVE", "displayAdultContent": true,
        "disabledListActivity": [
            {"type": "CURRENT", "disabled": true}, {"type": "PLANNING", "disabled": false}, null,
            {"type": "SOMEDAY", "disabled": true}, {"disabled": true}, {"type": "DROPPED", "disabled": true}
        ]
    });
    user["mediaListOptions"] = json!({
        "scoreFormat": "POINT_3", "rowOrder": "mood",
        "animeList": {
            "sectionOrder": ["Completed", null, " Watching "], "customLists": null, "advancedScoring": ["Story"],
            "advancedScoringEnabled": false, "splitCompletedSectionByFormat": "yes"
        },
        "mangaList": 7
    });
    let viewer = viewer(&body);
    assert_eq!(
        (viewer.title_language, viewer.adult_content),
        (TitleLanguage::Native, true)
    );
    assert_eq!(*viewer.silent, [ListStatus::Current, ListStatus::Dropped]);
    assert_eq!(
        (viewer.lists.score_format, viewer.lists.row_order),
        (ScoreFormat::Point3, RowOrder::Unknown)
    );
    // A name is what its owner wrote, to the letter: it is sent back.
    assert_eq!(
        *viewer.lists.anime.section_order,
        [Box::from("Completed"), Box::from(" Watching ")]
    );
    assert!(viewer.lists.anime.advanced_scoring.is_empty() && !viewer.lists.anime.split_completed);
    assert_eq!(viewer.lists.manga, TypeOptions::default());
}
