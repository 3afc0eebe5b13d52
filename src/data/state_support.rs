//! Whether the authorization endpoint is known to return `state`, kept in localStorage.

use crate::auth::state_support::EchoesSeen;
use crate::config::Config;
use crate::domain::ClientId;
use crate::web::storage::{self, Area};

/// Whether it has returned `state` to this client before.
pub fn was_seen(config: &Config, client: &ClientId) -> bool {
    read(config).contains(client, &config.authorize_url)
}

/// Notes that it has.
pub fn remember(config: &Config, client: &ClientId) {
    let mut seen = read(config);
    seen.add(client, &config.authorize_url);
    // If it is not kept, the next answer without `state` is asked about instead of refused.
    let _ = storage::set(Area::Local, &config.keys().state_echo(), &seen.to_storage());
}

fn read(config: &Config) -> EchoesSeen {
    let stored = storage::get(Area::Local, &config.keys().state_echo());
    stored
        .map(|text| EchoesSeen::from_storage(&text))
        .unwrap_or_default()
}
