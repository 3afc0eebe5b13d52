//! The person's edits: on screen at once, in the browser's database before anything says that they are kept, and sent to
//! AniList beside everything else.
//!
//! What becomes of an edit is decided by [`crate::outbox`]. This module holds the edits in memory as they are in the
//! database, carries out what the model decides, and shows what comes of it in the lists.

mod commands;
mod jobs;
mod near;
mod optimistic;
mod parts;
mod repository;
mod send;
mod tab_sync;
mod worker;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::config::Config;
use crate::domain::{EntryValues, ListOptions, Media, MediaId, UserId};
use crate::error::StorageError;
use crate::list::row;
use crate::outbox::bulk::BulkJob;
use crate::outbox::journal::Record;
use crate::outbox::{self, Key, PendingEdit, Sender};
use crate::web::reactive::effect;
use crate::web::records::{Put, Store};
use crate::web::{clock, presence, tabs};

use super::session::Session;
use repository::Keeper;

pub use commands::{listed, today};
pub use jobs::Start;
pub use near::Replaced;

/// The edits. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Edits {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    session: Session,
    /// Moves whenever anything here has changed.
    changes: RwSignal<u32>,
}

struct Inner {
    keeper: RefCell<Option<Rc<Keeper>>>,
    /// Those who wait for the database.
    opening: RefCell<Vec<oneshot::Sender<()>>>,
    /// Those who wait with showing something, which is not for ever.
    showing: RefCell<Vec<oneshot::Sender<()>>>,
    /// Whether that was long enough.
    is_late: Cell<bool>,
    is_opened: Cell<bool>,
    place: Cell<Place>,
    edits: RefCell<Vec<PendingEdit>>,
    runs: RefCell<Vec<BulkJob>>,
    /// Oldest first.
    journal: RefCell<Vec<Record>>,
    sender: RefCell<Sender>,
    /// How accounts arrange their lists, where that had to be asked for.
    arranged: RefCell<Vec<(UserId, ListOptions)>>,
    /// Works that were added here, of which a list has nothing to show yet.
    added: RefCell<Vec<Media>>,
    /// The edits of which a change is on its way to the database, each as often as there is one.
    noting: RefCell<Vec<Key>>,
    /// New edits that are on screen and nowhere else yet: gone if the page is left now.
    unkept: RefCell<Vec<Key>>,
    /// What AniList made of edits in this page's life, and when.
    settled: RefCell<Vec<Settled>>,
    flushing: Cell<worker::Pass>,
    /// Which pass it is; one that is not the current one any more has been interrupted.
    pass: Cell<u32>,
    /// Whether another tab sends, and this one waits for its turn.
    elsewhere: Cell<bool>,
    alarm: RefCell<Option<Timeout>>,
    /// What other tabs were last told, or told, when this was read.
    meta: RefCell<Option<String>>,
    /// Another tab has changed something since.
    stale: Cell<bool>,
    /// Moves whenever this tab has noted something.
    version: Cell<u32>,
    hidden: Cell<bool>,
    /// Whether the browser was asked never to drop what is kept here.
    asked_to_persist: Cell<bool>,
    /// What it said; nothing while it has not.
    persistent: Cell<Option<bool>>,
    /// Name of the lock, and of what other tabs listen to.
    name: String,
}

/// Whose entry of which work AniList has made into what; when, in milliseconds since 1970.
type Settled = (Key, Option<EntryValues>, u64);

/// What a person is told before their first edit where there is no database.
pub const NO_DATABASE: &str =
    "This browser keeps no database for this page: an edit is sent only while this tab is open.";

/// Where edits are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is being opened.
    Opening,
    /// In the browser's database.
    Database,
    /// In this tab's memory, for this reason.
    Memory(StorageError),
}

impl Edits {
    /// Has them opened. Called once.
    pub fn start(config: &'static Config, session: Session) -> Self {
        let name = config.keys().edits();
        let edits = Self {
            inner: StoredValue::new_local(Rc::new(Inner {
                keeper: RefCell::default(),
                opening: RefCell::default(),
                showing: RefCell::default(),
                is_late: Cell::new(false),
                is_opened: Cell::new(false),
                place: Cell::new(Place::Opening),
                edits: RefCell::default(),
                runs: RefCell::default(),
                journal: RefCell::default(),
                sender: RefCell::default(),
                arranged: RefCell::default(),
                added: RefCell::default(),
                noting: RefCell::default(),
                unkept: RefCell::default(),
                settled: RefCell::default(),
                flushing: Cell::new(worker::Pass::Idle),
                pass: Cell::new(0),
                elsewhere: Cell::new(false),
                alarm: RefCell::default(),
                meta: RefCell::default(),
                stale: Cell::new(false),
                version: Cell::new(0),
                hidden: Cell::new(false),
                asked_to_persist: Cell::new(false),
                persistent: Cell::new(None),
                name,
            })),
            session,
            changes: RwSignal::new(0),
        };
        edits.begin_soon();
        edits
    }

    /// Sends what waits, from now on. Called once.
    pub fn begin_work(self) {
        self.begin_opening();
        if self.inner().place.get() != Place::Opening {
            self.wake();
        }
        tabs::on_online(move || self.try_now());
        tabs::on_hide(move |hidden| {
            self.inner().hidden.set(hidden);
            self.wake();
        });
        presence::on_leave(move || self.interrupt());
        presence::on_return(move || {
            // Whatever was under way may have come to any end.
            self.inner().stale.set(true);
            self.inner().hidden.set(false);
            self.wake();
        });
        // A login may be of any account, also of one that is not in use.
        effect(move |first| {
            self.session.accounts();
            if !first {
                self.try_now();
            }
        });
    }

    /// Looks whether there is anything to send.
    pub fn wake_now(self) {
        self.wake();
    }

    /// Waits until it is known what is kept.
    pub async fn ready(self) {
        let inner = self.inner();
        if inner.place.get() == Place::Opening {
            let (sender, opened) = oneshot::channel();
            inner.opening.borrow_mut().push(sender);
            let _ = opened.await;
        }
    }

    /// Runs whatever calls this again when anything here has changed.
    pub fn track(self) {
        self.changes.track();
    }

    /// Where edits are kept; tracked, as all that follows.
    pub fn place(self) -> Place {
        self.track();
        self.inner().place.get()
    }

    /// Whether another tab of this browser sends, so that this one does not.
    pub fn are_sent_elsewhere(self) -> bool {
        self.track();
        self.inner().elsewhere.get()
    }

    /// What the browser said when it was asked never to drop what is kept here; nothing while it has not answered.
    pub fn persistent(self) -> Option<bool> {
        self.track();
        self.inner().persistent.get()
    }

    /// All edits that AniList does not have yet, of all accounts, oldest first.
    pub fn all(self) -> Vec<PendingEdit> {
        self.track();
        let mut edits = self.inner().edits.borrow().clone();
        edits.sort_by_key(|edit| edit.made_at);
        edits
    }

    /// How many of them the account in use has, and how many need the person. One that is not kept yet does not count: who
    /// reads that it waits may leave.
    pub fn counts(self) -> (usize, usize) {
        self.track();
        let account = self.session.active().map(|account| account.id);
        let inner = self.inner();
        let (edits, unkept) = (inner.edits.borrow(), inner.unkept.borrow());
        let own = edits.iter().filter(|edit| {
            Some(edit.key.account.get()) == account && !edit.is_withdrawn() && !unkept.contains(&edit.key)
        });
        own.fold((0, 0), |(all, stuck), edit| {
            (all + 1, stuck + usize::from(needs_person(edit)))
        })
    }

    /// How an edit stands.
    pub fn standing_of(self, edit: &PendingEdit) -> outbox::SyncStatus {
        let signed_in: Vec<UserId> = self
            .session
            .accounts_now()
            .iter()
            .filter(|account| account.token().is_some())
            .filter_map(|account| UserId::new(account.id))
            .collect();
        outbox::standing(edit, &self.inner().runs.borrow(), &signed_in, clock::now_ms())
    }

    /// Whether AniList has what is shown of a work's entry; untracked.
    pub fn standing(self, media: MediaId) -> row::SyncStatus {
        match self.edit_now(media) {
            None => row::SyncStatus::Saved,
            Some(edit) if needs_person(&edit) => row::SyncStatus::NeedsYou,
            Some(edit) if edit.is_withdrawn() => row::SyncStatus::Saved,
            Some(_) => row::SyncStatus::Unsent,
        }
    }

    /// The edit of a work that waits, of the account in use; untracked.
    pub fn edit_now(self, media: MediaId) -> Option<PendingEdit> {
        let key = self.key(media)?;
        let inner = self.inner();
        let edits = inner.edits.borrow();
        edits.iter().find(|edit| edit.key == key).cloned()
    }

    /// The runs, of all accounts; tracked, as what follows.
    pub fn runs(self) -> Vec<BulkJob> {
        self.track();
        self.inner().runs.borrow().clone()
    }

    /// Saved edits of the account in use, newest first.
    pub fn journal(self) -> Vec<Record> {
        self.track();
        let account = self.session.active().map(|account| account.id);
        let inner = self.inner();
        let journal = inner.journal.borrow();
        let own = journal
            .iter()
            .filter(|record| Some(record.account.get()) == account);
        own.rev().cloned().collect()
    }

    /// Why nothing goes on, when the last request failed.
    pub fn trouble(self) -> Option<ApiError> {
        self.track();
        self.inner().sender.borrow().trouble().cloned()
    }

    /// When it goes on after that, in milliseconds since 1970.
    pub fn next_try(self) -> Option<u64> {
        self.track();
        self.inner().sender.borrow().paused_until(clock::now_ms())
    }

    /// The key of a work's edit by the account in use.
    fn key(self, media: MediaId) -> Option<Key> {
        let account = UserId::new(self.session.active_now()?.id)?;
        Some(Key { account, media })
    }

    /// How many edits were not sent yet, of one account or of all; untracked.
    pub fn unsent_of(self, account: Option<u64>) -> usize {
        let inner = self.inner();
        let edits = inner.edits.borrow();
        let own = edits.iter().filter(|edit| {
            !edit.is_withdrawn() && account.is_none_or(|account| edit.key.account.get() == account)
        });
        own.count()
    }

    /// How many saved edits could be undone from here, of one account or of all; untracked.
    pub fn history_of(self, account: Option<u64>) -> usize {
        let inner = self.inner();
        let journal = inner.journal.borrow();
        let own = journal
            .iter()
            .filter(|record| account.is_none_or(|account| record.account.get() == account));
        own.count()
    }

    /// Changes edits as they are in the database: `change` gets each as it is there and gives what is to be there. All of
    /// them are changed or none; memory follows.
    async fn change(
        self,
        keys: &[Key],
        by_person: bool,
        change: &mut dyn FnMut(Key, Option<PendingEdit>) -> (Option<PendingEdit>, Option<Record>),
    ) -> Result<(), StorageError> {
        let stored: Vec<_> = keys.iter().map(|key| (Store::Edits, key.text())).collect();
        let mut decide = |texts: Vec<Option<String>>| {
            let mut decided = Decided {
                by_person,
                ..Decided::default()
            };
            for (key, text) in keys.iter().zip(texts) {
                let before = text.as_deref().and_then(PendingEdit::parse);
                let (edit, record) = change(*key, before);
                decided.edits.push((*key, edit));
                decided.records.extend(record);
            }
            decided
        };
        self.transact(&stored, false, &mut decide).await
    }

    /// Has memory follow the database.
    fn take_over(self, decided: Decided) {
        let inner = self.inner();
        self.noted();
        for (key, edit) in decided.edits {
            // Memory is ahead while a later change of the same edit is on its way.
            let noting = inner
                .noting
                .borrow()
                .iter()
                .filter(|known| **known == key)
                .count();
            if noting <= usize::from(decided.by_person) {
                self.hold(key, edit.as_ref());
            }
        }
        inner.journal.borrow_mut().extend(decided.records);
        for run in decided.runs {
            let mut runs = inner.runs.borrow_mut();
            runs.retain(|known| (known.account, known.id) != (run.account, run.id));
            runs.push(run);
        }
        self.changed();
    }

    /// Holds an edit in memory, and shows what it does in the lists.
    fn hold(self, key: Key, edit: Option<&PendingEdit>) {
        let inner = self.inner();
        self.noted();
        let mut edits = inner.edits.borrow_mut();
        edits.retain(|known| known.key != key);
        edits.extend(edit.cloned());
        drop(edits);
        self.show(key, edit);
    }

    fn changed(self) {
        self.changes
            .try_update(|changes| *changes = changes.wrapping_add(1));
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }
}

/// What a transaction comes to.
#[derive(Default)]
struct Decided {
    edits: Vec<(Key, Option<PendingEdit>)>,
    records: Vec<Record>,
    runs: Vec<BulkJob>,
    /// Whether it comes from a change that the person has just made.
    by_person: bool,
}

impl Decided {
    fn puts(&self) -> Vec<Put> {
        let edits = self.edits.iter().map(|(key, edit)| Put {
            store: Store::Edits,
            key: key.text(),
            text: edit.as_ref().map(PendingEdit::to_text),
        });
        let records = self.records.iter().map(|record| Put {
            store: Store::Journal,
            key: record.id.key(record.account),
            text: Some(record.to_text()),
        });
        let runs = self.runs.iter().map(|run| Put {
            store: Store::Runs,
            key: run.id.key(run.account),
            text: Some(run.to_text()),
        });
        edits.chain(records).chain(runs).collect()
    }
}

fn needs_person(edit: &PendingEdit) -> bool {
    matches!(
        edit.state,
        outbox::State::Conflict { .. } | outbox::State::Failed { .. }
    )
}
