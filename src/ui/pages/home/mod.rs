//! Home: who one is and what one keeps at AniList; or what this app is, for somebody who is not signed in.

mod airing;
mod next;

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::operation::{
    AiringOnListQuery, AiringOnListVariables, NoVariables, Operation as _, TrendingQuery, TrendingVariables,
    ViewerQuery,
};
use crate::data::lists::{ListId, ListStore, use_list};
use crate::data::query::use_query;
use crate::data::state::App;
use crate::data::still::use_still;
use crate::domain::{Media, MediaType, Viewer};
use crate::ui::components::cover_row::{CoverRow, ShelfSkeleton};
use crate::ui::components::query_view::{Freshness, query_view};
use crate::ui::lazy;
use crate::ui::live::live;
use crate::web::reactive::effect;
use crate::web::{dom, viewport};

use airing::{OnList, airing};
use next::Next;

use super::viewer::{ViewerCard, ViewerSkeleton};
use super::welcome::Welcome;

/// How many titles the shelf holds: two rows on a wide screen.
const SHELF_SIZE: u8 = 12;

/// The page at `/`.
#[component]
pub fn Home() -> impl IntoView {
    let app = App::here();
    // Another account has another home.
    let account = Memo::new(move |_| {
        let account = app.session.active().map(|account| account.id);
        account.filter(|_| app.session.is_signed_in())
    });
    view! {
        <div class="page">
            {live(move || match account.get() {
                Some(_) => lazy::piece(&lazy::HOME, |draw| draw()),
                None => view! { <Welcome/><Trending/> }.into_any(),
            })}
        </div>
    }
}

/// What somebody sees who is signed in.
#[component]
pub fn SignedIn() -> impl IntoView {
    let app = App::here();
    let anime = StoredValue::new_local(current(app, MediaType::Anime));
    let manga = StoredValue::new_local(current(app, MediaType::Manga));
    let viewer = use_query::<ViewerQuery>(NoVariables {});
    let on_list = airing_on_list(anime);
    step_by_keys(app);
    let still = use_still();
    effect(move |_| {
        if let Some(answer) = viewer.answer.get() {
            keep_profile(app, &answer.data);
        }
    });
    let name = live(move || {
        viewer.answer.with(|answer| {
            answer
                .as_ref()
                .map_or("Home".to_owned(), |answer| answer.data.name.clone())
        })
    });
    view! {
        // Stays while what is under it changes, so that the focus can rest on it.
        <h1 class="visually-hidden" tabindex="-1">{name}</h1>
        <Next shelf=anime still/>
        <Next shelf=manga still/>
        {airing(app, anime, on_list)}
        <Freshness state=viewer.state what="your profile"/>
        {query_view(
            viewer,
            ViewerQuery::NAME,
            || view! { <ViewerSkeleton/> }.into_any(),
            |viewer| view! { <ViewerCard viewer/> }.into_any(),
        )}
        // Asked for together with the rest, so that home is one request.
        <Trending/>
    }
}

/// What the account watches or reads now: of the whole list where that is known already, else asked for by itself.
fn current(app: App, kind: MediaType) -> Rc<ListStore> {
    let account = app.session.active();
    let id = |only_current| ListId {
        user: account
            .as_ref()
            .map(|account| account.name.clone())
            .unwrap_or_default(),
        kind,
        only_current,
        account: account.as_ref().map(|account| account.id),
    };
    let whole_is_known = app.lists.is_known(&id(false));
    use_list(id(!whole_is_known), true)
}

/// What airs of the account's list, as far as the shelf has only what is watched. It goes in one request with the rest.
fn airing_on_list(shelf: StoredValue<Rc<ListStore>, LocalStorage>) -> Vec<OnList> {
    let pages: &[u8] = match shelf.with_value(|shelf| shelf.id.only_current) {
        true => &[1, 2],
        false => &[],
    };
    let ask = |page: &u8| use_query::<AiringOnListQuery>(AiringOnListVariables { page: *page });
    pages.iter().map(ask).collect()
}

/// `j` and `k` go along the cards, as they do in a list.
fn step_by_keys(app: App) {
    let pressed = move |event: web_sys::Event| {
        let key = viewport::single_key(&event).filter(|_| app.preferences.shortcuts());
        let steps = match key.as_deref() {
            Some("j") => 1,
            Some("k") => -1,
            _ => return,
        };
        event.prevent_default();
        dom::step_focus(".cards .row[role=row]", steps);
    };
    let held = StoredValue::new_local(Some(viewport::listen("keydown", Box::new(pressed))));
    on_cleanup(move || {
        held.try_update_value(Option::take);
    });
}

/// Names and pictures change at AniList; the account list follows.
fn keep_profile(app: App, viewer: &Viewer) {
    let avatar = viewer.avatar.best().map(ToString::to_string);
    app.session
        .change(|accounts| accounts.update_profile(viewer.id.get(), &viewer.name, avatar.as_deref()));
}

#[component]
fn Trending() -> impl IntoView {
    let shelf = use_query::<TrendingQuery>(TrendingVariables { per_page: SHELF_SIZE });
    let media = |media: Vec<Media>| match media.is_empty() {
        true => view! { <p class="muted">"AniList names nothing as trending."</p> }.into_any(),
        false => view! { <CoverRow media/> }.into_any(),
    };
    view! {
        <section aria-labelledby="trending">
            <div class="section-head"><h2 id="trending">"Trending now"</h2><Freshness state=shelf.state what="trending"/></div>
            {query_view(shelf, TrendingQuery::NAME, || view! { <ShelfSkeleton/> }.into_any(), media)}
        </section>
    }
}
