//! What is to be changed: each field by itself, and custom lists.

use leptos::prelude::*;

use crate::domain::{EntryValues, Field, ListStatus};
use crate::model::bulk::{BulkChange, Listed, Listing, fields_to_set, plan};
use crate::model::exchange::words::field_name;
use crate::ui::components::button::Button;
use crate::ui::lists::Held;
use crate::ui::live::{handler, live};
use crate::ui::pages::list::Look;

use super::{Bulk, Planned, Stage, focus_on_news};

pub(super) fn form(look: Look) -> AnyView {
    let bulk = look.bulk;
    let problem = RwSignal::new(String::new());
    let go = move |()| {
        let read = bulk.form.with_value(|form| form.read(look.scores()));
        match read {
            Ok(change) => show(look, change),
            Err(sentence) => problem.set(sentence),
        }
    };
    let lists = custom_lists(look);
    view! {
        <p class="muted">"Tick what is to be the same for all of them. Everything else stays as it is."</p>
        <div class="bulk-fields">{fields_to_set(look.kind).map(|field| row(look, field)).collect::<Vec<_>>()}</div>
        {(!lists.is_empty()).then(|| view! {
            <fieldset class="filter-group"><legend>"Custom lists"</legend>{lists}</fieldset>
        })}
        <p class="field-error" role="alert">{live(move || problem.get())}</p>
        <div class="actions">
            <Button label="Preview" class="button primary" act=go/>
            <Button label="Delete them…" class="button danger" act=move |()| show(look, BulkChange::Delete)/>
            <Button label="Cancel" act=move |()| bulk.close()/>
        </div>
    }
    .into_any()
}

/// A field: whether it is changed and, if so, to what.
fn row(look: Look, field: Field) -> AnyView {
    let bulk = look.bulk;
    let name = field_name(field, look.kind);
    let ticked = RwSignal::new(text_of(bulk, field).is_some());
    let tick = move |event| {
        let is_on = event_target_checked(&event);
        set(bulk, field, is_on.then(|| start_of(field).to_owned()));
        ticked.set(is_on);
    };
    view! {
        <div class="bulk-field">
            <label class="tick">
                <input
                    type="checkbox"
                    aria-label=["Change ", &name.to_lowercase()].concat()
                    prop:checked=ticked.get_untracked()
                    on:change=handler(tick)
                />
                <span>{name}</span>
            </label>
            {live(move || ticked.get().then(|| control(look, field, name)))}
        </div>
    }
    .into_any()
}

/// What a field is set to before anything is chosen.
fn start_of(field: Field) -> &'static str {
    match field {
        Field::Status => "COMPLETED",
        Field::Private | Field::HiddenFromStatusLists => "yes",
        _ => "",
    }
}

fn text_of(bulk: Bulk, field: Field) -> Option<String> {
    bulk.form.with_value(|form| form.text(field).map(str::to_owned))
}

fn set(bulk: Bulk, field: Field, text: Option<String>) {
    bulk.form.update_value(|form| form.set(field, text));
}

fn control(look: Look, field: Field, name: &'static str) -> AnyView {
    let bulk = look.bulk;
    let changed = move |event: leptos::ev::Event| set(bulk, field, Some(event_target_value(&event)));
    let value = text_of(bulk, field).unwrap_or_default();
    let options: Vec<(&'static str, &'static str)> = match field {
        Field::Status => ListStatus::ALL
            .iter()
            .filter_map(|status| Some((status.word()?, status.label(look.kind))))
            .collect(),
        Field::Private | Field::HiddenFromStatusLists => vec![("yes", "Yes"), ("no", "No")],
        _ => Vec::new(),
    };
    if !options.is_empty() {
        return view! {
            <select aria-label=name on:change=handler(changed)>
                {options.into_iter().map(|(word, label)| {
                    view! { <option value=word selected=word == value>{label}</option> }
                }).collect::<Vec<_>>()}
            </select>
        }
        .into_any();
    }
    let hint = match field {
        Field::Score => look.scores().hint(),
        Field::Started | Field::Completed => "2018-04-07, 2018-04, 2018 or nothing",
        Field::Notes => "Empty removes them",
        _ => "0",
    };
    match field {
        Field::Notes => {
            view! { <textarea rows="2" aria-label=name placeholder=hint prop:value=value on:input=handler(changed)></textarea> }
                .into_any()
        }
        _ => view! { <input aria-label=name placeholder=hint autocomplete="off" prop:value=value on:input=handler(changed)/> }
            .into_any(),
    }
}

fn custom_lists(look: Look) -> Vec<AnyView> {
    let shelf = look.shelf();
    let owner = shelf.owner.borrow();
    let names = owner
        .as_ref()
        .map(|owner| owner.lists.of(look.kind).custom_lists.to_vec());
    let row = |name: Box<str>| {
        let label = name.to_string();
        let now = look.bulk.form.with_value(|form| form.listing(&name));
        let changed = move |event: leptos::ev::Event| {
            let listing = match event_target_value(&event).as_str() {
                "add" => Some(Listing::Add),
                "remove" => Some(Listing::Remove),
                _ => None,
            };
            look.bulk.form.update_value(|form| form.list(&name, listing));
        };
        view! {
            <label class="tick">
                <select aria-label=label.clone() on:change=handler(changed)>
                    <option value="">"As it is"</option>
                    <option value="add" selected=now == Some(Listing::Add)>"Put into"</option>
                    <option value="remove" selected=now == Some(Listing::Remove)>"Take out of"</option>
                </select>
                <bdi aria-hidden="true">{label}</bdi>
            </label>
        }
        .into_any()
    };
    names.unwrap_or_default().into_iter().map(row).collect()
}

/// Looks what a change would do, and shows it.
fn show(look: Look, change: BulkChange) {
    let bulk = look.bulk;
    let works = bulk
        .selection
        .with_untracked(|selection| selection.as_ref().map(|selection| selection.works().to_vec()))
        .unwrap_or_default();
    let shelf = look.shelf();
    let held = Held::of(look.app, &shelf);
    let none = EntryValues::default();
    let listed: Vec<Listed<'_>> = works
        .iter()
        .filter_map(|media| held.get(*media))
        .map(|known| Listed {
            media: known.shown.media.id,
            kind: look.kind,
            title: known.shown.media.title.pick(Default::default()),
            entry: known.base.map_or(&none, |base| &base.values),
            edit: known.edit,
        })
        .collect();
    let items = plan(&listed, &change);
    let same = listed.len() - items.len();
    bulk.planned
        .set_value(Some(std::rc::Rc::new(Planned { change, items, same })));
    bulk.stage.set(Stage::Preview);
    focus_on_news();
}
