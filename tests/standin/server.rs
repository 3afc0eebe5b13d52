//! Which host and path is whose, and the sockets below.

use super::api;
use super::clock::Clock;
use super::control;
use super::data::World;
use super::graphql;
use super::http::{Call, reply, set};
use super::images;
use super::oauth;
use super::random::{Seeded, mix};
use super::site::{Compressed, Site, serve};
use super::state::{Client, State, registered};
use super::tokens::Signer;
use apollo_compiler::Schema;
use apollo_compiler::validation::Valid;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::header::HOST;
use axum::http::{Request, Response};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use tower_service::Service;

/// No request of a browser to AniList comes near this.
const MAX_BODY: usize = 1024 * 1024;

/// How it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One origin for everything, plain HTTP.
    Demo,
    /// AniList's own host names, and those of the sites.
    AniList,
}

/// What it is started with.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) tls: bool,
    pub(crate) sites: Vec<Site>,
    pub(crate) clients: Vec<(String, Client)>,
    pub(crate) entries: Option<usize>,
    pub(crate) seed: u64,
}

/// The stand-in, shared by all connections.
pub(crate) struct Standin {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) signer: Arc<Signer>,
    pub(crate) schema: Valid<Schema>,
    compressed: Compressed,
    /// How many requests there were: their numbers in the journal.
    requests: AtomicU64,
    /// How many connections there were: their numbers.
    connections: AtomicU64,
    start_world: Arc<World>,
    start_clients: BTreeMap<String, Client>,
    state: Mutex<State>,
}

impl Standin {
    /// The signer is given because its key takes the longest to make.
    pub(crate) fn new(options: Options, signer: Arc<Signer>) -> Self {
        let clock = Clock::default();
        let world = Arc::new(World::new(options.seed, options.entries, clock.now_s()));
        let mut clients = registered();
        clients.extend(options.clients.iter().cloned());
        // Unlike the key, sessions and codes must not repeat after a restart.
        let random = Seeded::new(mix(options.seed, clock.now_ms().unsigned_abs()));
        Self {
            schema: graphql::schema(),
            state: Mutex::new(State::new(world.clone(), clients.clone(), random)),
            compressed: Compressed::default(),
            requests: AtomicU64::new(0),
            connections: AtomicU64::new(0),
            start_world: world,
            start_clients: clients,
            options,
            clock,
            signer,
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Back to how it was started. With `is_cut`, what still comes by a connection that is open now has no answer and no
    /// effect: a browser that is being closed may have sent it for the test before.
    pub(crate) fn reset(&self, is_cut: bool) {
        self.clock.reset();
        let mut state = self.state();
        let random = Seeded::new(mix(self.options.seed, self.clock.now_ms().unsigned_abs()));
        *state = State::new(self.start_world.clone(), self.start_clients.clone(), random);
        if is_cut {
            state.first_connection = self.connections.load(Ordering::Relaxed);
        }
    }

    /// Origin of the picture host, as the API names it to this caller.
    pub(crate) fn image_origin(&self, call: &Call) -> String {
        match self.options.mode {
            Mode::Demo => format!("http://{}", call.authority),
            Mode::AniList => "https://s4.anilist.co".to_owned(),
        }
    }

    /// Answers a request; `None` breaks the connection.
    async fn respond(&self, call: Call) -> Option<Response<Body>> {
        if call.path.starts_with("/_standin") {
            return Some(control::answer(self, &call));
        }
        let is_api = self.is_api(&call);
        let request = is_api.then(|| graphql::Request::parse(&call.body)).flatten();
        let operation = request.as_ref().and_then(graphql::Request::name);
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        {
            let mut state = self.state();
            if call.connection < state.first_connection {
                return None;
            }
            let now = self.clock.now_ms();
            state.journal.note(number, now, &call, operation.as_deref());
        }
        let response = if is_api {
            api::answer(self, &call, request.as_ref(), operation.as_deref()).await
        } else {
            Some(self.page(&call))
        };
        if let Some(response) = &response {
            self.state().journal.answered(number, response.status().as_u16());
        }
        response
    }

    fn is_api(&self, call: &Call) -> bool {
        match self.options.mode {
            Mode::Demo => call.path == "/graphql",
            Mode::AniList => call.host == "graphql.anilist.co",
        }
    }

    fn page(&self, call: &Call) -> Response<Body> {
        let is_demo = self.options.mode == Mode::Demo;
        if (is_demo && call.path.starts_with("/file/anilistcdn/"))
            || (!is_demo && call.host == "s4.anilist.co")
        {
            return self.image(call);
        }
        let is_anilist = is_demo || call.host == "anilist.co";
        if let Some(page) = is_anilist.then(|| oauth::answer(self, call)).flatten() {
            return page;
        }
        let here = |site: &&Site| {
            let base = site.base.trim_end_matches('/');
            (is_demo || site.host == call.host) && (call.path.starts_with(&site.base) || call.path == base)
        };
        match self
            .options
            .sites
            .iter()
            .filter(here)
            .max_by_key(|site| site.base.len())
        {
            Some(site) => serve(site, &self.compressed, call, &self.metas(site, call)),
            None => reply(404, "text/plain; charset=utf-8", "Nothing stands here."),
        }
    }

    /// Values for the `<meta>` tags of a site's pages.
    fn metas(&self, site: &Site, call: &Call) -> Vec<(&'static str, String)> {
        let mut metas = Vec::new();
        if let Some(client_id) = &site.client_id {
            metas.push(("anilist-client-id", client_id.clone()));
        }
        if self.options.mode == Mode::Demo {
            let origin = format!("http://{}", call.authority);
            metas.push((
                "anilist-authorize-url",
                format!("{origin}/api/v2/oauth/authorize"),
            ));
            metas.push(("anilist-api-url", format!("{origin}/graphql")));
        }
        metas
    }

    fn image(&self, call: &Call) -> Response<Body> {
        let world = self.state().world.clone();
        match images::draw(&world, &call.path) {
            Some(picture) => {
                let mut response = reply(200, "image/svg+xml", picture);
                set(&mut response, "cache-control", "public, max-age=31536000");
                response
            }
            None => reply(404, "text/plain; charset=utf-8", "No such picture."),
        }
    }
}

/// The connection is to be broken: hyper does so when a service fails.
#[derive(Debug)]
pub(crate) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is broken on purpose")
    }
}

impl std::error::Error for Broken {}

/// Makes a service for each connection.
#[derive(Clone)]
pub(crate) struct Connections(pub(crate) Arc<Standin>);

impl Service<SocketAddr> for Connections {
    type Response = Connection;
    type Error = Infallible;
    type Future = Ready<Result<Connection, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, peer: SocketAddr) -> Self::Future {
        ready(Ok(Connection {
            standin: self.0.clone(),
            peer,
            number: self.0.connections.fetch_add(1, Ordering::Relaxed),
        }))
    }
}

/// Serves the requests of one connection.
#[derive(Clone)]
pub(crate) struct Connection {
    standin: Arc<Standin>,
    peer: SocketAddr,
    number: u64,
}

impl<B> Service<Request<B>> for Connection
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Broken;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Broken>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (standin, peer, number) = (self.standin.clone(), self.peer, self.number);
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = to_bytes(Body::new(body), MAX_BODY).await.map_err(|_| Broken)?;
            let named = head.headers.get(HOST).and_then(|host| host.to_str().ok());
            let authority = named
                .or(head.uri.authority().map(|authority| authority.as_str()))
                .unwrap_or_default();
            let call = Call {
                host: authority.split(':').next().unwrap_or_default().to_lowercase(),
                authority: authority.to_owned(),
                method: head.method,
                path: head.uri.path().to_owned(),
                query: head.uri.query().unwrap_or_default().to_owned(),
                headers: head.headers,
                body,
                peer: peer.ip(),
                connection: number,
            };
            // The API is never asked over a connection that carried something before, be it a page of the demo or a
            // word to the control endpoint: a browser would repeat a dropped request by itself, and nobody would
            // hear of the drop. On a new connection it reports it.
            let closes = standin.options.mode == Mode::Demo || standin.is_api(&call);
            let mut response = standin.respond(call).await.ok_or(Broken)?;
            if closes {
                set(&mut response, "connection", "close");
            }
            Ok(response)
        })
    }
}
