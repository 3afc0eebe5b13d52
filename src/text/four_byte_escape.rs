//! Notes on their way to AniList and back.
//!
//! AniList's database keeps a text up to its first character beyond U+FFFF, an emoji for example, and drops the rest
//! without a word. Its site and other clients therefore write such a character as an HTML entity, `&#128512;`, and show
//! the entity as the character. Here texts have the characters; only what is sent has entities.

use std::borrow::Cow;

/// Most characters AniList takes, counted in the text that is [`sent`].
pub const MAX_SENT: usize = 6000;
/// The first character that AniList cannot keep.
const FIRST_CUT: u32 = 0x1_0000;

/// The text to send: every character that AniList would cut at as an entity.
///
/// ```
/// use tsuzuki::text::four_byte_escape::sent;
/// assert_eq!(sent("😀 & <b>é</b>"), "&#128512; & <b>é</b>");
/// ```
pub fn sent(text: &str) -> Cow<'_, str> {
    let is_cut = |c: char| u32::from(c) >= FIRST_CUT;
    if !text.contains(is_cut) {
        return Cow::Borrowed(text);
    }
    let mut sent = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if is_cut(c) {
            sent.push_str("&#");
            sent.push_str(&u32::from(c).to_string());
            sent.push(';');
        } else {
            sent.push(c);
        }
    }
    Cow::Owned(sent)
}

/// The text that was meant: entities of characters that [`sent`] makes entities of become characters, and nothing else
/// is touched.
///
/// What a person types goes through this too, so that it equals what comes back when they typed such an entity.
///
/// ```
/// use tsuzuki::text::four_byte_escape::meant;
/// assert_eq!(meant("&#128512; &amp; &#233; &#x1F600;"), "😀 &amp; &#233; &#x1F600;");
/// ```
pub fn meant(text: &str) -> Cow<'_, str> {
    if !text.contains("&#") {
        return Cow::Borrowed(text);
    }
    let mut meant = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once("&#") {
        meant.push_str(before);
        match character(entity) {
            Some((c, after)) => {
                meant.push(c);
                rest = after;
            }
            None => {
                meant.push_str("&#");
                rest = entity;
            }
        }
    }
    meant.push_str(rest);
    Cow::Owned(meant)
}

/// The character of an entity, written in decimal as AniList does, and what follows it.
fn character(entity: &str) -> Option<(char, &str)> {
    let (number, after) = entity.split_once(';')?;
    if number.starts_with('0') || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = number.parse().ok().filter(|&number| number >= FIRST_CUT)?;
    Some((char::from_u32(number)?, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_entities_of_what_would_be_cut_are_read() {
        for text in [
            "&#65535;",
            "&#55357;&#56832;", // halves of a pair
            "&#1114112;",       // one more than there are
            "&#99999999999999999999;",
            "&#0128512;",
            "&#+128512;",
            "&# 128512;",
            "&#128512",
            "&#;",
            "&#",
            "&&#&#x1F600;",
            "&amp;#128512;",
        ] {
            assert_eq!(meant(text), text);
        }
        assert_eq!(meant("&#&#128512;&#65536;;"), "&#😀\u{10000};");
        assert_eq!(sent(""), "");
    }

    proptest! {
        #[test]
        fn what_is_sent_comes_back(text: String, mixed in "(&#|&#1?28512;?|😀|é|\u{10FFFF}|[0-9;&#x]){0,12}") {
            for text in [text, mixed] {
                // A person who types an entity means its character.
                let meant_text = meant(&text).into_owned();
                prop_assert_eq!(&meant(&meant_text), &meant_text);
                let sent = sent(&meant_text).into_owned();
                prop_assert!(sent.chars().all(|c| c.len_utf8() < 4));
                prop_assert_eq!(meant(&sent), meant_text);
            }
        }
    }
}
