//! The token: how long it lives, what it can do, and the way out with it.

use std::rc::Rc;

use leptos::prelude::*;

use crate::auth::account::lifetime;
use crate::auth::claims::UnverifiedClaims;
use crate::auth::expiry::{Expiry, clock_seems_behind, expiry};
use crate::auth::expiry_reminder::{ExpiryEvent, to_ics};
use crate::auth::token::AccessToken;
use crate::data::state::App;
use crate::ui::components::button::Button;
use crate::ui::components::copy::CopyButton;
use crate::ui::live::live;
use crate::web::intl::{Detail, moment};
use crate::web::{clock, dom, location};

/// What the token is and until when.
#[component]
pub fn Token(token: AccessToken, claims: Option<UnverifiedClaims>, name: String) -> impl IntoView {
    let app = App::here();
    let revoke = app.config.revoke_url();
    let masked = token.masked();
    let copied: Rc<dyn Fn() -> String> = Rc::new(move || token.expose().to_owned());
    view! {
        <section class="panel">
            <h2>"Token"</h2>
            {claims.clone().map(|claims| view! { <Life claims/> })}
            <div class="stack tight">
                <p>"What it can do: nearly everything with your account. AniList's tokens have no scopes."</p>
                <p><span class="visually-hidden">"The token, hidden: "</span><code class="token-mask">{masked}</code></p>
                <p class="meta">"Whoever has this text has your account. Copy it only to give it to a program you trust."</p>
            </div>
            <div class="actions">
                <CopyButton text=copied label="Copy token"/>
                {claims.and_then(|claims| Some((claims.user_id()?, claims.expires_at?))).map(|(id, expires_at)| view! {
                    <Button label="Add expiry to calendar" act=move |()| add_to_calendar(app, id, &name, expires_at)/>
                })}
                <a class="button" href=revoke target="_blank" rel="noopener noreferrer">"Revoke at AniList"</a>
            </div>
        </section>
    }
}

/// Issued, valid until, days left.
#[component]
fn Life(claims: UnverifiedClaims) -> impl IntoView {
    let app = App::here();
    let client = claims.audience.join(", ");
    let ours = move |client: &str| app.client_id.get().is_some_and(|id| id.as_str() == client);
    let when = |ms: Option<u64>| {
        ms.map_or_else(
            || "the token does not say".to_owned(),
            |ms| moment(ms, Detail::Minute),
        )
    };
    let (issued, until) = (when(claims.issued_at), when(claims.expires_at));
    let behind = clock_seems_behind(&claims, clock::now_ms());
    let left = move || match expiry(&claims, app.now.get()) {
        Expiry::Unknown => ("muted", "unknown".to_owned()),
        Expiry::Expired { .. } => ("bad", "expired, by this device's clock".to_owned()),
        Expiry::Valid { left_ms } => ("", lifetime(left_ms)),
        Expiry::Soon { left_ms } => ("warn", lifetime(left_ms)),
    };
    view! {
        <dl class="facts">
            <dt>"Issued to client"</dt>
            <dd>
                <bdi>{client.clone()}</bdi>
                <span class="explain">{live(move || if ours(&client) { "this app" } else { "not the client ID in use here" })}</span>
            </dd>
            <dt>"Issued"</dt><dd>{issued}</dd>
            <dt>"Valid until"</dt><dd>{until}</dd>
            <dt>"Time left"</dt>
            <dd>{live(move || { let (class, text) = left(); view! { <span class=class>{text}</span> } })}</dd>
        </dl>
        {behind.then(|| view! { <p class="warn">"The token begins in this device's future: its clock is probably slow."</p> })}
    }
}

fn add_to_calendar(app: App, user_id: u64, user_name: &str, expires_at: u64) {
    let app_url = location::origin() + &app.config.base_path;
    let event = ExpiryEvent {
        user_id,
        user_name,
        expires_at,
        now: clock::now_ms(),
        app_url: &app_url,
    };
    if !dom::download(
        "anilist-login-expires.ics",
        "text/calendar;charset=utf-8",
        &to_ics(&event),
    ) {
        app.toast("The browser did not take the file");
    }
}
