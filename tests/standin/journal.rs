//! What was asked, for tests to look at.

use super::http::Call;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// Older requests are forgotten.
const KEPT: usize = 5000;

/// The last requests, oldest first, each with its number.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    requests: VecDeque<(u64, Value)>,
}

impl Journal {
    /// Notes a request when it comes, so that one without an answer is seen as well: its status stays 0.
    pub(crate) fn note(&mut self, number: u64, at: i64, call: &Call, operation: Option<&str>) {
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
        let request = json!({
            "at": at,
            "host": call.host,
            "method": call.method.as_str(),
            "path": call.path,
            "query": call.query,
            "headers": headers,
            "operation": operation,
            "body": String::from_utf8_lossy(&call.body),
            "status": 0,
        });
        self.requests.push_back((number, request));
        if self.requests.len() > KEPT {
            self.requests.pop_front();
        }
    }

    /// Notes the status of the answer, unless the request was forgotten in the meantime.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        if let Some((_, request)) = self.requests.iter_mut().rev().find(|(other, _)| *other == number) {
            request["status"] = json!(status);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.requests.clear();
    }

    pub(crate) fn to_json(&self) -> Value {
        let requests: Vec<&Value> = self.requests.iter().map(|(_, request)| request).collect();
        json!({ "requests": requests })
    }
}
