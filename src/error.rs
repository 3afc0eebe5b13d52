//! What a person is told about a failure: the only source of such words.
//!
//! Each failure has a title, a cause and a next step, all plain text. Sentences of AniList's own are quoted, tidied and
//! cut; nothing of a request's variables and no token ever enters a message or a report.

use std::fmt;

use crate::api::error::{ApiError, FieldError, Unreadable};
use crate::model::text::tidy;

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
    /// A request that the person wrote did not bring what it was made for.
    Own(ApiError),
    /// The browser did not keep or give back what it was asked to.
    Storage(StorageError),
    /// The console cannot be shown.
    Console(ConsoleError),
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
            Self::Api { error, .. } | Self::Own(error) => api_title(error),
            Self::Console(ConsoleError::NotBuilt) => "This copy of the app has no console",
            Self::Console(ConsoleError::NotLoaded) => "The console could not be loaded",
            Self::Storage(StorageError::Blocked) => "This browser keeps nothing for this page",
            Self::Storage(StorageError::Full) => "The browser's storage is full",
        }
    }

    /// Why it happened, in one or two sentences.
    pub fn cause(&self) -> String {
        match self {
            Self::Api { error, .. } | Self::Own(error) => return api_cause(error),
            Self::Console(ConsoleError::NotBuilt) => {
                "Its npm packages were not installed when the app was built, so it was left out."
            }
            Self::Console(ConsoleError::NotLoaded) => {
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
            Self::Api { error, .. } | Self::Own(error) => api_next_step(error),
            Self::Console(ConsoleError::NotBuilt) => "Run `.ci/setup build`, then build the app again.",
            Self::Console(ConsoleError::NotLoaded) => {
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
            Self::Storage(_) => true,
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
            }
        )
    }

    /// Whether nobody needs to be told: the person left the page before the answer came.
    pub fn is_silent(&self) -> bool {
        matches!(
            self,
            Self::Api {
                error: ApiError::Aborted,
                ..
            }
        )
    }

    /// AniList's complaints about single fields, to be shown beside them.
    pub fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::Api {
                error: ApiError::Validation { fields },
                ..
            } => fields,
            _ => &[],
        }
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
            // Its words may repeat what the person wrote.
            Self::Own(error) => lines.push(format!("Kind: {}", error.kind())),
            Self::Api { operation, error } => {
                lines.push(format!("Operation: {operation}"));
                lines.push(format!("Kind: {}", error.kind()));
                lines.extend(error.status().map(|status| format!("Status: {status}")));
                lines.extend(detail(error).map(|detail| format!("Detail: {}", without_secrets(&detail))));
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

fn api_title(error: &ApiError) -> &'static str {
    match error {
        ApiError::InvalidToken => "AniList no longer accepts your login",
        ApiError::Unauthorized { .. } => "AniList did not allow this",
        ApiError::NotFound => "Not found on AniList",
        ApiError::Validation { .. } => "AniList did not accept the values",
        ApiError::Query { .. } | ApiError::TooComplex { .. } => "A mistake in this app",
        ApiError::RateLimited => "Too many requests",
        ApiError::Outage { .. } => "AniList's API is switched off",
        ApiError::Challenge => "AniList's network wants to check your browser",
        ApiError::Server { .. } => "AniList had an error",
        ApiError::Refused { .. } => "AniList refused this",
        ApiError::Unreadable { .. } => "AniList's answer could not be read",
        ApiError::NoAnswer => "AniList did not answer",
        ApiError::Offline => "You are offline",
        ApiError::TimedOut => "AniList took too long",
        ApiError::Aborted => "Request withdrawn",
    }
}

fn api_cause(error: &ApiError) -> String {
    let (ours, message) = match error {
        ApiError::InvalidToken => (
            "The token has expired, was revoked in AniList's settings, or is damaged.",
            "",
        ),
        ApiError::Unauthorized { message } => (
            "It needs a login, or the account you are using may not do it.",
            message.as_str(),
        ),
        ApiError::NotFound => ("It does not exist, was removed, or is private.", ""),
        ApiError::Validation { fields } => return complaints(fields),
        ApiError::Query { message } => ("AniList did not understand the request.", message.as_str()),
        ApiError::TooComplex { message } => (
            "The request asks for more than AniList answers at once.",
            message.as_str(),
        ),
        ApiError::RateLimited => (
            "AniList allows about 30 requests a minute from one address, over all tabs and apps together.",
            "",
        ),
        ApiError::Outage { message } => (
            "AniList refuses requests at the moment. It does so in an outage, and to addresses it has blocked.",
            message.as_deref().unwrap_or_default(),
        ),
        ApiError::Challenge => (
            "It asks for a check that only a page of AniList itself can show.",
            "",
        ),
        ApiError::Server { status } => return format!("Its server failed with status {status}."),
        ApiError::Refused { status, message } => {
            return quoting(&format!("It answered with status {status}."), message);
        }
        ApiError::Unreadable { why, .. } => (unreadable_cause(*why), ""),
        ApiError::NoAnswer => (
            "This may be its limit of requests a minute, an outage, your network, or something in this browser that \
             blocks requests. The browser does not say which.",
            "",
        ),
        ApiError::Offline => ("This browser has no network connection.", ""),
        ApiError::TimedOut => (
            "No answer came in time. AniList or the network is slow at the moment.",
            "",
        ),
        ApiError::Aborted => ("The page was left before the answer came.", ""),
    };
    quoting(ours, message)
}

fn unreadable_cause(why: Unreadable) -> &'static str {
    match why {
        Unreadable::Empty => "The answer was empty.",
        Unreadable::Html => "A web page came instead of data; AniList or something on the way sent it.",
        Unreadable::Truncated => "The answer broke off in the middle.",
        Unreadable::NotJson => "The answer is not in the form AniList's API uses.",
        Unreadable::NotAnAnswer => "The answer is not one to this kind of request.",
        Unreadable::NoData => "What was asked for is missing from the answer, and no reason is given.",
    }
}

fn api_next_step(error: &ApiError) -> &'static str {
    match error {
        ApiError::InvalidToken => "Log in with AniList again; you come back to this page.",
        ApiError::Unauthorized { .. } => "Log in, or switch to the account this belongs to.",
        ApiError::NotFound => "Check the address, or go back.",
        ApiError::Validation { .. } => "Correct them, then save again.",
        ApiError::Query { .. } | ApiError::TooComplex { .. } => {
            "Trying again will not help. Please copy the report and send it to the makers of this app."
        }
        ApiError::RateLimited | ApiError::NoAnswer => "Wait a minute, then try again.",
        ApiError::Outage { .. } => "Your login stays. Try again in some minutes.",
        ApiError::Challenge => "Open anilist.co in another tab, pass the check there, then try again.",
        ApiError::Server { .. } | ApiError::Refused { .. } | ApiError::Unreadable { .. } => {
            "Try again in a moment."
        }
        ApiError::Offline => "Check your connection, then try again.",
        ApiError::TimedOut => "Try again.",
        ApiError::Aborted => "Try again if you still need it.",
    }
}

/// AniList's sentence in quotes behind ours, or ours alone.
fn quoting(ours: &str, message: &str) -> String {
    if message.is_empty() {
        ours.to_owned()
    } else {
        format!("{ours} AniList says: “{message}”")
    }
}

fn complaints(fields: &[FieldError]) -> String {
    let complaints: Vec<String> = fields
        .iter()
        .map(|field| format!("{}: {}", field.field, field.messages.join(" ")))
        .collect();
    tidy(&complaints.join("; "), 600)
}

/// What AniList said, for a report. Not its words about an edit: they may repeat what the person wrote.
fn detail(error: &ApiError) -> Option<String> {
    match error {
        ApiError::Query { message }
        | ApiError::TooComplex { message }
        | ApiError::Unauthorized { message }
        | ApiError::Refused { message, .. } => Some(message.clone()),
        ApiError::Outage { message } => message.clone(),
        ApiError::Validation { fields } => Some(
            fields
                .iter()
                .map(|field| field.field.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ApiError::Unreadable { why, .. } => Some(format!("{why:?}")),
        _ => None,
    }
    .filter(|detail| !detail.is_empty())
}

/// `text` without values and without tokens: AniList's complaint about a variable repeats the value, and long runs of
/// token characters never leave in a report.
fn without_secrets(text: &str) -> String {
    let is_token_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | '+' | '/');
    let text = text
        .split_once(" got invalid value")
        .map_or(text, |(before, _)| before);
    text.split_inclusive(|c| !is_token_char(c))
        .map(|part| {
            let run = part.trim_end_matches(|c| !is_token_char(c));
            if run.len() < 40 {
                part.to_owned()
            } else {
                part.replacen(run, "***", 1)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<ApiError> {
        let message = || "AniList’s own sentence.".to_owned();
        let fields = vec![FieldError {
            field: "score".to_owned(),
            messages: vec!["Too high.".to_owned()],
        }];
        let mut all = vec![
            ApiError::InvalidToken,
            ApiError::Unauthorized { message: message() },
            ApiError::NotFound,
            ApiError::Validation { fields },
            ApiError::Query { message: message() },
            ApiError::TooComplex { message: message() },
            ApiError::RateLimited,
            ApiError::Outage {
                message: Some(message()),
            },
            ApiError::Outage { message: None },
            ApiError::Challenge,
            ApiError::Server { status: 502 },
            ApiError::Refused {
                status: 418,
                message: message(),
            },
            ApiError::NoAnswer,
            ApiError::Offline,
            ApiError::TimedOut,
            ApiError::Aborted,
        ];
        use Unreadable::{Empty, Html, NoData, NotAnAnswer, NotJson, Truncated};
        for why in [Empty, Html, Truncated, NotJson, NotAnAnswer, NoData] {
            all.push(ApiError::Unreadable { status: 200, why });
        }
        all
    }

    #[test]
    fn every_failure_says_what_why_and_what_next() {
        for error in all() {
            let told = AppError::api("Viewer", error.clone());
            assert!(
                !told.title().is_empty() && !told.title().ends_with('.'),
                "{error:?}"
            );
            assert!(told.cause().ends_with(['.', '”']), "{error:?}: {}", told.cause());
            assert!(told.next_step().ends_with('.'), "{error:?}");
            assert!(told.report("1").contains(error.kind()), "{error:?}");
            let text = told.to_string();
            assert!(!text.contains("CORS") && !text.contains("undefined"), "{text}");
            assert_eq!(
                text.contains("You are offline"),
                error == ApiError::Offline,
                "{text}"
            );
        }
    }

    #[test]
    fn a_request_of_ones_own_is_never_called_a_mistake_of_the_app() {
        for error in all() {
            let told = AppError::Own(error.clone());
            let text = told.to_string();
            assert!(!text.contains("this app"), "{text}");
            assert!(told.cause().ends_with(['.', '”']) && told.next_step().ends_with('.'));
            let report = told.report("1");
            assert_eq!(report, format!("Tsuzuki 1\nKind: {}\n", error.kind()));
        }
    }

    #[test]
    fn a_missing_console_says_what_to_do() {
        let (built, loaded) = (ConsoleError::NotBuilt, ConsoleError::NotLoaded);
        assert!(AppError::from(built).next_step().contains(".ci/setup build"));
        assert!(!AppError::from(built).can_retry());
        assert!(AppError::from(loaded).can_retry());
        assert_ne!(AppError::from(built).title(), AppError::from(loaded).title());
    }

    #[test]
    fn causes_are_told_apart() {
        let mut texts: Vec<_> = all()
            .into_iter()
            .map(|error| AppError::api("X", error).to_string())
            .collect();
        let count = texts.len();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }

    #[test]
    fn what_helps_is_offered() {
        let told = |error| AppError::api("Viewer", error);
        assert!(told(ApiError::InvalidToken).needs_sign_in());
        assert!(!told(ApiError::InvalidToken).can_retry());
        assert!(!told(ApiError::Outage { message: None }).needs_sign_in());
        for error in [
            ApiError::NoAnswer,
            ApiError::RateLimited,
            ApiError::TimedOut,
            ApiError::Server { status: 500 },
        ] {
            assert!(told(error).can_retry());
        }
        assert!(
            !told(ApiError::Query {
                message: String::new()
            })
            .can_retry()
        );
        assert!(told(ApiError::Aborted).is_silent());
    }

    #[test]
    fn anilists_sentence_is_quoted_and_reported() {
        let error = AppError::api(
            "Viewer",
            ApiError::Outage {
                message: Some("Closed for repairs.".to_owned()),
            },
        );
        assert!(error.cause().contains("“Closed for repairs.”"));
        assert!(
            error
                .report("1")
                .ends_with("Kind: Outage\nDetail: Closed for repairs.\n")
        );
    }

    #[test]
    fn a_report_holds_neither_a_token_nor_what_was_written() {
        let token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIxMDAxIn0.c2lnbmF0dXJl";
        let query = ApiError::Query {
            message: format!("Syntax Error near {token} here"),
        };
        let report = AppError::api("Viewer", query).report("1");
        assert!(
            !report.contains(token) && report.contains("near *** here"),
            "{report}"
        );
        let fields = vec![FieldError {
            field: "notes".to_owned(),
            messages: vec!["my secret".to_owned()],
        }];
        let report = AppError::api("Save", ApiError::Validation { fields }).report("1");
        assert!(report.contains("notes") && !report.contains("secret"), "{report}");
    }
}
