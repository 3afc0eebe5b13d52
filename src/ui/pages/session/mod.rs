//! What this browser holds: who is signed in, by which token, and everything else that is kept here.

mod accounts;
mod claims;
mod stored;
mod token;

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::operation::{NoVariables, ViewerQuery};
use crate::auth::claims::UnverifiedClaims;
use crate::auth::session::Account;
use crate::data::query::use_query;
use crate::data::state::App;
use crate::data::{login, state_support};
use crate::route::Route;
use crate::ui::components::account::Avatar;
use crate::ui::components::confirm::{Confirm, Question};
use crate::ui::components::login_button::LoginButton;
use crate::ui::components::query_view::{Freshness, QueryStatus};
use crate::ui::dialogs::preferences;
use crate::ui::live::live;
use crate::web::intl::{Detail, moment};

use self::accounts::Accounts;
use self::claims::Claims;
use self::stored::StoredHere;
use self::token::Token;

/// The page at `/session`.
#[component]
pub fn SessionPage() -> impl IntoView {
    let app = App::here();
    // A memo, so that what another account does leaves this page as it is.
    let active = Memo::new(move |_| app.session.active());
    view! {
        <div class="page">
            <h1 tabindex="-1">"Session"</h1>
            <div class="session-grid">
                {live(move || match active.get() {
                    Some(account) => view! { <SignedIn account/> }.into_any(),
                    None => view! { <SignedOut/> }.into_any(),
                })}
                <YourEdits/>
                {preferences()}
                <Accounts/>
                <Seen/>
                <StoredHere/>
            </div>
        </div>
    }
}

/// The way to what was changed from here.
#[component]
fn YourEdits() -> impl IntoView {
    let app = App::here();
    let link = move |route: Route, what: &'static str| {
        view! { <li><a href=app.navigation.path(&route)>{route.title()}</a> <span class="muted">{what}</span></li> }
            .into_any()
    };
    view! {
        <section class="panel">
            <h2>"Your edits"</h2>
            <ul class="stack tight">
                {link(Route::Edits, "what AniList does not have yet")}
                {link(Route::History, "what it has, to be undone")}
                {link(Route::Transfer, "your lists as files")}
            </ul>
        </section>
    }
}

#[component]
fn SignedOut() -> impl IntoView {
    view! {
        <section class="panel">
            <h2>"Nobody is logged in"</h2>
            <p class="muted">"Logging in lets AniList's answers include your lists and settings."</p>
            <div><LoginButton/></div>
        </section>
    }
}

#[component]
fn SignedIn(account: Account) -> impl IntoView {
    let Some(token) = account.token().cloned() else {
        return view! { <Ended account/> }.into_any();
    };
    let claims = UnverifiedClaims::decode(&token).ok();
    view! {
        <Identity account=account.clone() claims=claims.clone()/>
        <Token token claims=claims.clone() name=account.name/>
        {claims.map(|claims| view! { <Claims claims/> })}
    }
    .into_any()
}

/// An account whose token AniList has refused.
#[component]
fn Ended(account: Account) -> impl IntoView {
    view! {
        <section class="panel">
            <h2><bdi>{account.name}</bdi></h2>
            <p>"AniList no longer accepts this account's token, so it was erased here. Log in again to go on."</p>
            <div class="actions">
                <LoginButton/>
                <LogOut id=account.id/>
            </div>
        </section>
    }
}

/// Logs the account in use out. Asks first when anything would be lost.
#[component]
fn LogOut(id: u64) -> impl IntoView {
    let app = App::here();
    let question = Question::after(move || login::leaving_question(app, Some(id), "Log out all the same?"));
    view! {
        <Confirm id="log-out" label="Log out" class="button" question yes="Log out and lose them" act=move |()| login::log_out(app) ways=keep_first/>
    }
}

/// Where what would be lost can be looked at, and taken along.
fn keep_first() -> AnyView {
    let app = App::here();
    view! {
        <a class="button small" href=app.navigation.path(&Route::Transfer)>"Export lists and snapshots first"</a>
        <a class="button small" href=app.navigation.path(&Route::History)>"Look at the history"</a>
    }
    .into_any()
}

/// Who AniList says this is, beside who the token says it is.
#[component]
fn Identity(account: Account, claims: Option<UnverifiedClaims>) -> impl IntoView {
    let app = App::here();
    let viewer = use_query::<ViewerQuery>(NoVariables {});
    let subject = claims.and_then(|claims| claims.user_id());
    let id = account.id;
    let came = format!(
        "{} on {}",
        if account.pasted { "Pasted" } else { "Logged in" },
        moment(account.added_at, Detail::Minute)
    );
    view! {
        <section class="panel">
            <div class="identity">
                <Avatar url=account.avatar.clone() large=true/>
                <div>
                    <h2><bdi>{account.name.clone()}</bdi></h2>
                    <p class="meta">"AniList user " {account.id}</p>
                    <p class="meta">{came}</p>
                </div>
            </div>
            {live(move || viewer.answer.get().map(|answer| {
                let viewer = answer.data.id.get();
                let (class, text) = if subject == Some(viewer) && viewer == id {
                    ("good", format!("AniList confirms: this token belongs to user {viewer}, as it says."))
                } else {
                    ("bad", format!("AniList says that this token belongs to user {viewer}. That is not the account it is kept under: log out."))
                };
                view! { <p class=class>{text}</p> }
            }))}
            <QueryStatus state=viewer.state skeleton=|| view! { <p class="muted" role="status">"Asking AniList who this is."</p> }.into_any()/>
            <Freshness state=viewer.state what="whose token this is"/>
            <div class="actions">
                <a class="button" href=app.navigation.path(&Route::Transfer)>"Export and import"</a>
                <LogOut id/>
                {live(move || (app.session.accounts().iter().count() > 1).then(|| view! {
                    <Confirm
                        id="log-out-everywhere"
                        label="Log out everywhere"
                        class="button"
                        question=Question::after(move || login::leaving_question(app, None, "Log out of every account all the same?"))
                        yes="Log out and lose them"
                        act=move |()| login::log_out_everywhere(app)
                        ways=keep_first
                    />
                }))}
            </div>
            <p class="meta">
                "Logging out erases the token from this browser, with your edit history, the snapshots of your lists and your requests in the console. AniList goes on honouring the token until it expires or is revoked there."
            </p>
        </section>
    }
}

/// What AniList was seen to do, for a report to whoever maintains this.
#[component]
fn Seen() -> impl IntoView {
    let app = App::here();
    let limits = move || match app.seen.get() {
        seen if seen.answers == 0 => "no answer yet".to_owned(),
        seen => match (seen.rate_limit, seen.rate_remaining) {
            (Some(limit), Some(left)) => format!("readable: {left} of {limit} requests left this minute"),
            (Some(limit), None) => format!("readable: {limit} requests a minute"),
            _ => "not readable".to_owned(),
        },
    };
    let echoed = move || {
        // Settled by a login, unsettled by erasing; both change the notices or the stage.
        app.login.track();
        app.notices.track();
        let client = app.client_id.get();
        if client.is_some_and(|client| state_support::was_seen(app.config, &client)) {
            "yes, an answer without it is refused"
        } else {
            "not yet"
        }
    };
    let report: Rc<dyn Fn() -> String> = Rc::new(move || {
        format!(
            "Tsuzuki {}\nstate returned by AniList: {}\nrate limit headers: {}\n",
            env!("CARGO_PKG_VERSION"),
            echoed(),
            limits()
        )
    });
    view! {
        <section class="panel">
            <h2>"What AniList was seen to do"</h2>
            <dl class="facts">
                <dt>"Returns " <code>"state"</code></dt><dd>{live(echoed)}</dd>
                <dt>"Rate limit headers"</dt><dd>{live(limits)}</dd>
            </dl>
            <div><crate::ui::components::copy::CopyButton text=report label="Copy report"/></div>
        </section>
    }
}
