//! What to go on with: the anime being watched, episodes that wait first, and the manga being read.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;

use crate::domain::{ListEntry, MediaId, MediaType, ScoreFormat, TitleLanguage};
use crate::model::format;
use crate::model::library::Library;
use crate::model::next_up::{NextUp, next_up};
use crate::model::row::{Line, Look, Row};
use crate::ui::components::asked::{Freshness, State};
use crate::ui::lists::Shelf;
use crate::ui::live::{effect, live};
use crate::ui::state::App;
use crate::web::clock;
use crate::web::rows::{Act, Rows, Scene};

/// Cards shown of a list: what one goes on with today, and a few more.
const MOST: usize = 12;

/// The cards of one list.
#[component]
pub(super) fn Next(shelf: StoredValue<Rc<Shelf>, LocalStorage>) -> impl IntoView {
    let app = App::here();
    let kind = shelf.with_value(|shelf| shelf.id.kind);
    let asking = shelf.with_value(|shelf| shelf.asking);
    let place = NodeRef::<Div>::new();
    let drawn: Rc<RefCell<Option<Rows>>> = Rc::default();
    effect({
        let drawn = drawn.clone();
        move |_| {
            let Some(element) = place.get() else { return };
            let acted = move |name, act| act_on(app, &shelf.get_value(), name, &act);
            drawn.replace(Rows::new(element.into(), true, Rc::new(acted)));
        }
    });
    effect({
        let drawn = drawn.clone();
        move |_| {
            place.track();
            shelf.with_value(|shelf| shelf.track());
            app.edits.track();
            app.now.track();
            if let Some(rows) = drawn.borrow_mut().as_mut() {
                draw(app, &shelf.get_value(), rows);
            }
        }
    });
    let held = StoredValue::new_local(Some(drawn));
    on_cleanup(move || {
        held.try_update_value(Option::take);
    });
    let (id, title, label) = match kind {
        MediaType::Manga => ("next-manga", "Read on", "Manga to go on with"),
        _ => ("next-anime", "Up next", "Anime to go on with"),
    };
    view! {
        <section aria-labelledby=id>
            <div class="section-head">
                <h2 id=id>{title}</h2>
                <p class="meta">{live(move || waiting(&shelf.get_value()))}</p>
                <Freshness asking what=if kind == MediaType::Manga { "manga" } else { "anime" }/>
            </div>
            <State asking skeleton=skeleton/>
            <div class="rows cards" role="table" aria-label=label node_ref=place></div>
            {live(move || nothing(&shelf.get_value()))}
        </section>
    }
}

/// How many episodes wait.
fn waiting(shelf: &Shelf) -> Option<String> {
    shelf.track();
    let library = shelf.library.borrow();
    let behind: u64 = next_up(&library, clock::now_ms() / 1000)
        .iter()
        .map(|next| u64::from(next.behind))
        .sum();
    (behind > 0).then(|| format::count(behind, "episode waiting", "episodes waiting"))
}

fn nothing(shelf: &Shelf) -> Option<impl IntoView + use<>> {
    shelf.track();
    let nothing = shelf.asking.is_settled() && next_up(&shelf.library.borrow(), 0).is_empty();
    let text = match shelf.id.kind {
        MediaType::Manga => "You are not reading anything. Whatever you set to Reading shows up here.",
        _ => "You are not watching anything. Whatever you set to Watching shows up here.",
    };
    nothing.then(|| view! { <p class="muted">{text}</p> })
}

fn draw(app: App, shelf: &Shelf, rows: &mut Rows) {
    let library = shelf.library.borrow();
    let now = clock::now_ms() / 1000;
    let mut next = next_up(&library, now);
    next.truncate(MOST);
    let name = |next: &NextUp| library.entry(next.row).map_or(0, |entry| entry.media.id.get());
    let lines: Vec<(usize, u64)> = next.iter().map(name).enumerate().collect();
    let edit = app.navigation.editor_link();
    let owner = shelf.owner.borrow().clone();
    let look = Look {
        edit: &edit,
        now,
        scores: owner.map_or(ScoreFormat::Point100, |owner| owner.lists.score_format),
        language: TitleLanguage::Unknown,
    };
    let line = |place: usize| Line::Entry(Box::new(card(app, &library, next.get(place), look)));
    rows.show(&Scene {
        height: None,
        top: 0.0,
        columns: 1,
        count: lines.len(),
        lines: &lines,
        line: &line,
        changed: true,
    });
}

fn card(app: App, library: &Library, next: Option<&NextUp>, look: Look<'_>) -> Row {
    let Some(entry) = next.and_then(|next| library.entry(next.row)) else {
        return Row::default();
    };
    let mut row = Row::of(entry, look, app.edits.standing(entry.media.id));
    row.cover = entry.media.cover.best().map(ToString::to_string);
    row.meta = entry
        .media
        .next_airing
        .map(|airing| format::next_episode(airing, look.now))
        .unwrap_or_default();
    row
}

fn act_on(app: App, shelf: &Shelf, name: u64, act: &Act) {
    let entry: Option<ListEntry> =
        MediaId::new(name).and_then(|media| shelf.library.borrow().get(media).cloned());
    let Some(entry) = entry else { return };
    match act {
        Act::Increase => app.edits.bump(&entry, 1),
        Act::Decrease => app.edits.bump(&entry, -1),
        // The rest is the editor's.
        _ => app.navigation.open_editor(name),
    }
}

fn skeleton() -> AnyView {
    view! {
        <p class="visually-hidden" role="status">"Loading what comes next"</p>
        <div class="rows cards" aria-hidden="true">
            <div class="window">{(0..4).map(|_| view! { <div class="row skeleton"></div> }).collect_view()}</div>
        </div>
    }
    .into_any()
}
