//! The frame around every page, and which page stands in it.

use leptos::prelude::*;

use crate::auth::account;
use crate::data::login::{self, LoginStage};
use crate::data::state::App;
use crate::domain::MediaType;
use crate::route::{ListPlace, Route};
use crate::ui::components::account::AccountLine;
use crate::ui::components::budget::BudgetMeter;
use crate::ui::components::button::Button;
use crate::ui::components::icon::Icon;
use crate::ui::components::login_button::LoginButton;
use crate::ui::components::notices::{Notices, Toasts};
use crate::ui::components::unsent::Unsent;
use crate::ui::dialogs::{self, KeyboardButton, SearchButton};
use crate::ui::live::{attribute, live};
use crate::ui::{lazy, pages};
use crate::web::dom::{self, TakenCallback};
use crate::web::gesture;
use crate::web::reactive::effect;

/// The whole app.
#[component]
pub fn Root(
    /// The authorization endpoint's answer, if this load of the page brought one.
    taken: TakenCallback,
) -> impl IntoView {
    let app = App::here();
    let route = Memo::new(move |_| app.navigation.route().map(Route::page));
    login::resume(app, taken);
    announce_route(app, route);
    lazy::prefetch_when_signed_in(app);
    let gestures = StoredValue::new_local(gesture::watch());
    on_cleanup(move || {
        gestures.try_update_value(std::mem::take);
    });
    view! {
        <Button label="Skip to content" class="button skip" act=move |()| dom::focus("#main")/>
        <div class="frame">
            <header class="rail">
                <Brand/>
                <nav aria-label="Main"><Places/></nav>
                <SearchButton/>
                <KeyboardButton class="nav-link search-button"/>
                <div class="rail-foot"><Unsent/><BudgetMeter/><Who/></div>
            </header>
            <main id="main" class="main" tabindex="-1">
                <div class="topbar"><Brand/><SearchButton/><Unsent/><BudgetMeter/><Who/></div>
                <Notices/>
                {live(move || match app.login.get() {
                    LoginStage::Idle => page(route.get()),
                    _ => lazy::page(&lazy::LOGIN, "Logging in".to_owned(), |login| (login.outcome)()),
                })}
            </main>
            <nav class="tabbar" aria-label="Main"><Places/></nav>
        </div>
        <Toasts/>
        {later_dialogs(app)}
    }
}

fn page(route: Option<Route>) -> AnyView {
    let title = route.as_ref().map_or("Nothing here", Route::title);
    let heading = title.to_owned();
    let chunk = match route {
        Some(Route::Home) => return view! { <pages::home::Home/> }.into_any(),
        Some(Route::List(place)) => {
            let own = App::here().own_account(&place.user);
            let heading = place.heading(own.is_some());
            return lazy::page(&lazy::LIST, heading, move |list| list(place.clone()));
        }
        Some(Route::Session) => &lazy::SESSION,
        Some(Route::Console) => &lazy::CONSOLE,
        Some(Route::Login) => return lazy::page(&lazy::LOGIN, heading, |login| (login.page)()),
        Some(Route::Requests) => &lazy::REQUESTS,
        Some(Route::PasteToken) => return lazy::page(&lazy::LOGIN, heading, |login| (login.paste)()),
        Some(Route::Edits) => &lazy::UNSENT,
        Some(Route::History) => &lazy::HISTORY,
        Some(Route::Transfer) => &lazy::TRANSFER,
        None => &lazy::NOT_FOUND,
    };
    lazy::page(chunk, heading, |draw| draw())
}

/// The dialogs, from when the first one is asked for.
fn later_dialogs(app: App) -> AnyView {
    dialogs::listen(app);
    let wanted = Memo::new(move |before| before == Some(&true) || dialogs::is_one_wanted(app));
    live(move || wanted.get().then(dialogs::dialogs))
}

/// Names the document after the page and moves the focus to its heading, so that a screen reader hears of the change.
/// The first page is where the browser put the focus anyway.
fn announce_route(app: App, route: Memo<Option<Route>>) {
    effect(move |first| {
        let page = route.get().map_or("Nothing here", |route| route.title());
        let title = app.login.with(|stage| match stage {
            LoginStage::Idle => page,
            LoginStage::AlreadyIn(..) => "Logged in",
            _ => "Log in",
        });
        dom::set_title(&format!("{title} · Tsuzuki for AniList"));
        if !first {
            request_animation_frame(|| dom::focus("#main h1"));
        }
    });
    // Whoever goes elsewhere is done with the question or refusal that stood in the page's place.
    effect(move |first| {
        route.track();
        if !first {
            login::abandon(app);
        }
    });
}

#[component]
fn Brand() -> impl IntoView {
    let app = App::here();
    view! {
        <a class="brand" href=app.navigation.path(&Route::Home)>
            <span><span lang="ja">"続き"</span>" Tsuzuki"</span>
            <small>"for AniList"</small>
        </a>
    }
}

#[component]
fn Places() -> impl IntoView {
    let app = App::here();
    let own = move |kind| {
        app.session.active().map(|account| {
            Route::List(ListPlace {
                user: account.name,
                kind,
                section: String::new(),
            })
        })
    };
    live(move || {
        [
            (Some(Route::Home), "Home", "home"),
            (own(MediaType::Anime), "Anime", "anime"),
            (own(MediaType::Manga), "Manga", "manga"),
            (Some(Route::Console), "Console", "console"),
            (Some(Route::Session), "Session", "session"),
        ]
        .into_iter()
        .filter_map(|(route, name, icon)| Some(view! { <NavLink route=route? name icon/> }))
        .collect_view()
    })
}

#[component]
fn NavLink(route: Route, name: &'static str, icon: &'static str) -> impl IntoView {
    let app = App::here();
    let path = app.navigation.path(&route);
    let current = attribute(move || {
        (app.navigation.route().map(Route::page).as_ref() == Some(&route)).then_some("page")
    });
    view! {
        <a class="nav-link" href=path aria-current=current><Icon name=icon/><span>{name}</span></a>
    }
}

/// Who is signed in, or the way to sign in.
#[component]
fn Who() -> impl IntoView {
    let app = App::here();
    live(move || match app.session.active() {
        Some(account) => {
            let held = account.clone();
            let detail = Signal::derive(move || account::life_of(&held, app.now.get()));
            view! {
                <a class="account" href=app.navigation.path(&Route::Session)>
                    <AccountLine name=account.name avatar=account.avatar detail/>
                </a>
            }
            .into_any()
        }
        None => view! { <LoginButton/> }.into_any(),
    })
}
