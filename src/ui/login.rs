//! Logging in, from the button to the stored account. The decisions are `auth`'s; this carries them out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::operation::{NoVariables, ViewerQuery};
use crate::auth::authorize::{ReturnPath, authorize_url};
use crate::auth::callback::{self, Decision, Grant};
use crate::auth::echo::EchoesSeen;
use crate::auth::refusal::Refusal;
use crate::auth::session::{Account, Accounts, Credential};
use crate::auth::state::{PendingLogin, State};
use crate::config::Config;
use crate::domain::user::Viewer;
use crate::error::AppError;
use crate::model::routes::Route;
use crate::web::dom::TakenCallback;
use crate::web::history::Step;
use crate::web::http::Abort;
use crate::web::storage::{self, Area};
use crate::web::{clock, crypto, location};

use super::client;
use super::state::App;

/// Where a login of this tab stands. A token that is not yet stored lives here and nowhere else.
#[derive(Debug, Clone, PartialEq)]
pub enum LoginStage {
    /// No login under way.
    Idle,
    /// AniList is asked whose token it is.
    Checking,
    /// AniList did not say whose token it is; it can be asked again.
    Unchecked(Box<Candidate>, AppError),
    /// The person decides.
    Asking(Box<Candidate>, Box<Viewer>, Question),
    /// No login came of it.
    Refused(Refusal),
    /// The answer could not be carried over the reload, because the browser keeps nothing for this site.
    Discarded,
    /// The browser keeps as many accounts as it may.
    NotAdded(String),
    /// The login could not leave: no randomness, or no place to keep the pending login.
    CannotStart(&'static str),
}

/// A token that passed the checks of the callback but belongs to no stored account yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    grant: Grant,
    origin: Origin,
}

/// How a token came here, which decides whether it is stored without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// By a redirect whose `state` this tab had sent.
    Redirect,
    /// By a redirect without `state`, while a login of this tab was pending.
    UnprovenRedirect,
    /// Pasted by the person. True: it was issued to another client.
    Pasted { foreign_client: bool },
}

/// What the person is asked before the token is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// AniList did not return `state`: is this really you?
    Unproven,
    /// The token was pasted: is this who you meant?
    Pasted {
        /// The token was issued to another client.
        foreign_client: bool,
    },
    /// Somebody else is signed in: switch to the new account?
    AnotherAccount {
        /// Name of the account in use.
        current: String,
    },
}

/// Leaves for AniList's authorization page. Comes back to the present page.
pub fn start(app: App) {
    let Some(client) = app.client_id.get_untracked() else {
        app.navigation.go(Route::Login);
        return;
    };
    let Some(state) = crypto::random_bytes().map(State::from_bytes) else {
        app.login.set(LoginStage::CannotStart(
            "This browser offers no secure random numbers.",
        ));
        return;
    };
    let config = app.config;
    let url = authorize_url(&config.authorize_url, &client, &state);
    let return_path = ReturnPath::new(&location::path_and_query(), &config.base_path)
        .unwrap_or_else(|| ReturnPath::home(&config.base_path));
    let pending = PendingLogin {
        state,
        started_at: clock::now_ms(),
        return_path,
        client_id: client,
    };
    if storage::set(Area::Session, &config.keys().pending_login(), &pending.to_json()).is_err() {
        app.login.set(LoginStage::CannotStart(
            "This browser keeps nothing for this site, so the answer could not be checked.",
        ));
        return;
    }
    location::leave_for(&url);
}

/// Takes up the answer of the authorization endpoint, if this load of the page brought one.
pub fn resume(app: App, taken: TakenCallback) {
    let config = app.config;
    let key = config.keys().pending_login();
    let Some(raw) = taken.raw else {
        if taken.discarded {
            app.login.set(LoginStage::Discarded);
        }
        return;
    };
    let pending =
        storage::get(Area::Session, &key).and_then(|text| PendingLogin::from_json(&text, &config.base_path));
    // Used up by this answer, whatever comes of it.
    storage::remove(Area::Session, &key);
    let client = app.client_id.get_untracked();
    match callback::decide(
        &raw,
        pending.as_ref(),
        clock::now_ms(),
        client.as_ref(),
        echo_seen(app),
    ) {
        Decision::Accept(grant) => {
            if grant.state_echoed {
                remember_echo(app);
            }
            check(
                app,
                Candidate {
                    grant,
                    origin: Origin::Redirect,
                },
            );
        }
        Decision::Confirm(grant) => check(
            app,
            Candidate {
                grant,
                origin: Origin::UnprovenRedirect,
            },
        ),
        Decision::Refuse(refusal) => app.login.set(LoginStage::Refused(refusal)),
    }
}

/// Takes up a token that the person pasted.
///
/// # Errors
/// The reason when it is no token that could work.
pub fn paste(app: App, text: &str) -> Result<(), Refusal> {
    let client = app.client_id.get_untracked();
    let (grant, foreign) = callback::check_pasted(text, client.as_ref())?;
    check(
        app,
        Candidate {
            grant,
            origin: Origin::Pasted {
                foreign_client: foreign.is_some(),
            },
        },
    );
    Ok(())
}

/// Asks AniList whose token it is, and stores it or asks the person.
pub fn check(app: App, candidate: Candidate) {
    app.login.set(LoginStage::Checking);
    spawn_local(async move {
        let token = candidate.grant.token.clone();
        let answer = client::ask::<ViewerQuery>(app, &NoVariables {}, Some(&token), &Abort::new()).await;
        let viewer = match answer {
            Ok(answer) => answer.data,
            Err(error) => {
                let error = AppError::api("Viewer", error);
                app.login.set(LoginStage::Unchecked(Box::new(candidate), error));
                return;
            }
        };
        if let Err(refusal) = callback::check_viewer(&candidate.grant.claims, viewer.id.get()) {
            app.login.set(LoginStage::Refused(refusal));
            return;
        }
        match question(app, candidate.origin, &viewer) {
            Some(question) => {
                app.login.set(LoginStage::Asking(
                    Box::new(candidate),
                    Box::new(viewer),
                    question,
                ));
            }
            None => accept(app, &candidate, &viewer, true),
        }
    });
}

fn question(app: App, origin: Origin, viewer: &Viewer) -> Option<Question> {
    match origin {
        Origin::UnprovenRedirect => Some(Question::Unproven),
        Origin::Pasted { foreign_client } => Some(Question::Pasted { foreign_client }),
        Origin::Redirect => {
            let accounts = app.session.accounts();
            let current = accounts
                .active()
                .filter(|account| account.id != viewer.id.get())?;
            Some(Question::AnotherAccount {
                current: current.name.clone(),
            })
        }
    }
}

/// Stores the token as an account and returns to the page the login left from.
pub fn accept(app: App, candidate: &Candidate, viewer: &Viewer, make_active: bool) {
    let account = Account {
        id: viewer.id.get(),
        name: viewer.name.clone(),
        avatar: viewer.avatar.best().map(ToString::to_string),
        credential: Credential::Token(candidate.grant.token.clone()),
        added_at: clock::now_ms(),
        pasted: matches!(candidate.origin, Origin::Pasted { .. }),
    };
    if let Err(full) = app.session.change(|accounts| accounts.add(account, make_active)) {
        app.login.set(LoginStage::NotAdded(full.to_string()));
        return;
    }
    app.login.set(LoginStage::Idle);
    app.toast.set(Some(if make_active {
        format!("Logged in as {}", viewer.name)
    } else {
        format!("{} was added", viewer.name)
    }));
    let home = app.navigation.path(Route::Home);
    let path = candidate
        .grant
        .return_path
        .as_ref()
        .map_or(home, |path| path.as_str().to_owned());
    app.navigation.go_to(&path, Step::Replace);
}

/// Gives the login up: whatever token it held is forgotten.
pub fn abandon(app: App) {
    app.login.set(LoginStage::Idle);
}

/// Removes the active account and its token from this browser, in all tabs.
pub fn log_out(app: App) {
    let Some(account) = app.session.active() else {
        return;
    };
    app.session.change(|accounts| accounts.remove(account.id));
    farewell(app, &format!("{} is logged out here.", account.name));
}

/// Removes every account and token from this browser, in all tabs.
pub fn log_out_everywhere(app: App) {
    app.session.change(|accounts| *accounts = Accounts::default());
    farewell(app, "Every account is logged out here.");
}

fn farewell(app: App, text: &str) {
    let text = format!("{text} AniList still honours the token until it expires or you revoke it there.");
    let link = Some(("Revoke it at AniList", app.config.revoke_url()));
    app.notify(super::state::Notice { text, link });
    app.navigation.go(Route::Home);
}

/// Erases everything this app keeps in this browser.
pub fn erase_everything(app: App) {
    app.session.change(|accounts| *accounts = Accounts::default());
    app.forget_client_id();
    let keys = app.config.keys();
    storage::remove(Area::Local, &keys.state_echo());
    for key in [keys.pending_login(), keys.callback()] {
        storage::remove(Area::Session, &key);
    }
    app.toast.set(Some("Erased".to_owned()));
}

/// Whether this client's authorization endpoint has been seen to return `state`.
pub fn echo_seen(app: App) -> bool {
    let config = app.config;
    let seen = echoes(config);
    app.client_id.with_untracked(|client| {
        client
            .as_ref()
            .is_some_and(|client| seen.contains(client, &config.authorize_url))
    })
}

fn remember_echo(app: App) {
    let config = app.config;
    let Some(client) = app.client_id.get_untracked() else {
        return;
    };
    let mut seen = echoes(config);
    seen.add(&client, &config.authorize_url);
    // If it is not kept, the next answer without `state` is asked about instead of refused.
    let _ = storage::set(Area::Local, &config.keys().state_echo(), &seen.to_storage());
}

fn echoes(config: &Config) -> EchoesSeen {
    let stored = storage::get(Area::Local, &config.keys().state_echo());
    stored
        .map(|text| EchoesSeen::from_storage(&text))
        .unwrap_or_default()
}
