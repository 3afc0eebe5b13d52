//! Chance that repeats itself.

use tsuzuki::domain::{EntryValues, ListStatus, Score, Value};

/// SplitMix64: the same seed is the same schedule.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A new value for a field, of few, so that they meet often.
    pub(crate) fn value(&mut self, now: &EntryValues) -> Value {
        match self.below(8) {
            0 | 1 => Value::Progress(now.progress + 1),
            2 => Value::Progress(self.below(4) as u32),
            3 => Value::Repeat(now.repeat + 1),
            4 => Value::Status(ListStatus::ALL[self.below(3) as usize]),
            5 => Value::Notes(["", "a", "b"][self.below(3) as usize].into()),
            6 => Value::Score(Score::new([0, 50, 90][self.below(3) as usize])),
            _ => {
                let name: Box<str> = ["x", "y"][self.below(2) as usize].into();
                let mut lists = now.custom_lists.to_vec();
                match lists.iter().position(|list| *list == name) {
                    Some(place) => {
                        lists.remove(place);
                    }
                    None => lists.push(name),
                }
                Value::CustomLists(lists.into())
            }
        }
    }
}
