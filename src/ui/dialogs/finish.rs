//! The last one was watched or read: whether that completes the work, and how good it was.

use leptos::prelude::*;

use crate::data::outbox::{listed, today};
use crate::data::state::{App, CompletionPrompt};
use crate::domain::{Field, ListOptions, MediaId};
use crate::outbox::Change;
use crate::outbox::draft::{Draft, Setting, seen};
use crate::text::isolated;
use crate::ui::components::button::Button;
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::live::{handler, live};
use crate::web::reactive::effect;
use crate::web::{clock, dom};

use super::editor::{Form, date_field, score_field};

const ID: &str = "finish";

/// The question, when there is reason to ask it.
pub fn finish(app: App) -> AnyView {
    live(move || {
        let finish = app.finish.get();
        untrack(move || finish.map(|finish| ask(app, finish)))
    })
}

fn ask(app: App, finish: CompletionPrompt) -> AnyView {
    let CompletionPrompt { media, patch, score } = finish;
    let shelves = app
        .lists
        .of_account(app.session.active_now().map_or(0, |account| account.id));
    let owner = shelves.iter().find_map(|shelf| shelf.owner.borrow().clone());
    let setting = match owner {
        Some(owner) => Setting::of(&owner.lists, media.kind),
        None => Setting::of(&ListOptions::default(), media.kind),
    };
    let known = listed(app, media.id).map(|entry| entry.values);
    let stands_on = seen(app.edits.edit_now(media.id).as_ref(), known.as_ref());
    let mut values = known.unwrap_or_default();
    values.score = score;
    let draft = Draft::new(
        media.clone(),
        Some(values),
        setting,
        app.preferences.rules(),
        today(),
    );
    let mut draft = draft.upon(stands_on, clock::now_ms());
    draft.apply(&patch);
    let title = ["Finished ", &isolated(draft.title()), "?"].concat();
    let form = Form::new(ID, Some(draft));
    follow(app, form, media.id);
    let close = Callback::new(move |()| app.finish.set(None));
    let complete = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match form.change(Draft::outcome) {
            Some(Ok(outcome)) => {
                app.finish.set(None);
                let stand = form
                    .draft
                    .with_untracked(|draft| draft.as_ref().map(Draft::stand));
                if let (Change::Set(_), Some(stand)) = (&outcome.change, stand) {
                    app.edits
                        .order_on(&media, stand, outcome.change, None, outcome.said);
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

/// Has the form follow the entry; without one there is nothing to complete.
fn follow(app: App, form: Form, media: MediaId) {
    effect(move |first| {
        app.edits.track();
        let account = app.session.active().map_or(0, |account| account.id);
        app.lists
            .of_account(account)
            .iter()
            .for_each(|shelf| shelf.track());
        let shown = listed(app, media);
        match shown {
            Some(entry) => {
                let seen = seen(app.edits.edit_now(media).as_ref(), Some(&entry.values));
                form.draft.maybe_update(|draft| {
                    let draft = draft.as_mut();
                    draft.is_some_and(|draft| {
                        draft.rebase(Some(&entry.values), seen.as_ref(), entry.media.favourite)
                    })
                });
            }
            None if !first && app.edits.is_deleted_since(media, 0) => app.finish.set(None),
            None => {}
        }
    });
}
