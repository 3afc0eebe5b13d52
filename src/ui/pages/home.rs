//! Home: who one is and what one keeps at AniList; or what this app is, for somebody who is not signed in.

use leptos::prelude::*;

use crate::api::envelope::Answer;
use crate::api::operation::{NoVariables, Operation as _, TrendingQuery, TrendingVariables, ViewerQuery};
use crate::domain::Viewer;
use crate::error::AppError;
use crate::ui::components::problem::Problem;
use crate::ui::components::shelf::{Shelf, ShelfSkeleton};
use crate::ui::query::{Load, use_query};
use crate::ui::state::App;

use super::viewer::{ViewerCard, ViewerSkeleton};
use super::welcome::Welcome;

/// How many titles the shelf holds: two rows on a wide screen.
const SHELF_SIZE: u8 = 12;

/// The page at `/`.
#[component]
pub fn Home() -> impl IntoView {
    let app = App::here();
    view! {
        <div class="page">
            {move || if app.session.is_signed_in() {
                view! { <SignedIn/> }.into_any()
            } else {
                view! { <Welcome/> }.into_any()
            }}
            <Trending/>
        </div>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let app = App::here();
    let viewer = use_query::<ViewerQuery>(NoVariables {});
    Effect::new(move |_| {
        if let Load::Ready(answer) = viewer.get() {
            keep_profile(app, &answer.data);
        }
    });
    let name = move || match viewer.get() {
        Load::Ready(answer) => answer.data.name,
        _ => "Home".to_owned(),
    };
    view! {
        // Stays while what is under it changes, so that the focus can rest on it.
        <h1 class="visually-hidden" tabindex="-1">{name}</h1>
        {move || match viewer.get() {
            Load::Waiting => view! { <ViewerSkeleton/> }.into_any(),
            Load::Ready(answer) => {
                let missing = missing(&answer, ViewerQuery::NAME, move || viewer.retry());
                view! { <ViewerCard viewer=answer.data/> {missing} }.into_any()
            }
            Load::Failed(error) => view! { <Problem error retry=move |()| viewer.retry()/> }.into_any(),
        }}
    }
}

/// Says what AniList left out of an answer, and why; nothing when it is whole.
fn missing<T>(
    answer: &Answer<T>,
    operation: &'static str,
    retry: impl Fn() + Send + Sync + 'static,
) -> Option<AnyView> {
    let error = AppError::api(operation, answer.problem()?);
    Some(view! { <Problem error retry=move |()| retry()/> }.into_any())
}

/// Names and pictures change at AniList; the account list follows.
fn keep_profile(app: App, viewer: &Viewer) {
    let avatar = viewer.avatar.best().map(ToString::to_string);
    app.session
        .change(|accounts| accounts.update_profile(viewer.id.get(), &viewer.name, avatar.as_deref()));
}

#[component]
fn Trending() -> impl IntoView {
    let shelf = use_query::<TrendingQuery>(TrendingVariables { per_page: SHELF_SIZE });
    view! {
        <section aria-labelledby="trending">
            <div class="section-head"><h2 id="trending">"Trending now"</h2></div>
            {move || match shelf.get() {
                Load::Waiting => view! { <ShelfSkeleton/> }.into_any(),
                Load::Ready(answer) => {
                    let missing = missing(&answer, TrendingQuery::NAME, move || shelf.retry());
                    let empty = answer.data.is_empty() && missing.is_none();
                    let empty = empty.then(|| view! { <p class="muted">"AniList names nothing as trending."</p> });
                    view! { <Shelf media=answer.data/> {empty} {missing} }.into_any()
                }
                Load::Failed(error) => view! { <Problem error retry=move |()| shelf.retry()/> }.into_any(),
            }}
        </section>
    }
}
