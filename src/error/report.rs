//! What of AniList's sentences may be shown, and what of them goes into a report.

use crate::api::error::ApiError;

/// What AniList said, for a report. Not its words about an edit: they may repeat what the person wrote.
pub(super) fn detail(error: &ApiError) -> Option<String> {
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
    .map(|detail| without_secrets(&detail))
    .filter(|detail| !detail.is_empty())
}

/// `text` without values and without tokens: AniList's complaint about a variable repeats the value, and no long run of
/// token characters reaches the page or a report.
pub(super) fn without_secrets(text: &str) -> String {
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
