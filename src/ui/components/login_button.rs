//! The button that starts a login.

use leptos::prelude::*;

use crate::ui::components::button::Button;
use crate::ui::login;
use crate::ui::state::App;

/// "Log in with AniList": leaves for AniList, or leads to the set-up page while no client id is known.
#[component]
pub fn LoginButton() -> impl IntoView {
    let app = App::here();
    view! { <Button label="Log in with AniList" class="button primary" act=move |()| login::start(app)/> }
}
