//! Somebody's list.

use serde_json::{Value, json};
use tsuzuki::api::operation::MediaListChunkQuery;
use tsuzuki::domain::{ListChunk, ListStatus};

use super::{ask, media_json};

fn entry_json(id: u64) -> Value {
    let mut media = media_json(id + 100);
    for (name, value) in [
        ("synonyms", json!(["A Story", " ", null, "宇宙よりも"])),
        ("status", json!("FINISHED")),
        ("chapters", json!(null)),
        ("volumes", json!(0)),
        ("duration", json!(24)),
        ("startDate", json!({"year": 2018, "month": 1, "day": 2})),
        ("countryOfOrigin", json!("JP")),
        ("isAdult", json!(false)),
        ("isFavourite", json!(true)),
        ("popularity", json!(210_000)),
        ("genres", json!(["Slice of Life", "Added later"])),
    ] {
        media[name] = value;
    }
    json!({
        "id": id, "status": "CURRENT", "score": 85, "progress": 7, "progressVolumes": null, "repeat": 1, "priority": 2,
        "private": true, "hiddenFromStatusLists": false, "notes": " Two lines,\nas they were written.",
        "customLists": [{"name": "With friends", "enabled": true}, {"name": "Cinema", "enabled": false}],
        "advancedScores": {"Story": 8.5, "Sound": 0},
        "startedAt": {"year": 2020, "month": 4, "day": null}, "completedAt": {"year": null, "month": null, "day": null},
        "updatedAt": 1_753_848_841, "createdAt": 0, "media": media
    })
}

fn group_json(name: &str, status: Option<&str>, entries: &[Value]) -> Value {
    json!({"name": name, "isCustomList": status.is_none(), "isSplitCompletedList": false, "status": status,
           "entries": entries})
}

fn list_json(groups: &[Value]) -> Value {
    json!({"data": {"MediaListCollection": {"hasNextChunk": true, "lists": groups}}})
}

fn list(groups: &[Value]) -> ListChunk {
    ask::<MediaListChunkQuery>(200, list_json(groups).to_string())
        .unwrap()
        .data
}

#[test]
fn a_list_arrives_whole() {
    let watching = group_json("Watching", Some("CURRENT"), &[entry_json(1)]);
    insta::assert_debug_snapshot!(list(&[watching]));
}

/// An entry stands in its section and in custom lists, or in custom lists alone.
#[test]
fn an_entry_in_several_groups_comes_once() {
    let chunk = list(&[
        group_json("Watching", Some("CURRENT"), &[entry_json(1), entry_json(2)]),
        group_json("With friends", None, &[entry_json(3), entry_json(1)]),
        group_json("Empty", None, &[]),
    ]);
    let ids: Vec<_> = chunk.entries.iter().map(|entry| entry.id.get()).collect();
    assert_eq!(ids, [1, 2, 3]);
    let groups: Vec<Vec<_>> = chunk
        .groups
        .iter()
        .map(|group| group.entries.iter().map(|id| id.get()).collect())
        .collect();
    assert_eq!(groups, [vec![1, 2], vec![3, 1], vec![]]);
    assert!(chunk.groups[1].is_custom && chunk.groups[1].status == ListStatus::Unknown);
    assert!(!chunk.groups[0].is_custom && chunk.has_next);
}

/// Odd values cost themselves, nothing else; an entry cannot do without its id and its work's.
#[test]
fn odd_entries_do_not_spoil_the_rest() {
    let count = |entry: Value| {
        list(&[group_json("Watching", Some("CURRENT"), &[entry, entry_json(2)])])
            .entries
            .len()
    };
    for odd in [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!([1]),
        json!({"a": {"b": []}}),
    ] {
        for name in entry_json(1).as_object().unwrap().keys() {
            let mut entry = entry_json(1);
            entry[name] = odd.clone();
            let needed = name == "id" || name == "media";
            assert_eq!(count(entry.clone()), 2 - usize::from(needed), "{name}: {odd}");
            entry.as_object_mut().unwrap().remove(name);
            assert_eq!(count(entry), 2 - usize::from(needed), "without {name}");
        }
    }
}

#[test]
fn figures_of_an_entry_are_in_their_range() {
    let entry = |name: &str, value: Value| {
        let mut entry = entry_json(1);
        entry[name] = value;
        list(&[group_json("Watching", Some("CURRENT"), &[entry])])
            .entries
            .remove(0)
    };
    for (score, want) in [
        (json!(0), None),
        (json!(1), Some(1)),
        (json!(100.0), Some(100)),
        (json!(101), None),
        (json!(-3), None),
        (json!(1e300), None),
        (json!(84.6), Some(85)),
    ] {
        let read = entry("score", score.clone())
            .values
            .score
            .map(|score| score.get());
        assert_eq!(read, want, "{score}");
    }
    assert_eq!(&*entry("notes", json!("")).values.notes, "");
    assert!(entry("customLists", json!([])).values.custom_lists.is_empty());
    assert!(
        entry("customLists", json!({"With friends": true}))
            .values
            .custom_lists
            .is_empty()
    );
    assert!(
        entry("advancedScores", json!([]))
            .values
            .advanced_scores
            .is_empty()
    );
    let bare = entry(
        "media",
        json!({"id": 9, "countryOfOrigin": "Japan", "startDate": {"month": 13}}),
    )
    .media;
    assert_eq!((bare.id.get(), bare.country, bare.started), (9, None, None));
}
