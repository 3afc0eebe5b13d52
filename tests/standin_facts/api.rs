//! GraphQL: what is executed, and every shape of error.

use super::support::{Server, anilist};
use serde_json::{Value, json};

fn one_error(message: &str, status: u16, line: u32, column: u32, data: &Value) -> Value {
    let place = json!([{"line": line, "column": column}]);
    json!({"errors": [{"message": message, "status": status, "locations": place}], "data": data})
}

#[test]
fn the_viewer_is_whoever_the_token_belongs_to() {
    let server = anilist();
    for (name, id, format) in [
        ("kaede", 5001, "POINT_100"),
        ("ren", 5002, "POINT_10_DECIMAL"),
        ("new", 5003, "POINT_10"),
    ] {
        let query = "query Me { Viewer { id name avatar { large medium } bannerImage siteUrl unreadNotificationCount \
            options { titleLanguage displayAdultContent timezone } mediaListOptions { scoreFormat animeList { customLists } } \
            statistics { anime { count meanScore episodesWatched statuses(limit: 2) { status count } } manga { count } } } }";
        let answer = server.query(query, &server.token(name));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let viewer = answer.json()["data"]["Viewer"].clone();
        assert_eq!((&viewer["id"], &viewer["name"]), (&json!(id), &json!(name)));
        assert_eq!(viewer["mediaListOptions"]["scoreFormat"], format);
        assert_eq!(
            viewer["avatar"]["large"],
            format!("https://s4.anilist.co/file/anilistcdn/user/avatar/large/b{id}.svg")
        );
        assert!(
            viewer["statistics"]["anime"]["statuses"]
                .as_array()
                .unwrap()
                .len()
                <= 2
        );
    }
}

#[test]
fn errors_have_the_bodies_and_statuses_that_were_recorded() {
    let viewer = json!({"Viewer": null});
    let media = json!({"Media": null});
    let cases = [
        (
            "{\n    Viewer { id }\n}",
            "",
            one_error("Unauthorized.", 401, 2, 5, &viewer),
        ),
        (
            "{ Media(id: 0) { id } }",
            "",
            one_error("Not Found.", 404, 1, 3, &media),
        ),
        (
            "{ Media(id: 1, type: MANGA) { id } }",
            "",
            one_error("Not Found.", 404, 1, 3, &media),
        ),
        (
            "{ Viewer { id } }",
            "x.y.z",
            one_error("Invalid token", 400, 1, 3, &viewer),
        ),
        (
            "{ Media(id: 1) { id } }",
            "x.y.z",
            one_error("Invalid token", 400, 1, 3, &media),
        ),
        (
            "{ Media(id: 1) { nonsense } }",
            "",
            one_error(
                "Cannot query field \"nonsense\" on type \"Media\".",
                400,
                1,
                18,
                &Value::Null,
            ),
        ),
    ];
    let server = anilist();
    for (query, token, expected) in cases {
        let answer = server.query(query, token);
        assert_eq!(answer.json(), expected, "{query}");
        assert_eq!(
            u64::from(answer.status),
            expected["errors"][0]["status"],
            "{query}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{query}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{query}");
    }
}

#[test]
fn one_failing_field_leaves_the_others() {
    let server = anilist();
    let answer = server.query("{ gone: Media(id: 0) { id } there: Media(id: 1) { id } }", "");
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["data"], json!({"gone": null, "there": {"id": 1}}));
}

#[test]
fn a_token_that_expired_or_was_revoked_spoils_every_request() {
    let server = anilist();
    let expired = server.control(
        "token",
        &json!({"user": "kaede", "client_id": "1001", "expires_in": -1}),
    );
    let revoked = server.token("kaede");
    server.control("revoke", &json!({"user": "kaede"}));
    let of_a_year_ago = server.token("ren");
    server.standin.clock.advance(365 * 24 * 3600 * 1000);
    for token in [
        expired["access_token"].as_str().unwrap(),
        &revoked,
        &of_a_year_ago,
    ] {
        let answer = server.query("{ Page { media { id } } }", token);
        let expected = one_error("Invalid token", 400, 1, 3, &json!({"Page": null}));
        assert_eq!((answer.status, answer.json()), (400, expected));
    }
    assert_eq!(
        server.query("{ Viewer { id } }", &server.token("kaede")).status,
        200,
        "a new login works"
    );
}

fn selecting(fields: usize) -> String {
    let pairs: String = (0..fields / 2)
        .map(|n| format!("a{n}: Media(id: 1) {{ id }} "))
        .collect();
    format!(
        "{{ {pairs} {} }}",
        if fields % 2 == 1 { "__typename" } else { "" }
    )
}

#[test]
fn five_hundred_fields_are_the_most() {
    let server = anilist();
    for fields in [499, 500] {
        assert_eq!(server.query(&selecting(fields), "").status, 200);
    }
    let answer = server.query(&selecting(646), "");
    let message = "Max query complexity should be 500 but got 646.";
    assert_eq!(
        (answer.status, &answer.json()["errors"][0]["message"]),
        (400, &json!(message))
    );
    let spread = format!(
        "{{ {} }} fragment F on Media {{ id type format }}",
        (0..126)
            .map(|n| format!("a{n}: Media(id: 1) {{ ...F }} "))
            .collect::<String>()
    );
    assert_eq!(
        server.query(&spread, "").status,
        400,
        "fragments are counted where they are spread"
    );
}

#[test]
fn any_valid_document_is_executed() {
    let server = anilist();
    let query = "
        query Two($first: Int, $with: Boolean!, $unused: String) {
            one: Media(id: $first) { ...Title episodes @include(if: $with) duration @skip(if: $with) }
            two: Media(id: 30013) { ... on Media { ...Title __typename } }
            GenreCollection
        }
        fragment Title on Media { title { romaji } }
        fragment Unused on Media { id }";
    let answer = server.query_with(query, &json!({"first": 1, "with": true, "undeclared": 5}), "");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let data = &answer.json()["data"];
    assert_eq!(
        data["one"],
        json!({"title": {"romaji": "Cowboy Bebop"}, "episodes": 26})
    );
    assert_eq!(
        data["two"],
        json!({"title": {"romaji": "ONE PIECE"}, "__typename": "Media"})
    );
    assert!(
        data["GenreCollection"]
            .as_array()
            .unwrap()
            .contains(&json!("Slice of Life"))
    );
    let schema = server.query(
        "{ __schema { queryType { name } } __type(name: \"MediaType\") { enumValues { name } } }",
        "",
    );
    assert_eq!(schema.json()["data"]["__schema"]["queryType"]["name"], "Query");
    assert_eq!(schema.json()["data"]["__type"]["enumValues"][1]["name"], "MANGA");
}

#[test]
fn what_is_no_query_is_refused() {
    let server = anilist();
    server.control("switches", &json!({"rate_limit": false}));
    for body in [
        "",
        "{",
        "[]",
        "{}",
        "{\"query\": 1}",
        "query { Viewer { id } }",
        "<x>",
    ] {
        let answer = server.try_query(body, "").unwrap();
        assert_eq!(
            (answer.status, answer.json()["data"].clone()),
            (400, Value::Null),
            "{body}"
        );
    }
    for query in [
        "",
        "{",
        "{ Media(id: \"one\") { id } }",
        "{ Media }",
        "{ Media(id: 1) { id { x } } }",
        "mutation { X }",
    ] {
        assert_eq!(server.query(query, "").status, 400, "{query}");
    }
    let wrong_variable = server.query_with(
        "query($id: Int) { Media(id: $id) { id } }",
        &json!({"id": "one"}),
        "",
    );
    assert_eq!(wrong_variable.status, 400);
    let get = server
        .send(
            "GET",
            "graphql.anilist.co",
            "/?query={Viewer{id}}",
            &[("referer", "x")],
            "",
        )
        .unwrap();
    assert_eq!(get.status, 405);
}

fn page(server: &Server, query: &str) -> Value {
    let answer = server.query(query, "");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"]["Page"].clone()
}

#[test]
fn pages_hold_fifty_at_most_and_only_has_next_page_is_true() {
    let server = anilist();
    let first = page(
        &server,
        "{ Page(perPage: 100) { media { id } pageInfo { total perPage currentPage lastPage hasNextPage } } }",
    );
    assert_eq!(first["media"].as_array().unwrap().len(), 50);
    let info = json!({"total": 5000, "perPage": 50, "currentPage": 1, "lastPage": 100, "hasNextPage": true});
    assert_eq!(first["pageInfo"], info);
    // Asked for before the content, and for two pages at once.
    let query = "{ Page(page: 2) { pageInfo { hasNextPage } media { id } }
                   other: Page(page: 1) { pageInfo { hasNextPage } media { id } } }";
    let both = server.query(query, "").json();
    assert_eq!(both["data"]["Page"]["pageInfo"]["hasNextPage"], false);
    assert_eq!(both["data"]["other"]["pageInfo"]["hasNextPage"], true);
    let beyond = page(
        &server,
        "{ Page(page: 99) { media { id } pageInfo { hasNextPage total } } }",
    );
    assert_eq!(
        beyond,
        json!({"media": [], "pageInfo": {"hasNextPage": false, "total": 5000}})
    );
}

#[test]
fn media_are_filtered_and_sorted() {
    let server = anilist();
    server.control("switches", &json!({"rate_limit": false}));
    let cases = [
        ("search: \"frieren\", type: ANIME", json!([154_587])),
        ("search: \"進撃\"", json!([16498, 53390])),
        ("id_in: [1, 30002, 4], sort: ID_DESC", json!([30002, 1])),
        ("season: WINTER, seasonYear: 2018", json!([21827, 98444, 99426])),
        ("format: ONA", json!([120_377])),
        (
            "status: HIATUS, sort: [TITLE_ENGLISH]",
            json!([30026, 30028, 30656]),
        ),
        ("genre_in: [\"Mecha\", \"Comedy\"]", json!([2001])),
        ("idMal: 2, type: MANGA", json!([30002])),
        ("isAdult: true", json!([900_001])),
        ("search: \"yoru no daiyaku\", isAdult: false", json!([])),
        ("tag: \"Space\", type: MANGA", json!([30003, 30651, 30664])),
        (
            "tag_in: [\"Swordplay\", \"Space\"], sort: SCORE_DESC, id_in: [1, 6, 457]",
            json!([1, 6]),
        ),
        ("countryOfOrigin: \"KR\"", json!([])),
        ("onList: true", json!([])),
    ];
    for (arguments, expected) in cases {
        let found = page(&server, &format!("{{ Page {{ media({arguments}) {{ id }} }} }}"));
        let ids: Value = found["media"]
            .as_array()
            .unwrap()
            .iter()
            .map(|media| media["id"].clone())
            .collect();
        assert_eq!(ids, expected, "{arguments}");
    }
    let scores = page(&server, "{ Page { media(sort: SCORE_DESC) { averageScore } } }");
    let scores: Vec<i64> = scores["media"]
        .as_array()
        .unwrap()
        .iter()
        .map(|media| media["averageScore"].as_i64().unwrap())
        .collect();
    assert!(
        scores.is_sorted_by(|a, b| a >= b) && scores[0] == 93,
        "{scores:?}"
    );
}

#[test]
fn what_depends_on_the_viewer_is_null_without_one() {
    let server = anilist();
    let query = "{ Media(id: 1) { title { userPreferred } mediaListEntry { status } } User(name: \"Kaede\") { id unreadNotificationCount } }";
    let anonymous = server.query(query, "").json();
    assert_eq!(
        anonymous["data"]["Media"],
        json!({"title": {"userPreferred": "Cowboy Bebop"}, "mediaListEntry": null})
    );
    assert_eq!(
        anonymous["data"]["User"],
        json!({"id": 5001, "unreadNotificationCount": null})
    );
    let own = server.query(query, &server.token("kaede")).json();
    assert_eq!(
        own["data"]["Media"]["mediaListEntry"],
        json!({"status": "COMPLETED"})
    );
    assert_eq!(own["data"]["User"]["unreadNotificationCount"], 3);
}
