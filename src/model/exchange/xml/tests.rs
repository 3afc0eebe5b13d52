use super::*;
use proptest::prelude::*;

/// The document as its events, or line and fault.
fn read(text: &str) -> Result<String, (u32, XmlFault)> {
    let mut reader = Reader::new(text);
    let mut events = String::new();
    loop {
        match reader.next().map_err(|error| (error.line, error.fault))? {
            Event::Start(name) => events.push_str(&format!("<{name}>")),
            Event::End => events.push_str("</>"),
            Event::Text(text) => events.push_str(&text),
            Event::Over => return Ok(events),
        }
    }
}

#[test]
fn documents() {
    let rows: &[(&str, &str)] = &[
        ("<a/>", "<a></>"),
        ("<a></a >", "<a></>"),
        (
            "<?xml version=\"1.0\"?>\n<!-- <b> -- -->\n<a>x</a>\n<!-- end -->",
            "<a>x</>",
        ),
        ("<a b='>' c=\"'\" d=''/>", "<a></>"),
        ("<a\n\tb='1'\n>x<b/>y</a>", "<a>x<b></>y</>"),
        (
            "<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x3042;&#x1F680;</a>",
            "<a><&>\"'Aあ🚀</>",
        ),
        (
            "<a>x<![CDATA[<b>&amp;]]]]><![CDATA[>]]>y</a>",
            "<a>x<b>&amp;]]>y</>",
        ),
        ("<a>1<!-- 2 -->3<?4?>5</a>", "<a>135</>"),
        ("<a>]]></a>", "<a>]]></>"),
    ];
    for (text, want) in rows {
        assert_eq!(read(text).as_deref(), Ok(*want), "{text}");
    }
}

#[test]
fn faults_have_their_line() {
    use XmlFault::{Close, Depth, Doctype, Outside, Reference, Tag, Truncated};
    let rows: &[(&str, u32, XmlFault)] = &[
        ("", 1, Truncated),
        ("\n\n", 3, Truncated),
        ("<a>\n", 2, Truncated),
        ("<a", 1, Truncated),
        ("<a b='\n>", 1, Truncated),
        ("<a><!-- \n", 1, Truncated),
        ("<a><![CDATA[", 1, Truncated),
        ("<a></a", 1, Truncated),
        ("\n<a></b>", 2, Close),
        ("</a>", 1, Close),
        ("<a></a></a>", 1, Close),
        ("<a/>\nx", 2, Outside),
        ("x<a/>", 1, Outside),
        ("<a/><b/>", 1, Outside),
        ("<![CDATA[x]]>", 1, Tag),
        ("<a><></a>", 1, Tag),
        ("<a>1 < 2</a>", 1, Tag),
        ("<a<b/>", 1, Tag),
        ("<a\"x\"/>", 1, Tag),
        ("<!ELEMENT a>", 1, Tag),
        ("<a>\nx & y</a>", 2, Reference),
        ("<a>&b;</a>", 1, Reference),
        ("<a>&nbsp;</a>", 1, Reference),
        ("<a>&#0;</a>", 1, Reference),
        ("<a>&#xD800;</a>", 1, Reference),
        ("<a>&#x110000;</a>", 1, Reference),
        ("<a>&#99999999999;</a>", 1, Reference),
        ("<a>&lt</a>", 1, Reference),
        ("\n<!DOCTYPE a [<!ENTITY b \"&c;&c;\">]>\n<a>&b;</a>", 2, Doctype),
    ];
    for (text, line, fault) in rows {
        assert_eq!(read(text), Err((*line, *fault)), "{text:?}");
    }
    assert_eq!(read(&"<a>\n".repeat(100_000)), Err((33, Depth)));
}

#[test]
fn the_text_of_an_element_is_its_own() {
    let mut reader = Reader::new("<a><b>x<c>no</c><![CDATA[ y ]]>&amp;</b><d/></a>");
    for want in [Event::Start("a"), Event::Start("b")] {
        assert_eq!(reader.next().unwrap(), want);
    }
    assert_eq!(reader.text().unwrap(), "x y &");
    assert_eq!(reader.next().unwrap(), Event::Start("d"));
    assert_eq!(reader.text().unwrap(), "");
    assert_eq!(reader.next().unwrap(), Event::End);
    assert_eq!(reader.next().unwrap(), Event::Over);
}

proptest! {
    #[test]
    fn what_is_written_is_read(text: String, near in "[\\]<>&; #x0-9a-z\r\n\u{0}\u{8}\u{fffe}]{0,20}") {
        for text in [text, near] {
            for write in [element, cdata] {
                let mut out = String::new();
                write(&mut out, "a", &text);
                let mut reader = Reader::new(&out);
                prop_assert_eq!(reader.next().ok(), Some(Event::Start("a")));
                prop_assert_eq!(reader.text().unwrap(), held(&text));
            }
        }
    }

    #[test]
    fn nothing_panics(text: String, near in "(<|>|/|a|b| |\"|'|&|;|lt|#|x|!|--|\\[CDATA\\[|\\]\\]|\\?|é|\n){0,30}") {
        let _ = (read(&text), read(&near));
    }
}
