//! The loopback address that the browser comes back to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use super::flow::{FlowError, Request};

/// A browser opens connections ahead that it may never use.
const IDLE: Duration = Duration::from_secs(10);
const MAX_REQUEST_BYTES: u64 = 32 * 1024;

/// Binds a port of 127.0.0.1; 0 picks a free one.
pub(crate) fn bind(port: u16) -> Result<TcpListener, FlowError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| FlowError::Port {
        port,
        cause: error.to_string(),
    })
}

/// Waits for the answer to `request`: its code, once.
pub(crate) fn wait_for_code(
    listener: TcpListener,
    request: &Arc<Request>,
    patience: Duration,
) -> Result<String, FlowError> {
    let (sender, answers) = channel();
    let shared = request.clone();
    // A thread for the socket, as accepting knows no time limit; it ends with the program.
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (request, sender) = (shared.clone(), sender.clone());
            thread::spawn(move || answer(&stream, &request, &sender));
        }
    });
    answers.recv_timeout(patience).unwrap_or_else(|_| {
        Err(FlowError::TimedOut {
            seconds: patience.as_secs(),
            redirect_uri: request.redirect_uri.clone(),
        })
    })
}

fn answer(stream: &TcpStream, request: &Request, sender: &Sender<Result<String, FlowError>>) {
    let Some(target) = read_target(stream) else { return };
    let Some(code) = request.code(&target) else {
        return respond(stream, "404 Not Found", "There is nothing here.");
    };
    match &code {
        Ok(_) => respond(
            stream,
            "200 OK",
            "AniList gave its answer. Close this tab and go back to the terminal.",
        ),
        Err(error) => respond(stream, "400 Bad Request", &error.to_string()),
    }
    // Only the first answer is waited for.
    let _ = sender.send(code);
}

/// The target of a GET request, such as `/callback?code=…`. Reads to the end of the head, so that closing the
/// connection does not cut off the response.
fn read_target(stream: &TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(IDLE)).ok()?;
    let mut lines = BufReader::new(stream.take(MAX_REQUEST_BYTES))
        .lines()
        .map_while(Result::ok);
    let first = lines.next()?;
    lines.find(String::is_empty)?;
    let mut words = first.split(' ');
    (words.next() == Some("GET")).then(|| words.next().map(str::to_owned))?
}

/// Text, so that nothing of the answer can be markup; and no referrer or cache keeps the code.
fn respond(mut stream: &TcpStream, status: &str, text: &str) {
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n{text}",
        text.len()
    );
    // The person may have closed the tab already.
    let _ = stream.write_all(response.as_bytes());
}
