//! What is not loaded at the start: drawn once its chunk has arrived.

mod chunks;

use leptos::prelude::*;

use crate::data::chunks::{COMMANDS, LOGIN_FLOW};
use crate::data::state::App;
use crate::error::AppError;
use crate::ui::components::problem::Problem;
use crate::ui::live::live;
use crate::web::chunk::{Arriving, Chunk};
use crate::web::reactive::{effect, spawn};
use crate::web::{clock, dom, location};

pub use chunks::{
    BULK, CONSOLE, Draw, EDITOR, FILTERS, FINISH, HISTORY, HOME, KEYBOARD, LIST, LOGIN, Login, NOT_FOUND,
    READER, REQUESTS, RUNS, SEARCH, SESSION, TRANSFER, UNSENT, VIEWS,
};

/// How long what nobody waits for yet stays back for the first answer, in milliseconds.
const PATIENCE_MS: f64 = 2_000.0;

/// How loading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    Here,
    Failed,
}

/// Draws a page of a chunk, and until that is here the heading, which is often the largest thing to be seen of it.
pub fn page<T: Copy + Send + Sync + 'static>(
    chunk: &'static Chunk<T>,
    heading: String,
    draw: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    let draw = move |here| {
        // The focus stood on the heading that this replaces.
        if dom::has_focus("#coming") {
            request_animation_frame(|| dom::focus("#main h1"));
        }
        draw(here)
    };
    let heading = StoredValue::new(heading);
    let framed = move |content: AnyView| {
        let heading = heading.get_value();
        view! { <div class="page"><h1 id="coming" tabindex="-1"><bdi>{heading}</bdi></h1>{content}</div> }
            .into_any()
    };
    let coming = move || framed(view! { <p role="status">"Loading this page."</p> }.into_any());
    drawn(Lazy::new(chunk, draw), Box::new(coming), Box::new(framed))
}

/// Draws a piece of a page of a chunk, and nothing while that is on its way.
pub fn piece<T: Copy + Send + Sync + 'static>(
    chunk: &'static Chunk<T>,
    draw: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    drawn(
        Lazy::new(chunk, draw),
        Box::new(|| ().into_any()),
        Box::new(|problem| problem),
    )
}

/// Something in a chunk of which only is known how to draw it and how to load it.
struct Lazy {
    /// Draws it if it is here.
    draw: Box<dyn Fn() -> Option<AnyView> + Send>,
    load: Load,
}

/// Loads something and tells whether it is here then.
type Load = Box<dyn Fn() -> Arriving + Send + Sync>;

impl Lazy {
    fn new<T: Copy + Send + Sync + 'static>(
        chunk: &'static Chunk<T>,
        draw: impl Fn(T) -> AnyView + Send + 'static,
    ) -> Self {
        Self {
            draw: Box::new(move || chunk.here().map(&draw)),
            load: Box::new(move || chunk.arrives()),
        }
    }
}

fn drawn(
    lazy: Lazy,
    coming: Box<dyn Fn() -> AnyView + Send>,
    failed: Box<dyn Fn(AnyView) -> AnyView + Send>,
) -> AnyView {
    let Lazy { draw, load } = lazy;
    if let Some(view) = draw() {
        return view;
    }
    let stage = RwSignal::new(Stage::Coming);
    let load = StoredValue::new(load);
    let try_it = move || {
        if let Some(loading) = load.try_with_value(|load| load()) {
            stage.set(Stage::Coming);
            spawn(async move {
                let now = if loading.await { Stage::Here } else { Stage::Failed };
                // Whoever has left the page needs to hear nothing.
                let _ = stage.try_set(now);
            });
        }
    };
    try_it();
    live(move || match stage.get() {
        Stage::Here => draw(),
        Stage::Coming => Some(coming()),
        Stage::Failed => {
            let retry = move |()| try_it();
            Some(failed(
                view! { <Problem error=AppError::PartNotLoaded retry/> }.into_any(),
            ))
        }
    })
}

/// Loads, once somebody is signed in, what an account's main places are made of: an edit must not have to wait for it, and
/// offline it could not be had. Lists come first, which may be what the page waits for, and the rest behind the first
/// answer, so that it takes neither network nor processor from what the user came to see.
///
/// On a mobile connection, and where the browser is to save data, only what sends edits is loaded; the rest waits until it
/// is asked for.
pub fn prefetch_when_signed_in(app: App) {
    effect(move |_| {
        if app.session.accounts().is_empty() {
            return;
        }
        spawn(async move {
            let saves_data = location::saves_data();
            // Whoever needs one of them hears of a failure then, here and below.
            if !saves_data {
                HOME.arrives().await;
                LIST.arrives().await;
            }
            let started = clock::mark();
            while !app.scheduler.has_settled() && clock::mark() - started < PATIENCE_MS {
                clock::next_frame().await;
            }
            clock::next_frame().await;
            clock::idle().await;
            COMMANDS.arrives().await;
            // Where one does not arrive the others would not either.
            for arrives in PREFETCHED {
                if saves_data || !arrives().await {
                    return;
                }
            }
        });
    });
}

/// The dialogs, the parts of a list, and all pages there are for now: those that are used most come first.
const PREFETCHED: [fn() -> Arriving; 18] = [
    || EDITOR.arrives(),
    || FINISH.arrives(),
    || SEARCH.arrives(),
    || FILTERS.arrives(),
    || VIEWS.arrives(),
    || BULK.arrives(),
    || RUNS.arrives(),
    || KEYBOARD.arrives(),
    || UNSENT.arrives(),
    || HISTORY.arrives(),
    || SESSION.arrives(),
    || TRANSFER.arrives(),
    || READER.arrives(),
    || LOGIN.arrives(),
    || LOGIN_FLOW.arrives(),
    || REQUESTS.arrives(),
    || CONSOLE.arrives(),
    || NOT_FOUND.arrives(),
];
