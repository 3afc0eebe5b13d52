//! A button for what cannot be taken back.

use leptos::prelude::*;

use crate::ui::components::button::Button;
use crate::ui::live::{attribute, live};
use crate::web::dom;

/// Asks once more, in place, before `act` runs. The focus follows the question and comes back from it.
#[component]
pub fn Confirm(
    /// Id of the element, unique on the page.
    #[prop(into)]
    id: String,
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
    let first_button = format!("#{id} button");
    let ask = move |whether: bool| {
        asking.set(whether);
        let first_button = first_button.clone();
        request_animation_frame(move || dom::focus(&first_button));
    };
    let content = live(move || {
        let (ask, label) = (ask.clone(), label.clone());
        if !asking.get() {
            return view! { <Button label class="button danger" act=move |()| ask(true)/> }.into_any();
        }
        view! {
            <p>{question}</p>
            <Button label=yes class="button danger" act=move |()| { asking.set(false); act.run(()) }/>
            <Button label="Cancel" act=move |()| ask(false)/>
        }
        .into_any()
    });
    view! {
        <div id=id class="actions" role="group" aria-label=attribute(move || asking.get().then_some(question))>{content}</div>
    }
}
