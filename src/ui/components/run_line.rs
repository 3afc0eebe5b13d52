//! A change of many entries, as it stands: how far it is, what became of it, and what can be done about it.

use leptos::prelude::*;

use crate::data::state::App;
use crate::error::AppError;
use crate::outbox::bulk::{Progress, Run, RunId, RunState, What, sentence};
use crate::outbox::edit_description::of_run;
use crate::route::Route;
use crate::ui::live::{live, spawn};
use crate::ui::plain::{actions, button, el};
use crate::web::clock;
use crate::web::intl::{Detail, moment};

/// How long a run that is over is still shown where it was started, in milliseconds since its last change.
const RECENT_MS: u64 = 10 * 60_000;

/// The runs of the account in use that are going on, and those that ended lately.
pub fn runs() -> AnyView {
    let app = App::here();
    let hidden = RwSignal::new(Vec::<RunId>::new());
    let hide = Callback::new(move |id| hidden.update(|hidden| hidden.push(id)));
    let shown = own_runs(move |run| {
        let now = app.now.get().max(clock::now_ms());
        is_news(app, run, now) && !hidden.with(|hidden| hidden.contains(&run.id))
    });
    live(move || lines(shown.get(), Some(hide)))
}

/// All runs of the account in use, the latest first; nothing without one.
pub fn all_runs() -> AnyView {
    let shown = own_runs(|_| true);
    live(move || {
        let mut ids = shown.get();
        ids.reverse();
        let heading = (!ids.is_empty()).then(|| el("h2").text("Runs").end());
        let mut parts: Vec<AnyView> = heading.into_iter().collect();
        parts.extend(lines(ids, None));
        parts
    })
}

/// Which runs of the account in use are wanted, the oldest first; moves only when others are.
fn own_runs(is_wanted: impl Fn(&Run) -> bool + Send + Sync + 'static) -> Memo<Vec<RunId>> {
    let app = App::here();
    let is_wanted: Box<dyn Fn(&Run) -> bool + Send + Sync> = Box::new(is_wanted);
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
fn lines(ids: Vec<RunId>, hide: Option<Callback<RunId>>) -> Vec<AnyView> {
    ids.into_iter().map(|id| run_line(id, hide)).collect()
}

fn is_news(app: App, run: &Run, now: u64) -> bool {
    let last = || app.edits.last_change_of(run).unwrap_or(run.id.0);
    matches!(run.state, RunState::Running | RunState::Paused) || now.saturating_sub(last()) < RECENT_MS
}

/// One run of the account in use. `hide` takes the line away once the run is over; without it, it stays.
fn run_line(id: RunId, hide: Option<Callback<RunId>>) -> AnyView {
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
    let is = move |state: RunState| Memo::new(move |_| find().is_some_and(|run| run.state == state));
    let (running, paused) = (is(RunState::Running), is(RunState::Paused));
    let revertible =
        Memo::new(move |_| progress().is_some_and(|(progress, run)| can_revert(app, &run, &progress)));
    live(move || {
        let said = move || progress().map_or_else(String::new, |(progress, run)| sentence(&run, &progress));
        let more = move || match progress() {
            Some((progress, _)) if !progress.conflicts.is_empty() || !progress.failed.is_empty() => {
                let address = app.navigation.path(&Route::Edits);
                el("a").attr("href", &address).text(" See which").end()
            }
            _ => ().into_any(),
        };
        let what = what.get();
        let began = [" ", &moment(id.0, Detail::Minute)].concat();
        let steps = live(move || {
            let steps = Steps {
                running: running.get(),
                paused: paused.get(),
                revertible: revertible.get(),
            };
            actions(buttons(app, id, steps, hide))
        });
        el("section")
            .class("panel run")
            .attr("aria-label", &what)
            .child(
                el("p")
                    .child(el("strong").text(&what).end())
                    .child(el("span").class("meta").text(&began).end())
                    .end(),
            )
            .child(live(move || {
                progress().map(|(progress, run)| bar(&run, &progress))
            }))
            .child(
                el("p")
                    .attr("role", "status")
                    .text_live(said)
                    .child(live(more))
                    .end(),
            )
            .child(steps)
            .end()
    })
}

/// How far it is, until it is over.
fn bar(run: &Run, progress: &Progress) -> AnyView {
    if matches!(run.state, RunState::Done | RunState::Cancelled) {
        return ().into_any();
    }
    let done = progress.total.saturating_sub(progress.waiting);
    el("progress")
        .attr("max", &progress.total.to_string())
        .attr("value", &done.to_string())
        .attr("aria-label", "Entries done")
        .end()
}

fn title(app: App, run: &Run) -> String {
    let scale = app.scales.of(run.account.get());
    of_run(run, scale, &|id| moment(id.0, Detail::Minute))
}

/// Whether it has changed anything that another run does not take back already.
fn can_revert(app: App, run: &Run, progress: &Progress) -> bool {
    let is_over = matches!(run.state, RunState::Done | RunState::Cancelled);
    let reverts = |other: &Run| {
        other.account == run.account
            && other.what == What::Revert(run.id)
            && other.state != RunState::Cancelled
    };
    is_over && progress.changed > 0 && !app.edits.runs().iter().any(reverts)
}

/// What can be done about a run.
struct Steps {
    running: bool,
    paused: bool,
    revertible: bool,
}

fn buttons(app: App, id: RunId, steps: Steps, hide: Option<Callback<RunId>>) -> Vec<AnyView> {
    let named = |label: &str, act: Box<dyn Fn()>| button("button small", act).text(label).end();
    let steer =
        |label: &str, change: fn(Run) -> Run| named(label, Box::new(move || app.edits.steer_run(id, change)));
    let mut buttons = Vec::new();
    if steps.running {
        buttons.push(steer("Pause", Run::pause));
    }
    if steps.paused {
        buttons.push(steer("Go on", Run::resume));
    }
    if steps.running || steps.paused {
        buttons.push(steer("Cancel", Run::cancel));
        return buttons;
    }
    if steps.revertible {
        buttons.push(named("Revert", Box::new(move || revert(app, id))));
    }
    if let Some(hide) = hide {
        buttons.push(named("Dismiss", Box::new(move || hide.run(id))));
    }
    buttons
}

fn revert(app: App, id: RunId) {
    spawn(async move {
        if let Err(error) = app.edits.revert_run(id).await {
            app.say(&AppError::from(error).to_string());
        }
    });
}
