//! AniList's OAuth pages and its token endpoint.
//!
//! A request that cannot lead anywhere is refused with bare JSON before anybody has to log in; whether AniList asks
//! for the login first is not known.

use super::http::{Call, Form, encode, html_reply, json_reply, redirect, set, set_cookie};
use super::pages;
use super::server::Standin;
use super::state::{Client, Code, Denial, State, StateEcho};
use axum::body::Body;
use axum::http::{Method, Response};
use serde_json::json;

/// Name of the site's session cookie.
const SESSION: &str = "standin_session";
const AUTHORIZE: &str = "/api/v2/oauth/authorize";
/// How long an authorization code is good, in milliseconds.
const CODE_LIFETIME_MS: i64 = 10 * 60 * 1000;

type Page = Response<Body>;

/// Answers what belongs to AniList's site; `None` for another path.
pub(crate) fn answer(standin: &Standin, call: &Call) -> Option<Page> {
    let state = &mut *standin.state();
    let is_post = call.method == Method::POST;
    Some(match call.path.as_str() {
        AUTHORIZE if is_post => decided(standin, state, call),
        AUTHORIZE => authorize(standin, state, call),
        "/api/v2/oauth/token" if is_post => token(standin, state, call),
        // The token endpoint knows no preflight, which is why no page can use it.
        "/api/v2/oauth/token" => json_reply(404, &json!({"error": "not_found"})),
        "/api/v2/oauth/pin" => html_reply(200, pages::pin()),
        "/api/v2/oauth/login" if is_post => log_in(state, call),
        "/api/v2/oauth/login" => html_reply(200, pages::login(&state.world, &next_of(&call.parameters()))),
        "/api/v2/oauth/logout" => log_out(state, call),
        "/settings/apps" if is_post => revoke_app(state, call),
        "/settings/apps" => match user_of(state, call) {
            Some(user) => html_reply(200, apps(state, user)),
            None => html_reply(200, pages::login(&state.world, "/settings/apps")),
        },
        "/settings/developer" if is_post => register(state, call),
        "/settings/developer" => html_reply(200, pages::developer(&state.clients, None)),
        _ => return None,
    })
}

/// Whoever is logged in at the site.
fn user_of(state: &State, call: &Call) -> Option<i64> {
    state.sessions.get(call.cookie(SESSION)?).copied()
}

/// Where to go after a login: only to pages of this site.
fn next_of(form: &Form) -> String {
    let next = form.get("next").unwrap_or_default();
    let is_own = next.starts_with(AUTHORIZE) || next.starts_with("/settings/");
    if is_own { next } else { "/settings/apps" }.to_owned()
}

fn log_in(state: &mut State, call: &Call) -> Page {
    let form = call.fields();
    let Some(user) = form
        .get("user")
        .and_then(|name| state.world.user_named(name))
        .map(|user| user.id)
    else {
        return html_reply(422, pages::login(&state.world, &next_of(&form)));
    };
    let session = state.random.hex(32);
    state.sessions.insert(session.clone(), user);
    let mut response = redirect(&next_of(&form));
    set_cookie(&mut response, SESSION, &session);
    response
}

fn log_out(state: &mut State, call: &Call) -> Page {
    if let Some(session) = call.cookie(SESSION) {
        state.sessions.remove(session);
    }
    let mut response = redirect(&format!(
        "/api/v2/oauth/login?next={}",
        encode(&next_of(&call.parameters()))
    ));
    set_cookie(&mut response, SESSION, "");
    response
}

/// A request for authorization that passed all checks.
struct Asked {
    client_id: String,
    client: Client,
    is_code: bool,
    redirect_uri: String,
    state: Option<String>,
}

fn refusal(status: u16, error: &str, message: &str, hint: Option<&str>) -> Page {
    let mut body = json!({"error": error, "message": message});
    if let (Some(body), Some(hint)) = (body.as_object_mut(), hint) {
        body.insert("hint".to_owned(), json!(hint));
    }
    let mut response = json_reply(status, &body);
    set(&mut response, "cache-control", "no-store");
    response
}

fn unsupported_grant_type() -> Page {
    refusal(
        400,
        "unsupported_grant_type",
        "The authorization grant type is not supported by the authorization server.",
        Some("Check that all required parameters have been provided"),
    )
}

fn invalid_client() -> Page {
    refusal(401, "invalid_client", "Client authentication failed", None)
}

fn invalid_request(hint: &str) -> Page {
    let message = "The request is missing a required parameter, includes an invalid parameter value, includes a \
                   parameter more than once, or is otherwise malformed.";
    refusal(400, "invalid_request", message, Some(hint))
}

fn check(state: &State, call: &Call, form: &Form) -> Result<Asked, Box<Page>> {
    let is_code = match form.get("response_type") {
        Some("code") => true,
        // With `redirect_uri` the implicit grant was refused in 2026, though the library would allow it.
        Some("token") if form.get("redirect_uri").is_none() => false,
        _ => return Err(Box::new(unsupported_grant_type())),
    };
    let client_id = form
        .get("client_id")
        .ok_or_else(|| Box::new(unsupported_grant_type()))?
        .to_owned();
    let client = state
        .clients
        .get(&client_id)
        .cloned()
        .ok_or_else(|| Box::new(invalid_client()))?;
    let redirect_uri = match form.get("redirect_uri") {
        Some(given) if client.redirects.iter().any(|redirect| redirect == given) => given.to_owned(),
        Some(_) => return Err(Box::new(invalid_client())),
        None => {
            let here = format!("://{}/", call.authority);
            let same_origin = client.redirects.iter().find(|redirect| redirect.contains(&here));
            same_origin
                .or(client.redirects.first())
                .cloned()
                .ok_or_else(|| Box::new(invalid_client()))?
        }
    };
    Ok(Asked {
        client_id,
        client,
        is_code,
        redirect_uri,
        state: form.get("state").map(str::to_owned),
    })
}

fn authorize(standin: &Standin, state: &mut State, call: &Call) -> Page {
    let asked = match check(state, call, &call.parameters()) {
        Ok(asked) => asked,
        Err(page) => return *page,
    };
    let here = format!("{AUTHORIZE}?{}", call.query);
    let Some(user) = user_of(state, call) else {
        return html_reply(200, pages::login(&state.world, &here));
    };
    if state.approvals.contains(&(user, asked.client_id.clone())) {
        return grant(standin, state, user, &asked);
    }
    let name = state.world.user(user).map_or("", |user| user.name);
    html_reply(
        200,
        pages::consent(name, &asked.client.name, &asked.redirect_uri, &call.query, &here),
    )
}

/// The consent page was answered. The parameters come back with the form's address.
fn decided(standin: &Standin, state: &mut State, call: &Call) -> Page {
    let asked = match check(state, call, &call.parameters()) {
        Ok(asked) => asked,
        Err(page) => return *page,
    };
    let Some(user) = user_of(state, call) else {
        return html_reply(
            200,
            pages::login(&state.world, &format!("{AUTHORIZE}?{}", call.query)),
        );
    };
    if call.fields().get("decision") == Some("approve") {
        state.approvals.insert((user, asked.client_id.clone()));
        return grant(standin, state, user, &asked);
    }
    let separator = match state.switches.denial {
        Denial::None => return html_reply(200, pages::denied(&asked.client.name)),
        Denial::Fragment if !asked.is_code => '#',
        _ => '?',
    };
    // The library puts the form's state there, also when there was none.
    let back = state_back(state, asked.state.as_deref().unwrap_or_default()).unwrap_or_default();
    redirect(&append(
        &asked.redirect_uri,
        separator,
        &format!("error=access_denied{back}"),
    ))
}

fn grant(standin: &Standin, state: &mut State, user: i64, asked: &Asked) -> Page {
    let now = standin.clock.now_ms();
    let back = asked
        .state
        .as_deref()
        .and_then(|given| state_back(state, given))
        .unwrap_or_default();
    if asked.is_code {
        let code = state.random.hex(120);
        let redirect_uri = asked.redirect_uri.clone();
        let entry = Code {
            user,
            client: asked.client_id.clone(),
            redirect_uri,
            issued_at: now,
            used: false,
        };
        state.codes.insert(code.clone(), entry);
        return redirect(&append(&asked.redirect_uri, '?', &format!("code={code}{back}")));
    }
    let odd = state.switches.token.clone();
    let issued = state.issue(&standin.signer, user, &asked.client_id, &odd, now);
    let answer = format!(
        "access_token={}&token_type=Bearer&expires_in={}{back}",
        encode(&issued.token),
        issued.expires_in
    );
    redirect(&append(&asked.redirect_uri, '#', &answer))
}

/// `&state=…` as the switch wants it; `None` when it is dropped.
fn state_back(state: &State, given: &str) -> Option<String> {
    match state.switches.state {
        StateEcho::Echo => Some(format!("&state={}", encode(given))),
        StateEcho::Change => Some(format!("&state={}x", encode(given))),
        StateEcho::Empty => Some("&state=".to_owned()),
        StateEcho::Drop => None,
    }
}

/// Adds parameters to a URL that may have some already.
fn append(url: &str, separator: char, parameters: &str) -> String {
    let separator = if url.contains(separator) { '&' } else { separator };
    format!("{url}{separator}{parameters}")
}

/// `POST /api/v2/oauth/token`: exchanges a code.
fn token(standin: &Standin, state: &mut State, call: &Call) -> Page {
    let form = call.fields();
    if form.get("grant_type") != Some("authorization_code") {
        return unsupported_grant_type();
    }
    let client_id = form.get("client_id").unwrap_or_default().to_owned();
    let redirect_uri = form.get("redirect_uri").unwrap_or_default();
    let known = state.clients.get(&client_id).is_some_and(|client| {
        let secret_fits = client.secret.is_some() && client.secret.as_deref() == form.get("client_secret");
        secret_fits && (redirect_uri.is_empty() || client.redirects.iter().any(|url| url == redirect_uri))
    });
    if !known {
        return invalid_client();
    }
    let Some(given) = form.get("code") else {
        return invalid_request("Check the `code` parameter");
    };
    let now = standin.clock.now_ms();
    let user = match state.codes.get_mut(given) {
        None => return invalid_request("Cannot decrypt the authorization code"),
        Some(code) if code.used => return invalid_request("Authorization code has been revoked"),
        Some(code) if now - code.issued_at > CODE_LIFETIME_MS => {
            return invalid_request("Authorization code has expired");
        }
        Some(code) if code.client != client_id => {
            return invalid_request("Authorization code was not issued to this client");
        }
        Some(code) if code.redirect_uri != redirect_uri => return invalid_request("Invalid redirect URI"),
        Some(code) => {
            code.used = true;
            code.user
        }
    };
    let odd = state.switches.token.clone();
    let issued = state.issue(&standin.signer, user, &client_id, &odd, now);
    let body = json!({"token_type": "Bearer", "expires_in": issued.expires_in, "access_token": issued.token});
    let mut response = json_reply(200, &body);
    set(&mut response, "cache-control", "no-store");
    response
}

fn apps(state: &State, user: i64) -> String {
    let approved = state
        .clients
        .iter()
        .filter(|(id, _)| state.approvals.contains(&(user, (*id).clone())));
    let approved: Vec<(&str, &str)> = approved
        .map(|(id, client)| (id.as_str(), client.name.as_str()))
        .collect();
    pages::apps(state.world.user(user).map_or("", |user| user.name), &approved)
}

fn revoke_app(state: &mut State, call: &Call) -> Page {
    if let (Some(user), Some(client)) = (user_of(state, call), call.fields().get("client_id")) {
        state.revoke(user, Some(client));
    }
    redirect("/settings/apps")
}

fn register(state: &mut State, call: &Call) -> Page {
    let form = call.fields();
    let (Some(name), Some(url)) = (form.get("name"), form.get("redirect_url")) else {
        return html_reply(
            422,
            pages::developer(&state.clients, Some("Both a name and a redirect URL are needed.")),
        );
    };
    state.add_client(name, url);
    redirect("/settings/developer")
}
