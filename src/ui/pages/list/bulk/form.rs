//! What is to be changed: each field by itself, and custom lists.

use leptos::prelude::*;

use crate::data::lists::ListSnapshot;
use crate::data::outbox::today;
use crate::domain::{EntryValues, Field, ListStatus};
use crate::outbox::bulk::{BulkChange, Listed, Listing, fields_to_set, plan};
use crate::text::labels::field_name;
use crate::ui::kit::{Actions, Alert, Check, Select, options};
use crate::ui::live::{handler, live};
use crate::ui::pages::list::ListPageState;
use crate::web::dom;

use super::{Bulk, Planned, Stage, focus_on_news};

pub(super) fn form(look: ListPageState) -> AnyView {
    let bulk = look.bulk;
    let problem = RwSignal::new(String::new());
    let go = move || {
        let read = bulk.form.with_value(|form| form.read(look.scores()));
        match read {
            Ok(change) => show(look, change),
            Err(sentence) => problem.set(sentence),
        }
    };
    let lists = custom_lists(look);
    let fields: Vec<AnyView> = fields_to_set(look.kind).map(|field| row(look, field)).collect();
    let custom = (!lists.is_empty()).then(|| {
        view! { <fieldset class="filter-group"><legend>"Custom lists"</legend>{lists}</fieldset> }.into_any()
    });
    view! {
        <p class="muted">"Tick what is to be the same for all of them. Everything else stays as it is."</p>
        <div class="bulk-fields">{fields}</div>
        {custom}
        <Alert text=problem/>
        <Actions>
            <button class="button primary" on:click=handler(move |_| go())>"Preview"</button>
            <button class="button danger" on:click=handler(move |_| show(look, BulkChange::Delete))>"Delete them…"</button>
            <button class="button" on:click=handler(move |_| bulk.close())>"Cancel"</button>
        </Actions>
    }
    .into_any()
}

/// A field: whether it is changed and, if so, to what.
fn row(look: ListPageState, field: Field) -> AnyView {
    let bulk = look.bulk;
    let name = field_name(field, look.kind);
    let ticked = RwSignal::new(text_of(bulk, field).is_some());
    let changed = move |is_on: bool| {
        set(bulk, field, is_on.then(|| start_of(field).to_owned()));
        ticked.set(is_on);
    };
    view! {
        <div class="bulk-field">
            <Check label=name is_ticked=ticked.get_untracked() on_change=changed/>
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

fn control(look: ListPageState, field: Field, name: &'static str) -> AnyView {
    let bulk = look.bulk;
    let value = text_of(bulk, field).unwrap_or_default();
    let chosen = move |word| set(bulk, field, Some(word));
    let select = |options, value: String| {
        view! { <Select label=name options chosen=value on_change=chosen/> }.into_any()
    };
    let hint = match field {
        Field::Status => {
            let word = |status: &ListStatus| Some((status.word()?, status.label(look.kind)));
            let words: Vec<_> = ListStatus::ALL.iter().filter_map(word).collect();
            return select(options(&words), value);
        }
        Field::Private | Field::HiddenFromStatusLists => {
            return select(options(&[("yes", "Yes"), ("no", "No")]), value);
        }
        Field::Score => look.scores().hint(),
        Field::Started | Field::Completed => "2018-04-07, 2018-04, 2018 or nothing",
        Field::Notes => "Empty removes them",
        _ => "0",
    };
    let typed = handler(move |event: leptos::ev::Event| chosen(event_target_value(&event)));
    match field {
        Field::Notes => {
            view! { <textarea aria-label=name placeholder=hint autocomplete="off" on:input=typed>{value}</textarea> }
                .into_any()
        }
        _ => view! { <input aria-label=name placeholder=hint autocomplete="off" value=value on:input=typed/> }
            .into_any(),
    }
}

fn custom_lists(look: ListPageState) -> Vec<AnyView> {
    let shelf = look.shelf();
    let owner = shelf.owner.borrow();
    let names = owner
        .as_ref()
        .map(|owner| owner.lists.of(look.kind).custom_lists.to_vec());
    let row = |name: Box<str>| {
        let words = options(&[("", "As it is"), ("add", "Put into"), ("remove", "Take out of")]);
        let now = match look.bulk.form.with_value(|form| form.listing(&name)) {
            Some(Listing::Add) => "add",
            Some(Listing::Remove) => "remove",
            None => "",
        };
        let label = name.to_string();
        let shown = label.clone();
        let changed = move |word: String| {
            let listing = match word.as_str() {
                "add" => Some(Listing::Add),
                "remove" => Some(Listing::Remove),
                _ => None,
            };
            look.bulk.form.update_value(|form| form.list(&name, listing));
        };
        view! {
            <div class="tick">
                <Select label options=words chosen=now on_change=changed/>
                <bdi aria-hidden="true">{shown}</bdi>
            </div>
        }
        .into_any()
    };
    names.unwrap_or_default().into_iter().map(row).collect()
}

/// Looks once more what the change would do, with what follows by the editor's rules or without it.
pub(super) fn show_again(look: ListPageState, follow: bool) {
    look.bulk.form.update_value(|form| form.follow(follow));
    if let Ok(change) = look.bulk.form.with_value(|form| form.read(look.scores())) {
        show(look, change);
        request_animation_frame(|| dom::focus("#bulk .lead input"));
    }
}

/// Looks what a change would do, and shows it.
fn show(look: ListPageState, change: BulkChange) {
    let planned = planned(look, change);
    look.bulk.planned.set_value(Some(std::rc::Rc::new(planned)));
    look.bulk.stage.set(Stage::Preview);
    focus_on_news();
}

/// What a change would do to the list as it is now.
pub(super) fn planned(look: ListPageState, change: BulkChange) -> Planned {
    let bulk = look.bulk;
    let works = bulk
        .selection
        .with_untracked(|selection| selection.as_ref().map(|selection| selection.works().to_vec()))
        .unwrap_or_default();
    let shelf = look.shelf();
    let held = ListSnapshot::of(look.app, &shelf);
    let none = EntryValues::default();
    let listed: Vec<Listed<'_>> = works
        .iter()
        .filter_map(|media| held.get(*media))
        .map(|known| Listed {
            media: known.shown.media.id,
            kind: look.kind,
            title: known.shown.media.title.pick(Default::default()),
            work: Some(&known.shown.media),
            entry: known.base.map_or(&none, |base| &base.values),
            edit: known.edit,
        })
        .collect();
    let items = plan(&listed, &change, today());
    let same = listed.len() - items.len();
    Planned { change, items, same }
}
