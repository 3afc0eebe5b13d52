//! The requests of edits: what AniList has now, and what it is to have.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;

use crate::api::batch::{self, BatchResponse, PreparedOperation};
use crate::api::envelope::{self, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{
    DeleteEntryMutation, DeleteEntryVariables, EntriesNowQuery, EntriesNowVariables, Operation,
    SaveEntryMutation, SaveEntryVariables, ToggleFavouriteMutation, ToggleFavouriteVariables,
    UpdateEntriesMutation, UpdateEntriesVariables, part,
};
use crate::api::rate_limit::Priority;
use crate::auth::token::AccessToken;
use crate::data::client::{self, Call, Reaction};
use crate::data::scheduler::Event;
use crate::data::state::App;
use crate::domain::{EntryNow, MediaId, UserId};
use crate::outbox::{Batch, Outcome, Reply, Write};
use crate::web::clock;
use crate::web::locks::Held;
use crate::web::reactive::spawn;

use super::Edits;

impl Edits {
    /// What AniList has of these works for an account, which need not be the one in use. `sent_at` is set when it is asked.
    pub(super) async fn ask_entries(
        self,
        account: UserId,
        ids: Vec<MediaId>,
        sent_at: Rc<Cell<Option<u64>>>,
    ) -> Result<Vec<EntryNow>, ApiError> {
        self.ask_timed::<EntriesNowQuery>(account, &EntriesNowVariables { ids }, sent_at)
            .await
    }

    /// Asks as an account, before everything else, and tries only once.
    pub(super) async fn ask<O: Operation + 'static>(
        self,
        account: UserId,
        variables: &O::Variables,
    ) -> Result<O::Output, ApiError> {
        self.ask_timed::<O>(account, variables, Rc::default()).await
    }

    async fn ask_timed<O: Operation + 'static>(
        self,
        account: UserId,
        variables: &O::Variables,
        sent_at: Rc<Cell<Option<u64>>>,
    ) -> Result<O::Output, ApiError> {
        let app = App::here();
        let token = self.token(account).ok_or(ApiError::InvalidToken)?;
        let call = Call::of::<O>(variables)?
            .as_account(account.get(), token)
            .with_priority(Priority::Edit);
        let answer = client::fetch_with::<O>(app, call, sent_at, drop).await?;
        Ok(answer.data)
    }

    fn token(self, account: UserId) -> Option<AccessToken> {
        self.session
            .accounts_now()
            .get(account.get())
            .and_then(|account| account.token().cloned())
    }

    /// Sends a batch, unless the budget lets it go too late, or this page's turn is over before.
    pub(super) async fn send(self, batch: &Batch, turn: &Held) -> Reply {
        let app = App::here();
        let Some(token) = self.token(batch.account) else {
            return Reply::NotSent;
        };
        let mut parts = Vec::with_capacity(batch.writes.len());
        for write in &batch.writes {
            match self.part(batch.account, write) {
                Ok(part) => parts.push(part),
                Err(error) => return Reply::Failed(error),
            }
        }
        // What became of it is found out by reading, never by sending it once more.
        let body = batch::body(&parts.iter().collect::<Vec<_>>());
        let call = Call::of_body(SaveEntryMutation::NAME, body)
            .as_account(batch.account.get(), token)
            .with_priority(Priority::Edit)
            .until(batch.until);
        let answer = send_before(app, call, batch.until, turn).await;
        match answer {
            None => Reply::NotSent,
            Some(Err(error)) => Reply::Failed(error),
            Some(Ok(answer)) => read_reply(&batch.writes, &answer),
        }
    }

    fn part(self, account: UserId, write: &Write) -> Result<PreparedOperation, ApiError> {
        match write {
            Write::Save { media, entry, patch } => {
                let categories = self.categories(account, *media, patch);
                part::<SaveEntryMutation>(&match entry {
                    Some(entry) => SaveEntryVariables::of_entry(*entry, patch, &categories),
                    None => SaveEntryVariables::new(*media, patch, &categories),
                })
            }
            Write::Update { entries, patch } => {
                let media = entries.first().map(|(media, _)| *media);
                let categories = media.map_or_else(Vec::new, |media| self.categories(account, media, patch));
                let ids: Vec<_> = entries.iter().map(|(_, id)| *id).collect();
                part::<UpdateEntriesMutation>(&UpdateEntriesVariables::new(&ids, patch, &categories))
            }
            Write::Delete { entry, .. } => part::<DeleteEntryMutation>(&DeleteEntryVariables { id: *entry }),
            Write::Favourite { media, kind } => part::<ToggleFavouriteMutation>(&ToggleFavouriteVariables {
                media: *media,
                kind: *kind,
            }),
        }
    }
}

/// What came of a request; nothing when it was not sent before `until`, in milliseconds since 1970, and in this page's turn.
async fn send_before(app: App, call: Call, until: u64, turn: &Held) -> Option<Result<HttpAnswer, ApiError>> {
    if !turn.is_held() {
        return None;
    }
    let (sender, done) = oneshot::channel::<Option<Result<HttpAnswer, ApiError>>>();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let sent = Rc::new(Cell::new(false));
    let finish = {
        let sender = sender.clone();
        move |outcome| {
            if let Some(sender) = sender.borrow_mut().take() {
                let _ = sender.send(outcome);
            }
        }
    };
    let (finished, is_sent) = (finish.clone(), sent.clone());
    let want = client::send(app, call, move |event| {
        match event {
            // The device has slept while it waited for its turn: it must not be sent any more.
            Event::Sent if clock::now_ms() > until => {
                finished(None);
                return Reaction::Fail(ApiError::Aborted);
            }
            Event::Sent => is_sent.set(true),
            Event::Answer { answer, .. } => {
                finished(Some(Ok(answer.clone())));
                return envelope::problem(answer).map_or(Reaction::Done, Reaction::Refused);
            }
            Event::Failed { error, .. } => finished(Some(Err(error.clone()))),
        }
        Reaction::Done
    });
    let (late, is_sent) = (finish, sent.clone());
    spawn(async move {
        let left = until.saturating_sub(clock::now_ms());
        clock::sleep(u32::try_from(left).unwrap_or(u32::MAX)).await;
        if !is_sent.get() {
            late(None);
        }
    });
    let mut done = done;
    let outcome = match turn.unless_lost(&mut done).await {
        // What is on its way is waited for: it may be carried out, and its answer says so.
        None if sent.get() => done.await.ok().flatten(),
        None => None,
        Some(outcome) => outcome.ok().flatten(),
    };
    // Withdraws what was not sent in time.
    drop(want);
    outcome
}

fn read_reply(writes: &[Write], answer: &HttpAnswer) -> Reply {
    let split = BatchResponse::new(answer, writes.len());
    let mut outcomes = Vec::with_capacity(writes.len());
    let mut refusals: Vec<ApiError> = Vec::new();
    for (write, part) in writes.iter().zip(split.parts()) {
        let outcome = match part {
            Some(part) => read_outcome(write, &part),
            None => Outcome::Unclear,
        };
        if let Outcome::Refused(error) = &outcome {
            refusals.push(error.clone());
        }
        outcomes.push(outcome);
    }
    // What is said of all of them alike is said of the request.
    match refusals.first() {
        Some(first) if refusals.len() == writes.len() && refusals.iter().all(|other| other == first) => {
            Reply::Failed(first.clone())
        }
        _ => Reply::Answer(outcomes),
    }
}

fn read_outcome(write: &Write, answer: &HttpAnswer) -> Outcome {
    let outcome = match write {
        Write::Save { .. } => {
            envelope::read::<SaveEntryMutation>(answer).map(|saved| Outcome::Saved(vec![saved.data]))
        }
        Write::Update { .. } => {
            envelope::read::<UpdateEntriesMutation>(answer).map(|saved| Outcome::Saved(saved.data))
        }
        Write::Delete { .. } => envelope::read::<DeleteEntryMutation>(answer).map(|done| match done.data {
            true => Outcome::Deleted,
            false => Outcome::Unclear,
        }),
        Write::Favourite { media, kind } => {
            envelope::read::<ToggleFavouriteMutation>(answer).map(|favourites| {
                match favourites.data.holds(*kind, *media) {
                    Some(is_one) => Outcome::Favourite(is_one),
                    None => Outcome::Unclear,
                }
            })
        }
    };
    outcome.unwrap_or_else(|error| match error {
        ApiError::Unreadable { .. } => Outcome::Unclear,
        error => Outcome::Refused(error),
    })
}
