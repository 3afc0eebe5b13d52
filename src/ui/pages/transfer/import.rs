//! A file on its way in: what it would change, before anything is changed.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::api::operation::{
    MediaByIdsQuery, MediaByIdsVariables, MediaByMalQuery, MediaByMalVariables, Operation,
};
use crate::data::client::{self, Call};
use crate::data::state::App;
use crate::domain::Media;
use crate::error::AppError;
use crate::exchange::plan::{Existing, Options, Question};
use crate::exchange::{FileError, Import, Loss, Losses, MAX_BYTES, Origin, Problem as Unread, is_gzip};
use crate::text::format::{count, number};
use crate::text::isolated;
use crate::ui::components::problem::Problem;
use crate::ui::kit::{Actions, Check, Details, Fresh};
use crate::ui::lazy;
use crate::ui::live::{handler, live};
use crate::web::clock;
use crate::web::files::{self, Chosen, PackedError};
use crate::web::intl::{Detail, moment};
use crate::web::reactive::spawn;

use super::Desk;

/// What is offered to be chosen. MyAnimeList's downloads are packed, and some browsers know them by the last part of their
/// name alone.
const ACCEPTED: &str =
    ".json,.xml,.gz,.xml.gz,application/json,text/xml,application/xml,application/gzip,application/x-gzip";

/// What AniList said about works of which the file has only numbers.
#[derive(Default)]
pub(super) struct Found {
    pub(super) works: RefCell<Vec<Media>>,
    /// What was asked, whether AniList knows the works or not.
    pub(super) asked: RefCell<Vec<Question>>,
    /// Pages that have come, and that will, while they are asked for.
    pub(super) progress: RefCell<Option<(usize, usize)>>,
    pub(super) problem: RefCell<Option<AppError>>,
}

pub(super) fn import(desk: Desk) -> AnyView {
    let choose = move |event: leptos::ev::Event| {
        let Some(file) = files::chosen(&event) else { return };
        desk.close();
        desk.reading.set(true);
        let turn = desk.opened.get_untracked();
        spawn(async move {
            let bytes = bytes(&file).await;
            let reader = lazy::READER.load().await;
            // What says that it takes a moment is drawn first.
            clock::painted().await;
            // Whoever chose another file meanwhile, or left, waits for this one no more.
            if desk.opened.try_get_untracked() == Some(turn) {
                desk.open(file.name(), bytes, reader);
            }
        });
    };
    let reads = move || desk.reading.get();
    let content = view! {
        <p class="muted">
            "A JSON export of this app, MyAnimeList’s list (XML, packed or not), or AniList’s own download of your data. What it would change is shown first; nothing is changed before you say so."
        </p>
        <div class="field">
            <label for="import-file">"File"</label>
            <input id="import-file" type="file" accept=ACCEPTED on:change=handler(choose)/>
        </div>
        {live(move || reads().then(|| view! { <p role="status">"Reading the file…"</p> }.into_any()))}
        // Another file begins with the boxes that are usual for one like it.
        <Fresh>{opened(desk)}</Fresh>
    };
    super::panel("import", "Import", content.into_any())
}

/// All of a file, unpacked.
async fn bytes(file: &Chosen) -> Result<Vec<u8>, FileError> {
    if file.size() > MAX_BYTES as u64 {
        return Err(FileError::TooLarge);
    }
    let bytes = file.read().await.ok_or(FileError::Unreadable)?;
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    drop(bytes);
    file.unpacked(MAX_BYTES).await.map_err(|error| match error {
        PackedError::Unsupported => FileError::Compressed,
        PackedError::Damaged => FileError::Packed,
        PackedError::TooLarge => FileError::TooLarge,
    })
}

/// Tries again to read a file whose reader did not arrive.
fn open_again(desk: Desk) {
    let file = desk.file.get_value();
    if let Some((file, bytes)) = file.and_then(|file| Some((file.clone(), file.unread.take()?))) {
        spawn(async move {
            let reader = lazy::READER.load().await;
            desk.open(file.name.clone(), Ok(bytes), reader);
        });
    }
}

/// What is in the file that is open, and what can be done with it; tracked.
fn opened(desk: Desk) -> Option<AnyView> {
    desk.opened.track();
    let file = desk.file.get_value()?;
    let name = file.name.clone();
    let view = match &file.import {
        Err(error) => {
            let error = error.clone();
            let retry = move |()| open_again(desk);
            view! { <p><bdi>{name}</bdi></p><Problem error retry/> }.into_any()
        }
        Ok(import) => view! {
            <p><bdi>{name}</bdi>" · "{about(import)}</p>
            {damaged(import)}
            {unreadable(import)}
            {lost("cannot be read; everything else of these entries can", &import.losses)}
            {choices(desk.options)}
            {live(move || lookup(desk))}
            // Each look at it asks again whether activities are wanted.
            <Fresh>{super::plan::plan_view(desk)}</Fresh>
        }
        .into_any(),
    };
    Some(view)
}

/// What the file says of itself.
fn about(import: &Import) -> String {
    let entries = count(import.records.len() as u64, "entry", "entries");
    match &import.origin {
        Origin::MyAnimeList => ["MyAnimeList’s XML, ", &entries].concat(),
        Origin::Download(header) | Origin::Answer(header) => {
            let what = match import.origin {
                Origin::Download(_) => "AniList’s own data",
                _ => "An answer of AniList’s API",
            };
            let of = if header.user.is_empty() { "" } else { " of " };
            [what, of, &isolated(&header.user), ", ", &entries].concat()
        }
        Origin::Export(header) => {
            let day = moment(header.exported_at * 1000, Detail::Minute);
            [
                "The lists of ",
                &isolated(&header.user),
                " on ",
                &day,
                ", ",
                &entries,
            ]
            .concat()
        }
    }
}

/// Why the file was not read to its end.
fn damaged(import: &Import) -> Option<AnyView> {
    let damage = import.damage.as_ref()?;
    let cause = AppError::from(damage.clone()).cause();
    let entries = count(import.records.len() as u64, "entry", "entries");
    let said = [
        "The file is not whole. ",
        &cause,
        " Only what stands before that is shown: ",
        &entries,
        ". To be sure of all of it, get the file again.",
    ]
    .concat();
    Some(view! { <p class="field-error" role="alert">{said}</p> }.into_any())
}

/// The fields that are not taken over as the file has them, counted and grouped.
pub(super) fn lost(what: &str, losses: &Losses) -> Option<AnyView> {
    if losses.count() == 0 {
        return None;
    }
    let lines = losses.all().iter().take(200).map(Loss::text).collect();
    let said = count(losses.count(), "value of the file ", "values of the file ");
    Some(lines_behind([&said, what].concat(), lines))
}

fn unreadable(import: &Import) -> Option<AnyView> {
    if import.problems.is_empty() {
        return None;
    }
    let lines = import.problems.iter().take(200).map(Unread::text).collect();
    let said = count(import.problems.len() as u64, "entry", "entries");
    Some(lines_behind(
        [&said, " of the file cannot be read"].concat(),
        lines,
    ))
}

/// Lines that are shown once somebody opens them.
fn lines_behind(summary: String, lines: Vec<String>) -> AnyView {
    let line = |text: String| view! { <li><bdi>{text}</bdi></li> }.into_any();
    let lines = lines.into_iter().map(line).collect_view();
    view! { <Details summary><ul>{lines}</ul></Details> }.into_any()
}

fn choices(options: RwSignal<Options>) -> AnyView {
    let now = options.get_untracked();
    let box_of = |label: &'static str, is_ticked: bool, set: fn(&mut Options, bool)| {
        let changed = move |on| options.update(|options| set(options, on));
        view! { <Check label is_ticked on_change=changed/> }.into_any()
    };
    let overwrites = now.existing == Existing::Overwrite;
    let boxes = vec![
        box_of(
            "Change entries that are on my list already",
            overwrites,
            |options, on| {
                options.existing = if on {
                    Existing::Overwrite
                } else {
                    Existing::LeaveAlone
                };
            },
        ),
        box_of(
            "Never set progress back",
            now.keep_higher_progress,
            |options, on| {
                options.keep_higher_progress = on;
            },
        ),
        box_of(
            "Keep what is filled in where the file has nothing",
            now.keep_filled,
            |options, on| options.keep_filled = on,
        ),
    ];
    view! { <div class="stack tight">{boxes}</div> }.into_any()
}

/// What has to be asked before the file can be brought in, and how that stands.
fn lookup(desk: Desk) -> Option<AnyView> {
    desk.looked_up.track();
    let file = desk.file.get_value().filter(|_| desk.is_whole())?;
    let requests = |all: usize| count(all as u64, "request", "requests");
    if let Some((done, all)) = *file.found.progress.borrow() {
        let said = [
            "Asking AniList: ",
            &number(done as u64),
            " of ",
            &requests(all),
            ".",
        ]
        .concat();
        return Some(view! { <p role="status">{said}</p> }.into_any());
    }
    let problem = file.found.problem.borrow().clone();
    if let Some(error) = problem {
        return Some(view! { <Problem error retry=move |()| spawn(look_up(desk))/> }.into_any());
    }
    let questions = super::plan::questions(desk);
    let works: usize = questions.iter().map(Question::works).sum();
    if works == 0 {
        return None;
    }
    let said = [
        &count(works as u64, "work is", "works are"),
        " not on your lists. Which ones they are, AniList has to say: ",
        &requests(questions.len()),
        ".",
    ]
    .concat();
    let ask = move |_| spawn(look_up(desk));
    let view = view! {
        <p>{said}</p>
        <Actions><button class="button" on:click=handler(ask)>"Look them up"</button></Actions>
    };
    Some(view.into_any())
}

/// Asks which works the file's numbers mean, page after page.
async fn look_up(desk: Desk) {
    let Some(file) = desk.file.try_get_value().flatten() else {
        return;
    };
    let questions = super::plan::questions(desk);
    let all = questions.len();
    file.found.problem.take();
    for (done, question) in questions.into_iter().enumerate() {
        file.found.progress.replace(Some((done, all)));
        desk.moved(desk.looked_up);
        let answer = ask(desk, &question).await;
        let is_gone = desk
            .file
            .try_with_value(|now| now.as_ref().is_none_or(|now| !std::rc::Rc::ptr_eq(now, &file)));
        if is_gone != Some(false) {
            return;
        }
        match answer {
            Ok(works) => {
                file.found.works.borrow_mut().extend(works);
                file.found.asked.borrow_mut().push(question);
            }
            Err(error) => {
                file.found.problem.replace(Some(error));
                break;
            }
        }
    }
    file.found.progress.take();
    desk.moved(desk.looked_up);
}

/// Asks one question.
async fn ask(desk: Desk, question: &Question) -> Result<Vec<Media>, AppError> {
    match question {
        Question::Media(ids) => {
            let variables = MediaByIdsVariables { ids: ids.clone() };
            fetch::<MediaByIdsQuery>(desk.app, &variables).await
        }
        Question::Mal(kind, ids) => {
            let variables = MediaByMalVariables {
                ids: ids.clone(),
                kind: *kind,
            };
            let found = fetch::<MediaByMalQuery>(desk.app, &variables).await?;
            Ok(found.into_iter().map(|(_, media)| media).collect())
        }
    }
}

async fn fetch<O: Operation + 'static>(app: App, variables: &O::Variables) -> Result<O::Output, AppError> {
    let answer = match Call::of::<O>(variables) {
        Ok(call) => client::fetch::<O>(app, call.as_active(app)).await,
        Err(error) => Err(error),
    };
    answer
        .map(|answer| answer.data)
        .map_err(|error| AppError::api(O::NAME, error))
}
