//! What a change would do, before it is done.

use std::rc::Rc;

use leptos::prelude::*;

use crate::data::lists::to_json;
use crate::data::outbox::{Place, Start};
use crate::domain::MediaType;
use crate::error::AppError;
use crate::outbox::bulk::{BulkChange, What, led_fields};
use crate::text::format::count;
use crate::text::labels::field_name;
use crate::ui::components::plan_table::{plan_table, silence};
use crate::ui::kit::{Actions, Alert, Check};
use crate::ui::live::{attribute, handler, live};
use crate::ui::pages::list::ListPageState;
use crate::web::reactive::{effect, spawn};

use super::form::{self, planned};
use super::{Planned, Stage, focus_on_news};

pub(super) fn preview(look: ListPageState) -> AnyView {
    let bulk = look.bulk;
    let Some(planned) = bulk.planned.get_value() else {
        return ().into_any();
    };
    let silent = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    follow(look, busy);
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
    let is_whole = move || look.shelf().is_whole() && look.app.edits.place() != Place::Opening;
    let apply = move || {
        if is_whole() && !busy.get_untracked() {
            busy.set(true);
            start(look, silent.get_untracked(), problem, busy);
        }
    };
    let back = move || {
        bulk.stage.set(Stage::Form);
        focus_on_news();
    };
    let lead = planned.change.may_lead_on().then(|| lead(look, &planned));
    let disabled = attribute(move || (busy.get() || !is_whole()).then_some("true"));
    let class = if deletes {
        "button danger"
    } else {
        "button primary"
    };
    let waits = move || match is_whole() {
        true => String::new(),
        false => "The list is still being read.".to_owned(),
    };
    let changes_any = !planned.items.is_empty();
    let changes = changes_any.then(|| {
        view! {
            {plan_table(&planned.items, look.scores())}
            {silence(silent)}
            <p class="meta" role="status">{live(waits)}</p>
            <Alert text=problem/>
        }
        .into_any()
    });
    let apply = changes_any.then(|| {
        view! { <button class=class aria-disabled=disabled on:click=handler(move |_| apply())>{label}</button> }
            .into_any()
    });
    view! {
        <p tabindex="-1">{said}{same}</p>
        {lead}
        {changes}
        <Actions>
            {apply}
            <button class="button" on:click=handler(move |_| back())>"Back"</button>
            <button class="button" on:click=handler(move |_| bulk.close())>"Cancel"</button>
        </Actions>
    }
    .into_any()
}

/// What the editor's rules set along, and a tick to leave it as it is.
fn lead(look: ListPageState, planned: &Planned) -> AnyView {
    let follows = matches!(planned.change, BulkChange::Set { follow: true, .. });
    let fields = led_fields(&planned.items, &planned.change);
    let names: Vec<&str> = fields.iter().map(|field| field_name(*field, look.kind)).collect();
    let said = match (follows, names.is_empty()) {
        (false, _) => String::new(),
        (true, true) => "Nothing else follows for these entries.".to_owned(),
        (true, false) => ["Also set for some of them: ", &names.join(", "), "."].concat(),
    };
    let label = match look.kind {
        MediaType::Manga => "Also set chapters, dates and times reread, as the editor does",
        _ => "Also set episodes, dates and times rewatched, as the editor does",
    };
    view! {
        <div class="lead stack tight">
            <Check label is_ticked=follows on_change=move |follow| form::show_again(look, follow)/>
            <p class="meta">{said}</p>
        </div>
    }
    .into_any()
}

/// Shows what it would do now whenever the list has changed under it.
fn follow(look: ListPageState, busy: RwSignal<bool>) {
    let bulk = look.bulk;
    effect(move |first| {
        look.shelf().track();
        look.app.edits.track();
        let Some(shown) = bulk
            .planned
            .get_value()
            .filter(|_| !first && !busy.get_untracked())
        else {
            return;
        };
        let now = untrack(|| planned(look, shown.change.clone()));
        if now != *shown {
            bulk.planned.set_value(Some(Rc::new(now)));
            bulk.stage.set(Stage::Preview);
            focus_on_news();
        }
    });
}

fn start(look: ListPageState, silent: bool, problem: RwSignal<String>, busy: RwSignal<bool>) {
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
