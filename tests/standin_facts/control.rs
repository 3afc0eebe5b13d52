//! The control endpoint.

use super::support::{anilist, options, start};
use crate::standin::server::{Mode, Options};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

const QUERY: &str = "query Title { Media(id: 1) { id } }";

#[test]
fn the_journal_holds_everything_but_control() {
    let server = anilist();
    server.query(QUERY, "abc");
    server.get("/api/v2/oauth/authorize?client_id=1001&response_type=token", "");
    server.control("faults", &json!({"faults": [{"fault": "drop_before"}]}));
    let body = json!({ "query": QUERY }).to_string();
    assert!(server.try_query(&body, "").is_err());
    let journal = || {
        server
            .send("GET", "graphql.anilist.co", "/_standin/journal", &[], "")
            .unwrap()
            .json()["requests"]
            .clone()
    };
    let requests = journal();
    let rows = requests.as_array().unwrap();
    assert_eq!(rows.len(), 3);
    let api = &rows[0];
    assert_eq!(
        (&api["host"], &api["method"], &api["path"]),
        (&json!("graphql.anilist.co"), &json!("POST"), &json!("/"))
    );
    assert_eq!(
        (&api["operation"], &api["status"]),
        (&json!("Title"), &json!(400))
    );
    assert_eq!(api["headers"]["authorization"], "Bearer abc");
    assert_eq!(
        serde_json::from_str::<Value>(api["body"].as_str().unwrap()).unwrap()["query"],
        QUERY
    );
    assert!(api["at"].as_i64().unwrap() > 1_700_000_000_000);
    assert_eq!(
        (&rows[1]["host"], &rows[1]["query"]),
        (&json!("anilist.co"), &json!("client_id=1001&response_type=token"))
    );
    assert_eq!(rows[2]["status"], 0, "no answer was sent");
    server
        .send("DELETE", "127.0.0.1", "/_standin/journal", &[], "")
        .unwrap();
    assert_eq!(journal(), json!([]));
}

#[test]
fn reset_forgets_everything() {
    let server = anilist();
    let session = server.log_in("kaede");
    let token = server.token("kaede");
    server.control("revoke", &json!({"user": "kaede"}));
    server.control("switches", &json!({"state": "drop", "rate_limit": false}));
    server.control("faults", &json!({"faults": [{"fault": "outage", "times": 0}]}));
    server.control("client", &json!({"id": "1300", "redirect": "https://x.test/"}));
    server.control("clock", &json!({"advance_ms": 1_000_000_000_i64}));
    server.control("reset", &json!({}));
    let switches = server
        .send("GET", "127.0.0.1", "/_standin/switches", &[], "")
        .unwrap()
        .json();
    assert_eq!(
        (&switches["state"], &switches["rate_limit"]),
        (&json!("echo"), &json!(true))
    );
    let answer = server.query("{ Viewer { id } }", &token);
    assert_eq!(
        (answer.status, answer.header("x-ratelimit-remaining")),
        (200, Some("29"))
    );
    let login = server.get(
        "/api/v2/oauth/authorize?client_id=1001&response_type=token",
        &session,
    );
    assert!(login.text().contains("Log in as kaede"), "sessions are gone");
    assert_eq!(
        server
            .get("/api/v2/oauth/authorize?client_id=1300&response_type=token", "")
            .status,
        401
    );
    let journal = server
        .send("GET", "127.0.0.1", "/_standin/journal", &[], "")
        .unwrap()
        .json();
    assert_eq!(journal["requests"].as_array().unwrap().len(), 3);
}

/// Asks for a page, and gives the answer; empty when the connection was broken.
fn ask(connection: &mut TcpStream) -> String {
    let request = "GET /api/v2/oauth/pin HTTP/1.1\r\nhost: anilist.co\r\n\r\n";
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let mut byte = [0];
    while !answer.ends_with(b"</html>") && connection.read(&mut byte).is_ok_and(|read| read == 1) {
        answer.extend(byte);
    }
    String::from_utf8(answer).unwrap()
}

#[test]
fn a_reset_can_cut_off_what_still_comes_by_older_connections() {
    let server = anilist();
    let connect = || TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let asked = || {
        let journal = server
            .send("GET", "127.0.0.1", "/_standin/journal", &[], "")
            .unwrap();
        journal.json()["requests"].as_array().unwrap().len()
    };
    let mut older = connect();
    assert!(ask(&mut older).starts_with("HTTP/1.1 200"));
    server.control("reset", &json!({}));
    assert!(
        ask(&mut older).starts_with("HTTP/1.1 200"),
        "only when it is asked for"
    );
    assert_eq!(asked(), 1);
    server.control("reset", &json!({"cut": true}));
    assert_eq!(ask(&mut older), "");
    assert_eq!(asked(), 0);
    assert!(ask(&mut connect()).starts_with("HTTP/1.1 200"));
    assert_eq!(asked(), 1);
}

#[test]
fn a_wrong_control_says_so_and_changes_nothing() {
    let cases = [
        ("switches", json!({"state": "drop", "no_such": 1}), 400),
        ("switches", json!({"state": "maybe"}), 400),
        ("faults", json!({"faults": [{"fault": "earthquake"}]}), 400),
        ("token", json!({"user": "nobody", "client_id": "1001"}), 400),
        ("revoke", json!({}), 400),
        ("nothing", json!({}), 404),
    ];
    let server = anilist();
    for (what, body, status) in cases {
        let path = format!("/_standin/{what}");
        let answer = server
            .send("POST", "tsuzuki.test", &path, &[], &body.to_string())
            .unwrap();
        assert_eq!(answer.status, status, "{what} {body}");
        assert!(answer.json()["error"].is_string());
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    }
    let switches = server
        .send("GET", "127.0.0.1", "/_standin/switches", &[], "")
        .unwrap()
        .json();
    assert_eq!(switches["state"], "echo");
}

#[test]
fn people_have_a_form_for_it() {
    let server = anilist();
    let page = server.send("GET", "anilist.co", "/_standin/", &[], "").unwrap();
    assert!(page.status == 200 && page.text().contains("<h1>Control</h1>"));
}

/// Believes every certificate: this one is made at each start.
#[derive(Debug)]
struct Believer(rustls::crypto::CryptoProvider);

impl rustls::client::danger::ServerCertVerifier for Believer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[test]
fn anilists_hosts_are_served_by_tls() {
    let server = start(Options {
        tls: true,
        ..options(Mode::AniList)
    });
    let provider = rustls::crypto::ring::default_provider();
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(provider.clone()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Believer(provider)))
        .with_no_client_auth();
    let name = ServerName::try_from("graphql.anilist.co").unwrap();
    let connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let socket = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let mut stream = rustls::StreamOwned::new(connection, socket);
    let body = json!({ "query": QUERY }).to_string();
    let head =
        "POST / HTTP/1.1\r\nHost: graphql.anilist.co\r\nReferer: x\r\nContent-Type: application/json\r\n";
    stream
        .write_all(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
        .unwrap();
    let mut answer = String::new();
    // A peer that closes without a TLS goodbye is fine here.
    let _ = stream.read_to_string(&mut answer);
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with(r#"{"data":{"Media":{"id":1}}}"#),
        "{answer}"
    );
}
