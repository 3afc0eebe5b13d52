//! Settings and favourites.

use super::support::{anilist, validation};
use serde_json::{Value, json};

#[test]
fn a_toggle_answers_with_the_favourites_and_forgets_that_they_are() {
    let server = anilist();
    let token = server.token("kaede");
    let query = "mutation { ToggleFavourite(animeId: 6) { anime { nodes { id isFavourite } edges { id favouriteOrder }
        pageInfo { hasNextPage } } manga { nodes { id } } } }";
    let toggled = server.query(query, &token).json()["data"]["ToggleFavourite"].clone();
    let node = |id: i64| json!({"id": id, "isFavourite": false});
    assert_eq!(toggled["anime"]["nodes"], json!([node(457), node(1), node(6)]));
    assert_eq!(
        toggled["anime"]["edges"][2],
        json!({"id": null, "favouriteOrder": 3})
    );
    assert_eq!(toggled["manga"]["nodes"], json!([{"id": 30002}]));
    let read = "{ Media(id: 6) { isFavourite } Viewer { favourites { anime { nodes { id isFavourite } edges { id } } } } }";
    let kept = server.query(read, &token).json()["data"].clone();
    assert_eq!(kept["Media"]["isFavourite"], true);
    assert_eq!(
        kept["Viewer"]["favourites"]["anime"]["nodes"][2],
        json!({"id": 6, "isFavourite": true})
    );
    assert!(kept["Viewer"]["favourites"]["anime"]["edges"][2]["id"].is_number());
    assert_eq!(
        server.query(read, "").json()["data"]["Media"]["isFavourite"],
        false
    );
    server.query(query, &token);
    assert_eq!(
        server.query(read, &token).json()["data"]["Media"]["isFavourite"],
        false
    );
    let wrong = server.query(
        "mutation { ToggleFavourite(animeId: 30002) { anime { nodes { id } } } }",
        &token,
    );
    assert_eq!(wrong.status, 404);
}

#[test]
fn settings_are_kept_and_what_is_not_given_stays() {
    let server = anilist();
    let token = server.token("kaede");
    let query = "mutation { UpdateUser(
        titleLanguage: NATIVE, displayAdultContent: true, scoreFormat: POINT_5, rowOrder: \"title\", timezone: \"-03:30\"
        animeListOptions: { customLists: [\"Rainy Sundays\", \"Neu\", \"Neu\"], sectionOrder: [\"Completed\", \"Watching\"] }
        mangaListOptions: { advancedScoringEnabled: true, splitCompletedSectionByFormat: true }
        disabledListActivity: [{type: PLANNING, disabled: true}, {type: CURRENT, disabled: false}]
    ) { id } }";
    let answer = server.query(query, &token);
    assert_eq!(
        (answer.status, answer.json()["data"].clone()),
        (200, json!({"UpdateUser": {"id": 5001}}))
    );
    let read = "{ Viewer { about options { titleLanguage displayAdultContent timezone profileColor
            disabledListActivity { type disabled } }
        mediaListOptions { scoreFormat rowOrder animeList { customLists sectionOrder advancedScoring advancedScoringEnabled }
            mangaList { customLists advancedScoringEnabled splitCompletedSectionByFormat } } }
        Media(id: 1) { title { userPreferred } } }";
    let data = server.query(read, &token).json()["data"].clone();
    let viewer = &data["Viewer"];
    assert_eq!(viewer["about"], "Rewatches Mushishi every autumn.");
    assert_eq!(
        (
            &viewer["options"]["titleLanguage"],
            &viewer["options"]["displayAdultContent"],
            &viewer["options"]["timezone"],
            &viewer["options"]["profileColor"]
        ),
        (&json!("NATIVE"), &json!(true), &json!("-03:30"), &json!("blue"))
    );
    let silent: Vec<&Value> = viewer["options"]["disabledListActivity"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|option| option["disabled"] == true)
        .collect();
    assert_eq!(silent, [&json!({"type": "PLANNING", "disabled": true})]);
    assert_eq!(
        viewer["mediaListOptions"],
        json!({
            "scoreFormat": "POINT_5", "rowOrder": "title",
            "animeList": {
                "customLists": ["Rainy Sundays", "Neu"], "sectionOrder": ["Completed", "Watching"],
                "advancedScoring": ["Story", "Characters", "Visuals", "Audio", "Enjoyment"],
                "advancedScoringEnabled": true,
            },
            "mangaList": {
                "customLists": ["On the shelf"], "advancedScoringEnabled": true, "splitCompletedSectionByFormat": true,
            },
        })
    );
    assert_eq!(data["Media"]["title"]["userPreferred"], "カウボーイビバップ");
    let wrong = server.query("mutation { UpdateUser(rowOrder: \"mood\") { id } }", &token);
    let expected = validation(
        &json!({"rowOrder": ["The selected row order is invalid."]}),
        "UpdateUser",
        1,
        12,
    );
    assert_eq!(wrong.json(), expected);
}

#[test]
fn entries_leave_a_custom_list_that_is_deleted() {
    let server = anilist();
    let token = server.token("kaede");
    let query = "mutation {
        SaveMediaListEntry(mediaId: 1, customLists: [\"Favourites\", \"Rainy Sundays\"]) { id }
        DeleteCustomList(customList: \"Favourites\", type: ANIME) { deleted }
        again: UpdateUser(animeListOptions: {customLists: [\"Rainy Sundays\", \"Favourites\"]}) { id } }";
    let answer = server.query(query, &token);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = server.query(
        "{ MediaList(userId: 5001, mediaId: 1) { customLists(asArray: true) } }",
        &token,
    );
    assert_eq!(
        body.json()["data"]["MediaList"]["customLists"],
        json!([{"name": "Rainy Sundays", "enabled": true}, {"name": "Favourites", "enabled": false}])
    );
    let gone = server.query(
        "mutation { DeleteCustomList(customList: \"Nowhere\", type: ANIME) { deleted } }",
        &token,
    );
    assert_eq!(gone.status, 404);
}
