//! What was changed here and elsewhere: both sides, and the choice.

use leptos::prelude::*;

use crate::data::state::App;
use crate::domain::Field;
use crate::outbox::edit_description::{Choice, Choices};
use crate::outbox::{PendingEdit, Side};
use crate::text::isolated;
use crate::ui::components::button::named;

use super::row::act;

/// The choice of an edit in conflict.
pub(super) fn conflict(app: App, edit: &PendingEdit, choices: Choices) -> AnyView {
    match choices {
        Choices::DeletedThere => view! {
            <p>"It was removed from your list elsewhere, after you saw it. It can be put back with everything it had, and your change; or it stays removed."</p>
            {both(app, edit, "Put it back", "Leave it removed")}
        }
        .into_any(),
        Choices::DeletedHere(list) => view! {
            <p>"You removed it, and it was changed elsewhere since you saw it."</p>
            {table(app, edit, &list, false)}
            {both(app, edit, "Remove it all the same", "Keep it")}
        }
        .into_any(),
        Choices::Fields(list) => view! {
            <p>"You changed this, and so did somebody elsewhere since you saw it. What you did not change yourself stays as it is there."</p>
            {table(app, edit, &list, true)}
            {(list.len() > 1).then(|| both(app, edit, "Keep all of mine", "Take all of AniList’s"))}
        }
        .into_any(),
    }
}

/// The two buttons for all of it.
fn both(app: App, edit: &PendingEdit, mine: &'static str, theirs: &'static str) -> AnyView {
    view! {
        <div class="actions">
            {button(app, edit, None, mine, Side::Mine)}
            {button(app, edit, None, theirs, Side::Theirs)}
        </div>
    }
    .into_any()
}

fn button(
    app: App,
    edit: &PendingEdit,
    field: Option<(Field, &str)>,
    label: &'static str,
    side: Side,
) -> AnyView {
    let (key, revision) = (edit.key, edit.revision);
    let fields: Vec<Field> = field.iter().map(|(field, _)| *field).collect();
    let of = match field {
        Some((_, name)) => [name, " of ", &isolated(&edit.title)].concat(),
        None => edit.title.to_string(),
    };
    let choose = act(key, move || {
        app.edits.resolve(key, revision, fields.clone(), side)
    });
    named(label, &of, "button small", choose)
}

fn table(app: App, edit: &PendingEdit, list: &[Choice], chooses: bool) -> AnyView {
    if list.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = list
        .iter()
        .map(|choice| line(app, edit, choice, chooses))
        .collect();
    let last = chooses.then(|| view! { <th scope="col">"Keep"</th> });
    view! {
        <table class="table conflict">
            <thead><tr>
                <th scope="col">"Field"</th><th scope="col">"It was"</th><th scope="col">"Yours"</th>
                <th scope="col">"AniList’s"</th>{last}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(app: App, edit: &PendingEdit, choice: &Choice, chooses: bool) -> AnyView {
    let field = (choice.field, choice.name);
    let last = chooses.then(|| {
        view! {
            <td><div class="actions">
                {button(app, edit, Some(field), "Keep mine", Side::Mine)}
                {button(app, edit, Some(field), "Take AniList’s", Side::Theirs)}
            </div></td>
        }
    });
    let cells: Vec<AnyView> = [
        ("It was", &choice.was),
        ("Yours", &choice.mine),
        ("AniList’s", &choice.theirs),
    ]
    .into_iter()
    .map(|(label, text)| view! { <td data-label=label><bdi>{text.clone()}</bdi></td> }.into_any())
    .collect();
    view! { <tr><th scope="row">{choice.name}</th>{cells}{last}</tr> }.into_any()
}
