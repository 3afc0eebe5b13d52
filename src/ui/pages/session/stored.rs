//! What is kept in this browser, read from where it is kept.

use leptos::prelude::*;

use crate::ui::components::confirm::Confirm;
use crate::ui::login;
use crate::ui::state::App;
use crate::web::storage::{self, Area};

/// One thing that may be stored.
struct Item {
    area: Area,
    key: String,
    what: &'static str,
    until: &'static str,
}

fn items(app: App) -> [Item; 4] {
    let keys = app.config.keys();
    [
        Item {
            area: Area::Local,
            key: keys.accounts(),
            what: "Your accounts: token, user id, name, address of the picture",
            until: "you log out",
        },
        Item {
            area: Area::Local,
            key: keys.client_id(),
            what: "The client ID you entered",
            until: "you erase it",
        },
        Item {
            area: Area::Local,
            key: keys.state_echo(),
            what: "That AniList returns the check value of a login",
            until: "you erase it",
        },
        Item {
            area: Area::Session,
            key: keys.pending_login(),
            what: "A login that left for AniList: its check value, when, and the page to return to",
            until: "AniList answers, or this tab closes",
        },
    ]
}

/// The table, and the button that empties it.
#[component]
pub fn Stored() -> impl IntoView {
    let app = App::here();
    let version = RwSignal::new(0u32);
    let erase = move |()| {
        login::erase_everything(app);
        version.update(|version| *version = version.wrapping_add(1));
    };
    view! {
        <section class="panel wide">
            <h2>"What is stored in this browser"</h2>
            <p class="muted">
                "All of it, and nothing elsewhere. The browser's own history keeps one entry of the address that AniList sent the token to; clear the history to remove that too."
            </p>
            {move || {
                version.track();
                // The table follows the accounts, which other tabs change too.
                app.session.accounts();
                view! { <Table rows=items(app)/> }
            }}
            <div>
                <Confirm
                    label="Erase everything"
                    question="Log out and erase all of this?"
                    yes="Erase it all"
                    act=erase
                />
            </div>
        </section>
    }
}

#[component]
fn Table(rows: [Item; 4]) -> impl IntoView {
    view! {
        <table class="table">
            <thead><tr><th scope="col">"What"</th><th scope="col">"Where"</th><th scope="col">"Now"</th><th scope="col">"Until"</th></tr></thead>
            <tbody>{rows.map(row).collect_view()}</tbody>
        </table>
    }
}

fn row(item: Item) -> impl IntoView {
    let size = storage::get(item.area, &item.key).map(|text| text.len());
    let place = match item.area {
        Area::Local => "local storage",
        Area::Session => "session storage of this tab",
    };
    view! {
        <tr>
            <th scope="row">{item.what}</th>
            <td>{place} <br/> <code class="meta">{item.key}</code></td>
            <td>{size.map_or_else(|| "nothing".to_owned(), |bytes| format!("{bytes} bytes"))}</td>
            <td class="muted">"until " {item.until}</td>
        </tr>
    }
}
