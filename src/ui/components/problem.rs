//! The one way in which a failure is shown: what happened, why, and what can be done.

use std::rc::Rc;

use leptos::prelude::*;

use crate::data::state::App;
use crate::error::AppError;
use crate::ui::components::button::Button;
use crate::ui::components::copy::CopyButton;
use crate::ui::components::countdown::use_countdown;
use crate::ui::components::login_button::LoginButton;

/// Shows `error` in place of what it kept from loading.
#[component]
pub fn Problem(
    /// The failure.
    error: AppError,
    /// Does again what failed.
    #[prop(into)]
    retry: Callback<()>,
    /// When that happens by itself, in milliseconds since 1970.
    #[prop(optional_no_strip)]
    again: Option<u64>,
) -> impl IntoView {
    let is_outage = error.is_outage();
    let retry_label = if is_outage { "Try now" } else { "Retry" };
    let act = move |()| {
        if is_outage {
            App::here().scheduler.try_now();
        }
        retry.run(());
    };
    let again = again.map(use_countdown);
    let can_retry = error.can_retry();
    let sign_in = error.needs_sign_in();
    let report = error.report(env!("CARGO_PKG_VERSION"));
    view! {
        <section class="problem" role="alert">
            <h2>{error.title()}</h2>
            <p>{error.cause()}</p>
            <p class="muted">{error.next_step()}</p>
            {again.map(|left| view! { <p class="muted">"Tried again by itself in " {left} "."</p> })}
            <div class="actions">
                {can_retry.then(|| view! {
                    <Button label=retry_label act/>
                })}
                {sign_in.then(|| view! { <LoginButton/> })}
                <CopyButton text=Rc::new(move || report.clone()) label="Copy report"/>
            </div>
        </section>
    }
}
