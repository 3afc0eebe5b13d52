//! As much of XML 1.0 as lists are exchanged in: elements, text, CDATA, comments, entities and character references.
//! Attributes are passed over. A document type that declares entities is refused.
//!
//! Other programs write XML by hand, so this reads what they mean: a bare `&` or `<` is that character, an entity of
//! HTML's is what it is there, and who reads the events decides what an end means that fits no beginning. Everything takes
//! one pass, and nothing is kept of what was read.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// Why a text is read no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlFault {
    /// It stops in the middle.
    Truncated,
    /// It declares entities of its own.
    Entities,
}

/// Text that is read no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct XmlError {
    /// Where it was noticed, from 1.
    pub(super) line: u32,
    pub(super) fault: XmlFault,
}

/// The next thing in a document.
#[derive(Debug, PartialEq)]
pub(super) enum Event<'a> {
    /// An element begins: its name, and the tag as it is written.
    Start(&'a str, &'a str),
    /// An element ends; one without content ends with an empty tag.
    End(&'a str, &'a str),
    /// A piece of text; several may follow each other.
    Text(Cow<'a, str>),
    /// The document is over.
    Over,
}

/// A document that is being read.
pub(super) struct Reader<'a> {
    rest: &'a str,
    line: u32,
    /// An element without content that is still to be ended.
    empty: Option<&'a str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            line: 1,
            empty: None,
        }
    }

    /// The line that is read, from 1.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Event<'a>, XmlError> {
        loop {
            if let Some(name) = self.empty.take() {
                return Ok(Event::End(name, ""));
            }
            if self.rest.is_empty() {
                return Ok(Event::Over);
            }
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Ok(Event::Text(decode(self.take(end))));
            } else if self.rest.starts_with("<!--") {
                self.take(4);
                self.up_to("-->")?;
            } else if self.rest.starts_with("<?") {
                self.take(2);
                self.up_to("?>")?;
            } else if self.rest.starts_with("<![CDATA[") {
                self.take(9);
                return Ok(Event::Text(Cow::Borrowed(self.up_to("]]>")?)));
            } else if is_doctype(self.rest) {
                self.doctype()?;
            } else {
                return Ok(match self.tag() {
                    Some(event) => event,
                    // No tag begins here: it is that character.
                    None => Event::Text(Cow::Borrowed(self.take(1))),
                });
            }
        }
    }

    /// A tag, if one begins here.
    fn tag(&mut self) -> Option<Event<'a>> {
        let inside = self.rest.strip_prefix('<')?;
        let (is_end, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        // Names are in English wherever lists are exchanged.
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let (name, attributes) = inside.split_at_checked(inside.find(|c| !is_name(c))?)?;
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        }
        if !attributes.starts_with([' ', '\t', '\n', '\r', '/', '>']) {
            return None;
        }
        let (attributes, _) = attributes.split_at_checked(tag_end(attributes)?)?;
        let tag = self.take(1 + usize::from(is_end) + name.len() + attributes.len() + 1);
        if is_end {
            return Some(Event::End(name, tag));
        }
        self.empty = attributes.ends_with('/').then_some(name);
        Some(Event::Start(name, tag))
    }

    /// Passes over a document type, of which nothing is needed.
    fn doctype(&mut self) -> Result<(), XmlError> {
        let (mut quote, mut is_inside) = (None, false);
        for (at, c) in self.rest.char_indices() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None, '[') => is_inside = true,
                (None, ']') => is_inside = false,
                (None, '>') if !is_inside => {
                    let declared = self.take(at + 1).to_ascii_uppercase();
                    return match find(&declared, "<!ENTITY") {
                        Some(_) => self.fail(XmlFault::Entities),
                        None => Ok(()),
                    };
                }
                _ => {}
            }
        }
        self.fail(XmlFault::Truncated)
    }

    /// Passes over everything to the end of `mark`, and gives what stood before it.
    fn up_to(&mut self, mark: &str) -> Result<&'a str, XmlError> {
        let Some(end) = find(self.rest, mark) else {
            return self.fail(XmlFault::Truncated);
        };
        let before = self.take(end);
        self.take(mark.len());
        Ok(before)
    }

    /// Passes over so many bytes and gives them.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        let lines = taken.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        taken
    }

    fn fail<T>(&self, fault: XmlFault) -> Result<T, XmlError> {
        Err(XmlError {
            line: self.line,
            fault,
        })
    }
}

fn is_doctype(text: &str) -> bool {
    const MARK: &str = "<!DOCTYPE";
    text.get(..MARK.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(MARK))
}

/// Where the `>` stands that ends a tag. A quoted value may hold one, but for a quote that is not closed before the next
/// tag begins.
fn tag_end(attributes: &str) -> Option<usize> {
    let (mut quote, mut first) = (None, None);
    for (at, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            (Some(_), b'>') => first = first.or(Some(at)),
            (_, b'<') => break,
            _ => {}
        }
    }
    first
}

/// `text` with its references resolved. What is none stays as it is written.
fn decode(text: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = text.split_once('&') else {
        return Cow::Borrowed(text);
    };
    let mut decoded = before.to_owned();
    loop {
        match reference(rest) {
            Some((meant, after)) => {
                decoded.push_str(&meant);
                rest = after;
            }
            None => decoded.push('&'),
        }
        let Some((plain, next)) = rest.split_once('&') else {
            decoded.push_str(rest);
            return Cow::Owned(decoded);
        };
        decoded.push_str(plain);
        rest = next;
    }
}

/// What a reference stands for whose `&` has been read, and what follows it.
fn reference(rest: &str) -> Option<(String, &str)> {
    // The longest name there is has 31 letters.
    let end = rest.bytes().take(40).position(|byte| byte == b';')?;
    let (name, after) = rest.split_at_checked(end)?;
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    {
        return None;
    }
    let written = ["&", name, ";"].concat();
    let meant = html_escape::decode_html_entities(&written);
    (meant != written).then(|| Some((meant.into_owned(), after.strip_prefix(';')?)))?
}

/// Where an ASCII mark begins. The standard search is a kilobyte of code and made for long marks.
fn find(text: &str, mark: &str) -> Option<usize> {
    let mark = mark.as_bytes();
    text.as_bytes()
        .windows(mark.len())
        .position(|bytes| bytes == mark)
}

/// Whether a character can stand in XML 1.0 at all.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as it comes back from XML: line ends as `\n`, and without the characters that XML cannot hold.
pub(super) fn held(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_allowed(c) && c != '\r') {
        return Cow::Borrowed(text);
    }
    let mut held = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\r' => held.push('\n'),
            '\n' if last == '\r' => {}
            c if is_allowed(c) => held.push(c),
            _ => {}
        }
        last = c;
    }
    Cow::Owned(held)
}

/// Writes an element that holds a number, a word or nothing.
pub(super) fn element(out: &mut String, name: &str, text: &str) {
    begin(out, name);
    for c in held(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    end(out, name);
}

/// Writes an element that holds a text of somebody's.
pub(super) fn cdata(out: &mut String, name: &str, text: &str) {
    begin(out, name);
    out.push_str("<![CDATA[");
    let text = held(text);
    let mut rest = &*text;
    // What would end the section is cut in two.
    while let Some((section, more)) = find(rest, "]]>").and_then(|end| rest.split_at_checked(end + 2)) {
        out.push_str(section);
        out.push_str("]]><![CDATA[");
        rest = more;
    }
    out.push_str(rest);
    out.push_str("]]>");
    end(out, name);
}

fn begin(out: &mut String, name: &str) {
    out.push_str("\t\t<");
    out.push_str(name);
    out.push('>');
}

fn end(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}
