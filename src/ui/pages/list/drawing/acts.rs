//! What a person does to a line of the list.

use std::cell::RefCell;
use std::rc::Rc;

use super::Drawing;
use crate::data::lists::LANGUAGE;
use crate::data::outbox::Replaced;
use crate::domain::Field;
use crate::domain::progress::Counter;
use crate::text::isolated;
use crate::web::clock;
use crate::web::rows::RowAction;

/// Does what a person did to a line.
pub(super) fn act_on(drawing: &Rc<RefCell<Drawing>>, name: u64, act: RowAction) {
    let look = drawing.borrow().look;
    if act == RowAction::Toggle {
        let part = drawing.borrow().order.parts.get(name as usize).cloned();
        if let Some(part) = part {
            look.set(|query| query.set_collapsed(&part.section, !part.collapsed));
        }
        return;
    }
    let Some(media) = Drawing::media(name) else { return };
    if let RowAction::Choose { range } = act {
        let shown = range.then(|| drawing.borrow().shown());
        return match shown {
            Some(shown) => look.bulk.choose_to(media, &shown),
            None => look.bulk.choose(media),
        };
    }
    let shelf = look.shelf();
    let Some(entry) = shelf.library.borrow().get(media).cloned() else {
        return;
    };
    let scores = look.scores();
    match act {
        RowAction::Increase => look.app.edits.bump(&entry, Counter::Progress, 1),
        RowAction::Decrease => look.app.edits.bump(&entry, Counter::Progress, -1),
        RowAction::NextVolume => look.app.edits.bump(&entry, Counter::Volumes, 1),
        RowAction::Typed(field, text) => {
            let replaced = take_replaced(&drawing.borrow(), name, field);
            if let Some(replaced) = replaced {
                look.app.edits.replace(&entry, text, replaced);
            }
        }
        RowAction::AskProgress => {
            let label = format!("Progress of {}", isolated(entry.media.title.pick(LANGUAGE)));
            let value = entry.values.progress.to_string();
            let replaced = Replaced::Progress(entry.values.progress, clock::now_ms());
            ask(drawing, name, (&act, replaced), &value, &label);
        }
        RowAction::AskScore => {
            let title = isolated(entry.media.title.pick(LANGUAGE));
            let label = format!("Score of {title}, {}", scores.hint());
            let value = entry.values.score.map(|score| scores.number(score));
            let replaced = Replaced::Score(entry.values.score, scores, clock::now_ms());
            ask(
                drawing,
                name,
                (&act, replaced),
                &value.unwrap_or_default(),
                &label,
            );
        }
        RowAction::Toggle | RowAction::Choose { .. } => {}
    }
}

fn ask(
    drawing: &Rc<RefCell<Drawing>>,
    name: u64,
    (act, replaced): (&RowAction, Replaced),
    value: &str,
    label: &str,
) {
    let drawing = drawing.borrow();
    if let Some(rows) = &drawing.rows {
        rows.ask(name, act, value, label, drawing.look.scores());
    }
    take_replaced(&drawing, name, field_of(replaced));
    drawing.replaced.borrow_mut().push((name, replaced));
}

/// What stood in the place of this field.
fn take_replaced(drawing: &Drawing, name: u64, field: Field) -> Option<Replaced> {
    let mut all = drawing.replaced.borrow_mut();
    let at = all
        .iter()
        .position(|(known, replaced)| *known == name && field_of(*replaced) == field)?;
    Some(all.swap_remove(at).1)
}

fn field_of(replaced: Replaced) -> Field {
    match replaced {
        Replaced::Progress(..) => Field::Progress,
        Replaced::Score(..) => Field::Score,
    }
}
