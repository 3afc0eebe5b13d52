//! A choice of one among several that follows a signal.

use leptos::prelude::*;

use crate::ui::live::handler;

/// A choice of one among several that shows what a signal says, also after a person has chosen something else.
///
/// ```ignore
/// <LiveSelect label="Sort" options=options(&[("title", "Title"), ("score", "Score")]) chosen=sort on_change=set_sort/>
/// ```
///
/// A word that is none of the options leaves the browser's own choice, the first.
#[component]
pub fn LiveSelect(
    /// Its name; nothing of it is seen.
    #[prop(into)]
    label: String,
    /// The word of each, and what it is called.
    options: Vec<(String, String)>,
    /// The word of the one that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Hears the word of what the person chooses.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let option = |(word, name): (String, String)| {
        let own = word.clone();
        // Each by itself: a select takes no value before its options are there.
        let is_chosen = Signal::derive(move || chosen.with(|chosen| *chosen == own));
        view! { <option value=word prop:selected=is_chosen>{name}</option> }.into_any()
    };
    let changed = move |event: leptos::ev::Event| {
        on_change.try_run(event_target_value(&event));
    };
    view! {
        <select aria-label=label on:change=handler(changed)>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}
