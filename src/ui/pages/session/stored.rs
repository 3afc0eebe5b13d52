//! What is kept in this browser, read from where it is kept.

use leptos::prelude::*;

use crate::config::Stored;
use crate::data::login;
use crate::data::state::App;
use crate::text::format;
use crate::ui::components::confirm::{Confirm, Question};
use crate::ui::live::live;
use crate::web::reactive::spawn;
use crate::web::storage::{self, Area};

/// The table, and the button that empties it.
#[component]
pub fn StoredHere() -> impl IntoView {
    let app = App::here();
    let version = RwSignal::new(0u32);
    // Nothing while, or where, the browser does not tell.
    let databases = RwSignal::new(None::<Vec<String>>);
    let erase = move |()| {
        login::erase_everything(app);
        databases.set(Some(Vec::new()));
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
                databases.with(|databases| table(app, databases.as_deref()))
            })}
            <div>
                <Confirm
                    id="erase"
                    label="Erase everything"
                    question=Question::after(move || async move {
                        let rest = "Log out and erase all of this?";
                        login::leaving_question(app, None, rest).await.or(Some(rest.to_owned()))
                    })
                    yes="Erase it all"
                    act=erase
                />
            </div>
        </section>
    }
}

fn table(app: App, databases: Option<&[String]>) -> AnyView {
    let rows: Vec<_> = app
        .config
        .keys()
        .all()
        .into_iter()
        .map(|stored| row(app, stored, databases))
        .collect();
    view! {
        <table class="table">
            <thead><tr><th scope="col">"What"</th><th scope="col">"Where"</th><th scope="col">"Now"</th><th scope="col">"Until"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(app: App, stored: Stored, databases: Option<&[String]>) -> AnyView {
    let Stored {
        area,
        key,
        what,
        until,
    } = stored;
    let now = if key == app.config.keys().answers() {
        // Their size is known without reading them.
        live(move || size(app.cache.amount().1))
    } else {
        let now = match storage::get(area, &key) {
            Some(text) => size(text.len()),
            None if area == Area::Database => match databases {
                Some(databases) if databases.contains(&key) => "a database".to_owned(),
                Some(_) => size(0),
                None => "not known".to_owned(),
            },
            None => size(0),
        };
        now.into_any()
    };
    view! {
        <tr>
            <th scope="row">{with_code(what)}</th>
            <td>{area.label()} <br/> <code class="meta">{key}</code></td>
            <td>{now}</td>
            <td class="muted">"until " {until}</td>
        </tr>
    }
    .into_any()
}

fn size(bytes: usize) -> String {
    match bytes {
        0 => "nothing".to_owned(),
        bytes => format::bytes(bytes as u64),
    }
}

/// Text with names of code between backticks.
fn with_code(text: &'static str) -> AnyView {
    let parts: Vec<_> = text
        .split('`')
        .enumerate()
        .map(|(place, part)| match place % 2 {
            0 => part.into_any(),
            _ => view! { <code>{part}</code> }.into_any(),
        })
        .collect();
    parts.into_any()
}
