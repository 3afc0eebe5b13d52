//! Messages about the app as a whole.

use leptos::prelude::*;

use crate::auth::account::expiry_of;
use crate::auth::expiry::Warning;
use crate::data::outbox::{NO_DATABASE, Place};
use crate::data::session::StorageBackend;
use crate::data::state::{App, Notice, Toast};
use crate::error::StorageError;
use crate::ui::components::button::Button;
use crate::ui::components::login_button::LoginButton;
use crate::ui::live::live;
use crate::web::clock;
use crate::web::reactive::{effect, spawn};
use crate::web::storage::{self, Area};

/// How long a toast stays, in milliseconds.
const TOAST_MS: u32 = 6_000;

/// Everything that is to be said above the page.
#[component]
pub fn Notices() -> impl IntoView {
    let app = App::here();
    view! {
        <div class="notices" role="status">
            {live(move || ended(app))}
            <EndOfLogin/>
            {live(move || unkept(app.session.keeping()))}
            {live(move || unkept_edits(app))}
            {live(move || app.notices.get().into_iter().map(|notice| view! { <NoticeLine notice/> }).collect_view())}
        </div>
    }
}

/// Warns of the login's end. Once dismissed it stays away, in this tab, until the next step of urgency.
#[component]
fn EndOfLogin() -> impl IntoView {
    let app = App::here();
    let key = StoredValue::new(app.config.keys().dismissed_warning());
    let kept = storage::get(Area::Session, &key.get_value());
    let dismissed = RwSignal::new(kept.and_then(|name| Warning::from_name(&name)));
    // Another login has an end of its own.
    effect(move |first| {
        app.session.track_identity();
        if !first {
            storage::remove(Area::Session, &key.get_value());
            dismissed.set(None);
        }
    });
    // A memo: the clock ticks on, but the sentence changes once a day at most.
    let shown = Memo::new(move |_| {
        let expiry = expiry_of(&app.session.active()?, app.now.get())?;
        let warning = expiry
            .warning()
            .filter(|warning| Some(*warning) > dismissed.get())?;
        Some((warning, expiry.notice()?))
    });
    let dismiss = move |warning: Warning| {
        // Where it cannot be kept it holds until the page is left.
        let _ = storage::set(Area::Session, &key.get_value(), warning.name());
        dismissed.set(Some(warning));
    };
    live(move || {
        shown.get().map(|(warning, text)| {
            view! {
                <div class="notice">
                    <p>{text}</p>
                    <div class="actions">
                        <LoginButton/>
                        <Button label="Dismiss" act=move |()| dismiss(warning)/>
                    </div>
                </div>
            }
        })
    })
}

fn ended(app: App) -> Option<impl IntoView> {
    let account = app.session.active().filter(|account| account.token().is_none())?;
    Some(view! {
        <div class="notice">
            <p>
                "AniList no longer accepts the login of " <bdi>{account.name}</bdi>
                ": it was revoked, or it expired. Log in again to go on."
            </p>
            <LoginButton/>
        </div>
    })
}

fn unkept(keeping: StorageBackend) -> Option<impl IntoView> {
    let text = match keeping {
        StorageBackend::Stored => return None,
        StorageBackend::Memory(StorageError::Full) => {
            "The browser's storage is full, so a login or a switch made now lasts only until this tab is closed or reloaded. Remove data of this site or of others on the same host, then do it again.".to_owned()
        }
        StorageBackend::Memory(StorageError::Blocked) => {
            "This browser keeps nothing for this site. A login lasts until this tab closes, and only a pasted token can start one.".to_owned()
        }
        StorageBackend::Foreign(reason) => {
            format!("{reason} What is stored stays as it is; a login made now lasts until this tab closes.")
        }
    };
    Some(view! { <div class="notice"><p>{text}</p></div> })
}

/// Said before the first edit, to whoever could make one.
fn unkept_edits(app: App) -> Option<impl IntoView> {
    let is_memory = matches!(app.edits.place(), Place::Memory(_));
    (is_memory && app.session.is_signed_in())
        .then(|| view! { <div class="notice"><p>{NO_DATABASE}</p></div> })
}

#[component]
fn NoticeLine(notice: Notice) -> impl IntoView {
    let app = App::here();
    let text = notice.text.clone();
    let dismiss = move |()| {
        let text = text.clone();
        app.notices
            .update(|notices| notices.retain(|other| other.text != text));
    };
    view! {
        <div class="notice">
            <p>{notice.text}</p>
            <div class="actions">
                {notice.link.map(|(label, url)| view! {
                    <a class="button small" href=url target="_blank" rel="noopener noreferrer">{label}</a>
                })}
                <Button label="Dismiss" class="button small" act=dismiss/>
            </div>
        </div>
    }
}

fn toast_view(app: App, toast: Toast) -> impl IntoView {
    let undo = move |key| {
        app.toast.set(None);
        app.edits.undo(key);
    };
    view! {
        <div class="toast">
            <bdi>{toast.text}</bdi>
            {toast.undo.map(|key| view! { <Button label="Undo" class="button quiet" act=move |()| undo(key)/> })}
        </div>
    }
}

/// The short message of something that worked.
#[component]
pub fn Toasts() -> impl IntoView {
    let app = App::here();
    effect(move |_| {
        if let Some(shown) = app.toast.get() {
            spawn(async move {
                clock::sleep(TOAST_MS).await;
                // A newer one has its own timer.
                if app
                    .toast
                    .try_get_untracked()
                    .flatten()
                    .is_some_and(|now| now == shown)
                {
                    app.toast.try_set(None);
                }
            });
        }
    });
    view! {
        <div class="toasts" role="status">
            {live(move || app.toast.get().map(|toast| toast_view(app, toast)))}
        </div>
    }
}
