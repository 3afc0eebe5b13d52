//! Files as text: what their bytes mean.
//!
//! A mark at the beginning says how a text is written, else what it says of itself, else UTF-8. Bytes that mean nothing
//! become U+FFFD: a title that another program cut in the middle of a letter is no reason to lose a list.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::FileError;

/// How far into a file its own word on how it is written is looked for.
const MAX_DECLARATION: usize = 512;

/// Whether a file is compressed by gzip, as MyAnimeList's downloads are. What it is called says nothing about it: browsers
/// and programs unpack such files and leave them their names.
pub fn is_gzip(file: &[u8]) -> bool {
    file.starts_with(&[0x1f, 0x8b])
}

/// The text of a file.
///
/// # Errors
/// When it says that it is written in a way that is not read here.
pub(super) fn text(file: &[u8]) -> Result<Cow<'_, str>, FileError> {
    if let Some(rest) = file.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return Ok(String::from_utf8_lossy(rest));
    }
    match file {
        [0xff, 0xfe, rest @ ..] => return Ok(utf16(rest, u16::from_le_bytes).into()),
        [0xfe, 0xff, rest @ ..] => return Ok(utf16(rest, u16::from_be_bytes).into()),
        // Everything that is read here begins with a character of ASCII.
        [first, 0, ..] if *first != 0 => return Ok(utf16(file, u16::from_le_bytes).into()),
        [0, second, ..] if *second != 0 => return Ok(utf16(file, u16::from_be_bytes).into()),
        _ => {}
    }
    let Some(name) = declared(file) else {
        return Ok(String::from_utf8_lossy(file));
    };
    match name.as_str() {
        // What could be read so far is not UTF-16, whatever it says.
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf-16le" | "utf-16be" | "ucs-2"
        | "unicode" => Ok(String::from_utf8_lossy(file)),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "l1" | "windows-1252"
        | "cp1252" | "cp-1252" | "x-cp1252" | "ansi" => Ok(western(file).into()),
        _ => Err(FileError::Encoding(name.into())),
    }
}

/// What the XML declaration at the beginning calls the encoding, in small letters.
fn declared(file: &[u8]) -> Option<String> {
    let beginning = file.get(..MAX_DECLARATION.min(file.len()))?;
    let beginning = String::from_utf8_lossy(beginning);
    let (declaration, _) = beginning.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = value.strip_prefix(quote)?.split_once(quote)?;
    let name = name.trim().to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// UTF-16, without the mark at the beginning. A last byte without its other half is passed over.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let decoded = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    decoded.skip_while(|c| *c == '\u{feff}').collect()
}

/// Windows-1252, which browsers read wherever ISO-8859-1 is said, for it has all of that and more.
fn western(bytes: &[u8]) -> String {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => FROM_0X80.get(usize::from(byte - 0x80)).copied(),
        _ => None,
    };
    bytes
        .iter()
        .map(|byte| letter(byte).unwrap_or(char::from(*byte)))
        .collect()
}
