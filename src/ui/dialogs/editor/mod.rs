//! The editor of an entry, open over any page while the address says which.

mod fields;
mod left;
mod load;
mod score;

pub(super) use fields::{Form, date_field};
pub(super) use score::score_field;

use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::data::lists;
use crate::data::state::App;
use crate::domain::{Field, ListStatus, MediaId, MediaType, Value};
use crate::error::AppError;
use crate::list::row;
use crate::outbox::draft::{Draft, Place};
use crate::outbox::{Change, State};
use crate::route::Route;
use crate::text::format;
use crate::text::isolated;
use crate::ui::components::button::Button;
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::live::{handler, live};
use crate::web::dom;

use fields::{check_field, counter_field, lists_field, notes_field, status_field, text_field};
use score::parts_fields;

const ID: &str = "editor";

/// What the parts of the editor share. Cheap to copy.
#[derive(Clone, Copy)]
struct Editor {
    app: App,
    media: MediaId,
    form: Form,
    /// What AniList answered when it was asked for the work, and when that was.
    asked: StoredValue<Option<load::Asked>>,
    /// Whether it is asked what to do with what is not saved.
    leaving: RwSignal<bool>,
    /// Whether it was closed; the address follows a moment later.
    closed: StoredValue<bool>,
}

/// The editor, while the address asks for one.
pub fn editor(app: App) -> AnyView {
    left::forget_with_account(app);
    let wanted = Memo::new(move |_| {
        let account = app.session.active().map(|account| account.id);
        Some((MediaId::new(app.navigation.editing()?)?, account))
    });
    live(move || wanted.get().map(|(media, _)| open(app, media)))
}

fn open(app: App, media: MediaId) -> AnyView {
    let editor = Editor {
        app,
        media,
        form: Form::new(ID, None),
        asked: StoredValue::new(None),
        leaving: RwSignal::new(false),
        closed: StoredValue::new(false),
    };
    left::keep(editor);
    load::follow(editor);
    let is_loaded = Memo::new(move |_| editor.form.draft.with(Option::is_some));
    let title = Signal::derive(move || {
        editor
            .form
            .read(|draft| draft.title().to_owned())
            .unwrap_or_else(|| "Edit".to_owned())
    });
    // Drawn once: its inputs follow the draft by themselves, and would lose what is typed if they were drawn anew.
    let content = live(move || match is_loaded.get() {
        true => untrack(move || filled(editor)),
        false => load::load(editor),
    });
    dialog(
        Dialog {
            id: ID,
            class: "dialog editor",
            light: false,
            title,
            leave: Callback::new(move |()| editor.leave()),
        },
        content,
    )
}

impl Editor {
    /// Closes it, but asks first when something would be lost. Who wants to leave the question stays.
    fn leave(self) {
        if untrack(move || self.form.read(Draft::is_changed)).unwrap_or_default() {
            let asks = !self.leaving.get_untracked();
            self.leaving.set(asks);
            request_animation_frame(|| dom::focus("#editor .dialog-foot button"));
        } else {
            self.close();
        }
    }

    /// Closes it. False when that was done already.
    fn close(self) -> bool {
        let closes = !self.closed.get_value();
        if closes {
            self.closed.set_value(true);
            self.app.navigation.close_editor();
        }
        closes
    }

    fn save(self) {
        match self.form.change(Draft::outcome) {
            Some(Ok(outcome)) => {
                let changes = outcome.change != Change::Keep || outcome.favourite.is_some();
                if self.close() && changes {
                    self.order(outcome.change, outcome.favourite, outcome.said);
                }
            }
            Some(Err(place)) => {
                let input = ["#", &self.form.id(place)].concat();
                request_animation_frame(move || dom::focus(&input));
            }
            None => {}
        }
    }

    fn delete(self) {
        let said = self
            .form
            .read(|draft| [&isolated(draft.title()), ": deleted"].concat());
        if self.close() {
            self.order(Change::Delete, None, said.unwrap_or_default());
        }
    }

    fn order(self, change: Change, favourite: Option<bool>, said: String) {
        let form = self
            .form
            .draft
            .with_untracked(|draft| draft.as_ref().map(|draft| (draft.work.clone(), draft.stand())));
        if let Some((work, stand)) = form {
            self.app.edits.order_on(&work, stand, change, favourite, said);
        }
    }
}

fn filled(editor: Editor) -> AnyView {
    let form = editor.form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editor.save();
    };
    let kind = form.read(|draft| draft.work.kind).unwrap_or_default();
    let is_new = Memo::new(move |_| form.read(Draft::is_new).unwrap_or_default());
    let fields = match kind {
        MediaType::Manga => "form-fields two",
        _ => "form-fields",
    };
    // What had the focus while the form was loaded is gone.
    request_animation_frame(move || dom::focus(&["#", &form.id(at(Field::Status))].concat()));
    let volumes = (kind == MediaType::Manga).then(|| counter_field(form, Field::ProgressVolumes));
    view! {
        {head(editor)}
        {live(move || is_new.get().then(not_listed))}
        {trouble(editor)}
        <form class="form" novalidate=true on:submit=handler(submit)>
            <div class=fields>
                {status_field(form)}
                {score_field(form)}
                {parts_fields(form)}
                {counter_field(form, Field::Progress)}
                {volumes}
                {text_field(form, Field::Repeat)}
                {text_field(form, Field::Priority)}
                {date_field(form, Field::Started)}
                {date_field(form, Field::Completed)}
                {notes_field(form)}
                {lists_field(form)}
                <fieldset class="checks">
                    <legend>"More"</legend>
                    {check_field(form, "Favourite", |draft| draft.favourite, |draft, on| draft.favourite = on)}
                    {check_field(form, "Private", |draft| draft.values().private, |draft, on| draft.set(Value::Private(on)))}
                    {check_field(
                        form,
                        "Hidden from status lists",
                        |draft| draft.values().hidden_from_status_lists,
                        |draft, on| draft.set(Value::HiddenFromStatusLists(on)),
                    )}
                </fieldset>
            </div>
            {live(move || foot(editor, is_new.get()))}
        </form>
    }
    .into_any()
}

/// The cover, and what there is to say about the work.
fn head(editor: Editor) -> AnyView {
    let (cover, line) = editor
        .form
        .read(|draft| {
            let cover = draft.work.cover.small().map(ToString::to_string);
            (cover, format::media_line(&draft.work))
        })
        .unwrap_or_default();
    view! {
        <div class="editor-head">
            {cover.map(|cover| view! { <img class="cover" src=cover alt="" width="40" height="60"/> })}
            <p class="meta">{line}</p>
        </div>
        {live(move || theirs(editor))}
    }
    .into_any()
}

/// What stands in the list that the editor was opened over, where that is somebody else's: what follows is not theirs.
fn theirs(editor: Editor) -> Option<AnyView> {
    let Some(Route::List(place)) = editor.app.navigation.route() else {
        return None;
    };
    if editor.app.own_account(&place.user).is_some() {
        return None;
    }
    let shelves = editor.app.lists.of_user(&place.user);
    shelves.iter().for_each(|shelf| shelf.track());
    let entry = lists::find(&shelves, editor.media);
    let scores = lists::scores_of(&shelves);
    let said = entry.map(|entry| row::standing_text(&entry, scores));
    let line = said.map(|said| view! { <p class="theirs"><bdi>{place.user}</bdi>": "{said}</p> }.into_any());
    Some(view! { {line}<h3>"Your entry"</h3> }.into_any())
}

/// Says that the work is not on the list, also when it has just been taken off.
fn not_listed() -> AnyView {
    view! { <p class="meta" role="status">"This is not on your list. Saving adds it."</p> }.into_any()
}

/// What became of an edit of this work that AniList does not have, where the person has to do something.
fn trouble(editor: Editor) -> Option<AnyView> {
    let text = match editor.app.edits.edit_now(editor.media)?.state {
        State::Conflict { .. } => {
            "This entry was changed elsewhere too, and you have not chosen yet what to keep.".to_owned()
        }
        State::Failed {
            error: ApiError::Validation { fields },
            ..
        } => {
            let mut text = "AniList did not accept your last edit.".to_owned();
            let others = editor
                .form
                .change(|draft| draft.refuse(&fields))
                .unwrap_or_default();
            for other in others {
                text.push(' ');
                text.push_str(&other);
            }
            text
        }
        State::Failed { error, .. } => AppError::api("SaveEntry", error).cause(),
        State::Waiting { .. } => return None,
    };
    let edits = editor.app.navigation.path(&Route::Edits);
    Some(view! { <p class="notice"><span>{text}</span><a href=edits>"Unsent edits"</a></p> }.into_any())
}

/// The ways out.
fn foot(editor: Editor, is_new: bool) -> AnyView {
    let buttons = if editor.leaving.get() {
        view! {
            <p role="status">"Discard what you have changed?"</p>
            <Button label="Keep editing" act=move |()| editor.leave()/>
            <Button label="Discard" class="button danger" act=move |()| { editor.close(); }/>
        }
        .into_any()
    } else {
        let save = if is_new { "Add to list" } else { "Save" };
        view! {
            <button class="button primary" type="submit">{save}</button>
            <Button label="Close" act=move |()| editor.leave()/>
            {(!is_new).then(|| view! { <Button label="Delete" class="button danger" act=move |()| editor.delete()/> })}
        }
        .into_any()
    };
    view! { <div class="dialog-foot">{buttons}</div> }.into_any()
}

/// Which section a word of the form names; none of them for no word.
fn status_of(word: &str) -> Value {
    Value::Status(ListStatus::from_word(word))
}

/// The place of a field.
fn at(field: Field) -> Place {
    Place::Field(field)
}
