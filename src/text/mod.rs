//! Text: how figures, dates and fields are written and read, how titles are compared, and foreign text made fit to stand
//! among ours.

pub mod decompose;
pub mod field_parser;
pub mod format;
pub mod four_byte_escape;
pub mod labels;
pub mod percent;
pub mod romaji;

use crate::domain::url::is_bidi_control;

/// `raw` on one line: without control characters and characters that reorder the text around them, white space
/// folded, and at most `max_chars` characters, with an ellipsis where it was cut.
///
/// The result is still text, never markup: it is put on the page as a text node.
///
/// ```
/// use tsuzuki::text::tidy;
/// assert_eq!(tidy("  The API\n is\tdown. \u{202e}", 40), "The API is down.");
/// assert_eq!(tidy("abcdef", 4), "abc…");
/// ```
pub fn tidy(raw: &str, max_chars: usize) -> String {
    if raw.len() <= max_chars && is_tidy(raw) {
        return raw.to_owned();
    }
    let mut tidy = String::with_capacity(raw.len().min(max_chars.saturating_mul(4)));
    for (length, c) in folded(raw).enumerate() {
        if length == max_chars {
            // One more came than fits: the ellipsis takes the place of the last one.
            tidy.pop();
            if max_chars > 0 {
                tidy.push('…');
            }
            break;
        }
        tidy.push(c);
    }
    tidy
}

/// A text that others wrote, to stand in a sentence of ours or in a label: where it could reorder what stands around it, it
/// is isolated (U+2068 to U+2069), without the characters that would end that early. Elements isolate theirs by `<bdi>`.
///
/// ```
/// use tsuzuki::text::isolated;
/// assert_eq!(isolated("Trigun"), "Trigun");
/// assert_eq!(isolated("\u{202e}x\u{2069}"), "\u{2068}x\u{2069}");
/// assert_eq!(isolated("שלום"), "\u{2068}שלום\u{2069}");
/// ```
pub fn isolated(raw: &str) -> std::borrow::Cow<'_, str> {
    if !raw.contains(|c| is_bidi_control(c) || is_from_right_to_left(c)) {
        return raw.into();
    }
    let mut isolated = String::with_capacity(raw.len() + 6);
    isolated.push('\u{2068}');
    isolated.extend(raw.chars().filter(|c| !is_bidi_control(*c)));
    isolated.push('\u{2069}');
    isolated.into()
}

/// Names, each [isolated], with commas between them.
///
/// ```
/// use tsuzuki::text::isolated_names;
/// assert_eq!(isolated_names(&["Films", "\u{202e}x"]), "Films, \u{2068}x\u{2069}");
/// ```
pub fn isolated_names(names: &[impl AsRef<str>]) -> String {
    let names: Vec<_> = names.iter().map(|name| isolated(name.as_ref())).collect();
    names.join(", ")
}

/// Whether a letter is of a script that is written from right to left.
fn is_from_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether a text is surely tidy already. Nearly every title is, and a list has tens of thousands, so only bytes are
/// looked at.
fn is_tidy(raw: &str) -> bool {
    let mut last = b' ';
    for byte in raw.bytes() {
        let is_plain = match byte {
            b' ' => last != b' ',
            // The first byte of everything from U+3000 to U+D7FF: Japanese, Chinese and Korean letters.
            b'!'..=b'~' | 0xE3..=0xED => true,
            // U+3000 to U+303F has a space among its punctuation.
            0x80 => last != 0xE3,
            0x81..=0xBF => true,
            _ => false,
        };
        if !is_plain {
            return false;
        }
        last = byte;
    }
    last != b' '
}

fn folded(raw: &str) -> impl Iterator<Item = char> {
    raw.split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.trim_matches(is_invisible))
        .filter(|word| !word.is_empty())
        .enumerate()
        .flat_map(|(index, word)| (index > 0).then_some(' ').into_iter().chain(word.chars()))
        .filter(|&c| !is_invisible(c))
}

/// Joiners (U+200C, U+200D) stay: some scripts and emoji need them.
fn is_invisible(c: char) -> bool {
    is_bidi_control(c) || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tidies() {
        let rows: &[(&str, usize, &str)] = &[
            ("", 10, ""),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("abcd", 1, "…"),
            ("abcd", 0, ""),
            ("a\u{0}b\u{1b}[31mc", 40, "a b [31mc"),
            ("\u{feff}\u{200b} \u{202e}", 40, ""),
            ("user\u{202e}gpj.exe\u{2066}", 40, "usergpj.exe"),
            ("<b>bold</b>", 40, "<b>bold</b>"),
            ("宇宙よりも\u{3000}遠い場所", 40, "宇宙よりも 遠い場所"),
            ("👩\u{200d}🚀", 40, "👩\u{200d}🚀"),
            ("x \u{2028} y", 40, "x y"),
        ];
        for (raw, max, want) in rows {
            assert_eq!(tidy(raw, *max), *want, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_isolated_opens_once_and_closes_at_its_end(raw in any::<String>(), nasty in "[a\u{202A}-\u{202E}\u{2066}-\u{2069}א]{0,8}") {
            for text in [raw, nasty] {
                let isolated = isolated(&text);
                let has_controls = isolated.contains(is_bidi_control);
                let inside = isolated.strip_prefix('\u{2068}').and_then(|text| text.strip_suffix('\u{2069}'));
                prop_assert!(!inside.unwrap_or_default().contains(is_bidi_control));
                prop_assert_eq!(has_controls, inside.is_some());
            }
        }

        #[test]
        fn is_short_single_line_and_settled(raw in any::<String>(), max in 0usize..50) {
            let once = tidy(&raw, max);
            prop_assert!(once.chars().count() <= max);
            prop_assert!(!once.chars().any(|c| c.is_control() || is_invisible(c)));
            prop_assert_eq!(tidy(&once, max), once);
        }

        #[test]
        fn what_is_called_tidy_stays(raw in "[ -~続-넣]{1,12}|[ a\u{3000}\u{feff}\u{7f}あ]{1,6}") {
            let folded: String = folded(&raw).collect();
            prop_assert!(!is_tidy(&raw) || folded == raw);
        }
    }
}
