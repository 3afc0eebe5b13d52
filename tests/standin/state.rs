//! What the stand-in remembers, and the switches that change how it behaves.

use super::data::World;
use super::faults::Faults;
use super::journal::Journal;
use super::limiter::{LIMIT, Limiter};
use super::random::Seeded;
use super::tokens::{Issued, Oddities, Signer, Verified};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// An API client as somebody registered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) name: String,
    /// The registered redirect URL. Only the demo's own client has two: its origin by name and by number.
    pub(crate) redirects: Vec<String>,
    pub(crate) secret: Option<String>,
}

impl Client {
    pub(crate) fn new(name: &str, redirect: &str, secret: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            redirects: vec![redirect.to_owned()],
            secret: secret.map(str::to_owned),
        }
    }
}

/// The clients there are from the start.
pub(crate) fn registered() -> BTreeMap<String, Client> {
    let rows = [
        ("1001", "Tsuzuki for AniList", "https://tsuzuki.test/", None),
        (
            "1002",
            "Tsuzuki for AniList (sub-path)",
            "https://pages.test/tsuzuki/",
            None,
        ),
        (
            "1003",
            "Tsuzuki for AniList (set-up)",
            "https://setup.tsuzuki.test/",
            None,
        ),
        ("1004", "Auth Pin", "https://anilist.co/api/v2/oauth/pin", None),
        (
            "1005",
            "Code grant example",
            "http://localhost:8731/callback",
            Some("standin-secret-1005"),
        ),
    ];
    rows.into_iter()
        .map(|(id, name, redirect, secret)| (id.to_owned(), Client::new(name, redirect, secret)))
        .collect()
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateEcho {
    #[default]
    Echo,
    Drop,
    Change,
    Empty,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Denial {
    #[default]
    Fragment,
    Query,
    /// AniList's page stays where it is.
    None,
}

/// How it behaves. The control endpoint changes single fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Switches {
    pub(crate) state: StateEcho,
    pub(crate) denial: Denial,
    pub(crate) token: Oddities,
    pub(crate) rate_limit: bool,
    pub(crate) require_referer: bool,
    /// What `X-RateLimit-Limit` says; AniList has said 90 while it allowed 30.
    pub(crate) advertised_limit: u32,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            state: StateEcho::Echo,
            denial: Denial::Fragment,
            token: Oddities::default(),
            rate_limit: true,
            require_referer: true,
            advertised_limit: LIMIT,
        }
    }
}

/// An authorization code that waits to be exchanged.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) user: i64,
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    /// Milliseconds.
    pub(crate) issued_at: i64,
    pub(crate) used: bool,
}

/// Everything that changes while it runs.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: Arc<World>,
    pub(crate) clients: BTreeMap<String, Client>,
    /// Session cookie to user: who is logged in at the site.
    pub(crate) sessions: HashMap<String, i64>,
    /// Who approved which client.
    pub(crate) approvals: HashSet<(i64, String)>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) switches: Switches,
    pub(crate) limiter: Limiter,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) random: Seeded,
    /// What comes by an earlier connection is of the time before.
    pub(crate) first_connection: u64,
    tokens: HashMap<String, (i64, String)>,
    /// Tokens of these are refused unless they were issued afterwards; without a client, all of the user's.
    revoked: HashSet<(i64, Option<String>)>,
}

impl State {
    pub(crate) fn new(world: Arc<World>, clients: BTreeMap<String, Client>, random: Seeded) -> Self {
        Self {
            world,
            clients,
            random,
            first_connection: 0,
            sessions: HashMap::new(),
            approvals: HashSet::new(),
            codes: HashMap::new(),
            switches: Switches::default(),
            limiter: Limiter::default(),
            faults: Faults::default(),
            journal: Journal::default(),
            tokens: HashMap::new(),
            revoked: HashSet::new(),
        }
    }

    /// Registers a client under the next free id.
    pub(crate) fn add_client(&mut self, name: &str, redirect: &str) -> String {
        let last = self
            .clients
            .keys()
            .filter_map(|id| id.parse::<u64>().ok())
            .max()
            .unwrap_or(1000);
        let id = (last + 1).to_string();
        let secret = self.random.hex(40);
        self.clients
            .insert(id.clone(), Client::new(name, redirect, Some(&secret)));
        id
    }

    /// Makes a token and remembers it.
    pub(crate) fn issue(
        &mut self,
        signer: &Signer,
        user: i64,
        client: &str,
        odd: &Oddities,
        now: i64,
    ) -> Issued {
        let issued = signer.issue(user, client, odd, now, &mut self.random);
        self.tokens.insert(issued.jti.clone(), (user, client.to_owned()));
        issued
    }

    /// Refuses from now on what a user (for one client, or at all) was given so far.
    pub(crate) fn revoke(&mut self, user: i64, client: Option<&str>) {
        self.tokens
            .retain(|_, (owner, of)| *owner != user || client.is_some_and(|client| client != of));
        self.approvals
            .retain(|(owner, of)| *owner != user || client.is_some_and(|client| client != of));
        self.revoked.insert((user, client.map(str::to_owned)));
    }

    pub(crate) fn is_revoked(&self, token: &Verified) -> bool {
        let of_client = (token.owner, Some(token.client.clone()));
        let listed = self.revoked.contains(&(token.owner, None)) || self.revoked.contains(&of_client);
        listed && !self.tokens.contains_key(&token.jti)
    }
}
