//! One's lists as files: taken along, brought back, compared.

mod export;
mod import;
mod plan;
mod snapshots;

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;

use crate::auth::session::Account;
use crate::data::lists::{ListId, ListStore, use_list};
use crate::data::outbox::Place;
use crate::data::state::App;
use crate::domain::{MediaType, UserId};
use crate::error::AppError;
use crate::exchange::plan::Options;
use crate::exchange::{FileError, Import};
use crate::text::format;
use crate::ui::components::job_row::runs;
use crate::ui::components::login_button::LoginButton;
use crate::ui::components::query_view::QueryStatus;
use crate::ui::kit::Fresh;
use crate::ui::live::{attribute, live};
use crate::web::chunk::NotLoaded;

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    app: App,
    account: UserId,
    name: StoredValue<String>,
    /// Anime and manga.
    shelves: StoredValue<Vec<Rc<ListStore>>, LocalStorage>,
    /// The file that is to be brought in.
    file: StoredValue<Option<Rc<Opened>>, LocalStorage>,
    /// Moves with the file.
    opened: RwSignal<u32>,
    /// Whether a file is being read.
    reading: RwSignal<bool>,
    /// Moves with what is found out about it.
    looked_up: RwSignal<u32>,
    /// How the file is to be applied.
    options: RwSignal<Options>,
    /// Moves whenever snapshots come or go.
    kept: RwSignal<u32>,
}

/// What reads a file, in a chunk of its own: few who open the page have one.
type Reader = fn(&[u8]) -> Result<Import, FileError>;

/// A file on its way in.
struct Opened {
    name: String,
    import: Result<Import, AppError>,
    /// What is in it, where that could not be read because the reader did not arrive.
    unread: Cell<Option<Vec<u8>>>,
    found: import::Found,
}

impl Desk {
    fn shelves(self) -> Vec<Rc<ListStore>> {
        self.shelves.get_value()
    }

    /// Whether both lists are here as a whole; tracked.
    fn is_whole(self) -> bool {
        // Each of them is tracked.
        let whole = self.shelves.with_value(|shelves| {
            let is_whole = shelves.iter().map(|shelf| shelf.is_whole());
            is_whole.filter(|is_whole| *is_whole).count()
        });
        whole == MediaType::ALL.len() && self.app.edits.place() != Place::Opening
    }

    /// "true" for as long as they are not.
    fn unless_whole(self) -> Signal<Option<&'static str>> {
        attribute(move || (!self.is_whole()).then_some("true"))
    }

    /// Opens a file, in the place of the one that is open.
    fn open(self, name: String, bytes: Result<Vec<u8>, FileError>, reader: Result<Reader, NotLoaded>) {
        let (import, unread) = match (bytes, reader) {
            (Ok(bytes), Err(NotLoaded)) => (Err(AppError::PartNotLoaded), Some(bytes)),
            (Ok(bytes), Ok(read)) => (read(&bytes).map_err(AppError::from), None),
            (Err(error), _) => (Err(AppError::from(error)), None),
        };
        self.reading.set(false);
        if let Ok(import) = &import {
            self.options.set(Options::usual(&import.origin));
        }
        self.file.set_value(Some(Rc::new(Opened {
            name,
            import,
            unread: Cell::new(unread),
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
pub fn transfer_page() -> AnyView {
    let app = App::here();
    // A memo, so that what another account does leaves this page as it is.
    let active = Memo::new(move |_| app.session.active().filter(|account| account.token().is_some()));
    let content = move || match active.get() {
        Some(Account { id, name, .. }) => UserId::new(id).map(|id| transfer(id, name)),
        None => Some(logged_out()),
    };
    view! {
        <div class="page">
            <h1 tabindex="-1">"Export and import"</h1>
            // Another account begins with a file, boxes and choices of its own.
            <Fresh>{content()}</Fresh>
        </div>
    }
    .into_any()
}

fn logged_out() -> AnyView {
    view! {
        <p>"Log in to take your lists along, or to bring some in."</p>
        <LoginButton/>
    }
    .into_any()
}

fn transfer(account: UserId, name: String) -> AnyView {
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
    let shelves: Vec<Rc<ListStore>> = [MediaType::Anime, MediaType::Manga].map(list).into();
    let state = |shelf: &Rc<ListStore>| view! { <QueryStatus state=shelf.state skeleton=|| ().into_any()/> };
    let states = shelves.iter().map(state).collect_view();
    let desk = Desk {
        app: App::here(),
        account,
        name: StoredValue::new(name),
        shelves: StoredValue::new_local(shelves),
        file: StoredValue::new_local(None),
        opened: RwSignal::new(0),
        reading: RwSignal::new(false),
        looked_up: RwSignal::new(0),
        options: RwSignal::new(Options::default()),
        kept: RwSignal::new(0),
    };
    view! {
        <p role="status">{live(move || standing(desk))}</p>
        <div>{states}</div>
        {runs()}
        {export::export(desk)}
        {import::import(desk)}
        {snapshots::snapshots(desk)}
    }
    .into_any()
}

/// A part of the page.
fn panel(id: &'static str, title: &'static str, content: AnyView) -> AnyView {
    let heading = [id, "-title"].concat();
    let labelledby = heading.clone();
    view! {
        <section class="panel" id=id aria-labelledby=labelledby>
            <h2 id=heading tabindex="-1">{title}</h2>
            {content}
        </section>
    }
    .into_any()
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
            text.push_str(", reading part ");
            text.push_str(&format::number((landed + 1).into()));
            text.push_str(" of ");
            text.push_str(&format::number(wanted.into()));
        }
        text.push('.');
    }
    if !whole {
        text.push_str(" They are still being read.");
    }
    text
}
