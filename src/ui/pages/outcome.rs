//! What came of a login: a question, a refusal, or the wait for AniList.

use std::rc::Rc;

use leptos::prelude::*;

use crate::auth::login_error::LoginError;
use crate::data::login::{self, Asked, LoginStage, Origin};
use crate::data::state::App;
use crate::route::Route;
use crate::ui::components::account::Avatar;
use crate::ui::components::button::Button;
use crate::ui::components::login_button::LoginButton;
use crate::ui::components::problem::Problem;
use crate::ui::kit::{Actions, Details};
use crate::ui::live::handler;

/// Stands in the place of the page until the login is settled.
#[component]
pub fn LoginOutcome(
    /// Where the login stands.
    stage: LoginStage,
) -> impl IntoView {
    let view = match stage {
        LoginStage::Idle => ().into_any(),
        LoginStage::Checking => view! {
            <h1 tabindex="-1">"Logging in"</h1>
            <p role="status">"Asking AniList whose token this is."</p>
        }
        .into_any(),
        LoginStage::Unchecked(candidate, error) => {
            let app = App::here();
            let again = move |()| login::check(app, (*candidate).clone());
            view! {
                <h1 tabindex="-1">"Not logged in yet"</h1>
                <p>"AniList did not say whose token this is. Nothing is stored."</p>
                <Problem error retry=again/>
                <GiveUp label="Forget this token"/>
            }
            .into_any()
        }
        LoginStage::Asking(asked) => view! { <Ask asked=*asked/> }.into_any(),
        LoginStage::Refused(refusal) => view! {
            <Refused cause=refusal.to_string() next=refusal.next_step()/>
        }
        .into_any(),
        LoginStage::AlreadyIn(name, refusal) => already_in(App::here(), name, &refusal),
        LoginStage::Discarded => view! {
            <Refused
                cause="This browser keeps nothing for this site, so AniList's answer could not be taken over safely. It was thrown away."
                next="Allow this site to store data and log in again, or paste a token: that works until this tab closes."
            />
        }
        .into_any(),
        LoginStage::NotAdded(cause) => view! {
            <Refused cause next="The Session page lists the accounts of this browser."/>
        }
        .into_any(),
        LoginStage::CannotStart(cause) => view! {
            <Refused cause next="Allow this site to store data, use a current browser, or paste a token."/>
        }
        .into_any(),
    };
    view! { <div class="page">{view}</div> }
}

/// Nothing is wrong: the person is signed in, and an answer that nobody waited for was thrown away.
fn already_in(app: App, name: String, refusal: &LoginError) -> AnyView {
    let why = [&refusal.to_string(), " It was not used, and nothing was changed."].concat();
    view! {
        <h1 tabindex="-1">"You are logged in as "<bdi>{name}</bdi></h1>
        <p>"There is no need to log in again."</p>
        <Actions>
            <button class="button primary" on:click=handler(move |_| login::not_now(app))>"Continue"</button>
            <a class="button" href=app.navigation.path(&Route::Session)>"Accounts"</a>
        </Actions>
        <Details summary="Why am I seeing this?">
            <p>"This page was opened with the answer of a login."</p>
            <p class="muted">{why}</p>
            <p class="muted">"To add another account, use “Add an account” on the Session page."</p>
        </Details>
    }
    .into_any()
}

#[component]
fn Refused(#[prop(into)] cause: String, next: &'static str) -> impl IntoView {
    let app = App::here();
    // Somebody who adds an account is still logged in as another.
    let title = match app.session.active_now() {
        Some(_) => "The login did not go through",
        None => "You are not logged in",
    };
    view! {
        <section class="stack" role="alert">
            <h1 tabindex="-1">{title}</h1>
            <p>{cause}</p>
            <p class="muted">{next}</p>
        </section>
        <div class="actions">
            <LoginButton/>
            <a class="button" href=app.navigation.path(&Route::PasteToken)>"Use a token instead"</a>
            <GiveUp label="Not now"/>
        </div>
    }
}

#[component]
fn GiveUp(label: &'static str) -> impl IntoView {
    let app = App::here();
    view! { <Button label act=move |()| login::not_now(app)/> }
}

#[component]
fn Ask(asked: Asked) -> impl IntoView {
    let app = App::here();
    let Asked {
        candidate,
        viewer,
        current,
    } = asked;
    let why = match &candidate.origin {
        Origin::Redirect => "Both accounts can stay in this browser; one is in use at a time.".to_owned(),
        Origin::UnprovenRedirect => {
            "AniList's answer does not prove that this tab asked for it. If this is not you, somebody may be trying to
            log you in as themselves."
                .to_owned()
        }
        Origin::Pasted { foreign_client: None } => "The token you pasted belongs to this account.".to_owned(),
        Origin::Pasted { foreign_client: Some(foreign) } => {
            format!("{foreign} It works here all the same; revoke it under that app's name.")
        }
    };
    let (name, picture) = (viewer.name.clone(), viewer.avatar.best().map(ToString::to_string));
    let id = viewer.id.get();
    let held = Rc::new((candidate, viewer));
    let accept = move |active: bool| {
        let held = held.clone();
        handler(move |_| login::accept(app, &held.0, &held.1, active))
    };
    let stay = current.clone().map(|current| {
        view! { <button class="button" on:click=accept(false)>"Stay as " <bdi>{current}</bdi></button> }
    });
    view! {
        <h1 tabindex="-1">"Is this you?"</h1>
        <section class="panel">
            <div class="identity">
                <Avatar url=picture large=true/>
                <div>
                    <h2><bdi>{name.clone()}</bdi></h2>
                    <p class="meta">"AniList user " {id}</p>
                </div>
            </div>
            <p>{why}</p>
            {current.map(|current| view! {
                <p class="muted">"You are logged in as " <bdi>{current}</bdi> " in this browser."</p>
            })}
            <div class="actions">
                <button class="button primary" on:click=accept(true)>"Continue as " <bdi>{name}</bdi></button>
                {stay}
                <GiveUp label="Forget this token"/>
            </div>
        </section>
    }
}
