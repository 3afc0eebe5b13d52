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
    /// Send it again when AniList is looked for the next time: it is switched off.
    AfterOutage,
    /// Send it again when the browser has a network.
    WhenOnline,
    /// Leave it to the person.
    Never,
}

/// Decides about a request that failed with `error` after `attempt` tries before this one.
///
/// Only what may pass by itself is repeated, and only requests that may be sent twice: of any other it is for whoever
/// wanted it to find out first what became of it. `silenced` says that the budget took the failure for AniList's limit.
/// `random` spreads the tries of many tabs, in 0 to 255.
///
/// ```
/// use tsuzuki::api::{error::ApiError, retry::{Retry, retry}};
/// assert_eq!(retry(&ApiError::NoAnswer, true, 0, false, 0), Retry::After(2_000));
/// assert_eq!(retry(&ApiError::NoAnswer, true, 0, true, 0), Retry::WhenAllowed);
/// assert_eq!(retry(&ApiError::NoAnswer, false, 0, false, 0), Retry::Never);
/// assert_eq!(retry(&ApiError::NotFound, true, 0, false, 0), Retry::Never);
/// ```
pub fn retry(error: &ApiError, repeatable: bool, attempt: u8, silenced: bool, random: u8) -> Retry {
    if !repeatable {
        return Retry::Never;
    }
    match error {
        // These pass, however long it takes.
        ApiError::Outage { .. } => Retry::AfterOutage,
        ApiError::Offline => Retry::WhenOnline,
        _ if attempt >= MAX_RETRIES => Retry::Never,
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

/// Whether a request that failed with `error` after `attempt` tries before this one goes on its own the next time.
///
/// A first failure may be anybody's: what went together goes together again, or the budget would be spent on the parts of
/// one request. What fails once more may do so because of what it shares a request with.
///
/// ```
/// use tsuzuki::api::{error::ApiError, retry::goes_alone};
/// assert!(!goes_alone(&ApiError::TimedOut, 0));
/// assert!(goes_alone(&ApiError::TimedOut, 1));
/// assert!(!goes_alone(&ApiError::RateLimited, 1));
/// ```
pub fn goes_alone(error: &ApiError, attempt: u8) -> bool {
    let may_be_the_request = matches!(
        error,
        ApiError::NoAnswer | ApiError::Server { .. } | ApiError::TimedOut | ApiError::Unreadable { .. }
    );
    may_be_the_request && attempt > 0
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
            ApiError::Challenge,
            ApiError::Refused {
                status: 418,
                message: message(),
            },
            ApiError::Aborted,
        ] {
            assert_eq!(retry(&error, true, 0, true, 0), Retry::Never, "{error:?}");
        }
    }

    #[test]
    fn an_outage_and_a_missing_network_are_waited_out() {
        for attempt in [0, MAX_RETRIES, u8::MAX] {
            let outage = ApiError::Outage { message: None };
            assert_eq!(retry(&outage, true, attempt, false, 0), Retry::AfterOutage);
            assert_eq!(
                retry(&ApiError::Offline, true, attempt, true, 0),
                Retry::WhenOnline
            );
        }
    }

    /// A connection that broke may have carried it, and what was read before it is old by the time of another try.
    #[test]
    fn what_must_not_happen_twice_is_never_repeated() {
        for error in [
            ApiError::NoAnswer,
            ApiError::TimedOut,
            ApiError::Offline,
            ApiError::Server { status: 502 },
            ApiError::RateLimited,
            ApiError::Outage { message: None },
        ] {
            for silenced in [false, true] {
                assert_eq!(retry(&error, false, 0, silenced, 0), Retry::Never, "{error:?}");
            }
        }
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
