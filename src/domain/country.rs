//! Where a work was made.

/// A country: the two capital letters of ISO 3166-1.
///
/// ```
/// use tsuzuki::domain::Country;
/// assert_eq!(Country::parse("JP").unwrap().as_str(), "JP");
/// assert_eq!(Country::parse("Japan"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// `None` unless `code` is two capital letters.
    pub fn parse(code: &str) -> Option<Self> {
        let letters = <[u8; 2]>::try_from(code.as_bytes()).ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(letters))
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}
