//! One sort for all lists.

use std::cmp::Ordering;

use crate::domain::MediaId;

/// Sorts rows; equal ones keep their order. What is in order already, or nearly, takes hardly more than one comparison
/// a row.
///
/// A natural merge sort, once for all that is sorted here: the standard library's is many times the size.
pub(crate) fn sort(rows: &mut Vec<u32>, compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    let mut runs = runs(rows, compare);
    let mut merged = Vec::with_capacity(rows.len());
    while runs.len() > 1 {
        let mut longer = Vec::with_capacity(runs.len() / 2 + 1);
        let mut from = 0;
        for pair in runs.chunks(2) {
            let middle = pair.first().copied().unwrap_or(from);
            let to = pair.last().copied().unwrap_or(middle);
            let left = rows.get(from..middle).unwrap_or_default();
            let right = rows.get(middle..to).unwrap_or_default();
            merge(left, right, &mut merged, compare);
            longer.push(to);
            from = to;
        }
        std::mem::swap(rows, &mut merged);
        merged.clear();
        runs = longer;
    }
}

/// The places of `length` things in their order; equal ones keep theirs.
pub(crate) fn order(length: usize, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..u32::try_from(length).unwrap_or(u32::MAX)).collect();
    sort(&mut places, compare);
    places
}

/// Puts works in the order of their numbers, each once.
pub(crate) fn works(works: &mut Vec<MediaId>) {
    let at = |place: u32| works.get(place as usize).copied();
    let places = order(works.len(), &mut |a, b| at(a).cmp(&at(b)));
    let mut sorted: Vec<MediaId> = places.into_iter().filter_map(at).collect();
    sorted.dedup();
    *works = sorted;
}

/// Where each stretch that is in order ends.
fn runs(rows: &[u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, pair) in rows.windows(2).enumerate() {
        if let [a, b] = pair
            && compare(*a, *b) == Ordering::Greater
        {
            ends.push(at + 1);
        }
    }
    ends.push(rows.len());
    ends
}

fn merge(
    mut left: &[u32],
    mut right: &[u32],
    out: &mut Vec<u32>,
    compare: &mut dyn FnMut(u32, u32) -> Ordering,
) {
    while let (Some((a, lefts)), Some((b, rights))) = (left.split_first(), right.split_first()) {
        if compare(*a, *b) == Ordering::Greater {
            out.push(*b);
            right = rights;
        } else {
            out.push(*a);
            left = lefts;
        }
    }
    out.extend_from_slice(left);
    out.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(keys: &[u32]) -> (Vec<u32>, usize) {
        let mut rows: Vec<u32> = (0..keys.len() as u32).collect();
        let mut compared = 0;
        sort(&mut rows, &mut |a, b| {
            compared += 1;
            keys[a as usize].cmp(&keys[b as usize])
        });
        (rows, compared)
    }

    #[test]
    fn what_is_in_order_costs_one_comparison_a_row() {
        let mut keys: Vec<u32> = (0..11_000).collect();
        assert_eq!(sorted(&keys).1, 10_999);
        // One row that moves to the front, as after an edit.
        keys[7_000] = 0;
        assert!(sorted(&keys).1 < 2 * 11_000);
        // At random: not above n log n.
        let keys: Vec<u32> = (0..11_000_u32).map(|n| n.wrapping_mul(2_654_435_769)).collect();
        assert!(sorted(&keys).1 < 11_000 * 14);
    }

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(keys in prop::collection::vec(0u32..20, 0..200)) {
            let mut want: Vec<u32> = (0..keys.len() as u32).collect();
            want.sort_by_key(|row| keys[*row as usize]);
            prop_assert_eq!(sorted(&keys).0, want);
        }
    }
}
