//! The page at `/console`: requests of one's own to AniList's API, as whoever is signed in.
//!
//! What is seen here is drawn by a script of its own (`src/console`), loaded when the page is opened. This side says
//! who is signed in, sends, and shows what went wrong; the token stays on it.

use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::api::envelope::{self, HttpAnswer};
use crate::api::error::{ApiError, FieldError, GraphQlError, Unreadable};
use crate::api::operation::DOCUMENTS;
use crate::auth::session::Accounts;
use crate::data::client::{self, RawResponse};
use crate::data::state::App;
use crate::error::{AppError, ConsoleError};
use crate::ui::components::problem::Problem;
use crate::ui::live::live;
use crate::web::console::{self, Asked, Complaint, Console, Settings, ShowProblem, Told};
use crate::web::reactive::{effect, spawn};

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
    let mut before = None;
    effect(move |_| {
        let now = app.session.accounts();
        let Some(before) = before.replace(now.clone()) else {
            return;
        };
        let Some(left) = left(&before, &now) else {
            return;
        };
        let shown = console.try_update_value(Option::take).flatten();
        if let (Some(shown), Left::LoggedOut) = (shown, left) {
            shown.forget();
        }
        open();
    });
    view! {
        <div class="page">
            <h1 tabindex="-1">"Console"</h1>
            {live(move || failure.get().map(|error| view! { <Problem error=AppError::from(error) retry/> }))}
            <div id=HOST></div>
        </div>
    }
}

/// How an account ceased to be the one whose answers may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Another is in use.
    Switched,
    /// It is gone from this browser, and what was written goes with it. So it does when another account is logged out:
    /// nobody knows whose request it was.
    LoggedOut,
}

/// What became of the accounts, in this tab or another. A login that ends or is renewed changes nothing here.
fn left(before: &Accounts, now: &Accounts) -> Option<Left> {
    let in_use = |accounts: &Accounts| accounts.active().map(|account| account.id);
    if before.iter().any(|account| now.get(account.id).is_none()) {
        return Some(Left::LoggedOut);
    }
    (in_use(before) != in_use(now)).then_some(Left::Switched)
}

fn open(app: App, failure: RwSignal<Option<ConsoleError>>) -> Console {
    let keys = app.config.keys();
    let settings = Settings {
        api: &app.config.api_url,
        examples: DOCUMENTS,
        draft_key: &keys.console_draft(),
        history_key: &keys.console_history(),
        schema_database: &keys.console_schema(),
        unreadable: shown(ApiError::Unreadable {
            status: 200,
            why: Unreadable::NotAnAnswer,
        }),
    };
    let account = move || app.session.signed_in_name();
    let send = move |asked| spawn(send(app, asked));
    let failed = move |error| failure.set(Some(error));
    console::open(HOST, settings, account, send, failed)
}

async fn send(app: App, asked: Asked) {
    let state = asked.on_state();
    let own = client::fetch_raw(app, asked.body.clone(), asked.changes_data, &asked.abort, state).await;
    let RawResponse {
        outcome,
        waited_ms,
        was_sent,
    } = own;
    let (error, answer) = match outcome {
        Ok(answer) => (envelope::problem(&answer), Some(answer)),
        Err(error) => (Some(error), None),
    };
    app.scheduler.refresh_usage();
    let usage = app.scheduler.usage_now();
    asked.answer(Told {
        complaints: answer.as_ref().map(complaints).unwrap_or_default(),
        answer,
        waited_ms,
        budget: was_sent.then(|| (usage.left(), usage.limit)),
        problem: error.map(shown),
    });
}

/// What AniList says is wrong with a request, one for each argument or sentence.
fn complaints(answer: &HttpAnswer) -> Vec<Complaint> {
    let one = |error: GraphQlError| {
        let places = error.locations;
        if error.validation.is_empty() {
            return vec![Complaint {
                message: error.message,
                field: None,
                places,
            }];
        }
        let fields = error.validation.into_iter();
        let about = |field: FieldError| Complaint {
            message: field.messages.join(" "),
            field: Some(field.field),
            places: places.clone(),
        };
        fields.map(about).collect()
    };
    envelope::complaints(answer).into_iter().flat_map(one).collect()
}

/// Shows a failure of a request of one's own as failures are shown everywhere.
fn shown(error: ApiError) -> Box<ShowProblem> {
    Box::new(move |host, retry| {
        let error = AppError::Own(error.clone());
        let shown = mount_to(host, move || {
            let retry = StoredValue::new_local(retry);
            view! { <Problem error retry=move |()| retry.with_value(|retry| retry())/> }.into_any()
        });
        Box::new(move || drop(shown))
    })
}
