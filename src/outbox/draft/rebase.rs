//! A form whose entry changes under it: by another tab, by AniList's answer to what was asked before, by somebody elsewhere.

use super::{Draft, Place};
use crate::domain::{EntryValues, Field};
use crate::outbox::journal::Record;

/// What the person had before them when they changed something.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stand {
    /// What AniList said of the entry, as [`super::seen`] tells it.
    pub seen: Option<EntryValues>,
    /// When they saw it first, in milliseconds since 1970.
    pub at: u64,
}

impl Stand {
    /// What AniList says of it now as far as this browser itself has changed it since: nobody is in conflict with
    /// themselves. `records` are what AniList took of the work's edits, oldest first.
    pub fn now<'a>(self, records: impl Iterator<Item = &'a Record>) -> Option<EntryValues> {
        let mut seen = self.seen;
        for record in records.filter(|record| record.id.at >= self.at) {
            match (&record.before, &record.after) {
                // A change of the favourite alone says nothing of the entry.
                (None, None) => {}
                (Some(_), None) => seen = None,
                (before, Some(after)) => {
                    let none = EntryValues::default();
                    let before = before.as_ref().unwrap_or(&none);
                    let mut now = seen.unwrap_or_default();
                    for field in Field::ALL {
                        if now.get(field).means(&before.get(field)) {
                            now.set(after.get(field));
                        }
                    }
                    seen = Some(now);
                }
            }
        }
        seen
    }
}

impl Draft {
    /// The form upon what AniList said of the entry, which is not what is shown where an edit waits.
    #[must_use]
    pub fn upon(mut self, seen: Option<EntryValues>, at: u64) -> Self {
        self.stand = Stand { seen, at };
        self
    }

    /// What the form's changes stand on.
    pub fn stand(&self) -> Stand {
        self.stand.clone()
    }

    /// Follows the entry, which is another one now: it is `shown` like this, and AniList says of it what was `seen`. What
    /// nobody has touched becomes what it is now. What was touched stays, and is still a change of what stood there.
    /// False when nothing of the form is different.
    pub fn rebase(
        &mut self,
        shown: Option<&EntryValues>,
        seen: Option<&EntryValues>,
        favourite: bool,
    ) -> bool {
        let was = self.clone();
        let touched: Vec<Field> = Field::ALL
            .into_iter()
            .filter(|field| self.is_touched(*field))
            .collect();
        let (before, now) = (
            self.before.clone().unwrap_or_default(),
            shown.cloned().unwrap_or_default(),
        );
        let stood = self.stand.seen.clone().unwrap_or_default();
        self.before = shown.cloned();
        self.stand.seen = seen.cloned();
        for field in Field::ALL {
            if touched.contains(&field) {
                for (ground, was) in [(&mut self.before, &before), (&mut self.stand.seen, &stood)] {
                    if let Some(ground) = ground {
                        ground.set(was.get(field));
                    }
                }
                continue;
            }
            // What is typed is not thrown away because the entry is gone: saved, it stands in the section it was in.
            let stays = shown.is_none() && field == Field::Status && !touched.is_empty();
            if !stays {
                self.values.set(now.get(field));
            }
            match field {
                Field::Progress => self.counted.0 = now.progress,
                Field::ProgressVolumes => self.counted.1 = now.progress_volumes,
                _ => {}
            }
        }
        if self.favourite == self.work.favourite {
            self.favourite = favourite;
            self.work.favourite = favourite;
        }
        *self != was
    }

    /// Whether the person has changed a field, or is typing into it.
    fn is_touched(&self, field: Field) -> bool {
        let is_its = |place: &Place| match place {
            Place::Field(other) => *other == field,
            Place::Part(_) => field == Field::AdvancedScores,
        };
        let none = EntryValues::default();
        let before = self.before.as_ref().unwrap_or(&none);
        !before.get(field).means(&self.values.get(field)) || self.typed.iter().any(|(place, _)| is_its(place))
    }
}
