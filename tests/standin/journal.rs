//! What was asked, for tests to look at.

use super::http::Call;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// Older requests are forgotten.
const KEPT: usize = 5000;

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    requests: VecDeque<Value>,
}

impl Journal {
    /// Notes a request; `status` 0 means that no answer was sent.
    pub(crate) fn note(&mut self, at: i64, call: &Call, operation: Option<&str>, status: u16) {
        let headers: BTreeMap<&str, String> = call
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        self.requests.push_back(json!({
            "at": at,
            "host": call.host,
            "method": call.method.as_str(),
            "path": call.path,
            "query": call.query,
            "headers": headers,
            "operation": operation,
            "body": String::from_utf8_lossy(&call.body),
            "status": status,
        }));
        if self.requests.len() > KEPT {
            self.requests.pop_front();
        }
    }

    pub(crate) fn clear(&mut self) {
        self.requests.clear();
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "requests": self.requests })
    }
}
