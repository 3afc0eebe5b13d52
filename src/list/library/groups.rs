//! Which sections a list has, and in which order.

use crate::domain::{ListGroup, ListStatus, MediaType};
use crate::list::query::Section;

/// A section by its number, which is good as long as the list: [`ALL`], the statuses, [`UNLISTED`], the custom lists.
pub(super) type Place = u16;

pub(super) const ALL: Place = 0;
const OTHER: Place = status_place(ListStatus::Unknown);
pub(super) const UNLISTED: Place = OTHER + 1;
const FIRST_CUSTOM: Place = UNLISTED + 1;

/// The section of a status.
pub(super) const fn status_place(status: ListStatus) -> Place {
    ALL + 1 + status as Place
}

/// What is known of a list's sections besides the entries.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// In the order in which AniList gave them, as far as it did.
    given: Vec<Place>,
    /// The names of sections in the order that the list's owner wants.
    wanted: Vec<Box<str>>,
    /// The custom lists there are.
    customs: Vec<Box<str>>,
}

impl Groups {
    /// Takes over the groups of a chunk. One that is new goes behind the one it follows in this chunk.
    pub(super) fn take_in(&mut self, groups: &[ListGroup], kind: MediaType) {
        let mut next = 0;
        for group in groups {
            let place = match group.status {
                _ if group.is_custom => self.custom(&group.name),
                ListStatus::Unknown => match Section::of_group(&group.name, kind) {
                    Section::Status(status) => status_place(status),
                    _ => OTHER,
                },
                status => status_place(status),
            };
            let known = self.given.iter().position(|known| *known == place);
            if known.is_none() {
                self.given.insert(next, place);
            }
            next = known.unwrap_or(next) + 1;
        }
    }

    /// The owner's own order, and all the custom lists they have.
    pub(super) fn arrange(&mut self, wanted: &[Box<str>], customs: &[Box<str>]) {
        self.wanted = wanted.into();
        self.places(customs);
    }

    pub(super) fn customs(&self) -> &[Box<str>] {
        &self.customs
    }

    /// The places of custom lists, which are made where they are missing.
    pub(super) fn places(&mut self, names: &[Box<str>]) -> Box<[Place]> {
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let place = self.custom(name);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.into()
    }

    /// How many places there are.
    pub(super) fn len(&self) -> usize {
        usize::from(FIRST_CUSTOM) + self.customs.len()
    }

    /// Where a section is; `None` for a custom list that is not known.
    pub(super) fn place(&self, section: &Section) -> Option<Place> {
        match section {
            Section::All => Some(ALL),
            Section::Status(status) => Some(status_place(*status)),
            Section::Unlisted => Some(UNLISTED),
            Section::Custom(name) => self.known_custom(name),
        }
    }

    /// The section at a place.
    pub(super) fn section(&self, place: Place) -> Section {
        let status = |status: &ListStatus| status_place(*status) == place;
        match place {
            ALL => Section::All,
            UNLISTED => Section::Unlisted,
            FIRST_CUSTOM.. => {
                let name = self.customs.get(usize::from(place - FIRST_CUSTOM));
                Section::Custom(name.cloned().unwrap_or_default())
            }
            _ => Section::Status(ListStatus::ALL.iter().copied().find(status).unwrap_or_default()),
        }
    }

    fn known_custom(&self, name: &str) -> Option<Place> {
        let at = self.customs.iter().position(|known| **known == *name)?;
        Some(FIRST_CUSTOM.saturating_add(at.try_into().unwrap_or(Place::MAX)))
    }

    fn custom(&mut self, name: &str) -> Place {
        self.known_custom(name).unwrap_or_else(|| {
            self.customs.push(name.into());
            // Nobody has tens of thousands of lists; who says so sees the last ones as one.
            (self.len() - 1).try_into().unwrap_or(Place::MAX)
        })
    }

    /// All places but [`ALL`]: in the owner's order as far as it goes, then in AniList's, then the rest.
    pub(super) fn in_order(&self, kind: MediaType) -> Vec<Place> {
        let mut order = Vec::with_capacity(self.len());
        let mut add = |place: Place| {
            let is_new = !order.contains(&place);
            if is_new {
                order.push(place);
            }
            is_new
        };
        for name in &self.wanted {
            // Where a custom list is called like a section, the name stands for that first.
            let is_section = match Section::of_group(name, kind) {
                Section::Status(status) => add(status_place(status)),
                _ => false,
            };
            if let Some(place) = self.known_custom(name).filter(|_| !is_section) {
                add(place);
            }
        }
        let last = [OTHER, UNLISTED];
        let customs = FIRST_CUSTOM..self.len().try_into().unwrap_or(Place::MAX);
        for place in self
            .given
            .iter()
            .copied()
            .chain(ALL + 1..OTHER)
            .chain(customs)
            .chain(last)
        {
            add(place);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, status: ListStatus, is_custom: bool) -> ListGroup {
        ListGroup {
            name: name.into(),
            is_custom,
            is_split: false,
            status,
            entries: Vec::new(),
        }
    }

    fn titles(groups: &Groups) -> Vec<String> {
        let path = |place: Place| {
            let section = groups.section(place);
            assert_eq!(groups.place(&section), Some(place));
            section.path(MediaType::Anime)
        };
        groups.in_order(MediaType::Anime).into_iter().map(path).collect()
    }

    fn names(names: &[&str]) -> Vec<Box<str>> {
        names.iter().map(|name| Box::from(*name)).collect()
    }

    #[test]
    fn chunks_that_know_different_sections_make_one_order() {
        let mut groups = Groups::default();
        groups.take_in(
            &[
                group("Planning", ListStatus::Planning, false),
                group("Films", ListStatus::Unknown, true),
                group("Watching", ListStatus::Current, false),
            ],
            MediaType::Anime,
        );
        groups.take_in(
            &[
                group("Completed TV", ListStatus::Completed, false),
                group("Completed Movie", ListStatus::Unknown, false),
                group("Films", ListStatus::Unknown, true),
                group("Rewatching", ListStatus::Unknown, false),
                group("On the moon", ListStatus::Unknown, false),
            ],
            MediaType::Anime,
        );
        let want = [
            "Completed",
            "Planning",
            "Films",
            "Rewatching",
            "~other",
            "Watching",
            "Paused",
            "Dropped",
            "~hidden",
        ];
        assert_eq!(titles(&groups), want);
    }

    #[test]
    fn the_owners_order_comes_first() {
        let mut groups = Groups::default();
        groups.take_in(&[group("Watching", ListStatus::Unknown, true)], MediaType::Anime);
        groups.arrange(
            &names(&[
                "Gone",
                "Best",
                "Watching",
                "Completed Movie",
                "Watching",
                "Completed TV",
                "Planning",
            ]),
            &names(&["Best", "Empty"]),
        );
        let want = [
            "Best",
            "Watching",
            "Completed",
            "Watching~",
            "Planning",
            "Rewatching",
            "Paused",
            "Dropped",
            "Empty",
            "~other",
            "~hidden",
        ];
        assert_eq!(titles(&groups), want);
    }

    #[test]
    fn an_entry_names_each_list_once() {
        let mut groups = Groups::default();
        let first = FIRST_CUSTOM;
        assert_eq!(*groups.places(&names(&["b", "a", "b"])), [first, first + 1]);
        assert_eq!(*groups.places(&names(&["a", "c"])), [first + 1, first + 2]);
        assert_eq!(groups.customs(), names(&["b", "a", "c"]));
    }
}
