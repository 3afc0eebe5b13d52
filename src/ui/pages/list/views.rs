//! Views of a list that a person saved: an address with a name.

use leptos::prelude::*;

use crate::data::state::App;
use crate::list::query::ListQuery;
use crate::list::saved_views::SavedViews as Saved;
use crate::ui::kit::{LiveSelect, options};
use crate::ui::lazy;
use crate::ui::live::{handler, live};
use crate::web::dom;
use crate::web::history::Step;
use crate::web::storage::{self, Area};

use super::ListPageState;

/// Id of the field for a name.
const NAME: &str = "view-name";
/// Id of the button that saves or forgets.
const SAVE: &str = "view-save";

/// The saved views of this browser. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Views {
    look: ListPageState,
    saved: RwSignal<Saved>,
    /// Whether a name is being typed.
    naming: RwSignal<bool>,
    /// The address of what is shown, as a view is kept.
    address: Memo<String>,
}

fn key(app: App) -> String {
    app.config.keys().views()
}

/// A choice among the views, and a button that saves what is shown as one, or forgets it.
pub(super) fn saved_views(look: ListPageState) -> AnyView {
    let stored = storage::get(Area::Local, &key(look.app)).unwrap_or_default();
    let views = Views {
        look,
        saved: RwSignal::new(Saved::parse(&stored)),
        naming: RwSignal::new(false),
        address: Memo::new(move |_| look.query.with(|query| query.address(look.kind))),
    };
    let has_any = Memo::new(move |_| views.saved.with(|saved| saved.has_any(look.kind)));
    let choice = move || lazy::piece(&lazy::VIEWS, move |[choice, _]| choice(views));
    live(move || match views.naming.get() {
        true => lazy::piece(&lazy::VIEWS, move |[_, name]| name(views)),
        false => view! { {live(move || has_any.get().then(choice))}{views.button()} }.into_any(),
    })
}

impl Views {
    /// Which view is shown, by its name; tracked.
    fn current(self) -> Option<String> {
        let address = self.address.get();
        let kind = self.look.kind;
        self.saved
            .with(|saved| saved.name_of(kind, &address).map(str::to_owned))
    }

    /// All there are, to choose from.
    pub fn choice(self) -> AnyView {
        let names = Memo::new(move |_| self.saved.with(|saved| saved.names(self.look.kind)));
        let current = Memo::new(move |_| self.current().unwrap_or_default());
        live(move || {
            let names = names.get();
            let mut views = vec![("", "Saved views")];
            views.extend(names.iter().map(|name| (&**name, &**name)));
            let open = move |name: String| self.open(&name);
            view! { <LiveSelect label="Saved views" options=options(&views) chosen=current on_change=open/> }
        })
    }

    fn open(self, name: &str) {
        let look = self.look;
        let address = self
            .saved
            .with_untracked(|saved| saved.get(look.kind, name).map(str::to_owned));
        if let Some(address) = address {
            let query = ListQuery::from_address(&address, look.kind);
            look.app.navigation.go_to(&look.address(&query), Step::Push);
        }
    }

    fn button(self) -> AnyView {
        let is_saved = Memo::new(move |_| self.current().is_some());
        let pressed = move || match is_saved.get_untracked() {
            true => self.forget(),
            false => self.naming.set(true),
        };
        let label = move || match is_saved.get() {
            true => "Forget this view",
            false => "Save this view",
        };
        view! { <button class="button" id=SAVE on:click=handler(move |_| pressed())>{live(label)}</button> }
            .into_any()
    }

    /// The field for a name of what is shown; it has the focus.
    pub fn name_field(self) -> AnyView {
        request_animation_frame(|| dom::focus(&["#", NAME].concat()));
        let name = StoredValue::new(String::new());
        let submitted = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.save(&name.get_value());
        };
        let typed = move |event: leptos::ev::Event| name.set_value(event_target_value(&event));
        view! {
            <form class="actions" on:submit=handler(submitted)>
                <input
                    class="in-place"
                    id=NAME
                    aria-label="Name of the view"
                    placeholder="Name of the view"
                    on:input=handler(typed)
                />
                <button class="button">"Save"</button>
                <button class="button" type="button" on:click=handler(move |_| self.done())>"Cancel"</button>
            </form>
        }
        .into_any()
    }

    fn done(self) {
        self.naming.set(false);
        request_animation_frame(|| dom::focus(&["#", SAVE].concat()));
    }

    fn save(self, name: &str) {
        let address = self.address.get_untracked();
        if !name.trim().is_empty() {
            let kind = self.look.kind;
            self.saved.update(|saved| saved.put(kind, name.trim(), &address));
            self.keep();
        }
        self.done();
    }

    fn forget(self) {
        let address = self.address.get_untracked();
        self.saved.update(|saved| saved.remove(self.look.kind, &address));
        self.keep();
    }

    fn keep(self) {
        let text = self.saved.with_untracked(Saved::to_text);
        if storage::set(Area::Local, &key(self.look.app), &text).is_err() {
            self.look.app.toast("The browser did not keep the view.");
        }
    }
}
