//! An address that leads nowhere.

use leptos::prelude::*;

use crate::data::state::App;
use crate::route::Route;

/// Says so, and leads home.
#[component]
pub fn NotFound() -> impl IntoView {
    let app = App::here();
    view! {
        <div class="page">
            <h1 tabindex="-1">"There is nothing here"</h1>
            <p>"This address belongs to no page of this app. It may be mistyped, or name a page of AniList that this app does not have."</p>
            <p><a class="button" href=app.navigation.path(&Route::Home)>"Go home"</a></p>
        </div>
    }
}
