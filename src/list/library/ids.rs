//! Which row an id stands in.

/// A table from ids to the rows of a list, by open addressing: a list of thousands is indexed in a fraction of the time
/// that the standard map takes, whose hash withstands attacks that ids of AniList are not.
///
/// Rows are numbered from 0 without gaps.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// The id of each row.
    keys: Vec<u64>,
    /// Rows counted from 1, each near the place that its id is hashed to; 0 is free. Its length is a power of two and at
    /// least twice the number of rows, so a search always ends.
    slots: Vec<u32>,
}

const LEAST_SLOTS: usize = 64;

impl Ids {
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        let mut at = self.home(key);
        loop {
            let row = self.slots.get(at)?.checked_sub(1)?;
            if self.keys.get(row as usize) == Some(&key) {
                return Some(row);
            }
            at = self.after(at);
        }
    }

    /// Gives the next row an id that is not in the table.
    pub(super) fn push(&mut self, key: u64) {
        self.keys.push(key);
        if self.keys.len() * 2 > self.slots.len() {
            self.build();
        } else {
            self.place(self.keys.len());
        }
    }

    /// Gives a row another id.
    pub(super) fn set(&mut self, row: u32, key: u64) {
        if let Some(place) = self.keys.get_mut(row as usize)
            && *place != key
        {
            *place = key;
            self.build();
        }
    }

    /// Takes a row out; the last row takes its number.
    pub(super) fn swap_remove(&mut self, row: u32) {
        self.keys.swap_remove(row as usize);
        self.build();
    }

    fn build(&mut self) {
        let slots = (self.keys.len() * 4).next_power_of_two().max(LEAST_SLOTS);
        self.slots.clear();
        self.slots.resize(slots, 0);
        for row in 1..=self.keys.len() {
            self.place(row);
        }
    }

    /// Finds a slot for the row of this number, counted from 1.
    fn place(&mut self, number: usize) {
        let Some(&key) = self.keys.get(number - 1) else {
            return;
        };
        let mut at = self.home(key);
        while self.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = self.after(at);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = number as u32;
        }
    }

    /// Multiplicative hashing with the golden ratio: consecutive ids spread evenly.
    fn home(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & self.mask()
    }

    fn after(&self, at: usize) -> usize {
        (at + 1) & self.mask()
    }

    fn mask(&self) -> usize {
        self.slots.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(steps in prop::collection::vec((0u8..4, 0u64..200, 0usize..200), 0..300)) {
            let mut ids = Ids::default();
            let mut model: Vec<u64> = Vec::new();
            for (what, key, row) in steps {
                // Keys that share their low half, as ids made up here do.
                let key = key % 50 + ((key / 50) << 40);
                let held = model.iter().position(|known| *known == key);
                let row = row % model.len().max(1);
                match what {
                    0 | 1 if held.is_none() => {
                        ids.push(key);
                        model.push(key);
                    }
                    2 if row < model.len() => {
                        ids.swap_remove(row as u32);
                        model.swap_remove(row);
                    }
                    3 if row < model.len() && held.is_none() => {
                        ids.set(row as u32, key);
                        model[row] = key;
                    }
                    _ => prop_assert_eq!(ids.get(key), held.map(|row| row as u32)),
                }
                for (row, key) in model.iter().enumerate() {
                    prop_assert_eq!(ids.get(*key), Some(row as u32));
                }
            }
        }
    }
}
