//! The exchange of a code for a token (RFC 6749 §4.1.3).

use std::time::Duration;

use serde_json::json;
use tsuzuki::auth::token::AccessToken;
use tsuzuki::config::origin_of;

use super::flow::{FlowError, Request, Secret, read_token};

const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// Asks the token endpoint. `timeout` is for the whole exchange.
pub(crate) fn exchange(
    token_url: &str,
    request: &Request,
    secret: &Secret,
    code: &str,
    timeout: Duration,
) -> Result<AccessToken, FlowError> {
    if !keeps_secrets(token_url) {
        return Err(FlowError::Insecure);
    }
    // A redirect would take the secret to another address.
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .http_status_as_error(false)
        .build();
    let body = json!({
        "grant_type": "authorization_code",
        "client_id": request.client_id.as_str(),
        "client_secret": secret.expose(),
        "redirect_uri": request.redirect_uri,
        "code": code,
    });
    let network = |error: ureq::Error| FlowError::Network(error.to_string());
    let mut answer = ureq::Agent::new_with_config(config)
        .post(token_url)
        .header("Accept", "application/json")
        .send_json(body)
        .map_err(network)?;
    let status = answer.status().as_u16();
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(MAX_ANSWER_BYTES)
        .read_to_vec()
        .map_err(network)?;
    read_token(status, &bytes, &request.redirect_uri)
}

fn keeps_secrets(url: &str) -> bool {
    let host = origin_of(url)
        .strip_prefix("http://")
        .map(|host| host.split(':').next().unwrap_or_default());
    url.starts_with("https://") || matches!(host, Some("localhost" | "127.0.0.1"))
}
