//! One's lists as files: taken along, brought back, compared.

mod export;
mod import;
mod plan;
mod snapshots;

use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::{MediaType, UserId};
use crate::error::AppError;
use crate::model::exchange::plan::Options;
use crate::model::exchange::{self, FileError, Import};
use crate::model::format;
use crate::ui::components::asked::State;
use crate::ui::components::login_button::LoginButton;
use crate::ui::components::run_line::Runs;
use crate::ui::lists::{ListId, Shelf, use_list};
use crate::ui::live::live;
use crate::ui::state::App;

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    app: App,
    account: UserId,
    name: StoredValue<String>,
    /// Anime and manga.
    shelves: StoredValue<Vec<Rc<Shelf>>, LocalStorage>,
    /// The file that is to be brought in.
    file: StoredValue<Option<Rc<Opened>>, LocalStorage>,
    /// Moves with the file.
    opened: RwSignal<u32>,
    /// Moves with what is found out about it.
    looked_up: RwSignal<u32>,
    /// How the file is to be applied.
    options: RwSignal<Options>,
    /// Moves whenever snapshots come or go.
    kept: RwSignal<u32>,
}

/// A file on its way in.
struct Opened {
    name: String,
    import: Result<Import, AppError>,
    found: import::Found,
}

impl Desk {
    fn shelves(self) -> Vec<Rc<Shelf>> {
        self.shelves.get_value()
    }

    /// Whether both lists are here as a whole; tracked.
    fn is_whole(self) -> bool {
        // Each of them is tracked.
        let whole = self.shelves.with_value(|shelves| {
            let is_whole = shelves.iter().map(|shelf| shelf.is_whole());
            is_whole.filter(|is_whole| *is_whole).count()
        });
        whole == MediaType::ALL.len()
    }

    /// Opens a file, in the place of the one that is open.
    fn open(self, name: String, bytes: Option<&[u8]>) {
        let import = match bytes {
            Some(bytes) => exchange::read(bytes),
            None => Err(FileError::TooLarge),
        };
        if let Ok(import) = &import {
            self.options.set(Options::usual(&import.origin));
        }
        self.file.set_value(Some(Rc::new(Opened {
            name,
            import: import.map_err(AppError::File),
            found: import::Found::default(),
        })));
        self.moved(self.opened);
    }

    fn close(self) {
        self.file.set_value(None);
        self.moved(self.opened);
    }

    fn moved(self, signal: RwSignal<u32>) {
        signal.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// The page at `/transfer`.
#[component]
pub fn TransferPage() -> impl IntoView {
    let app = App::here();
    // A memo, so that a new avatar does not draw the page anew.
    let who = Memo::new(move |_| {
        let account = app.session.active().filter(|account| account.token().is_some())?;
        Some((UserId::new(account.id)?, account.name))
    });
    view! {
        <div class="page">
            <h1 tabindex="-1">"Export and import"</h1>
            {live(move || match who.get() {
                Some((account, name)) => view! { <Transfer account name/> }.into_any(),
                None => view! {
                    <p>"Log in to take your lists along, or to bring some in."</p>
                    <div><LoginButton/></div>
                }
                .into_any(),
            })}
        </div>
    }
}

#[component]
fn Transfer(account: UserId, name: String) -> impl IntoView {
    let list = |kind| {
        use_list(
            ListId {
                user: name.clone(),
                kind,
                only_current: false,
                account: Some(account.get()),
            },
            true,
        )
    };
    let shelves: Vec<Rc<Shelf>> = [MediaType::Anime, MediaType::Manga].map(list).into();
    let states: Vec<AnyView> = shelves
        .iter()
        .map(|shelf| view! { <State asking=shelf.asking skeleton=|| ().into_any()/> }.into_any())
        .collect();
    let desk = Desk {
        app: App::here(),
        account,
        name: StoredValue::new(name.clone()),
        shelves: StoredValue::new_local(shelves),
        file: StoredValue::new_local(None),
        opened: RwSignal::new(0),
        looked_up: RwSignal::new(0),
        options: RwSignal::new(Options::default()),
        kept: RwSignal::new(0),
    };
    view! {
        <p role="status">{live(move || standing(desk))}</p>
        {states}
        <Runs/>
        <export::Export desk/>
        <import::ImportPanel desk/>
        <snapshots::Snapshots desk/>
    }
}

/// How much of the lists is here.
fn standing(desk: Desk) -> String {
    let whole = desk.is_whole();
    let mut text = String::new();
    for shelf in desk.shelves() {
        let library = shelf.library.borrow();
        text.push_str(match shelf.id.kind {
            MediaType::Manga => " Manga: ",
            _ => "Anime: ",
        });
        text.push_str(&format::count(library.len() as u64, "entry", "entries"));
        let (landed, wanted) = shelf.progress.get();
        if landed < wanted {
            text.push_str(&format!(", reading part {} of {wanted}", landed + 1));
        }
        text.push('.');
    }
    if !whole {
        text.push_str(" They are still being read.");
    }
    text
}
