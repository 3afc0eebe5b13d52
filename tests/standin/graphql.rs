//! Executes any valid document over the schema.

use super::data::World;
use super::envelope::{dress, executed, invalid_document, refused};
use super::mutation::Mutation;
use super::people::User;
use super::resolve::{Context, Query};
use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};
use std::sync::Arc;

/// What this project knows of AniList's schema.
pub(crate) const SDL: &str = include_str!("../schema/anilist.graphql");
/// AniList refuses documents that select more fields than this. Whether it counts introspection is not known; here
/// `__schema` and `__type` are not counted, nor what is selected below them. `__typename` counts like any other field.
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

/// Answers a request that shall leave no trace, for tests without a socket: what it changes is forgotten.
#[cfg(test)]
pub(crate) fn answer(
    schema: &Valid<Schema>,
    world: &World,
    request: &Request,
    asker: Asker<'_>,
    now: i64,
    image_origin: &str,
) -> Answer {
    let mut world = Arc::new(world.clone());
    perform(schema, &mut world, request, asker, now, image_origin)
}

/// Whether a request asks for changes, as far as one can tell.
pub(crate) fn is_mutation(schema: &Valid<Schema>, request: &Request) -> bool {
    parse(schema, &request.query).is_ok_and(|document| {
        let operation = document.operations.get(request.operation_name.as_deref());
        operation.is_ok_and(|operation| operation.is_mutation())
    })
}

/// Validates and executes; never fails, because an error is an answer too. A mutation leaves a new world behind.
pub(crate) fn perform(
    schema: &Valid<Schema>,
    world: &mut Arc<World>,
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
        Asker::InvalidToken => return refused(operation, &document, &Refusal::INVALID_TOKEN),
        Asker::Viewer(user) => Some(user.id),
        Asker::Anonymous => None,
    };
    let execution = Execution::new(schema, &document)
        .operation(operation)
        .coerced_variable_values(&variables)
        .enable_schema_introspection(true);
    let result = if operation.is_mutation() {
        let fields = operation.root_fields(&document).count();
        let root = Mutation::new(world.clone(), fields, viewer, now, image_origin);
        let result = execution.execute_sync(&root);
        *world = root.into_world();
        result
    } else {
        let context = Context::new(world.clone(), viewer, now, image_origin);
        let result = execution.execute_sync(&Query { context: &context });
        if context.must_repeat() {
            execution.execute_sync(&Query { context: &context })
        } else {
            result
        }
    };
    match result {
        Ok(response) => executed(operation, &document, response.data, &response.errors),
        Err(error) => Answer::error(400, &error.message().to_string()),
    }
}

/// An error that befalls a request as a whole.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: &'static str,
    /// Arguments and what is wrong with them.
    pub(crate) validation: &'static [(&'static str, &'static str)],
}

impl Refusal {
    pub(crate) const INVALID_TOKEN: Self = Self::plain(400, "Invalid token");

    pub(crate) const fn plain(status: u16, message: &'static str) -> Self {
        Self {
            status,
            message,
            validation: &[],
        }
    }
}

/// Refuses a request whatever it says: each root field is null, the error stands at the first.
pub(crate) fn refuse(schema: &Valid<Schema>, request: &Request, refusal: &Refusal) -> Answer {
    let document = match parse(schema, &request.query) {
        Ok(document) => document,
        Err(diagnostics) => return invalid_document(&diagnostics),
    };
    match document.operations.get(request.operation_name.as_deref()) {
        Ok(operation) => refused(operation, &document, refusal),
        Err(_) => Answer::error(refusal.status, refusal.message),
    }
}

/// AniList does not mind variables and fragments that are declared and never used.
pub(crate) fn parse(
    schema: &Valid<Schema>,
    query: &str,
) -> Result<Valid<ExecutableDocument>, DiagnosticList> {
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

/// Selected fields with fragments spread out.
fn count_fields(set: &SelectionSet, document: &ExecutableDocument) -> usize {
    let count = |selection: &Selection| match selection {
        Selection::Field(field) if matches!(field.name.as_str(), "__schema" | "__type") => 0,
        Selection::Field(field) => 1 + count_fields(&field.selection_set, document),
        Selection::InlineFragment(fragment) => count_fields(&fragment.selection_set, document),
        Selection::FragmentSpread(spread) => spread
            .fragment_def(document)
            .map_or(0, |fragment| count_fields(&fragment.selection_set, document)),
    };
    set.selections.iter().map(count).sum()
}
