//! The button that starts a login.

use leptos::prelude::*;

use crate::model::routes::Route;
use crate::ui::components::button::Button;
use crate::ui::login;
use crate::ui::state::App;

/// "Log in with AniList": leaves for AniList, or leads to the set-up page while no client id is known.
#[component]
pub fn LoginButton() -> impl IntoView {
    let app = App::here();
    move || {
        if app.client_id.get().is_some() {
            view! {
                <Button label="Log in with AniList" class="button primary" act=move |()| login::start(app)/>
            }
            .into_any()
        } else {
            view! { <a class="button primary" href=app.navigation.path(Route::Login)>"Log in with AniList"</a> }
                .into_any()
        }
    }
}
