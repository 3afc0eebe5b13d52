//! Just enough of GraphQL's syntax to put one of our own documents into a larger one, and to count fields.

/// What a document is made of (GraphQL specification §2.1, lexical tokens), as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Name(&'a str),
    /// A variable, without its `$`.
    Variable(&'a str),
    /// A string or number as it is written, or `...`.
    Other(&'a str),
    Mark(char),
}

fn tokens(mut rest: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    while let Some(first) = rest.chars().next() {
        let length = |from: usize, fits: &dyn Fn(char) -> bool| {
            let tail = rest.get(from..).unwrap_or_default();
            from + tail.find(|c| !fits(c)).unwrap_or(tail.len())
        };
        let (token, end) = match first {
            // The language counts commas as white space.
            _ if first.is_ascii_whitespace() || first == ',' || first == '\u{FEFF}' => {
                (None, first.len_utf8())
            }
            '#' => (None, length(1, &|c| c != '\n')),
            '$' => {
                let end = length(1, &is_name);
                (rest.get(1..end).map(Token::Variable), end)
            }
            '"' => {
                let end = string_end(rest);
                (rest.get(..end).map(Token::Other), end)
            }
            '.' => {
                let end = length(1, &|c| c == '.');
                (rest.get(..end).map(Token::Other), end)
            }
            '-' | '0'..='9' => {
                let end = length(1, &|c| is_name(c) || matches!(c, '.' | '+' | '-'));
                (rest.get(..end).map(Token::Other), end)
            }
            _ if is_name(first) => {
                let end = length(1, &is_name);
                (rest.get(..end).map(Token::Name), end)
            }
            mark => (Some(Token::Mark(mark)), mark.len_utf8()),
        };
        tokens.extend(token);
        rest = rest.get(end..).unwrap_or_default();
    }
    tokens
}

/// Where a string that begins at the start of `text` ends.
fn string_end(text: &str) -> usize {
    let (quote, start) = if text.starts_with("\"\"\"") {
        ("\"\"\"", 3)
    } else {
        ("\"", 1)
    };
    let mut at = start;
    while let Some(tail) = text.get(at..) {
        if tail.starts_with(quote) {
            return at + quote.len();
        }
        let Some(next) = tail.chars().next() else { break };
        at += next.len_utf8();
        if next == '\\' {
            at += tail.chars().nth(1).map_or(0, char::len_utf8);
        }
    }
    text.len()
}

/// Selected fields of a document, as AniList counts them against its limit: every name in a selection set, without
/// aliases, arguments, directives and type conditions. A fragment counts once, where it stands.
///
/// ```
/// use tsuzuki::api::batch::count_fields;
/// assert_eq!(count_fields("query { a: Viewer { id ... on User { name } } Media(id: 1, sort: [ID]) @x { id } }"), 5);
/// ```
pub fn count_fields(document: &str) -> usize {
    let tokens = tokens(document);
    let (mut braces, mut parens, mut count) = (0_usize, 0_usize, 0);
    for (place, token) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| tokens.get(place));
        match token {
            Token::Mark('{') if parens == 0 => braces += 1,
            Token::Mark('}') if parens == 0 => braces = braces.saturating_sub(1),
            Token::Mark('(') => parens += 1,
            Token::Mark(')') => parens = parens.saturating_sub(1),
            Token::Name(_) if braces > 0 && parens == 0 => {
                let is_alias = tokens.get(place + 1) == Some(&Token::Mark(':'));
                let behind_dots = |token: Option<&Token<'_>>| token == Some(&Token::Other("..."));
                let spread = behind_dots(before)
                    || (before == Some(&Token::Name("on"))
                        && behind_dots(place.checked_sub(2).and_then(|place| tokens.get(place))));
                let directive = before == Some(&Token::Mark('@'));
                count += usize::from(!is_alias && !spread && !directive);
            }
            _ => {}
        }
    }
    count
}

/// One of our documents, taken apart: a query without fragments.
pub(super) struct Document<'a> {
    declarations: Vec<Token<'a>>,
    selection: Vec<Token<'a>>,
    pub(super) fields: usize,
}

impl<'a> Document<'a> {
    /// `None` for a mutation, and for what cannot be put into another document.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let tokens = tokens(text);
        let open = tokens.iter().position(|token| *token == Token::Mark('{'))?;
        let head = tokens.get(..open)?;
        let (kind, head) = head.split_first()?;
        let selection = tokens.get(open + 1..tokens.len().checked_sub(1)?)?;
        if *kind != Token::Name("query")
            || selection.contains(&Token::Other("..."))
            || tokens.last() != Some(&Token::Mark('}'))
        {
            return None;
        }
        let paren = head.iter().position(|token| *token == Token::Mark('('));
        let declarations = paren
            .and_then(|paren| head.get(paren + 1..head.len().checked_sub(1)?))
            .unwrap_or_default();
        Some(Self {
            declarations: declarations.to_vec(),
            selection: selection.to_vec(),
            fields: count_fields(text),
        })
    }

    /// The declarations of its variables, renamed.
    pub(super) fn declarations(&self, prefix: &str) -> String {
        write(&self.declarations, prefix, false)
    }

    /// Its root fields under aliases and with renamed variables, on one line.
    pub(super) fn selection(&self, prefix: &str) -> String {
        write(&self.selection, prefix, true)
    }
}

fn write(tokens: &[Token<'_>], prefix: &str, aliased: bool) -> String {
    let mut text = String::new();
    let (mut depth, mut parens) = (0_usize, 0_usize);
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => depth = depth.saturating_sub(1),
            Token::Mark('(') => parens += 1,
            Token::Mark(')') => parens = parens.saturating_sub(1),
            _ => {}
        }
        let before = place.checked_sub(1).and_then(|place| tokens.get(place));
        match token {
            Token::Name(name)
                if aliased && depth == 0 && parens == 0 && before != Some(&Token::Mark(':')) =>
            {
                let has_alias = tokens.get(place + 1) == Some(&Token::Mark(':'));
                text.push_str(prefix);
                text.push_str(name);
                if !has_alias {
                    text.push_str(": ");
                    text.push_str(name);
                }
            }
            Token::Name(name) => text.push_str(name),
            Token::Variable(name) => {
                text.push('$');
                text.push_str(prefix);
                text.push_str(name);
            }
            // A block string may hold line breaks, which would move the lines of the parts behind it.
            Token::Other(other) => text.push_str(&other.replace('\n', " ")),
            Token::Mark(mark) => text.push(*mark),
        }
        text.push(' ');
    }
    text.pop();
    text
}
