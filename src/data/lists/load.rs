//! Reading a list: what is kept first, then AniList, in chunks that share requests.
//!
//! A list that is not kept yet begins with a small chunk, so that its first rows are there before the rest has come. Then
//! chunks of the largest size follow, all wanted at once: the queue puts as many of them into one request as AniList's
//! limit of fields allows. The largest list of 11,000 entries takes 22 of them, and five requests in all.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;

use crate::api::cache::{CacheMeta, Key};
use crate::api::envelope::{self, HttpAnswer};
use crate::api::operation::{ListOwnerQuery, MediaListChunkQuery, MediaListChunkVariables, Operation};
use crate::data::client::{self, Call, Reaction};
use crate::data::query::FetchStatus;
use crate::data::scheduler::{Event, RequestHandle};
use crate::data::state::App;
use crate::domain::ListChunk;
use crate::error::AppError;
use crate::web::clock;
use crate::web::reactive::{effect, spawn};

use super::id::{CHUNK, FIRST};
use super::{LANGUAGE, ListId, ListStore};

/// Entries made ready for searching in one idle moment: a few milliseconds on a slow phone.
const AT_ONCE: usize = 200;

/// One reading of a list. Gone with the page that shows it, or when the list is read once more; requests that are still
/// wanted go with it.
struct Load {
    app: App,
    shelf: Rc<ListStore>,
    wants: RefCell<Vec<RequestHandle>>,
    /// The last chunk that was wanted, counted from 1.
    last: Cell<u32>,
    /// Chunks that have come.
    landed: Cell<u32>,
    /// When the first of them was asked.
    requested_at: Cell<u64>,
    is_over: Cell<bool>,
    /// When decoding of the latest answer began.
    began: Cell<f64>,
}

/// The list of the page that calls this: shown at once as far as it is known, and read from AniList unless it is fresh.
pub fn use_list(id: ListId, is_own: bool) -> Rc<ListStore> {
    let app = App::here();
    let shelf = app.lists.shelf(id, is_own);
    let held = shelf.clone();
    effect(move |_| {
        let forced = held.state.attempts() > 0;
        let load = Rc::new(Load {
            app,
            shelf: held.clone(),
            wants: RefCell::default(),
            last: Cell::new(0),
            landed: Cell::new(0),
            requested_at: Cell::new(0),
            is_over: Cell::new(false),
            began: Cell::new(0.0),
        });
        let ending = StoredValue::new_local(load.clone());
        on_cleanup(move || {
            ending.try_update_value(|load| load.end());
        });
        held.state.stage(FetchStatus::Queued);
        spawn(async move { load.begin(forced).await });
    });
    shelf
}

impl Load {
    async fn begin(self: Rc<Self>, forced: bool) {
        let is_empty = self.shelf.library.borrow().is_empty();
        let fresh = match is_empty {
            true => self.show_kept().await,
            false => self.is_fresh(),
        };
        if self.is_over.get() {
            return;
        }
        if fresh && !forced {
            return self.settle();
        }
        self.clone().want_owner();
        let chunks = self.shelf.library.borrow().len().div_ceil(CHUNK.into());
        match u32::try_from(chunks) {
            Ok(0) | Err(_) => self.want_first(),
            // Reading it may have ended early the last time.
            Ok(chunks) => self.clone().want_chunks(self.at_least(chunks)),
        }
    }

    fn end(&self) {
        self.is_over.set(true);
        self.wants.borrow_mut().clear();
    }

    /// Whether what is in memory was asked not long ago.
    fn is_fresh(&self) -> bool {
        let requested_at = self
            .shelf
            .state
            .status
            .with_untracked(|status| status.requested_at);
        requested_at.is_some_and(|at| clock::now_ms().saturating_sub(at) < MediaListChunkQuery::STALE_TIME_MS)
    }

    /// Shows what this browser keeps of the list. True when that is all of it, and fresh.
    async fn show_kept(&self) -> bool {
        let (mut chunk, mut fresh, mut oldest) = (1, true, u64::MAX);
        if let Some(owner) = self
            .kept::<ListOwnerQuery>(&self.shelf.id.owner_variables())
            .await
        {
            self.take_owner(owner.0);
        }
        loop {
            let Some((answer, meta)) = self
                .kept::<MediaListChunkQuery>(&self.variables(chunk, CHUNK))
                .await
            else {
                return false;
            };
            self.edits_known().await;
            if self.is_over.get() {
                return false;
            }
            // So many edits ago that nobody knows any more what the entries are by now.
            if !self.app.edits.tells_since(&self.shelf, meta.requested_at) {
                return false;
            }
            let has_next = answer.has_next;
            let now = clock::now_ms();
            fresh &= meta.is_fresh(now, MediaListChunkQuery::STALE_TIME_MS);
            oldest = oldest.min(meta.requested_at);
            self.take(answer, meta.requested_at);
            if !has_next {
                self.shelf.was_whole.set(true);
                // A work that another page put on the list only AniList can tell of.
                return self.app.edits.add_taken(&self.shelf, oldest) && fresh;
            }
            chunk += 1;
            // What has come is painted before the next one is decoded.
            clock::painted().await;
        }
    }

    /// Waits until it is known what edits change here, though not for ever.
    async fn edits_known(&self) {
        if self.shelf.owner_account().is_some() {
            self.app.edits.to_show().await;
        }
    }

    async fn kept<O: Operation>(&self, variables: &O::Variables) -> Option<(O::Output, CacheMeta)> {
        let key = self.key::<O>(variables)?;
        let read = |answer: &HttpAnswer| {
            self.began.set(clock::mark());
            envelope::read::<O>(answer).ok()
        };
        let (read, meta) = client::cached(self.app, O::NAME, &key, read).await?;
        Some((read.data, meta))
    }

    fn key<O: Operation>(&self, variables: &O::Variables) -> Option<Key> {
        self.shelf.id.key::<O>(variables)
    }

    fn variables(&self, chunk: u32, size: u16) -> MediaListChunkVariables {
        self.shelf.id.chunk_variables(self.shelf.is_own, chunk, size)
    }

    fn want_owner(self: Rc<Self>) {
        let load = self.clone();
        let taken = move |owner, _asked_at| load.take_owner(owner);
        let variables = self.shelf.id.owner_variables();
        self.want::<ListOwnerQuery>(&variables, None, Rc::new(taken));
    }

    /// Wants the small chunk with which a list begins that nothing is known of.
    fn want_first(self: Rc<Self>) {
        let load = self.clone();
        let taken = move |chunk: ListChunk, requested_at| {
            let has_next = chunk.has_next;
            load.take(chunk, requested_at);
            if has_next {
                load.clone().want_chunks(load.at_least(1));
            } else {
                load.clone().settle();
            }
        };
        // A list that ends with it is kept as what it is: the whole first chunk.
        let kept_as = self.key::<MediaListChunkQuery>(&self.variables(1, CHUNK));
        let variables = self.variables(1, FIRST);
        self.want::<MediaListChunkQuery>(&variables, kept_as, Rc::new(taken));
    }

    /// How many chunks the whole list has, as far as is known.
    fn expected(&self) -> u32 {
        let owner = self.shelf.owner.borrow();
        let count = owner.as_ref().map_or(0, |owner| match self.shelf.id.kind {
            crate::domain::MediaType::Manga => owner.manga_count,
            _ => owner.anime_count,
        });
        // AniList gives 11,000 entries at most, however many there are.
        count.min(11_000).div_ceil(CHUNK.into()).max(1)
    }

    /// The same, but no fewer than `chunks`. The owner's figures are of the whole list: of what is current they say nothing.
    fn at_least(&self, chunks: u32) -> u32 {
        match self.shelf.id.only_current {
            true => chunks,
            false => chunks.max(self.expected()),
        }
    }

    fn want_chunks(self: Rc<Self>, last: u32) {
        let first = self.last.get() + 1;
        if first == 1 {
            self.shelf.library.borrow_mut().begin_reading();
        }
        self.last.set(last);
        self.report_progress();
        for number in first..=last {
            let load = self.clone();
            let taken =
                move |chunk: ListChunk, requested_at| load.clone().take_chunk(number, chunk, requested_at);
            let variables = self.variables(number, CHUNK);
            let kept_as = self.key::<MediaListChunkQuery>(&variables);
            self.clone()
                .want::<MediaListChunkQuery>(&variables, kept_as, Rc::new(taken));
        }
    }

    fn take_chunk(self: Rc<Self>, number: u32, chunk: ListChunk, requested_at: u64) {
        let has_next = chunk.has_next;
        self.landed.set(self.landed.get() + 1);
        // Of several the first: what was changed since may be missing in any of them.
        match self.requested_at.get() {
            0 => self.requested_at.set(requested_at),
            known => self.requested_at.set(known.min(requested_at)),
        }
        self.take(chunk, requested_at);
        self.report_progress();
        // AniList's own figures lag behind its lists.
        if number == self.last.get() && has_next {
            self.clone().want_chunks(self.at_least(number + 1));
        }
        if self.landed.get() == self.last.get() {
            let requested_at = self.requested_at.get();
            self.app.edits.finish_reading(&self.shelf, requested_at);
            self.app.edits.add_taken(&self.shelf, requested_at);
            self.settle();
        }
    }

    fn want<O>(
        self: Rc<Self>,
        variables: &O::Variables,
        kept_as: Option<Key>,
        taken: Rc<dyn Fn(O::Output, u64)>,
    ) where
        O: Operation + 'static,
    {
        let Ok(call) = Call::of::<O>(variables) else {
            return;
        };
        let kept_as = kept_as.or_else(|| self.key::<O>(variables));
        let call = call.as_active(self.app).cache_as(kept_as);
        let load = Rc::downgrade(&self);
        let heard = move |event: Event<'_>| {
            let load = load.upgrade().filter(|load| !load.is_over.get())?;
            let state = load.shelf.state;
            match event {
                Event::Sent => state.sent(),
                Event::Answer { answer, requested_at } => {
                    load.began.set(clock::mark());
                    let read = match envelope::read::<O>(answer) {
                        Ok(read) => read,
                        Err(error) => return Some(Reaction::Fail(error)),
                    };
                    let is_whole = read.errors.is_empty();
                    load.when_known(taken.clone(), read.data, requested_at);
                    return is_whole.then_some(Reaction::Cache);
                }
                Event::Failed { error, again } => {
                    let error = AppError::api(O::NAME, error.clone());
                    state.stage(FetchStatus::Failed { error, again });
                }
            }
            None
        };
        let want = client::send(self.app, call, move |event| {
            heard(event).unwrap_or(Reaction::Done)
        });
        self.wants.borrow_mut().push(want);
    }

    /// Takes an answer in, once it is known what edits change in it.
    fn when_known<T: 'static>(self: Rc<Self>, taken: Rc<dyn Fn(T, u64)>, data: T, requested_at: u64) {
        if self.shelf.owner_account().is_none() || self.app.edits.may_show_now() {
            return taken(data, requested_at);
        }
        spawn(async move {
            self.edits_known().await;
            if !self.is_over.get() {
                taken(data, requested_at);
            }
        });
    }

    fn take_owner(&self, owner: crate::domain::ListOwner) {
        let arrangement = owner.lists.of(self.shelf.id.kind);
        self.shelf
            .library
            .borrow_mut()
            .arrange(&arrangement.section_order, &arrangement.custom_lists);
        self.shelf.owner.replace(Some(Rc::new(owner)));
        self.shelf.changed();
    }

    fn take(&self, chunk: ListChunk, requested_at: u64) {
        self.app.edits.take_chunk(&self.shelf, chunk, requested_at);
        clock::measure("parse+index", self.began.get());
        self.shelf.state.status.update(|status| {
            let before = status.requested_at.unwrap_or(requested_at);
            status.requested_at = Some(before.min(requested_at));
        });
        self.shelf.changed();
    }

    fn report_progress(&self) {
        self.shelf.progress.set((self.landed.get(), self.last.get()));
        self.shelf.changed();
    }

    fn settle(self: Rc<Self>) {
        let requested_at = self.requested_at.get();
        self.shelf.progress.set((0, 0));
        self.shelf.was_whole.set(true);
        self.shelf.state.status.update(|status| {
            status.stage = FetchStatus::Settled;
            if requested_at > 0 {
                status.requested_at = Some(requested_at);
            }
        });
        self.shelf.changed();
        spawn(self.prepare());
    }

    /// Makes ready, while the browser has nothing else to do, what the first search and the first order by title need.
    async fn prepare(self: Rc<Self>) {
        loop {
            clock::idle().await;
            let is_over = self.is_over.get();
            if is_over || !self.shelf.library.borrow_mut().prepare(AT_ONCE, LANGUAGE) {
                return;
            }
        }
    }
}
