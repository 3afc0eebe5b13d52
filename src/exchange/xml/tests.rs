use super::*;
use proptest::prelude::*;

/// The document as its events, or line and fault.
fn read(text: &str) -> Result<String, (u32, XmlFault)> {
    let mut reader = Reader::new(text);
    let mut events = String::new();
    loop {
        match reader.next().map_err(|error| (error.line, error.fault))? {
            Event::Start(name, _) => events.push_str(&format!("[{name}]")),
            Event::End(name, _) => events.push_str(&format!("[/{name}]")),
            Event::Text(text) => events.push_str(&text),
            Event::Over => return Ok(events),
        }
    }
}

#[test]
fn documents() {
    let rows: &[(&str, &str)] = &[
        ("<a/>", "[a][/a]"),
        ("<a></a >", "[a][/a]"),
        (
            "<?xml version=\"1.0\"?>\n<!-- <b> -- -->\n<a>x</a>\n<!-- end -->",
            "\n\n[a]x[/a]\n",
        ),
        ("<a b='>' c=\"'\" d=''/>", "[a][/a]"),
        ("<a\n\tb='1'\n>x<b/>y</a>", "[a]x[b][/b]y[/a]"),
        (
            "<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x3042;&#x1F680;</a>",
            "[a]<&>\"'Aあ🚀[/a]",
        ),
        (
            "<a>x<![CDATA[<b>&amp;]]]]><![CDATA[>]]>y</a>",
            "[a]x<b>&amp;]]>y[/a]",
        ),
        ("<a>1<!-- 2 -->3<?4?>5</a>", "[a]135[/a]"),
        ("<a>]]></a>", "[a]]]>[/a]"),
    ];
    for (text, want) in rows {
        assert_eq!(read(text).as_deref(), Ok(*want), "{text}");
    }
}

#[test]
fn small_damage_is_read_as_it_was_meant() {
    let rows: &[(&str, &str)] = &[
        ("x & y", "x & y"),
        ("&", "&"),
        ("&&amp;&", "&&&"),
        ("a&b;c", "a&b;c"),
        ("AT&T;", "AT&T;"),
        ("&nbsp;&eacute;&hellip;&mdash;&star;&times;", "\u{a0}é…—☆×"),
        ("&CounterClockwiseContourIntegral;", "∳"),
        ("&amp;nbsp;", "&nbsp;"),
        ("&lt", "&lt"),
        ("& nbsp;", "& nbsp;"),
        (
            "&#0;&#xD800;&#x110000;&#99999999999;&#x;&#;",
            "&#0;&#xD800;&#x110000;&#99999999999;&#x;&#;",
        ),
        ("I <3 it", "I <3 it"),
        ("1 < 2", "1 < 2"),
        ("1 <= 2 <> <-", "1 <= 2 <> <-"),
        ("<a<b/>", "<a[b][/b]"),
        ("<a\"x\"/>", "<a\"x\"/>"),
        ("<!ELEMENT a>", "<!ELEMENT a>"),
        ("<a b='>x</a>", "[a]x[/a]"),
        ("</a></b>", "[/a][/b]"),
        ("<a", "<a"),
        ("</", "</"),
        ("a\0b\u{8}c", "a\0b\u{8}c"),
        ("<!DOCTYPE a><a/>", "[a][/a]"),
        ("<!doctype a SYSTEM \"x>y.dtd\">\n<a/>", "\n[a][/a]"),
        (
            "<!DOCTYPE a PUBLIC '-//X' \"u\" [<!ELEMENT a (#PCDATA)>]><a/>",
            "[a][/a]",
        ),
    ];
    for (text, want) in rows {
        assert_eq!(read(text).as_deref(), Ok(*want), "{text:?}");
    }
}

#[test]
fn faults_have_their_line() {
    use XmlFault::{Entities, Truncated};
    let rows: &[(&str, u32, XmlFault)] = &[
        ("<a><!-- \n", 1, Truncated),
        ("\n<a><![CDATA[", 2, Truncated),
        ("<?xml", 1, Truncated),
        ("<!DOCTYPE a [", 1, Truncated),
        ("\n<!DOCTYPE a [<!ENTITY b \"&c;&c;\">]>\n<a>&b;</a>", 2, Entities),
        (
            "<!doctype a [\n<!entity % b SYSTEM 'file:///etc/passwd'> %b; ]><a/>",
            2,
            Entities,
        ),
    ];
    for (text, line, fault) in rows {
        assert_eq!(read(text), Err((*line, *fault)), "{text:?}");
    }
    assert!(read(&"<a>\n".repeat(100_000)).is_ok());
}

/// Whatever stands in a megabyte, it is read about as quickly as a megabyte of plain text.
#[test]
fn no_damage_takes_long() {
    let pieces = [
        "<",
        "&",
        "<a ",
        "<a b='",
        "<a b=\">",
        "<!",
        "<![CDATA[",
        "<!--",
        "&#",
        "&a",
        "</",
        "</a",
        "<!DOCTYPE ",
        "'",
        "<a/",
        "<?",
        "<a b='>' ",
        "]]>",
    ];
    let start = std::time::Instant::now();
    for piece in pieces {
        for other in pieces {
            let text = [piece, other]
                .concat()
                .repeat(1_000_000 / (piece.len() + other.len()));
            let _ = read(&text);
        }
    }
    let time = start.elapsed();
    assert!(time.as_secs() < 120, "{time:?} for {} MB", pieces.len().pow(2));
}

proptest! {
    #[test]
    fn what_is_written_is_read(text: String, near in "[\\[\\]<>&; #x0-9a-z\r\n\u{0}\u{8}\u{fffe}]{0,20}") {
        for text in [text, near] {
            for write in [element, cdata] {
                let mut out = String::new();
                write(&mut out, "a", &text);
                let mut reader = Reader::new(&out);
                let mut events = Vec::new();
                loop {
                    match reader.next().unwrap() {
                        Event::Over => break,
                        Event::Text(piece) => events.push(piece.into_owned()),
                        Event::Start(name, _) => events.push(format!("[{name}]")),
                        Event::End(name, _) => events.push(format!("[/{name}]")),
                    }
                }
                prop_assert_eq!(events.concat(), ["\t\t[a]", &held(&text), "[/a]\n"].concat());
            }
        }
    }

    #[test]
    fn nothing_panics(text: String, near in "(<|>|/|a|b| |\"|'|&|;|lt|#|x|!|--|\\[CDATA\\[|\\]\\]|\\?|é|\n|<!DOCTYPE|\\[){0,30}") {
        let _ = (read(&text), read(&near));
    }
}
