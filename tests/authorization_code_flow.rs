//! The Authorization Code TokenResponse, from the first address to the token, against the stand-in.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use crate::authorization_code::exchange::exchange;
use crate::authorization_code::flow::{FlowError, Request, Secret};
use crate::authorization_code::listener::{bind, wait_for_code};
use crate::standin::server::{Mode, Options, Standin};
use crate::standin::state::{Client, Denial, StateEcho};
use crate::standin::tokens::Signer;
use tsuzuki::auth::claims::UnverifiedClaims;
use tsuzuki::auth::state::OAuthState;
use tsuzuki::auth::token::AccessToken;

const SECRET: &str = "a secret of the tests";
const PATIENCE: Duration = Duration::from_secs(60);

/// A stand-in, a program that waits for an answer, and what connects them.
struct Scene {
    standin: Arc<Standin>,
    origin: String,
    request: Arc<Request>,
    listener: Option<TcpListener>,
}

impl Scene {
    /// The program's redirect URL is registered for its client.
    fn new() -> Self {
        let options = Options {
            mode: Mode::Demo,
            tls: false,
            sites: Vec::new(),
            clients: Vec::new(),
            entries: Some(1),
            seed: 5,
        };
        let standin = Arc::new(Standin::new(options, signer()));
        let socket = crate::standin::run::listen(0).unwrap();
        let serving = standin.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime
                .block_on(crate::standin::run::serve(
                    serving,
                    socket.listener,
                    axum_server::Handle::new(),
                ))
                .unwrap();
        });
        let listener = bind(0).unwrap();
        let port = listener.local_addr().unwrap().port();
        let request = Arc::new(Request::new(
            "7".parse().unwrap(),
            port,
            OAuthState::from_bytes([7; 32]),
        ));
        let client = Client::new("The tests", &request.redirect_uri, Some(SECRET));
        standin.state().clients.insert("7".to_owned(), client);
        let origin = format!("http://{}", socket.address);
        Self {
            standin,
            origin,
            request,
            listener: Some(listener),
        }
    }

    /// What the browser shows or where it ends when kaede opens the address and answers `decision`.
    fn browse(&self, decision: &str) -> Page {
        let url = self
            .request
            .url(&format!("{}/api/v2/oauth/authorize", self.origin));
        let login = format!("{}/api/v2/oauth/login", self.origin);
        let cookie = post(&login, "user=kaede", "").cookie;
        let consent = get(&url, &cookie);
        if consent.status != 200 {
            return consent;
        }
        let answer = post(&url, &format!("decision={decision}"), &cookie);
        if answer.location.is_empty() {
            return answer;
        }
        get(&answer.location.replace("localhost", "127.0.0.1"), "")
    }

    /// The whole way to the code; also what the browser shows at its end.
    fn code(&mut self, decision: &str) -> (Result<String, FlowError>, Page) {
        let (listener, request) = (self.listener.take().unwrap(), self.request.clone());
        let waiting = thread::spawn(move || wait_for_code(listener, &request, PATIENCE));
        let page = self.browse(decision);
        (waiting.join().unwrap(), page)
    }

    fn exchange(&self, request: &Request, secret: &str, code: &str) -> Result<AccessToken, FlowError> {
        let url = format!("{}/api/v2/oauth/token", self.origin);
        exchange(&url, request, &Secret::new(secret).unwrap(), code, PATIENCE)
    }

    fn refused_client(&self) -> FlowError {
        FlowError::Client {
            redirect_uri: self.request.redirect_uri.clone(),
        }
    }
}

/// The stand-in's key, made once for all tests: it takes the longest.
fn signer() -> Arc<Signer> {
    static SIGNER: LazyLock<Arc<Signer>> = LazyLock::new(|| Arc::new(Signer::new(5).unwrap()));
    SIGNER.clone()
}

/// What a browser without scripts got.
#[derive(Debug)]
struct Page {
    status: u16,
    location: String,
    cookie: String,
    text: String,
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into()
}

fn get(url: &str, cookie: &str) -> Page {
    page(agent().get(url).header("Cookie", cookie).call())
}

fn post(url: &str, form: &str, cookie: &str) -> Page {
    let request = agent().post(url).header("Cookie", cookie);
    page(
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .send(form),
    )
}

fn page(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Page {
    let mut answer = answer.unwrap();
    let header = |name: &str| {
        answer
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
            .to_owned()
    };
    let (location, cookie) = (header("location"), header("set-cookie"));
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    Page {
        status: answer.status().as_u16(),
        location,
        cookie,
        text: answer.body_mut().read_to_string().unwrap(),
    }
}

#[test]
fn an_approval_becomes_a_token_of_the_person_for_the_client() {
    let mut scene = Scene::new();
    let (code, page) = scene.code("approve");
    assert_eq!(
        (page.status, page.text.contains("Close this tab")),
        (200, true),
        "{page:?}"
    );
    let code = code.unwrap();
    assert!(!page.text.contains(&code), "the browser does not show the code");

    let token = scene.exchange(&scene.request, SECRET, &code).unwrap();
    let claims = UnverifiedClaims::decode(&token).unwrap();
    assert_eq!(
        (claims.user_id(), claims.has_audience(&scene.request.client_id)),
        (Some(5001), true)
    );
    assert!(
        scene
            .standin
            .signer
            .verify(token.expose(), scene.standin.clock.now_ms())
            .is_some()
    );

    let again = scene.exchange(&scene.request, SECRET, &code).unwrap_err();
    assert!(
        matches!(again, FlowError::Code(_)),
        "a code can be used once: {again}"
    );
}

#[test]
fn a_denial_says_so_in_the_terminal_and_in_the_browser() {
    let mut scene = Scene::new();
    let (code, page) = scene.code("deny");
    assert_eq!(code, Err(FlowError::Denied));
    assert_eq!((page.status, page.text), (400, FlowError::Denied.to_string()));
}

#[test]
fn a_state_that_is_changed_dropped_or_emptied_is_a_mismatch() {
    for echo in [StateEcho::Change, StateEcho::Drop, StateEcho::Empty] {
        let mut scene = Scene::new();
        scene.standin.state().switches.state = echo;
        let (code, page) = scene.code("approve");
        assert_eq!(code, Err(FlowError::StateMismatch));
        assert!(page.text.contains("another login"));
    }
}

#[test]
fn a_wrong_secret_and_a_wrong_code_are_told_apart() {
    let mut scene = Scene::new();
    let code = scene.code("approve").0.unwrap();
    let wrong_secret = scene
        .exchange(&scene.request, "another secret", &code)
        .unwrap_err();
    assert_eq!(wrong_secret, scene.refused_client());
    assert!(wrong_secret.to_string().contains("secret is wrong"));

    let wrong_code = scene
        .exchange(&scene.request, SECRET, "another code")
        .unwrap_err();
    assert_eq!(
        wrong_code,
        FlowError::Code("Cannot decrypt the authorization code".to_owned())
    );
    assert!(
        scene.exchange(&scene.request, SECRET, &code).is_ok(),
        "the right ones still work"
    );
}

#[test]
fn a_redirect_url_that_is_not_registered_is_named_in_the_error() {
    let mut scene = Scene::new();
    let elsewhere = Client::new("The tests", "http://localhost:1/callback", Some(SECRET));
    let code = scene.code("approve").0.unwrap();
    scene.standin.state().clients.insert("7".to_owned(), elsewhere);

    // The person sees AniList's refusal, and nothing ever comes back to the program.
    let page = scene.browse("approve");
    assert_eq!((page.status, page.text.contains("invalid_client")), (401, true));
    let listener = bind(0).unwrap();
    let error = wait_for_code(listener, &scene.request, Duration::from_millis(1)).unwrap_err();
    assert_eq!(
        error,
        FlowError::TimedOut {
            seconds: 0,
            redirect_uri: scene.request.redirect_uri.clone()
        }
    );
    assert!(error.to_string().contains(&scene.request.redirect_uri));

    let exchanged = scene.exchange(&scene.request, SECRET, &code).unwrap_err();
    assert_eq!(exchanged, scene.refused_client());
}

#[test]
fn a_denial_that_leads_nowhere_ends_in_a_time_out() {
    let scene = Scene::new();
    scene.standin.state().switches.denial = Denial::None;
    assert_eq!(scene.browse("deny").location, "");
    let error = wait_for_code(bind(0).unwrap(), &scene.request, Duration::from_millis(1)).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("No answer came back within 0 seconds.")
    );
}

#[test]
fn what_is_no_answer_is_left_alone() {
    let mut scene = Scene::new();
    let port = scene.listener.as_ref().unwrap().local_addr().unwrap().port();
    let (listener, request) = (scene.listener.take().unwrap(), scene.request.clone());
    let waiting = thread::spawn(move || wait_for_code(listener, &request, PATIENCE));
    // A connection that a browser opened ahead and does not use.
    let idle = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    for path in ["/favicon.ico", "/", "/callback/x?code=1"] {
        assert_eq!(get(&format!("http://127.0.0.1:{port}{path}"), "").status, 404);
    }
    let answer = format!(
        "http://127.0.0.1:{port}/callback?code=c&state={}",
        scene.request.state.as_str()
    );
    assert_eq!(get(&answer, "").status, 200);
    assert_eq!(waiting.join().unwrap().as_deref(), Ok("c"));
    drop(idle);
}

#[test]
fn a_token_endpoint_that_is_silent_or_gone_is_a_network_error() {
    let scene = Scene::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/token", silent.local_addr().unwrap());
    let secret = Secret::new(SECRET).unwrap();
    let ask = || exchange(&url, &scene.request, &secret, "c", Duration::from_millis(100)).unwrap_err();
    assert!(matches!(ask(), FlowError::Network(_)));
    drop(silent);
    assert!(matches!(ask(), FlowError::Network(_)));
}

#[test]
fn a_port_in_use_is_named() {
    let taken = bind(0).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(matches!(bind(port).unwrap_err(), FlowError::Port { port: named, .. } if named == port));
}
