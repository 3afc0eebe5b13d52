//! What the form comes to, and what is said of it.

use super::{Draft, Place};
use crate::domain::{Field, ListStatus, MediaType, Patch, Value};
use crate::outbox::Change;
use crate::outbox::edit_description::became;
use crate::text::isolated;
use crate::text::labels::field_name;

/// What a form is saved as.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What is wanted of the entry.
    pub change: Change,
    /// What is wanted of the mark "favourite", if it was changed.
    pub favourite: Option<bool>,
    /// What the person is told once that is kept.
    pub said: String,
}

impl Draft {
    /// Whether anything would be lost.
    pub fn is_changed(&self) -> bool {
        let before = self.before.clone().unwrap_or_default();
        let unread = |(place, text): &(Place, String)| self.read(*place, text).is_err();
        self.favourite != self.work.favourite
            || !before.difference(&self.values).is_empty()
            || self.typed.iter().any(unread)
    }

    /// What the form is saved as; else the first place at which something is wrong.
    ///
    /// # Errors
    /// The place, whose [`Self::problem`] says what.
    pub fn outcome(&mut self) -> Result<Outcome, Place> {
        let typed: Vec<Place> = self.typed.iter().map(|(place, _)| *place).collect();
        let wrong = typed
            .into_iter()
            .fold(None, |wrong, place| match self.leave(place) {
                true => wrong,
                false => wrong.or(Some(place)),
            });
        if let Some(place) = wrong {
            return Err(place);
        }
        let mut patch = self.before.clone().unwrap_or_default().difference(&self.values);
        if self.is_new() {
            if self.values.status == ListStatus::Unknown {
                patch.remove(Field::Status);
                if !patch.is_empty() {
                    let place = Place::Field(Field::Status);
                    self.problems
                        .push((place, "Choose a status to put it on your list.".to_owned()));
                    return Err(place);
                }
            } else {
                patch.set(self.values.get(Field::Status));
            }
        }
        let favourite = (self.favourite != self.work.favourite).then_some(self.favourite);
        let said = self.said(&patch, favourite);
        Ok(Outcome {
            change: if patch.is_empty() {
                Change::Keep
            } else {
                Change::Set(patch)
            },
            favourite,
            said,
        })
    }

    /// What the person is told: the work, and what of it was changed.
    pub(super) fn said(&self, patch: &Patch, favourite: Option<bool>) -> String {
        let mut said = isolated(self.title()).into_owned();
        said.push_str(": ");
        if self.is_new() && !patch.is_empty() {
            // All of it was on screen, but for what the rules set along.
            said.push_str("added, ");
            let parts = patch.values().iter();
            let parts = parts.map(|value| became(value, self.work.kind, self.setting.scores));
            said.push_str(&parts.collect::<Vec<_>>().join(", "));
            return said;
        }
        let mut names = names(patch.values().iter().map(Value::field), self.work.kind);
        if let Some(favourite) = favourite {
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(if favourite {
                "favourite"
            } else {
                "no favourite any more"
            });
        }
        said.push_str(&names);
        said
    }

    /// What the automatic rules have set at the last change, in words; empty for nothing.
    pub fn followed_text(&self) -> String {
        names(self.followed.iter().copied(), self.work.kind)
    }
}

fn names(fields: impl Iterator<Item = Field>, kind: MediaType) -> String {
    let mut text = String::new();
    for field in fields {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(field_name(field, kind));
    }
    text
}
