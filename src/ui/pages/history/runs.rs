//! Runs over many entries: how far each is, and what can be done with it.

use leptos::prelude::*;

use crate::error::AppError;
use crate::model::bulk::{self, Activity, Progress, Run, RunState, What};
use crate::model::format::count;
use crate::model::outbox::State;
use crate::model::routes::Route;
use crate::model::undo::Record;
use crate::model::words_of_edit::of_run;
use crate::ui::components::button::Button;
use crate::ui::components::confirm::{Confirm, Question};
use crate::ui::edits::Start;
use crate::ui::live::{live, spawn};
use crate::ui::state::{App, Notice};
use crate::web::intl::{Detail, moment};

/// The runs of the account in use, newest first; nothing without one.
pub(super) fn runs(app: App) -> AnyView {
    let own = move || {
        let account = app.session.active().map_or(0, |account| account.id);
        let mut runs = app.edits.runs();
        runs.retain(|run| run.account.get() == account);
        runs.sort_unstable_by_key(|run| std::cmp::Reverse(run.id));
        runs
    };
    // The frame of each run stays while its figures change.
    let shown = Memo::new(move |_| {
        let mut text = String::new();
        for run in own() {
            text.push_str(&run.id.0.to_string());
            text.push_str(state_text(run.state));
        }
        text
    });
    live(move || {
        shown.with(|_| ());
        let runs = untrack(own);
        if runs.is_empty() {
            return ().into_any();
        }
        let reverted: Vec<bulk::RunId> = runs
            .iter()
            .filter_map(|run| match run.what {
                What::Revert(id) if run.state != RunState::Cancelled => Some(id),
                _ => None,
            })
            .collect();
        let rows: Vec<AnyView> = runs
            .iter()
            .map(|run| row(app, run, reverted.contains(&run.id)))
            .collect();
        view! { <section><h2>"Runs"</h2><ul class="edits">{rows}</ul></section> }.into_any()
    })
}

fn row(app: App, run: &Run, is_reverted: bool) -> AnyView {
    let title = of_run(run, app.scales.of(run.account.get()), &|id| {
        moment(id.0, Detail::Minute)
    });
    let facts = [&moment(run.id.0, Detail::Minute), state_text(run.state)].concat();
    let held = run.clone();
    let figures = live(move || figures(app, &held));
    let steered = run.clone();
    let steer = move |label: &'static str, change: fn(Run) -> Run| {
        let run = steered.clone();
        view! { <Button label class="button small" act=move |()| app.edits.steer(&run, change)/> }.into_any()
    };
    let buttons = match run.state {
        RunState::Running => vec![steer("Pause", Run::pause), steer("Cancel", Run::cancel)],
        RunState::Paused => vec![steer("Go on", Run::resume), steer("Cancel", Run::cancel)],
        RunState::Cancelled | RunState::Done if is_reverted => {
            vec![view! { <span class="muted">"Reverted"</span> }.into_any()]
        }
        RunState::Cancelled | RunState::Done => vec![revert(app, run.clone())],
    };
    view! {
        <li class="panel edit">
            <div class="edit-head"><h3>{title}</h3><span class="meta">{facts}</span></div>
            {figures}
            <div class="actions">{buttons}</div>
        </li>
    }
    .into_any()
}

fn state_text(state: RunState) -> &'static str {
    match state {
        RunState::Running => " · under way",
        RunState::Paused => " · paused",
        RunState::Cancelled => " · cancelled",
        RunState::Done => " · done",
    }
}

/// How far it is, with what could not be saved.
fn figures(app: App, run: &Run) -> AnyView {
    let (edits, journal) = (app.edits.all(), app.edits.journal());
    let progress = bulk::progress(run, &edits, &journal);
    let done = progress.total - progress.waiting.min(progress.total);
    let share = format!("{}%", done * 100 / progress.total.max(1));
    let mut failures: Vec<AnyView> = Vec::new();
    for edit in edits.iter().filter(|edit| edit.key.account == run.account) {
        let why = match &edit.state {
            State::Failed { error, .. } if progress.failed.contains(&edit.key.media) => {
                let error = AppError::api("SaveEntry", error.clone());
                [error.title(), ". ", &error.cause()].concat()
            }
            State::Conflict { .. } if progress.conflicts.contains(&edit.key.media) => {
                String::from("Changed elsewhere too: choose what to keep.")
            }
            _ => continue,
        };
        let title = edit.title.to_string();
        failures.push(view! { <li><bdi>{title}</bdi> ": " {why}</li> }.into_any());
    }
    let failures = (!failures.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What needs you"</summary>
                <ul class="changes">{failures}</ul>
                <p><a href=app.navigation.path(&Route::Edits)>"To the unsent edits"</a></p>
            </details>
        }
    });
    view! {
        <p>{told(&progress)}</p>
        <span class="bar" aria-hidden="true"><span style:width=share></span></span>
        {failures}
    }
    .into_any()
}

/// `12 of 20 changed, 3 needed no change, 5 wait`.
fn told(progress: &Progress) -> String {
    let mut text = count(progress.total as u64, "entry", "entries");
    let figures = [
        (progress.changed, " changed"),
        (progress.waiting, " waiting"),
        (progress.unchanged(), " without a change"),
        (progress.conflicts.len(), " in conflict"),
        (progress.failed.len(), " refused"),
    ];
    let mut mark = ": ";
    for (number, what) in figures {
        if number > 0 {
            text.push_str(mark);
            text.push_str(&number.to_string());
            text.push_str(what);
            mark = ", ";
        }
    }
    text
}

fn revert(app: App, run: Run) -> AnyView {
    let id = format!("revert-{}", run.id.0);
    let records = move |run: &Run| -> Vec<Record> {
        let journal = untrack(|| app.edits.journal());
        journal
            .into_iter()
            .filter(|record| record.origins.run == Some(run.id))
            .collect()
    };
    let asked = run.clone();
    let question = Question::when(move || {
        let items = bulk::plan_revert(&asked, &records(&asked));
        let many = count(items.len() as u64, "change", "changes");
        Some(format!(
            "Take {many} back? What was changed since is shown to you first."
        ))
    });
    let act = move |()| {
        let start = Start {
            what: What::Revert(run.id),
            items: bulk::plan_revert(&run, &records(&run)),
            silent: run.activity != Activity::Kept,
            snapshot: None,
            works: Vec::new(),
        };
        spawn(async move {
            if let Err(error) = app.edits.start_run(start).await {
                app.notify(Notice {
                    text: format!("The run was not reverted. {}", AppError::from(error)),
                    link: None,
                });
            }
        });
    };
    view! { <Confirm id label="Revert" class="button small" question yes="Revert" act/> }.into_any()
}
