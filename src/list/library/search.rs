//! Which entries a text stands in.

use super::fold::fold_into;
use super::texts::Texts;
use super::words::{Word, words, write};
use super::work::Work;
use crate::domain::ListEntry;

/// The text of every entry, made when somebody first looks for one, and what was found last.
#[derive(Debug, Default)]
pub(super) struct Search {
    texts: Texts,
    /// What was looked for last; empty for nothing.
    words: Vec<Word>,
    /// Whether it was looked for by its letters alone, because with its signs it stood nowhere.
    letters: bool,
    /// The rows it stands in.
    found: Vec<u32>,
    /// The same as a mark for each row.
    marks: Vec<bool>,
}

impl Search {
    /// Looks for entries in which every word of `text` stands. `None` when there is no word; otherwise whether a row is
    /// one of them is at its place.
    ///
    /// Only what was found before is looked at again when the words became longer or more, and only what was added
    /// when they are the same.
    pub(super) fn find(&mut self, text: &str, source: Source<'_>, work: &mut Work) -> Option<&[bool]> {
        let words = words(text);
        if words.is_empty() {
            return None;
        }
        self.fill(source, usize::MAX, work);
        let is_known = self.words == words && self.marks.len() == self.texts.len();
        if !is_known {
            let narrows = |old: &Word| words.iter().any(|word| word.narrows(old));
            let is_same = self.words == words && !self.letters;
            if self.letters || self.words.is_empty() || !(is_same || self.words.iter().all(narrows)) {
                self.forget();
            }
            self.look_for(words, work);
            if self.found.is_empty() && self.words.iter().any(Word::has_signs) {
                let words = std::mem::take(&mut self.words);
                self.forget();
                self.letters = true;
                self.look_for(words, work);
            }
        }
        Some(&self.marks)
    }

    /// Looks at what was found before and what was added since.
    fn look_for(&mut self, words: Vec<Word>, work: &mut Work) {
        let unseen = self.marks.len() as u32..self.texts.len() as u32;
        self.marks.resize(self.texts.len(), false);
        let mut candidates = Vec::new();
        if self.words != words {
            candidates = std::mem::take(&mut self.found);
            self.words = words;
        }
        candidates.extend(unseen);
        work.searched += candidates.len();
        for row in candidates {
            let text = self.texts.get(row);
            let holds = self.words.iter().all(|word| word.stands_in(text, self.letters));
            if holds {
                self.found.push(row);
            }
            if let Some(mark) = self.marks.get_mut(row as usize) {
                *mark = holds;
            }
        }
    }

    /// How many entries have their text.
    pub(super) fn texts_made(&self) -> usize {
        self.texts.len()
    }

    /// Makes the texts of at most `limit` entries that have none yet.
    pub(super) fn fill(&mut self, source: Source<'_>, limit: usize, work: &mut Work) {
        let from = self.texts.len();
        for entry in source.entries.iter().skip(from).take(limit) {
            self.texts.push(&mut |out| source.write(entry, out));
            work.folded += 1;
        }
    }

    /// Follows a change of an entry's text.
    pub(super) fn replace(&mut self, row: u32, source: Source<'_>) {
        if let Some(entry) = source.entries.get(row as usize) {
            self.texts.set(row, &mut |out| source.write(entry, out));
        }
        if self.texts.is_worn() {
            self.texts.clear();
        }
        self.forget();
    }

    /// Follows the removal of a row whose number the last of `rows` rows takes.
    pub(super) fn swap_remove(&mut self, row: u32, rows: usize) {
        if self.texts.len() == rows {
            self.texts.swap_remove(row);
        } else {
            self.texts.clear();
        }
        self.forget();
    }

    fn forget(&mut self) {
        self.letters = false;
        self.words.clear();
        self.found.clear();
        self.marks.clear();
    }
}

/// Where texts come from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) entries: &'a [ListEntry],
    /// Whether the notes are the reader's own.
    pub(super) notes: bool,
}

impl Source<'_> {
    /// Titles, synonyms and notes, each on a line, so that no word reaches from one into the next.
    fn write(&self, entry: &ListEntry, out: &mut Vec<u8>) {
        let title = &entry.media.title;
        let preferred = title.user_preferred.as_deref();
        // Nearly always one of the others.
        let is_other = |title: &Option<Box<str>>| title.as_deref() == preferred;
        let is_known = [&title.romaji, &title.english, &title.native]
            .into_iter()
            .any(is_other);
        let titles = [
            title.romaji.as_deref(),
            title.english.as_deref(),
            title.native.as_deref(),
            preferred.filter(|_| !is_known),
        ];
        let synonyms = entry.media.synonyms.iter().map(|synonym| &**synonym);
        for text in titles.into_iter().flatten().chain(synonyms) {
            write(text, out);
        }
        // Notes are sentences: how they spell long vowels is nobody's question.
        if self.notes {
            fold_into(&entry.values.notes, out);
            out.push(b'\n');
        }
    }
}
