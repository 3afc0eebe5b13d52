//! The GraphQL host before and after GraphQL: faults, gate, limiter, CORS.

use super::faults::{Fault, Planned, sentinel};
use super::graphql::{self, Answer, Asker, Refusal, Request};
use super::hostile;
use super::http::{Call, reply, set};
use super::limiter::Verdict;
use super::partial;
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

/// What a save with every value wrong is told.
const WRONG_VALUES: Refusal = Refusal {
    status: 400,
    message: "validation",
    validation: &[
        ("score", "The score may not be greater than 100."),
        ("notes", "The notes may not be greater than 6000 characters."),
    ],
};

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
    let response = perform(standin, call, request, operation).await?;
    // In the demo the app and the API share an origin, so a missing CORS header would not stop a script from
    // reading. A broken connection looks to it like the refused answer would.
    if standin.options.mode == Mode::Demo && call.is_from_a_script() && !has_cors(&response) {
        return None;
    }
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
    let Some(Planned { fault, ms, seed, .. }) = planned else {
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
        Fault::InvalidToken => Some(refuse(standin, request, &Refusal::INVALID_TOKEN)),
        Fault::Forbidden => Some(refuse(standin, request, &Refusal::plain(401, "Unauthorized."))),
        Fault::NotFound => Some(refuse(standin, request, &Refusal::plain(404, "Not Found."))),
        Fault::Validation => Some(refuse(standin, request, &WRONG_VALUES)),
        Fault::QueryError => {
            let message = "Cannot query field \"fault\" on type \"Query\".";
            Some(refuse(standin, request, &Refusal::plain(400, message)))
        }
        Fault::RateLimitCors => Some(limited()),
        Fault::Partial => {
            let answer = execute(standin, call, request);
            let answer = match request {
                Some(request) => partial::spoil(&standin.schema, request, answer),
                None => answer,
            };
            Some(with_cors(dressed(answer)))
        }
        Fault::Hostile => {
            let answer = hostile::answer(seed, || execute(standin, call, request));
            Some(with_cors(reply(answer.status, "application/json", answer.body)))
        }
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
    let answer = execute(standin, call, request);
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

/// Hands the request to GraphQL.
fn execute(standin: &Standin, call: &Call, request: Option<&Request>) -> Answer {
    let request = match (&call.method, request) {
        (&Method::POST, Some(request)) => request,
        (&Method::POST, None) => {
            return Answer::error(400, "The request's body is not JSON with a query.");
        }
        _ => return Answer::error(405, "The API is reached by POST only."),
    };
    let mut world = standin.state().world.clone();
    let known = world.clone();
    let asker = asker_of(standin, call, &known);
    let origin = standin.image_origin(call);
    let now = standin.clock.now_s();
    if graphql::is_mutation(&standin.schema, request) {
        // Nobody may change anything between what a mutation reads and what it leaves.
        let mut state = standin.state();
        graphql::perform(&standin.schema, &mut state.world, request, asker, now, &origin)
    } else {
        graphql::perform(&standin.schema, &mut world, request, asker, now, &origin)
    }
}

/// Refuses a request as a whole, whatever it asks.
fn refuse(standin: &Standin, request: Option<&Request>, refusal: &Refusal) -> Response<Body> {
    with_cors(dressed(match request {
        Some(request) => graphql::refuse(&standin.schema, request, refusal),
        None => Answer::error(refusal.status, refusal.message),
    }))
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

/// The same from the server behind the edge, as AniList's documentation has it: a browser may read it, but for
/// `Retry-After`, which is not among the exposed headers.
fn limited() -> Response<Body> {
    let mut response = with_cors(dressed(Answer::error(429, "Too Many Requests.")));
    for (name, value) in [
        ("retry-after", "60"),
        ("x-ratelimit-limit", "30"),
        ("x-ratelimit-remaining", "0"),
    ] {
        set(&mut response, name, value);
    }
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
