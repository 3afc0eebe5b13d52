//! Choosing entries of one's own list, and changing them together.

mod form;
mod preview;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use leptos::prelude::*;

use crate::domain::MediaId;
use crate::list::selection::Selection;
use crate::outbox::bulk::{BulkChange, Form, PlannedItem};
use crate::route::Route;
use crate::text::format::{count, number};
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::kit::Fresh;
use crate::ui::lazy;
use crate::ui::live::{attribute, handler, live};
use crate::web::dom;

use super::ListPageState;
use super::drawing::Drawing;

/// Id of the dialog.
const DIALOG: &str = "bulk";

/// What is chosen, and what is to be done with it. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Bulk {
    /// Nothing while nobody chooses.
    selection: RwSignal<Option<Selection>>,
    stage: RwSignal<Stage>,
    form: StoredValue<Form>,
    /// What the preview shows.
    planned: StoredValue<Option<Rc<Planned>>, LocalStorage>,
    drawing: StoredValue<Weak<RefCell<Drawing>>, LocalStorage>,
}

/// What the dialog shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Closed,
    Form,
    Preview,
}

#[derive(PartialEq)]
struct Planned {
    change: BulkChange,
    items: Vec<PlannedItem>,
    /// Entries that the change leaves as they are.
    same: usize,
}

impl Bulk {
    pub(super) fn new() -> Self {
        Self {
            selection: RwSignal::new(None),
            stage: RwSignal::new(Stage::Closed),
            form: StoredValue::new(Form::default()),
            planned: StoredValue::new_local(None),
            drawing: StoredValue::new_local(Weak::new()),
        }
    }

    /// Says what draws the list.
    pub(super) fn draws(self, drawing: Weak<RefCell<Drawing>>) {
        self.drawing.set_value(drawing);
    }

    /// Runs whatever calls this again when the choice has changed.
    pub(super) fn track(self) {
        self.selection.track();
    }

    /// Whether entries are being chosen; untracked, as what follows.
    pub(super) fn is_on(self) -> bool {
        self.selection.with_untracked(Option::is_some)
    }

    /// Whether a work is chosen; nothing while nobody chooses.
    pub(super) fn has_chosen(self, media: MediaId) -> Option<bool> {
        self.selection
            .with_untracked(|selection| selection.as_ref().map(|selection| selection.has(media)))
    }

    /// Chooses a work, or leaves it out again.
    pub(super) fn choose(self, media: MediaId) {
        self.change(&|selection| selection.toggle(media));
    }

    /// Does the same with all from the last choice to this one.
    pub(super) fn choose_to(self, media: MediaId, shown: &[MediaId]) {
        self.change(&|selection| selection.extend_to(media, shown));
    }

    fn change(self, change: &dyn Fn(&mut Selection)) {
        self.selection.update(|selection| {
            if let Some(selection) = selection {
                change(selection);
            }
        });
    }

    fn len(self) -> usize {
        self.selection
            .with(|selection| selection.as_ref().map_or(0, Selection::len))
    }

    /// How many are chosen, as an object of a sentence; tracked.
    fn entries(self) -> String {
        count(self.len() as u64, "entry", "entries")
    }

    fn close(self) {
        self.stage.set(Stage::Closed);
        self.planned.set_value(None);
    }
}

/// The buttons of the toolbar for those who look at their own list.
pub(super) fn entrance(look: ListPageState) -> AnyView {
    let bulk = look.bulk;
    let pressed = attribute(move || {
        let is_on = bulk.selection.with(Option::is_some);
        Some(if is_on { "true" } else { "false" })
    });
    let toggle = move || {
        let begins = !bulk.is_on();
        bulk.selection.set(begins.then(Selection::default));
    };
    let address = look.app.navigation.path(&Route::Transfer);
    view! {
        <button class="button" aria-pressed=pressed on:click=handler(move |_| toggle())>"Select"</button>
        <a class="button" href=address>"Export and import"</a>
    }
    .into_any()
}

/// What can be done with the entries that are chosen.
pub(super) fn select_bar(look: ListPageState) -> AnyView {
    let bulk = look.bulk;
    let is_on = Memo::new(move |_| bulk.selection.with(Option::is_some));
    let is_open = Memo::new(move |_| bulk.stage.get() != Stage::Closed);
    let bar = live(move || {
        is_on
            .get()
            .then(|| lazy::piece(&lazy::BULK, move |[bar, _]| bar(look)))
    });
    let window = live(move || {
        is_open
            .get()
            .then(|| lazy::piece(&lazy::BULK, move |[_, window]| window(look)))
    });
    view! { {bar}{window} }.into_any()
}

/// The bar itself.
pub fn bar(look: ListPageState) -> AnyView {
    let bulk = look.bulk;
    let all = move || {
        let drawing = bulk.drawing.get_value().upgrade();
        let shown = drawing
            .map(|drawing| drawing.borrow().shown())
            .unwrap_or_default();
        bulk.change(&|selection| selection.add(&shown));
    };
    let edit = move || {
        let chosen = bulk
            .selection
            .with_untracked(|chosen| chosen.as_ref().map(Selection::len));
        if chosen.is_some_and(|chosen| chosen > 0) {
            let mut form = Form::default();
            form.follow(look.app.preferences.rules().automatic);
            bulk.form.set_value(form);
            bulk.stage.set(Stage::Form);
        }
    };
    let shown = move || ["Select all ", &number(look.counts.get().0 as u64), " shown"].concat();
    let nothing = attribute(move || (bulk.len() == 0).then_some("true"));
    view! {
        <div class="select-bar" role="group" aria-label="Selection">
            <p role="status">{live(move || [&number(bulk.len() as u64), " selected"].concat())}</p>
            <button class="button small" on:click=handler(move |_| all())>{live(shown)}</button>
            <button class="button small" on:click=handler(move |_| bulk.change(&Selection::clear))>"Clear"</button>
            <button class="button small primary" aria-disabled=nothing on:click=handler(move |_| edit())>
                {live(move || ["Edit ", &bulk.entries(), "…"].concat())}
            </button>
            <button class="button small" on:click=handler(move |_| bulk.selection.set(None))>"Done"</button>
        </div>
    }
    .into_any()
}

/// The dialog in which a change of many is made.
pub fn window(look: ListPageState) -> AnyView {
    let bulk = look.bulk;
    let title = move || ["Edit ", &bulk.entries()].concat();
    let stage = move || match bulk.stage.get() {
        Stage::Form => form::form(look),
        Stage::Preview => preview::preview(look),
        Stage::Closed => ().into_any(),
    };
    // A preview that is drawn again asks again whether activities are wanted.
    let content = view! { <Fresh>{stage()}</Fresh> }.into_any();
    dialog(
        Dialog {
            id: DIALOG,
            class: "dialog",
            light: false,
            title: Signal::derive(title),
            leave: Callback::new(move |()| bulk.close()),
        },
        content,
    )
}

/// Moves the focus to what the dialog says now.
fn focus_on_news() {
    request_animation_frame(|| dom::focus("#bulk [tabindex='-1']"));
}
