//! The dry run of a file, and the run that it becomes.

use std::rc::Rc;

use leptos::prelude::*;

use crate::api::operation::MediaByMalQuery;
use crate::data::lists::{ListSnapshot, scores_of, to_json};
use crate::data::outbox::Start;
use crate::domain::{ListOwner, MediaType, TitleLanguage};
use crate::error::AppError;
use crate::exchange::plan::{Options, Plan, Question, Unknown, Works, plan, told, unknown};
use crate::exchange::{Import, Problem};
use crate::outbox::bulk::What;
use crate::text::format::{count, number};
use crate::text::isolated_names;
use crate::ui::components::plan_table::{lines_table, plan_table, silence};
use crate::ui::kit::{Actions, Alert, Details};
use crate::ui::live::{attribute, handler};
use crate::web::reactive::spawn;

use super::{Desk, Opened};

/// Looks at a file beside one's lists.
fn beside_lists(desk: Desk, file: &Opened, look: &mut dyn FnMut(&Import, &Works<'_>)) {
    let Ok(import) = &file.import else { return };
    let shelves = desk.shelves();
    let held: Vec<ListSnapshot<'_>> = shelves
        .iter()
        .map(|shelf| ListSnapshot::of(desk.app, shelf))
        .collect();
    let owners: Vec<Rc<ListOwner>> = shelves
        .iter()
        .filter_map(|shelf| shelf.owner.borrow().clone())
        .collect();
    let (told, found) = (told(import), file.found.works.borrow());
    let mut works = Works::default();
    for known in held.iter().flat_map(ListSnapshot::all) {
        match known.base {
            Some(base) => works.entry(base, known.edit),
            None => works.work(&known.shown.media, known.edit),
        }
    }
    for media in told.iter().chain(found.iter()) {
        works.work(media, None);
    }
    if let Some(owner) = owners.first() {
        for kind in [MediaType::Anime, MediaType::Manga] {
            works.custom_lists(kind, &owner.lists.of(kind).custom_lists);
        }
    }
    look(import, &works);
}

/// What still has to be asked about numbers.
pub(super) fn questions(desk: Desk) -> Vec<Question> {
    let Some(file) = desk.file.get_value() else {
        return Vec::new();
    };
    let mut open = Unknown::default();
    beside_lists(desk, &file, &mut |import, works| open = unknown(import, works));
    for question in file.found.asked.borrow().iter() {
        match question {
            Question::Media(ids) => open.media.retain(|id| !ids.contains(id)),
            Question::Mal(MediaType::Manga, ids) => open.mal_manga.retain(|id| !ids.contains(id)),
            Question::Mal(_, ids) => open.mal_anime.retain(|id| !ids.contains(id)),
        }
    }
    open.questions(MediaByMalQuery::MAX_IDS)
}

fn dry_run(desk: Desk, file: &Opened, options: Options) -> Plan {
    let mut done = Plan::default();
    beside_lists(desk, file, &mut |import, works| {
        done = plan(import, works, options, TitleLanguage::Unknown);
    });
    done
}

/// What the open file would change, and the way to have it done.
pub(super) fn plan_view(desk: Desk) -> Option<AnyView> {
    desk.looked_up.track();
    let options = desk.options.get();
    let whole = desk.is_whole();
    let file = desk.file.get_value()?;
    if !whole {
        return Some(view! { <p>"Your lists are still being read."</p> }.into_any());
    }
    let planned = dry_run(desk, &file, options);
    let (silent, busy) = (RwSignal::new(false), RwSignal::new(false));
    let problem = RwSignal::new(String::new());
    let apply = move |_| {
        if !busy.get_untracked() {
            busy.set(true);
            start(desk, options, silent.get_untracked(), problem, busy);
        }
    };
    let amount = planned.items.len();
    let changes = (amount > 0).then(|| {
        view! { {plan_table(&planned.items, scores_of(&desk.shelves()))}{silence(silent)} }.into_any()
    });
    let apply = (amount > 0).then(|| {
        let label = ["Apply ", &count(amount as u64, "change", "changes")].concat();
        let disabled = attribute(move || busy.get().then_some("true"));
        view! { <button class="button primary" aria-disabled=disabled on:click=handler(apply)>{label}</button> }
            .into_any()
    });
    let view = view! {
        <p role="status">{summary(&planned)}</p>
        {left_out(&planned)}
        {super::import::lost("go beyond what a work has", &planned.limited)}
        {changes}
        <Alert text=problem/>
        <Actions>
            {apply}
            <button class="button" on:click=handler(move |_| desk.close())>"Close the file"</button>
        </Actions>
    };
    Some(view.into_any())
}

/// How many entries come, change and stay.
fn summary(plan: &Plan) -> String {
    let changed = plan.items.len() as u64 - u64::from(plan.new);
    let mut text = String::new();
    for (amount, word) in [
        (plan.new.into(), " new, "),
        (changed, " to change, "),
        (plan.same.into(), " the same, "),
        (plan.kept.into(), " kept as they are, "),
        (plan.left_out.len() as u64, " left out."),
    ] {
        text.push_str(&number(amount));
        text.push_str(word);
    }
    if !plan.missing_lists.is_empty() {
        text.push_str(" Custom lists that you do not have are skipped: ");
        text.push_str(&isolated_names(&plan.missing_lists));
        text.push('.');
    }
    text
}

fn left_out(plan: &Plan) -> Option<AnyView> {
    if plan.left_out.is_empty() {
        return None;
    }
    let line = |problem: &Problem| (problem.title.to_string(), problem.reason.to_string());
    let lines = plan.left_out.iter().take(200).map(line).collect();
    let table = lines_table("Left out because", lines, plan.left_out.len());
    Some(view! { <Details summary="What is left out">{table}</Details> }.into_any())
}

fn start(desk: Desk, options: Options, silent: bool, problem: RwSignal<String>, busy: RwSignal<bool>) {
    let Some(file) = desk.file.get_value() else { return };
    // What is looked at now counts, not what was drawn.
    let planned = dry_run(desk, &file, options);
    let mut works = file.import.as_ref().map(told).unwrap_or_default();
    works.extend(file.found.works.borrow().iter().cloned());
    let start = Start {
        what: What::Import,
        items: planned.items,
        silent,
        snapshot: Some(to_json(&desk.shelves())),
        works,
    };
    spawn(async move {
        let outcome = desk.app.edits.start_run(start).await;
        busy.try_set(false);
        match outcome {
            Ok(()) => {
                desk.close();
                desk.moved(desk.kept);
            }
            Err(error) => {
                problem.try_set(AppError::from(error).to_string());
            }
        }
    });
}
