//! What the token says about itself, claim by claim.

use leptos::prelude::*;

use crate::auth::claims::{UnverifiedClaims, explain};
use crate::web::intl::{Detail, moment};

/// Header and claims, each with its meaning.
#[component]
pub fn Claims(claims: UnverifiedClaims) -> impl IntoView {
    let date = |ms: u64| moment(ms, Detail::Minute);
    let (header_json, payload_json) = (claims.header.json.clone(), claims.payload_json.clone());
    let header = claims.header;
    let scopes = if claims.scopes.is_empty() {
        "none".to_owned()
    } else {
        claims.scopes.join(", ")
    };
    let known = [
        ("typ", header.kind),
        ("alg", header.algorithm),
        ("aud", Some(claims.audience.join(", "))),
        ("sub", claims.subject),
        ("iat", claims.issued_at.map(date)),
        ("nbf", claims.not_before.map(date)),
        ("exp", claims.expires_at.map(date)),
        ("jti", claims.token_id),
        ("scopes", Some(scopes)),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    view! {
        <section class="panel wide">
            <h2>"What the token says"</h2>
            <p class="muted">
                "Decoded in this browser; nothing was sent anywhere. Signature not verified: AniList publishes no key to check it with. So this is what the token claims, and nothing here relies on it."
            </p>
            <dl class="facts">
                {known.chain(claims.other).map(|(name, value)| view! { <Claim name value/> }).collect_view()}
            </dl>
            <details>
                <summary>"Header and payload as JSON"</summary>
                <pre class="json" tabindex="0" role="region" aria-label="Header">{header_json}</pre>
                <pre class="json" tabindex="0" role="region" aria-label="Payload">{payload_json}</pre>
            </details>
        </section>
    }
}

#[component]
fn Claim(name: String, value: String) -> impl IntoView {
    let meaning = explain(&name).unwrap_or("Not one of the claims AniList is known to use.");
    view! {
        <dt><code>{name}</code></dt>
        <dd><bdi>{value}</bdi><span class="explain">{meaning}</span></dd>
    }
}
