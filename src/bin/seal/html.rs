//! Just enough HTML to find the start tags of a page that we wrote ourselves and a minifier may have rewritten.

use std::ops::Range;

/// A start tag and, for elements whose content is not markup (`script`, `style`), that content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Element name in lower case.
    pub(crate) name: String,
    /// Attributes in the order of the source; names in lower case, values as written, without quotes.
    pub(crate) attributes: Vec<(String, String)>,
    /// Where the tag stands, from `<` to after `>`; for `script` and `style` to after the end tag.
    pub(crate) range: Range<usize>,
    /// Content of a `script` or `style` element, else empty.
    pub(crate) text: String,
}

impl Tag {
    /// The value of an attribute; empty when it has none, `None` when it does not stand there.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Whether this is a script whose code stands in the page.
    pub(crate) fn is_inline_script(&self) -> bool {
        self.name == "script" && self.attribute("src").is_none()
    }
}

/// All start tags of `html` in their order, comments left out.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(open) = rest.find('<') else { break };
        let start = at + open;
        let after = rest.get(open + 1..).unwrap_or_default();
        if after.starts_with("!--") {
            at = start + after.find("-->").map_or(after.len() + 1, |end| end + 4);
        } else if after.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let tag = read_tag(html, start);
            at = tag.range.end;
            found.push(tag);
        } else {
            at = start + 1;
        }
    }
    found
}

fn read_tag(html: &str, start: usize) -> Tag {
    let mut scanner = Scanner { html, at: start + 1 };
    let name = scanner.take_until(|c| c.is_ascii_whitespace() || c == '/' || c == '>').to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        scanner.take_until(|c| !c.is_ascii_whitespace() && c != '/');
        if matches!(scanner.peek(), None | Some('>')) {
            break;
        }
        attributes.push(scanner.attribute());
    }
    scanner.skip();
    let mut text = String::new();
    if matches!(name.as_str(), "script" | "style") {
        let rest = html.get(scanner.at..).unwrap_or_default();
        // ASCII only, so offsets in the lower-case copy are offsets in the original.
        let length = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len());
        text = rest.get(..length).unwrap_or_default().to_owned();
        scanner.at += length;
        scanner.take_until(|c| c == '>');
        scanner.skip();
    }
    Tag { name, attributes, range: start..scanner.at, text }
}

struct Scanner<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<char> {
        self.html.get(self.at..)?.chars().next()
    }

    fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn take_until(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let rest = self.html.get(self.at..).unwrap_or_default();
        let length = rest.find(stop).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn attribute(&mut self) -> (String, String) {
        let name = self.take_until(|c| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/')).to_ascii_lowercase();
        self.take_until(|c| !c.is_ascii_whitespace());
        if self.peek() != Some('=') {
            // A stray character that is no name must not stop the scanner.
            if name.is_empty() {
                self.skip();
            }
            return (name, String::new());
        }
        self.skip();
        self.take_until(|c| !c.is_ascii_whitespace());
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                self.skip();
                let value = self.take_until(|c| c == quote);
                self.skip();
                value
            }
            _ => self.take_until(|c| c.is_ascii_whitespace() || c == '>'),
        };
        (name, value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn reads_attributes_however_they_are_quoted() {
        let cases = [
            r#"<link rel="preload" href="/a.css" crossorigin>"#,
            "<LINK REL='preload' href=/a.css crossorigin>",
            "<link\n rel = preload\thref=\"/a.css\" crossorigin />",
        ];
        for html in cases {
            let [tag] = tags(html).try_into().unwrap();
            assert_eq!(tag.name, "link", "{html}");
            assert_eq!(tag.attribute("rel"), Some("preload"), "{html}");
            assert_eq!(tag.attribute("href"), Some("/a.css"), "{html}");
            assert_eq!(tag.attribute("crossorigin"), Some(""), "{html}");
            assert_eq!(tag.attribute("integrity"), None, "{html}");
            assert_eq!(tag.range, 0..html.len(), "{html}");
        }
    }

    #[test]
    fn knows_what_is_not_markup() {
        let html = "<!doctype html><!-- <link> --><script>if (1 < 2) '<link>'</script ><p>続き</p><style>a<b</style>";
        let names: Vec<_> = tags(html).into_iter().map(|tag| (tag.name, tag.text)).collect();
        let expected = [("script", "if (1 < 2) '<link>'"), ("p", ""), ("style", "a<b")];
        assert_eq!(names, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }

    #[test]
    fn ends_on_every_broken_page() {
        for html in ["<", "<p", "<p a", "<p a=", "<p a=\"", "<p =x>", "<script>", "<!--", "<script", "<a \"b>", "<a ='"] {
            tags(html);
        }
    }
}
