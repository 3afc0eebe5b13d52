//! Data for a page: shown from what this browser keeps, asked for when that is not fresh, given up when the page is left.
//!
//! Only the decoding of an answer knows its type. All the rest is the same for every operation, and compiled once.

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::batch::PreparedOperation;
use crate::api::cache::Key;
use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::error::ApiError;
use crate::api::operation::{Operation, part};
use crate::error::AppError;
use crate::web::clock;
use crate::web::reactive::{effect, spawn};

use super::client::{self, Call, Reaction};
use super::scheduler::{Event, RequestHandle};
use super::state::App;

/// How far a request has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchStatus {
    /// What is there is fresh, or has just come.
    Settled,
    /// Waits to be sent.
    Queued,
    /// Was sent, and there is no answer yet.
    Sent,
    /// Failed.
    Failed {
        /// Why.
        error: AppError,
        /// When it is tried again by itself, in milliseconds since 1970.
        again: Option<u64>,
    },
}

/// What is known about a question but its answer.
#[derive(Debug, Clone)]
pub struct Status {
    /// How far it has come.
    pub stage: FetchStatus,
    /// When what is shown was asked, in milliseconds since 1970; nothing while nothing is shown.
    pub requested_at: Option<u64>,
}

/// A request without the type of its answer.
#[derive(Clone, Copy)]
pub struct QueryState {
    /// How it stands.
    pub status: RwSignal<Status>,
    /// How often AniList was to be asked, however fresh what is kept is.
    attempt: RwSignal<u32>,
}

impl QueryState {
    /// A question that stands like this.
    pub fn new(status: Status) -> Self {
        Self {
            status: RwSignal::new(status),
            attempt: RwSignal::new(0),
        }
    }

    /// How often [`Self::refetch`] was called; tracked.
    pub fn attempts(self) -> u32 {
        self.attempt.get()
    }

    /// Asks AniList, however fresh what is shown is, and even while AniList is switched off.
    pub fn refetch(self) {
        App::here().scheduler.try_now();
        self.attempt.update(|attempt| *attempt = attempt.wrapping_add(1));
    }

    /// Whether nothing is waited for; tracked.
    pub fn is_settled(self) -> bool {
        self.status.with(|status| status.stage == FetchStatus::Settled)
    }

    /// When what is shown was asked; untracked.
    pub fn requested_at(self) -> Option<u64> {
        self.status.with_untracked(|status| status.requested_at)
    }

    /// It was sent.
    pub fn sent(self) {
        self.status.try_update(|status| {
            if status.stage == FetchStatus::Queued {
                status.stage = FetchStatus::Sent;
            }
        });
    }

    /// It has come this far.
    pub fn stage(self, stage: FetchStatus) {
        self.status.try_update(|status| status.stage = stage);
    }
}

/// A question and its answer.
pub struct Query<T: Send + Sync + 'static> {
    /// The answer, once there is one: perhaps kept from earlier, perhaps with errors beside the data.
    pub answer: RwSignal<Option<Answer<T>>>,
    /// Everything else.
    pub state: QueryState,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

/// An operation with its variables, its type forgotten.
#[derive(Clone)]
struct Question {
    part: PreparedOperation,
    stale_time_ms: u64,
    kept: bool,
    batch: bool,
    show: Rc<Show>,
}

/// Shows an answer, or takes it away. Tells whether it was one, and whether it was whole.
type Show = dyn Fn(Option<&HttpAnswer>) -> Result<bool, ApiError>;

/// The life of one attempt: gone once the next one begins or the component goes. Holds what is wanted meanwhile.
type Attempt = StoredValue<Option<RequestHandle>, LocalStorage>;

/// Asks `O` for the life of the component that calls this, and again whenever the signed-in account changes.
// A component owns what it asks with.
#[allow(clippy::needless_pass_by_value)]
pub fn use_query<O>(variables: O::Variables) -> Query<O::Output>
where
    O: Operation + 'static,
    O::Output: Clone + Send + Sync + 'static,
{
    let answer = RwSignal::new(None);
    let show = move |http: Option<&HttpAnswer>| {
        let read = http.map(envelope::read::<O>).transpose()?;
        let whole = read.as_ref().is_some_and(|read| read.errors.is_empty());
        answer.try_set(read);
        Ok(whole)
    };
    let question = part::<O>(&variables).map(|part| Question {
        part,
        stale_time_ms: O::STALE_TIME_MS,
        kept: O::IS_CACHED,
        batch: O::BATCH,
        show: Rc::new(show),
    });
    Query {
        answer,
        state: ask(question, O::NAME),
    }
}

fn ask(question: Result<Question, ApiError>, name: &'static str) -> QueryState {
    let stage = match &question {
        Ok(_) => FetchStatus::Queued,
        Err(error) => FetchStatus::Failed {
            error: AppError::api(name, error.clone()),
            again: None,
        },
    };
    let state = QueryState::new(Status {
        stage,
        requested_at: None,
    });
    if let Ok(question) = question {
        let mut before = None;
        effect(move |_| before = Some(begin(state, &question, before)));
    }
    state
}

/// Begins an attempt; gives the account it is for.
fn begin(state: QueryState, question: &Question, before: Option<Option<u64>>) -> Option<u64> {
    let app = App::here();
    let forced = state.attempt.get() > 0;
    app.session.track_identity();
    let account = app.session.bearer().map(|(id, _)| id);
    // Another account has answers of its own.
    if before.is_some_and(|before| before != account) {
        let _ = (question.show)(None);
        state.status.update(|status| status.requested_at = None);
    }
    let attempt = Attempt::new_local(None);
    on_cleanup(move || {
        attempt.try_update_value(Option::take);
    });
    state.stage(FetchStatus::Queued);
    let question = question.clone();
    let part = &question.part;
    let key = question
        .kept
        .then(|| Key::new(account, part.name, part.document, &part.variables));
    spawn(async move {
        let fresh = match &key {
            Some(key) if !forced => show_kept(app, state, &question, key, attempt).await,
            _ => false,
        };
        if fresh {
            state.stage(FetchStatus::Settled);
        } else if attempt.try_with_value(|_| ()).is_some() {
            send(app, state, question, key, attempt);
        }
    });
    account
}

/// Shows what is cached. True when it is fresh.
async fn show_kept(app: App, state: QueryState, question: &Question, key: &Key, attempt: Attempt) -> bool {
    let is_wanted = || attempt.try_with_value(|_| ()).is_some();
    let show = |answer: &HttpAnswer| (is_wanted() && (question.show)(Some(answer)).is_ok()).then_some(());
    let Some(((), meta)) = client::cached(app, question.part.name, key, show).await else {
        return false;
    };
    state
        .status
        .update(|status| status.requested_at = Some(meta.requested_at));
    meta.is_fresh(clock::now_ms(), question.stale_time_ms)
}

/// Asks AniList.
fn send(app: App, state: QueryState, question: Question, key: Option<Key>, attempt: Attempt) {
    let call = Call::of_part(question.part.clone(), question.batch)
        .as_active(app)
        .cache_as(key);
    let want = client::send(app, call, move |event| {
        match event {
            // A failure stays in sight until the next try has an answer.
            Event::Sent => state.sent(),
            Event::Answer { answer, requested_at } => {
                let whole = match (question.show)(Some(answer)) {
                    Ok(whole) => whole,
                    Err(error) => return Reaction::Fail(error),
                };
                state.status.try_set(Status {
                    stage: FetchStatus::Settled,
                    requested_at: Some(requested_at),
                });
                if whole {
                    return Reaction::Cache;
                }
            }
            Event::Failed { error, again } => {
                let error = AppError::api(question.part.name, error.clone());
                state.stage(FetchStatus::Failed { error, again });
            }
        }
        Reaction::Done
    });
    attempt.try_set_value(Some(want));
}
