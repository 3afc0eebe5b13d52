//! An answer of which one value is missing: AniList's schema lets almost anything be null when a part of it fails.

use super::envelope::fields_of;
use super::graphql::{Answer, Request, parse};
use apollo_compiler::executable::{Field, SelectionSet};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde_json::{Value, json};

/// Where a value stands: keys of objects and indexes of lists, as a JSON pointer.
struct Spot<'d> {
    depth: usize,
    pointer: String,
    field: &'d Node<Field>,
}

/// Makes the deepest value null that may be, and adds the error that would explain it. An answer without data stays.
pub(crate) fn spoil(schema: &Valid<Schema>, request: &Request, answer: Answer) -> Answer {
    let Ok(document) = parse(schema, &request.query) else {
        return answer;
    };
    let Ok(operation) = document.operations.get(request.operation_name.as_deref()) else {
        return answer;
    };
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return answer;
    };
    let spot = deepest(&operation.selection_set, &document, &body["data"], "/data", 1);
    let Some(Spot { pointer, field, .. }) = spot else {
        return answer;
    };
    if let Some(value) = body.pointer_mut(&pointer) {
        *value = Value::Null;
    }
    let place = field.line_column_range(&document.sources);
    let locations: Vec<Value> = place
        .map(|place| json!({"line": place.start.line, "column": place.start.column}))
        .into_iter()
        .collect();
    let error = json!({"message": "Internal Server Error", "status": 500, "locations": locations});
    match body["errors"].as_array_mut() {
        Some(errors) => errors.push(error),
        None => body["errors"] = json!([error]),
    }
    Answer::new(answer.status, &body)
}

/// The deepest field that may be null and is not; of equally deep ones the first.
fn deepest<'d>(
    set: &'d SelectionSet,
    document: &'d ExecutableDocument,
    value: &Value,
    pointer: &str,
    depth: usize,
) -> Option<Spot<'d>> {
    if let Value::Array(values) = value {
        let inside = (0..).zip(values);
        return first_deepest(
            inside.filter_map(|(at, value)| deepest(set, document, value, &format!("{pointer}/{at}"), depth)),
        );
    }
    let mut fields = Vec::new();
    fields_of(set, document, &mut fields);
    first_deepest(fields.into_iter().filter_map(|field| {
        let key = field.response_key();
        let value = value.get(key.as_str()).filter(|value| !value.is_null())?;
        let pointer = format!("{pointer}/{key}");
        let below = deepest(&field.selection_set, document, value, &pointer, depth + 1);
        let here = (!field.ty().is_non_null()).then_some(Spot {
            depth,
            pointer,
            field,
        });
        below.or(here)
    }))
}

fn first_deepest<'d>(spots: impl Iterator<Item = Spot<'d>>) -> Option<Spot<'d>> {
    spots.reduce(|best, next| if next.depth > best.depth { next } else { best })
}
