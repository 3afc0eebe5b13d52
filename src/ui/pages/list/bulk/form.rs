//! What is to be changed: each field by itself, and custom lists.

use leptos::prelude::*;

use crate::data::lists::Held;
use crate::data::outbox::today;
use crate::domain::{EntryValues, Field, ListStatus};
use crate::outbox::bulk::{BulkChange, Listed, Listing, fields_to_set, plan};
use crate::text::labels::field_name;
use crate::ui::live::live;
use crate::ui::pages::list::Look;
use crate::ui::plain::{actions, alert, button, el, p, select, tick};
use crate::web::dom;

use super::{Bulk, Planned, Stage, focus_on_news};

pub(super) fn form(look: Look) -> AnyView {
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
    let fields = fields_to_set(look.kind).map(|field| row(look, field)).collect();
    let custom = match lists.is_empty() {
        true => ().into_any(),
        false => el("fieldset")
            .class("filter-group")
            .child(el("legend").text("Custom lists").end())
            .children(lists)
            .end(),
    };
    vec![
        p(
            "muted",
            "Tick what is to be the same for all of them. Everything else stays as it is.",
        ),
        el("div").class("bulk-fields").children(fields).end(),
        custom,
        alert(problem),
        actions(vec![
            button("button primary", go).text("Preview").end(),
            button("button danger", move || show(look, BulkChange::Delete))
                .text("Delete them…")
                .end(),
            button("button", move || bulk.close()).text("Cancel").end(),
        ]),
    ]
    .into_any()
}

/// A field: whether it is changed and, if so, to what.
fn row(look: Look, field: Field) -> AnyView {
    let bulk = look.bulk;
    let name = field_name(field, look.kind);
    let ticked = RwSignal::new(text_of(bulk, field).is_some());
    let changed = move |is_on: bool| {
        set(bulk, field, is_on.then(|| start_of(field).to_owned()));
        ticked.set(is_on);
    };
    let box_of = tick(name, ticked.get_untracked(), changed);
    let control = live(move || ticked.get().then(|| control(look, field, name)));
    el("div")
        .class("bulk-field")
        .children(vec![box_of, control])
        .end()
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
    let value = text_of(bulk, field).unwrap_or_default();
    let chosen = move |word| set(bulk, field, Some(word));
    let pair = |word: &str, label: &str| (word.to_owned(), label.to_owned());
    let hint = match field {
        Field::Status => {
            let words = ListStatus::ALL
                .iter()
                .filter_map(|status| Some(pair(status.word()?, status.label(look.kind))));
            return select(name, words.collect(), &value, chosen);
        }
        Field::Private | Field::HiddenFromStatusLists => {
            return select(name, vec![pair("yes", "Yes"), pair("no", "No")], &value, chosen);
        }
        Field::Score => look.scores().hint(),
        Field::Started | Field::Completed => "2018-04-07, 2018-04, 2018 or nothing",
        Field::Notes => "Empty removes them",
        _ => "0",
    };
    let typed = move |event| chosen(event_target_value(&event));
    let tag = if field == Field::Notes {
        "textarea"
    } else {
        "input"
    };
    el(tag)
        .attr("aria-label", name)
        .attr("placeholder", hint)
        .attr("autocomplete", "off")
        .attr("value", &value)
        .text(if field == Field::Notes { &value } else { "" })
        .on("input", Box::new(typed))
        .end()
}

fn custom_lists(look: Look) -> Vec<AnyView> {
    let shelf = look.shelf();
    let owner = shelf.owner.borrow();
    let names = owner
        .as_ref()
        .map(|owner| owner.lists.of(look.kind).custom_lists.to_vec());
    let row = |name: Box<str>| {
        let words = [("", "As it is"), ("add", "Put into"), ("remove", "Take out of")];
        let words = words.map(|(word, label)| (word.to_owned(), label.to_owned()));
        let now = match look.bulk.form.with_value(|form| form.listing(&name)) {
            Some(Listing::Add) => "add",
            Some(Listing::Remove) => "remove",
            None => "",
        };
        let shown = el("bdi").attr("aria-hidden", "true").text(&name).end();
        let label = name.clone();
        let changed = move |word: String| {
            let listing = match word.as_str() {
                "add" => Some(Listing::Add),
                "remove" => Some(Listing::Remove),
                _ => None,
            };
            look.bulk.form.update_value(|form| form.list(&name, listing));
        };
        let choice = select(&label, words.to_vec(), now, changed);
        el("div").class("tick").children(vec![choice, shown]).end()
    };
    names.unwrap_or_default().into_iter().map(row).collect()
}

/// Looks once more what the change would do, with what follows by the editor's rules or without it.
pub(super) fn show_again(look: Look, follow: bool) {
    look.bulk.form.update_value(|form| form.follow(follow));
    if let Ok(change) = look.bulk.form.with_value(|form| form.read(look.scores())) {
        show(look, change);
        request_animation_frame(|| dom::focus("#bulk .lead input"));
    }
}

/// Looks what a change would do, and shows it.
fn show(look: Look, change: BulkChange) {
    let planned = planned(look, change);
    look.bulk.planned.set_value(Some(std::rc::Rc::new(planned)));
    look.bulk.stage.set(Stage::Preview);
    focus_on_news();
}

/// What a change would do to the list as it is now.
pub(super) fn planned(look: Look, change: BulkChange) -> Planned {
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
            work: Some(&known.shown.media),
            entry: known.base.map_or(&none, |base| &base.values),
            edit: known.edit,
        })
        .collect();
    let items = plan(&listed, &change, today());
    let same = listed.len() - items.len();
    Planned { change, items, same }
}
