//! A change of many entries, as it stands: how far it is, what became of it, and what can be done about it.

use leptos::prelude::*;

use crate::data::state::App;
use crate::error::AppError;
use crate::outbox::bulk::{BulkJob, JobId, JobState, Progress, What, sentence};
use crate::outbox::edit_description::of_run;
use crate::route::Route;
use crate::ui::kit::{Actions, Fresh};
use crate::ui::live::{handler, live};
use crate::web::clock;
use crate::web::intl::{Detail, moment};
use crate::web::reactive::spawn;

/// How long a run that is over is still shown where it was started, in milliseconds since its last change.
const RECENT_MS: u64 = 10 * 60_000;

/// The runs of the account in use that are going on, and those that ended lately.
pub fn runs() -> AnyView {
    let app = App::here();
    let hidden = RwSignal::new(Vec::<JobId>::new());
    let hide = Callback::new(move |id| hidden.update(|hidden| hidden.push(id)));
    let shown = own_runs(move |run| {
        let now = app.now.get().max(clock::now_ms());
        is_news(app, run, now) && !hidden.with(|hidden| hidden.contains(&run.id))
    });
    view! { <Fresh>{lines(shown.get(), Some(hide))}</Fresh> }.into_any()
}

/// All runs of the account in use, the latest first; nothing without one.
pub fn all_runs() -> AnyView {
    let shown = own_runs(|_| true);
    let latest_first = move || shown.get().into_iter().rev().collect();
    view! {
        <Fresh>
            {(!shown.get().is_empty()).then(|| view! { <h2>"Runs"</h2> }.into_any())}
            {lines(latest_first(), None)}
        </Fresh>
    }
    .into_any()
}

/// Which runs of the account in use are wanted, the oldest first; moves only when others are.
fn own_runs(is_wanted: impl Fn(&BulkJob) -> bool + Send + Sync + 'static) -> Memo<Vec<JobId>> {
    let app = App::here();
    let is_wanted: Box<dyn Fn(&BulkJob) -> bool + Send + Sync> = Box::new(is_wanted);
    Memo::new(move |_| {
        let account = app.session.active().map(|account| account.id);
        let runs = app.edits.runs();
        let own = runs.iter().filter(|run| Some(run.account.get()) == account);
        let mut ids = Vec::new();
        for run in own.filter(|run| is_wanted(run)) {
            ids.insert(ids.partition_point(|known| *known < run.id), run.id);
        }
        ids
    })
}

/// A line is drawn once for each run, so that the focus can rest on its buttons while its figures change.
fn lines(ids: Vec<JobId>, hide: Option<Callback<JobId>>) -> Vec<AnyView> {
    ids.into_iter().map(|id| job_row(id, hide)).collect()
}

fn is_news(app: App, run: &BulkJob, now: u64) -> bool {
    let last = || app.edits.last_change_of(run).unwrap_or(run.id.0);
    matches!(run.state, JobState::Running | JobState::Paused) || now.saturating_sub(last()) < RECENT_MS
}

/// One run of the account in use. `hide` takes the line away once the run is over; without it, it stays.
fn job_row(id: JobId, hide: Option<Callback<JobId>>) -> AnyView {
    let app = App::here();
    let find = move || {
        let account = app.session.active().map(|account| account.id);
        let runs = app.edits.runs();
        runs.into_iter()
            .find(|run| run.id == id && Some(run.account.get()) == account)
    };
    let progress = move || find().map(|run| (app.edits.progress_of(&run), run));
    // Both change seldom: what it is, and which buttons it has.
    let what = Memo::new(move |_| find().map(|run| title(app, &run)).unwrap_or_default());
    let is = move |state: JobState| Memo::new(move |_| find().is_some_and(|run| run.state == state));
    let (running, paused) = (is(JobState::Running), is(JobState::Paused));
    let revertible =
        Memo::new(move |_| progress().is_some_and(|(progress, run)| can_revert(app, &run, &progress)));
    live(move || {
        let said = move || progress().map_or_else(String::new, |(progress, run)| sentence(&run, &progress));
        let more = move || match progress() {
            Some((progress, _)) if !progress.conflicts.is_empty() || !progress.failed.is_empty() => {
                view! { <a href=app.navigation.path(&Route::Edits)>" See which"</a> }.into_any()
            }
            _ => ().into_any(),
        };
        let what = what.get();
        let name = what.clone();
        let began = [" ", &moment(id.0, Detail::Minute)].concat();
        let steps = move || Steps {
            running: running.get(),
            paused: paused.get(),
            revertible: revertible.get(),
        };
        view! {
            <section class="panel run" aria-label=name>
                <p><strong>{what}</strong><span class="meta">{began}</span></p>
                {live(move || progress().map(|(progress, run)| bar(&run, &progress)))}
                <p role="status">{live(said)}{live(more)}</p>
                // The focus does not pass from a button that was pressed to the one that takes its place.
                <Fresh>{buttons(app, id, steps(), hide)}</Fresh>
            </section>
        }
    })
}

/// How far it is, until it is over.
fn bar(run: &BulkJob, progress: &Progress) -> AnyView {
    if matches!(run.state, JobState::Done | JobState::Cancelled) {
        return ().into_any();
    }
    let done = progress.total.saturating_sub(progress.waiting);
    let (total, done) = (progress.total.to_string(), done.to_string());
    view! { <progress max=total value=done aria-label="Entries done"></progress> }.into_any()
}

fn title(app: App, run: &BulkJob) -> String {
    let scale = app.scales.of(run.account.get());
    of_run(run, scale, &|id| moment(id.0, Detail::Minute))
}

/// Whether it has changed anything that another run does not take back already.
fn can_revert(app: App, run: &BulkJob, progress: &Progress) -> bool {
    let is_over = matches!(run.state, JobState::Done | JobState::Cancelled);
    let reverts = |other: &BulkJob| {
        other.account == run.account
            && other.what == What::Revert(run.id)
            && other.state != JobState::Cancelled
    };
    is_over && progress.changed > 0 && !app.edits.runs().iter().any(reverts)
}

/// What can be done about a run.
struct Steps {
    running: bool,
    paused: bool,
    revertible: bool,
}

fn buttons(app: App, id: JobId, steps: Steps, hide: Option<Callback<JobId>>) -> AnyView {
    let named = |label: &'static str, act: Box<dyn Fn()>| {
        view! { <button class="button small" on:click=handler(move |_| act())>{label}</button> }.into_any()
    };
    let steer = |label, change: fn(BulkJob) -> BulkJob| {
        named(label, Box::new(move || app.edits.steer_run(id, change)))
    };
    let goes_on = steps.running || steps.paused;
    let mut buttons = Vec::new();
    if steps.running {
        buttons.push(steer("Pause", BulkJob::pause));
    }
    if steps.paused {
        buttons.push(steer("Go on", BulkJob::resume));
    }
    if goes_on {
        buttons.push(steer("Cancel", BulkJob::cancel));
    }
    if steps.revertible && !goes_on {
        buttons.push(named("Revert", Box::new(move || revert(app, id))));
    }
    if let Some(hide) = hide.filter(|_| !goes_on) {
        buttons.push(named("Dismiss", Box::new(move || hide.run(id))));
    }
    view! { <Actions>{buttons}</Actions> }.into_any()
}

fn revert(app: App, id: JobId) {
    spawn(async move {
        if let Err(error) = app.edits.revert_run(id).await {
            app.toast(&AppError::from(error).to_string());
        }
    });
}
