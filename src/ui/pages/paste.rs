//! Logging in with a token that was obtained elsewhere.

use leptos::prelude::*;

use crate::data::login;
use crate::data::state::App;
use crate::ui::live::{attribute, handler, live};

/// The page at `/login/token`.
#[component]
pub fn PastePage() -> impl IntoView {
    let app = App::here();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match login::paste(app, &text.get_untracked()) {
            Ok(()) => text.set(String::new()),
            Err(refusal) => error.set(Some(format!("{refusal} {}", refusal.next_step()))),
        }
    };
    view! {
        <div class="page">
            <div class="page-head">
                <h1 tabindex="-1">"Use a token instead"</h1>
                <p>
                    "Paste an AniList access token: the one that AniList's Auth Pin page shows, or one that another
                    program of yours obtained. It is checked with AniList before anything is stored."
                </p>
            </div>
            <form class="field" on:submit=handler(submit) novalidate=true>
                <label for="token">"Access token"</label>
                <textarea
                    id="token"
                    class="mono"
                    rows="6"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="token-error token-hint"
                    aria-invalid=attribute(move || error.get().map(|_| "true"))
                    prop:value=text
                    on:input=handler(move |event| { text.set(event_target_value(&event)); error.set(None); })
                ></textarea>
                <p id="token-error" class="field-error" role="alert">{live(move || error.get())}</p>
                <p id="token-hint" class="meta">
                    "A token is as good as your password for a year. Paste it only where you would type that."
                </p>
                <div><button class="button primary" type="submit">"Check token"</button></div>
            </form>
        </div>
    }
}
