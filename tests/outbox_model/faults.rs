//! How the network fails.

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    Offline,
    /// The network goes when AniList has carried it out.
    OfflineAfter,
    DropBefore,
    DropAfter,
    RateLimited,
    Outage,
    ServerBefore,
    ServerAfter,
    /// The gateway gives up, AniList goes on.
    Gateway,
    Truncated,
    /// No answer in time; AniList carries it out later.
    Stall,
    /// AniList carries it out and complains about something without saying what.
    Vague,
}

pub(super) const FAULTS: [Fault; 12] = [
    Fault::Offline,
    Fault::OfflineAfter,
    Fault::DropBefore,
    Fault::DropAfter,
    Fault::RateLimited,
    Fault::Outage,
    Fault::ServerBefore,
    Fault::ServerAfter,
    Fault::Gateway,
    Fault::Truncated,
    Fault::Stall,
    Fault::Vague,
];
