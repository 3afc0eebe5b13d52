//! The one way in which a failure is shown: what happened, why, and what can be done.

use std::rc::Rc;

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::components::button::Button;
use crate::ui::components::copy::CopyButton;
use crate::ui::components::login_button::LoginButton;

/// Shows `error` in place of what it kept from loading.
#[component]
pub fn Problem(
    /// The failure.
    error: AppError,
    /// Does again what failed.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let can_retry = error.can_retry();
    let sign_in = error.needs_sign_in();
    let report = error.report(env!("CARGO_PKG_VERSION"));
    view! {
        <section class="problem" role="alert">
            <h2>{error.title()}</h2>
            <p>{error.cause()}</p>
            <p class="muted">{error.next_step()}</p>
            <div class="actions">
                {can_retry.then(|| view! {
                    <Button label="Retry" act=retry/>
                })}
                {sign_in.then(|| view! { <LoginButton/> })}
                <CopyButton text=Rc::new(move || report.clone()) label="Copy report"/>
            </div>
        </section>
    }
}
