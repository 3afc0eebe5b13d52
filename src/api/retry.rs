//! What follows a failed request: another try, and when.

use super::error::ApiError;

/// How often a request is repeated at most.
pub const MAX_RETRIES: u8 = 3;
/// The longest time between two tries.
pub const MAX_DELAY_MS: u64 = 30_000;
/// Times until the tries after a `fetch` that rejected although the browser is online and the limit is not in sight.
const REJECTED_MS: [u64; 3] = [2_000, 8_000, 30_000];

/// What to do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Send it again after so many milliseconds.
    After(u64),
    /// Send it again as soon as the budget lets it: AniList has announced a wait.
    WhenAllowed,
    /// Leave it to the person.
    Never,
}

/// Decides about a request that failed with `error` after `attempt` tries before this one.
///
/// Only what may pass by itself is repeated, and only requests that may be sent twice. `silenced` says that the budget
/// took the failure for AniList's limit. `random` spreads the tries of many tabs, in 0 to 255.
///
/// ```
/// use tsuzuki::api::{error::ApiError, retry::{Retry, retry}};
/// assert_eq!(retry(&ApiError::NoAnswer, true, 0, false, 0), Retry::After(2_000));
/// assert_eq!(retry(&ApiError::NoAnswer, true, 0, true, 0), Retry::WhenAllowed);
/// assert_eq!(retry(&ApiError::NoAnswer, false, 0, false, 0), Retry::Never);
/// assert_eq!(retry(&ApiError::NotFound, true, 0, false, 0), Retry::Never);
/// ```
pub fn retry(error: &ApiError, repeatable: bool, attempt: u8, silenced: bool, random: u8) -> Retry {
    // AniList refuses before it looks at the request, so a readable refusal is no answer to it.
    let refused = matches!(error, ApiError::RateLimited);
    if attempt >= MAX_RETRIES || !(repeatable || refused) {
        return Retry::Never;
    }
    match error {
        ApiError::RateLimited => Retry::WhenAllowed,
        ApiError::NoAnswer if silenced => Retry::WhenAllowed,
        ApiError::NoAnswer => {
            let delay = REJECTED_MS.get(usize::from(attempt)).copied();
            Retry::After(delay.unwrap_or(MAX_DELAY_MS))
        }
        ApiError::Server { .. } | ApiError::TimedOut | ApiError::Unreadable { .. } => {
            Retry::After(backoff(attempt, random))
        }
        _ => Retry::Never,
    }
}

/// One, two, four… seconds, with up to half as much again by chance, and [`MAX_DELAY_MS`] at most.
fn backoff(attempt: u8, random: u8) -> u64 {
    let base = 1_000_u64 << attempt.min(5);
    (base + base * u64::from(random) / 510).min(MAX_DELAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::error::Unreadable;

    #[test]
    fn what_passes_by_itself_is_tried_three_times() {
        let passing = [
            ApiError::NoAnswer,
            ApiError::TimedOut,
            ApiError::Server { status: 502 },
            ApiError::Unreadable {
                status: 200,
                why: Unreadable::Truncated,
            },
            ApiError::RateLimited,
        ];
        for error in passing {
            for attempt in 0..MAX_RETRIES {
                assert_ne!(retry(&error, true, attempt, false, 0), Retry::Never, "{error:?}");
            }
            assert_eq!(
                retry(&error, true, MAX_RETRIES, false, 0),
                Retry::Never,
                "{error:?}"
            );
        }
    }

    #[test]
    fn what_stays_wrong_is_not_repeated() {
        let message = String::new;
        for error in [
            ApiError::InvalidToken,
            ApiError::Unauthorized { message: message() },
            ApiError::NotFound,
            ApiError::Validation { fields: vec![] },
            ApiError::Query { message: message() },
            ApiError::TooComplex { message: message() },
            ApiError::Outage { message: None },
            ApiError::Challenge,
            ApiError::Refused {
                status: 418,
                message: message(),
            },
            ApiError::Offline,
            ApiError::Aborted,
        ] {
            assert_eq!(retry(&error, true, 0, true, 0), Retry::Never, "{error:?}");
        }
    }

    #[test]
    fn what_must_not_happen_twice_is_repeated_only_after_a_refusal_that_proves_it_did_not_happen() {
        assert_eq!(retry(&ApiError::TimedOut, false, 0, false, 0), Retry::Never);
        assert_eq!(retry(&ApiError::NoAnswer, false, 0, true, 0), Retry::Never);
        assert_eq!(
            retry(&ApiError::RateLimited, false, 0, true, 0),
            Retry::WhenAllowed
        );
    }

    #[test]
    fn delays_grow_and_end_at_thirty_seconds() {
        let rejected = |attempt| retry(&ApiError::NoAnswer, true, attempt, false, 200);
        assert_eq!([0, 1, 2].map(rejected), [2_000, 8_000, 30_000].map(Retry::After));
        for attempt in 0..=u8::MAX {
            let shortest = backoff(attempt, 0);
            for random in 0..=u8::MAX {
                assert!((shortest..=MAX_DELAY_MS.min(shortest * 3 / 2)).contains(&backoff(attempt, random)));
            }
        }
        assert_eq!(backoff(0, 255), 1_500);
    }
}
