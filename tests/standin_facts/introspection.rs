//! What an explorer asks of the schema.

use super::support::anilist;
use serde_json::{Value, json};

/// What graphql-js asks when nothing is said: `getIntrospectionQuery()`.
const STANDARD: &str = "
    query IntrospectionQuery {
      __schema {
        queryType { name }
        mutationType { name }
        subscriptionType { name }
        types { ...FullType }
        directives { name description locations args { ...InputValue } }
      }
    }
    fragment FullType on __Type {
      kind name description
      fields(includeDeprecated: true) {
        name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
      }
      inputFields { ...InputValue }
      interfaces { ...TypeRef }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
    fragment TypeRef on __Type {
      kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
    }";

fn named<'v>(values: &'v Value, name: &str) -> &'v Value {
    let mut values = values.as_array().unwrap().iter();
    values
        .find(|value| value["name"] == name)
        .unwrap_or_else(|| panic!("{name} is missing"))
}

#[test]
fn the_standard_introspection_query_tells_the_whole_schema() {
    let answer = anilist().query(STANDARD, "");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body.get("errors"), None);
    let schema = &body["data"]["__schema"];
    assert_eq!(
        [
            &schema["queryType"]["name"],
            &schema["mutationType"]["name"],
            &schema["subscriptionType"]
        ],
        [&json!("Query"), &json!("Mutation"), &Value::Null]
    );
    let types = &schema["types"];
    let save = named(&named(types, "Mutation")["fields"], "SaveMediaListEntry");
    assert_eq!(save["args"].as_array().unwrap().len(), 16);
    assert_eq!(
        named(&save["args"], "startedAt")["type"]["name"],
        "FuzzyDateInput"
    );
    assert_eq!(
        named(types, "FuzzyDateInput")["inputFields"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let id = named(&named(types, "Media")["fields"], "id");
    assert_eq!(
        (&id["type"]["kind"], &id["type"]["ofType"]["name"]),
        (&json!("NON_NULL"), &json!("Int"))
    );
    let statuses = &named(types, "MediaListStatus")["enumValues"];
    assert_eq!(named(statuses, "DROPPED")["description"], "Given up.");
    assert!(named(&schema["directives"], "include")["args"].is_array());
}

#[test]
fn every_type_and_every_root_field_is_described_and_deprecation_is_told() {
    let body = anilist().query(STANDARD, "").json();
    let types = &body["data"]["__schema"]["types"];
    for described in types.as_array().unwrap() {
        let name = described["name"].as_str().unwrap();
        assert!(described["description"].is_string(), "{name}");
        if matches!(name, "Query" | "Mutation") {
            for field in described["fields"].as_array().unwrap() {
                assert!(field["description"].is_string(), "{name}.{}", field["name"]);
            }
        }
    }
    let season = named(&named(types, "Media")["fields"], "seasonInt");
    assert_eq!(
        (&season["isDeprecated"], &season["deprecationReason"]),
        (&json!(true), &json!("Read season and seasonYear."))
    );
}

#[test]
fn single_types_and_names_can_be_asked_beside_data() {
    let server = anilist();
    let query = "{
        __typename
        Media(id: 1) { __typename title { __typename } }
        __type(name: \"ScoreFormat\") { kind enumValues { name } }
        none: __type(name: \"Nothing\") { name }
    }";
    let data = server.query(query, "").json()["data"].clone();
    assert_eq!(data["__typename"], "Query");
    assert_eq!(
        data["Media"],
        json!({"__typename": "Media", "title": {"__typename": "MediaTitle"}})
    );
    assert_eq!(data["__type"]["kind"], "ENUM");
    assert_eq!(data["none"], Value::Null);
    let open = server.query("{ __type(name: \"Media\") { fields { name } } }", "");
    assert!(
        !open.text().contains("seasonInt"),
        "deprecated fields only on demand"
    );
    let mutation = server.query("mutation { __typename }", "");
    assert_eq!(mutation.json()["data"], json!({"__typename": "Mutation"}));
}

#[test]
fn introspection_does_not_count_as_selected_fields() {
    let server = anilist();
    let many = |count: usize| -> String {
        let types = (0..count).map(|n| format!("t{n}: __type(name: \"Media\") {{ name kind description }} "));
        format!("{{ {} Media(id: 1) {{ id }} }}", types.collect::<String>())
    };
    assert_eq!(server.query(&many(200), "").status, 200);
}
