//! Titles in three languages, and the one a person wants to read.

use super::words::words;

words! {
    /// `UserTitleLanguage`: in which language a person reads titles. The stylised forms differ from the plain ones
    /// only in spelling that AniList applies itself, to `userPreferred`.
    TitleLanguage {
        /// The native title in Latin letters.
        Romaji = "ROMAJI",
        /// The official English title.
        English = "ENGLISH",
        /// The title in its own language and script.
        Native = "NATIVE",
        /// [`Self::Romaji`] in the spelling of its maker.
        RomajiStylised = "ROMAJI_STYLISED",
        /// [`Self::English`] in the spelling of its maker.
        EnglishStylised = "ENGLISH_STYLISED",
        /// [`Self::Native`] in the spelling of its maker.
        NativeStylised = "NATIVE_STYLISED",
    }
}

/// What a work is called. Any of them may be missing, even all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaTitle {
    /// The native title in Latin letters.
    pub romaji: Option<Box<str>>,
    /// The official English title.
    pub english: Option<Box<str>>,
    /// The title in its own language and script.
    pub native: Option<Box<str>>,
    /// What AniList would show the asking user; romaji without a token.
    pub user_preferred: Option<Box<str>>,
}

impl MediaTitle {
    /// The title in the wished language, else the nearest there is, never an empty text.
    ///
    /// [`TitleLanguage::Unknown`] and the stylised languages leave the choice to AniList.
    ///
    /// ```
    /// use tsuzuki::domain::{MediaTitle, TitleLanguage};
    /// let title = MediaTitle { romaji: Some("Sora yori".into()), native: Some("宇宙より".into()), ..Default::default() };
    /// assert_eq!(title.pick(TitleLanguage::Native), "宇宙より");
    /// assert_eq!(title.pick(TitleLanguage::English), "Sora yori");
    /// assert_eq!(MediaTitle::default().pick(TitleLanguage::Native), "Untitled");
    /// ```
    pub fn pick(&self, language: TitleLanguage) -> &str {
        let wished = match language {
            TitleLanguage::Romaji => &self.romaji,
            TitleLanguage::English => &self.english,
            TitleLanguage::Native => &self.native,
            _ => &self.user_preferred,
        };
        [
            wished,
            &self.user_preferred,
            &self.romaji,
            &self.english,
            &self.native,
        ]
        .into_iter()
        .find_map(|title| title.as_deref())
        .unwrap_or("Untitled")
    }
}
