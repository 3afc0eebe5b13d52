//! Japanese in Latin letters, and its long vowels, which everybody spells in another way: `Bishoujo`, `Bishojo`, `Bishōjo`.

/// What a long vowel is spelled with where it has no mark; a vowel and this one are one long vowel.
///
/// ```
/// assert_eq!(tsuzuki::text::romaji::long_vowel(b'o'), Some(b'u'));
/// ```
pub fn long_vowel(vowel: u8) -> Option<u8> {
    match vowel {
        b'o' => Some(b'u'),
        b'a' | b'e' | b'i' | b'u' => Some(vowel),
        _ => None,
    }
}

/// A folded text with every long vowel short; `None` when there is none.
///
/// Only words that can be Japanese are shortened, or `soul` would be `sol` and `food` would be `fod`. `is_whole` says that
/// the last word is not being typed.
///
/// ```
/// use tsuzuki::text::romaji::shortened;
/// assert_eq!(shortened(b"mahou shoujo", true), Some(b"maho shojo".to_vec()));
/// assert_eq!(shortened(b"soul eater", true), None);
/// ```
pub fn shortened(text: &[u8], is_whole: bool) -> Option<Vec<u8>> {
    let mut short = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| !byte.is_ascii_lowercase());
        let (word, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        if is_romaji(word, is_whole || !behind.is_empty()) {
            shorten_into(word, &mut short);
        } else {
            short.extend_from_slice(word);
        }
        let (between, next) = behind.split_at_checked(
            behind
                .iter()
                .take_while(|byte| !byte.is_ascii_lowercase())
                .count(),
        )?;
        short.extend_from_slice(between);
        rest = next;
    }
    (short.len() < text.len()).then_some(short)
}

fn shorten_into(word: &[u8], short: &mut Vec<u8>) {
    let mut last = b'.';
    for &letter in word {
        let is_rest = letter == last && long_vowel(letter).is_some() || (last, letter) == (b'o', b'u');
        if !is_rest {
            short.push(letter);
            last = letter;
        }
    }
}

/// What may stand before a vowel.
const ONSETS: &[&[u8]] = &[
    b"", b"k", b"s", b"t", b"n", b"h", b"m", b"y", b"r", b"w", b"g", b"z", b"d", b"b", b"p", b"j", b"f",
    b"v", b"sh", b"ch", b"ts", b"ky", b"gy", b"sy", b"ty", b"zy", b"jy", b"ny", b"hy", b"by", b"py", b"my",
    b"ry", b"dy", b"dz",
];

/// Whether a word consists of Japanese syllables. One that is not whole may end in the middle of one.
fn is_romaji(word: &[u8], is_whole: bool) -> bool {
    let is_vowel = |letter: &u8| long_vowel(*letter).is_some();
    let mut consonants = word.split(is_vowel);
    let last = consonants.next_back().unwrap_or_default();
    let ends = match last {
        b"" | b"n" => true,
        last => !is_whole && ONSETS.iter().any(|onset| is_start(last, onset)),
    };
    ends && last.len() < word.len() && consonants.all(is_onset)
}

/// With a doubled consonant or an n before it, too.
fn is_onset(consonants: &[u8]) -> bool {
    let is_simple = |consonants: &[u8]| ONSETS.contains(&consonants);
    is_simple(consonants)
        || matches!(consonants, [first, rest @ ..] if is_simple(rest) && may_lead(*first, rest))
}

fn may_lead(first: u8, rest: &[u8]) -> bool {
    rest.first() == Some(&first) || matches!(first, b'n' | b'm') || (first == b't' && rest == b"ch")
}

/// Whether an onset may go on from here.
fn is_start(typed: &[u8], onset: &[u8]) -> bool {
    onset.starts_with(typed)
        || matches!(typed, [first, rest @ ..] if !rest.is_empty() && onset.starts_with(rest) && may_lead(*first, onset))
}

/// What AniList is asked for, one after the other until it finds something: it finds nothing where a vowel has a mark that
/// makes it long. Its own titles are spelled with `ou`; for some it is `oo`, for some nothing. A circumflex makes vowels long
/// in one way of writing Japanese, and is part of the word in French: so it is first asked for as it is.
///
/// ```
/// use tsuzuki::text::romaji::spellings;
/// assert_eq!(spellings("Bishōjo"), ["Bishoujo", "Bishoojo", "Bishojo"]);
/// assert_eq!(spellings("Yūki"), ["Yuuki", "Yuki"]);
/// assert_eq!(spellings("Yûki"), ["Yûki", "Yuuki", "Yuki"]);
/// assert_eq!(spellings("Trigun"), ["Trigun"]);
/// ```
pub fn spellings(text: &str) -> Vec<String> {
    let mut spellings: Vec<String> = Vec::new();
    if text.contains(['â', 'ê', 'î', 'ô', 'û', 'Â', 'Ê', 'Î', 'Ô', 'Û', CIRCUMFLEX]) {
        spellings.push(text.to_owned());
    }
    for spelling in [
        spelled(text, 'u', true),
        spelled(text, 'o', true),
        spelled(text, 'u', false),
    ] {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

const MACRON: char = '\u{304}';
const CIRCUMFLEX: char = '\u{302}';

/// `text` with the marks of long vowels gone, and where it `is_long` the vowel spelled out, o with `second`.
fn spelled(text: &str, second: char, is_long: bool) -> String {
    let mut spelled = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        let vowel = match c {
            'ā' | 'â' => 'a',
            'ē' | 'ê' => 'e',
            'ī' | 'î' => 'i',
            'ō' | 'ô' => 'o',
            'ū' | 'û' => 'u',
            'Ā' | 'Â' => 'A',
            'Ē' | 'Ê' => 'E',
            'Ī' | 'Î' => 'I',
            'Ō' | 'Ô' => 'O',
            'Ū' | 'Û' => 'U',
            MACRON | CIRCUMFLEX => match spelled.chars().next_back() {
                Some(vowel) if "aeiouAEIOU".contains(vowel) => vowel,
                _ => continue,
            },
            c => {
                spelled.push(c);
                continue;
            }
        };
        if !matches!(c, MACRON | CIRCUMFLEX) {
            spelled.push(vowel);
        }
        if is_long {
            spelled.push(match vowel.to_ascii_lowercase() {
                'o' => second,
                vowel => vowel,
            });
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn short(text: &str) -> Option<String> {
        shortened(text.as_bytes(), true).map(|short| String::from_utf8(short).unwrap())
    }

    #[test]
    fn long_vowels_of_japanese_words_are_short() {
        let rows = [
            ("bishoujo", "bishojo"),
            ("mahou shoujo madoka magica", "maho shojo madoka magica"),
            ("juuni kokuki", "juni kokuki"),
            ("ookami kodomo no ame to yuki", "okami kodomo no ame to yuki"),
            ("suzumiya haruhi no yuuutsu", "suzumiya haruhi no yutsu"),
            ("oniisan", "onisan"),
            ("okaasan", "okasan"),
            ("oneesan", "onesan"),
            ("kyoukai no kanata", "kyokai no kanata"),
            ("toukyou ghoul", "tokyo ghoul"),
            ("shuumatsu no walkuere", "shumatsu no walkuere"),
            ("gakkou gurashi!", "gakko gurashi!"),
            ("hokuto no ken: raou-den", "hokuto no ken: rao-den"),
            ("bocchi the yuusha", "bocchi the yusha"),
            ("ichiban ushiro no daimaou", "ichiban ushiro no daimao"),
        ];
        for (raw, want) in rows {
            assert_eq!(short(raw).as_deref(), Some(want), "{raw}");
        }
        for raw in [
            "",
            "soul eater",
            "wolf and food",
            "school",
            "ghoul",
            "good",
            "book",
            "look",
            "cool",
            "country",
            "through",
            "double",
            "wood",
            "sensei",
            "kimi no na wa",
            "dr. stone",
            "86",
        ] {
            assert_eq!(short(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_word_that_is_being_typed_may_end_anywhere() {
        let whole = "mahoushoujotachitoshinnyuutenkyoushitsu";
        for end in 5..whole.len() {
            let typed = whole.get(..end).unwrap();
            assert!(is_romaji(typed.as_bytes(), false), "{typed}");
        }
        for word in ["gakk", "gakky", "bocch", "botch", "kitts", "shin", "shim"] {
            assert!(is_romaji(word.as_bytes(), false), "{word}");
        }
        for word in ["soul", "wolf", "schoo", "xou", "strou"] {
            assert!(!is_romaji(word.as_bytes(), false), "{word}");
        }
    }

    #[test]
    fn anilist_is_asked_without_marks() {
        let rows: [(&str, &[&str]); 8] = [
            ("Ōkami", &["Oukami", "Ookami", "Okami"]),
            ("Bisho\u{304}jo", &["Bishoujo", "Bishoojo", "Bishojo"]),
            ("Onēsan to Okāsan", &["Oneesan to Okaasan", "Onesan to Okasan"]),
            ("Chīsana Pokémon", &["Chiisana Pokémon", "Chisana Pokémon"]),
            ("Bishôjo", &["Bishôjo", "Bishoujo", "Bishoojo", "Bishojo"]),
            ("La be\u{302}te", &["La be\u{302}te", "La beete", "La bete"]),
            ("x\u{304}", &["x"]),
            ("", &[""]),
        ];
        for (raw, want) in rows {
            assert_eq!(spellings(raw), want, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn what_is_short_stays_short(text in "[a-zA-Z āōū.-]{0,24}|[kstnhmyr aeiou]{0,16}") {
            if let Some(short) = shortened(text.as_bytes(), true) {
                prop_assert!(short.len() < text.len());
                prop_assert_eq!(shortened(&short, true), None);
            }
            for spelling in spellings(&text) {
                prop_assert!(spellings(&spelling).ends_with(&[spelling]));
            }
        }
    }
}
