//! A button for what cannot be taken back.

use leptos::prelude::*;

/// Asks once more, in place, before `act` runs.
#[component]
pub fn Confirm(
    /// Name of the button.
    #[prop(into)]
    label: String,
    /// What is asked after it was pressed.
    question: &'static str,
    /// Name of the button that does it.
    yes: &'static str,
    /// What it does.
    #[prop(into)]
    act: Callback<()>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    move || {
        let label = label.clone();
        if asking.get() {
            view! {
                <div class="actions" role="group" aria-label=question>
                    <p>{question}</p>
                    <button class="button danger" on:click=move |_| { asking.set(false); act.run(()) }>{yes}</button>
                    <button class="button" on:click=move |_| asking.set(false)>"Cancel"</button>
                </div>
            }
            .into_any()
        } else {
            view! { <button class="button danger" on:click=move |_| asking.set(true)>{label}</button> }
                .into_any()
        }
    }
}
