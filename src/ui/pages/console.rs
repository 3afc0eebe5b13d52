//! The page at `/console`: requests of one's own to AniList's API, as whoever is signed in.
//!
//! What is seen here is drawn by a script of its own (`src/console`), loaded when the page is opened. This side says
//! who is signed in and sends; the token stays on it.

use leptos::prelude::*;

use crate::api::envelope;
use crate::api::operation::DOCUMENTS;
use crate::error::{AppError, ConsoleError};
use crate::ui::client;
use crate::ui::components::problem::Problem;
use crate::ui::live::{live, spawn};
use crate::ui::state::App;
use crate::web::console::{self, Asked, Console, Settings};

/// Id of the element that the console is drawn into.
const HOST: &str = "console";

/// The frame of the console, and what is said where there is none.
#[component]
pub fn ConsolePage() -> impl IntoView {
    let app = App::here();
    let failure = RwSignal::new(None);
    // Goes with the page, and the console with it.
    let console = StoredValue::new_local(None::<Console>);
    let open = move || {
        failure.set(None);
        console.set_value(Some(open(app, failure)));
    };
    let retry = move |()| open();
    // By then the element is there.
    request_animation_frame(open);
    view! {
        <div class="page">
            <h1 tabindex="-1">"Console"</h1>
            {live(move || failure.get().map(|error| view! { <Problem error=AppError::from(error) retry/> }))}
            <div id=HOST></div>
        </div>
    }
}

fn open(app: App, failure: RwSignal<Option<ConsoleError>>) -> Console {
    let keys = app.config.keys();
    let settings = Settings {
        api: &app.config.api_url,
        examples: DOCUMENTS,
        draft_key: &keys.console_draft(),
        history_key: &keys.console_history(),
        schema_database: &keys.console_schema(),
    };
    let account = move || app.session.signed_in_name();
    let send = move |asked| spawn(send(app, asked));
    let failed = move |error| failure.set(Some(error));
    console::open(HOST, &settings, account, send, failed)
}

async fn send(app: App, asked: Asked) {
    let state = asked.on_state();
    let (sent, waited_ms) = client::own(app, asked.body.clone(), &asked.abort, state).await;
    let (error, answer) = match sent {
        Ok(answer) => (envelope::problem(&answer), Some(answer)),
        Err(error) => (Some(error), None),
    };
    asked.answer(answer, waited_ms, error.map(AppError::Own).as_ref());
}
