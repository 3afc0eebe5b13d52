//! A change of many entries, as it stands: how far it is, what became of it, and what can be done about it.

use leptos::prelude::*;

use crate::domain::{MediaType, ScoreFormat};
use crate::error::AppError;
use crate::model::bulk::{Progress, Run, RunId, RunState, What, sentence, what_text};
use crate::model::routes::Route;
use crate::ui::components::button::Button;
use crate::ui::lists::scores_of;
use crate::ui::live::{live, spawn};
use crate::ui::state::App;
use crate::web::clock;

/// How long a run that is over is still shown where it was started, in milliseconds since its last change.
const RECENT_MS: u64 = 10 * 60_000;

/// The runs of the account in use that are going on, and those that ended lately.
#[component]
pub fn Runs() -> impl IntoView {
    let app = App::here();
    let hidden = RwSignal::new(Vec::<RunId>::new());
    let shown = Memo::new(move |_| {
        let account = app.session.active().map(|account| account.id);
        let now = app.now.get().max(clock::now_ms());
        let mut ids: Vec<RunId> = app
            .edits
            .runs()
            .iter()
            .filter(|run| Some(run.account.get()) == account && is_news(app, run, now))
            .map(|run| run.id)
            .collect();
        ids.sort_unstable();
        ids
    });
    // A line is drawn once for each run, so that the focus can rest on its buttons while its figures change.
    live(move || {
        let hidden_now = hidden.get();
        let hide = Callback::new(move |id| hidden.update(|hidden| hidden.push(id)));
        let lines = shown.get().into_iter().filter(|id| !hidden_now.contains(id));
        lines.map(|id| view! { <RunLine id hide=hide/> }).collect_view()
    })
}

fn is_news(app: App, run: &Run, now: u64) -> bool {
    let last = || app.edits.last_change_of(run).unwrap_or(run.id.0);
    matches!(run.state, RunState::Running | RunState::Paused) || now.saturating_sub(last()) < RECENT_MS
}

/// One run of the account in use.
#[component]
pub fn RunLine(
    /// Which.
    id: RunId,
    /// Takes the line away, once the run is over; without it, it stays.
    #[prop(optional)]
    hide: Option<Callback<RunId>>,
) -> impl IntoView {
    let app = App::here();
    let find = move || {
        let account = app.session.active().map(|account| account.id);
        let runs = app.edits.runs();
        runs.into_iter()
            .find(|run| run.id == id && Some(run.account.get()) == account)
    };
    // Both change seldom: what it is, and which buttons it has.
    let what = Memo::new(move |_| find().map(|run| title(app, &run)).unwrap_or_default());
    let state = Memo::new(move |_| {
        let run = find()?;
        let progress = app.edits.progress_of(&run);
        Some((run.state, can_revert(app, &run, &progress)))
    });
    let figures = live(move || {
        let Some(run) = find() else { return ().into_any() };
        let progress = app.edits.progress_of(&run);
        let done = progress.total.saturating_sub(progress.waiting);
        let needs_person = !progress.conflicts.is_empty() || !progress.failed.is_empty();
        let is_over = matches!(run.state, RunState::Done | RunState::Cancelled);
        view! {
            {(!is_over).then(|| view! {
                <progress max=progress.total.to_string() value=done.to_string() aria-label="Entries done"></progress>
            })}
            <p role="status">
                {sentence(&run, &progress)}
                {needs_person.then(|| view! { " " <a href=app.navigation.path(&Route::Edits)>"See which"</a> })}
            </p>
        }
        .into_any()
    });
    let buttons = live(move || {
        let (state, can_revert) = state.get()?;
        Some(view! { {buttons(app, id, state, can_revert, hide)} })
    });
    view! {
        <section class="panel run" aria-label=move || what.get()>
            <p><strong>{live(move || what.get())}</strong></p>
            {figures}
            <div class="actions">{buttons}</div>
        </section>
    }
    .into_any()
}

fn title(app: App, run: &Run) -> String {
    let mut shelves = app.lists.own(run.account.get(), MediaType::Anime);
    shelves.extend(app.lists.own(run.account.get(), MediaType::Manga));
    let scores: ScoreFormat = scores_of(&shelves);
    let mut text = what_text(&run.what, run.kind, scores);
    let reverted = match run.what {
        What::Revert(id) => app.edits.runs().into_iter().find(|run| run.id == id),
        _ => None,
    };
    if let Some(reverted) = reverted {
        text.push_str(" of “");
        text.push_str(&what_text(&reverted.what, reverted.kind, scores));
        text.push('”');
    }
    text
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

fn buttons(
    app: App,
    id: RunId,
    state: RunState,
    can_revert: bool,
    hide: Option<Callback<RunId>>,
) -> Vec<AnyView> {
    let steer = move |change: fn(Run) -> Run| app.edits.steer_run(id, change);
    let button = |label: &'static str, act: Callback<()>| {
        view! { <Button label class="button small" act/> }.into_any()
    };
    let mut buttons = Vec::new();
    match state {
        RunState::Running => {
            buttons.push(button("Pause", Callback::new(move |()| steer(Run::pause))));
        }
        RunState::Paused => {
            buttons.push(button("Go on", Callback::new(move |()| steer(Run::resume))));
        }
        RunState::Cancelled | RunState::Done => {}
    }
    if matches!(state, RunState::Running | RunState::Paused) {
        buttons.push(button("Cancel", Callback::new(move |()| steer(Run::cancel))));
        return buttons;
    }
    if can_revert {
        buttons.push(button("Revert", Callback::new(move |()| revert(app, id))));
    }
    if let Some(hide) = hide {
        buttons.push(button("Dismiss", Callback::new(move |()| hide.run(id))));
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
