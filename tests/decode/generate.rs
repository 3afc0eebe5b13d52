//! Answers made from the schema: whatever a document may be answered with.

use std::sync::LazyLock;

use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::schema::{ExtendedType, Type};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Map, Value, json};

static SCHEMA: LazyLock<Valid<Schema>> = LazyLock::new(|| {
    Schema::parse_and_validate(include_str!("../schema/anilist.graphql"), "anilist.graphql").unwrap()
});

/// What the schema leaves open at one place. Answered with a number.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Choice {
    /// Whether a place that may be null is: odd is yes.
    Null,
    /// How many items a list has, modulo 4.
    Length,
    /// Which of so many values an enum has, modulo their number; the last one is none the schema knows.
    Enum(usize),
    /// Which value a scalar has, modulo 4.
    Scalar,
}

/// An answer to `query` that the schema allows, except that enums may hold an unknown value.
pub(crate) fn generate(query: &str, choose: &mut dyn FnMut(Choice) -> usize) -> Value {
    let document = ExecutableDocument::parse_and_validate(&SCHEMA, query, "query.graphql").unwrap();
    let operation = document.operations.iter().next().unwrap();
    json!({"data": object(&operation.selection_set, &document, choose)})
}

/// One more than the values of the largest enum: so many numbers choose each value of each enum at least once.
pub(crate) fn most_enum_values() -> usize {
    let counts = SCHEMA
        .types
        .values()
        .filter_map(|ty| ty.as_enum())
        .map(|ty| ty.values.len());
    counts.max().unwrap() + 1
}

fn object(
    set: &SelectionSet,
    document: &ExecutableDocument,
    choose: &mut dyn FnMut(Choice) -> usize,
) -> Value {
    let mut fields = Map::new();
    for selection in &set.selections {
        let Selection::Field(field) = selection else {
            panic!("fragments are not made yet")
        };
        let value = value(field.ty(), &field.selection_set, document, choose);
        fields.insert(field.response_key().to_string(), value);
    }
    Value::Object(fields)
}

fn value(
    ty: &Type,
    set: &SelectionSet,
    document: &ExecutableDocument,
    choose: &mut dyn FnMut(Choice) -> usize,
) -> Value {
    if !ty.is_non_null() && choose(Choice::Null) % 2 == 1 {
        return Value::Null;
    }
    if ty.is_list() {
        let length = choose(Choice::Length) % 4;
        return (0..length)
            .map(|_| value(ty.item_type(), set, document, choose))
            .collect();
    }
    let name = ty.inner_named_type();
    match &SCHEMA.types[name] {
        ExtendedType::Object(_) => object(set, document, choose),
        ExtendedType::Enum(definition) => {
            let which = choose(Choice::Enum(definition.values.len() + 1)) % (definition.values.len() + 1);
            definition
                .values
                .keys()
                .nth(which)
                .map_or(json!("ADDED_LATER"), |word| json!(word.as_str()))
        }
        ExtendedType::Scalar(_) => scalar(name, choose(Choice::Scalar) % 4),
        _ => panic!("{name}: unions are not made yet"),
    }
}

fn scalar(name: &str, which: usize) -> Value {
    let values = match name {
        "Int" => [json!(0), json!(1), json!(i32::MAX), json!(i32::MIN)],
        "Float" => [json!(0), json!(78.25), json!(-1.5), json!(1e300)],
        "Boolean" => [json!(false), json!(true), json!(false), json!(true)],
        "String" => [
            json!(""),
            json!("https://anilist.co/x"),
            json!("#e4a15d"),
            json!("宇宙より\u{202e}"),
        ],
        _ => [json!(null), json!([]), json!({"a": 1}), json!("JP")],
    };
    values[which].clone()
}
