//! From a query to the rows of a page.

use super::filter::passes;
use super::order::{List, needs_titles};
use super::search::Source;
use super::slots::Slots;
use super::view::View;
use super::{Facets, Library};
use crate::domain::TitleLanguage;
use crate::list::query::{Filters, ListQuery};

impl Library {
    /// What a page shows of the list: the rows of the section that was asked for, and what the filters leave of all
    /// sections. `now` is in seconds since 1970, `language` the one in which the account reads titles.
    ///
    /// In [`Section::All`](crate::list::query::Section) each entry stands once, in the section of its status; one that is hidden there stands in the
    /// first of its custom lists. Otherwise a section is what it is, and shows no heading.
    pub fn view(&mut self, query: &ListQuery, now: u64, language: TitleLanguage) -> View {
        self.bring_in_order(query, language);
        let source = Source {
            entries: &self.entries,
            notes: self.is_own,
        };
        let found = self.search.find(&query.text, source, &mut self.work);
        let filters = Some(&query.filters).filter(|filters| **filters != Filters::default());
        let mut slots = Slots::new(&self.groups, self.kind, query);
        for facts in &self.facts {
            slots.count(facts);
        }
        for row in self.sorted.rows() {
            let at = *row as usize;
            if found.is_some_and(|found| found.get(at) != Some(&true)) {
                continue;
            }
            if let Some(filters) = filters {
                self.work.filtered += 1;
                if !self
                    .entries
                    .get(at)
                    .is_some_and(|entry| passes(filters, entry, now))
                {
                    continue;
                }
            }
            if let Some(facts) = self.facts.get(at) {
                slots.put(*row, facts);
            }
        }
        slots.into_view(query, &self.groups, self.kind)
    }

    /// What occurs in the list, to filter by. Counted once for each state of the list.
    pub fn facets(&mut self) -> &Facets {
        self.facets.get_or_insert_with(|| Facets::of(&self.entries))
    }

    /// Makes some of what the first search and the first sort by title will need, while nobody waits: the texts of at most
    /// `limit` entries, and at last the order of titles in the language of the account. Whether there is more to do.
    pub fn prepare(&mut self, limit: usize, language: TitleLanguage) -> bool {
        let source = Source {
            entries: &self.entries,
            notes: self.is_own,
        };
        if self.search.texts_made() < self.entries.len() {
            self.search.fill(source, limit, &mut self.work);
            return true;
        }
        self.titles.make(language, &self.entries, &mut self.work);
        false
    }

    fn bring_in_order(&mut self, query: &ListQuery, language: TitleLanguage) {
        if needs_titles(query.sort) {
            let language = query.sort.title_language(language).unwrap_or(language);
            self.titles.make(language, &self.entries, &mut self.work);
        }
        let list = List {
            entries: &self.entries,
            facts: &self.facts,
            titles: &self.titles,
            revision: self.revision,
        };
        self.sorted
            .make(query.sort, query.descends(), list, &mut self.work);
    }
}
