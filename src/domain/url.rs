//! Links, pictures and colours that come from outside: only what is harmless gets a type.

use std::fmt;

/// The longest link that is kept, in bytes.
const MAX_URL_BYTES: usize = 2048;

/// An absolute `https:` or `http:` link that is safe as an `href` or `src`.
///
/// Every link in an answer passes through here, so a `javascript:` or `data:` link, a relative one, or one that
/// disguises its host as a user name never reaches the page.
///
/// ```
/// use tsuzuki::domain::SafeUrl;
/// assert!(SafeUrl::parse("https://anilist.co/anime/1").is_some());
/// assert!(SafeUrl::parse("javascript:alert(1)").is_none());
/// assert!(SafeUrl::parse("https://anilist.co@example.org/").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SafeUrl(Box<str>);

impl SafeUrl {
    /// `None` unless `raw` is `http` or `https` with a host, without user name, white space, control characters,
    /// quotes, angle brackets or backslashes (which browsers read as slashes), and at most 2048 bytes long.
    pub fn parse(raw: &str) -> Option<Self> {
        let is_plain = raw
            .bytes()
            .all(|byte| PLAIN.get(usize::from(byte)) == Some(&true));
        if (!is_plain && raw.chars().any(is_unfit_in_url)) || raw.len() > MAX_URL_BYTES {
            return None;
        }
        let (scheme, rest) = raw.split_once(':')?;
        let rest = rest.strip_prefix("//")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        (!host.is_empty() && !host.starts_with(':') && !host.contains('@')).then(|| Self(raw.into()))
    }

    /// The link as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What nearly every link is made of; the question for all others is below. A list has tens of thousands of links, and
/// looking a byte up takes half the time of comparing it.
#[expect(
    clippy::indexing_slicing,
    reason = "done while compiling, where a wrong index is an error"
)]
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < plain.len() {
        plain[byte] = matches!(byte as u8, b'-'..=b':' | b'_' | b'a'..=b'z' | b'A'..=b'Z');
        byte += 1;
    }
    plain
};

fn is_unfit_in_url(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`')
        || is_bidi_control(c)
}

/// Characters that reorder or hide text around them (Unicode standard annex 9).
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// One picture in the sizes AniList keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The large size: 230 px for covers and avatars.
    pub large: Option<SafeUrl>,
    /// The medium size: 100 px for covers.
    pub medium: Option<SafeUrl>,
}

impl Picture {
    /// The larger of those there are.
    pub fn best(&self) -> Option<&SafeUrl> {
        self.large.as_ref().or(self.medium.as_ref())
    }

    /// The smaller of those there are.
    pub fn small(&self) -> Option<&SafeUrl> {
        self.medium.as_ref().or(self.large.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_web_links_pass() {
        for good in [
            "https://s4.anilist.co/file/anilistcdn/media/anime/cover/large/bx1.png",
            "http://localhost:8730/file/x.svg",
            "HTTPS://anilist.co",
            "https://例え.jp/道?q=1#f",
            "https://[::1]:8080/",
        ] {
            assert!(SafeUrl::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/anime/1",
            "//evil.example/x",
            "https:evil.example",
            "https:/evil.example",
            "https://",
            "https:///x",
            "https://:80/",
            "https://anilist.co@evil.example/",
            "https://user:pass@evil.example/",
            "https://evil.example\\@anilist.co/",
            "javascript:alert(1)",
            "JaVaScRiPt://anilist.co/%0aalert(1)",
            "java\nscript:alert(1)",
            " https://anilist.co/",
            "https://anilist.co/\u{0}",
            "https://anilist.co/\u{202e}gpj.exe",
            "https://anilist.co/\" onload=\"x",
            "https://anilist.co/<script>",
            "data:text/html,x",
            "ftp://anilist.co/",
            "blob:https://anilist.co/x",
        ] {
            assert!(SafeUrl::parse(bad).is_none(), "{bad:?}");
        }
        assert!(SafeUrl::parse(&format!("https://a/{}", "x".repeat(MAX_URL_BYTES))).is_none());
    }

    proptest! {
        #[test]
        fn whatever_passes_is_a_web_link(raw in "\\PC{0,40}|https?://\\PC{0,30}") {
            if let Some(url) = SafeUrl::parse(&raw) {
                let lower = url.as_str().to_ascii_lowercase();
                prop_assert!(lower.starts_with("https://") || lower.starts_with("http://"));
                prop_assert!(!lower.contains(['"', '<', '>', '\\', ' ', '\n']));
            }
        }
    }
}
