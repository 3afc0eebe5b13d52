//! A choice of one among several.

use leptos::prelude::*;

use crate::ui::live::handler;

/// A choice of one among several.
///
/// ```ignore
/// <Select label="Private" options=options(&[("yes", "Yes"), ("no", "No")]) chosen="no" on_change=move |word| set(word)/>
/// ```
///
/// It is told how it begins, and is the person's from there: [`LiveSelect`](super::LiveSelect) follows a signal. Where it
/// may be drawn again with another beginning it has to stand in a [`Fresh`](super::Fresh).
#[component]
pub fn Select(
    /// Its name; nothing of it is seen.
    #[prop(into)]
    label: String,
    /// The word of each, and what it is called.
    options: Vec<(String, String)>,
    /// The word of the one that is chosen at first.
    #[prop(into)]
    chosen: String,
    /// Hears the word of what the person chooses.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let option = |(word, name): (String, String)| {
        let is_chosen = word == chosen;
        view! { <option value=word selected=is_chosen>{name}</option> }.into_any()
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

/// Options as they are written down: the word of each, and what it is called.
pub fn options(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(word, name): &(&str, &str)| ((*word).to_owned(), (*name).to_owned());
    pairs.iter().map(owned).collect()
}
