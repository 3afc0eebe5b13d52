//! The route as a signal.

use leptos::prelude::*;

use crate::route::{Base, Route};
use crate::web::reactive::spawn;
use crate::web::{clock, dom, history, location, viewport};

/// Where the app is. Follows the address bar, and moves it.
#[derive(Clone, Copy)]
pub struct Navigation {
    route: RwSignal<Option<Route>>,
    /// What follows `?` in the address.
    query: RwSignal<String>,
    /// Path of the last page that is not about logging in: where a login returns to.
    last_page: RwSignal<String>,
    /// The address as it was last read.
    address: StoredValue<String>,
    /// How far the pages that were left were scrolled, by their addresses; the last one last.
    scrolled: StoredValue<Vec<(String, f64)>>,
    base: &'static Base,
}

/// Addresses of which the scroll position is kept.
const MOST_PLACES: usize = 50;

/// The parameter of the editor in a query.
const EDIT: &str = "edit=";

fn editing(query: &str) -> Option<u64> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(EDIT)?.parse().ok())
}

fn is_editor(path: &str) -> bool {
    path.split_once('?')
        .is_some_and(|(_, query)| editing(query).is_some())
}

fn page_of(path: &str) -> &str {
    path.split('?').next().unwrap_or_default()
}

fn without_editor(query: &str) -> String {
    let others: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with(EDIT)).collect();
    others.join("&")
}

impl Navigation {
    /// Reads the address, and follows it from now on. Called once.
    pub fn start(base_path: &str) -> Self {
        let base: &'static Base = Box::leak(Box::new(Base::new(base_path)));
        let here = Self {
            route: RwSignal::new(None),
            query: RwSignal::new(String::new()),
            address: StoredValue::new(String::new()),
            scrolled: StoredValue::new(Vec::new()),
            last_page: RwSignal::new(base.as_str().to_owned()),
            base,
        };
        here.arrive();
        // The browser would scroll before the list of the page is there again.
        viewport::restores_itself(false);
        history::on_move(move || {
            here.note_scroll();
            here.arrive();
            spawn(here.scroll_back());
        });
        history::on_link(base.as_str().to_owned(), move |path| {
            // As browsers do: a link to the page one is on adds nothing to go back to.
            let same = path == location::path_and_query();
            let step = match same {
                true => history::Step::Replace,
                false => here.step_to(&path),
            };
            here.go_to(&path, step);
        });
        here
    }

    /// The page shown, or none when the address leads nowhere; tracked.
    pub fn route(self) -> Option<Route> {
        self.route.get()
    }

    /// The same, untracked.
    pub fn route_now(self) -> Option<Route> {
        self.route.get_untracked()
    }

    /// The query of the address, without its question mark; tracked.
    pub fn query(self) -> String {
        self.query.get()
    }

    /// Gives the address another query. The page stays, as does where it is scrolled to.
    pub fn set_query(self, query: &str, step: history::Step) {
        let path = location::path_and_query();
        let path = path.split('?').next().unwrap_or_default();
        let address = match query {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        };
        // Where the browser refuses, the page still follows; only its address lags behind.
        if history::navigate(&address, step) {
            self.arrive();
        } else {
            self.query.set(query.to_owned());
        }
    }

    /// Gives the address of a page another path, as the one it has is another spelling of it. All else stays.
    pub fn correct_path(self, route: &Route) {
        let address = location::path_and_query();
        let query = address.find('?').and_then(|place| address.get(place..));
        self.go_to(
            &[&self.path(route), query.unwrap_or_default()].concat(),
            history::Step::Replace,
        );
    }

    /// The work whose editor is open over the page; tracked.
    pub fn editing(self) -> Option<u64> {
        self.query.with(|query| editing(query))
    }

    /// Where a link to the editor of a work leads, up to its number.
    pub fn editor_link(self) -> String {
        let mut link = location::path_and_query();
        let query = link.split_once('?').map(|(_, query)| without_editor(query));
        if let Some(place) = link.find('?') {
            link.truncate(place);
        }
        link.push('?');
        for part in query.iter().filter(|query| !query.is_empty()) {
            link.push_str(part);
            link.push('&');
        }
        link.push_str("edit=");
        link
    }

    /// Opens the editor of a work over the page.
    pub fn open_editor(self, media: u64) {
        let mut link = self.editor_link();
        link.push_str(&media.to_string());
        self.go_to(&link, self.step_to(&link));
    }

    /// The step to a path: one that only opens an editor over this page is known again when the editor closes.
    fn step_to(self, path: &str) -> history::Step {
        let here = self.address.get_value();
        let opens = is_editor(path) && !is_editor(&here) && page_of(path) == page_of(&here);
        match opens {
            true => history::Step::PushOver,
            false => history::Step::Push,
        }
    }

    /// Closes the editor: goes back to the page it was opened over, or, where it was opened by its own address, takes it
    /// out of that.
    pub fn close_editor(self) {
        if history::is_over() {
            history::back();
            return;
        }
        let query = self.query.with_untracked(|query| without_editor(query));
        self.set_query(&query, history::Step::Replace);
    }

    /// Where a link leads; nowhere in this app where there is none.
    pub fn route_of(self, path: &str) -> Option<Route> {
        Route::parse(path, self.base)
    }

    /// Path of `route` below the base, for a link.
    pub fn path(self, route: &Route) -> String {
        route.path(self.base)
    }

    /// Where a login that starts now returns to.
    pub fn last_page(self) -> String {
        self.last_page.get_untracked()
    }

    /// Sets where the next login returns to, after one that came to nothing.
    pub fn remember_page(self, path: &str) {
        self.last_page.set(path.to_owned());
    }

    /// Shows `route`.
    pub fn go(self, route: &Route) {
        self.go_to(&self.path(route), history::Step::Push);
    }

    /// Shows what stands at `path`, which is below the base.
    pub fn go_to(self, path: &str, step: history::Step) {
        self.note_scroll();
        if !history::navigate(path, step) {
            // The browser limits how often the address may change; a full load still gets there.
            location::leave_for(path);
            return;
        }
        let stays = page_of(&self.address.get_value()) == page_of(path);
        self.arrive();
        if !stays {
            dom::scroll_to_top();
        }
    }

    /// Notes how far the page is scrolled that is left now.
    fn note_scroll(self) {
        let here = (self.address.get_value(), viewport::scrolled());
        self.scrolled.update_value(|scrolled| {
            scrolled.retain(|(address, _)| *address != here.0);
            if scrolled.len() >= MOST_PLACES {
                scrolled.remove(0);
            }
            scrolled.push(here);
        });
    }

    /// Scrolls to where the page was left, as soon as it is high enough; gives up after a second.
    async fn scroll_back(self) {
        let address = self.address.get_value();
        let top = self.scrolled.with_value(|scrolled| {
            let found = scrolled.iter().find(|(known, _)| *known == address);
            found.map_or(0.0, |(_, top)| *top)
        });
        for _ in 0..60 {
            clock::next_frame().await;
            if self.address.get_value() != address {
                return;
            }
            viewport::scroll_to(top);
            if (viewport::scrolled() - top).abs() < 2.0 {
                return;
            }
        }
    }

    fn arrive(self) {
        let path = location::path_and_query();
        self.address.set_value(path.clone());
        let route = Route::parse(&path, self.base);
        let query = path.split_once('?').map_or("", |(_, query)| query);
        if self.query.with_untracked(|known| known != query) {
            self.query.set(query.to_owned());
        }
        if !matches!(route, Some(Route::Login | Route::PasteToken)) {
            self.last_page.set(path);
        }
        // The same page with another query is not drawn anew.
        if self.route.with_untracked(|known| *known != route) {
            self.route.set(route);
        }
    }
}
