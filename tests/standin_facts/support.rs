//! Starts a stand-in for a test and talks to it.

use crate::standin::run::{Listening, listen, serve, with_demo_client};
use crate::standin::server::{Mode, Options, Standin};
use crate::standin::site::Site;
use crate::standin::tokens::Signer;
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use ureq::Agent;

/// A running stand-in. It ends with the test process.
pub(crate) struct Server {
    pub(crate) standin: Arc<Standin>,
    pub(crate) port: u16,
    agent: Agent,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
            .unwrap_or_else(|| panic!("no redirect: {}", self.text()))
    }

    pub(crate) fn has_cors(&self) -> bool {
        self.headers
            .iter()
            .any(|(name, _)| name.starts_with("access-control-"))
    }
}

/// One key for all tests: making it takes the longest.
pub(crate) fn signer() -> Arc<Signer> {
    static SIGNER: OnceLock<Arc<Signer>> = OnceLock::new();
    SIGNER.get_or_init(|| Arc::new(Signer::new(1).unwrap())).clone()
}

pub(crate) fn options(mode: Mode) -> Options {
    Options {
        mode,
        tls: false,
        sites: Vec::new(),
        clients: Vec::new(),
        entries: None,
        seed: 1,
    }
}

/// AniList's hosts, without TLS: the `Host` header says which.
pub(crate) fn anilist() -> Server {
    start(options(Mode::AniList))
}

/// The demo, serving this directory.
pub(crate) fn demo(directory: &std::path::Path) -> Server {
    let site = Site {
        host: String::new(),
        base: "/".to_owned(),
        directory: directory.to_owned(),
        client_id: Some("1000".to_owned()),
    };
    start(Options {
        sites: vec![site],
        ..options(Mode::Demo)
    })
}

pub(crate) fn start(options: Options) -> Server {
    let Listening { listener, address } = listen(0).unwrap();
    let standin = Arc::new(Standin::new(with_demo_client(options, address.port()), signer()));
    standin.clock.stop();
    let shared = standin.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime
            .block_on(serve(shared, listener, axum_server::Handle::new()))
            .unwrap();
    });
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(std::time::Duration::from_secs(10)));
    Server {
        standin,
        port: address.port(),
        agent: config.build().into(),
    }
}

impl Server {
    /// Sends a request; `Err` when the connection broke.
    pub(crate) fn send(
        &self,
        method: &str,
        host: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1:{}{path}", self.port))
            .header("host", host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if body.is_empty() && method != "POST" {
            self.agent.run(request.body(()).unwrap())?
        } else {
            self.agent.run(request.body(body.to_owned()).unwrap())?
        };
        let status = response.status().as_u16();
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect();
        let body = response
            .into_body()
            .with_config()
            .limit(64 * 1024 * 1024)
            .read_to_vec()?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// A GET of AniList's site, with a session cookie if there is one.
    pub(crate) fn get(&self, path: &str, session: &str) -> Answer {
        self.send("GET", "anilist.co", path, &[("cookie", session)], "")
            .unwrap()
    }

    /// A form posted to AniList's site.
    pub(crate) fn post_form(&self, path: &str, session: &str, form: &str) -> Answer {
        let headers = [
            ("cookie", session),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", "anilist.co", path, &headers, form).unwrap()
    }

    /// Logs in at the site; gives the session cookie.
    pub(crate) fn log_in(&self, user: &str) -> String {
        let answer = self.post_form(
            "/api/v2/oauth/login",
            "",
            &format!("user={user}&next=/settings/apps"),
        );
        assert_eq!((answer.status, answer.location()), (302, "/settings/apps"));
        answer
            .header("set-cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    /// A request of the control endpoint.
    pub(crate) fn control(&self, what: &str, body: &Value) -> Value {
        let path = format!("/_standin/{what}");
        let answer = self
            .send("POST", "127.0.0.1", &path, &[], &body.to_string())
            .unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// A token by the control endpoint.
    pub(crate) fn token(&self, user: &str) -> String {
        let body = self.control("token", &json!({"user": user, "client_id": "1001"}));
        body["access_token"].as_str().unwrap().to_owned()
    }

    /// A GraphQL request as a browser sends it; an empty token sends none.
    pub(crate) fn query(&self, query: &str, token: &str) -> Answer {
        self.query_with(query, &json!({}), token)
    }

    pub(crate) fn query_with(&self, query: &str, variables: &Value, token: &str) -> Answer {
        let body = json!({"query": query, "variables": variables}).to_string();
        self.try_query(&body, token).unwrap()
    }

    /// Sends a body to the API; `Err` when the connection broke.
    pub(crate) fn try_query(&self, body: &str, token: &str) -> Result<Answer, ureq::Error> {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![
            ("content-type", "application/json"),
            ("referer", "https://tsuzuki.test/"),
        ];
        if !token.is_empty() {
            headers.push(("authorization", &bearer));
        }
        self.send("POST", "graphql.anilist.co", "/", &headers, body)
    }
}

/// AniList's answer to wrong arguments: sentences for each, at a place, with the root field null.
pub(crate) fn validation(problems: &Value, field: &str, line: u32, column: u32) -> Value {
    json!({
        "errors": [{
            "message": "validation", "status": 400, "locations": [{"line": line, "column": column}],
            "validation": problems,
        }],
        "data": {field: null},
    })
}

/// The parameters of a redirect in their order, from behind `#` or `?`.
pub(crate) fn parameters(location: &str, separator: char) -> Vec<(&str, &str)> {
    let (_, text) = location
        .split_once(separator)
        .unwrap_or_else(|| panic!("no {separator} in {location}"));
    text.split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .collect()
}
