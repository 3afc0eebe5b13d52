//! `/_standin/*`: what a test says to the stand-in. Open to every origin, never counted, never in the journal.

use super::data::World;
use super::edits;
use super::faults::Planned;
use super::filter::Args;
use super::http::{Call, html_reply, json_reply, reply, set};
use super::pages;
use super::resolve::VALIDATION_MARK;
use super::server::Standin;
use super::state::{Client, Switches};
use super::tokens::Oddities;
use apollo_compiler::response::JsonValue;
use axum::body::Body;
use axum::http::{Method, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Deserialize)]
struct Faults {
    faults: Vec<Planned>,
}

#[derive(Deserialize)]
struct Reset {
    #[serde(default)]
    cut: bool,
}

#[derive(Deserialize)]
struct Who {
    user: String,
}

#[derive(Deserialize)]
struct TokenFor {
    user: String,
    client_id: String,
    #[serde(flatten)]
    odd: Oddities,
}

#[derive(Deserialize)]
struct NewClient {
    id: Option<String>,
    name: Option<String>,
    redirect: String,
    secret: Option<String>,
}

#[derive(Deserialize)]
struct Gone {
    remove: i64,
}

#[derive(Deserialize)]
struct Advance {
    advance_ms: i64,
}

type Outcome = Result<Value, String>;

/// Answers a request to the control endpoint.
pub(crate) fn answer(standin: &Standin, call: &Call) -> Response<Body> {
    let what = call.path.trim_start_matches("/_standin").trim_matches('/');
    let mut response = match (call.method.clone(), what) {
        (Method::OPTIONS, _) => reply(204, "text/plain", ""),
        (Method::GET, "") => html_reply(200, pages::control()),
        (Method::GET, "journal") => json_reply(200, &standin.state().journal.to_json()),
        (Method::DELETE, "journal") => {
            standin.state().journal.clear();
            json_reply(200, &json!({}))
        }
        (Method::GET, "entry") => match entry(standin, call) {
            Ok(body) => json_reply(200, &body),
            Err(problem) => json_reply(400, &json!({ "error": problem })),
        },
        (Method::GET, "switches") => json_reply(200, &json!(standin.state().switches)),
        (Method::POST, _) => match post(standin, what, &call.body) {
            Some(Ok(body)) => json_reply(200, &body),
            Some(Err(problem)) => json_reply(400, &json!({ "error": problem })),
            None => json_reply(404, &json!({"error": "There is no such control."})),
        },
        _ => json_reply(404, &json!({"error": "There is no such control."})),
    };
    set(&mut response, "access-control-allow-origin", "*");
    set(&mut response, "access-control-allow-headers", "*");
    set(
        &mut response,
        "access-control-allow-methods",
        "GET, POST, DELETE, OPTIONS",
    );
    response
}

fn post(standin: &Standin, what: &str, body: &[u8]) -> Option<Outcome> {
    Some(match what {
        "reset" => read::<Reset>(if body.is_empty() { b"{}" } else { body }).map(|wanted| {
            standin.reset(wanted.cut);
            json!({})
        }),
        "switches" => switch(standin, body),
        "faults" => read::<Faults>(body).map(|wanted| {
            standin.state().faults.plan(wanted.faults);
            json!({})
        }),
        "token" => read::<TokenFor>(body).and_then(|wanted| token(standin, &wanted)),
        "revoke" => read::<Who>(body).and_then(|who| {
            let user = user_id(standin, &who.user)?;
            standin.state().revoke(user, None);
            Ok(json!({}))
        }),
        "client" => read::<NewClient>(body).map(|wanted| register(standin, &wanted)),
        "edit" => read(body).and_then(|wanted| edit(standin, wanted)),
        "media" => read::<Gone>(body).map(|wanted| {
            Arc::make_mut(&mut standin.state().world).remove_media(wanted.remove);
            json!({})
        }),
        "clock" => read::<Advance>(body).map(|wanted| {
            standin.clock.advance(wanted.advance_ms);
            json!({"now": standin.clock.now_ms()})
        }),
        _ => return None,
    })
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

/// Changes an entry as another device of its owner would: what is not `user`, `media_id`, `delete` or `favourite` are
/// arguments of `SaveMediaListEntry`.
fn edit(standin: &Standin, mut wanted: serde_json::Map<String, Value>) -> Outcome {
    let name = wanted.remove("user");
    let user = user_id(standin, name.as_ref().and_then(Value::as_str).unwrap_or_default())?;
    let media = wanted.remove("media_id").ok_or("media_id is missing.")?;
    let delete = wanted.remove("delete") == Some(Value::Bool(true));
    let favourite = wanted.remove("favourite").and_then(|wanted| wanted.as_bool());
    let known = arguments_of_a_save(standin);
    if let Some(unknown) = wanted.keys().find(|name| !known.contains(*name)) {
        return Err(format!("SaveMediaListEntry has no argument {unknown}."));
    }
    wanted.insert("mediaId".to_owned(), media.clone());
    let arguments = JsonValue::from(Value::Object(wanted));
    let args = Args(arguments.as_object().ok_or("These are no arguments.")?);
    let now = standin.clock.now_s();
    let mut state = standin.state();
    let world = Arc::make_mut(&mut state.world);
    let media = media.as_i64().unwrap_or(0);
    let is_save = args.0.len() > 1;
    if let Some(favourite) = favourite {
        let owner = world.users.iter_mut().find(|owner| owner.id == user);
        if let Some(owner) = owner {
            owner.favourites.retain(|id| *id != media);
            owner.favourites.extend(favourite.then_some(media));
        }
    }
    if delete {
        let entry = world.entry_of(user, media).cloned();
        world.remove(&*entry.ok_or("There is no such entry.")?);
    } else if is_save || favourite.is_none() {
        edits::save(world, user, args, now).map_err(|error| error.message.replace(VALIDATION_MARK, " "))?;
    }
    Ok(entry_json(world, user, media))
}

/// The arguments that change an entry.
fn arguments_of_a_save(standin: &Standin) -> BTreeSet<String> {
    let field = standin.schema.type_field("Mutation", "SaveMediaListEntry");
    let names = field.map(|field| field.arguments.iter().map(|argument| argument.name.to_string()));
    names.into_iter().flatten().collect()
}

/// What is kept of an entry, with the score from 0 to 100; null when there is none.
fn entry_json(world: &World, user: i64, media: i64) -> Value {
    let entry = world.entry_of(user, media).map(|entry| {
        json!({
            "id": entry.id, "mediaId": entry.media_id, "status": entry.status, "scoreRaw": entry.score,
            "progress": entry.progress, "progressVolumes": entry.progress_volumes, "repeat": entry.repeat,
            "priority": entry.priority, "private": entry.private, "notes": entry.notes,
            "hiddenFromStatusLists": entry.hidden_from_status_lists, "customLists": entry.custom_lists,
            "advancedScores": entry.advanced_scores, "startedAt": entry.started, "completedAt": entry.completed,
            "updatedAt": entry.updated_at, "createdAt": entry.created_at,
        })
    });
    let favourites = world.user(user).map(|user| &user.favourites);
    let favourite = favourites.is_some_and(|favourites| favourites.contains(&media));
    json!({ "entry": entry, "favourite": favourite })
}

fn entry(standin: &Standin, call: &Call) -> Outcome {
    let asked = call.parameters();
    let user = user_id(standin, asked.get("user").unwrap_or_default())?;
    let media = asked.get("media_id").and_then(|id| id.parse().ok());
    Ok(entry_json(
        &standin.state().world,
        user,
        media.ok_or("media_id is missing.")?,
    ))
}

/// Changes the switches that are named; the others stay.
fn switch(standin: &Standin, body: &[u8]) -> Outcome {
    let wanted: serde_json::Map<String, Value> = read(body)?;
    let mut state = standin.state();
    let mut switches = json!(state.switches);
    if let Some(switches) = switches.as_object_mut() {
        switches.extend(wanted);
    }
    if switches.get("token").is_some_and(Value::is_null) {
        switches["token"] = json!({});
    }
    state.switches = serde_json::from_value::<Switches>(switches).map_err(|error| error.to_string())?;
    Ok(json!(state.switches))
}

fn user_id(standin: &Standin, name: &str) -> Result<i64, String> {
    let state = standin.state();
    state
        .world
        .user_named(name)
        .map(|user| user.id)
        .ok_or_else(|| format!("There is no user {name}."))
}

fn token(standin: &Standin, wanted: &TokenFor) -> Outcome {
    let user = user_id(standin, &wanted.user)?;
    let now = standin.clock.now_ms();
    let issued = standin
        .state()
        .issue(&standin.signer, user, &wanted.client_id, &wanted.odd, now);
    Ok(json!({"access_token": issued.token, "token_type": "Bearer", "expires_in": issued.expires_in}))
}

fn register(standin: &Standin, wanted: &NewClient) -> Value {
    let name = wanted.name.as_deref().unwrap_or("Test client");
    let mut state = standin.state();
    let id = match &wanted.id {
        Some(id) => {
            let client = Client::new(name, &wanted.redirect, wanted.secret.as_deref());
            state.clients.insert(id.clone(), client);
            id.clone()
        }
        None => state.add_client(name, &wanted.redirect),
    };
    let secret = state.clients.get(&id).and_then(|client| client.secret.clone());
    json!({"id": id, "secret": secret})
}
