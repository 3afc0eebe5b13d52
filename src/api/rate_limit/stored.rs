//! The ledger as the text that all tabs share.

use serde::Serialize;

use super::{Outage, RateLimiter, Sent};
use crate::json::{Lenient, json_objects};

json_objects! {
    struct StoredLedger {
        sent: Lenient<Vec<Vec<u64>>> = "sent",
        next: Lenient<u64> = "next",
        silent_until: Lenient<u64> = "silent_until",
        outage: Lenient<StoredOutage> = "outage",
        advertised: Lenient<u32> = "advertised",
        foreign: Lenient<Vec<u64>> = "foreign",
    }

    struct StoredOutage {
        until: Lenient<u64> = "until",
        message: Lenient<String> = "message",
    }
}

#[derive(Serialize)]
struct RawObject<'a> {
    /// Slot, time of sending and, once it has ended, time of its end. Of one that was aborted, 0 and when.
    sent: Vec<Vec<u64>>,
    next: u64,
    silent_until: u64,
    outage: Option<WrittenOutage<'a>>,
    advertised: Option<u32>,
    foreign: (u32, u64),
}

#[derive(Serialize)]
struct WrittenOutage<'a> {
    until: u64,
    message: Option<&'a str>,
}

impl RateLimiter {
    /// Reads what [`RateLimiter::to_json`] wrote. Rubbish is an empty ledger: the next answer corrects what it forgot.
    pub fn parse(text: &str) -> Self {
        let stored = Lenient::<StoredLedger>::parse(text).ok().and_then(Lenient::take);
        stored.map(StoredLedger::into_ledger).unwrap_or_default()
    }

    /// The text to share. Holds times and numbers, and AniList's sentence in an outage.
    pub fn to_json(&self) -> String {
        let written = RawObject {
            sent: self
                .sent
                .iter()
                .map(|sent| match (sent.ended, sent.aborted) {
                    (Some(ended), _) => vec![sent.slot, sent.at, ended],
                    (None, Some(aborted)) => vec![sent.slot, sent.at, 0, aborted],
                    (None, None) => vec![sent.slot, sent.at],
                })
                .collect(),
            next: self.next,
            silent_until: self.silent_until,
            outage: self.outage.as_ref().map(|outage| WrittenOutage {
                until: outage.until,
                message: outage.message.as_deref(),
            }),
            advertised: self.advertised,
            foreign: self.foreign,
        };
        serde_json::to_string(&written).unwrap_or_default()
    }
}

impl StoredLedger {
    fn into_ledger(self) -> RateLimiter {
        let sent = self.sent.or_default().into_iter().filter_map(|parts| {
            let (slot, at, ended, aborted) = match *parts {
                [slot, at] => (slot, at, None, None),
                [slot, at, ended] => (slot, at, Some(ended), None),
                [slot, at, _, aborted] => (slot, at, None, Some(aborted)),
                _ => return None,
            };
            Some(Sent {
                slot,
                at,
                ended,
                aborted,
            })
        });
        let foreign = match *self.foreign.or_default() {
            [count, told] => (u32::try_from(count).unwrap_or(u32::MAX), told),
            _ => (0, 0),
        };
        RateLimiter {
            sent: sent.collect(),
            next: self.next.or_default(),
            silent_until: self.silent_until.or_default(),
            outage: self.outage.take().and_then(|outage| {
                Some(Outage {
                    until: outage.until.take()?,
                    message: outage.message.take(),
                })
            }),
            advertised: self.advertised.take(),
            foreign,
        }
    }
}
