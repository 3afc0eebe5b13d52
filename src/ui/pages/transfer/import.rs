//! A file on its way in: what it would change, before anything is changed.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::api::budget::Priority;
use crate::api::operation::{MediaByMalQuery, MediaByMalVariables, Operation as _};
use crate::domain::{Media, MediaType};
use crate::error::AppError;
use crate::model::exchange::plan::{Existing, Options};
use crate::model::exchange::{Import, MAX_BYTES, Origin};
use crate::model::format::{count, number};
use crate::ui::client;
use crate::ui::components::button::Button;
use crate::ui::components::problem::Problem;
use crate::ui::live::{handler, live, spawn};
use crate::web::files;
use crate::web::intl::{Detail, moment};

use super::Desk;

/// What AniList said about numbers of MyAnimeList's.
#[derive(Default)]
pub(super) struct Found {
    pub(super) works: RefCell<Vec<Media>>,
    /// Those that were asked for, whether AniList knows them or not.
    pub(super) asked: RefCell<Vec<(MediaType, u32)>>,
    /// Pages that have come, and that will, while they are asked for.
    pub(super) progress: RefCell<Option<(usize, usize)>>,
    pub(super) problem: RefCell<Option<AppError>>,
}

#[component]
pub(super) fn ImportPanel(desk: Desk) -> impl IntoView {
    let choose = move |event: leptos::ev::Event| {
        let Some(file) = files::chosen(&event) else { return };
        spawn(async move {
            let bytes = match file.size() > MAX_BYTES as u64 {
                true => None,
                false => file.read().await,
            };
            desk.open(file.name(), bytes.as_deref());
        });
    };
    view! {
        <section class="panel" id="import" aria-labelledby="import-title">
            <h2 id="import-title" tabindex="-1">"Import"</h2>
            <p class="muted">
                "A JSON export of this app, or an XML of MyAnimeList. What it would change is shown first; nothing is changed before you say so."
            </p>
            <div class="field">
                <label for="import-file">"File"</label>
                <input id="import-file" type="file" accept=".json,.xml,application/json,text/xml,application/xml" on:change=handler(choose)/>
            </div>
            {live(move || {
                desk.opened.track();
                opened(desk)
            })}
        </section>
    }
}

fn opened(desk: Desk) -> AnyView {
    let Some(file) = desk.file.get_value() else {
        return ().into_any();
    };
    let import = match &file.import {
        Ok(import) => import,
        Err(error) => {
            let error = error.clone();
            return view! { <p class="meta"><bdi>{file.name.clone()}</bdi></p> <Problem error retry=|()| ()/> }.into_any();
        }
    };
    let about = about(import);
    view! {
        <p><bdi>{file.name.clone()}</bdi> " · " {about}</p>
        {(!import.problems.is_empty()).then(|| unreadable(import))}
        {choices(desk.options)}
        {live(move || lookup(desk))}
        {live(move || super::plan::plan_view(desk))}
    }
    .into_any()
}

/// What the file says of itself.
fn about(import: &Import) -> String {
    let entries = count(import.records.len() as u64, "entry", "entries");
    match &import.origin {
        Origin::MyAnimeList => ["MyAnimeList’s XML, ", &entries].concat(),
        Origin::Export(header) => {
            let day = moment(header.exported_at * 1000, Detail::Minute);
            ["The lists of ", &header.user, " on ", &day, ", ", &entries].concat()
        }
    }
}

fn unreadable(import: &Import) -> AnyView {
    let lines = import.problems.iter().take(200);
    let lines: Vec<AnyView> = lines
        .map(|problem| view! { <li>{problem.text()}</li> }.into_any())
        .collect();
    let said = count(import.problems.len() as u64, "entry", "entries");
    view! {
        <details>
            <summary class="warn">{said} " of the file cannot be read"</summary>
            <ul>{lines}</ul>
        </details>
    }
    .into_any()
}

fn choices(options: RwSignal<Options>) -> AnyView {
    let now = options.get_untracked();
    let tick = |label: &'static str, ticked: bool, set: fn(&mut Options, bool)| {
        let changed = move |event| options.update(|options| set(options, event_target_checked(&event)));
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=ticked on:change=handler(changed)/>
                <span>{label}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <div class="stack tight">
            {tick("Change entries that are on my list already", now.existing == Existing::Overwrite, |options, on| {
                options.existing = if on { Existing::Overwrite } else { Existing::LeaveAlone };
            })}
            {tick("Never set progress back", now.keep_higher_progress, |options, on| options.keep_higher_progress = on)}
            {tick("Keep what is filled in where the file has nothing", now.keep_filled, |options, on| options.keep_filled = on)}
        </div>
    }
    .into_any()
}

/// What has to be asked before the file can be brought in, and how that stands.
fn lookup(desk: Desk) -> AnyView {
    desk.looked_up.track();
    if !desk.is_whole() {
        return ().into_any();
    }
    let Some(file) = desk.file.get_value() else {
        return ().into_any();
    };
    if let Some((done, all)) = *file.found.progress.borrow() {
        let said = [
            "Asking AniList: ",
            &number(done as u64),
            " of ",
            &count(all as u64, "request", "requests"),
            ".",
        ];
        return view! { <p role="status">{said.concat()}</p> }.into_any();
    }
    let problem = file.found.problem.borrow().clone();
    if let Some(error) = problem {
        return view! { <Problem error retry=move |()| spawn(look_up(desk))/> }.into_any();
    }
    let pages = super::plan::pages(desk);
    if pages.is_empty() {
        return ().into_any();
    }
    let works: usize = pages.iter().map(|(_, ids)| ids.len()).sum();
    let said = [
        &count(works as u64, "work is", "works are"),
        " not on your lists. Which ones they are, AniList has to say: ",
        &count(pages.len() as u64, "request", "requests"),
        ".",
    ];
    view! {
        <p>{said.concat()}</p>
        <div class="actions"><Button label="Look them up" act=move |()| spawn(look_up(desk))/></div>
    }
    .into_any()
}

/// Asks which works MyAnimeList's numbers mean, page after page.
async fn look_up(desk: Desk) {
    let Some(file) = desk.file.try_get_value().flatten() else {
        return;
    };
    let pages = super::plan::pages(desk);
    let all = pages.len();
    file.found.problem.take();
    for (done, (kind, ids)) in pages.into_iter().enumerate() {
        file.found.progress.replace(Some((done, all)));
        desk.moved(desk.looked_up);
        let variables = MediaByMalVariables { ids, kind };
        let bearer = desk.app.session.bearer();
        let token = bearer.as_ref().map(|(_, token)| token);
        let answer =
            client::ask_once::<MediaByMalQuery>(desk.app, &variables, token, Priority::Screen, drop).await;
        let is_gone = desk
            .file
            .try_with_value(|now| now.as_ref().is_none_or(|now| !std::rc::Rc::ptr_eq(now, &file)));
        if is_gone != Some(false) {
            return;
        }
        match answer {
            Ok(answer) => {
                let works = answer.data.into_iter().map(|(_, media)| media);
                file.found.works.borrow_mut().extend(works);
                let asked = variables.ids.iter().map(|id| (kind, *id));
                file.found.asked.borrow_mut().extend(asked);
            }
            Err(error) => {
                client::suspect(desk.app, &error, bearer.as_ref());
                let error = AppError::api(MediaByMalQuery::NAME, error);
                file.found.problem.replace(Some(error));
                break;
            }
        }
    }
    file.found.progress.take();
    desk.moved(desk.looked_up);
}
