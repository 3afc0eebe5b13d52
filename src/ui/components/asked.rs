//! An answer where it belongs: what is kept or came, what is still on its way, what went wrong.

use leptos::prelude::*;

use crate::api::budget::Why;
use crate::error::AppError;
use crate::model::format;
use crate::ui::components::countdown::use_countdown;
use crate::ui::components::problem::Problem;
use crate::ui::query::{Asking, Query, Stage};
use crate::ui::state::App;

/// Shows the answer of `query` with `view`, and says what AniList left out of it. Before there is one, `skeleton`.
#[component]
pub fn Asked<T: Clone + Send + Sync + 'static>(
    /// What was asked.
    query: Query<T>,
    /// Name of the operation, for reports.
    operation: &'static str,
    /// Shown while nothing else is: the same size, and a status for those who do not see it.
    skeleton: fn() -> AnyView,
    /// Shows the data.
    view: fn(T) -> AnyView,
) -> impl IntoView {
    let asking = query.asking;
    let again = Callback::new(move |()| asking.again());
    view! {
        {move || query.answer.get().map(|answer| {
            let missing = answer.problem().map(|error| {
                let error = AppError::api(operation, error);
                view! { <Problem error retry=again/> }
            });
            view! { {view(answer.data)} {missing} }.into_any()
        })}
        <State asking skeleton/>
    }
    .into_any()
}

/// What there is to say beside the answer, or in its place.
#[component]
pub fn State(
    /// The question.
    asking: Asking,
    /// Shown while there is no answer.
    skeleton: fn() -> AnyView,
) -> impl IntoView {
    let shown = Memo::new(move |_| asking.asked_at.get().is_some());
    let again = Callback::new(move |()| asking.again());
    move || {
        let stage = asking.stage.get();
        match stage {
            Stage::Failed { error, again: at } => {
                let kept = shown.get().then(|| {
                    view! {
                        <p class="muted">"What is shown is what was kept from earlier."</p>
                    }
                });
                view! { <div class="stack tight"><Problem error again=at retry=again/>{kept}</div> }
                    .into_any()
            }
            Stage::Queued => {
                let skeleton = (!shown.get()).then(skeleton);
                view! { <Hold/> {skeleton} }.into_any()
            }
            Stage::Sent if !shown.get() => skeleton(),
            Stage::Sent | Stage::Settled => ().into_any(),
        }
    }
}

/// Why nothing is sent at the moment, if nothing is.
#[component]
pub fn Hold() -> impl IntoView {
    let app = App::here();
    move || {
        // Bursts are over before anybody has read of them.
        let hold = app.dispatch.hold.get().filter(|hold| hold.why != Why::Burst)?;
        let left = use_countdown(hold.until);
        Some(view! { <p class="hold" role="status">"Waiting for AniList’s limit, " {left}</p> })
    }
}

/// When what is shown was asked, and a way to ask again.
#[component]
pub fn Freshness(
    /// The question.
    asking: Asking,
    /// What is refreshed, for those who hear the button's name without what stands around it.
    what: &'static str,
) -> impl IntoView {
    let app = App::here();
    let text = move || match asking.stage.get() {
        Stage::Queued | Stage::Sent => Some("Updating…".to_owned()),
        Stage::Settled | Stage::Failed { .. } => {
            let ago = format::ago(app.now.get() / 1000, asking.asked_at.get()? / 1000);
            Some(format!("Updated {ago}"))
        }
    };
    let shown = Memo::new(move |_| asking.asked_at.get().is_some());
    let busy = move || matches!(asking.stage.get(), Stage::Queued | Stage::Sent);
    move || {
        shown.get().then(|| {
            view! {
                <p class="freshness meta">
                    <span>{text}</span>
                    <button
                        class="button small"
                        aria-label=format!("Refresh {what}")
                        aria-disabled=move || busy().to_string()
                        on:click=move |_| if !busy() { asking.again() }
                    >
                        "Refresh"
                    </button>
                </p>
            }
        })
    }
}
