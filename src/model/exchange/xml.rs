//! As much of XML 1.0 as lists are exchanged in: elements, text, CDATA, comments, the five named entities and character
//! references. Attributes are passed over. A document type, which is what entities are declared in, is refused.
//!
//! Reads in one pass and keeps nothing but the names of the open elements.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// Elements nest no deeper than this; a list needs three levels.
const MAX_DEPTH: usize = 32;

/// What is wrong with a text that should be XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlFault {
    /// It stops in the middle.
    Truncated,
    /// `<` and what cannot follow it.
    Tag,
    /// An end that belongs to another element than the one that is open.
    Close,
    /// `&` and what cannot follow it.
    Reference,
    /// Text or a second element beside the outermost element.
    Outside,
    /// `<!DOCTYPE`.
    Doctype,
    /// More levels than `MAX_DEPTH`.
    Depth,
}

/// Text that is no XML, or none that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct XmlError {
    /// Where it was noticed, from 1.
    pub(super) line: u32,
    pub(super) fault: XmlFault,
}

/// The next thing in a document.
#[derive(Debug, PartialEq)]
pub(super) enum Event<'a> {
    /// An element begins.
    Start(&'a str),
    /// The innermost open element ends.
    End,
    /// A piece of text; several may follow each other.
    Text(Cow<'a, str>),
    /// The document is over.
    Over,
}

/// A document that is being read.
pub(super) struct Reader<'a> {
    rest: &'a str,
    line: u32,
    open: Vec<&'a str>,
    /// Whether an element without content was given that is still to be ended.
    empty: bool,
    /// Whether the outermost element has ended.
    over: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            line: 1,
            open: Vec::new(),
            empty: false,
            over: false,
        }
    }

    /// The line that is read, from 1.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Event<'a>, XmlError> {
        loop {
            if std::mem::take(&mut self.empty) {
                return self.close(None);
            }
            if self.rest.is_empty() {
                return match self.over {
                    true => Ok(Event::Over),
                    false => self.fail(XmlFault::Truncated),
                };
            }
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let text = self.take(end);
                if !self.open.is_empty() {
                    return self.decode(text).map(Event::Text);
                }
                if !text.trim().is_empty() {
                    return self.fail(XmlFault::Outside);
                }
            } else if self.rest.starts_with("<!--") {
                self.take(4);
                self.up_to("-->")?;
            } else if self.rest.starts_with("<?") {
                self.take(2);
                self.up_to("?>")?;
            } else if self.rest.starts_with("<![CDATA[") && !self.open.is_empty() {
                self.take(9);
                return Ok(Event::Text(Cow::Borrowed(self.up_to("]]>")?)));
            } else if self.rest.starts_with("<!DOCTYPE") {
                return self.fail(XmlFault::Doctype);
            } else if self.rest.starts_with("</") {
                self.take(2);
                let name = self.up_to(">")?;
                return self.close(Some(name.trim_end()));
            } else {
                self.take(1);
                return self.start();
            }
        }
    }

    /// The text of the element that has just begun, up to its end and without what elements inside of it hold.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, XmlError> {
        let depth = self.open.len();
        let mut text = Cow::Borrowed("");
        loop {
            match self.next()? {
                Event::End if self.open.len() < depth => return Ok(text),
                Event::Over => return Ok(text),
                Event::Text(piece) if self.open.len() == depth => match text.is_empty() {
                    true => text = piece,
                    false => text.to_mut().push_str(&piece),
                },
                Event::Start(_) | Event::End | Event::Text(_) => {}
            }
        }
    }

    /// The rest of a tag whose `<` has been read.
    fn start(&mut self) -> Result<Event<'a>, XmlError> {
        // Names are in English wherever lists are exchanged.
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let name = self.take(end);
        if name.is_empty() {
            return self.fail(XmlFault::Tag);
        }
        if self.over {
            return self.fail(XmlFault::Outside);
        }
        if self.open.len() == MAX_DEPTH {
            return self.fail(XmlFault::Depth);
        }
        // A quoted value may hold the mark that ends the tag.
        let mut quote = None;
        let end = self.rest.find(|c: char| {
            match quote {
                Some(open) if open == c => quote = None,
                Some(_) => return false,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                None => return matches!(c, '>' | '<'),
            }
            false
        });
        let Some(end) = end else {
            return self.fail(XmlFault::Truncated);
        };
        let attributes = self.take(end);
        if self.take(1) == "<" {
            return self.fail(XmlFault::Tag);
        }
        if !attributes.is_empty() && !attributes.starts_with([' ', '\t', '\n', '\r', '/']) {
            return self.fail(XmlFault::Tag);
        }
        self.open.push(name);
        self.empty = attributes.ends_with('/');
        Ok(Event::Start(name))
    }

    /// Ends the innermost element, which has to have this name if one is given.
    fn close(&mut self, name: Option<&str>) -> Result<Event<'a>, XmlError> {
        match self.open.pop() {
            Some(open) if name.is_none_or(|name| name == open) => {
                self.over = self.open.is_empty();
                Ok(Event::End)
            }
            _ => self.fail(XmlFault::Close),
        }
    }

    /// `text` with its references resolved.
    fn decode(&self, text: &'a str) -> Result<Cow<'a, str>, XmlError> {
        let Some((before, mut rest)) = text.split_once('&') else {
            return Ok(Cow::Borrowed(text));
        };
        let mut decoded = before.to_owned();
        loop {
            // The longest reference there is names U+10FFFF, with zeros before it if somebody likes.
            let known = rest.split_once(';').filter(|(name, _)| name.len() <= 12);
            let Some((c, after)) = known.and_then(|(name, after)| Some((referred(name)?, after))) else {
                return self.fail(XmlFault::Reference);
            };
            decoded.push(c);
            match after.split_once('&') {
                Some((plain, next)) => {
                    decoded.push_str(plain);
                    rest = next;
                }
                None => {
                    decoded.push_str(after);
                    return Ok(Cow::Owned(decoded));
                }
            }
        }
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

/// Where an ASCII mark begins. The standard search is a kilobyte of code and made for long marks.
fn find(text: &str, mark: &str) -> Option<usize> {
    let mark = mark.as_bytes();
    text.as_bytes()
        .windows(mark.len())
        .position(|bytes| bytes == mark)
}

/// The character that the name of an entity or a character reference stands for.
fn referred(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?).filter(|c| is_allowed(*c))
        }
    }
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
