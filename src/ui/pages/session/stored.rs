//! What is kept in this browser, read from where it is kept.

use leptos::prelude::*;

use crate::config::StorageKeys;
use crate::model::format;
use crate::ui::components::confirm::{Confirm, Question};
use crate::ui::live::{live, spawn};
use crate::ui::login;
use crate::ui::state::App;
use crate::web::storage::{self, Area};

/// What each of [`StorageKeys::all`] holds, and until when.
const MEANINGS: [(&str, &str); 15] = [
    (
        "When edits last changed, so that other tabs follow",
        "you erase it",
    ),
    (
        "Your edits: those that AniList does not have yet, the last 1,000 that it has, runs over many, lists as they were before those",
        "you log out",
    ),
    ("What you prefer", "you erase it"),
    ("Views of lists that you saved", "you delete them, or erase it"),
    (
        "Your accounts: token, user id, name, address of the picture",
        "you log out",
    ),
    ("The client ID you entered", "you erase it"),
    ("That AniList returns the check value of a login", "you erase it"),
    (
        "The request last edited in the console",
        "an account is logged out, or you erase it",
    ),
    (
        "The last 50 requests sent from the console",
        "you delete them there, an account is logged out, or you erase it",
    ),
    ("AniList's schema, for the console", "you erase it"),
    (
        "When requests were sent in the last minute, and how AniList answered",
        "you erase it",
    ),
    (
        "A login that left for AniList: its check value, when, and the page to return to",
        "AniList answers, or this tab closes",
    ),
    (
        "AniList's answer, between two loads of this page",
        "the second load begins",
    ),
    (
        "When this page last looked for the files of a newer deploy",
        "this tab closes",
    ),
    (
        "Which warning of a login's end you dismissed",
        "another login is used, or this tab closes",
    ),
];

/// The table, and the button that empties it.
#[component]
pub fn Stored() -> impl IntoView {
    let app = App::here();
    let version = RwSignal::new(0u32);
    let databases = RwSignal::new(Vec::<String>::new());
    let erase = move |()| {
        login::erase_everything(app);
        databases.set(Vec::new());
        version.update(|version| *version = version.wrapping_add(1));
    };
    // The browser tells only after a while.
    spawn(async move {
        databases.try_set(storage::databases().await);
    });
    view! {
        <section class="panel wide">
            <h2>"What is stored in this browser"</h2>
            <p class="muted">
                "All of it, and nothing elsewhere. The browser's own history keeps one entry of the address that AniList sent the token to; clear the history to remove that too."
            </p>
            {live(move || {
                version.track();
                // The table follows the accounts, which other tabs change too.
                app.session.accounts();
                view! { <Table keys=app.config.keys() databases=databases.get()/> }
            })}
            <div>
                <Confirm
                    id="erase"
                    label="Erase everything"
                    question=Question::when(move || {
                        let rest = "Log out and erase all of this?";
                        login::unsent_question(app, None, rest).or(Some(rest.to_owned()))
                    })
                    yes="Erase it all"
                    act=erase
                />
            </div>
        </section>
    }
}

#[component]
fn Table(keys: StorageKeys, databases: Vec<String>) -> impl IntoView {
    let app = App::here();
    let rows = keys.all().into_iter().zip(MEANINGS);
    view! {
        <table class="table">
            <thead><tr><th scope="col">"What"</th><th scope="col">"Where"</th><th scope="col">"Now"</th><th scope="col">"Until"</th></tr></thead>
            <tbody>
                {rows.map(|((area, key), meaning)| row(area, key, meaning, &databases)).collect_view()}
                <tr>
                    <th scope="row">"AniList’s answers, to show them at once the next time"</th>
                    <td>"database" <br/> <code class="meta">{keys.answers()}</code></td>
                    <td>{live(move || match app.kept.amount() {
                        (0, _) => "nothing".to_owned(),
                        (_, size) => format::bytes(size as u64),
                    })}</td>
                    <td class="muted">"until you log out, or newer ones need the room"</td>
                </tr>
            </tbody>
        </table>
    }
}

fn row(
    area: Area,
    key: String,
    (what, until): (&'static str, &'static str),
    databases: &[String],
) -> impl IntoView {
    let now = match storage::get(area, &key) {
        Some(text) if area != Area::Database => format!("{} bytes", text.len()),
        _ if area == Area::Database && databases.contains(&key) => "a database".to_owned(),
        _ => "nothing".to_owned(),
    };
    let place = match area {
        Area::Local => "local storage",
        Area::Session => "session storage of this tab",
        Area::Database => "IndexedDB",
    };
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td>{place} <br/> <code class="meta">{key}</code></td>
            <td>{now}</td>
            <td class="muted">"until " {until}</td>
        </tr>
    }
}
