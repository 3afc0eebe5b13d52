//! The words that somebody is looking for, and where they stand in a text.
//!
//! A word stands in a text when its letters do, one behind the other: signs between them do not matter, so that `howls`
//! finds "Howl's" and `rezero` "Re:Zero". Spaces do not matter either where a title, what follows a sign, or a word of three
//! letters or more begins: `onepiece` finds "One Piece", but `kon` does not find "Neko no Ko".
//!
//! A long vowel may be spelled in any way (`crate::text::romaji`). Every text is searched as it is, with long vowels short
//! and, where they have a mark, spelled out; a word with long vowels is looked for as it is, and short where a word begins,
//! but then only with five letters or as the whole word: or `you` would find "Tokyo", and `moon` "Monster".
//!
//! A word with signs in it is first looked for with them. When that finds nothing at all, its letters alone are.

use super::fold::{fold_into, fold_spelled_out};
use crate::text::romaji::shortened;

/// A word that somebody is looking for. All of it is folded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As it was typed.
    whole: Box<[u8]>,
    /// Without signs; the same where it has none, or nothing else.
    letters: Box<[u8]>,
    /// The letters with long vowels short, where there are any.
    short: Option<Box<[u8]>>,
}

/// Shorter ones would be found in too much.
const SHORTEST_START: usize = 5;
/// From here on the rest of a word may follow behind a space, wherever the word stands.
const SHORTEST_PIECE: usize = 3;

impl Word {
    fn new(whole: &[u8]) -> Self {
        let mut letters = letters(whole);
        if letters.is_empty() {
            letters = whole.to_vec();
        }
        Self {
            whole: whole.into(),
            short: shortened(&letters, false).map(Box::from),
            letters: letters.into(),
        }
    }

    /// Whether there are signs in it, which may be passed over.
    pub(super) fn has_signs(&self) -> bool {
        self.whole != self.letters
    }

    /// Whether every text that has this word has the other one too.
    pub(super) fn narrows(&self, other: &Self) -> bool {
        self.short.is_none() && self.whole.starts_with(&other.whole)
    }

    /// Whether it stands in a text that [`write`] wrote: with its signs, or its `letters` alone.
    pub(super) fn stands_in(&self, text: &[u8], letters: bool) -> bool {
        let word = if letters { &self.letters } else { &self.whole };
        if contains(text, word, &mut |_, _| true) {
            return true;
        }
        let Some(short) = self.short.as_ref().filter(|_| letters || !self.has_signs()) else {
            return false;
        };
        contains(text, short, &mut |before, behind| {
            let is_whole = behind.first().is_none_or(|byte| !is_letter(*byte));
            begins(before, true) && (is_whole || short.len() >= SHORTEST_START)
        })
    }
}

/// The words of a text that somebody is looking for.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut folded = Vec::new();
    fold_into(text, &mut folded);
    folded
        .split(|byte| *byte == b' ')
        .filter(|word| !word.is_empty())
        .map(Word::new)
        .collect()
}

/// Appends a title as it is searched, in each of its spellings a line.
pub(super) fn write(text: &str, out: &mut Vec<u8>) {
    let from = out.len();
    fold_into(text, out);
    let short = out.get(from..).and_then(|folded| shortened(folded, true));
    out.push(b'\n');
    if fold_spelled_out(text, out) {
        out.push(b'\n');
    }
    if let Some(short) = short {
        out.extend_from_slice(&short);
        out.push(b'\n');
    }
}

/// Whether a text has all the words that somebody is looking for, however both are written.
///
/// ```
/// use tsuzuki::list::library::has_words;
/// assert!(has_words("Sen to Chihiro no Kamikakushi", "chihiro SEN"));
/// assert!(has_words("Steins;Gate", "steinsgate"));
/// assert!(has_words("Bishōjo Senshi", "bishoujo"));
/// assert!(!has_words("Planetes", "x"));
/// assert!(has_words("Planetes", ""));
/// ```
pub fn has_words(text: &str, wanted: &str) -> bool {
    let words = words(wanted);
    let mut written = Vec::new();
    write(text, &mut written);
    let has_all = |letters| words.iter().all(|word| word.stands_in(&written, letters));
    has_all(false) || (words.iter().any(Word::has_signs) && has_all(true))
}

/// Whether two texts are the same to a reader, whatever signs and spaces are in them.
///
/// ```
/// use tsuzuki::list::library::is_same_text;
/// assert!(is_same_text("Sci-Fi", "ｓｃｉ　ｆｉ"));
/// assert!(is_same_text("Mahou Shoujo", "mahō shōjo"));
/// assert!(!is_same_text("Drama", "Ecchi"));
/// ```
pub fn is_same_text(one: &str, other: &str) -> bool {
    comparable(one) == comparable(other)
}

/// The letters of a title, with long vowels short.
pub(super) fn comparable(text: &str) -> Vec<u8> {
    let mut folded = Vec::new();
    fold_into(text, &mut folded);
    let folded = shortened(&folded, true).unwrap_or(folded);
    letters(&folded)
}

fn letters(folded: &[u8]) -> Vec<u8> {
    let mut letters = Vec::with_capacity(folded.len());
    let mut bytes = [0; 4];
    for c in std::str::from_utf8(folded).unwrap_or_default().chars() {
        let c = c.encode_utf8(&mut bytes).as_bytes();
        if without_sign(c).is_none() {
            letters.extend_from_slice(c);
        }
    }
    letters
}

/// Whether a byte is of a letter or a digit. Bytes of signs beyond ASCII count too.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// What stands before the sign or the space at the end of a text, if there is one.
fn without_sign(text: &[u8]) -> Option<&[u8]> {
    match text {
        [rest @ .., b'\0'..=b'\x7f'] => {
            let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'\n';
            text.last().is_some_and(is_sign).then_some(rest)
        }
        // U+0080 to U+00BF, U+2000 to U+2BFF, U+2E00 to U+2E7F, U+3000 to U+303F without 々〆〇, ・, U+1F000 to U+1FFFF.
        [rest @ .., 0xC2, _]
        | [rest @ .., 0xE2, 0x80..=0xAF | 0xB8 | 0xB9, 0x80..=0xBF]
        | [rest @ .., 0xE3, 0x80, 0x80..=0x84 | 0x88..=0xBF]
        | [rest @ .., 0xE3, 0x83, 0xBB]
        | [rest @ .., 0xF0, 0x9F, _, _] => Some(rest),
        _ => None,
    }
}

/// Whether `word`, which is not empty, stands in a place of `text` that is `fit`, by what is before and behind it.
///
/// It looks for the word's last byte first: that differs more than the first one, which all kana share. Two-way search,
/// which the standard library would do, costs more to set up than there is to search.
fn contains(text: &[u8], word: &[u8], fit: &mut dyn FnMut(&[u8], &[u8]) -> bool) -> bool {
    let Some((last, start)) = word.split_last() else {
        return true;
    };
    let mut rest = text;
    let mut passed = 0;
    while let Some(at) = rest.iter().position(|byte| byte == last) {
        passed += at;
        rest = rest.get(at + 1..).unwrap_or_default();
        let found = text
            .get(..passed)
            .and_then(|before| before_word(before, start, *last));
        if found.is_some_and(|before| fit(before, rest)) {
            return true;
        }
        passed += 1;
    }
    false
}

/// What is before a word that ends here, signs between its letters aside; `next` is the byte behind `word`.
fn before_word<'a>(text: &'a [u8], word: &[u8], next: u8) -> Option<&'a [u8]> {
    if let Some(before) = text.strip_suffix(word) {
        return Some(before);
    }
    let (mut before, mut word, mut next) = (text, word, next);
    // Where the first space that is passed over stands.
    let mut space = None;
    while let Some((byte, start)) = word.split_last() {
        // In the middle of a character there is no sign.
        let is_between = next.is_ascii() || next >= 0xC0;
        while is_between && let Some(shorter) = without_sign(before) {
            let sign = before.get(shorter.len()..).unwrap_or_default();
            if word.ends_with(sign) {
                break;
            }
            if sign == b" " {
                space = Some(shorter.len());
            }
            before = shorter;
        }
        let (last, rest) = before.split_last()?;
        if last != byte {
            return None;
        }
        (before, word, next) = (rest, start, *byte);
    }
    let is_long = |space: usize| space - before.len() >= SHORTEST_PIECE;
    space
        .is_none_or(|space| begins(before, is_long(space)))
        .then_some(before)
}

/// Whether a word begins behind this text, and if it is not long, a title or what follows a sign.
fn begins(before: &[u8], is_long: bool) -> bool {
    match before {
        [] | [.., b'\n'] => true,
        [.., b' '] if is_long => true,
        [rest @ .., b' '] | rest => without_sign(rest).is_some(),
    }
}

#[cfg(test)]
mod tests;
