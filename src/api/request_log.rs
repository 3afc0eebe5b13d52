//! What was asked: the last requests and what they cost, for the person to look at.
//!
//! Of a request only the operation's name is kept: no token, no variables, nothing the person wrote.

use std::collections::VecDeque;

use super::error::ApiError;

/// How many requests are kept.
pub const MAX_RECORDS: usize = 100;

/// A request that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Names of the operations in it.
    pub operation: String,
    /// When it began, in milliseconds since 1970.
    pub at: u64,
    /// How it ended.
    pub end: End,
    /// How often it had been tried before.
    pub attempt: u8,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// An HTTP answer.
    Answer {
        /// HTTP status.
        status: u16,
        /// Size of the body in bytes, not compressed.
        bytes: usize,
        /// From sending to the last byte, in milliseconds.
        took_ms: u64,
    },
    /// No answer that could be read, and why.
    Failure {
        /// [`ApiError::kind`].
        kind: &'static str,
        /// From sending to the failure, in milliseconds.
        took_ms: u64,
    },
    /// Nothing was sent: the answer was kept in this browser.
    Cache {
        /// Size of the kept answer in bytes.
        bytes: usize,
        /// Age of the kept answer in milliseconds.
        age_ms: u64,
    },
}

impl End {
    /// A failed request.
    pub fn failure(error: &ApiError, took_ms: u64) -> Self {
        Self::Failure {
            kind: error.kind(),
            took_ms,
        }
    }
}

/// What this page has cost since it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Requests sent.
    pub requests: u64,
    /// Bytes received, not compressed.
    pub bytes: u64,
    /// Answers taken from what this browser keeps.
    pub cached: u64,
    /// Requests saved by sending several reads as one.
    pub batched: u64,
}

/// The last requests, newest first, and what all of them cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    records: VecDeque<Record>,
    cost: Cost,
}

impl Records {
    /// Adds a request with `parts` operations in it.
    pub fn add(&mut self, record: Record, parts: usize) {
        match record.end {
            End::Cache { .. } => self.cost.cached += 1,
            End::Answer { bytes, .. } => {
                self.cost.requests += 1;
                self.cost.bytes += bytes as u64;
            }
            End::Failure { .. } => self.cost.requests += 1,
        }
        self.cost.batched += parts.saturating_sub(1) as u64;
        self.records.push_front(record);
        self.records.truncate(MAX_RECORDS);
    }

    /// The last [`MAX_RECORDS`], newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// What all requests cost, the forgotten ones too.
    pub fn cost(&self) -> Cost {
        self.cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hundred_are_kept_and_all_are_counted() {
        let mut records = Records::default();
        for at in 0..250 {
            let end = match at % 3 {
                0 => End::Answer {
                    status: 200,
                    bytes: 10,
                    took_ms: 5,
                },
                1 => End::failure(&ApiError::TimedOut, 20_000),
                _ => End::Cache { bytes: 10, age_ms: 1 },
            };
            let record = Record {
                operation: "Viewer".to_owned(),
                at,
                end,
                attempt: 0,
            };
            records.add(record, if at == 0 { 3 } else { 1 });
        }
        assert_eq!(records.iter().count(), MAX_RECORDS);
        assert_eq!(records.iter().next().map(|record| record.at), Some(249));
        let cost = Cost {
            requests: 167,
            bytes: 840,
            cached: 83,
            batched: 2,
        };
        assert_eq!(records.cost(), cost);
    }
}
