//! Requests as the parts of the stand-in see them, and the answers they build.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HeaderName, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use serde_json::Value;
use std::collections::HashMap;
use std::net::IpAddr;

/// A request, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Host without port, lower case.
    pub(crate) host: String,
    /// Host as it was sent, with the port if there was one.
    pub(crate) authority: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) peer: IpAddr,
    /// Number of the connection it came by, in the order in which they were opened.
    pub(crate) connection: u64,
}

impl Call {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Parameters of the query.
    pub(crate) fn parameters(&self) -> Form {
        Form::parse(&self.query)
    }

    /// Fields of the body: a form, or a JSON object of texts.
    pub(crate) fn fields(&self) -> Form {
        if self
            .header("content-type")
            .is_some_and(|kind| kind.contains("json"))
        {
            Form::from_json(&self.body)
        } else {
            Form::parse(&String::from_utf8_lossy(&self.body))
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self
            .headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let mut pairs = pairs
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether a browser's script sent this: only browsers care for CORS.
    pub(crate) fn is_from_a_script(&self) -> bool {
        self.headers.contains_key("origin") || self.headers.contains_key("sec-fetch-mode")
    }
}

/// Names with values; of a repeated name the first counts.
#[derive(Debug, Default, Clone)]
pub(crate) struct Form(HashMap<String, String>);

impl Form {
    /// Reads `application/x-www-form-urlencoded` text.
    pub(crate) fn parse(text: &str) -> Self {
        let mut form = HashMap::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            form.entry(decode(name)).or_insert_with(|| decode(value));
        }
        Self(form)
    }

    fn from_json(body: &[u8]) -> Self {
        let Ok(Value::Object(map)) = serde_json::from_slice(body) else {
            return Self::default();
        };
        let text = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        Self(map.into_iter().map(|(name, value)| (name, text(value))).collect())
    }

    /// A value; `None` when it is missing or empty, which to OAuth is the same.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let pair = [rest.next(), rest.next()]
                    .map(|digit| digit.and_then(|digit| char::from(digit).to_digit(16)));
                if let [Some(high), Some(low)] = pair {
                    bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Percent-encodes for a query or fragment.
pub(crate) fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// An answer with a body.
pub(crate) fn reply(status: u16, content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

pub(crate) fn json_reply(status: u16, body: &Value) -> Response<Body> {
    reply(status, "application/json", body.to_string())
}

/// An HTML page that nobody may frame.
pub(crate) fn html_reply(status: u16, body: String) -> Response<Body> {
    let mut response = reply(status, "text/html; charset=utf-8", body);
    set(
        &mut response,
        "content-security-policy",
        "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
    );
    set(&mut response, "cache-control", "no-cache, private");
    response
}

/// Sends the browser elsewhere, by GET.
pub(crate) fn redirect(to: &str) -> Response<Body> {
    let mut response = reply(302, "text/html; charset=utf-8", "");
    set(&mut response, LOCATION.as_str(), to);
    set(&mut response, "cache-control", "no-cache, private");
    response
}

/// Sets a header; a value that cannot be one is left out.
pub(crate) fn set(response: &mut Response<Body>, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        response.headers_mut().insert(name, value);
    }
}

/// Sets a session cookie; an empty value ends it.
pub(crate) fn set_cookie(response: &mut Response<Body>, name: &str, value: &str) {
    let age = if value.is_empty() { "; Max-Age=0" } else { "" };
    set(
        response,
        SET_COOKIE.as_str(),
        &format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}"),
    );
}
