//! Executes any valid document over the schema, and dresses errors the way AniList does.

use super::data::{User, World};
use super::resolve::{Context, Query, VALIDATION_MARK};
use apollo_compiler::diagnostic::Diagnostic;
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::{GraphQLError, JsonMap, JsonValue};
use apollo_compiler::validation::{DiagnosticData, DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};

/// What this project knows of AniList's schema.
pub(crate) const SDL: &str = include_str!("../schema/anilist.graphql");
/// AniList refuses documents that select more fields than this.
const MAX_COMPLEXITY: usize = 500;

/// A request's body: JSON `{query, variables, operationName}`.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) query: String,
    pub(crate) operation_name: Option<String>,
    variables: JsonMap,
}

impl Request {
    /// Reads a body; `None` when it is not a JSON object with a `query` text.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let query = body.get("query")?.as_str()?.to_owned();
        let operation_name = body
            .get("operationName")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let variables = match JsonValue::from(body.get("variables").cloned().unwrap_or(Value::Null)) {
            JsonValue::Object(map) => map,
            _ => JsonMap::new(),
        };
        Some(Self {
            query,
            operation_name,
            variables,
        })
    }

    /// The operation's name: as given, else the first one the document holds. Only for the journal and the faults.
    pub(crate) fn name(&self) -> Option<String> {
        self.operation_name.clone().or_else(|| {
            let mut words = self
                .query
                .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '{' && c != '#');
            words.find(|word| matches!(*word, "query" | "mutation"))?;
            words
                .next()
                .filter(|name| !name.is_empty() && !name.contains('{'))
                .map(str::to_owned)
        })
    }
}

/// Status and body of an answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// An answer that is one error and no data, with the place AniList names when there is none.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        let error = json!({"message": message, "status": status, "locations": [{"line": 1, "column": 1}]});
        Self::new(status, &json!({"errors": [error], "data": null}))
    }

    pub(crate) fn new(status: u16, body: &Value) -> Self {
        Self {
            status,
            body: body.to_string().into_bytes(),
        }
    }
}

/// Who asks: nobody, a person, or somebody with a token that is not (any longer) good.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asker<'w> {
    Anonymous,
    Viewer(&'w User),
    InvalidToken,
}

/// The schema, parsed.
pub(crate) fn schema() -> Valid<Schema> {
    Schema::parse_and_validate(SDL, "anilist.graphql").expect("the schema is tested")
}

/// Validates and executes; never fails, because an error is an answer too.
pub(crate) fn answer(
    schema: &Valid<Schema>,
    world: &World,
    request: &Request,
    asker: Asker<'_>,
    now: i64,
    image_origin: &str,
) -> Answer {
    let document = match parse(schema, &request.query) {
        Ok(document) => document,
        Err(diagnostics) => return invalid_document(&diagnostics),
    };
    let Ok(operation) = document.operations.get(request.operation_name.as_deref()) else {
        return Answer::error(
            400,
            "Must provide operation name if query contains multiple operations.",
        );
    };
    let complexity = count_fields(&operation.selection_set, &document);
    if complexity > MAX_COMPLEXITY {
        let message = format!("Max query complexity should be {MAX_COMPLEXITY} but got {complexity}.");
        return Answer::error(400, &message);
    }
    let variables = match coerce_variable_values(schema, operation, &request.variables) {
        Ok(variables) => variables,
        Err(error) => {
            let error = dress(&error.to_graphql_error(&document.sources), 400);
            return Answer::new(400, &json!({"errors": [error], "data": null}));
        }
    };
    let viewer = match asker {
        Asker::InvalidToken => return invalid_token(operation, &document),
        Asker::Viewer(user) => Some(user),
        Asker::Anonymous => None,
    };
    let context = Context::new(world, viewer, now, image_origin);
    let execution = Execution::new(schema, &document)
        .operation(operation)
        .coerced_variable_values(&variables)
        .enable_schema_introspection(true);
    let mut result = execution.execute_sync(&Query { context: &context });
    if context.must_repeat() {
        result = execution.execute_sync(&Query { context: &context });
    }
    match result {
        Ok(response) => executed(response.data, &response.errors),
        Err(error) => Answer::error(400, &error.message().to_string()),
    }
}

/// AniList does not mind variables and fragments that are declared and never used.
fn parse(schema: &Valid<Schema>, query: &str) -> Result<Valid<ExecutableDocument>, DiagnosticList> {
    ExecutableDocument::parse_and_validate(schema, query, "query.graphql").or_else(|invalid| {
        let harmless = |name| matches!(name, Some("UnusedVariable" | "UnusedFragment"));
        if invalid
            .errors
            .iter()
            .all(|diagnostic| harmless(diagnostic.error.unstable_error_name()))
        {
            Ok(Valid::assume_valid(invalid.partial))
        } else {
            Err(invalid.errors)
        }
    })
}

fn invalid_document(diagnostics: &DiagnosticList) -> Answer {
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

/// A bad token spoils the whole request, also one for public data: each root field is null.
fn invalid_token(operation: &Operation, document: &ExecutableDocument) -> Answer {
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
    let error = json!({"message": "Invalid token", "status": 400, "locations": locations});
    Answer::new(400, &json!({"errors": [error], "data": data}))
}

/// Selected fields with fragments spread out; `__typename` counts like any other.
fn count_fields(set: &SelectionSet, document: &ExecutableDocument) -> usize {
    let count = |selection: &Selection| match selection {
        Selection::Field(field) => 1 + count_fields(&field.selection_set, document),
        Selection::InlineFragment(fragment) => count_fields(&fragment.selection_set, document),
        Selection::FragmentSpread(spread) => spread
            .fragment_def(document)
            .map_or(0, |fragment| count_fields(&fragment.selection_set, document)),
    };
    set.selections.iter().map(count).sum()
}

fn executed(data: Option<JsonMap>, errors: &[GraphQLError]) -> Answer {
    let mut data = data.map_or(JsonValue::Null, JsonValue::Object);
    whole_numbers(&mut data);
    let mut status = 200;
    let mut body = String::from("{");
    if !errors.is_empty() {
        let errors: Vec<Value> = errors.iter().map(resolver_error).collect();
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

/// An error a resolver gave; the executor puts its own words before the message.
fn resolver_error(error: &GraphQLError) -> Value {
    let mut error = error.clone();
    if let Some(message) = error.message.strip_prefix("resolver error: ") {
        error.message = message.to_owned();
    }
    let status = status_of(&error.message);
    dress(&error, status)
}

fn status_of(message: &str) -> u16 {
    match message {
        "Not Found." => 404,
        "Unauthorized." => 401,
        "Internal Server Error" => 500,
        _ => 400,
    }
}

/// AniList's errors carry `status` and `locations`, no `path`, and for bad input what is wrong with which argument.
fn dress(error: &GraphQLError, status: u16) -> Value {
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
