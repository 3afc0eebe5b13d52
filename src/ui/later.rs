//! What is behind gates: drawn and done once its part of the app is loaded.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::components::problem::Problem;
use crate::ui::live::{effect, live, spawn};
use crate::ui::state::App;
use crate::web::later::{self, Part};
use crate::web::{clock, dom};

/// How long what nobody waits for yet stays back for the first answer, in milliseconds.
const PATIENCE_MS: f64 = 2_000.0;

/// How loading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    Here,
    Failed,
}

/// Draws a page through its gate, and until its part is here the heading, which is often the largest thing to be seen of it.
pub fn page(part: Part, heading: String, gate: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let gate = move || {
        // The focus stood on the heading that this replaces.
        if dom::has_focus("#coming") {
            request_animation_frame(|| dom::focus("#main h1"));
        }
        gate()
    };
    let heading = StoredValue::new(heading);
    let framed = move |content: AnyView| {
        let heading = heading.get_value();
        view! { <div class="page"><h1 id="coming" tabindex="-1"><bdi>{heading}</bdi></h1>{content}</div> }
            .into_any()
    };
    let coming = move || framed(view! { <p role="status">"Loading this page."</p> }.into_any());
    drawn(part, Box::new(gate), Box::new(coming), Box::new(framed))
}

/// Draws a piece of a page through its gate, and nothing while its part is on its way.
pub fn piece(part: Part, gate: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    drawn(
        part,
        Box::new(gate),
        Box::new(|| ().into_any()),
        Box::new(|problem| problem),
    )
}

fn drawn(
    part: Part,
    gate: Box<dyn Fn() -> AnyView + Send>,
    coming: Box<dyn Fn() -> AnyView + Send>,
    failed: Box<dyn Fn(AnyView) -> AnyView + Send>,
) -> AnyView {
    if later::is_here(part) {
        return gate();
    }
    let stage = RwSignal::new(Stage::Coming);
    load(part, stage);
    live(move || match stage.get() {
        Stage::Here => gate(),
        Stage::Coming => coming(),
        Stage::Failed => {
            let retry = move |()| load(part, stage);
            failed(view! { <Problem error=AppError::PartNotLoaded retry/> }.into_any())
        }
    })
}

fn load(part: Part, stage: RwSignal<Stage>) {
    stage.set(Stage::Coming);
    spawn(async move {
        let now = if later::load(part).await {
            Stage::Here
        } else {
            Stage::Failed
        };
        // Whoever has left the page needs to hear nothing.
        let _ = stage.try_set(now);
    });
}

/// Loads all parts once somebody is signed in: an edit must not have to wait for them, least of all offline. Lists come
/// first, which may be what the page waits for, and the rest behind the first answer, so that it takes neither network nor
/// processor from what the person came to see.
pub fn fetch_when_signed_in(app: App) {
    effect(move |_| {
        if app.session.accounts().is_empty() {
            return;
        }
        spawn(async move {
            // Whoever needs one of them hears of a failure then.
            later::load(Part::Lists).await;
            let started = clock::mark();
            while !app.dispatch.has_settled() && clock::mark() - started < PATIENCE_MS {
                clock::next_frame().await;
            }
            clock::next_frame().await;
            clock::idle().await;
            later::load(Part::Later).await;
        });
    });
}
