//! A button for what cannot be taken back.

use std::rc::Rc;

use leptos::prelude::*;

use crate::ui::components::button::Button;
use crate::ui::live::live;
use crate::web::dom;

/// What is asked before something is done.
#[derive(Clone)]
pub struct Question(Rc<dyn Fn() -> Option<String>>);

impl Question {
    /// Asks what `ask` says at the moment when the button is pressed; when it says nothing, nothing is asked.
    pub fn when(ask: impl Fn() -> Option<String> + 'static) -> Self {
        Self(Rc::new(ask))
    }
}

impl From<&'static str> for Question {
    fn from(text: &'static str) -> Self {
        Self::when(move || Some(text.to_owned()))
    }
}

/// Asks once more, in place, before `act` runs. The focus follows the question and comes back from it.
#[component]
pub fn Confirm(
    /// Id of the element, unique on the page.
    #[prop(into)]
    id: String,
    /// Name of the button.
    #[prop(into)]
    label: String,
    /// The classes of the button; `button` first.
    #[prop(default = "button danger")]
    class: &'static str,
    /// What is asked after it was pressed.
    #[prop(into)]
    question: Question,
    /// Name of the button that does it.
    yes: &'static str,
    /// What it does.
    #[prop(into)]
    act: Callback<()>,
) -> impl IntoView {
    let asking = RwSignal::new(None::<String>);
    let first_button = format!("#{id} button");
    let names = format!("{id}-question");
    let name = names.clone();
    let question = StoredValue::new_local(question);
    let ask = move |text: Option<String>| {
        asking.set(text);
        let first_button = first_button.clone();
        request_animation_frame(move || dom::focus(&first_button));
    };
    let content = live(move || {
        let (ask, label, name) = (ask.clone(), label.clone(), name.clone());
        let Some(text) = asking.get() else {
            let begin = move |()| match question.with_value(|question| (question.0)()) {
                None => act.run(()),
                text => ask(text),
            };
            return view! { <Button label class act=begin/> }.into_any();
        };
        view! {
            <p id=name>{text}</p>
            <Button label=yes class="button danger" act=move |()| { asking.set(None); act.run(()) }/>
            <Button label="Cancel" act=move |()| ask(None)/>
        }
        .into_any()
    });
    view! { <div id=id class="actions" role="group" aria-labelledby=names>{content}</div> }.into_any()
}
