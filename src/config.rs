//! Everything that is configured or fixed in one place: the addresses a host may change, the storage keys, the limits.
//!
//! A host configures the app without a build, by three `<meta>` tags of `index.html` ([`CLIENT_ID_META`],
//! [`AUTHORIZE_URL_META`], [`API_URL_META`]). Nothing else is configurable.

use crate::auth::authorize::ClientId;

/// `<meta name>` of the OAuth client id; empty when the host set none and the person enters their own.
pub const CLIENT_ID_META: &str = "anilist-client-id";
/// `<meta name>` of the authorization endpoint.
pub const AUTHORIZE_URL_META: &str = "anilist-authorize-url";
/// `<meta name>` of the GraphQL endpoint.
pub const API_URL_META: &str = "anilist-api-url";

/// AniList's authorization endpoint (AniList guide, "Implicit Grant").
pub const AUTHORIZE_URL: &str = "https://anilist.co/api/v2/oauth/authorize";
/// AniList's GraphQL endpoint (AniList guide, "Getting started").
pub const API_URL: &str = "https://graphql.anilist.co";

/// How long a login that left this tab may take until its answer is no longer accepted: 10 minutes, in milliseconds.
pub const LOGIN_LIFETIME_MS: u64 = 10 * 60 * 1000;
/// The longest access token that is looked at, in bytes. AniList's are about 1.1 kB.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// How long a read may take until it is given up, in milliseconds.
pub const READ_TIMEOUT_MS: u32 = 20_000;

/// Where the app runs and whom it talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The client id the host configured, if any. One the person entered is kept in storage, not here.
    pub client_id: Option<ClientId>,
    /// The authorization endpoint, absolute.
    pub authorize_url: String,
    /// The GraphQL endpoint, absolute.
    pub api_url: String,
    /// Path below which the app is served; starts and ends with `/`.
    pub base_path: String,
}

impl Config {
    /// Scheme, host and port of the API: a stored token is bound to it and never sent to another.
    pub fn api_origin(&self) -> &str {
        origin_of(&self.api_url)
    }

    /// Scheme, host and port of AniList's site, where a person registers clients and revokes tokens.
    pub fn site_origin(&self) -> &str {
        origin_of(&self.authorize_url)
    }

    /// Where a person sees and revokes the applications that hold a token.
    pub fn revoke_url(&self) -> String {
        format!("{}/settings/apps", self.site_origin())
    }

    /// Where a person registers an API client.
    pub fn developer_url(&self) -> String {
        format!("{}/settings/developer", self.site_origin())
    }

    /// The storage keys of this installation.
    pub fn keys(&self) -> StorageKeys {
        StorageKeys {
            base_path: self.base_path.clone(),
        }
    }
}

/// Scheme, host and port of an absolute URL; what is not one is given back whole.
///
/// ```
/// assert_eq!(tsuzuki::config::origin_of("https://graphql.anilist.co/x?y"), "https://graphql.anilist.co");
/// ```
pub fn origin_of(url: &str) -> &str {
    let Some(authority) = url.find("://").map(|scheme| scheme + 3) else {
        return url;
    };
    let end = url.get(authority..).and_then(|rest| rest.find(['/', '?', '#']));
    end.and_then(|end| url.get(..authority + end)).unwrap_or(url)
}

/// One of the stores that a browser offers a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// localStorage: kept until erased, shared by all tabs.
    Local,
    /// sessionStorage: this tab only, gone with it.
    Session,
    /// An IndexedDB database of this name: kept until erased, shared by all tabs.
    Database,
}

/// Names of everything this app keeps in the browser. Prefixed with app name and base path, because all project
/// pages of one GitHub account share an origin.
#[derive(Debug, Clone)]
pub struct StorageKeys {
    base_path: String,
}

impl StorageKeys {
    fn key(&self, name: &str) -> String {
        format!("tsuzuki:{}:{name}", self.base_path)
    }

    /// Every key with the store it is in: what the Session page lists, and what erasing erases.
    pub fn all(&self) -> [(Area, String); 11] {
        [
            (Area::Local, self.accounts()),
            (Area::Local, self.client_id()),
            (Area::Local, self.state_echo()),
            (Area::Local, self.budget()),
            (Area::Local, self.console_draft()),
            (Area::Local, self.console_history()),
            (Area::Database, self.console_schema()),
            (Area::Session, self.pending_login()),
            (Area::Session, self.callback()),
            (Area::Session, self.recovered()),
            (Area::Session, self.dismissed_warning()),
        ]
    }

    /// localStorage: the accounts with their tokens. The only place where a token rests.
    pub fn accounts(&self) -> String {
        self.key("accounts")
    }

    /// localStorage: the client id a person entered.
    pub fn client_id(&self) -> String {
        self.key("client-id")
    }

    /// localStorage: the pairs of client id and authorization endpoint that have returned `state`.
    pub fn state_echo(&self) -> String {
        self.key("state-echo")
    }

    /// localStorage: when requests were sent in the last minute, for all tabs. Also the name of the lock around it.
    pub fn budget(&self) -> String {
        self.key("budget")
    }

    /// IndexedDB: the database of kept answers.
    pub fn answers(&self) -> String {
        self.key("answers")
    }

    /// localStorage: the request that was last edited in the console.
    pub fn console_draft(&self) -> String {
        self.key("console-draft")
    }

    /// localStorage: the requests last sent from the console.
    pub fn console_history(&self) -> String {
        self.key("console-history")
    }

    /// IndexedDB: AniList's schema, as the console asked for it.
    pub fn console_schema(&self) -> String {
        self.key("console-schema")
    }

    /// sessionStorage: the login that left this tab.
    pub fn pending_login(&self) -> String {
        self.key("pending-login")
    }

    /// sessionStorage: when a page of an earlier deploy last looked for the new files. The inline script of
    /// `index.html` builds the same name.
    pub fn recovered(&self) -> String {
        self.key("recovered")
    }

    /// sessionStorage: how urgent the warning of the login's end was that a person dismissed. Nothing about the person.
    pub fn dismissed_warning(&self) -> String {
        self.key("dismissed-warning")
    }

    /// sessionStorage: the raw answer of the authorization endpoint, between the two loads of the page. The inline
    /// script of `index.html` writes and removes it; it builds the same name.
    pub fn callback(&self) -> String {
        self.key("callback")
    }
}

#[cfg(test)]
mod tests {
    use super::StorageKeys;

    #[test]
    fn every_key_is_listed_once_and_named_after_app_and_base() {
        let keys = StorageKeys {
            base_path: "/x/".to_owned(),
        };
        let mut names = keys.all().map(|(_, name)| name);
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        assert!(
            names.iter().all(|name| name.starts_with("tsuzuki:/x/:")),
            "{names:?}"
        );
        for name in [
            keys.console_draft(),
            keys.console_history(),
            keys.console_schema(),
        ] {
            assert!(names.contains(&name), "{name}");
        }
    }
}
