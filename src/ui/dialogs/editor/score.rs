//! The inputs of a score: a number, stars or faces, and the scores of parts.

use leptos::prelude::*;

use crate::domain::{Face, Field, ScoreFormat, Value};
use crate::list::row::face_icon;
use crate::outbox::draft::Place;
use crate::ui::components::icon::Icon;
use crate::ui::live::handler;

use super::at;
use super::fields::{Form, field, input};

/// The score, as the person's scale shows it.
pub(in crate::ui::dialogs) fn score_field(form: Form) -> AnyView {
    let (place, label) = (at(Field::Score), form.label(Field::Score));
    let scores = form.read(|draft| draft.setting.scores).unwrap_or_default();
    match scores {
        ScoreFormat::Point5 | ScoreFormat::Point3 => marks(form, scores, label),
        _ => {
            let most = ["of ", scores.steps().max].concat();
            let most = view! { <span class="muted">{most}</span> };
            field(form, place, label, input(form, place, "decimal"), most.into_any())
        }
    }
}

/// Stars or faces to choose from.
fn marks(form: Form, scores: ScoreFormat, label: &'static str) -> AnyView {
    let place = at(Field::Score);
    let mark = |level: u8| {
        let score = scores.at_level(level);
        let name = score.map_or_else(|| "No score".to_owned(), |score| scores.label_of(score));
        let title = name.clone();
        let is_chosen = Signal::derive(move || {
            let chosen = form.read(|draft| draft.values().score.map_or(0, |score| scores.level(score)));
            chosen == Some(level)
        });
        let choose = move |_: leptos::ev::Event| {
            form.change(|draft| draft.set(Value::Score(score)));
        };
        let sign = match (scores, Face::ALL.get(usize::from(level.wrapping_sub(1)))) {
            _ if level == 0 => "–".into_any(),
            (ScoreFormat::Point5, _) | (_, None) => "★".into_any(),
            (_, Some(face)) => view! { <Icon name=face_icon(*face)/> }.into_any(),
        };
        view! {
            <label class="mark" title=title>
                <input type="radio" name=form.id(place) aria-label=name prop:checked=is_chosen on:change=handler(choose)/>
                {sign}
            </label>
        }
    };
    let class = if scores == ScoreFormat::Point5 {
        "marks stars"
    } else {
        "marks"
    };
    let problem = form.problem(place);
    view! {
        <fieldset class=class id=form.id(place)>
            <legend>{label}</legend>
            <div class="field-line">{(0..=scores.levels()).map(mark).collect_view()}</div>
            <p class="field-error" aria-live="polite">{problem}</p>
        </fieldset>
    }
    .into_any()
}

/// The scores of parts, where the person has them switched on.
pub(super) fn parts_fields(form: Form) -> Option<AnyView> {
    let parts = form
        .read(|draft| draft.setting.parts.clone())
        .filter(|parts| !parts.is_empty())?;
    let part = |place: usize, name: &str| {
        let place = Place::Part(place);
        field(form, place, name, input(form, place, "decimal"), ().into_any())
    };
    let problem = form.problem(at(Field::AdvancedScores));
    Some(
        view! {
            <fieldset class="parts">
                <legend>{form.label(Field::AdvancedScores)}</legend>
                <div class="parts-fields">{parts.iter().enumerate().map(|(place, name)| part(place, name)).collect_view()}</div>
                <p class="field-error" aria-live="polite">{problem}</p>
            </fieldset>
        }
        .into_any(),
    )
}
