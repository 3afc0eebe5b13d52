//! Data for a page: shown from what this browser keeps, asked for when that is not fresh, given up when the page is left.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::budget::Priority;
use crate::api::cache::Key;
use crate::api::envelope::{self, Answer, HttpAnswer};
use crate::api::operation::{Operation, part};
use crate::error::AppError;
use crate::web::clock;

use super::client::{self, Progress};
use super::dispatch::Want;
use super::state::App;

/// How far asking has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
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

/// Everything about a question but its answer, and so of one type for all.
#[derive(Clone, Copy)]
pub struct Asking {
    /// How far it has come.
    pub stage: RwSignal<Stage>,
    /// When what is shown was asked, in milliseconds since 1970; nothing while nothing is shown.
    pub asked_at: RwSignal<Option<u64>>,
    attempt: RwSignal<Attempt>,
}

/// Whether what is kept will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// If it is fresh.
    First,
    /// No: AniList is asked.
    Again(u32),
}

impl Asking {
    /// Asks AniList, however fresh what is shown is, and even while AniList is switched off.
    pub fn again(self) {
        App::here().dispatch.try_now();
        self.attempt.update(|attempt| {
            *attempt = Attempt::Again(match attempt {
                Attempt::First => 0,
                Attempt::Again(count) => count.wrapping_add(1),
            });
        });
    }
}

/// A question and its answer.
pub struct Query<T: Send + Sync + 'static> {
    /// The answer, once there is one: perhaps kept from earlier, perhaps with errors beside the data.
    pub answer: RwSignal<Option<Answer<T>>>,
    /// How far asking has come.
    pub asking: Asking,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

/// Asks `O` for the life of the component that calls this, and again whenever the signed-in account changes.
pub fn use_query<O>(variables: O::Variables) -> Query<O::Output>
where
    O: Operation + 'static,
    O::Variables: Clone + Send + Sync + 'static,
    O::Output: Clone + Send + Sync + 'static,
{
    let app = App::here();
    let query = Query {
        answer: RwSignal::new(None),
        asking: Asking {
            stage: RwSignal::new(Stage::Queued),
            asked_at: RwSignal::new(None),
            attempt: RwSignal::new(Attempt::First),
        },
    };
    Effect::new(move |before: Option<Option<u64>>| {
        let attempt = query.asking.attempt.get();
        app.session.track_identity();
        let account = app.session.bearer().map(|(id, _)| id);
        // Another account has answers of its own.
        if before.is_some_and(|before| before != account) {
            query.answer.set(None);
            query.asking.asked_at.set(None);
        }
        // Dropped, and the request withdrawn, before the next attempt and when the component goes.
        let want = StoredValue::new_local(None::<Want>);
        on_cleanup(move || {
            want.try_update_value(Option::take);
        });
        query.asking.stage.set(Stage::Queued);
        let variables = variables.clone();
        spawn_local(async move {
            let fresh = attempt == Attempt::First
                && O::KEPT
                && query.show_kept::<O>(app, account, &variables, want).await;
            // Gone once the component or the attempt is.
            if want.try_with_value(|_| ()).is_none() {
                return;
            }
            if fresh {
                query.asking.stage.try_set(Stage::Settled);
            } else {
                query.ask::<O>(app, &variables, want);
            }
        });
        account
    });
    query
}

impl<T: Clone + Send + Sync + 'static> Query<T> {
    /// Shows what is kept. True when it is fresh.
    async fn show_kept<O>(
        self,
        app: App,
        account: Option<u64>,
        variables: &O::Variables,
        attempt: StoredValue<Option<Want>, LocalStorage>,
    ) -> bool
    where
        O: Operation<Output = T> + 'static,
    {
        let Some(key) = key::<O>(account, variables) else {
            return false;
        };
        let Some(kept) = app.kept.get(&key).await else {
            return false;
        };
        let (stamp, bytes) = (kept.stamp, kept.body.len());
        let answer = HttpAnswer {
            status: 200,
            body: kept.body.to_vec(),
            ..HttpAnswer::default()
        };
        let Ok(answer) = envelope::read::<O>(&answer) else {
            return false;
        };
        if attempt.try_with_value(|_| ()).is_none() {
            return false;
        }
        let now = clock::now_ms();
        app.dispatch
            .note_cached(O::NAME, bytes, now.saturating_sub(stamp.asked_at));
        self.show(answer, stamp.asked_at);
        stamp.is_fresh(now, O::FRESH_MS)
    }

    /// Asks AniList.
    fn ask<O>(self, app: App, variables: &O::Variables, want: StoredValue<Option<Want>, LocalStorage>)
    where
        O: Operation<Output = T> + 'static,
    {
        let bearer = app.session.bearer();
        let key = key::<O>(bearer.as_ref().map(|(id, _)| *id), variables).filter(|_| O::KEPT);
        let stage = self.asking.stage;
        let told = move |progress| match progress {
            Progress::Sent => {
                stage.try_set(Stage::Sent);
            }
            Progress::Answered {
                answer,
                body,
                asked_at,
            } => {
                if answer.errors.is_empty()
                    && let Some(key) = key.clone()
                {
                    app.kept.keep(key, body, asked_at);
                }
                self.show(answer, asked_at);
                stage.try_set(Stage::Settled);
            }
            Progress::Failed { error, again } => {
                let error = AppError::api(O::NAME, error);
                stage.try_set(Stage::Failed { error, again });
            }
        };
        match client::ask::<O>(app, variables, bearer, Priority::Screen, told) {
            Ok(asked) => {
                want.try_set_value(Some(asked));
            }
            Err(error) => {
                let error = AppError::api(O::NAME, error);
                stage.try_set(Stage::Failed { error, again: None });
            }
        }
    }

    fn show(self, answer: Answer<T>, asked_at: u64) {
        self.asking.asked_at.try_set(Some(asked_at));
        self.answer.try_set(Some(answer));
    }
}

fn key<O: Operation>(account: Option<u64>, variables: &O::Variables) -> Option<Key> {
    let part = part::<O>(variables).ok()?;
    Some(Key::new(account, O::NAME, O::QUERY, &part.variables))
}
