//! Which entries of a list a person has chosen, to change them together.

use crate::domain::MediaId;
use crate::domain::sort;

/// The chosen works, whatever the list shows of them at the moment.
///
/// ```
/// use tsuzuki::domain::MediaId;
/// use tsuzuki::list::selection::Selection;
/// let [a, b, c] = [1, 2, 3].map(|id| MediaId::new(id).unwrap());
/// let mut selection = Selection::default();
/// selection.toggle(c);
/// // Everything from the last choice to this one, in the order in which the list shows it.
/// selection.extend_to(a, &[a, b, c]);
/// assert_eq!(selection.works(), [a, b, c]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Sorted, each once.
    works: Vec<MediaId>,
    /// What was chosen or left out last.
    last: Option<MediaId>,
}

impl Selection {
    /// The chosen works by their numbers.
    pub fn works(&self) -> &[MediaId] {
        &self.works
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.works.len()
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.works.is_empty()
    }

    /// Whether a work is chosen.
    pub fn has(&self, work: MediaId) -> bool {
        self.works.binary_search(&work).is_ok()
    }

    /// Chooses a work, or leaves it out again.
    pub fn toggle(&mut self, work: MediaId) {
        match self.works.binary_search(&work) {
            Ok(at) => drop(self.works.remove(at)),
            Err(at) => self.works.insert(at, work),
        }
        self.last = Some(work);
    }

    /// Does with everything between the last choice and `work` what is done to `work`: `shown` is what the list shows, in
    /// its order. Where the last choice is not shown, it is `work` alone.
    pub fn extend_to(&mut self, work: MediaId, shown: &[MediaId]) {
        let chosen = !self.has(work);
        let place = |work: MediaId| shown.iter().position(|shown| *shown == work);
        let range = self
            .last
            .and_then(place)
            .zip(place(work))
            .and_then(|(one, other)| shown.get(one.min(other)..=one.max(other)));
        match range {
            None => self.toggle(work),
            Some(range) if chosen => self.add(range),
            Some(range) => {
                let mut out = range.to_vec();
                sort::works(&mut out);
                self.works.retain(|work| out.binary_search(work).is_err());
            }
        }
        self.last = Some(work);
    }

    /// Chooses these too.
    pub fn add(&mut self, works: &[MediaId]) {
        self.works.extend_from_slice(works);
        sort::works(&mut self.works);
    }

    /// Leaves everything out.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn works(ids: &[u64]) -> Vec<MediaId> {
        ids.iter().filter_map(|id| MediaId::new(*id)).collect()
    }

    fn one(id: u64) -> MediaId {
        MediaId::new(id).unwrap()
    }

    #[test]
    fn a_range_is_chosen_and_left_out_in_the_order_shown() {
        let shown = works(&[5, 1, 4, 2, 3]);
        let mut selection = Selection::default();
        selection.toggle(one(1));
        selection.extend_to(one(2), &shown);
        assert_eq!(selection.works(), works(&[1, 2, 4]));
        // Back from the last choice: what was chosen goes.
        selection.extend_to(one(4), &shown);
        assert_eq!(selection.works(), works(&[1]));
        // A filter has hidden the last choice.
        selection.extend_to(one(3), &works(&[3, 5]));
        assert_eq!(selection.works(), works(&[1, 3]));
        selection.clear();
        selection.extend_to(one(3), &shown);
        assert_eq!(selection.works(), works(&[3]), "nothing to begin at");
    }

    proptest! {
        #[test]
        fn it_is_a_set(steps in prop::collection::vec((1_u64..20, any::<bool>()), 0..40)) {
            let mut want = std::collections::BTreeSet::new();
            let mut selection = Selection::default();
            for (id, alone) in steps {
                if alone {
                    if !want.insert(one(id)) {
                        want.remove(&one(id));
                    }
                    selection.toggle(one(id));
                } else {
                    want.extend([one(id), one(id + 1)]);
                    selection.add(&[one(id + 1), one(id)]);
                }
            }
            prop_assert_eq!(selection.works(), want.iter().copied().collect::<Vec<_>>());
            for id in 1..22 {
                prop_assert_eq!(selection.has(one(id)), want.contains(&one(id)));
            }
        }
    }
}
