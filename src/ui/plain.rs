//! Views of which the types are the same, whatever they show.
//!
//! Leptos compiles code of its own for each shape of a `view!`: about a kilobyte for a paragraph with a button. Dialogs and
//! tables that are seldom drawn are built of these instead. Drawn again, such an element is always a new one, so what has
//! the focus should not stand in what changes.

use leptos::attr::custom::custom_attribute;
use leptos::ev::{self, on};
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::property::prop;

use crate::ui::live::live;

/// An element that is being put together.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub fn el(tag: &'static str) -> El {
    El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl El {
    /// With an attribute.
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        let attribute = custom_attribute(name, value.to_owned());
        self.attributes.push(attribute.into_any_attr());
        self
    }

    /// With classes.
    pub fn class(self, classes: &'static str) -> Self {
        self.attr("class", classes)
    }

    /// With an attribute that has no value, if `is_set`.
    pub fn flag(self, name: &'static str, is_set: bool) -> Self {
        if is_set { self.attr(name, "") } else { self }
    }

    /// With an attribute that follows what it reads, and is not there without a value.
    pub fn attr_live(mut self, name: &'static str, value: Signal<Option<&'static str>>) -> Self {
        let attribute = custom_attribute(name, value);
        self.attributes.push(attribute.into_any_attr());
        self
    }

    /// With a value that follows what it reads, also after a person has changed it.
    pub fn value_live(mut self, value: Signal<String>) -> Self {
        self.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// With a property that is set or not, and follows what it reads, also after a person has changed it.
    pub fn flag_live(mut self, name: &'static str, is_set: Signal<bool>) -> Self {
        self.attributes.push(prop(name, is_set).into_any_attr());
        self
    }

    /// That does something at an event.
    pub fn on(mut self, event: &'static str, act: Box<dyn FnMut(ev::Event)>) -> Self {
        let event = ev::Custom::<ev::Event>::new(event);
        self.attributes.push(on(event, act).into_any_attr());
        self
    }

    /// With a text in it.
    pub fn text(self, text: &str) -> Self {
        self.child(text.to_owned().into_any())
    }

    /// With a text that follows what it reads.
    pub fn text_live(self, text: impl Fn() -> String + Send + 'static) -> Self {
        self.child(live(text))
    }

    /// With something else in it.
    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// With more in it.
    pub fn children(mut self, children: Vec<AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// The element.
    pub fn end(self) -> AnyView {
        custom(self.tag)
            .add_any_attr(self.attributes)
            .child(self.children)
            .into_any()
    }
}

/// A paragraph.
pub fn p(classes: &'static str, text: &str) -> AnyView {
    el("p").class(classes).text(text).end()
}

/// What went wrong, in the words of the signal; heard at once.
pub fn alert(problem: RwSignal<String>) -> AnyView {
    el("p")
        .class("field-error")
        .attr("role", "alert")
        .text_live(move || problem.get())
        .end()
}

/// Buttons and the like, beside each other.
pub fn actions(children: Vec<AnyView>) -> AnyView {
    el("div").class("actions").children(children).end()
}

/// Something that is shown once it is asked for.
pub fn details(summary: &str, content: AnyView) -> AnyView {
    let summary = el("summary").text(summary).end();
    el("details").children(vec![summary, content]).end()
}

/// A button that has been begun.
pub fn button(classes: &'static str, act: impl Fn() + 'static) -> El {
    button_boxed(classes, Box::new(act))
}

fn button_boxed(classes: &'static str, act: Box<dyn Fn()>) -> El {
    el("button").class(classes).on("click", Box::new(move |_| act()))
}

/// A box to tick.
pub fn tick(label: &str, is_ticked: bool, act: impl Fn(bool) + 'static) -> AnyView {
    tick_boxed(label, is_ticked, Box::new(act))
}

fn tick_boxed(label: &str, is_ticked: bool, act: Box<dyn Fn(bool)>) -> AnyView {
    let changed = move |event| act(event_target_checked(&event));
    let input = el("input")
        .attr("type", "checkbox")
        .flag("checked", is_ticked)
        .on("change", Box::new(changed));
    let label = el("span").text(label);
    el("label")
        .class("tick")
        .children(vec![input.end(), label.end()])
        .end()
}

/// A choice of one of these: its word, and what it is called.
pub fn select(
    name: &str,
    options: Vec<(String, String)>,
    chosen: &str,
    act: impl Fn(String) + 'static,
) -> AnyView {
    select_boxed(name, options, chosen, Box::new(act))
}

fn select_boxed(
    name: &str,
    options: Vec<(String, String)>,
    chosen: &str,
    act: Box<dyn Fn(String)>,
) -> AnyView {
    let option = |(word, label): (String, String)| {
        let is_chosen = word == chosen;
        el("option")
            .attr("value", &word)
            .flag("selected", is_chosen)
            .text(&label)
            .end()
    };
    el("select")
        .attr("aria-label", name)
        .on("change", Box::new(move |event| act(event_target_value(&event))))
        .children(options.into_iter().map(option).collect())
        .end()
}

/// A choice of one of these that follows what it reads: the word of each, and what it is called.
pub fn select_live(
    name: &str,
    options: &[(&str, &str)],
    chosen: Signal<String>,
    act: Box<dyn Fn(String)>,
) -> AnyView {
    let option = |(word, label): &(&str, &str)| {
        let own = (*word).to_owned();
        // Each by itself: a select takes no value before its options are there.
        let is_chosen = Signal::derive(move || chosen.with(|chosen| *chosen == own));
        el("option")
            .attr("value", word)
            .flag_live("selected", is_chosen)
            .text(label)
            .end()
    };
    el("select")
        .attr("aria-label", name)
        .on("change", Box::new(move |event| act(event_target_value(&event))))
        .children(options.iter().map(option).collect())
        .end()
}
