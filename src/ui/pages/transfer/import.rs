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
use crate::ui::lazy;
use crate::ui::live::{live, spawn};
use crate::ui::plain::{actions, button, details, el, p, tick};
use crate::web::clock;
use crate::web::files::{self, Chosen, PackedError};
use crate::web::intl::{Detail, moment};

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
    let input = el("input")
        .attr("id", "import-file")
        .attr("type", "file")
        .attr("accept", ACCEPTED)
        .on("change", Box::new(choose));
    let label = el("label").attr("for", "import-file").text("File");
    let content = vec![
        p(
            "muted",
            "A JSON export of this app, MyAnimeList’s list (XML, packed or not), or AniList’s own download of your data. What it would change is shown first; nothing is changed before you say so.",
        ),
        el("div")
            .class("field")
            .children(vec![label.end(), input.end()])
            .end(),
        live(move || match desk.reading.get() {
            true => vec![el("p").attr("role", "status").text("Reading the file…").end()],
            false => Vec::new(),
        }),
        live(move || {
            desk.opened.track();
            opened(desk)
        }),
    ];
    super::panel("import", "Import", content)
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

fn opened(desk: Desk) -> Vec<AnyView> {
    let Some(file) = desk.file.get_value() else {
        return Vec::new();
    };
    let name = el("bdi").text(&file.name).end();
    match &file.import {
        Err(error) => {
            let error = error.clone();
            let retry = move |()| open_again(desk);
            let problem = view! { <Problem error retry/> }.into_any();
            vec![el("p").child(name).end(), problem]
        }
        Ok(import) => vec![
            el("p").child(name).text(" · ").text(&about(import)).end(),
            damaged(import),
            unreadable(import),
            lost(
                "cannot be read; everything else of these entries can",
                &import.losses,
            ),
            choices(desk.options),
            live(move || lookup(desk)),
            live(move || super::plan::plan_view(desk)),
        ],
    }
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
fn damaged(import: &Import) -> AnyView {
    let Some(damage) = &import.damage else {
        return ().into_any();
    };
    let cause = AppError::from(damage.clone()).cause();
    let entries = count(import.records.len() as u64, "entry", "entries");
    let said = [
        "The file is not whole. ",
        &cause,
        " Only what stands before that is shown: ",
        &entries,
        ". To be sure of all of it, get the file again.",
    ];
    el("p")
        .class("field-error")
        .attr("role", "alert")
        .text(&said.concat())
        .end()
}

/// The fields that are not taken over as the file has them, counted and grouped.
pub(super) fn lost(what: &str, losses: &Losses) -> AnyView {
    if losses.count() == 0 {
        return ().into_any();
    }
    let line = |loss: &Loss| el("li").child(el("bdi").text(&loss.text()).end()).end();
    let lines = losses.all().iter().take(200).map(line).collect();
    let said = count(losses.count(), "value of the file ", "values of the file ");
    details(&[&said, what].concat(), el("ul").children(lines).end())
}

fn unreadable(import: &Import) -> AnyView {
    if import.problems.is_empty() {
        return ().into_any();
    }
    let line = |problem: &Unread| el("li").child(el("bdi").text(&problem.text()).end()).end();
    let lines = import.problems.iter().take(200).map(line).collect();
    let said = count(import.problems.len() as u64, "entry", "entries");
    details(
        &[&said, " of the file cannot be read"].concat(),
        el("ul").children(lines).end(),
    )
}

fn choices(options: RwSignal<Options>) -> AnyView {
    let now = options.get_untracked();
    let box_of = |label: &str, ticked: bool, set: fn(&mut Options, bool)| {
        tick(label, ticked, move |on| {
            options.update(|options| set(options, on))
        })
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
    el("div").class("stack tight").children(boxes).end()
}

/// What has to be asked before the file can be brought in, and how that stands.
fn lookup(desk: Desk) -> Vec<AnyView> {
    desk.looked_up.track();
    let Some(file) = desk.file.get_value().filter(|_| desk.is_whole()) else {
        return Vec::new();
    };
    let requests = |all: usize| count(all as u64, "request", "requests");
    if let Some((done, all)) = *file.found.progress.borrow() {
        let said = [
            "Asking AniList: ",
            &number(done as u64),
            " of ",
            &requests(all),
            ".",
        ];
        return vec![el("p").attr("role", "status").text(&said.concat()).end()];
    }
    let problem = file.found.problem.borrow().clone();
    if let Some(error) = problem {
        return vec![view! { <Problem error retry=move |()| spawn(look_up(desk))/> }.into_any()];
    }
    let questions = super::plan::questions(desk);
    let works: usize = questions.iter().map(Question::works).sum();
    if works == 0 {
        return Vec::new();
    }
    let said = [
        &count(works as u64, "work is", "works are"),
        " not on your lists. Which ones they are, AniList has to say: ",
        &requests(questions.len()),
        ".",
    ];
    let ask = button("button", move || spawn(look_up(desk)))
        .text("Look them up")
        .end();
    vec![p("", &said.concat()), actions(vec![ask])]
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
