//! What goes with an account that leaves this browser, and the question that says so.

use crate::text::format::count;

/// What this browser alone has of an account, or of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// Edits that AniList does not have yet.
    pub unsent: usize,
    /// Edits that it has, which could be undone from here.
    pub history: usize,
    /// Snapshots of its lists; nothing when that cannot be told.
    pub snapshots: Option<usize>,
    /// Whether requests were written in the console, which go with any account.
    pub console: bool,
}

impl Leaving {
    /// What would be lost, followed by the question `rest`; nothing when nothing would be.
    ///
    /// ```
    /// use tsuzuki::auth::leaving::Leaving;
    /// let leaving = Leaving { unsent: 0, history: 12, snapshots: Some(1), console: false };
    /// assert_eq!(
    ///     leaving.question("Log out?").as_deref(),
    ///     Some("12 edits of your history and 1 snapshot of your lists would be erased from this browser. Log out?")
    /// );
    /// let leaving = Leaving { console: true, ..leaving };
    /// assert_eq!(
    ///     leaving.question("Log out?").as_deref(),
    ///     Some(
    ///         "12 edits of your history, 1 snapshot of your lists and your requests in the console would be erased from this \
    ///          browser. Log out?"
    ///     )
    /// );
    /// let nothing = Leaving { unsent: 0, history: 0, snapshots: Some(0), console: false };
    /// assert_eq!(nothing.question("Log out?"), None);
    /// ```
    pub fn question(&self, rest: &str) -> Option<String> {
        let mut text = match self.unsent {
            0 => String::new(),
            1 => "1 edit was not sent to AniList yet, and would be lost. ".to_owned(),
            many => {
                let edits = count(many as u64, "edit was", "edits were");
                [&edits, " not sent to AniList yet, and would be lost. "].concat()
            }
        };
        let some = |amount: usize, one, many| (amount > 0).then(|| count(amount as u64, one, many));
        let history = some(self.history, "edit of your history", "edits of your history");
        let snapshots = match self.snapshots {
            None => Some("all snapshots of your lists".to_owned()),
            Some(amount) => some(amount, "snapshot of your lists", "snapshots of your lists"),
        };
        let console = self.console.then(|| "your requests in the console".to_owned());
        let mut kept: Vec<String> = history.into_iter().chain(snapshots).chain(console).collect();
        if let Some(last) = kept.pop() {
            let mut sentence = kept.join(", ");
            if !kept.is_empty() {
                sentence.push_str(" and ");
            }
            sentence.push_str(&last);
            if let Some(first) = sentence.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            text.push_str(&sentence);
            text.push_str(" would be erased from this browser. ");
        }
        (!text.is_empty()).then(|| text + rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_goes_is_named_with_its_number() {
        for unsent in [0, 1, 2, 1_340] {
            for history in [0, 1, 1_000] {
                for (snapshots, console) in
                    [None, Some(0), Some(1), Some(21)].map(|snapshots| (snapshots, history == 1))
                {
                    let leaving = Leaving {
                        unsent,
                        history,
                        snapshots,
                        console,
                    };
                    let Some(text) = leaving.question("Log out?") else {
                        assert_eq!((unsent, history, snapshots, console), (0, 0, Some(0), false));
                        continue;
                    };
                    assert!(text.ends_with(". Log out?"), "{text}");
                    let wants = [
                        (unsent == 1, "1 edit was not sent"),
                        (unsent == 1_340, "1,340 edits were not sent"),
                        (unsent > 0, "would be lost."),
                        (history == 1, "1 edit of your history"),
                        (history == 1_000, "1,000 edits of your history"),
                        (history > 0 || snapshots != Some(0), "erased from this browser."),
                        (snapshots == Some(21), "21 snapshots of your lists"),
                        (snapshots.is_none(), "all snapshots of your lists"),
                        (snapshots != Some(0), "snapshot"),
                        (history > 0, "history"),
                        (console, "your requests in the console"),
                    ];
                    for (wanted, words) in wants {
                        assert_eq!(text.to_lowercase().contains(words), wanted, "{words}: {text}");
                    }
                }
            }
        }
    }
}
