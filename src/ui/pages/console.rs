//! The page at `/console`: requests of one's own to AniList's API, as whoever is signed in.
//!
//! What is seen here is drawn by a script of its own (`src/console`), loaded when the page is opened. This side says
//! who is signed in and sends; the token stays on it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::envelope;
use crate::api::operation::DOCUMENTS;
use crate::error::AppError;
use crate::ui::client;
use crate::ui::components::problem::Problem;
use crate::ui::state::App;
use crate::web::console::{self, Answer, Asked, Console, Settings};

/// Id of the element that the console is drawn into.
const HOST: &str = "console";

/// The frame of the console, and what is said where there is none.
#[component]
pub fn ConsolePage() -> impl IntoView {
    let app = App::here();
    let failure = RwSignal::new(None::<AppError>);
    // Goes with the page, and the console with it.
    let console = StoredValue::new_local(None::<Console>);
    let open = move || {
        spawn_local(async move {
            match open(app).await {
                // The page may have been left meanwhile; then the console is dropped here.
                Ok(opened) => drop(console.try_set_value(Some(opened))),
                Err(error) => drop(failure.try_set(Some(error))),
            }
        });
    };
    let retry = move |()| {
        failure.set(None);
        open();
    };
    // By then the element is there.
    request_animation_frame(open);
    view! {
        <div class="page">
            <div class="page-head">
                <h1 tabindex="-1">"Console"</h1>
                <p class="muted">
                    "Your own requests to AniList's API, sent as the account in use. The token is added when a request leaves and is never shown here."
                </p>
            </div>
            {move || failure.get().map(|error| view! { <Problem error retry/> })}
            <div id=HOST></div>
        </div>
    }
}

async fn open(app: App) -> Result<Console, AppError> {
    let keys = app.config.keys();
    let settings = Settings {
        api: &app.config.api_url,
        examples: DOCUMENTS,
        draft_key: &keys.console_draft(),
        history_key: &keys.console_history(),
        schema_database: &keys.console_schema(),
    };
    let account = move || app.session.signed_in_name();
    let opened = console::open(HOST, settings, account, move |asked| {
        spawn_local(send(app, asked));
    });
    Ok(opened.await?)
}

async fn send(app: App, asked: Asked) {
    asked.report("");
    let sent = client::raw(app, &asked.operation, asked.body.clone(), &asked.abort).await;
    let (error, answer) = match sent {
        Ok(answer) => (envelope::problem(&answer), answer),
        Err(error) => (Some(error), Default::default()),
    };
    let problem = error.map(AppError::Own).map(|error| {
        let (title, next) = (error.title().to_owned(), error.next_step().to_owned());
        [title, error.cause(), next]
    });
    asked.answer(&Answer {
        status: answer.status,
        body: answer.body,
        rate_limit: answer.rate_limit,
        rate_remaining: answer.rate_remaining,
        waited_ms: 0,
        problem,
    });
}
