//! What a change would do, before it is done.

use leptos::prelude::*;

use crate::error::AppError;
use crate::model::bulk::{BulkChange, What};
use crate::model::format::count;
use crate::ui::components::button::Button;
use crate::ui::components::plan_table::plan_table;
use crate::ui::edits::Start;
use crate::ui::lists::to_json;
use crate::ui::live::{attribute, handler, live, spawn};
use crate::ui::pages::list::Look;

use super::{Stage, focus_on_news};

pub(super) fn preview(look: Look) -> AnyView {
    let bulk = look.bulk;
    let Some(planned) = bulk.planned.get_value() else {
        return ().into_any();
    };
    let silent = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let entries = count(planned.items.len() as u64, "entry", "entries");
    let deletes = planned.change == BulkChange::Delete;
    let said = match (planned.items.is_empty(), deletes) {
        (true, _) => "Nothing would change.".to_owned(),
        (_, true) => [&entries, " will be deleted from your list."].concat(),
        (_, false) => [&entries, " will change."].concat(),
    };
    let same = (planned.same > 0).then(|| {
        let same = count(planned.same as u64, "entry is", "entries are");
        [" ", &same, " like that already."].concat()
    });
    let label = [if deletes { "Delete " } else { "Apply to " }, &entries].concat();
    let table = (!planned.items.is_empty()).then(|| plan_table(&planned.items, look.scores()));
    let is_whole = move || look.shelf().is_whole();
    let apply = move |_| {
        if is_whole() && !busy.get_untracked() {
            busy.set(true);
            start(look, silent.get_untracked(), problem, busy);
        }
    };
    let back = move |()| {
        bulk.stage.set(Stage::Form);
        focus_on_news();
    };
    let act = (!planned.items.is_empty()).then(|| {
        let disabled = attribute(move || (busy.get() || !is_whole()).then_some("true"));
        let class = if deletes {
            "button danger"
        } else {
            "button primary"
        };
        view! {
            <button class=class aria-disabled=disabled on:click=handler(apply)>{label}</button>
        }
    });
    view! {
        <p tabindex="-1">{said} {same}</p>
        {table}
        <label class="tick">
            <input type="checkbox" on:change=handler(move |event| silent.set(event_target_checked(&event)))/>
            <span>"No list activity meanwhile: the setting is switched off for the run, and back afterwards"</span>
        </label>
        <p class="meta">"A snapshot of the list is kept first, and the run can be reverted."</p>
        <p class="field-error" role="alert">{live(move || match is_whole() {
            true => problem.get(),
            false => "The list is still being read.".to_owned(),
        })}</p>
        <div class="actions">
            {act}
            <Button label="Back" act=back/>
            <Button label="Cancel" act=move |()| bulk.close()/>
        </div>
    }
    .into_any()
}

fn start(look: Look, silent: bool, problem: RwSignal<String>, busy: RwSignal<bool>) {
    let bulk = look.bulk;
    let Some(planned) = bulk.planned.get_value() else {
        return;
    };
    let shelf = look.shelf();
    let works = match planned.change {
        // A revert shows them again.
        BulkChange::Delete => {
            let library = shelf.library.borrow();
            let media = |media| library.get(media).map(|entry| entry.media.clone());
            planned
                .items
                .iter()
                .filter_map(|item| media(item.media))
                .collect()
        }
        BulkChange::Set { .. } => Vec::new(),
    };
    let start = Start {
        what: What::Change(planned.change.clone()),
        items: planned.items.clone(),
        silent,
        snapshot: Some(to_json(&[shelf])),
        works,
    };
    spawn(async move {
        let outcome = look.app.edits.start_run(start).await;
        busy.try_set(false);
        match outcome {
            Ok(()) => {
                bulk.close();
                bulk.selection.try_set(None);
            }
            Err(error) => {
                problem.try_set(AppError::from(error).to_string());
            }
        }
    });
}
