//! The other accounts of this browser.

use leptos::prelude::*;

use crate::auth::account;
use crate::auth::session::Account;
use crate::data::login;
use crate::data::state::App;
use crate::route::Route;
use crate::text::isolated;
use crate::ui::components::account::AccountLine;
use crate::ui::components::button::Button;
use crate::ui::components::confirm::{Confirm, Question};
use crate::ui::live::live;

/// Switch to, remove, or add an account.
#[component]
pub fn Accounts() -> impl IntoView {
    let app = App::here();
    let others = move || app.session.accounts().others().cloned().collect::<Vec<_>>();
    view! {
        <section class="panel">
            <h2>"Other accounts"</h2>
            {live(move || others().is_empty().then(|| view! {
                <p class="muted">"No other account is kept in this browser. Several can be; one is in use at a time."</p>
            }))}
            <ul>
                {live(move || others().into_iter().map(|account| view! { <AccountRow account/> }).collect_view())}
            </ul>
            <p class="meta">
                "AniList's login page uses whoever is logged in there. To add another account, log out at AniList first."
            </p>
            <div class="actions">
                {live(move || app.client_id.get().is_some().then(|| view! {
                    <Button label="Add an account" act=move |()| login::start(app)/>
                }))}
                <a class="button" href=app.navigation.path(&Route::PasteToken)>"Use a token instead"</a>
            </div>
        </section>
    }
}

#[component]
fn AccountRow(account: Account) -> impl IntoView {
    let app = App::here();
    let Account { id, name, avatar, .. } = account.clone();
    let detail = Signal::derive(move || account::life_of(&account, app.now.get()));
    let (switch_label, remove_label) = (
        format!("Switch to {}", isolated(&name)),
        format!("Remove {}", isolated(&name)),
    );
    let switch = move |()| {
        app.session.change(|accounts| {
            accounts.switch_to(id);
        })
    };
    let remove = move |()| login::remove(app, id);
    view! {
        <li class="account-row">
            <span class="account"><AccountLine name avatar detail/></span>
            <div class="actions">
                <Button label=switch_label class="button small" act=switch/>
                <Confirm
                    id=format!("remove-{id}")
                    label=remove_label
                    question=Question::after(move || async move {
                        let rest = "Erase this account and its token from this browser?";
                        login::leaving_question(app, Some(id), rest).await.or(Some(rest.to_owned()))
                    })
                    yes="Erase it"
                    act=remove
                />
            </div>
        </li>
    }
}
