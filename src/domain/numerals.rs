//! Numbers and dates as people type them: with the digits, signs and spaces of any script.

/// `text` with ASCII in place of every digit, dash, point, comma, slash and space that means the same, without
/// characters that nobody sees, and without spaces at its ends. A Japanese keyboard types `１５`, `８。５` or `２０１８ー４`
/// where another one types `15`, `8.5` and `2018-4`.
///
/// For numbers and dates only: of words it would make others.
///
/// ```
/// use tsuzuki::domain::numerals::plain;
/// assert_eq!(plain(" １５ "), "15");
/// assert_eq!(plain("８，５"), "8,5");
/// assert_eq!(plain("２０１８−０４－０７"), "2018-04-07");
/// assert_eq!(plain("٣٫٥"), "3.5");
/// ```
pub fn plain(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain_char).collect();
    plain.trim().to_owned()
}

/// The zeros of Unicode's decimal digits; nine more follow each.
const ZEROS: [u32; 37] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0,
];

/// The mathematical digits, five alphabets of them.
const MATHEMATICAL: std::ops::RangeInclusive<u32> = 0x1D7CE..=0x1D7FF;

fn digit(code: u32) -> Option<u32> {
    if MATHEMATICAL.contains(&code) {
        return Some((code - MATHEMATICAL.start()) % 10);
    }
    let zero = ZEROS.iter().rev().find(|zero| **zero <= code)?;
    Some(code - zero).filter(|digit| *digit < 10)
}

fn plain_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(if c.is_ascii_whitespace() { ' ' } else { c });
    }
    if let Some(digit) = digit(c.into()) {
        return char::from_digit(digit, 10);
    }
    Some(match c {
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => {
            return None;
        }
        // The long vowel sign is what the key of the minus types among kana.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' | 'ー' | 'ｰ' => '-',
        '⁄' | '∕' | '／' => '/',
        '．' | '。' | '｡' | '・' | '･' | '٫' => '.',
        '，' | '、' | '､' | '،' => ',',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_and_spaces_become_plain() {
        let rows = [
            ("", ""),
            ("12", "12"),
            ("\u{3000}１２\u{a0}", "12"),
            ("\u{200e}7\u{200f}", "7"),
            ("−１", "-1"),
            ("１　０００", "1 000"),
            ("８・５", "8.5"),
            ("？", "?"),
            ("１２：３０", "12:30"),
            ("2018年", "2018年"),
            ("𝟙𝟚", "12"),
            ("½", "½"),
        ];
        for (text, want) in rows {
            assert_eq!(plain(text), want, "{text}");
        }
        for dash in "‐‑‒–—―−﹘﹣－ーｰ".chars() {
            assert_eq!(plain(&format!("1{dash}2")), "1-2", "{dash:?}");
        }
    }

    #[test]
    fn every_script_counts_from_zero_to_nine() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS
            .into_iter()
            .chain([0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6])
        {
            let digits: String = (zero..zero + 10).filter_map(char::from_u32).collect();
            assert!(digits.chars().all(char::is_numeric), "{digits}");
            assert_eq!(plain(&digits), "0123456789", "{digits}");
        }
    }

    proptest! {
        #[test]
        fn it_settles_and_leaves_ascii(text: String, ascii in "[!-~]{0,20}") {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
            prop_assert_eq!(plain(&ascii), ascii);
        }
    }
}
