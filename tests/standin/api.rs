//! The GraphQL host before and after GraphQL: faults, gate, limiter, CORS.

use super::faults::{Fault, Planned, sentinel};
use super::graphql::{self, Answer, Asker, Request};
use super::http::{Call, reply, set};
use super::limiter::Verdict;
use super::server::{Mode, Standin};
use axum::body::Body;
use axum::http::{Method, Response};
use futures_util::{StreamExt as _, stream};
use std::io;
use std::time::Duration;

const OUTAGE: &str = "The AniList API has been temporarily disabled due to severe stability issues. Please check the \
                      announcements channel in the official AniList Discord for more information.";
const CHALLENGE: &str = "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title></head>\
                         <body><h1>Checking your browser</h1></body></html>";
const CORS: [(&str, &str); 5] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, POST, OPTIONS"),
    (
        "access-control-allow-headers",
        "Authorization,Accept,DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,\
         Cache-Control,Content-Type,Content-Range,Range",
    ),
    (
        "access-control-expose-headers",
        "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Content-Length, Content-Range",
    ),
    ("cache-control", "no-cache, private"),
];

/// Answers a request to the API; `None` breaks the connection.
pub(crate) async fn answer(
    standin: &Standin,
    call: &Call,
    request: Option<&Request>,
    operation: Option<&str>,
) -> Option<Response<Body>> {
    if call.method == Method::OPTIONS {
        return Some(with_cors(reply(200, "text/plain; charset=utf-8", "")));
    }
    let mut response = perform(standin, call, request, operation).await?;
    // In the demo the app and the API share an origin, so a missing CORS header would not stop a script from
    // reading. A broken connection looks to it like the refused answer would.
    if standin.options.mode == Mode::Demo && call.is_from_a_script() && !has_cors(&response) {
        return None;
    }
    // A browser repeats a request by itself when a connection breaks that it has used before.
    set(&mut response, "connection", "close");
    Some(response)
}

async fn perform(
    standin: &Standin,
    call: &Call,
    request: Option<&Request>,
    operation: Option<&str>,
) -> Option<Response<Body>> {
    let planned = standin
        .state()
        .faults
        .take(operation)
        .or_else(|| sentinel(&call.body));
    let Some(Planned { fault, ms, .. }) = planned else {
        return Some(pass(standin, call, request));
    };
    match fault {
        Fault::Delay => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Some(pass(standin, call, request))
        }
        Fault::Stall => std::future::pending().await,
        Fault::DropBefore => None,
        Fault::DropAfter => {
            pass(standin, call, request);
            None
        }
        Fault::Truncate => Some(truncated(pass(standin, call, request)).await),
        Fault::RateLimit => Some(too_many()),
        Fault::ServerError => {
            let page = "<!DOCTYPE html><html><head><title>Server Error</title></head><body>500</body></html>";
            Some(with_cors(reply(500, "text/html; charset=UTF-8", page)))
        }
        Fault::Outage => Some(outage()),
        Fault::OutageCors => Some(with_cors(outage())),
        Fault::Challenge => Some(challenge()),
        Fault::ChallengeCors => Some(with_cors(challenge())),
        Fault::InvalidToken => Some(with_cors(dressed(execute(
            standin,
            call,
            request,
            Some(Asker::InvalidToken),
        )))),
        Fault::NotJson => Some(with_cors(reply(
            200,
            "text/html; charset=UTF-8",
            "<!DOCTYPE html><title>Hm</title>",
        ))),
        Fault::Empty => Some(with_cors(reply(200, "application/json", ""))),
    }
}

/// A request without a fault: gate, limiter, GraphQL.
fn pass(standin: &Standin, call: &Call, request: Option<&Request>) -> Response<Body> {
    let (switches, verdict) = {
        let state = &mut *standin.state();
        let switches = state.switches.clone();
        if switches.require_referer && call.header("referer").is_none() {
            return outage();
        }
        let verdict = match switches.rate_limit {
            true => state.limiter.count(call.peer, standin.clock.now_ms()),
            false => Verdict::Pass {
                remaining: switches.advertised_limit,
            },
        };
        (switches, verdict)
    };
    let Verdict::Pass { remaining } = verdict else {
        return too_many();
    };
    let answer = execute(standin, call, request, None);
    let mut response = with_cors(dressed(answer));
    let spare = switches.advertised_limit.saturating_sub(super::limiter::LIMIT);
    set(
        &mut response,
        "x-ratelimit-limit",
        &switches.advertised_limit.to_string(),
    );
    set(
        &mut response,
        "x-ratelimit-remaining",
        &(remaining + spare).min(switches.advertised_limit).to_string(),
    );
    response
}

/// Hands the request to GraphQL; `asker` overrules what its header says.
fn execute(standin: &Standin, call: &Call, request: Option<&Request>, asker: Option<Asker<'_>>) -> Answer {
    let world = standin.state().world.clone();
    match (call.method.clone(), request) {
        (Method::POST, Some(request)) => {
            let asker = asker.unwrap_or_else(|| asker_of(standin, call, &world));
            let origin = standin.image_origin(call);
            graphql::answer(
                &standin.schema,
                &world,
                request,
                asker,
                standin.clock.now_s(),
                &origin,
            )
        }
        (Method::POST, None) => Answer::error(400, "The request's body is not JSON with a query."),
        _ => Answer::error(405, "The API is reached by POST only."),
    }
}

/// Whom the `Authorization` header speaks for.
fn asker_of<'w>(standin: &Standin, call: &Call, world: &'w super::data::World) -> Asker<'w> {
    let Some(token) = call
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "))
    else {
        return Asker::Anonymous;
    };
    let verified = standin.signer.verify(token.trim(), standin.clock.now_ms());
    let alive = verified.filter(|verified| !standin.state().is_revoked(verified));
    alive
        .and_then(|verified| world.user(verified.owner))
        .map_or(Asker::InvalidToken, Asker::Viewer)
}

fn dressed(answer: Answer) -> Response<Body> {
    reply(answer.status, "application/json", answer.body)
}

fn with_cors(mut response: Response<Body>) -> Response<Body> {
    for (name, value) in CORS {
        set(&mut response, name, value);
    }
    response
}

fn has_cors(response: &Response<Body>) -> bool {
    response.headers().contains_key("access-control-allow-origin")
}

/// What the edge says to too many requests: nothing that a browser may read.
fn too_many() -> Response<Body> {
    let body = r#"{"data": null,"errors": [{"message": "Too Many Requests.","status": 429}]}"#;
    let mut response = reply(429, "application/json", body);
    set(&mut response, "retry-after", "60");
    response
}

/// Said when the API is off, and to whoever sends no `Referer`.
fn outage() -> Response<Body> {
    dressed(Answer::error(403, OUTAGE))
}

fn challenge() -> Response<Body> {
    let mut response = reply(403, "text/html; charset=UTF-8", CHALLENGE);
    set(&mut response, "cf-mitigated", "challenge");
    response
}

/// Announces the whole body, sends half of it, and breaks the connection.
async fn truncated(response: Response<Body>) -> Response<Body> {
    let (head, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let half = whole.slice(..whole.len() / 2);
    let first = stream::once(std::future::ready(Ok(half)));
    // The first half must have left before the connection breaks, else the whole answer is lost with it.
    let broken = stream::once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Err(io::Error::other("truncated on purpose"))
    });
    let mut response = Response::from_parts(head, Body::from_stream(first.chain(broken)));
    set(&mut response, "content-length", &whole.len().to_string());
    response
}
