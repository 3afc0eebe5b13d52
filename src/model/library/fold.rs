//! Texts made comparable: without case, without accents, without width.

/// Appends `text` as it is searched and sorted, in UTF-8: Latin letters small and without accents, Greek and Cyrillic
/// ones small, full-width forms of ASCII as ASCII, white space as spaces, curved quotes straight, `×` as `x`. Kana and
/// everything else stay.
///
/// The tables of the standard library for this know all scripts, and weigh several kilobytes.
pub(super) fn fold_into(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len());
    for c in text.chars() {
        match c {
            '\t'..='\r' => out.push(b' '),
            '\0'..='\u{7F}' => out.push((c as u8).to_ascii_lowercase()),
            _ => fold_wide(c, out),
        }
    }
}

/// The words of a text that somebody is looking for.
pub(super) fn words(text: &str) -> Vec<Box<[u8]>> {
    let mut folded = Vec::new();
    fold_into(text, &mut folded);
    folded
        .split(|byte| *byte == b' ')
        .filter(|word| !word.is_empty())
        .map(Box::from)
        .collect()
}

/// The letters of U+00C0 to U+017F without what is above, below and through them. `.` is said elsewhere.
const LATIN: &[u8; 192] =
    b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggg\
hhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Those of U+1E00 to U+1EFF.
const LATIN_MORE: &[u8; 256] =
    b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss\
ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyasss..aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee\
iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

fn fold_wide(c: char, out: &mut Vec<u8>) {
    let code = c as u32;
    let plain = match code {
        0xC0..=0x17F => LATIN.get(code as usize - 0xC0),
        0x1E00..=0x1EFF => LATIN_MORE.get(code as usize - 0x1E00),
        _ => None,
    };
    if let Some(letter) = plain.filter(|letter| **letter != b'.') {
        return out.push(*letter);
    }
    let text = match c {
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        'Ĳ' | 'ĳ' => "ij",
        'Þ' | 'þ' => "th",
        'ß' | 'ẞ' => "ss",
        '×' => "x",
        '‘' | '’' => "'",
        '“' | '”' => "\"",
        '\u{85}'
        | '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => " ",
        // Accents that stand after their letter.
        '\u{300}'..='\u{36F}' => "",
        _ => {
            let small = match code {
                0xFF01..=0xFF5E => (code - 0xFEE0) as u8 as char,
                0x391..=0x3A9 | 0x410..=0x42F => char::from_u32(code + 32).unwrap_or(c),
                0x400..=0x40F => char::from_u32(code + 80).unwrap_or(c),
                _ => c,
            };
            let mut bytes = [0; 4];
            return out.extend_from_slice(small.to_ascii_lowercase().encode_utf8(&mut bytes).as_bytes());
        }
    };
    out.extend_from_slice(text.as_bytes());
}

/// Whether `word`, which is not empty, stands in `text`.
///
/// It looks for the word's last byte first: that differs more than the first one, which all kana share. Two-way search,
/// which the standard library would do, costs more to set up than there is to search.
pub(super) fn contains(text: &[u8], word: &[u8]) -> bool {
    let Some((last, start)) = word.split_last() else {
        return true;
    };
    let mut rest = text;
    let mut passed = 0;
    while let Some(at) = rest.iter().position(|byte| byte == last) {
        passed += at;
        if text.get(..passed).is_some_and(|before| before.ends_with(start)) {
            return true;
        }
        passed += 1;
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        let mut out = Vec::new();
        fold_into(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn folds() {
        let rows = [
            ("Shingeki no Kyojin", "shingeki no kyojin"),
            (
                "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
                "aaaaaaaeceeeeiiiidnoooooxouuuuythss",
            ),
            (
                "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
                "aaaaaaaeceeeeiiiidnooooo÷ouuuuythy",
            ),
            ("ŌōŪūĀāĪīĒē", "oouuaaiiee"),
            (
                "ĐđĠġĦħĲĳĴĶĸĹŁłŃŉŊŒœŔŚŠšŢŦŨŴŶŸŹŽžſ",
                "ddgghhijijjkkllln\u{6e}\u{6e}oeoerssst\u{74}uwyyzzzs",
            ),
            ("Tiếng Việt Ậ Ố Ỹ", "tieng viet a o y"),
            ("e\u{301}", "e"),
            ("ＦＡＴＥ／ｓｔａｙ　ｎｉｇｈｔ！", "fate/stay night!"),
            ("進撃の巨人 カウボーイ ｶﾅ", "進撃の巨人 カウボーイ ｶﾅ"),
            ("SPY×FAMILY", "spyxfamily"),
            ("ΑΩ АЯЁ", "αω аяё"),
            ("“Don’t”", "\"don't\""),
            ("a\tb\nc\u{a0}d\u{3000}e", "a b c d e"),
            ("☆♪👩‍🚀", "☆♪👩‍🚀"),
        ];
        for (raw, want) in rows {
            assert_eq!(folded(raw), want, "{raw}");
        }
    }

    /// Unicode's own decomposition of every letter in the tables, as far as it is a letter with marks.
    #[test]
    fn tables_are_in_step() {
        for (raw, want) in [
            ('ÿ', "y"),
            ('ą', "a"),
            ('ċ', "c"),
            ('ď', "d"),
            ('ě', "e"),
            ('ğ', "g"),
            ('ĥ', "h"),
            ('į', "i"),
            ('ı', "i"),
            ('ĵ', "j"),
            ('ķ', "k"),
            ('ļ', "l"),
            ('ł', "l"),
            ('ň', "n"),
            ('ő', "o"),
            ('ř', "r"),
            ('ş', "s"),
            ('š', "s"),
            ('ť', "t"),
            ('ŧ', "t"),
            ('ų', "u"),
            ('ŵ', "w"),
            ('ŷ', "y"),
            ('ż', "z"),
            ('ſ', "s"),
            ('Ḁ', "a"),
            ('ḃ', "b"),
            ('ḉ', "c"),
            ('ḍ', "d"),
            ('ḗ', "e"),
            ('ḟ', "f"),
            ('ḡ', "g"),
            ('ḥ', "h"),
            ('ḯ', "i"),
            ('ḳ', "k"),
            ('ḽ', "l"),
            ('ṃ', "m"),
            ('ṋ', "n"),
            ('ṓ', "o"),
            ('ṗ', "p"),
            ('ṟ', "r"),
            ('ṩ', "s"),
            ('ṱ', "t"),
            ('ṻ', "u"),
            ('ṿ', "v"),
            ('ẉ', "w"),
            ('ẍ', "x"),
            ('ẏ', "y"),
            ('ẕ', "z"),
            ('ẖ', "h"),
            ('ẗ', "t"),
            ('ẘ', "w"),
            ('ẙ', "y"),
            ('ạ', "a"),
            ('ặ', "a"),
            ('ẹ', "e"),
            ('ệ', "e"),
            ('ỉ', "i"),
            ('ị', "i"),
            ('ọ', "o"),
            ('ợ', "o"),
            ('ụ', "u"),
            ('ự', "u"),
            ('ỳ', "y"),
            ('ỹ', "y"),
        ] {
            assert_eq!(folded(&raw.to_string()), want, "{raw}");
            let capital: String = raw.to_uppercase().collect();
            assert_eq!(folded(&capital), want, "{capital}");
        }
    }

    proptest! {
        #[test]
        fn folding_settles(text: String) {
            let once = folded(&text);
            prop_assert_eq!(&folded(&once), &once);
            prop_assert_eq!(folded(&text.to_ascii_uppercase()), once);
        }

        #[test]
        fn search_finds_what_the_standard_library_finds(text in "[abあい]{0,12}", word in "[abあい]{1,4}") {
            prop_assert_eq!(contains(text.as_bytes(), word.as_bytes()), text.contains(&word));
        }
    }
}
