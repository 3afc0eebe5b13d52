//! Data for a page: asked for when the page opens or the account changes, given up when it is left.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::envelope::Answer;
use crate::api::operation::Operation;
use crate::error::AppError;
use crate::web::http::Abort;

use super::client;
use super::state::App;

/// How far a question has come.
#[derive(Debug, Clone)]
pub enum Load<T> {
    /// Asked, and no answer yet.
    Waiting,
    /// Answered; perhaps with errors beside the data.
    Ready(Answer<T>),
    /// Not answered, and why.
    Failed(AppError),
}

/// A question and its answer.
pub struct Query<T: Send + Sync + 'static> {
    state: RwSignal<Load<T>>,
    attempt: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

impl<T: Clone + Send + Sync + 'static> Query<T> {
    /// The state; tracked.
    pub fn get(self) -> Load<T> {
        self.state.get()
    }

    /// Asks again.
    pub fn retry(self) {
        self.attempt.update(|attempt| *attempt = attempt.wrapping_add(1));
    }
}

/// Asks `O` for the life of the component that calls this, and again whenever the signed-in account changes.
pub fn use_query<O>(variables: O::Variables) -> Query<O::Output>
where
    O: Operation + 'static,
    O::Variables: Clone + Send + Sync + 'static,
    O::Output: Clone + Send + Sync + 'static,
{
    let app = App::here();
    let query = Query {
        state: RwSignal::new(Load::Waiting),
        attempt: RwSignal::new(0),
    };
    Effect::new(move |_| {
        query.attempt.track();
        app.session.track_identity();
        let abort = StoredValue::new_local(Abort::new());
        // Runs before the next attempt and when the component goes.
        on_cleanup(move || {
            abort.try_with_value(Abort::abort);
        });
        query.state.set(Load::Waiting);
        let (handle, variables) = (abort.get_value(), variables.clone());
        spawn_local(async move {
            let answer = client::run::<O>(app, &variables, &handle).await;
            let state = match answer {
                Ok(answer) => Load::Ready(answer),
                // Whoever aborted no longer waits for an answer.
                Err(error) if error.is_silent() => return,
                Err(error) => Load::Failed(error),
            };
            // Gone once the component is; and an aborted attempt must not overwrite a newer one.
            if abort.try_with_value(|_| ()).is_some() {
                query.state.try_set(state);
            }
        });
    });
    query
}
