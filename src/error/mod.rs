//! What a person is told about a failure: the only source of such words.
//!
//! Each failure has a title, a cause and a next step, all plain text. Sentences of AniList's own are quoted, tidied and
//! cut; nothing of a request's variables and no token ever enters a message or a report.

mod file;
mod report;
mod words;

pub use file::FileProblem;

use std::fmt;

use crate::api::error::ApiError;

/// A failure a person is told about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppError {
    /// A request did not bring what it was made for.
    Api {
        /// Name of the operation.
        operation: &'static str,
        /// Why.
        error: ApiError,
    },
    /// The browser did not keep or give back what it was asked to.
    Storage(StorageError),
    /// A request that the person wrote did not bring what it was made for.
    Own(ApiError),
    /// The console cannot be shown.
    Console(ConsoleError),
    /// A file that the person chose cannot be read.
    File(FileProblem),
    /// The part of the app that is not loaded at the start did not arrive, or is not the one that was built.
    PartNotLoaded,
}

/// Why the console cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleError {
    /// It was left out when the app was built.
    NotBuilt,
    /// Its file did not arrive, or is not the one that was built.
    NotLoaded,
}

/// What the browser's storage can do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageError {
    /// There is none, or the browser forbids it to this page.
    Blocked,
    /// It is full.
    Full,
}

impl AppError {
    /// The failure of a request.
    pub fn api(operation: &'static str, error: ApiError) -> Self {
        Self::Api { operation, error }
    }

    /// What happened, in a few words.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Own(ApiError::Query { .. } | ApiError::TooComplex { .. }) => {
                "AniList did not accept the request"
            }
            Self::Api { error, .. } | Self::Own(error) => words::title(error),
            Self::Console(ConsoleError::NotBuilt) => "This copy of the app has no console",
            Self::Console(ConsoleError::NotLoaded) => "The console could not be loaded",
            Self::File(_) => "This file cannot be read",
            Self::PartNotLoaded => "This part of the app could not be loaded",
            Self::Storage(StorageError::Blocked) => "This browser keeps nothing for this page",
            Self::Storage(StorageError::Full) => "The browser's storage is full",
        }
    }

    /// Why it happened, in one or two sentences.
    pub fn cause(&self) -> String {
        match self {
            Self::Api { error, .. } | Self::Own(error) => return words::cause(error),
            Self::File(problem) => return problem.cause.clone(),
            Self::Console(ConsoleError::NotBuilt) => {
                "Its npm packages were not installed when the app was built, so it was left out."
            }
            Self::Console(ConsoleError::NotLoaded) | Self::PartNotLoaded => {
                "Its file did not arrive, or is not the one that was published."
            }
            Self::Storage(StorageError::Blocked) => {
                "Storage is switched off or forbidden here, so a login lasts only until this tab is closed or reloaded."
            }
            Self::Storage(StorageError::Full) => {
                "There was no room for what had to be kept, so it lasts only until this tab is closed or reloaded."
            }
        }
        .to_owned()
    }

    /// What the person can do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Own(ApiError::Query { .. } | ApiError::Validation { .. } | ApiError::NotFound) => {
                "Correct the request, then run it again."
            }
            Self::Own(ApiError::TooComplex { .. }) => "Ask for fewer fields, then run it again.",
            Self::Api { error, .. } | Self::Own(error) => words::next_step(error),
            Self::File(problem) => problem.next_step,
            Self::Console(ConsoleError::NotBuilt) => "Run `.ci/setup build`, then build the app again.",
            Self::Console(ConsoleError::NotLoaded) | Self::PartNotLoaded => {
                "Check your connection, then try again. If that does not help, reload the page."
            }
            Self::Storage(StorageError::Blocked) => "Allow this site to store data, or go on without.",
            Self::Storage(StorageError::Full) => {
                "Remove data of this site or of others on the same host, then try again."
            }
        }
    }

    /// Whether doing the same once more, now or a little later, can succeed.
    pub fn can_retry(&self) -> bool {
        match self {
            Self::Storage(_) | Self::PartNotLoaded => true,
            Self::File(_) => false,
            Self::Console(error) => *error == ConsoleError::NotLoaded,
            Self::Api { error, .. } | Self::Own(error) => !matches!(
                error,
                ApiError::InvalidToken
                    | ApiError::Unauthorized { .. }
                    | ApiError::NotFound
                    | ApiError::Validation { .. }
                    | ApiError::Query { .. }
                    | ApiError::TooComplex { .. }
            ),
        }
    }

    /// Whether signing in again is the way on.
    pub fn needs_sign_in(&self) -> bool {
        matches!(
            self,
            Self::Api {
                error: ApiError::InvalidToken,
                ..
            } | Self::Own(ApiError::InvalidToken)
        )
    }

    /// Whether AniList has switched its API off, and is asked again only when the person wants to or after some time.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Api {
                error: ApiError::Outage { .. },
                ..
            } | Self::Own(ApiError::Outage { .. })
        )
    }

    /// A text to copy into a report: what was asked, what came. Holds no token and nothing the person wrote.
    ///
    /// ```
    /// use tsuzuki::{api::error::ApiError, error::AppError};
    /// let error = AppError::api("Viewer", ApiError::Server { status: 502 });
    /// assert_eq!(error.report("0.1.0"), "Tsuzuki 0.1.0\nOperation: Viewer\nKind: Server\nStatus: 502\n");
    /// ```
    pub fn report(&self, version: &str) -> String {
        let mut lines = vec![format!("Tsuzuki {version}")];
        match self {
            Self::Storage(error) => lines.push(format!("Kind: Storage{error:?}")),
            Self::Console(error) => lines.push(format!("Kind: Console{error:?}")),
            Self::PartNotLoaded => lines.push("Kind: PartNotLoaded".to_owned()),
            Self::File(problem) => {
                lines.push("Kind: File".to_owned());
                lines.push(["Detail: ", &problem.cause].concat());
            }
            // Its words may repeat what the person wrote.
            Self::Own(error) => lines.push(format!("Kind: {}", error.kind())),
            Self::Api { operation, error } => {
                lines.push(format!("Operation: {operation}"));
                lines.push(format!("Kind: {}", error.kind()));
                lines.extend(error.status().map(|status| format!("Status: {status}")));
                lines.extend(report::detail(error).map(|detail| format!("Detail: {detail}")));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {} {}", self.title(), self.cause(), self.next_step())
    }
}

impl std::error::Error for AppError {}

impl From<ConsoleError> for AppError {
    fn from(error: ConsoleError) -> Self {
        Self::Console(error)
    }
}

impl From<StorageError> for AppError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

#[cfg(test)]
mod tests;
