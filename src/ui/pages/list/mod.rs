//! Somebody's anime or manga list, at the address it has on AniList's site.

pub mod bulk;
mod drawing;
pub mod filters;
mod keys;
mod toolbar;
mod views;

use std::rc::Rc;

use leptos::prelude::*;

use crate::data::lists::{ListId, ListStore, use_list};
use crate::data::state::App;
use crate::data::still::{Still, use_still};
use crate::domain::{MediaId, MediaType, ScoreFormat};
use crate::list::library::Tab;
use crate::list::query::{ListQuery, Section};
use crate::route::{ListPlace, Route};
use crate::text::format;
use crate::ui::components::query_view::{Freshness, QueryStatus};
use crate::ui::lazy;
use crate::ui::live::{attribute, live};
use crate::web::dom;
use crate::web::history::Step;
use crate::web::reactive::effect;

use bulk::{Bulk, select_bar};
use drawing::use_drawing;
use filters::filters;
use toolbar::toolbar;

pub use views::Views;

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ListPageState {
    app: App,
    kind: MediaType,
    user: StoredValue<String>,
    shelf: StoredValue<Rc<ListStore>, LocalStorage>,
    /// What the address asks to see.
    query: Memo<ListQuery>,
    /// What there is to choose from, with counts.
    tabs: RwSignal<(ListQuery, Vec<Tab>)>,
    /// Entries shown, and of how many.
    counts: RwSignal<(usize, usize)>,
    /// Picks one of the entries shown, by chance.
    random: StoredValue<Option<Random>, LocalStorage>,
    /// Which entries are chosen, to be changed together.
    bulk: Bulk,
    /// When lines may move.
    still: Still,
}

type Random = Box<dyn Fn() -> Option<MediaId>>;

impl ListPageState {
    fn shelf(self) -> Rc<ListStore> {
        self.shelf.get_value()
    }

    /// The address at which the list is seen like this.
    fn address(self, query: &ListQuery) -> String {
        let mut address = self.app.navigation.path(&Route::List(ListPlace {
            user: self.user.get_value(),
            kind: self.kind,
            section: query.section.path(self.kind),
        }));
        let rest = query.to_query_string();
        if !rest.is_empty() {
            address.push('?');
            address.push_str(&rest);
        }
        address
    }

    /// Shows the list like this. A choice adds nothing to go back to; a section does, as a link would.
    fn set(self, change: impl FnOnce(&mut ListQuery)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.app
            .navigation
            .set_query(&query.to_query_string(), Step::Replace);
    }

    fn scores(self) -> ScoreFormat {
        let shelf = self.shelf();
        let owner = shelf.owner.borrow();
        owner
            .as_ref()
            .map_or(ScoreFormat::Point100, |owner| owner.lists.score_format)
    }
}

/// The page at `/user/NAME/animelist` and `/user/NAME/mangalist`.
#[component]
pub fn ListPage(
    /// Whose list, and which; its section is read from the address.
    place: ListPlace,
) -> impl IntoView {
    let app = App::here();
    let own = app.own_account(&place.user);
    let heading = place.heading(own.is_some());
    let ListPlace { user, kind, .. } = place;
    let shelf = use_list(
        ListId {
            user: user.clone(),
            kind,
            only_current: false,
            account: app.session.bearer().map(|(id, _)| id),
        },
        own.is_some(),
    );
    let state = shelf.state;
    let query = Memo::new(move |_| {
        let section = match app.navigation.route() {
            Some(Route::List(place)) => Section::from_path(&place.section, kind),
            _ => None,
        };
        ListQuery {
            section: section.unwrap_or_default(),
            ..ListQuery::parse(&app.navigation.query())
        }
    });
    let look = ListPageState {
        app,
        kind,
        user: StoredValue::new(user),
        shelf: StoredValue::new_local(shelf),
        query,
        tabs: RwSignal::default(),
        counts: RwSignal::new((0, 0)),
        random: StoredValue::new_local(None),
        bulk: Bulk::new(),
        still: use_still(),
    };
    let drawing = use_drawing(look);
    correct_section(look);
    view! {
        <div class="page list-page">
            <div class="section-head">
                <h1 tabindex="-1"><bdi>{heading}</bdi></h1>
                <Freshness state what="list"/>
            </div>
            {toolbar(look)}
            {filters(look, toolbar::actions(look))}
            <nav aria-label="Sections"><ul class="list-tabs">{live(move || tabs(look))}</ul></nav>
            <p class="meta" role="status">{live(move || counted(look))}</p>
            {later_runs(app)}
            {select_bar(look)}
            <QueryStatus state skeleton=skeleton/>
            <div
                class=attribute(move || Some(drawing::class(query.get().layout)))
                role="table"
                aria-label="List"
                node_ref=drawing
            ></div>
            {live(move || nothing(look))}
        </div>
    }
}

/// What changes of many entries are under way.
fn later_runs(app: App) -> AnyView {
    let are_any = Memo::new(move |_| !app.edits.runs().is_empty());
    live(move || are_any.get().then(|| lazy::piece(&lazy::RUNS, |draw| draw())))
}

fn tabs(look: ListPageState) -> impl IntoView {
    let (query, tabs) = look.tabs.get();
    // There may be more than fit.
    request_animation_frame(|| dom::reveal_current(".list-tabs"));
    tabs.into_iter()
        .map(|tab| {
            let current = (tab.section == query.section).then_some("page");
            let address = look.address(&ListQuery { section: tab.section, ..query.clone() });
            let count = format::number(tab.count as u64);
            view! {
                <li><a href=address aria-current=current><bdi>{tab.title.into_string()}</bdi> <span class="count">{count}</span></a></li>
            }
        })
        .collect_view()
}

/// How much is shown, or how far reading has come.
fn counted(look: ListPageState) -> String {
    let shelf = look.shelf();
    shelf.track();
    let (landed, wanted) = shelf.progress.get();
    let (shown, total) = look.counts.get();
    if total == 0 && !shelf.is_whole() {
        // Nothing is known yet; the space keeps the place.
        return "\u{a0}".to_owned();
    }
    let mut text = if shown == total {
        format::count(total as u64, "entry", "entries")
    } else {
        format!(
            "{} of {}",
            format::number(shown as u64),
            format::count(total as u64, "entry", "entries")
        )
    };
    if landed < wanted {
        text.push_str(&format!(
            " · reading part {} of {}",
            format::number((landed + 1).into()),
            format::number(wanted.into())
        ));
    }
    text
}

/// Gives the address the name of the section it means, where it is written in another way.
fn correct_section(look: ListPageState) {
    effect(move |_| {
        let section = look.query.with(|query| query.section.clone());
        let meant = meant(look, &section).filter(|meant| *meant != section);
        if let Some(meant) = meant {
            look.app.navigation.correct_path(&Route::List(ListPlace {
                user: look.user.get_value(),
                kind: look.kind,
                section: meant.path(look.kind),
            }));
        }
    });
}

/// Which section an address means; `None` when there is none like it, or the names are not known yet. Tracked.
fn meant(look: ListPageState, section: &Section) -> Option<Section> {
    let shelf = look.shelf();
    let is_known = shelf.is_whole() || shelf.owner.borrow().is_some();
    let library = shelf.library.borrow();
    section
        .meant(library.custom_lists(), look.kind)
        .filter(|_| is_known)
}

/// What there is to say in the place of entries, once it is known that there are none.
fn nothing(look: ListPageState) -> Option<AnyView> {
    let shelf = look.shelf();
    let section = look.query.with(|query| query.section.clone());
    if shelf.is_whole() && shelf.state.is_settled() && meant(look, &section).is_none() {
        return Some(no_such_list(look, &section));
    }
    let is_whole = shelf.is_whole();
    let text = match look.counts.get() {
        _ if !is_whole || !shelf.state.is_settled() => return None,
        (0, 0) if !shelf.library.borrow().is_empty() => "Nothing stands in this section.",
        (0, 0) if shelf.is_own => "Nothing is on this list yet. Search for a title, and put it there.",
        (0, 0) => "Nothing is on this list, or nothing that may be seen.",
        (0, _) => "No entry is like that.",
        _ => return None,
    };
    Some(view! { <p class="muted">{text}</p> }.into_any())
}

/// The address names a section that nobody has: the ways to those that there are.
fn no_such_list(look: ListPageState, section: &Section) -> AnyView {
    let (query, tabs) = look.tabs.get();
    let way = |tab: &Tab| {
        let name = tab.title.to_string();
        let address = look.address(&ListQuery {
            section: tab.section.clone(),
            ..query.clone()
        });
        view! { <a class="button" href=address><bdi>{name}</bdi></a> }.into_any()
    };
    let others = tabs.iter().filter(|tab| tab.section != *section);
    let ways = others.map(way).collect_view();
    let called = section.title(look.kind).to_owned();
    view! {
        <section class="stack" aria-labelledby="no-such-list">
            <h2 id="no-such-list">"There is no list called “"<bdi>{called}</bdi>"” here"</h2>
            <p class="muted">"It may have been renamed or removed. These lists are here:"</p>
            <div class="actions">{ways}</div>
        </section>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    let line = |_| view! { <div class="row"><div class="skeleton cover-small"></div><div class="skeleton line"></div></div> };
    view! {
        <p class="visually-hidden" role="status">"Loading the list"</p>
        <div class="rows detailed" aria-hidden="true">{(0..12).map(line).collect_view()}</div>
    }
    .into_any()
}
