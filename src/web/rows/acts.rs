//! What a person does in a list, read from what the browser says.

use crate::domain::{Field, ScoreFormat};
use crate::text::field_parser::in_place;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};

/// What a person does in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowAction {
    /// One more.
    Increase,
    /// One less.
    Decrease,
    /// Hides or shows the entries of a section.
    Toggle,
    /// One volume more.
    NextVolume,
    /// A progress is to be typed.
    AskProgress,
    /// A score is to be typed.
    AskScore,
    /// Something that can be read was typed in the place of this field.
    Typed(Field, String),
    /// The entry is chosen, or no longer.
    Choose {
        /// With everything since the last choice.
        range: bool,
    },
}

/// The name of the line that holds `element`.
fn name_of(element: &Element) -> Option<u64> {
    let row = element.closest("[data-name]").ok()??;
    row.get_attribute("data-name")?.parse().ok()
}

/// What a click does.
pub(super) fn clicked(event: &Event) -> Option<(u64, RowAction)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.get_attribute("data-act").as_deref() == Some("choose") {
        let range = event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key);
        return Some((name_of(&target)?, RowAction::Choose { range }));
    }
    let button = target.closest("button[data-act]").ok()??;
    if button.get_attribute("aria-disabled").as_deref() == Some("true") {
        return None;
    }
    let act = match button.get_attribute("data-act")?.as_str() {
        "increase" => RowAction::Increase,
        "decrease" => RowAction::Decrease,
        "toggle" => RowAction::Toggle,
        "volume" => RowAction::NextVolume,
        "ask-progress" => RowAction::AskProgress,
        "ask-score" => RowAction::AskScore,
        _ => return None,
    };
    Some((name_of(&button)?, act))
}

/// Takes what was typed at Enter, and throws it away at Escape.
pub(super) fn typed(event: &Event) -> Option<(u64, RowAction)> {
    let event: &KeyboardEvent = event.dyn_ref()?;
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            finish(&input, true)
        }
        "Escape" => {
            event.stop_propagation();
            finish(&input, false)
        }
        _ => None,
    }
}

/// What is typed counts when it is left, too.
pub(super) fn left(event: &Event) -> Option<(u64, RowAction)> {
    finish(&event.target()?.dyn_into().ok()?, true)
}

/// Puts the button back in the place of the input.
fn finish(input: &HtmlInputElement, keeps: bool) -> Option<(u64, RowAction)> {
    input.get_attribute("data-act")?;
    let name = name_of(input)?;
    let value = input.value();
    let is_typed = value != input.default_value();
    let button: HtmlElement = input.next_element_sibling()?.dyn_into().ok()?;
    let (field, scores) = reads(input);
    if keeps && is_typed {
        // What cannot be read stays where it was typed, with what is wrong with it.
        if let Err(sentence) = in_place(field, &value, scores) {
            let _ = complain(input, &button, &sentence);
            return None;
        }
    }
    if let Some(problem) = problem_of(&button) {
        problem.remove();
    }
    // Taking it out makes it lose the focus, which ends here a second time.
    input.remove_attribute("data-act").ok()?;
    let had_focus = input.owner_document()?.active_element().as_ref() == Some(input.as_ref());
    button.set_hidden(false);
    input.remove();
    if had_focus {
        crate::web::dom::focus_without_scrolling(&button);
    }
    // What was only looked at is no wish, whatever has become of it beneath.
    (keeps && is_typed).then_some((name, RowAction::Typed(field, value)))
}

/// What an input is for: a score in the scale that it names, or else a progress.
fn reads(input: &HtmlInputElement) -> (Field, ScoreFormat) {
    match input.get_attribute("data-scale") {
        Some(scale) => (Field::Score, ScoreFormat::from_word(&scale)),
        None => (Field::Progress, ScoreFormat::Unknown),
    }
}

/// What is said of an input, behind the button in whose place it stands.
fn problem_of(button: &HtmlElement) -> Option<Element> {
    let next = button.next_element_sibling()?;
    next.class_list().contains("in-place-problem").then_some(next)
}

fn complain(input: &HtmlInputElement, button: &HtmlElement, sentence: &str) -> Option<()> {
    let problem = match problem_of(button) {
        Some(problem) => problem,
        None => {
            let id = format!("problem-{}-{:?}", name_of(input)?, reads(input).0);
            let problem = button.owner_document()?.create_element("span").ok()?;
            problem.set_attribute("class", "in-place-problem").ok()?;
            problem.set_attribute("role", "alert").ok()?;
            problem.set_id(&id);
            button.insert_adjacent_element("afterend", &problem).ok()?;
            input.set_attribute("aria-describedby", &id).ok()?;
            input.set_attribute("aria-invalid", "true").ok()?;
            problem
        }
    };
    problem.set_text_content(Some(sentence));
    Some(())
}
