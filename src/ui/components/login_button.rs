//! The button that starts a login.

use leptos::prelude::*;

use crate::data::login;
use crate::data::state::App;
use crate::ui::live::handler;

/// "Log in with AniList": leaves for AniList, or leads to the set-up page while no client id is known.
#[component]
pub fn LoginButton() -> impl IntoView {
    let app = App::here();
    let start = move |_: leptos::ev::MouseEvent| login::start(app);
    // The frame of a narrow screen has no room to show all of its name.
    view! {
        <button type="button" class="button primary" on:click=handler(start)>
            <span>"Log in"<span class="rest">" with AniList"</span></span>
        </button>
    }
    .into_any()
}
