//! Many short texts in one piece of memory.

/// A text for each row. They lie one behind the other, so that going through them all is going through one buffer.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    /// From where to where each text lies.
    spans: Vec<(u32, u32)>,
    /// Bytes of texts that were replaced.
    dead: usize,
}

impl Texts {
    /// How many rows have their text.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    pub(super) fn get(&self, row: u32) -> &[u8] {
        self.spans
            .get(row as usize)
            .and_then(|(from, to)| self.bytes.get(*from as usize..*to as usize))
            .unwrap_or_default()
    }

    /// Gives the next row the text that `write` appends.
    pub(super) fn push(&mut self, write: &mut dyn FnMut(&mut Vec<u8>)) {
        let span = self.write(write);
        self.spans.push(span);
    }

    /// Gives a row another text. A row that has none yet gets none.
    pub(super) fn set(&mut self, row: u32, write: &mut dyn FnMut(&mut Vec<u8>)) {
        if (row as usize) < self.spans.len() {
            self.dead += self.get(row).len();
            let span = self.write(write);
            if let Some(place) = self.spans.get_mut(row as usize) {
                *place = span;
            }
        }
    }

    /// Takes a row out; the last one takes its number.
    pub(super) fn swap_remove(&mut self, row: u32) {
        self.dead += self.get(row).len();
        self.spans.swap_remove(row as usize);
    }

    /// Whether most of the memory holds what is no longer there.
    pub(super) fn is_worn(&self) -> bool {
        self.dead > self.bytes.len() / 2
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    fn write(&mut self, write: &mut dyn FnMut(&mut Vec<u8>)) -> (u32, u32) {
        let from = self.bytes.len() as u32;
        write(&mut self.bytes);
        (from, self.bytes.len() as u32)
    }
}
