//! What AniList took from this browser, to be undone; and the runs over many entries.

use leptos::prelude::*;

use crate::data::outbox::Place;
use crate::domain::ScoreFormat;
use crate::list::library::has_words;
use crate::outbox::edit_description::of_record;
use crate::outbox::journal::{Record, RecordId, is_undone};
use crate::route::Route;
use crate::ui::components::button::named;
use crate::ui::components::job_row::all_runs;
use crate::ui::components::more::{PAGE, more};
use crate::ui::live::{handler, live};

use crate::data::state::App;
use crate::web::intl::{Detail, moment};

/// The page at `/history`.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let app = App::here();
    let limit = RwSignal::new(PAGE);
    let wanted = RwSignal::new(String::new());
    app.scales.learn(app);
    // What is drawn follows from these: whoever is at a button stays there while other things change.
    let shown = Memo::new(move |_| {
        app.scales.track();
        let mut text = wanted.get();
        let mut add = |number: u64| {
            text.push(' ');
            text.push_str(&number.to_string());
        };
        add(limit.get() as u64);
        add(u64::from(app.edits.place() == Place::Opening));
        add(app.session.active().map_or(0, |account| account.id));
        let journal = app.edits.journal();
        add(journal.len() as u64);
        add(journal.first().map_or(0, |record| record.id.at));
        for id in undoing(app) {
            add(id.at);
            add(id.media.get());
        }
        text
    });
    let typed = move |event| {
        limit.set(PAGE);
        wanted.set(event_target_value(&event));
    };
    view! {
        <div class="page">
            <div class="page-head">
                <h1 tabindex="-1">"History"</h1>
                <p class="muted">
                    "The last 1,000 edits that AniList took from this browser. Undoing one is an edit like any other: it is compared with what AniList has, and waits under "
                    <a href=app.navigation.path(&Route::Edits)>"unsent edits"</a> " until it is sent."
                </p>
            </div>
            {all_runs()}
            <div class="field">
                <label for="history-filter">"Filter by title"</label>
                <input id="history-filter" type="search" on:input=handler(typed)/>
            </div>
            {live(move || { shown.with(|_| ()); list(app, limit, &wanted.get_untracked()) })}
        </div>
    }
    .into_any()
}

/// The records that an edit which waits undoes.
fn undoing(app: App) -> Vec<RecordId> {
    let edits = app.edits.all();
    edits.iter().filter_map(|edit| edit.origins.undo).collect()
}

fn list(app: App, limit: RwSignal<usize>, wanted: &str) -> AnyView {
    let journal = untrack(|| app.edits.journal());
    let undoing = untrack(|| undoing(app));
    let limit_now = limit.get_untracked();
    let found = |record: &&Record| has_words(&record.title, wanted);
    let count = journal.iter().filter(found).count();
    if count == 0 {
        let text = match journal.is_empty() {
            true if untrack(|| app.edits.place()) == Place::Opening => {
                "Looking up what is kept in this browser."
            }
            true => "Nothing yet: what you change is listed here once AniList has it.",
            false => "No edit of such a title.",
        };
        return view! { <p role="status">{text}</p> }.into_any();
    }
    let (mut days, mut rows, mut day) = (Vec::<AnyView>::new(), Vec::<AnyView>::new(), String::new());
    for record in journal.iter().filter(found).take(limit_now) {
        let its = moment(record.id.at, Detail::Day);
        if its != day {
            days.extend(section(&day, std::mem::take(&mut rows)));
            day = its;
        }
        let end = match undoing.contains(&record.id) {
            _ if is_undone(&journal, record.id) => End::Undone,
            true => End::Undoing,
            false => End::Open,
        };
        let scale = app.scales.of(record.account.get());
        rows.push(row(app, record, scale, end));
    }
    days.extend(section(&day, rows));
    let left = count.saturating_sub(limit_now);
    view! { {days} {(left > 0).then(|| more(limit, left))} }.into_any()
}

fn section(day: &str, rows: Vec<AnyView>) -> Option<AnyView> {
    let view = || view! { <section><h2>{day.to_owned()}</h2><ul class="edits">{rows}</ul></section> };
    (!day.is_empty()).then(|| view().into_any())
}

/// What became of a record since.
enum End {
    Open,
    Undoing,
    Undone,
}

fn row(app: App, record: &Record, scale: ScoreFormat, end: End) -> AnyView {
    let mut link = app.navigation.editor_link();
    link.push_str(&record.id.media.to_string());
    let title = record.title.to_string();
    let lines: Vec<_> = of_record(record, scale)
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    let origins = record.origins;
    let mut facts = moment(record.id.at, Detail::Clock);
    facts.push_str(match (origins.run, origins.undo) {
        (Some(_), _) => " · by a run",
        (None, Some(_)) => " · undone from here",
        (None, None) => " · by hand",
    });
    if !record.merged.is_empty() {
        facts.push_str(" · changed elsewhere too");
    }
    let held = record.clone();
    let undo = std::rc::Rc::new(move || app.edits.undo_record(&held));
    let end = match end {
        End::Open => named("Undo", &title, "button small", undo),
        End::Undoing => view! { <span class="muted">"Being undone"</span> }.into_any(),
        End::Undone => view! { <span class="muted">"Undone"</span> }.into_any(),
    };
    view! {
        <li class="record">
            <div>
                <h3><a href=link><bdi>{title}</bdi></a></h3>
                <ul class="changes">{lines}</ul>
                <p class="meta">{facts}</p>
            </div>
            {end}
        </li>
    }
    .into_any()
}
