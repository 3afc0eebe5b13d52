//! Views of a list that a person saved: an address with a name.

use leptos::prelude::*;

use crate::model::list_query::ListQuery;
use crate::model::saved_views::SavedViews as Saved;
use crate::ui::components::button::Button;
use crate::ui::live::{handler, live};
use crate::web::storage::{self, Area};

use super::Look;

#[component]
pub(super) fn SavedViews(look: Look) -> impl IntoView {
    let key = StoredValue::new(look.app.config.keys().views());
    let stored = storage::get(Area::Local, &key.get_value()).unwrap_or_default();
    let saved = RwSignal::new(Saved::parse(&stored));
    let naming = RwSignal::new(false);
    let keep = move || {
        let text = saved.with_untracked(Saved::to_text);
        if storage::set(Area::Local, &key.get_value(), &text).is_err() {
            look.app.say("The browser did not keep the view.");
        }
    };
    let save = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let address = look.query.with_untracked(|query| query.address(look.kind));
        naming.set(false);
        if !name.trim().is_empty() {
            saved.update(|saved| saved.put(look.kind, name.trim(), &address));
            keep();
        }
    };
    let open = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let address = saved.with_untracked(|saved| saved.get(look.kind, &name).map(str::to_owned));
        if let Some(address) = address {
            let query = ListQuery::from_address(&address, look.kind);
            look.app
                .navigation
                .go_to(&look.address(&query), crate::web::history::Step::Push);
        }
    };
    let remove = move |()| {
        let address = look.query.with_untracked(|query| query.address(look.kind));
        saved.update(|saved| saved.remove(look.kind, &address));
        keep();
    };
    live(move || {
        if naming.get() {
            return view! {
                <input class="in-place" aria-label="Name of the view" placeholder="Name, then Enter" on:change=handler(save)/>
                <Button label="Cancel" act=move |()| naming.set(false)/>
            }
            .into_any();
        }
        let names = saved.with(|saved| saved.names(look.kind));
        let address = look.query.with(|query| query.address(look.kind));
        let current = saved.with(|saved| saved.name_of(look.kind, &address).map(str::to_owned));
        let is_saved = current.is_some();
        view! {
            {(!names.is_empty()).then(|| view! {
                <select aria-label="Saved views" on:change=handler(open)>
                    <option value="">"Saved views"</option>
                    {names.into_iter().map(|name| {
                        let chosen = current.as_deref() == Some(&*name);
                        let value = name.clone();
                        view! { <option value=value selected=chosen>{name}</option> }
                    }).collect_view()}
                </select>
            })}
            {if is_saved {
                view! { <Button label="Forget this view" act=remove/> }.into_any()
            } else {
                view! { <Button label="Save this view" act=move |()| naming.set(true)/> }.into_any()
            }}
        }
        .into_any()
    })
}
