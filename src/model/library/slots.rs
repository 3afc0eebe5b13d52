//! The sections of a view while it is made.

use super::Facts;
use super::view::{SectionView, Tab, View};
use crate::domain::{ListStatus, MediaType};
use crate::model::list_query::{ListQuery, Section};

/// One section.
struct Slot {
    section: Section,
    /// Entries in it, and those of them that pass.
    total: usize,
    count: usize,
    /// Entries that [`Section::All`] shows here.
    at_home: usize,
    /// What is shown.
    rows: Vec<u32>,
}

/// What the query wants to see.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Each section with its heading.
    Each,
    /// The section at this place alone.
    One(usize),
}

/// All sections in order, with the ways to find them.
pub(super) struct Slots {
    slots: Vec<Slot>,
    of_status: [usize; ListStatus::ALL.len() + 1],
    of_custom: Vec<usize>,
    unlisted: usize,
    /// The place of [`Section::All`].
    all: usize,
    wanted: Wanted,
}

impl Slots {
    /// `sections` in order, without [`Section::All`], and the custom lists as entries name them.
    pub(super) fn new(mut sections: Vec<Section>, customs: &[Box<str>], query: &ListQuery) -> Self {
        sections.insert(0, Section::All);
        // A custom list that is gone, or was never there, is empty.
        if !sections.contains(&query.section) {
            sections.push(query.section.clone());
        }
        let find = |section: &Section| {
            sections
                .iter()
                .position(|known| known == section)
                .unwrap_or(usize::MAX)
        };
        let mut of_status = [usize::MAX; ListStatus::ALL.len() + 1];
        for status in ListStatus::ALL.iter().chain(&[ListStatus::Unknown]) {
            if let Some(place) = of_status.get_mut(*status as usize) {
                *place = find(&Section::Status(*status));
            }
        }
        let wanted = match query.section {
            Section::All if !query.merged => Wanted::Each,
            _ => Wanted::One(find(&query.section)),
        };
        Self {
            of_status,
            of_custom: customs
                .iter()
                .map(|name| find(&Section::Custom(name.clone())))
                .collect(),
            unlisted: find(&Section::Unlisted),
            all: find(&Section::All),
            wanted,
            slots: sections
                .into_iter()
                .map(|section| Slot {
                    section,
                    total: 0,
                    count: 0,
                    at_home: 0,
                    rows: Vec::new(),
                })
                .collect(),
        }
    }

    /// Counts an entry of the list.
    pub(super) fn count(&mut self, facts: &Facts) {
        self.each(facts, &mut |_, is_home, slot| {
            slot.total += 1;
            slot.at_home += usize::from(is_home);
        });
    }

    /// Counts an entry that passes, and puts it where the query wants to see it.
    pub(super) fn put(&mut self, row: u32, facts: &Facts) {
        let wanted = self.wanted;
        self.each(facts, &mut |at, is_home, slot| {
            slot.count += 1;
            let is_wanted = match wanted {
                Wanted::Each => is_home,
                Wanted::One(wanted) => at == wanted,
            };
            if is_wanted {
                slot.rows.push(row);
            }
        });
    }

    /// Visits every section that an entry stands in, with its place and whether it is the one that stands for the entry
    /// where each entry is shown once: that of its status, else the first custom list.
    fn each(&mut self, facts: &Facts, visit: &mut dyn FnMut(usize, bool, &mut Slot)) {
        let status = self
            .of_status
            .get(facts.status as usize)
            .filter(|_| !facts.is_hidden);
        let custom = |place: &u16| self.of_custom.get(usize::from(*place));
        let customs = facts.customs.iter().filter_map(custom);
        let other = customs.clone().min().unwrap_or(&self.unlisted);
        let home = status.unwrap_or(other);
        // What stands nowhere else stands in its home.
        let alone = Some(home).filter(|home| *home == &self.unlisted);
        for at in [&self.all].into_iter().chain(status.or(alone)).chain(customs) {
            if let Some(slot) = self.slots.get_mut(*at) {
                visit(*at, at == home, slot);
            }
        }
    }

    /// The view of what was put.
    pub(super) fn into_view(self, query: &ListQuery, kind: MediaType) -> View {
        let mut sections = Vec::new();
        let mut tabs = Vec::with_capacity(self.slots.len());
        let mut whole = 0;
        for (at, slot) in self.slots.into_iter().enumerate() {
            let title = || Box::from(slot.section.title(kind));
            let is_wanted = self.wanted == Wanted::One(at);
            let is_tab = slot.total > 0 || at == self.all || is_wanted;
            if is_tab || matches!(slot.section, Section::Custom(_)) {
                tabs.push(Tab {
                    section: slot.section.clone(),
                    title: title(),
                    count: slot.count,
                    total: slot.total,
                });
            }
            if is_wanted || at == self.all {
                whole = slot.total;
            }
            if is_wanted || !slot.rows.is_empty() {
                sections.push(SectionView {
                    title: title(),
                    total: if is_wanted { slot.total } else { slot.at_home },
                    collapsed: !is_wanted && query.is_collapsed(&slot.section),
                    rows: slot.rows,
                    section: slot.section,
                });
            }
        }
        View::new(sections, tabs, whole, self.wanted == Wanted::Each)
    }
}
