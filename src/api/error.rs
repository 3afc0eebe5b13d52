//! What can go wrong between a question and its answer, by cause.
//!
//! AniList's statuses mislead: a dead token is 400, as is every mistake in a query; 401 is a missing token or a
//! forbidden action; 403 is an outage; a refusal for too many requests cannot be read by a page at all, because it
//! carries no CORS headers. So the kind is found from status and message together, here and nowhere else.

/// Why there is no answer, or none that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The token is expired, revoked or malformed. AniList then refuses every request that carries it, public ones too.
    InvalidToken,
    /// A token is needed, or this user may not do this.
    Unauthorized {
        /// AniList's sentence.
        message: String,
    },
    /// There is no such thing, or it is private.
    NotFound,
    /// An edit was refused because of what it says.
    Validation {
        /// What AniList says about each field.
        fields: Vec<FieldError>,
    },
    /// The request does not fit AniList's schema: a mistake of this app.
    Query {
        /// AniList's sentence.
        message: String,
    },
    /// The request asks for more than AniList answers at once: a mistake of this app.
    TooComplex {
        /// AniList's sentence with the two figures.
        message: String,
    },
    /// Too many requests, said readably.
    RateLimited,
    /// AniList has switched its API off, or refuses this address.
    Outage {
        /// AniList's sentence, where it gave one.
        message: Option<String>,
    },
    /// The network in front of AniList wants to see a browser page, which a request cannot show.
    Challenge,
    /// AniList's server failed.
    Server {
        /// HTTP status, 500 and above.
        status: u16,
    },
    /// AniList refused for a reason of its own that fits none of the others.
    Refused {
        /// HTTP status, or the one the error names.
        status: u16,
        /// AniList's sentence.
        message: String,
    },
    /// Something came, but not an answer.
    Unreadable {
        /// HTTP status.
        status: u16,
        /// What is wrong with it.
        why: Unreadable,
    },
    /// Nothing came although the browser is online: the limit, an outage, the network, or something that blocks.
    /// Which of them cannot be known.
    NoAnswer,
    /// The browser has no network.
    Offline,
    /// Nothing came in time.
    TimedOut,
    /// The request was withdrawn, by leaving the page for example. Nobody needs to be told.
    Aborted,
}

/// What is wrong with an answer that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// No bytes at all.
    Empty,
    /// A page for people instead of data.
    Html,
    /// JSON that stops in the middle.
    Truncated,
    /// Something that is no JSON.
    NotJson,
    /// JSON that is no answer to a GraphQL request.
    NotAnAnswer,
    /// An answer without what was asked for, and without an error that says why.
    NoData,
}

/// What AniList says about one field of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The argument's name, as in the schema.
    pub field: String,
    /// AniList's sentences, meant for people.
    pub messages: Vec<String>,
}

/// One entry of an answer's `errors`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GraphQlError {
    /// AniList's sentence, tidied; empty when there was none.
    pub message: String,
    /// The status AniList gives it; mostly that of the answer.
    pub status: Option<u16>,
    /// The places in the query it is about.
    pub locations: Vec<Location>,
    /// Complaints by field, for an edit.
    pub validation: Vec<FieldError>,
}

/// A place in a query, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl GraphQlError {
    /// What this error means in an answer with this HTTP status.
    pub fn classify(&self, http_status: u16) -> ApiError {
        let status = self.status.unwrap_or(http_status);
        let message = self.message.clone();
        let lower = message.to_ascii_lowercase();
        match status {
            // The status alone would call this a mistake in the query.
            400 | 401 if lower.trim_end_matches('.') == "invalid token" => ApiError::InvalidToken,
            429 => ApiError::RateLimited,
            _ if !self.validation.is_empty() => ApiError::Validation {
                fields: self.validation.clone(),
            },
            401 => ApiError::Unauthorized { message },
            // The status of this refusal was never recorded, and "Unauthorized." has been seen without one.
            _ if lower.starts_with("unauthorized") || lower.contains("not authorized") => {
                ApiError::Unauthorized { message }
            }
            403 => ApiError::Outage {
                message: Some(message).filter(|message| !message.is_empty()),
            },
            404 => ApiError::NotFound,
            _ if lower.starts_with("max query complexity") => ApiError::TooComplex { message },
            400 => ApiError::Query { message },
            500.. => ApiError::Server { status },
            _ => ApiError::Refused { status, message },
        }
    }
}

impl ApiError {
    /// Whether this may mean that the token is dead. Not proof: a 401 is also a forbidden action. Before a session
    /// ends, [`super::operation::ViewerIdQuery`] is asked once with the same token; only when that too is answered
    /// with a suspicious error is the token dead.
    pub fn is_suspicious(&self) -> bool {
        matches!(self, Self::InvalidToken | Self::Unauthorized { .. })
    }

    /// The kind in one word, for reports.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::InvalidToken => "InvalidToken",
            Self::Unauthorized { .. } => "Unauthorized",
            Self::NotFound => "NotFound",
            Self::Validation { .. } => "Validation",
            Self::Query { .. } => "Query",
            Self::TooComplex { .. } => "TooComplex",
            Self::RateLimited => "RateLimited",
            Self::Outage { .. } => "Outage",
            Self::Challenge => "Challenge",
            Self::Server { .. } => "Server",
            Self::Refused { .. } => "Refused",
            Self::Unreadable { .. } => "Unreadable",
            Self::NoAnswer => "NoAnswer",
            Self::Offline => "Offline",
            Self::TimedOut => "TimedOut",
            Self::Aborted => "Aborted",
        }
    }

    /// The HTTP status, for reports, where the kind does not already fix it.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Server { status } | Self::Refused { status, .. } | Self::Unreadable { status, .. } => {
                Some(*status)
            }
            _ => None,
        }
    }

    /// What an answer with this status means when its body says nothing: `None` when the status says nothing either.
    pub(crate) fn from_status(status: u16) -> Option<Self> {
        match status {
            401 => Some(Self::Unauthorized {
                message: String::new(),
            }),
            403 => Some(Self::Outage { message: None }),
            429 => Some(Self::RateLimited),
            500.. => Some(Self::Server { status }),
            _ => None,
        }
    }
}
