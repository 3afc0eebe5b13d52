//! Failures on demand: each is something that was seen to happen between browsers and AniList.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// The answer comes `ms` later.
    Delay,
    /// No answer ever comes.
    Stall,
    /// The connection breaks before anything was done.
    DropBefore,
    /// The connection breaks after the request was executed.
    DropAfter,
    /// The connection breaks in the middle of the body.
    Truncate,
    /// 429 without CORS headers.
    RateLimit,
    /// 500 with an HTML page.
    ServerError,
    /// 403 "temporarily disabled" without CORS headers.
    Outage,
    /// The same with CORS headers.
    OutageCors,
    /// Cloudflare's challenge page, 403, without CORS headers.
    Challenge,
    /// The same with CORS headers.
    ChallengeCors,
    /// 400 "Invalid token".
    InvalidToken,
    /// 200 with a page instead of JSON.
    NotJson,
    /// 200 with nothing in it.
    Empty,
    /// 429 that a browser may read, as the server behind the edge would send it.
    RateLimitCors,
    /// 400 "validation" with sentences about `score` and `notes`.
    Validation,
    /// 400 about a field that does not exist.
    QueryError,
    /// 401 "Unauthorized.", as of something forbidden.
    Forbidden,
    /// 404 "Not Found."
    NotFound,
    /// The request is executed; one value deep in the answer is null, and an error says so. The HTTP status is 200.
    Partial,
    /// Nonsense of many kinds, chosen by `seed`.
    Hostile,
}

/// A fault that waits for a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Planned {
    /// Only requests with this operation name, or with it among several that a client has joined as `A_B`; without it, any.
    #[serde(default)]
    operation: Option<String>,
    pub(crate) fault: Fault,
    /// Of a delay, in milliseconds.
    #[serde(default)]
    pub(crate) ms: u64,
    /// Of hostile answers; each further one has the next number.
    #[serde(default)]
    pub(crate) seed: u64,
    /// How many requests it befalls; 0 means all that come.
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

/// Faults in the order they were planned.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    queue: VecDeque<Planned>,
}

impl Faults {
    pub(crate) fn plan(&mut self, faults: Vec<Planned>) {
        self.queue.extend(faults);
    }

    /// The fault for a request, used up if it was its last time.
    pub(crate) fn take(&mut self, operation: Option<&str>) -> Option<Planned> {
        let fits = |planned: &Planned| {
            planned
                .operation
                .as_deref()
                .is_none_or(|wanted| is_or_holds(operation, wanted))
        };
        let at = self.queue.iter().position(fits)?;
        let planned = self.queue.get_mut(at)?;
        let taken = planned.clone();
        if planned.times == 1 {
            self.queue.remove(at);
        } else {
            planned.times = planned.times.saturating_sub(1);
            planned.seed = planned.seed.wrapping_add(1);
        }
        Some(taken)
    }
}

/// A fault asked for by the request itself: a text `fault:NAME` anywhere in it, for instance as a search. So a person
/// can see a failure without the control endpoint. `fault:NAME:NUMBER` gives a delay its milliseconds, and hostile
/// answers their seed.
pub(crate) fn sentinel(body: &[u8]) -> Option<Planned> {
    let body = String::from_utf8_lossy(body);
    body.split("fault:").skip(1).find_map(|rest| {
        let name: String = rest
            .chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_')
            .collect();
        let number = rest.strip_prefix(&*name)?.strip_prefix(':').and_then(|digits| {
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            digits.get(..end)?.parse().ok()
        });
        let fault = serde_json::from_value(serde_json::Value::String(name)).ok()?;
        Some(Planned {
            operation: None,
            fault,
            ms: number.unwrap_or(3000),
            seed: number.unwrap_or(0),
            times: 1,
        })
    })
}

/// Whether an operation is the one that is meant, or several in one of which it is.
fn is_or_holds(operation: Option<&str>, wanted: &str) -> bool {
    operation.is_some_and(|operation| operation == wanted || operation.split('_').any(|part| part == wanted))
}
