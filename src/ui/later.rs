//! Views whose code is not loaded at the start.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::components::problem::Problem;
use crate::ui::live::{live, spawn};
use crate::ui::state::{App, Notice};
use crate::web::{dom, later};

/// How loading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    Here,
    Failed,
}

/// Draws a page through its gate, and until that is open its heading.
pub fn later(title: &'static str, gate: fn() -> AnyView) -> AnyView {
    if later::is_here() {
        return gate();
    }
    let stage = RwSignal::new(Stage::Coming);
    load(stage);
    live(move || {
        match stage.get() {
        Stage::Here => {
            // The focus stood on the heading that this replaces.
            if dom::has_focus("#coming") {
                request_animation_frame(|| dom::focus("#main h1"));
            }
            gate()
        }
        Stage::Coming => view! {
            <div class="page"><h1 id="coming" tabindex="-1">{title}</h1><p role="status">"Loading this page."</p></div>
        }
        .into_any(),
        Stage::Failed => {
            let retry = move |()| load(stage);
            view! {
                <div class="page"><h1 id="coming" tabindex="-1">{title}</h1><Problem error=AppError::PartNotLoaded retry/></div>
            }
            .into_any()
        }
    }
    })
}

/// Draws through a gate once that is open, and nothing before.
pub fn later_quietly(gate: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    if later::is_here() {
        return gate();
    }
    let stage = RwSignal::new(Stage::Coming);
    load(stage);
    live(move || match stage.get() {
        Stage::Here => gate(),
        Stage::Coming => ().into_any(),
        Stage::Failed => {
            view! { <Problem error=AppError::PartNotLoaded retry=move |()| load(stage)/> }.into_any()
        }
    })
}

fn load(stage: RwSignal<Stage>) {
    stage.set(Stage::Coming);
    spawn(async move {
        let now = if later::load().await {
            Stage::Here
        } else {
            Stage::Failed
        };
        // Whoever has left the page needs to hear nothing.
        let _ = stage.try_set(now);
    });
}

/// Does something behind a gate, once that is open.
pub fn run(act: impl FnOnce() + 'static) {
    run_boxed(Box::new(act));
}

fn run_boxed(act: Box<dyn FnOnce()>) {
    if later::is_here() {
        return act();
    }
    spawn(async move {
        if later::load().await {
            act();
        } else {
            let text = AppError::PartNotLoaded.to_string();
            App::here().notify(Notice { text, link: None });
        }
    });
}

/// Loads what is behind the gates, for whenever it will be needed.
pub fn fetch() {
    spawn(async {
        // Whoever needs it then hears of a failure.
        later::load().await;
    });
}
