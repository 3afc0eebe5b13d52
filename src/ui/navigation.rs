//! The route as a signal.

use leptos::prelude::*;

use crate::model::routes::{Base, Route};
use crate::web::{dom, history, location};

/// Where the app is. Follows the address bar, and moves it.
#[derive(Clone, Copy)]
pub struct Navigation {
    route: RwSignal<Option<Route>>,
    base: &'static Base,
}

impl Navigation {
    /// Reads the address, and follows it from now on. Called once.
    pub fn start(base_path: &str) -> Self {
        let base: &'static Base = Box::leak(Box::new(Base::new(base_path)));
        let here = Self {
            route: RwSignal::new(Route::parse(&location::path_and_query(), base)),
            base,
        };
        history::on_move(move || here.arrive());
        history::on_link(base.as_str().to_owned(), move |path| {
            here.go_to(&path, history::Step::Push)
        });
        here
    }

    /// The page shown, or none when the address leads nowhere; tracked.
    pub fn route(self) -> Option<Route> {
        self.route.get()
    }

    /// Path of `route` below the base, for a link.
    pub fn path(self, route: Route) -> String {
        route.path(self.base)
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
        self.route.set(Route::parse(&path, self.base));
    }
}
