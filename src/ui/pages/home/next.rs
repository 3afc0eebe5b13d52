//! What to go on with: the anime being watched, episodes that wait first, and the manga being read.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;

use crate::data::lists::{LANGUAGE, ListStore};
use crate::data::state::App;
use crate::data::still::Still;
use crate::domain::progress::Counter;
use crate::domain::{ListEntry, MediaId, MediaType, ScoreFormat};
use crate::list::library::Library;
use crate::list::next_up::{NextUp, next_up, summary};
use crate::list::row::{Line, Row, RowContext, left_text};
use crate::list::still::{Event, Order, Touched};
use crate::text::format;
use crate::ui::components::more::more;
use crate::ui::components::query_view::{Freshness, QueryStatus};
use crate::ui::live::live;
use crate::web::reactive::effect;
use crate::web::rows::{RowAction, Rows, Viewport};
use crate::web::{clock, viewport};

use super::airing::local;

/// Cards shown of a list at first: what one goes on with today, and a few more.
const FIRST: usize = 12;

/// The cards of one list.
#[component]
pub(super) fn Next(shelf: StoredValue<Rc<ListStore>, LocalStorage>, still: Still) -> impl IntoView {
    let app = App::here();
    let kind = shelf.with_value(|shelf| shelf.id.kind);
    let state = shelf.with_value(|shelf| shelf.state);
    let place = NodeRef::<Div>::new();
    let limit = RwSignal::new(FIRST);
    let drawn: Rc<RefCell<Option<Rows>>> = Rc::default();
    let cards = Rc::new(RefCell::new(Cards::default()));
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
            let limit = limit.get();
            let shelf = shelf.get_value();
            let attempts = shelf.state.attempts();
            still.track();
            if let Some(rows) = drawn.borrow_mut().as_mut() {
                cards.borrow_mut().arrange(&shelf, still, attempts);
                still.keeping_place(|| draw(app, &shelf, &cards.borrow(), rows, limit));
            }
        }
    });
    let pressed = {
        let drawn = drawn.clone();
        move |event: web_sys::Event| {
            let name = drawn.borrow().as_ref().and_then(Rows::focused_name);
            let key = viewport::single_key(&event).filter(|_| app.preferences.shortcuts());
            if let (Some(name), Some(key)) = (name, key)
                && let Some(act) = act_of(&key)
            {
                event.prevent_default();
                act_on(app, &shelf.get_value(), name, &act);
            }
        }
    };
    let keys = viewport::listen("keydown", Box::new(pressed));
    let held = StoredValue::new_local(Some((drawn, keys)));
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
                <Freshness state what=if kind == MediaType::Manga { "manga" } else { "anime" }/>
            </div>
            <QueryStatus state skeleton=skeleton/>
            <div class="rows cards" role="table" aria-label=label node_ref=place></div>
            {live(move || rest(&shelf.get_value(), limit))}
        </section>
    }
}

/// What there is: how many have new episodes, and of how many.
fn waiting(shelf: &ListStore) -> Option<String> {
    shelf.track();
    let library = shelf.library.borrow();
    summary(&next_up(&library, clock::now_ms() / 1000))
}

/// The way to more cards, or what there is to say when there is none.
fn rest(shelf: &ListStore, limit: RwSignal<usize>) -> AnyView {
    shelf.track();
    let count = next_up(&shelf.library.borrow(), 0).len();
    let left = count.saturating_sub(limit.get());
    if left > 0 {
        return more(limit, left);
    }
    if count > 0 || !shelf.state.is_settled() {
        return ().into_any();
    }
    let text = match shelf.id.kind {
        MediaType::Manga => "You are not reading anything. Whatever you set to Reading shows up here.",
        _ => "You are not watching anything. Whatever you set to Watching shows up here.",
    };
    view! { <p class="muted">{text}</p> }.into_any()
}

/// The cards as they are drawn.
#[derive(Default)]
struct Cards {
    order: Order,
    /// What is said of cards that will go.
    notes: HashMap<MediaId, String>,
    /// The edits of the list that are known here, and how often it was asked to be read again.
    edits: u32,
    attempts: Option<u32>,
}

impl Cards {
    /// Puts the cards where they belong, or leaves them where they are while they may not move.
    fn arrange(&mut self, shelf: &ListStore, still: Still, attempts: u32) {
        let mut library = shelf.library.borrow_mut();
        let next = next_up(&library, clock::now_ms() / 1000);
        let media = |next: &NextUp| Some(library.entry(next.row)?.media.id);
        let right = Order::of(next.iter().filter_map(media).collect());
        if self.attempts.replace(attempts) != Some(attempts) {
            still.hear(Event::Anew);
        } else if self.edits != library.edits() {
            still.hear(Event::Edit);
        }
        self.edits = library.edits();
        if self.order.is_empty() || still.lets_move(shelf, &library) {
            library.settle();
            self.notes.clear();
            self.order = right;
            return;
        }
        let touched = library.touched();
        self.order = self.order.held(&right);
        self.order
            .retain(|media| library.get(media).or(library.lately_gone(media)).is_some());
        let mut marks = self.order.marks(&right, &touched);
        let note = |touched: &Touched| {
            let mark = marks.remove(&touched.media)?;
            Some((touched.media, mark.note(*touched, shelf.id.kind, false)))
        };
        self.notes = touched.iter().filter_map(note).collect();
        still.wait();
    }
}

fn draw(app: App, shelf: &ListStore, cards: &Cards, rows: &mut Rows, limit: usize) {
    let library = shelf.library.borrow();
    let now = clock::now_ms() / 1000;
    let next: Vec<MediaId> = cards.order.media().take(limit).collect();
    let count = cards.order.media().count();
    let lines: Vec<(usize, u64)> = next.iter().map(|media| media.get()).enumerate().collect();
    let edit = app.navigation.editor_link();
    let owner = shelf.owner.borrow().clone();
    let look = RowContext {
        edit: &edit,
        now,
        scores: owner.map_or(ScoreFormat::Point100, |owner| owner.lists.score_format),
        language: LANGUAGE,
        rules: app.preferences.rules(),
    };
    let line = |place: usize| {
        let card = next
            .get(place)
            .and_then(|media| card(app, &library, cards, *media, look));
        Line::Entry(Box::new(card.unwrap_or_default()))
    };
    rows.show(&Viewport {
        height: None,
        top: 0.0,
        columns: 1,
        count,
        lines: &lines,
        line: &line,
        changed: true,
    });
}

fn card(app: App, library: &Library, cards: &Cards, media: MediaId, look: RowContext<'_>) -> Option<Row> {
    let known = library.get(media);
    let entry = known.or_else(|| library.lately_gone(media))?;
    let mut row = Row::of(entry, look, app.edits.standing(media));
    row.note = cards.notes.get(&media).cloned().unwrap_or_default();
    if known.is_none() {
        (row.at_start, row.at_end) = (true, true);
    }
    row.cover = entry.media.cover.best().map(ToString::to_string);
    row.meta = match entry.media.next_airing {
        Some(airing) if airing.airing_at > look.now => [
            &format::next_episode(airing, look.now),
            ", ",
            &local(airing.airing_at, look.now),
        ]
        .concat(),
        Some(airing) => format::next_episode(airing, look.now),
        None => left_text(entry, look.now),
    };
    Some(row)
}

/// What a key does to the card that has the focus.
fn act_of(key: &str) -> Option<RowAction> {
    match key {
        "+" | "=" => Some(RowAction::Increase),
        "-" => Some(RowAction::Decrease),
        "Enter" => Some(RowAction::AskProgress),
        _ => None,
    }
}

fn act_on(app: App, shelf: &ListStore, name: u64, act: &RowAction) {
    let entry: Option<ListEntry> =
        MediaId::new(name).and_then(|media| shelf.library.borrow().get(media).cloned());
    let Some(entry) = entry else { return };
    match act {
        RowAction::Increase => app.edits.bump(&entry, Counter::Progress, 1),
        RowAction::Decrease => app.edits.bump(&entry, Counter::Progress, -1),
        RowAction::NextVolume => app.edits.bump(&entry, Counter::Volumes, 1),
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
