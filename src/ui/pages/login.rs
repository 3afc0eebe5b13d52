//! Logging in, and what has to be registered at AniList before that works.

use leptos::prelude::*;

use crate::data::state::App;
use crate::domain::ClientId;
use crate::route::Route;
use crate::ui::components::button::Button;
use crate::ui::components::copy::CopyField;
use crate::ui::components::login_button::LoginButton;
use crate::ui::live::{attribute, handler, live};
use crate::web::location;

/// The page at `/login`: the set-up while no client id is known, the way in once there is one.
#[component]
pub fn LoginPage() -> impl IntoView {
    let app = App::here();
    view! {
        <div class="page">
            {live(move || match app.client_id.get() {
                Some(id) => view! { <Ready id/> }.into_any(),
                None => view! { <SetUp/> }.into_any(),
            })}
            <section class="stack">
                <h2>"Have a token already?"</h2>
                <p class="muted">
                    "AniList can show a token for copying, and other programs can fetch one. You can paste it here instead of being redirected."
                </p>
                <a class="button" href=app.navigation.path(&Route::PasteToken)>"Use a token instead"</a>
            </section>
        </div>
    }
}

#[component]
fn Ready(id: ClientId) -> impl IntoView {
    let app = App::here();
    let site = app.config.site_origin().to_owned();
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Log in"</h1>
            <p>"You approve this app at AniList, and AniList sends you back here."</p>
        </div>
        <div class="stack">
            <LoginButton/>
            <p class="muted">
                "AniList uses whoever is logged in at " <bdi>{site}</bdi> ". To log in as somebody else, log out there first."
            </p>
            <p class="meta">
                "Client ID " <code>{id.to_string()}</code>
                {if app.has_fixed_client() { ", set by whoever hosts this page." } else { ", entered in this browser." }}
            </p>
            {(!app.has_fixed_client()).then(|| view! {
                <Button label="Use another client ID" class="button small" act=move |()| app.forget_client_id()/>
            })}
        </div>
    }
}

#[component]
fn SetUp() -> impl IntoView {
    let app = App::here();
    let developer = app.config.developer_url();
    let redirect = location::origin() + &app.config.base_path;
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Set up the login"</h1>
            <p>
                "AniList lets an app log people in only after it was registered there. Whoever hosts this page has not
                done so, but you can: it takes a minute, and AniList asks for nothing but a name."
            </p>
        </div>
        <ol class="steps">
            <li>
                <h2>"Open AniList's developer settings"</h2>
                <p>
                    <a class="button" href=developer target="_blank" rel="noopener noreferrer">"Developer settings at AniList"</a>
                </p>
                <p class="muted">"Choose “Create New Client” and give it any name, such as “My Tsuzuki”."</p>
            </li>
            <li>
                <h2>"Register this redirect URL"</h2>
                <CopyField value=redirect label="Redirect URL"/>
                <p class="muted">"Exactly as it stands here: the slash at the end is part of it."</p>
            </li>
            <li>
                <h2>"Enter the client ID that AniList shows"</h2>
                <ClientIdForm/>
            </li>
        </ol>
    }
}

#[component]
fn ClientIdForm() -> impl IntoView {
    let app = App::here();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match ClientId::try_from(text.get_untracked().trim()) {
            Ok(id) => app.save_client_id(id),
            Err(reason) => error.set(Some(reason.to_string())),
        }
    };
    view! {
        <form class="field" on:submit=handler(save) novalidate=true>
            <label for="client-id">"Client ID"</label>
            <input
                id="client-id"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby="client-id-error client-id-hint"
                aria-invalid=attribute(move || error.get().map(|_| "true"))
                prop:value=text
                on:input=handler(move |event| { text.set(event_target_value(&event)); error.set(None); })
            />
            <p id="client-id-error" class="field-error" role="alert">{live(move || error.get())}</p>
            <p id="client-id-hint" class="meta">"A number. The client secret is not needed: never enter it anywhere in a browser."</p>
            <div><button class="button primary" type="submit">"Save"</button></div>
        </form>
    }
}
