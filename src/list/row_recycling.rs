//! How elements that are drawn become those of other lines, with as little change of the document as that takes.
//!
//! A line that stays keeps its element. A new one takes over the element of one that goes, where it stands if it can: making
//! an element, and laying it out for the first time, costs several times what changing its texts does.

/// An element that is drawn, in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// The name of its line, which is its own among those drawn.
    pub name: u64,
    /// Whether another line may take it over, once its own goes.
    pub reusable: bool,
    /// Whether it may not be moved: it has the focus, and would lose it.
    pub pinned: bool,
}

/// Where the element of a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It is the line's own already.
    Own(usize),
    /// It was that of a line that goes.
    Taken(usize),
    /// There is none yet.
    New,
}

/// How a line gets its element. Numbers are places in what was drawn before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where it comes from.
    pub source: Source,
    /// Before which element it is put, `None` for the end; no step where it stands in its place already.
    pub put: Option<Option<usize>>,
}

/// A line that is wanted, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: u64,
    /// Whether it can take over an element.
    pub takes: bool,
}

/// One step for each line, to be done in their order; what no step names is removed after them.
///
/// ```
/// use tsuzuki::list::row_recycling::{Before, Source, Step, Wanted, steps};
///
/// let drawn = [1, 2, 3].map(|name| Before { name, reusable: true, pinned: false });
/// let wanted = [2, 3, 4].map(|name| Wanted { name, takes: true });
/// // Scrolled by a line: the one that went comes back at the end, as another.
/// assert_eq!(
///     steps(&drawn, &wanted),
///     [
///         Step { source: Source::Own(1), put: None },
///         Step { source: Source::Own(2), put: None },
///         Step { source: Source::Taken(0), put: Some(None) },
///     ]
/// );
/// ```
pub fn steps(drawn: &[Before], wanted: &[Wanted]) -> Vec<Step> {
    let stays: Vec<bool> = drawn
        .iter()
        .map(|before| wanted.iter().any(|wanted| wanted.name == before.name))
        .collect();
    let mut is_used = vec![false; drawn.len()];
    let mut next = 0;
    wanted
        .iter()
        .map(|wanted| {
            while is_used.get(next) == Some(&true) {
                next += 1;
            }
            let known = drawn.iter().position(|before| before.name == wanted.name);
            let is_spare = |at: usize, is_used: &[bool]| {
                let free = |before: &Before| before.reusable && wanted.takes;
                !stays.get(at).copied().unwrap_or(true)
                    && !is_used.get(at).copied().unwrap_or(true)
                    && drawn.get(at).is_some_and(free)
            };
            let source = match known {
                Some(known) => Source::Own(known),
                None if is_spare(next, &is_used) => Source::Taken(next),
                None => (0..drawn.len())
                    .rev()
                    .find(|at| is_spare(*at, &is_used))
                    .map_or(Source::New, Source::Taken),
            };
            let at = match source {
                Source::Own(at) | Source::Taken(at) => Some(at),
                Source::New => None,
            };
            if known.is_some() {
                // What goes stands in nobody's way.
                while next < drawn.len()
                    && at != Some(next)
                    && (is_used.get(next) == Some(&true) || stays.get(next) == Some(&false))
                {
                    next += 1;
                }
            }
            if let Some(used) = at.and_then(|at| is_used.get_mut(at)) {
                *used = true;
            }
            let is_pinned = at
                .and_then(|at| drawn.get(at))
                .is_some_and(|before| before.pinned);
            let put = match at {
                Some(at) if at == next || is_pinned => {
                    next = at + 1;
                    None
                }
                _ => Some((next < drawn.len()).then_some(next)),
            };
            Step { source, put }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the document shows after the steps, each element by the name of its line, and how many were moved or made.
    fn done(drawn: &[Before], wanted: &[Wanted]) -> (Vec<u64>, usize, usize) {
        // Elements by their number; new ones follow.
        let mut document: Vec<usize> = (0..drawn.len()).collect();
        let mut names: Vec<u64> = drawn.iter().map(|before| before.name).collect();
        let (mut moved, mut made) = (0, 0);
        let mut kept = Vec::new();
        for (step, wanted) in steps(drawn, wanted).iter().zip(wanted) {
            let element = match step.source {
                Source::Own(at) | Source::Taken(at) => at,
                Source::New => {
                    names.push(0);
                    made += 1;
                    names.len() - 1
                }
            };
            names[element] = wanted.name;
            assert!(!kept.contains(&element), "an element is given once");
            kept.push(element);
            let Some(before) = step.put else { continue };
            moved += 1;
            document.retain(|other| *other != element);
            let place = before.map_or(document.len(), |before| {
                document.iter().position(|other| *other == before).unwrap()
            });
            document.insert(place, element);
        }
        document.retain(|element| kept.contains(element));
        (
            document.iter().map(|element| names[*element]).collect(),
            moved,
            made,
        )
    }

    fn free(names: impl IntoIterator<Item = u64>) -> Vec<Before> {
        let before = |name| Before {
            name,
            reusable: true,
            pinned: false,
        };
        names.into_iter().map(before).collect()
    }

    fn all(names: impl IntoIterator<Item = u64>) -> Vec<Wanted> {
        names
            .into_iter()
            .map(|name| Wanted { name, takes: true })
            .collect()
    }

    #[test]
    fn other_lines_take_over_where_they_stand() {
        let (shown, moved, made) = done(&free(0..13), &all(100..113));
        assert_eq!(shown, (100..113).collect::<Vec<_>>());
        assert_eq!((moved, made), (0, 0));
    }

    #[test]
    fn scrolling_moves_what_left_to_the_other_end() {
        for (from, to) in [(0, 3), (3, 0)] {
            let (shown, moved, made) = done(&free(from..from + 13), &all(to..to + 13));
            assert_eq!(shown, (to..to + 13).collect::<Vec<_>>());
            assert_eq!((moved, made), (3, 0), "{from} to {to}");
        }
    }

    #[test]
    fn what_may_not_be_taken_over_is_made() {
        let mut drawn = free([1, 2]);
        drawn[0].reusable = false;
        let (shown, _, made) = done(&drawn, &all([3, 4]));
        assert_eq!((shown, made), (vec![3, 4], 1));
    }

    proptest! {
        #[test]
        fn the_document_shows_what_is_wanted(
            before in proptest::collection::hash_set(0..20u64, 0..12),
            wanted in Just((0..20u64).collect::<Vec<_>>()).prop_shuffle(),
            count in 0..16usize,
            bits in any::<(u32, u32)>(),
            focus in 0..24usize,
        ) {
            let mut drawn = free(before);
            for (at, before) in drawn.iter_mut().enumerate() {
                before.reusable = bits.0 >> at & 1 == 1;
                before.pinned = at == focus;
                before.reusable &= !before.pinned;
            }
            let wanted: Vec<_> = wanted.into_iter().take(count)
                .map(|name| Wanted { name, takes: bits.1 >> name & 1 == 1 }).collect();
            let names: Vec<_> = wanted.iter().map(|wanted| wanted.name).collect();
            prop_assert_eq!(done(&drawn, &wanted).0, names);
            for (step, wanted) in steps(&drawn, &wanted).iter().zip(&wanted) {
                let known = drawn.iter().position(|before| before.name == wanted.name);
                match step.source {
                    Source::Own(at) => {
                        prop_assert_eq!(Some(at), known);
                        prop_assert!(!drawn[at].pinned || step.put.is_none());
                    }
                    Source::Taken(at) => prop_assert!(drawn[at].reusable && wanted.takes && known.is_none()),
                    Source::New => prop_assert!(known.is_none()),
                }
            }
        }
    }
}
