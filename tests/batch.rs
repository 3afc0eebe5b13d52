//! Several reads in one request: what is sent, and whose answer is whose.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::borrow::Cow;

use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use proptest::prelude::*;
use tsuzuki::api::batch::{
    BatchResponse, MAX_CHANGES, MAX_FIELDS, MAX_PARTS, PreparedOperation, body, count_fields, fits,
};
use tsuzuki::api::envelope::{HttpAnswer, read};
use tsuzuki::api::error::ApiError;
use tsuzuki::api::operation::{
    DOCUMENTS, MediaListChunkQuery, Operation as _, SaveEntryMutation, TrendingQuery, TrendingVariables,
    ViewerQuery, part,
};

fn schema() -> Valid<Schema> {
    Schema::parse_and_validate(include_str!("schema/anilist.graphql"), "anilist.graphql").unwrap()
}

fn query_of(parts: &[&PreparedOperation]) -> String {
    let body: serde_json::Value = serde_json::from_str(&body(parts)).unwrap();
    body["query"].as_str().unwrap().to_owned()
}

fn viewer_and_trending() -> [PreparedOperation; 2] {
    [
        part::<ViewerQuery>(&Default::default()).unwrap(),
        part::<TrendingQuery>(&TrendingVariables { per_page: 12 }).unwrap(),
    ]
}

fn answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.into(),
        ..HttpAnswer::default()
    }
}

fn split(answer: &HttpAnswer, parts: usize) -> Vec<Option<HttpAnswer>> {
    let split = BatchResponse::new(answer, parts);
    split.parts().map(|part| part.map(Cow::into_owned)).collect()
}

#[test]
fn one_part_goes_as_it_is_written() {
    let [viewer, _] = viewer_and_trending();
    assert_eq!(query_of(&[&viewer]), viewer.document);
}

#[test]
fn two_parts_are_aliased_each_on_a_line_of_its_own_with_variables_of_its_own() {
    let [viewer, trending] = viewer_and_trending();
    let query = query_of(&[&viewer, &trending]);
    let lines: Vec<_> = query.lines().collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0], "query Viewer_Trending($p1_perPage : Int !) {");
    assert!(lines[1].starts_with("p0_Viewer: Viewer { id name"));
    assert!(lines[2].starts_with("p1_Page: Page ( perPage : $p1_perPage )"));
    let body: serde_json::Value = serde_json::from_str(&body(&[&viewer, &trending])).unwrap();
    assert_eq!(body["variables"], serde_json::json!({ "p1_perPage": 12 }));
}

/// Any of our documents may meet any other, and itself with other variables.
#[test]
fn every_pair_of_documents_that_fits_is_a_valid_query() {
    let schema = schema();
    let parts: Vec<_> = DOCUMENTS
        .iter()
        .map(|(name, document)| PreparedOperation {
            name,
            document,
            variables: "{}".to_owned(),
        })
        .collect();
    let mut pairs = 0;
    for one in &parts {
        for other in &parts {
            if fits(std::slice::from_ref(one), other) {
                let query = query_of(&[one, other]);
                ExecutableDocument::parse_and_validate(&schema, &query, "batch").unwrap();
                pairs += 1;
            }
        }
    }
    assert!(pairs >= 4, "{pairs}");
}

#[test]
fn a_batch_stays_within_anilists_limits() {
    let fields = |count: usize| format!("query A {{ Viewer {{ {} }} }}", "id ".repeat(count - 1));
    let (large, rest) = (fields(400), fields(100));
    let document: &'static str = large.leak();
    let part = |document| PreparedOperation {
        name: "A",
        document,
        variables: "{}".to_owned(),
    };
    assert_eq!(count_fields(document), 400);
    assert!(
        fits(&[part(document)], &part(rest.leak())),
        "together {MAX_FIELDS}"
    );
    assert!(!fits(&[part(document)], &part(fields(101).leak())));
    let small = part("query A { Viewer { id } }");
    assert!(!fits(&vec![small.clone(); MAX_PARTS], &small));
}

/// The longest list is 22 chunks of 500: one first, and the others in three requests.
#[test]
fn seven_chunks_of_a_list_go_in_one_request() {
    let chunk = PreparedOperation {
        name: MediaListChunkQuery::NAME,
        document: MediaListChunkQuery::QUERY,
        variables: "{}".to_owned(),
    };
    assert!(fits(&vec![chunk.clone(); 6], &chunk));
}

#[test]
fn twenty_saves_go_in_one_request_as_changes() {
    let save = PreparedOperation {
        name: SaveEntryMutation::NAME,
        document: SaveEntryMutation::QUERY,
        variables: r#"{"mediaId":1,"notes":"a"}"#.to_owned(),
    };
    let saves = vec![save.clone(); MAX_CHANGES - 1];
    assert!(fits(&saves, &save), "{} fields each", count_fields(save.document));
    let all: Vec<_> = saves.iter().chain([&save]).collect();
    assert!(!fits(&saves, &viewer_and_trending()[0]));
    let query = query_of(&all);
    assert!(query.starts_with("mutation SaveEntry_SaveEntry_"));
    assert_eq!(query.lines().count(), MAX_CHANGES + 2);
    ExecutableDocument::parse_and_validate(&schema(), &query, "batch").unwrap();
    let body: serde_json::Value = serde_json::from_str(&body(&all)).unwrap();
    assert_eq!(body["variables"].as_object().unwrap().len(), 2 * MAX_CHANGES);
    assert_eq!(body["variables"]["p19_notes"], "a");
}

/// AniList carries out the others.
#[test]
fn a_refused_change_keeps_its_complaints_and_the_others_their_data() {
    let body = r#"{"data":{"p0_SaveMediaListEntry":{"id":7},"p1_SaveMediaListEntry":null},
        "errors":[{"message":"validation","status":400,"locations":[{"line":3,"column":1}],
        "validation":{"repeat":["The repeat may not be greater than 1000."]}}]}"#;
    let parts = split(&answer(400, body), 2);
    let saved = read::<SaveEntryMutation>(parts[0].as_ref().unwrap()).unwrap();
    assert_eq!(saved.data.id.get(), 7);
    let refused = read::<SaveEntryMutation>(parts[1].as_ref().unwrap()).unwrap_err();
    let ApiError::Validation { fields } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(fields[0].field, "repeat");
    assert_eq!(fields[0].messages, ["The repeat may not be greater than 1000."]);
}

#[test]
fn what_cannot_be_put_into_another_document_goes_alone() {
    let part = |document| PreparedOperation {
        name: "A",
        document,
        variables: "{}".to_owned(),
    };
    let viewer = part("query A { Viewer { id } }");
    for other in [
        "mutation A { DeleteMediaListEntry(id: 1) { deleted } }",
        "subscription A { Viewer { id } }",
        "query A { ...F } fragment F on Query { Viewer { id } }",
        "{ Viewer { id } }",
        "",
    ] {
        assert!(!fits(std::slice::from_ref(&viewer), &part(other)), "{other}");
    }
}

#[test]
fn fields_are_counted_as_the_reference_parser_does() {
    let schema = schema();
    for (name, document) in DOCUMENTS {
        let parsed = ExecutableDocument::parse_and_validate(&schema, *document, *name).unwrap();
        let operation = parsed.operations.iter().next().unwrap();
        assert_eq!(
            count_fields(document),
            operation.all_fields(&parsed).count(),
            "{name}"
        );
    }
}

#[test]
fn each_part_gets_its_own_data() {
    let body = r#"{"data":{"p0_Viewer":{"id":5001,"name":"kaede"},"p1_Page":{"media":[{"id":1}]}}}"#;
    let parts = split(&answer(200, body), 2);
    let viewer = read::<ViewerQuery>(parts[0].as_ref().unwrap()).unwrap();
    let trending = read::<TrendingQuery>(parts[1].as_ref().unwrap()).unwrap();
    assert_eq!((viewer.data.name.as_str(), trending.data.len()), ("kaede", 1));
    assert!(viewer.errors.is_empty() && trending.errors.is_empty());
}

#[test]
fn the_line_of_an_error_tells_whose_it_is_and_the_other_part_is_whole() {
    let body = r#"{"data":{"p0_Viewer":{"id":5001,"name":"kaede"},"p1_Page":null},
        "errors":[{"message":"Not Found.","status":404,"locations":[{"line":3,"column":1}]}]}"#;
    let parts = split(&answer(404, body), 2);
    let viewer = read::<ViewerQuery>(parts[0].as_ref().unwrap()).unwrap();
    assert!(viewer.errors.is_empty() && viewer.status == 200);
    assert_eq!(
        read::<TrendingQuery>(parts[1].as_ref().unwrap()).unwrap_err(),
        ApiError::NotFound
    );
}

#[test]
fn a_part_that_nothing_is_said_about_has_to_be_asked_alone() {
    let body = r#"{"data":null,"errors":[{"message":"Not Found.","status":404,"locations":[{"line":3,"column":1}]}]}"#;
    let parts = split(&answer(404, body), 2);
    assert!(parts[0].is_none());
    assert_eq!(
        read::<TrendingQuery>(parts[1].as_ref().unwrap()).unwrap_err(),
        ApiError::NotFound
    );
    let unplaced = r#"{"data":null,"errors":[{"message":"Max query complexity should be 500 but got 646.","status":400}]}"#;
    assert_eq!(split(&answer(400, unplaced), 2), [None, None]);
    let placed = r#"{"data":null,"errors":[{"message":"Max query complexity should be 500 but got 646.","status":400,"locations":[{"line":2,"column":1}]}]}"#;
    assert_eq!(split(&answer(400, placed), 2), [None, None]);
}

#[test]
fn what_concerns_the_whole_request_is_everybodys_answer() {
    let dead = r#"{"data":null,"errors":[{"message":"Invalid token","status":400,"locations":[{"line":2,"column":1}]}]}"#;
    for (status, body) in [
        (400, dead),
        (500, "<html>"),
        (200, ""),
        (200, "[1]"),
        (200, r#"{"data":{"p0_Viewer":"#),
    ] {
        for part in split(&answer(status, body), 3) {
            assert_eq!(part.unwrap(), answer(status, body), "{body}");
        }
    }
}

proptest! {
    #[test]
    fn any_document_and_any_answer_are_survived(document: String, body in any::<Vec<u8>>(), status: u16) {
        count_fields(&document);
        let part = PreparedOperation { name: "A", document: "query A { Viewer { id } }", variables: document };
        let _ = tsuzuki::api::batch::body(&[&part, &part]);
        prop_assert_eq!(split(&HttpAnswer { status, body, ..HttpAnswer::default() }, 2).len(), 2);
    }
}
