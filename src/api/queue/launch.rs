//! What goes as one request.

use super::{InFlight, Payload, QueuedRequest};
use crate::api::batch::{self, PreparedOperation};
use crate::auth::token::AccessToken;

/// A request that goes now.
#[derive(Debug)]
pub struct HttpBatch {
    /// What it is known by until it lands.
    pub flight: InFlight,
    /// Names of its operations, for people.
    pub name: String,
    /// Its body.
    pub body: String,
    /// As whom.
    pub token: Option<AccessToken>,
    /// How often its first part was sent before.
    pub attempt: u8,
    /// How many operations are in it.
    pub parts: usize,
}

/// The names of operations, each once, with how often it stands there.
pub(super) fn names<W>(wanted: &[QueuedRequest<W>]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in wanted.iter().map(|wanted| wanted.request.name()) {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let mut text = String::new();
    for (name, count) in counts {
        if !text.is_empty() {
            text.push_str(" + ");
        }
        text.push_str(name);
        if count > 1 {
            text.push_str(" ×");
            text.push_str(&count.to_string());
        }
    }
    text
}

pub(super) fn body<W>(wanted: &[QueuedRequest<W>]) -> String {
    let parts: Vec<&PreparedOperation> = wanted
        .iter()
        .filter_map(|wanted| match &wanted.request.payload {
            Payload::Operation(part) => Some(part),
            Payload::Whole { .. } => None,
        })
        .collect();
    match wanted.first().map(|wanted| &wanted.request.payload) {
        Some(Payload::Whole { body, .. }) => body.clone(),
        _ => batch::body(&parts),
    }
}
