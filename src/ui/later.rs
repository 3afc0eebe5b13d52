//! What is behind gates: drawn and done once its part of the app is loaded.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::components::problem::Problem;
use crate::ui::live::{live, spawn};
use crate::web::dom;
use crate::web::later::{self, Part};

/// How loading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    Here,
    Failed,
}

/// Draws a page through its gate, and until its part is here the heading.
pub fn page(part: Part, title: &'static str, gate: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let gate = move || {
        // The focus stood on the heading that this replaces.
        if dom::has_focus("#coming") {
            request_animation_frame(|| dom::focus("#main h1"));
        }
        gate()
    };
    let framed = move |content: AnyView| {
        view! { <div class="page"><h1 id="coming" tabindex="-1">{title}</h1>{content}</div> }.into_any()
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

/// Loads all parts, for whenever they will be needed: lists first, which may be what the page waits for.
pub fn fetch() {
    spawn(async {
        // Whoever needs one of them hears of a failure then.
        later::load(Part::Lists).await;
        later::load(Part::Later).await;
    });
}
