//! `/_standin/*`: what a test says to the stand-in. Open to every origin, never counted, never in the journal.

use super::faults::Planned;
use super::http::{Call, html_reply, json_reply, reply, set};
use super::pages;
use super::server::Standin;
use super::state::{Client, Switches};
use super::tokens::Oddities;
use axum::body::Body;
use axum::http::{Method, Response};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Faults {
    faults: Vec<Planned>,
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
        "reset" => {
            standin.reset();
            Ok(json!({}))
        }
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
