//! The route as a signal.

use leptos::prelude::*;

use crate::model::routes::{Base, Route};
use crate::web::{dom, history, location};

/// Where the app is. Follows the address bar, and moves it.
#[derive(Clone, Copy)]
pub struct Navigation {
    route: RwSignal<Option<Route>>,
    /// Path of the last page that is not about logging in: where a login returns to.
    last_page: RwSignal<String>,
    base: &'static Base,
}

impl Navigation {
    /// Reads the address, and follows it from now on. Called once.
    pub fn start(base_path: &str) -> Self {
        let base: &'static Base = Box::leak(Box::new(Base::new(base_path)));
        let here = Self {
            route: RwSignal::new(None),
            last_page: RwSignal::new(base.as_str().to_owned()),
            base,
        };
        here.arrive();
        history::on_move(move || here.arrive());
        history::on_link(base.as_str().to_owned(), move |path| {
            // As browsers do: a link to the page one is on adds nothing to go back to.
            let same = path == location::path_and_query();
            here.go_to(
                &path,
                if same {
                    history::Step::Replace
                } else {
                    history::Step::Push
                },
            );
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

    /// Path of `route` below the base, for a link.
    pub fn path(self, route: Route) -> String {
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
    pub fn go(self, route: Route) {
        self.go_to(&self.path(route), history::Step::Push);
    }

    /// Shows what stands at `path`, which is below the base.
    pub fn go_to(self, path: &str, step: history::Step) {
        if !history::navigate(path, step) {
            // The browser limits how often the address may change; a full load still gets there.
            location::leave_for(path);
            return;
        }
        self.arrive();
        dom::scroll_to_top();
    }

    fn arrive(self) {
        let path = location::path_and_query();
        let route = Route::parse(&path, self.base);
        if !matches!(route, Some(Route::Login | Route::PasteToken)) {
            self.last_page.set(path);
        }
        self.route.set(route);
    }
}
