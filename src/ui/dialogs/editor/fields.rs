//! The inputs of the form: each shows what the draft says, and tells it what the person does.

use leptos::prelude::*;

use crate::domain::progress::Counter;
use crate::domain::{Field, ListStatus};
use crate::outbox::draft::{Draft, Place};
use crate::text::format;
use crate::text::labels::field_name;
use crate::ui::components::button::Button;
use crate::ui::live::{attribute, handler, live};

use super::{at, status_of};

/// A form. Cheap to copy.
#[derive(Clone, Copy)]
pub(in crate::ui::dialogs) struct Form {
    /// What the ids of its inputs begin with.
    prefix: &'static str,
    /// What stands in it; nothing while it is loaded.
    pub(in crate::ui::dialogs) draft: RwSignal<Option<Draft>>,
}

impl Form {
    pub(in crate::ui::dialogs) fn new(prefix: &'static str, draft: Option<Draft>) -> Self {
        Self {
            prefix,
            draft: RwSignal::new(draft),
        }
    }

    /// What `read` makes of the draft; tracked.
    pub(in crate::ui::dialogs) fn read<T>(self, read: impl FnOnce(&Draft) -> T) -> Option<T> {
        self.draft.with(|draft| draft.as_ref().map(read))
    }

    /// Changes the draft.
    pub(in crate::ui::dialogs) fn change<T>(self, change: impl FnOnce(&mut Draft) -> T) -> Option<T> {
        self.draft
            .try_update(|draft| draft.as_mut().map(change))
            .flatten()
    }

    /// Id of an input.
    pub(in crate::ui::dialogs) fn id(self, place: Place) -> String {
        let mut id = String::from(self.prefix);
        id.push('-');
        match place {
            Place::Field(field) => id.push_str(field.argument()),
            Place::Part(part) => id.push_str(&part.to_string()),
        }
        id
    }

    /// What `read` makes of the draft. An input whose text is the same as before is left alone: to write it once more would
    /// take away what the person has marked in it.
    fn text_of(self, place: Place, read: fn(&Draft, Place) -> String) -> Signal<String> {
        Memo::new(move |_| self.read(|draft| read(draft, place)).unwrap_or_default()).into()
    }

    fn text(self, place: Place) -> Signal<String> {
        self.text_of(place, Draft::text)
    }

    pub(super) fn problem(self, place: Place) -> Signal<String> {
        self.text_of(place, |draft, place| draft.problem(place).to_owned())
    }

    fn is_invalid(self, place: Place) -> Signal<Option<&'static str>> {
        attribute(move || {
            let is_wrong = self.read(|draft| !draft.problem(place).is_empty());
            is_wrong.unwrap_or_default().then_some("true")
        })
    }

    pub(super) fn label(self, field: Field) -> &'static str {
        self.draft
            .with_untracked(|draft| draft.as_ref().map(|draft| draft.work.kind))
            .map_or("", |kind| field_name(field, kind))
    }
}

/// An input with its label, what stands beside it, and what is wrong with it.
pub(super) fn field(form: Form, place: Place, label: &str, input: AnyView, beside: AnyView) -> AnyView {
    let id = form.id(place);
    let problem = [&id, "-problem"].concat();
    let class = match place {
        Place::Field(Field::Repeat | Field::Priority) => "field narrow",
        Place::Field(Field::Notes) => "field wide",
        _ => "field",
    };
    view! {
        <div class=class>
            <label for=id>{label.to_owned()}</label>
            <div class="field-line">{input}{beside}</div>
            <p id=problem class="field-error" aria-live="polite">{form.problem(place)}</p>
        </div>
    }
    .into_any()
}

/// A line to type into.
pub(super) fn input(form: Form, place: Place, mode: &'static str) -> AnyView {
    let id = form.id(place);
    let problem = [&id, "-problem"].concat();
    let typed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        form.change(|draft| draft.type_text(place, &text));
    };
    let left = move |_: leptos::ev::Event| {
        form.change(|draft| draft.leave(place));
    };
    view! {
        <input
            id=id
            autocomplete="off"
            inputmode=mode
            aria-describedby=problem
            aria-invalid=form.is_invalid(place)
            prop:value=form.text(place)
            on:input=handler(typed)
            on:change=handler(left)
        />
    }
    .into_any()
}

pub(super) fn text_field(form: Form, name: Field) -> AnyView {
    let place = at(name);
    field(
        form,
        place,
        form.label(name),
        input(form, place, "numeric"),
        ().into_any(),
    )
}

/// A small button beside an input; `name` says what it does to which, and `label` is in it.
fn beside(label: &'static str, name: String, act: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class="button small" aria-label=name on:click=handler(move |_| act())>{label}</button> }
        .into_any()
}

/// A button for one more or one less.
fn stepper(form: Form, counter: Counter, label: &'static str, steps: i32) -> AnyView {
    let (class, word) = if steps > 0 {
        ("step plus", "One more: ")
    } else {
        ("step minus", "One less: ")
    };
    let act = move |_: leptos::ev::MouseEvent| {
        form.change(|draft| draft.step(counter, steps));
    };
    view! { <button type="button" class=class aria-label=[word, label].concat() on:click=handler(act)></button> }.into_any()
}

/// Progress or volumes, and how many there are.
pub(super) fn counter_field(form: Form, name: Field) -> AnyView {
    let (place, label) = (at(name), form.label(name));
    let counter = match name {
        Field::ProgressVolumes => Counter::Volumes,
        _ => Counter::Progress,
    };
    let total = form
        .draft
        .with_untracked(|draft| draft.as_ref().and_then(|draft| counter.total(&draft.work)));
    let total = total.map(|total| {
        let text = ["of ", &format::number(total.into())].concat();
        view! { <span class="muted">{text}</span> }
    });
    let buttons = view! { {total}{stepper(form, counter, label, -1)}{stepper(form, counter, label, 1)} };
    let input = field(
        form,
        place,
        label,
        input(form, place, "numeric"),
        buttons.into_any(),
    );
    match counter {
        Counter::Progress => {
            view! { <div class="stack tight">{input}{live(move || follows(form))}</div> }.into_any()
        }
        Counter::Volumes => input,
    }
}

/// What the automatic rules have done, and what they offer.
fn follows(form: Form) -> AnyView {
    let (text, offers) = form
        .read(|draft| (draft.followed_text(), draft.offer.is_some()))
        .unwrap_or_default();
    let text = if text.is_empty() {
        text
    } else {
        ["Also set: ", &text].concat()
    };
    let accept = move |()| {
        form.change(Draft::accept);
    };
    let offer =
        offers.then(|| view! { <Button label="Complete it, today" class="button small" act=accept/> });
    view! { <p class="meta" role="status">{text}</p>{offer} }.into_any()
}

/// A date of which parts may be missing.
pub(in crate::ui::dialogs) fn date_field(form: Form, name: Field) -> AnyView {
    let (place, label) = (at(name), form.label(name));
    let put = move |text: &str| {
        form.change(|draft| {
            draft.type_text(place, text);
            draft.leave(place);
        });
    };
    let today = move || {
        let today = form.read(Draft::today_text).unwrap_or_default();
        put(&today);
    };
    let buttons = view! {
        {beside("Today", [label, ": Today"].concat(), today)}
        {beside("Clear", [label, ": Clear"].concat(), move || put(""))}
    };
    field(form, place, label, input(form, place, "text"), buttons.into_any())
}

pub(super) fn status_field(form: Form) -> AnyView {
    let place = at(Field::Status);
    let chosen = move |event: leptos::ev::Event| {
        let value = status_of(&event_target_value(&event));
        form.change(|draft| draft.set(value));
    };
    let kind = form.read(|draft| draft.work.kind).unwrap_or_default();
    let is_new = Memo::new(move |_| form.read(Draft::is_new).unwrap_or_default());
    let option = |status: &ListStatus| {
        let (word, name) = (status.word().unwrap_or_default(), status.label(kind));
        view! { <option value=word>{name}</option> }
    };
    // Always there, so that it can be chosen the moment that the entry goes under the form.
    let none = view! {
        <option value="" hidden=move || !is_new.get() disabled=move || !is_new.get()>"Not on my list"</option>
    };
    let value = Signal::derive(move || {
        let word = form.read(|draft| draft.values().status.word().unwrap_or_default());
        word.unwrap_or_default().to_owned()
    });
    let select = view! {
        <select id=form.id(place) aria-describedby="editor-status-problem" prop:value=value on:change=handler(chosen)>
            {none}{ListStatus::ALL.iter().map(option).collect_view()}
        </select>
    };
    field(
        form,
        place,
        form.label(Field::Status),
        select.into_any(),
        ().into_any(),
    )
}

pub(super) fn notes_field(form: Form) -> AnyView {
    let place = at(Field::Notes);
    let id = form.id(place);
    let described = [&id, "-problem ", &id, "-length"].concat();
    let typed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        form.change(|draft| draft.type_text(place, &text));
    };
    let left = move |_: leptos::ev::Event| {
        form.change(|draft| draft.leave(place));
    };
    let length = Signal::derive(move || {
        let (length, most) = form.read(Draft::note_length).unwrap_or_default();
        [
            &format::number(length as u64),
            " of ",
            &format::number(most as u64),
        ]
        .concat()
    });
    let input = view! {
        <textarea id=id.clone() rows="4" aria-describedby=described aria-invalid=form.is_invalid(place)
            prop:value=form.text(place) on:input=handler(typed) on:change=handler(left)></textarea>
    };
    let length = view! { <span id=[&id, "-length"].concat() class="meta">{length}</span> };
    field(
        form,
        place,
        form.label(Field::Notes),
        input.into_any(),
        length.into_any(),
    )
}

/// A box to tick.
pub(super) fn check_field(
    form: Form,
    label: &str,
    is_on: fn(&Draft) -> bool,
    set: fn(&mut Draft, bool),
) -> AnyView {
    check(
        label,
        Signal::derive(move || form.read(is_on).unwrap_or_default()),
        Box::new(move |on| {
            form.change(|draft| set(draft, on));
        }),
    )
}

fn check(label: &str, is_on: Signal<bool>, set: Box<dyn Fn(bool)>) -> AnyView {
    let changed = move |event: leptos::ev::Event| set(event_target_checked(&event));
    view! {
        <label class="check"><input type="checkbox" prop:checked=is_on on:change=handler(changed)/><bdi>{label.to_owned()}</bdi></label>
    }
    .into_any()
}

/// The custom lists, where there are any.
pub(super) fn lists_field(form: Form) -> Option<AnyView> {
    let names = form.read(Draft::lists).filter(|names| !names.is_empty())?;
    let list = |name: Box<str>| {
        let known = name.clone();
        let is_on = Signal::derive(move || {
            let is_in = form.read(|draft| draft.values().custom_lists.contains(&known));
            is_in.unwrap_or_default()
        });
        let held = name.clone();
        let set = move |on| {
            form.change(|draft| draft.set_list(&held, on));
        };
        check(&name, is_on, Box::new(set))
    };
    let problem = form.problem(at(Field::CustomLists));
    Some(
        view! {
            <fieldset class="checks">
                <legend>{form.label(Field::CustomLists)}</legend>
                {names.into_iter().map(list).collect_view()}
                <p class="field-error" aria-live="polite">{problem}</p>
            </fieldset>
        }
        .into_any(),
    )
}
