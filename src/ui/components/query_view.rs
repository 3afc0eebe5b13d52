//! An answer where it belongs: what is kept or came, what is still on its way, what went wrong.

use leptos::prelude::*;

use crate::api::rate_limit::ThrottleReason;
use crate::data::query::{FetchStatus, Query, QueryState};
use crate::data::state::App;
use crate::error::AppError;
use crate::text::format;
use crate::ui::components::countdown::use_countdown;
use crate::ui::components::problem::Problem;
use crate::ui::live::{handler, live};

/// The answer of `query`, drawn by `view`, and what AniList left out of it. Before there is one, `skeleton`: the same
/// size, and a status for those who do not see it. `operation` names it in reports.
pub fn query_view<T: Clone + Send + Sync + 'static>(
    query: Query<T>,
    operation: &'static str,
    skeleton: fn() -> AnyView,
    view: fn(T) -> AnyView,
) -> AnyView {
    let state = query.state;
    let content = live(move || {
        query.answer.get().map(|answer| {
            let missing = answer.problem().map(|error| AppError::api(operation, error));
            with_missing(view(answer.data), missing, state)
        })
    });
    view! { {content} <QueryStatus state skeleton/> }.into_any()
}

fn with_missing(content: AnyView, missing: Option<AppError>, state: QueryState) -> AnyView {
    match missing {
        None => content,
        Some(error) => view! { {content} <Problem error retry=move |()| state.refetch()/> }.into_any(),
    }
}

/// What there is to say beside an answer, or in its place.
#[component]
pub fn QueryStatus(
    /// The question.
    state: QueryState,
    /// Shown while there is no answer.
    skeleton: fn() -> AnyView,
) -> impl IntoView {
    let shown = move |status: crate::data::query::Status| {
        let nothing = status.requested_at.is_none();
        match status.stage {
            FetchStatus::Failed { error, again } => {
                let kept = if nothing {
                    ""
                } else {
                    "What is shown was kept from earlier."
                };
                view! { <Problem error again retry=move |()| state.refetch()/> <p class="muted">{kept}</p> }
                    .into_any()
            }
            FetchStatus::Queued if nothing => view! { <ThrottleNote/> {skeleton()} }.into_any(),
            FetchStatus::Queued => view! { <ThrottleNote/> }.into_any(),
            FetchStatus::Sent if nothing => skeleton(),
            FetchStatus::Sent | FetchStatus::Settled => ().into_any(),
        }
    };
    live(move || shown(state.status.get()))
}

/// Why nothing is sent at the moment, if nothing is.
#[component]
pub fn ThrottleNote() -> impl IntoView {
    let app = App::here();
    live(move || match app.scheduler.hold() {
        // Bursts are over before anybody has read of them.
        Some(hold) if hold.why != ThrottleReason::Burst => {
            let left = use_countdown(hold.until);
            view! { <p class="hold" role="status">"Waiting for AniList’s limit, " {left}</p> }.into_any()
        }
        _ => ().into_any(),
    })
}

/// When what is shown was asked, and a way to ask again.
#[component]
pub fn Freshness(
    /// The question.
    state: QueryState,
    /// What is refreshed, for those who hear the button's name without what stands around it.
    what: &'static str,
) -> impl IntoView {
    let app = App::here();
    live(move || {
        let status = state.status.get();
        let Some(requested_at) = status.requested_at else {
            // Keeps the room, so that nothing moves when the answer comes.
            return view! { <p class="freshness meta"></p> }.into_any();
        };
        let busy = matches!(status.stage, FetchStatus::Queued | FetchStatus::Sent);
        let age = format::ago(app.now.get() / 1000, requested_at / 1000);
        let text = match busy {
            true => format!("From {age}, updating…"),
            false => format!("Updated {age}"),
        };
        let refresh = move |_| {
            if !busy {
                state.refetch();
            }
        };
        view! {
            <p class="freshness meta">
                <span>{text}</span>
                <button class="button small" aria-label=format!("Refresh {what}") aria-disabled=busy.to_string() on:click=handler(refresh)>
                    "Refresh"
                </button>
            </p>
        }
        .into_any()
    })
}
