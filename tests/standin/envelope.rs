//! How AniList words its answers: `data`, and errors with status and place.

use super::edits::NOT_YOURS;
use super::graphql::{Answer, Refusal};
use super::resolve::VALIDATION_MARK;
use apollo_compiler::diagnostic::Diagnostic;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::response::{GraphQLError, JsonMap, JsonValue, ResponseDataPathSegment};
use apollo_compiler::validation::{DiagnosticData, DiagnosticList};
use apollo_compiler::{ExecutableDocument, Node};
use serde_json::{Value, json};

/// An answer to what does not fit the schema.
pub(crate) fn invalid_document(diagnostics: &DiagnosticList) -> Answer {
    let is = |diagnostic: &Diagnostic<'_, DiagnosticData>, name| {
        diagnostic.error.unstable_error_name() == Some(name)
    };
    // A field that is left without selections only because the selected ones do not exist is no error of its own.
    let has_unknown_field = diagnostics
        .iter()
        .any(|diagnostic| is(&diagnostic, "UndefinedField"));
    let errors: Vec<Value> = diagnostics
        .iter()
        .filter(|diagnostic| !(has_unknown_field && is(diagnostic, "MissingSubselection")))
        .map(|diagnostic| dress(&diagnostic.unstable_to_json_compat(), 400))
        .collect();
    Answer::new(400, &json!({"errors": errors, "data": null}))
}

/// A refusal of the whole request: each root field is null.
pub(crate) fn refused(operation: &Operation, document: &ExecutableDocument, refusal: &Refusal) -> Answer {
    let data: serde_json::Map<String, Value> = operation
        .root_fields(document)
        .map(|field| (field.response_key().to_string(), Value::Null))
        .collect();
    let place = operation
        .root_fields(document)
        .next()
        .and_then(|field| field.line_column_range(&document.sources));
    let locations: Vec<Value> = place
        .map(|range| json!({"line": range.start.line, "column": range.start.column}))
        .into_iter()
        .collect();
    let mut error = json!({"message": refusal.message, "status": refusal.status, "locations": locations});
    if !refusal.validation.is_empty() {
        let fields = refusal.validation.iter();
        error["validation"] = fields
            .map(|(name, problem)| ((*name).to_owned(), json!([problem])))
            .collect();
    }
    Answer::new(refusal.status, &json!({"errors": [error], "data": data}))
}

/// The field that a path of response keys leads to.
fn field_at<'d, 'p>(
    set: &'d SelectionSet,
    document: &'d ExecutableDocument,
    path: impl Iterator<Item = &'p str>,
) -> Option<&'d Node<Field>> {
    let mut sets = vec![set];
    let mut last = None;
    for key in path {
        let mut found = Vec::new();
        for set in sets {
            fields_of(set, document, &mut found);
        }
        found.retain(|field| field.response_key().as_str() == key);
        sets = found.iter().map(|field| &field.selection_set).collect();
        last = found.first().copied();
    }
    last
}

/// Fields of a selection set with its fragments spread out.
pub(crate) fn fields_of<'d>(
    set: &'d SelectionSet,
    document: &'d ExecutableDocument,
    found: &mut Vec<&'d Node<Field>>,
) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => found.push(field),
            Selection::InlineFragment(fragment) => fields_of(&fragment.selection_set, document, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = spread.fragment_def(document) {
                    fields_of(&fragment.selection_set, document, found);
                }
            }
        }
    }
}

/// What execution gave.
pub(crate) fn executed(
    operation: &Operation,
    document: &ExecutableDocument,
    data: Option<JsonMap>,
    errors: &[GraphQLError],
) -> Answer {
    let mut data = data.map_or(JsonValue::Null, JsonValue::Object);
    whole_numbers(&mut data);
    let mut status = 200;
    let mut body = String::from("{");
    if !errors.is_empty() {
        let errors: Vec<Value> = errors
            .iter()
            .map(|error| resolver_error(operation, document, error))
            .collect();
        status = errors
            .first()
            .and_then(|error| error.get("status")?.as_u64())
            .unwrap_or(500);
        body.push_str(&format!(r#""errors":{},"#, Value::from(errors)));
    }
    let data = serde_json::to_string(&data).unwrap_or_else(|_| "null".to_owned());
    body.push_str(&format!(r#""data":{data}}}"#));
    Answer {
        status: u16::try_from(status).unwrap_or(500),
        body: body.into_bytes(),
    }
}

/// AniList writes a Float that is whole as an integer (`"score": 0`).
fn whole_numbers(value: &mut JsonValue) {
    match value {
        JsonValue::Number(number) => {
            if let Some(float) = number
                .as_f64()
                .filter(|float| number.is_f64() && float.fract() == 0.0)
            {
                *value = JsonValue::from(float as i64);
            }
        }
        JsonValue::Array(values) => values.iter_mut().for_each(whole_numbers),
        JsonValue::Object(map) => map.iter_mut().for_each(|(_, value)| whole_numbers(value)),
        _ => {}
    }
}

/// An error a resolver gave; the executor puts its own words before the message, and names the place of the field's name
/// where AniList names that of its alias.
fn resolver_error(operation: &Operation, document: &ExecutableDocument, error: &GraphQLError) -> Value {
    let mut error = error.clone();
    let names = error.path.iter().filter_map(|segment| match segment {
        ResponseDataPathSegment::Field(name) => Some(name.as_str()),
        ResponseDataPathSegment::ListIndex(_) => None,
    });
    let field = field_at(&operation.selection_set, document, names);
    let place = field.and_then(|field| field.line_column_range(&document.sources));
    if let Some(place) = place {
        error.locations = vec![place.start];
    }
    if let Some(message) = error.message.strip_prefix("resolver error: ") {
        error.message = message.to_owned();
    }
    let status = status_of(&error.message);
    dress(&error, status)
}

fn status_of(message: &str) -> u16 {
    match message {
        "Not Found." => 404,
        "Unauthorized." | NOT_YOURS => 401,
        "Internal Server Error" => 500,
        _ => 400,
    }
}

/// AniList's errors carry `status` and `locations`, no `path`, and for bad input what is wrong with which argument.
pub(crate) fn dress(error: &GraphQLError, status: u16) -> Value {
    let locations: Vec<Value> = error
        .locations
        .iter()
        .map(|place| json!({"line": place.line, "column": place.column}))
        .collect();
    match error.message.split_once(VALIDATION_MARK) {
        Some((message, details)) => json!({
            "message": message,
            "status": status,
            "locations": locations,
            "validation": serde_json::from_str::<Value>(details).unwrap_or_default(),
        }),
        None => json!({"message": error.message, "status": status, "locations": locations}),
    }
}
