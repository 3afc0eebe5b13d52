//! What this app is, in one screen.

use leptos::prelude::*;

use crate::data::state::App;
use crate::route::Route;
use crate::ui::components::login_button::LoginButton;

/// The first thing a visitor reads.
#[component]
pub fn Welcome() -> impl IntoView {
    let app = App::here();
    let api = app.config.api_origin().to_owned();
    view! {
        <section class="welcome">
            <h1 tabindex="-1">"Your AniList, straight from this browser"</h1>
            <p class="lead">
                "Tsuzuki is an unofficial client for AniList. It is a static page: it runs here, talks to AniList and to
                nobody else, and has no server, no analytics and no account of its own."
            </p>
            <div class="actions">
                <LoginButton/>
                <a class="button" href=app.navigation.path(&Route::PasteToken)>"Use a token instead"</a>
            </div>
            <ul class="promises">
                <li>
                    <h2>"What it asks for"</h2>
                    <p class="muted">
                        "You log in at AniList, never here. AniList then gives this browser a token for one year. AniList
                        knows no smaller permissions: whoever holds the token can do nearly everything with your account."
                    </p>
                </li>
                <li>
                    <h2>"What it stores, and where"</h2>
                    <p class="muted">
                        "All of it in this browser. The token, your name and picture, in its local storage; beside them what
                        you prefer, what you last ran in the console, and when requests were sent in the last minute. In
                        IndexedDB, its database: AniList's answers, to show them at once the next time; edits that AniList
                        does not have yet, the history of those it has, and lists as they were before large changes. You see
                        all of it on the Session page and can erase it there at any time."
                    </p>
                </li>
                <li>
                    <h2>"Where requests go"</h2>
                    <p class="muted">
                        "Only to " <code>{api}</code> ", with your token in one header. Pictures come from AniList's image
                        host. Nothing is sent anywhere else."
                    </p>
                </li>
            </ul>
        </section>
    }
}
