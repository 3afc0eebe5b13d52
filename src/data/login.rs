//! Logging in, from the button to the stored account. The decisions are `auth`'s; this carries them out.

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::api::operation::{NoVariables, Operation as _, ViewerQuery};
use crate::auth::authorize::{ReturnPath, authorize_url};
use crate::auth::callback::{self, CallbackDecision, TokenResponse};
use crate::auth::leaving::Leaving;
use crate::auth::login_error::LoginError;
use crate::auth::session::{Account, Credential};
use crate::auth::state::{OAuthState, PendingAuthorization};
use crate::config;
use crate::domain::Viewer;
use crate::error::AppError;
use crate::route::Route;
use crate::text::isolated;
use crate::web::dom::TakenCallback;
use crate::web::history::Step;
use crate::web::reactive::spawn;
use crate::web::storage::{self, Area};
use crate::web::{clock, crypto, location};

use super::client::{self, Call};
use super::state::{App, Notice};
use super::{chunks, state_support};

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
    Asking(Box<Asked>),
    /// No login came of it.
    Refused(LoginError),
    /// An answer that nobody waited for came to somebody who is signed in, by this name. It was thrown away as any other.
    AlreadyIn(String, LoginError),
    /// The answer could not be carried over the reload, because the browser keeps nothing for this site.
    Discarded,
    /// The browser keeps as many accounts as it may.
    NotAdded(String),
    /// The login could not leave, and why.
    CannotStart(String),
}

/// A token that passed the checks of the callback but belongs to no stored account yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    grant: TokenResponse,
    /// How it came here.
    pub origin: Origin,
}

/// How a token came here, which decides whether it is stored without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// By a redirect whose `state` this tab had sent.
    Redirect,
    /// By a redirect without `state`, while a login of this tab was pending.
    UnprovenRedirect,
    /// Pasted by the person.
    Pasted {
        /// A sentence, when it was issued to another client.
        foreign_client: Option<String>,
    },
}

/// What the person is asked: whether to store this token.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The token.
    pub candidate: Candidate,
    /// Whose it is, as AniList says.
    pub viewer: Viewer,
    /// Name of the account in use, when it is somebody else.
    pub current: Option<String>,
}

/// Leaves for AniList's authorization page. Comes back to the present page.
pub fn start(app: App) {
    let Some(client) = app.client_id.get_untracked() else {
        app.navigation.go(&Route::Login);
        return;
    };
    let Some(state) = crypto::random_bytes().map(OAuthState::from_bytes) else {
        app.login.set(LoginStage::CannotStart(
            "This browser offers no secure random numbers.".to_owned(),
        ));
        return;
    };
    let config = app.config;
    let url = authorize_url(&config.authorize_url, &client, &state);
    let pending = PendingAuthorization {
        state,
        started_at: clock::now_ms(),
        return_path: ReturnPath::new(&app.navigation.last_page(), &config.base_path)
            .unwrap_or_else(|| ReturnPath::home(&config.base_path)),
        client_id: client,
    };
    if let Err(error) = storage::set(Area::Session, &config.keys().pending_login(), &pending.to_json()) {
        app.login
            .set(LoginStage::CannotStart(AppError::from(error).cause()));
    } else if !location::leave_for(&url) {
        app.login.set(LoginStage::CannotStart(
            "The browser did not leave for AniList.".to_owned(),
        ));
    }
}

/// Takes up the answer of the authorization endpoint, if this load of the page brought one. What decides about it comes
/// with the page that shows what came of it.
pub fn resume(app: App, taken: TakenCallback) {
    if taken.raw.is_some() || taken.discarded {
        app.login.set(LoginStage::Checking);
        chunks::LOGIN_FLOW.when_here(move |login| (login.resume)(app, taken));
    }
}

/// Decides about it.
pub fn resume_now(app: App, taken: TakenCallback) {
    let config = app.config;
    let key = config.keys().pending_login();
    let pending = storage::get(Area::Session, &key)
        .and_then(|text| PendingAuthorization::from_json(&text, &config.base_path));
    // Used up by this answer, whatever comes of it.
    storage::remove(Area::Session, &key);
    let Some(raw) = taken.raw else {
        app.login.set(LoginStage::Discarded);
        return;
    };
    if let Some(pending) = &pending {
        // For another try, and for "Not now".
        app.navigation.remember_page(pending.return_path.as_str());
    }
    // The client that this answer is for, whatever another tab has entered meanwhile.
    let client = pending.as_ref().map(|pending| pending.client_id.clone());
    let client = client.or_else(|| app.client_id.get_untracked());
    let echo_seen = client
        .as_ref()
        .is_some_and(|client| state_support::was_seen(app.config, client));
    let now = clock::now_ms();
    match callback::evaluate_callback(&raw, pending.as_ref(), now, client.as_ref(), echo_seen) {
        CallbackDecision::Accept(grant) => {
            if let Some(client) = &client {
                state_support::remember(app.config, client);
            }
            check(
                app,
                Candidate {
                    grant,
                    origin: Origin::Redirect,
                },
            );
        }
        CallbackDecision::Confirm(grant) => check(
            app,
            Candidate {
                grant,
                origin: Origin::UnprovenRedirect,
            },
        ),
        CallbackDecision::Refuse(refusal) => {
            let is_left_over = refusal.is_left_over(pending.is_some());
            let name = app.session.signed_in_name().filter(|_| is_left_over);
            app.login.set(match name {
                Some(name) => LoginStage::AlreadyIn(name, refusal),
                None => LoginStage::Refused(refusal),
            });
        }
    }
}

/// Takes up a token that the person pasted.
///
/// # Errors
/// The reason when it is no token that could work.
pub fn paste(app: App, text: &str) -> Result<(), LoginError> {
    let client = app.client_id.get_untracked();
    let (grant, foreign) = callback::check_pasted(text, client.as_ref())?;
    let origin = Origin::Pasted {
        foreign_client: foreign.map(|foreign| foreign.to_string()),
    };
    check(app, Candidate { grant, origin });
    Ok(())
}

/// Asks AniList whose token it is, and stores it or asks the person.
pub fn check(app: App, candidate: Candidate) {
    abandon(app);
    app.login.set(LoginStage::Checking);
    spawn(async move {
        let token = candidate.grant.token.clone();
        let handle = |handle| app.login_request.set_value(Some(handle));
        let answer = match Call::of::<ViewerQuery>(&NoVariables {}) {
            Ok(call) => {
                let call = call.with_token(Some(token));
                client::fetch_with::<ViewerQuery>(app, call, Rc::default(), handle).await
            }
            Err(error) => Err(error),
        };
        match answer {
            // Given up while AniList was asked: the token is forgotten with this future.
            Err(ApiError::Aborted) => {}
            Ok(answer) => settle(app, candidate, answer.data),
            Err(error) => {
                let error = AppError::api(ViewerQuery::NAME, error);
                app.login.set(LoginStage::Unchecked(Box::new(candidate), error));
            }
        }
    });
}

/// Goes on once it is known whose token it is.
fn settle(app: App, candidate: Candidate, viewer: Viewer) {
    if let Err(refusal) = callback::check_viewer(&candidate.grant.claims, viewer.id.get()) {
        app.login.set(LoginStage::Refused(refusal));
        return;
    }
    let current = app
        .session
        .active_now()
        .filter(|account| account.id != viewer.id.get());
    let current = current.map(|account| account.name);
    match (&candidate.origin, &current) {
        (Origin::Redirect, None) => accept(app, &candidate, &viewer, true),
        _ => app.login.set(LoginStage::Asking(Box::new(Asked {
            candidate,
            viewer,
            current,
        }))),
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
    let done = if make_active { "Logged in as" } else { "Added" };
    app.toast(&format!("{done} {}", isolated(&viewer.name)));
    app.navigation.go_to(&app.navigation.last_page(), Step::Replace);
}

/// Gives the login up: AniList is no longer asked, and whatever token it held is forgotten.
pub fn abandon(app: App) {
    if let Some(request) = app.login_request.try_update_value(Option::take).flatten() {
        request.abort();
    }
    if app.login.with_untracked(|stage| *stage != LoginStage::Idle) {
        app.login.set(LoginStage::Idle);
    }
}

/// Gives the login up and returns to where it began: the page it left from, or the form a token was pasted into.
pub fn not_now(app: App) {
    abandon(app);
    // AniList's answers arrive at the home page.
    if app.navigation.route_now() == Some(Route::Home) {
        app.navigation.go_to(&app.navigation.last_page(), Step::Replace);
    }
}

/// Removes the active account and its token from this browser, in all tabs.
pub fn log_out(app: App) {
    if let Some(account) = app.session.active_now() {
        remove(app, account.id);
        app.navigation.go(&Route::Home);
    }
}

/// For so long the question waits for the database to say how many snapshots there are.
const COUNTING_MS: u32 = 1_500;

/// What would be lost if this account left, or all of them; nothing when there is nothing to lose. `rest` is the question.
pub async fn leaving_question(app: App, account: Option<u64>, rest: &str) -> Option<String> {
    let leaving = Leaving {
        unsent: app.edits.unsent_of(account),
        history: app.edits.history_of(account),
        snapshots: app.edits.snapshots_of(account, COUNTING_MS).await,
        console: written_in_console(app),
    };
    leaving.question(rest)
}

/// Removes one account and its token from this browser, in all tabs.
pub fn remove(app: App, id: u64) {
    if let Some(account) = app.session.change(|accounts| accounts.remove(id)) {
        app.edits.forget(id);
        app.lists.forget();
        forget_console(app);
        abandon(app);
        farewell(
            app,
            &format!("{} is logged out here.", isolated(&account.name)),
            account.token().is_some(),
        );
    }
}

/// Removes every account and token from this browser, in all tabs.
pub fn log_out_everywhere(app: App) {
    abandon(app);
    for account in app.session.accounts_now().iter() {
        app.edits.forget(account.id);
    }
    app.session.erase();
    app.lists.forget();
    forget_console(app);
    farewell(app, "Every account is logged out here.", true);
    app.navigation.go(&Route::Home);
}

/// Whether anything was written in the console.
fn written_in_console(app: App) -> bool {
    let keys = app.config.keys();
    [keys.console_draft(), keys.console_history()]
        .iter()
        .any(|key| storage::get(Area::Local, key).is_some())
}

/// Removes what was written in the console, whoever was signed in: requests name people and hold their words.
fn forget_console(app: App) {
    let keys = app.config.keys();
    storage::remove(Area::Local, &keys.console_draft());
    storage::remove(Area::Local, &keys.console_history());
}

/// Erases everything this app keeps in this browser.
pub fn erase_everything(app: App) {
    let had_accounts = !app.session.accounts_now().is_empty();
    abandon(app);
    app.session.erase();
    app.cache.erase();
    app.edits.clear();
    app.lists.forget();
    app.forget_client_id();
    let keys = app.config.keys();
    for config::Stored { area, key, .. } in keys.all() {
        // Answers go on being kept in the same database, which was emptied above.
        if key != keys.answers() {
            storage::remove(area, &key);
        }
    }
    farewell(
        app,
        "Everything that was kept in this browser is erased.",
        had_accounts,
    );
}

fn farewell(app: App, text: &str, token_lives: bool) {
    let (text, link) = match token_lives {
        true => (
            format!("{text} AniList still honours the token until it expires or you revoke it there."),
            Some(("Revoke it at AniList", app.config.revoke_url())),
        ),
        false => (text.to_owned(), None),
    };
    app.banner(Notice { text, link });
}
