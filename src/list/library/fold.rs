//! Texts made comparable: what is the same to a reader has the same bytes.
//!
//! Unicode's own tables take characters apart (compatibility decomposition), so that it makes no difference how wide a
//! letter is, whether a mark is a part of it, and whether `…` is one character or three. Then marks and case go. Kana keep
//! their marks, because が is another letter than か.

use crate::text::decompose::decompose;
use crate::text::romaji::long_vowel;

/// Appends `text` as it is searched and sorted, in UTF-8.
///
/// Latin, Greek and Cyrillic letters are small and without marks, kana are wide with their marks in them, Hangul is in
/// its letters; every dash is `-`, every apostrophe `'`, the wave dash `~`, `×` is `x`, white space is a space, and what
/// nobody sees is gone.
pub(super) fn fold_into(text: &str, out: &mut Vec<u8>) {
    Folding::new(out, false).fold(text);
}

/// Appends `text` with long vowels spelled out that are written with a mark: `ou` for `ō`. False when there is none, and
/// then nothing is appended.
pub(super) fn fold_spelled_out(text: &str, out: &mut Vec<u8>) -> bool {
    // Nearly all texts have none, and that is quickly seen.
    let may_have = |c| matches!(c, '\u{C0}'..='\u{17F}' | '\u{302}' | '\u{304}');
    if !text.contains(may_have) {
        return false;
    }
    let from = out.len();
    let mut folding = Folding::new(out, true);
    folding.fold(text);
    let has_long = folding.has_long;
    if !has_long {
        out.truncate(from);
    }
    has_long
}

struct Folding<'a> {
    out: &'a mut Vec<u8>,
    /// Where this text begins.
    from: usize,
    /// Whether long vowels are spelled out.
    spells_out: bool,
    /// Whether a vowel was long.
    has_long: bool,
}

impl<'a> Folding<'a> {
    fn new(out: &'a mut Vec<u8>, spells_out: bool) -> Self {
        Self {
            from: out.len(),
            out,
            spells_out,
            has_long: false,
        }
    }

    fn fold(&mut self, text: &str) {
        self.out.reserve(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if is_plain(c) {
                self.push_plain(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            }
            // Marks are put in order among themselves, and no plain character is one.
            let (odd, plain) = rest
                .split_at_checked(rest.find(is_plain).unwrap_or(rest.len()))
                .unwrap_or((rest, ""));
            match odd.contains(is_invisible) {
                true => decompose(&odd.replace(is_invisible, ""), |part| self.push(part)),
                false => decompose(odd, |part| self.push(part)),
            }
            rest = plain;
        }
    }

    fn push_plain(&mut self, c: char) {
        match c {
            '\t'..='\r' => self.out.push(b' '),
            '`' => self.out.push(b'\''),
            ' '..='~' => self.out.push((c as u8).to_ascii_lowercase()),
            '\0'..='\u{7F}' => {}
            c => self.push_char(c),
        }
    }

    fn push_char(&mut self, c: char) {
        let mut bytes = [0; 4];
        self.out.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
    }

    fn push(&mut self, c: char) {
        match c {
            c if is_plain(c) => self.push_plain(c),
            '\u{3099}' | '\u{309A}' => self.voice(c),
            c if is_mark(c) => self.mark(c),
            c if is_invisible(c) => {}
            c => c.to_lowercase().for_each(|c| self.push_small(c)),
        }
    }

    fn push_small(&mut self, c: char) {
        let text = match c {
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ß' => "ss",
            'ø' | 'ɵ' => "o",
            'ð' | 'đ' | 'ɖ' | 'ɗ' | 'ƌ' => "d",
            'ħ' => "h",
            'ı' | 'ɨ' => "i",
            'ĸ' | 'ƙ' => "k",
            'ł' | 'ƚ' => "l",
            'ŋ' | 'ƞ' => "n",
            'ŧ' | 'ƭ' | 'ⱦ' => "t",
            'ƀ' | 'ɓ' => "b",
            'ƈ' | 'ȼ' => "c",
            'ɇ' => "e",
            'ƒ' => "f",
            'ǥ' | 'ɠ' => "g",
            'ɉ' => "j",
            'ƥ' => "p",
            'ɍ' => "r",
            'ẜ' | 'ẝ' => "s",
            'ʉ' => "u",
            'ʋ' => "v",
            'ƴ' | 'ɏ' | 'ỿ' => "y",
            'ƶ' | 'ȥ' => "z",
            'ⱥ' => "a",
            'ς' => "σ",
            '×' | '✕' | '✖' | '⨯' => "x",
            '‘' | '’' | '‛' | '′' | '‵' | '‹' | '›' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | 'ˊ' | 'ˋ'
            | '՚' | '՝' | 'ꞌ' | '❛' | '❜' => "'",
            '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '〟' | '❝' | '❞' => "\"",
            '〜' | '∼' | '∽' | '⁓' | '˷' => "~",
            c if is_dash(c) => "-",
            '⁄' | '∕' | '⧸' => "/",
            '∶' | 'ː' | '꞉' => ":",
            '∗' | '⁎' => "*",
            '⋯' => "...",
            c if c.is_whitespace() => " ",
            c => return self.push_char(c),
        };
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Gives the kana before it its mark.
    fn voice(&mut self, mark: char) {
        let kana = self
            .out
            .last_chunk::<3>()
            .filter(|_| self.out.len() >= self.from + 3);
        let kana = kana.and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
        if let Some(voiced) = kana.and_then(|kana| voiced(kana, mark)) {
            self.out.truncate(self.out.len() - 3);
            self.push_char(voiced);
        }
    }

    /// A mark that is no part of a letter here: one that stands on nothing is a sign by itself, one that makes a vowel long
    /// may be spelled out, and any other goes.
    fn mark(&mut self, mark: char) {
        let last = self.out.last().copied().filter(|_| self.out.len() > self.from);
        match (mark, last) {
            ('\u{300}' | '\u{301}', Some(b' ')) => self.replace_last(b'\''),
            ('\u{303}', Some(b' ')) => self.replace_last(b'~'),
            ('\u{304}', Some(vowel)) | ('\u{302}', Some(vowel @ (b'o' | b'u'))) if self.spells_out => {
                if let Some(second) = long_vowel(vowel) {
                    self.out.push(second);
                    self.has_long = true;
                }
            }
            _ => {}
        }
    }

    fn replace_last(&mut self, byte: u8) {
        self.out.pop();
        self.out.push(byte);
    }
}

/// What Unicode takes nothing off, or only what would be put back.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{7F}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='\u{9FFF}')
}

/// What stands above, below and through letters, and vowel points that Hebrew and Arabic are mostly written without.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{34E}' | '\u{350}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}'
        | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// What nobody sees, spaces aside.
fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Every dash of Unicode but the wave dash, the minus signs, and lines that are drawn in their place.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '\u{58A}' | '\u{5BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{2E5D}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{10D6E}'
                | '\u{10EAD}'
                | '˗'
                | '⁃'
                | '−'
                | '─'
                | '━'
                | '➖'
                | '⸏'
    )
}

/// The kana that a kana becomes with a mark.
fn voiced(kana: char, mark: char) -> Option<char> {
    let code = u32::from(kana);
    // Hiragana and katakana are in the same order.
    let place = match code {
        0x3041..=0x3096 => code - 0x3041,
        0x30A1..=0x30F6 => code - 0x30A1,
        0x30FD if mark == '\u{3099}' => return Some('ヾ'),
        0x309D if mark == '\u{3099}' => return Some('ゞ'),
        _ => return None,
    };
    let step = match (place, mark) {
        // う
        (5, '\u{3099}') => 0x4E,
        // か to ぢ
        (10..=33, '\u{3099}') if place % 2 == 0 => 1,
        // つ, て, と stand behind a small つ
        (35 | 37 | 39, '\u{3099}') => 1,
        // は to ほ
        (46..=58, '\u{3099}') if (place - 46) % 3 == 0 => 1,
        (46..=58, '\u{309A}') if (place - 46) % 3 == 0 => 2,
        (78..=81, '\u{3099}') if code > 0x30A0 => 8,
        _ => return None,
    };
    char::from_u32(code + step)
}

#[cfg(test)]
mod tests;
