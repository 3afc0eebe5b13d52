//! Texts as they may be shown.

use crate::domain::{Genre, Tag};
use crate::json::FromJson;
use crate::json::Scalar;
use crate::text::tidy;

/// Names, titles and genres are cut here; AniList's own are far shorter.
const MAX_CHARS: usize = 300;

/// A text on one line, without what reorders or hides text, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(Box<str>);

impl Line {
    /// The text.
    pub fn text(self) -> Box<str> {
        self.0
    }
}

impl FromJson for Line {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        let Scalar::Text(raw) = value else { return None };
        let text = tidy(raw, MAX_CHARS);
        (!text.is_empty()).then(|| Self(text.into()))
    }
}

impl FromJson for Genre {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        match value {
            // A known one needs no copy.
            Scalar::Text(raw) if Self::KNOWN.contains(&raw) => Some(Self::new(raw)),
            _ => Line::scalar(value).map(|name| Self::new(&name.0)),
        }
    }
}

impl FromJson for Tag {
    fn scalar(value: Scalar<'_>) -> Option<Self> {
        let Scalar::Text(raw) = value else { return None };
        // Only tidy names are known, so a known one is tidy.
        Self::known(raw).or_else(|| Self::new(&Line::scalar(value)?.0))
    }
}
