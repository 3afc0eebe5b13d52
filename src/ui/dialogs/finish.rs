//! The last one was watched or read: whether that completes the work, and how good it was.

use leptos::prelude::*;

use crate::domain::{Field, ListOptions};
use crate::model::draft::{Draft, Setting};
use crate::model::outbox::Change;
use crate::model::text::isolated;
use crate::ui::components::button::Button;
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::edits::{listed, today};
use crate::ui::live::{handler, live};
use crate::ui::state::{App, Finish};
use crate::web::dom;

use super::editor::{Form, date_field, score_field};

const ID: &str = "finish";

/// The question, when there is reason to ask it.
pub(super) fn finish(app: App) -> AnyView {
    live(move || {
        let finish = app.finish.get();
        untrack(move || finish.map(|finish| ask(app, finish)))
    })
}

fn ask(app: App, finish: Finish) -> AnyView {
    let Finish { media, patch, score } = finish;
    let shelves = app
        .lists
        .of_account(app.session.active_now().map_or(0, |account| account.id));
    let owner = shelves.iter().find_map(|shelf| shelf.owner.borrow().clone());
    let setting = match owner {
        Some(owner) => Setting::of(&owner.lists, media.kind),
        None => Setting::of(&ListOptions::default(), media.kind),
    };
    let mut values = listed(app, media.id)
        .map(|entry| entry.values)
        .unwrap_or_default();
    values.score = score;
    let mut draft = Draft::new(
        media.clone(),
        Some(values),
        setting,
        app.preferences.rules(),
        today(),
    );
    draft.apply(&patch);
    let title = ["Finished ", &isolated(draft.title()), "?"].concat();
    let form = Form::new(ID, Some(draft));
    let close = Callback::new(move |()| app.finish.set(None));
    let complete = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match form.change(Draft::outcome) {
            Some(Ok(outcome)) => {
                app.finish.set(None);
                if let Change::Set(_) = outcome.change {
                    app.edits.order(&media, outcome.change, None, outcome.said);
                }
            }
            Some(Err(place)) => dom::focus(&["#", &form.id(place)].concat()),
            None => {}
        }
    };
    let content = view! {
        <form class="form" novalidate=true on:submit=handler(complete)>
            {score_field(form)}
            {date_field(form, Field::Started)}
            {date_field(form, Field::Completed)}
            <div class="dialog-foot">
                <button class="button primary" type="submit">"Complete"</button>
                <Button label="Not now" act=close/>
            </div>
        </form>
    };
    dialog(
        Dialog {
            id: ID,
            class: "dialog small",
            light: true,
            title: Signal::derive(move || title.clone()),
            leave: close,
        },
        content.into_any(),
    )
}
