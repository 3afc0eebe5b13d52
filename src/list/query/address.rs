//! A query in an address: short, canonical, and read leniently.

use super::ListQuery;
use super::choice::{Names, Span};
use super::filters::{Flag, ProgressState};
use super::section::Section;
use super::sort::{Layout, Sort};
use crate::auth::urlencoded;
use crate::domain::MediaType;

impl ListQuery {
    /// The query of the address, without `?` and without the section, which stands in the path. Only what is not the
    /// default is in it, always in the same order, so that equal queries have equal addresses.
    ///
    /// ```
    /// use tsuzuki::list::query::{ListQuery, Sort};
    /// let mut query = ListQuery::default();
    /// assert_eq!(query.to_query_string(), "");
    /// query.text = "sora & umi".into();
    /// query.filters.genres.set("Slice of Life", true);
    /// query.sort = Sort::Score;
    /// assert_eq!(query.to_query_string(), "q=sora%20%26%20umi&genre=Slice%20of%20Life&sort=score");
    /// ```
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        let filters = &self.filters;
        pair(&mut out, "q", &encode(&self.text));
        pair(&mut out, "format", &filters.formats.words());
        pair(&mut out, "release", &filters.releases.words());
        pair(&mut out, "season", &filters.seasons.words());
        for (name, names) in [
            ("genre", &filters.genres),
            ("genre-not", &filters.not_genres),
            ("tag", &filters.tags),
            ("tag-not", &filters.not_tags),
            ("country", &filters.countries),
        ] {
            pair(&mut out, name, &joined(names));
        }
        pair(&mut out, "year", &filters.years.words());
        pair(&mut out, "score", &filters.scores.words());
        if let Some(state) = filters.progress {
            pair(&mut out, "progress", word(&ProgressState::ALL, state));
        }
        for (flag, name) in Flag::ALL {
            match filters.flags.get(flag) {
                Some(true) => pair(&mut out, name, "yes"),
                Some(false) => pair(&mut out, name, "no"),
                None => {}
            }
        }
        if self.sort != Sort::default() {
            pair(&mut out, "sort", word(&Sort::ALL, self.sort));
        }
        if self.reversed {
            pair(&mut out, "reversed", "yes");
        }
        if self.merged {
            pair(&mut out, "merged", "yes");
        }
        if self.layout != Layout::default() {
            pair(&mut out, "view", word(&Layout::ALL, self.layout));
        }
        pair(&mut out, "closed", &joined(&self.collapsed));
        out
    }

    /// Reads the query of an address, with or without `?`. What makes no sense is passed over, so this never fails; the
    /// section is [`Section::All`].
    ///
    /// ```
    /// use tsuzuki::list::query::{ListQuery, Sort};
    /// let query = ListQuery::parse("?sort=score&nonsense=%&year=2010-");
    /// assert_eq!((query.sort, query.filters.years.from), (Sort::Score, Some(2010)));
    /// ```
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for piece in text.strip_prefix('?').unwrap_or(text).split('&') {
            if let Some((name, value)) = piece.split_once('=') {
                query.read(name, value);
            }
        }
        query
    }

    /// One parameter, its value still encoded.
    fn read(&mut self, name: &str, value: &str) {
        let filters = &mut self.filters;
        let yes = match value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        match name {
            "q" => self.text = decode(value).unwrap_or_default(),
            "format" => filters.formats.read(value),
            "release" => filters.releases.read(value),
            "season" => filters.seasons.read(value),
            "genre" => read_names(&mut filters.genres, value),
            "genre-not" => read_names(&mut filters.not_genres, value),
            "tag" => read_names(&mut filters.tags, value),
            "tag-not" => read_names(&mut filters.not_tags, value),
            "country" => read_names(&mut filters.countries, value),
            "year" => filters.years = Span::read(value),
            "score" => filters.scores = Span::read(value),
            "progress" => filters.progress = named(&ProgressState::ALL, value),
            "sort" => self.sort = named(&Sort::ALL, value).unwrap_or_default(),
            "reversed" => self.reversed = yes == Some(true),
            "merged" => self.merged = yes == Some(true),
            "view" => self.layout = named(&Layout::ALL, value).unwrap_or_default(),
            "closed" => read_names(&mut self.collapsed, value),
            _ => {
                if let Some(flag) = named(&Flag::ALL, name) {
                    filters.flags.set(flag, yes);
                }
            }
        }
    }

    /// Section and query as they stand in an address below `/user/NAME/animelist`: empty, or beginning with `/` or `?`.
    /// It is the whole query, so it is also how a saved view is kept.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaType};
    /// use tsuzuki::list::query::{ListQuery, Section, Sort};
    /// let query = ListQuery { section: Section::Status(ListStatus::Current), sort: Sort::Score, ..Default::default() };
    /// assert_eq!(query.address(MediaType::Anime), "/Watching?sort=score");
    /// assert_eq!(ListQuery::from_address("/Watching?sort=score", MediaType::Anime), query);
    /// assert_eq!(ListQuery::default().address(MediaType::Anime), "");
    /// ```
    pub fn address(&self, kind: MediaType) -> String {
        let mut address = String::new();
        let (section, query) = (self.section.path(kind), self.to_query_string());
        for (mark, part) in [("/", section), ("?", query)] {
            if !part.is_empty() {
                address.push_str(mark);
                address.push_str(&part);
            }
        }
        address
    }

    /// Reads what [`Self::address`] writes. A section that cannot be read is [`Section::All`].
    pub fn from_address(address: &str, kind: MediaType) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self {
            section: Section::from_path(path.trim_matches('/'), kind).unwrap_or_default(),
            ..Self::parse(query)
        }
    }
}

/// Adds a parameter unless there is nothing to say.
fn pair(out: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('&');
    }
    for part in [name, "=", value] {
        out.push_str(part);
    }
}

fn joined(names: &Names) -> String {
    let mut out = String::new();
    for name in names.iter() {
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&encode(name));
    }
    out
}

fn read_names(names: &mut Names, value: &str) {
    for name in value.split(',').filter_map(decode) {
        names.set(&name, true);
    }
}

/// The word of a value in a table of all of them.
fn word<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    let row = table.iter().find(|(known, _)| *known == value);
    row.map_or("", |(_, word)| word)
}

fn named<T: Copy>(table: &[(T, &'static str)], word: &str) -> Option<T> {
    let row = table.iter().find(|(_, known)| *known == word);
    row.map(|(value, _)| *value)
}

/// Percent-encodes everything but letters, digits and `-._~` of ASCII (RFC 3986 §2.3).
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                let digit = char::from_digit(digit.into(), 16).unwrap_or('0');
                out.push(digit.to_ascii_uppercase());
            }
        }
    }
    out
}

/// Undoes [`encode`]; `None` for what is damaged, and for texts with NUL or U+FFFD, which no name has.
pub(super) fn decode(text: &str) -> Option<String> {
    urlencoded::decode(text).ok()
}
