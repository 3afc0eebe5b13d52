//! The end of a token as a calendar file (iCalendar, RFC 5545), made without asking anybody.

use super::text::plain;
use crate::domain::civil::{Civil, LAST_MS};

/// What the calendar entry says. It never holds the token or its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiryEvent<'a> {
    /// Whose login ends.
    pub user_id: u64,
    /// The name of that user.
    pub user_name: &'a str,
    /// When it ends, in milliseconds since 1970.
    pub expires_at: u64,
    /// When the file is made, in milliseconds since 1970.
    pub now: u64,
    /// Address of this app, to log in again; no query and no fragment.
    pub app_url: &'a str,
}

/// The calendar file: one event at the moment the token ends, with alarms 30 and 7 days before. `text/calendar`, UTF-8.
///
/// The event's id depends on user and end only, so that importing the file twice gives one entry.
///
/// ```
/// use tsuzuki::auth::expiry_reminder::{ExpiryEvent, to_ics};
/// let event = ExpiryEvent { user_id: 5001, user_name: "kaede", expires_at: 1_760_625_382_000, now: 0, app_url: "https://tsuzuki.test/" };
/// assert!(to_ics(&event).contains("\r\nDTSTART:20251016T143622Z\r\n"));
/// ```
pub fn to_ics(event: &ExpiryEvent<'_>) -> String {
    let ends = stamp(event.expires_at);
    let name = escape(&plain(event.user_name, 100));
    let summary = format!("AniList login of {name} ends");
    let alarms = ["-P30D", "-P7D"].map(|before| {
        format!("BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:{summary} soon\nTRIGGER:{before}\nEND:VALARM")
    });
    let lines = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Tsuzuki for AniList//EN\nBEGIN:VEVENT\n\
         UID:tsuzuki-login-{user}-{ends}@anilist.co\nDTSTAMP:{made}\nDTSTART:{ends}\nSUMMARY:{summary}\n\
         DESCRIPTION:{description}\nURL:{url}\nTRANSP:TRANSPARENT\n{alarms}\nEND:VEVENT\nEND:VCALENDAR",
        user = event.user_id,
        made = stamp(event.now),
        description = escape("Log in again in Tsuzuki for AniList to continue for another year."),
        url = uri(event.app_url),
        alarms = alarms.join("\n"),
    );
    lines.lines().map(fold).collect()
}

/// A moment as DATE-TIME in UTC (RFC 5545 §3.3.5), which has room for four digits of a year.
fn stamp(ms: u64) -> String {
    let Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
    } = Civil::from_ms(ms.min(LAST_MS));
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// TEXT (RFC 5545 §3.3.11).
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// A URI has no line breaks and no query or fragment here, whatever was given.
fn uri(url: &str) -> String {
    url.split(['?', '#'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_graphic)
        .collect()
}

/// One content line: broken after at most 75 octets, never inside a character, each further line after a space
/// (RFC 5545 §3.1).
fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(c);
        octets += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
