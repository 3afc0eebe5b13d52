//! In which scale each account scores, as far as this browser knows without asking.

use leptos::prelude::*;

use crate::api::cache::Key;
use crate::api::envelope;
use crate::api::operation::{NoVariables, ViewerQuery, part};
use crate::data::state::App;
use crate::domain::ScoreFormat;
use crate::web::reactive::spawn;

/// The scales. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Scales {
    known: StoredValue<Vec<(u64, ScoreFormat)>, LocalStorage>,
    changes: RwSignal<u32>,
}

impl Scales {
    /// None yet. Called once.
    pub fn start() -> Self {
        Self {
            known: StoredValue::new_local(Vec::new()),
            changes: RwSignal::new(0),
        }
    }

    /// Runs whatever calls this again when one more is known.
    pub fn track(self) {
        self.changes.track();
    }

    /// The scale of an account; that of 100 while it is not known.
    pub fn of(self, account: u64) -> ScoreFormat {
        let shelves = App::here().lists.of_account(account);
        let shown = shelves
            .iter()
            .find_map(|shelf| Some(shelf.owner.borrow().as_ref()?.lists.score_format));
        let learnt = || {
            self.known.with_value(|known| {
                known
                    .iter()
                    .find(|(id, _)| *id == account)
                    .map(|(_, scale)| *scale)
            })
        };
        shown.or_else(learnt).unwrap_or(ScoreFormat::Point100)
    }

    /// Looks into the kept answers for the scales of all accounts.
    pub fn learn(self, app: App) {
        for account in app.session.accounts_now().iter() {
            let id = account.id;
            spawn(async move {
                let scale = kept(app, id).await;
                if let Some(scale) = scale {
                    self.known.update_value(|known| known.push((id, scale)));
                    self.changes
                        .try_update(|changes| *changes = changes.wrapping_add(1));
                }
            });
        }
    }
}

async fn kept(app: App, account: u64) -> Option<ScoreFormat> {
    let part = part::<ViewerQuery>(&NoVariables {}).ok()?;
    let key = Key::new(Some(account), part.name, part.document, &part.variables);
    let kept = app.cache.get(&key).await?;
    let answer = kept.answer();
    let viewer = envelope::read::<ViewerQuery>(&answer).ok()?;
    Some(viewer.data.lists.score_format)
}
