//! How long a token still lives, by its own word and this device's clock.
//!
//! Only for showing and warning: a device's clock may be a year off, so whether a token works is for AniList to say.

use super::claims::UnverifiedClaims;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How far the clocks of AniList and of this device may differ before it is worth a word: one minute.
pub const CLOCK_SKEW_MS: u64 = 60_000;

/// How long a token still lives. Durations in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// The token does not say.
    Unknown,
    /// For more than 30 days.
    Valid {
        /// Until it ends.
        left_ms: u64,
    },
    /// For 30 days or less.
    Soon {
        /// Until it ends.
        left_ms: u64,
    },
    /// By this device's clock it has ended.
    Expired {
        /// Since when.
        since_ms: u64,
    },
}

/// The steps at which a person is warned, each more urgent than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// 30 days or less.
    Month,
    /// 7 days or less.
    Week,
    /// 1 day or less.
    Day,
    /// None, by this device's clock.
    Ended,
}

impl Warning {
    const NAMES: [(Self, &str); 4] = [
        (Self::Month, "month"),
        (Self::Week, "week"),
        (Self::Day, "day"),
        (Self::Ended, "ended"),
    ];

    /// A word to keep, so that a warning that was dismissed stays away until the next one.
    ///
    /// ```
    /// use tsuzuki::auth::expiry::Warning;
    /// assert_eq!(Warning::from_name(Warning::Week.name()), Some(Warning::Week));
    /// ```
    pub fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(warning, _)| *warning == self);
        known.map_or("", |(_, name)| name)
    }

    /// Reads what [`Warning::name`] gave; anything else is none.
    pub fn from_name(name: &str) -> Option<Self> {
        let known = Self::NAMES.iter().find(|(_, known)| *known == name);
        known.map(|(warning, _)| *warning)
    }
}

/// How long the token lives at `now` (milliseconds since 1970).
///
/// ```
/// # use tsuzuki::auth::{claims::UnverifiedClaims, token::AccessToken};
/// use tsuzuki::auth::expiry::{Warning, expiry};
/// # let token = AccessToken::parse("eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3NjA2MjUzODJ9.AAAA").unwrap();
/// # let claims = UnverifiedClaims::decode(&token).unwrap(); // "exp": 1760625382
/// let six_days_before = 1_760_625_382_000 - 6 * 24 * 60 * 60 * 1000;
/// assert_eq!(expiry(&claims, six_days_before).warning(), Some(Warning::Week));
/// ```
pub fn expiry(claims: &UnverifiedClaims, now: u64) -> Expiry {
    let Some(end) = claims.expires_at else {
        return Expiry::Unknown;
    };
    let Some(left_ms) = end.checked_sub(now).filter(|left| *left > 0) else {
        return Expiry::Expired { since_ms: now - end };
    };
    if left_ms <= 30 * DAY_MS {
        Expiry::Soon { left_ms }
    } else {
        Expiry::Valid { left_ms }
    }
}

impl Expiry {
    /// How urgent it is to log in again; `None` while there is nothing to do.
    pub fn warning(&self) -> Option<Warning> {
        match *self {
            Self::Unknown | Self::Valid { .. } => None,
            Self::Soon { left_ms } if left_ms <= DAY_MS => Some(Warning::Day),
            Self::Soon { left_ms } if left_ms <= 7 * DAY_MS => Some(Warning::Week),
            Self::Soon { .. } => Some(Warning::Month),
            Self::Expired { .. } => Some(Warning::Ended),
        }
    }

    /// What to tell the person, with the next step; `None` while there is nothing to do.
    pub fn notice(&self) -> Option<String> {
        match self {
            Self::Unknown | Self::Valid { .. } => None,
            Self::Soon { left_ms } => {
                let when = match left_ms / DAY_MS {
                    0 => "in less than a day".to_owned(),
                    1 => "in 1 day".to_owned(),
                    days => format!("in {days} days"),
                };
                Some(format!(
                    "This login ends {when}. Log in again to continue for another year."
                ))
            }
            Self::Expired { .. } => Some(
                "By this device's clock this login has ended. If AniList refuses it, log in again."
                    .to_owned(),
            ),
        }
    }
}

/// Whether the token claims to begin later than `now`, by more than [`CLOCK_SKEW_MS`]: this device's clock is
/// probably behind. A hint to show, never a reason to refuse.
pub fn clock_seems_behind(claims: &UnverifiedClaims, now: u64) -> bool {
    let latest = now.saturating_add(CLOCK_SKEW_MS);
    claims
        .issued_at
        .max(claims.not_before)
        .is_some_and(|begin| begin > latest)
}
