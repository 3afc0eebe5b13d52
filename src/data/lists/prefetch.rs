//! The beginning of one's own list, read before it is opened: as soon as somebody points at a link to it, or reaches one by
//! keyboard. Whoever then opens the list finds its first rows, or shares the request that is under way.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use crate::api::operation::{ListOwnerQuery, MediaListChunkQuery};
use crate::data::client::{self, AbortHandle, Prefetch};
use crate::data::state::App;
use crate::route::Route;
use crate::web::reactive::{effect, spawn};
use crate::web::{clock, history};

use super::ListId;
use super::id::{CHUNK, FIRST};

/// Who stays on a link for so long, in milliseconds, is not just passing over it.
const DWELL_MS: u32 = 65;

/// What is being read ahead.
#[derive(Default)]
struct Aims {
    /// The list that a link leads to on which the person is.
    aim: Option<ListId>,
    /// The lists that were looked into: once a visit is enough.
    seen: Vec<ListId>,
    under_way: Vec<(ListId, AbortHandle)>,
}

/// Watches what links the person is about to follow, from now on. Called once.
pub fn begin(app: App) {
    let aims: Rc<RefCell<Aims>> = Rc::default();
    let aimed = aims.clone();
    let listeners = history::on_aim(move |path| {
        let aim = path.and_then(|path| own_list(app, &path));
        aimed.borrow_mut().aim.clone_from(&aim);
        if let Some(aim) = aim {
            spawn(read(app, aimed.clone(), aim));
        }
    });
    let held = StoredValue::new_local(Some(listeners));
    on_cleanup(move || {
        held.try_update_value(Option::take);
    });
    effect(move |_| {
        let open = app.navigation.route();
        // The page that was opened shares what was asked for it, the rest is of no use any more.
        let mut aims = aims.borrow_mut();
        let left = aims.under_way.extract_if(.., |(id, _)| !is_of(id, open.as_ref()));
        left.for_each(|(_, handle)| handle.abort());
    });
}

/// Which list a link leads to, if it is the person's own.
fn own_list(app: App, path: &str) -> Option<ListId> {
    let Route::List(place) = app.navigation.route_of(path)? else {
        return None;
    };
    let account = app.own_account(&place.user)?;
    Some(ListId {
        user: place.user,
        kind: place.kind,
        only_current: false,
        account: Some(account.id),
    })
}

/// Whether a page is that of a list.
fn is_of(id: &ListId, route: Option<&Route>) -> bool {
    matches!(route, Some(Route::List(place)) if place.kind == id.kind && place.user == id.user)
}

async fn read(app: App, aims: Rc<RefCell<Aims>>, id: ListId) {
    clock::sleep(DWELL_MS).await;
    let is_left = aims.borrow().aim.as_ref() != Some(&id);
    let is_open = is_of(&id, app.navigation.route_now().as_ref());
    if is_left || is_open || aims.borrow().seen.contains(&id) {
        return;
    }
    aims.borrow_mut().seen.push(id.clone());
    let bearer = app.session.bearer();
    let Some((_, token)) = bearer.filter(|(account, _)| Some(*account) == id.account) else {
        return;
    };
    let owner = id.owner_variables();
    let first = id.chunk_variables(true, 1, FIRST);
    let whole = id.chunk_variables(true, 1, CHUNK);
    let keys = (
        id.key::<ListOwnerQuery>(&owner),
        id.key::<MediaListChunkQuery>(&whole),
    );
    let (Some(owner_key), Some(first_key)) = keys else {
        return;
    };
    // However old it is, its rows are on screen before AniList could answer.
    if app.cache.get(&first_key).await.is_some() {
        return;
    }
    let wanted = [
        Prefetch::of::<ListOwnerQuery>(&owner, owner_key),
        Prefetch::of::<MediaListChunkQuery>(&first, first_key),
    ];
    // Wanted at the same time, they go as one request.
    for wanted in wanted.into_iter().flatten() {
        let handle = client::prefetch(app, wanted, token.clone());
        aims.borrow_mut().under_way.push((id.clone(), handle));
    }
}
