use proptest::prelude::*;

use super::*;
use crate::exchange::read;

const LETTERS: &str = "<myanimelist><anime><series_animedb_id>1</series_animedb_id>\
    <series_title>Pokémon – “宇宙”</series_title></anime></myanimelist>";

fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// A text of Western letters as Windows-1252, by hand.
fn western_bytes(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '€' => 0x80,
        '–' => 0x96,
        '“' => 0x93,
        '”' => 0x94,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn title(file: &[u8]) -> String {
    let import = read(file).unwrap();
    assert_eq!((import.problems.len(), import.damage), (0, None));
    import.records[0].title.romaji.clone().unwrap().into()
}

#[test]
fn every_way_of_writing_the_same_text_is_read() {
    let want = "Pokémon – “宇宙”";
    let mut files: Vec<Vec<u8>> = Vec::new();
    for name in ["", "UTF-8", "utf8", "UTF-16", "utf-16le", "us-ascii"] {
        let declaration = match name {
            "" => String::new(),
            name => format!("<?xml version=\"1.0\" encoding=\"{name}\" ?>\n"),
        };
        let text = [&declaration, LETTERS].concat();
        files.push(text.as_bytes().to_vec());
        files.push([b"\xef\xbb\xbf", text.as_bytes()].concat());
        files.push([b"\xef\xbb\xbf\r\n \t", text.as_bytes()].concat());
        for (mark, bytes) in [
            (&b"\xff\xfe"[..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (b"\xfe\xff", u16::to_be_bytes),
        ] {
            let written = utf16_bytes(&text, bytes);
            files.push([mark, &written].concat());
            // Without its mark, and with half a letter at the end.
            files.push(written.clone());
            files.push([mark, &written, b"\0"].concat());
        }
    }
    assert_eq!(files.len(), 54);
    for file in files {
        assert_eq!(title(&file), want, "{:?}", file.get(..60));
    }
}

#[test]
fn western_files_that_declare_themselves_are_read() {
    let names = [
        "ISO-8859-1",
        "iso-8859-1",
        "ISO8859-1",
        "latin1",
        "Latin-1",
        "windows-1252",
        "CP1252",
        "x-cp1252",
    ];
    for name in names {
        for quote in ['"', '\''] {
            for declaration in [
                format!("<?xml version=\"1.0\" encoding={quote}{name}{quote}?>"),
                format!("\r\n<?xml encoding = {quote}{name}{quote} version=\"1.0\" ?>\r\n"),
            ] {
                let text = [declaration.as_str(), &LETTERS.replace("宇宙", "à ÿ €")].concat();
                assert_eq!(title(&western_bytes(&text)), "Pokémon – “à ÿ €”", "{declaration}");
            }
        }
    }
}

#[test]
fn an_encoding_that_is_not_read_is_named() {
    let file = ["<?xml version='1.0' encoding='Shift_JIS'?>", LETTERS].concat();
    assert_eq!(
        read(file.as_bytes()).unwrap_err(),
        FileError::Encoding("shift_jis".into())
    );
}

#[test]
fn a_letter_that_was_cut_is_no_reason_to_refuse() {
    let file = LETTERS.as_bytes();
    let cut = file.iter().position(|byte| *byte == 0xe5).unwrap();
    let file = [&file[..=cut], &file[cut + 3..]].concat();
    assert_eq!(title(&file), "Pokémon – “\u{fffd}宙”");
    // In JSON as well.
    let file = b"{\"app\":\"tsuzuki\",\"version\":1,\"entries\":[{\"media\":{\"id\":1,\"title\":{\"romaji\":\"A\xe5\"}}}]}";
    assert_eq!(title(file), "A\u{fffd}");
}

#[test]
fn what_is_packed_is_known_by_its_first_bytes() {
    assert!(is_gzip(&[0x1f, 0x8b, 8, 0]));
    assert!(!is_gzip(b"<myanimelist>"));
    assert_eq!(read(&[0x1f, 0x8b, 8]).unwrap_err(), FileError::Compressed);
}

proptest! {
    #[test]
    fn utf_16_comes_back(text: String) {
        for (mark, bytes) in [(&b"\xff\xfe"[..], u16::to_le_bytes as fn(u16) -> [u8; 2]), (b"\xfe\xff", u16::to_be_bytes)] {
            let file = [mark, &utf16_bytes(&text, bytes)].concat();
            prop_assert_eq!(super::text(&file).unwrap(), text.trim_start_matches('\u{feff}'));
        }
    }

    #[test]
    fn any_bytes_become_some_text(bytes: Vec<u8>, name in "[A-Za-z0-9_-]{0,12}") {
        let _ = super::text(&bytes);
        let declared = [format!("<?xml encoding=\"{name}\"?>").as_bytes(), &bytes].concat();
        let _ = (super::text(&declared), read(&declared));
    }
}
