//! Everything that is configured or fixed in one place: the addresses a host may change, the storage keys, the limits.
//!
//! A host configures the app without a build, by three `<meta>` tags of `index.html` ([`CLIENT_ID_META`],
//! [`AUTHORIZE_URL_META`], [`API_URL_META`]). Nothing else is configurable.

use crate::domain::ClientId;

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

impl Area {
    /// What a person is told about it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Local => "localStorage",
            Self::Session => "sessionStorage",
            Self::Database => "IndexedDB",
        }
    }
}

/// Something that is kept in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The store it is in.
    pub area: Area,
    /// Its name there.
    pub key: String,
    /// What it is, for people; names of code between backticks.
    pub what: &'static str,
    /// How long it is kept: until this.
    pub until: &'static str,
}

fn local(key: String, what: &'static str, until: &'static str) -> Stored {
    let area = Area::Local;
    Stored {
        area,
        key,
        what,
        until,
    }
}

fn session(key: String, what: &'static str, until: &'static str) -> Stored {
    let area = Area::Session;
    Stored {
        area,
        key,
        what,
        until,
    }
}

fn database(key: String, what: &'static str, until: &'static str) -> Stored {
    let area = Area::Database;
    Stored {
        area,
        key,
        what,
        until,
    }
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

    /// Everything that is kept: what the Session page lists, what erasing erases, and the table in SECURITY.md, which a
    /// test compares with this one.
    pub fn all(&self) -> [Stored; 16] {
        [
            local(
                self.accounts(),
                "Accounts: token, user id, name, address of the picture",
                "you log out",
            ),
            local(
                self.client_id(),
                "A client ID you entered yourself",
                "you erase it",
            ),
            local(
                self.state_echo(),
                "That AniList returns the check value of a login, `state`",
                "you erase it",
            ),
            local(
                self.budget(),
                "When requests were sent in the last minute, and how AniList answered",
                "you erase it",
            ),
            database(
                self.answers(),
                "AniList’s answers, per account, without the token, to show them at once the next time",
                "you log out, or newer ones need the room (48 MB)",
            ),
            database(
                self.edits(),
                "Your edits: those AniList does not have yet, the last 1,000 it has, runs over many, lists as they were before those",
                "you log out",
            ),
            local(
                self.edits(),
                "When edits last changed, so that other tabs follow",
                "you erase it",
            ),
            local(self.preferences(), "What you prefer", "you erase it"),
            local(
                self.views(),
                "Views of lists that you saved",
                "you delete them there, or erase it",
            ),
            local(
                self.console_draft(),
                "The request last edited in the console",
                "you log out, of whichever account, or erase it",
            ),
            local(
                self.console_history(),
                "The last 50 requests sent from the console, without answers",
                "you delete them there, log out, of whichever account, or erase it",
            ),
            database(
                self.console_schema(),
                "AniList’s schema, for the console",
                "you erase it",
            ),
            session(
                self.pending_login(),
                "A login on its way: `state`, time, page to return to",
                "AniList answers, or the tab closes",
            ),
            session(
                self.callback(),
                "AniList’s answer, between two loads of the page",
                "the second load begins",
            ),
            session(
                self.recovered(),
                "When an old page last looked for the files of a newer deploy",
                "the tab closes",
            ),
            session(
                self.dismissed_warning(),
                "Which warning of a login’s end you dismissed",
                "another login is used, or the tab closes",
            ),
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

    /// IndexedDB: the database of edits that AniList does not have yet, of those it has, of runs and snapshots. Also the name
    /// of the lock of the tab that sends, and of the key in localStorage that changes with the database.
    pub fn edits(&self) -> String {
        self.key("edits")
    }

    /// localStorage: what the person prefers.
    pub fn preferences(&self) -> String {
        self.key("preferences")
    }

    /// localStorage: views of lists that the person saved.
    pub fn views(&self) -> String {
        self.key("views")
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
        let all = keys.all();
        for (place, one) in all.iter().enumerate() {
            assert!(one.key.starts_with("tsuzuki:/x/:"), "{}", one.key);
            let others = all.iter().skip(place + 1);
            assert!(
                others
                    .clone()
                    .all(|other| (other.area, &other.key) != (one.area, &one.key)),
                "{}",
                one.key
            );
            assert!(others.clone().all(|other| other.what != one.what), "{}", one.what);
        }
    }

    /// Row by row and word by word: what a person reads before they trust the app with an account is what it does.
    #[test]
    fn the_documented_keys_are_those_of_the_session_page() {
        let document = include_str!("../SECURITY.md");
        let section = document
            .split("## What is stored where")
            .nth(1)
            .unwrap_or_default();
        let rows: Vec<&str> = section
            .lines()
            .skip_while(|line| !line.starts_with("|---"))
            .skip(1)
            .take_while(|line| line.starts_with('|'))
            .collect();
        let keys = StorageKeys {
            base_path: "PATH".to_owned(),
        };
        let wanted: Vec<String> = keys
            .all()
            .iter()
            .map(|stored| {
                let (area, key) = (stored.area.label(), &stored.key);
                format!("| {} | {area}, `{key}` | {} |", stored.what, stored.until)
            })
            .collect();
        let (last, rows) = rows.split_last().expect("the table has rows");
        assert_eq!(rows, wanted);
        assert!(last.contains("the browser's own history"), "{last}");
    }
}
