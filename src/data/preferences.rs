//! What the person prefers, for this browser.

use leptos::prelude::*;

use crate::config::Config;
use crate::domain::progress::Rules;
use crate::web::storage::{self, Area};

/// The preferences. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// Whether single keys do something: they get in the way of some who speak their input (WCAG 2.1.4).
    shortcuts: RwSignal<bool>,
    /// Whether status and dates follow progress.
    automatic: RwSignal<bool>,
    config: &'static Config,
}

/// Words of what is switched off, as they are stored.
const NO_SHORTCUTS: &str = "no-shortcuts";
const NOT_AUTOMATIC: &str = "not-automatic";

impl Preferences {
    /// Reads them. Called once.
    pub fn start(config: &'static Config) -> Self {
        let stored = storage::get(Area::Local, &config.keys().preferences()).unwrap_or_default();
        let has = |word| stored.split(' ').any(|stored| stored == word);
        Self {
            shortcuts: RwSignal::new(!has(NO_SHORTCUTS)),
            automatic: RwSignal::new(!has(NOT_AUTOMATIC)),
            config,
        }
    }

    /// Whether single keys do something.
    pub fn shortcuts(self) -> bool {
        self.shortcuts.get_untracked()
    }

    /// Which rules follow a change of progress.
    pub fn rules(self) -> Rules {
        Rules {
            automatic: self.automatic.get_untracked(),
        }
    }

    /// The two switches: name and state of each; tracked.
    pub fn switches(self) -> [(&'static str, RwSignal<bool>); 2] {
        [
            (
                "Single keys do something: j, k, +, −, x, f, / and ?",
                self.shortcuts,
            ),
            (
                "Status and dates follow progress, as on AniList’s site",
                self.automatic,
            ),
        ]
    }

    /// Keeps them as they are now.
    pub fn keep(self) {
        let mut words = Vec::new();
        if !self.shortcuts.get_untracked() {
            words.push(NO_SHORTCUTS);
        }
        if !self.automatic.get_untracked() {
            words.push(NOT_AUTOMATIC);
        }
        // Where it cannot be kept it holds until this page is left.
        let _ = storage::set(Area::Local, &self.config.keys().preferences(), &words.join(" "));
    }
}
