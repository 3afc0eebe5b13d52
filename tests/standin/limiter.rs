//! AniList's rate limit: so many requests a minute for each address, and not too many at once.

use std::collections::HashMap;
use std::net::IpAddr;

/// Requests a minute since AniList runs in its degraded state.
pub(crate) const LIMIT: u32 = 30;
const WINDOW_MS: i64 = 60_000;
/// How long an address waits that asked too much.
const PENALTY_MS: i64 = 60_000;
/// AniList's burst limit is not published; this is the stand-in's guess.
pub(crate) const BURST: u32 = 12;
const BURST_WINDOW_MS: i64 = 1_000;

/// What the limiter says to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may pass; so many more may follow in this window.
    Pass { remaining: u32 },
    /// Too many.
    Refuse,
}

#[derive(Debug, Default)]
struct Address {
    window_start: i64,
    count: u32,
    burst_start: i64,
    burst_count: u32,
    blocked_until: i64,
}

/// Counts requests by address. Time is given, so tests need not wait.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    addresses: HashMap<IpAddr, Address>,
}

impl Limiter {
    /// Counts one request at `now` (milliseconds).
    pub(crate) fn count(&mut self, address: IpAddr, now: i64) -> Verdict {
        let seen = self.addresses.entry(address).or_insert_with(|| Address {
            window_start: now,
            burst_start: now,
            ..Address::default()
        });
        if now < seen.blocked_until {
            return Verdict::Refuse;
        }
        if now - seen.window_start >= WINDOW_MS {
            (seen.window_start, seen.count) = (now, 0);
        }
        if now - seen.burst_start >= BURST_WINDOW_MS {
            (seen.burst_start, seen.burst_count) = (now, 0);
        }
        seen.count += 1;
        seen.burst_count += 1;
        if seen.count > LIMIT || seen.burst_count > BURST {
            *seen = Address {
                blocked_until: now + PENALTY_MS,
                window_start: now + PENALTY_MS,
                ..Address::default()
            };
            return Verdict::Refuse;
        }
        Verdict::Pass {
            remaining: LIMIT - seen.count,
        }
    }
}
