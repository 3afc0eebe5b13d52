//! A button for what cannot be taken back.

use std::rc::Rc;

use leptos::prelude::*;

use crate::ui::components::button::Button;
use crate::ui::live::live;
use crate::web::dom;
use crate::web::reactive::spawn;

/// What is asked before something is done.
#[derive(Clone)]
pub struct Question(Rc<dyn Fn(Then)>);

/// Goes on with the question, or without one.
type Then = Box<dyn FnOnce(Option<String>)>;

impl Question {
    /// Asks what `ask` says at the moment when the button is pressed; when it says nothing, nothing is asked.
    pub fn when(ask: impl Fn() -> Option<String> + 'static) -> Self {
        Self(Rc::new(move |then| then(ask())))
    }

    /// The same where that takes a moment to find out.
    pub fn after<F: Future<Output = Option<String>> + 'static>(ask: impl Fn() -> F + 'static) -> Self {
        Self(Rc::new(move |then| {
            let asked = ask();
            spawn(async move { then(asked.await) });
        }))
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
    /// What may be wanted instead: links, shown with the question.
    #[prop(optional)]
    ways: Option<fn() -> AnyView>,
) -> impl IntoView {
    let asking = RwSignal::new(None::<String>);
    let first_button = format!("#{id} button");
    let names = format!("{id}-question");
    let name = names.clone();
    let question = StoredValue::new_local(question);
    let ask = move |text: Option<String>| {
        asking.try_set(text);
        let first_button = first_button.clone();
        request_animation_frame(move || dom::focus(&first_button));
    };
    let content = live(move || {
        let (ask, label, name) = (ask.clone(), label.clone(), name.clone());
        let Some(text) = asking.get() else {
            let begin = move |()| {
                let ask = ask.clone();
                let then = move |text: Option<String>| match text {
                    None => drop(act.try_run(())),
                    text => ask(text),
                };
                question.with_value(|question| (question.0)(Box::new(then)));
            };
            return view! { <Button label class act=begin/> }.into_any();
        };
        view! {
            <p id=name>{text}</p>
            {ways.map(|ways| ways())}
            <Button label=yes class="button danger" act=move |()| { asking.set(None); act.run(()) }/>
            <Button label="Cancel" act=move |()| ask(None)/>
        }
        .into_any()
    });
    view! { <div id=id class="actions" role="group" aria-labelledby=names>{content}</div> }.into_any()
}
