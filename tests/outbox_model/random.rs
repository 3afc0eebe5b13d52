//! What chance picks.

use crate::chance::Random;
use tsuzuki::domain::{EntryValues, ListStatus, Score, Value};

impl Random {
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
