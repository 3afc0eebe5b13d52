//! The few HTML pages: login, consent, pin, settings and the control form.

use super::data::World;
use super::state::Client;
use std::collections::BTreeMap;

const STYLE: &str = "
:root { color-scheme: light dark; --ground: #f3f5f8; --card: #fff; --text: #1b2430; --quiet: #55606e; --line: #ccd4de;
  --main: #1a5fb4; --on-main: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f151d; --card: #18212c; --text: #e8edf3; --quiet: #a5b1bf;
  --line: #374454; --main: #7db6ff; --on-main: #08131f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 34rem; margin: 0 auto; padding: 1rem; }
header { color: var(--quiet); font-weight: 600; }
main > section, main > form { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 1rem; margin-bottom: 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; } code, textarea, pre { overflow-wrap: anywhere; white-space: pre-wrap; font-size: .9rem; }
a { color: var(--main); } label { display: block; margin: 0 0 .75rem; }
input, select, textarea { display: block; width: 100%; font: inherit; padding: .5rem; margin-top: .25rem;
  border: 1px solid var(--quiet); border-radius: 6px; background: var(--ground); color: var(--text); }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .25rem 1.25rem; border-radius: 6px;
  border: 1px solid var(--main); background: var(--main); color: var(--on-main); cursor: pointer; }
button.quiet { background: transparent; color: var(--main); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; } .quiet-text { color: var(--quiet); }
.stack button { width: 100%; margin-bottom: .75rem; } ul { padding-left: 1.25rem; } li { margin-bottom: .75rem; }
";

/// A text inside HTML or SVG, also in an attribute.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn page(title: &str, content: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · AniList (stand-in)</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>
<body><header>AniList (stand-in)</header><main><h1>{title}</h1>{content}</main></body></html>"#
    )
}

/// Who are you? `next` is where it goes afterwards.
pub(crate) fn login(world: &World, next: &str) -> String {
    let next = escape(next);
    let buttons: String = world
        .users
        .iter()
        .map(|user| {
            format!(
                r#"<button name="user" value="{0}">Log in as {0}</button>"#,
                escape(user.name)
            )
        })
        .collect();
    page(
        "Log in",
        &format!(
            r#"<form class="stack" method="post" action="/api/v2/oauth/login"><input type="hidden" name="next" value="{next}">
<p>This is a stand-in for tests and trying out. There are no passwords.</p>{buttons}</form>"#
        ),
    )
}

/// May this application have a token? The request's parameters travel in the form's address.
pub(crate) fn consent(user: &str, client: &str, redirect_uri: &str, query: &str, here: &str) -> String {
    let (user, client, redirect_uri, query) =
        (escape(user), escape(client), escape(redirect_uri), escape(query));
    let here = escape(&super::http::encode(here));
    page(
        "Authorize an application",
        &format!(
            r#"<form method="post" action="/api/v2/oauth/authorize?{query}">
<p><strong>{client}</strong> asks to act for you, <strong>{user}</strong>, on AniList: to read and change your lists,
your profile and everything else, for one year.</p>
<p class="quiet-text">The answer goes to <code>{redirect_uri}</code></p>
<div class="row"><button name="decision" value="approve">Approve</button>
<button class="quiet" name="decision" value="deny">Deny</button></div></form>
<p><a href="/api/v2/oauth/logout?next={here}">Log out of AniList</a> to use another account.</p>"#
        ),
    )
}

/// After a denial that leads nowhere.
pub(crate) fn denied(client: &str) -> String {
    let text = format!(
        "<section><p>{} was not given access. You can close this page.</p></section>",
        escape(client)
    );
    page("Access denied", &text)
}

/// Shows the token (or code) of the address to be copied.
pub(crate) fn pin() -> String {
    page(
        "Auth pin",
        r#"<section><label>Copy this into the application
<textarea id="pin" rows="8" readonly></textarea></label>
<div class="row"><button id="copy" type="button">Copy</button><span id="said" role="status"></span></div></section>
<script>
const answer = new URLSearchParams(location.hash.slice(1) || location.search);
const pin = document.getElementById("pin");
pin.value = answer.get("access_token") || answer.get("code") || "";
const said = document.getElementById("said");
if (!pin.value) said.textContent = "There is no token in this page's address.";
document.getElementById("copy").onclick = () => navigator.clipboard.writeText(pin.value)
  .then(() => { said.textContent = "Copied."; }, () => { pin.select(); said.textContent = "Press Ctrl+C to copy."; });
</script>"#,
    )
}

/// The applications a person approved.
pub(crate) fn apps(user: &str, approved: &[(&str, &str)]) -> String {
    let row = |(id, name): &(&str, &str)| {
        let (id, name) = (escape(id), escape(name));
        format!(
            r#"<li><form class="row" method="post" action="/settings/apps"><input type="hidden" name="client_id" value="{id}">
<span>{name} <span class="quiet-text">(client {id})</span></span><button class="quiet" aria-label="Revoke {name}">Revoke</button></form></li>"#
        )
    };
    let rows: String = approved.iter().map(row).collect();
    let list = if rows.is_empty() {
        "<p>You approved no application.</p>".to_owned()
    } else {
        format!("<ul>{rows}</ul>")
    };
    let user = escape(user);
    page(
        "Apps",
        &format!(
            r#"<section><p class="quiet-text">Logged in as {user}</p>{list}</section>
<p><a href="/api/v2/oauth/logout?next=/settings/apps">Log out of AniList</a></p>"#
        ),
    )
}

/// The registered clients, and a form for another.
pub(crate) fn developer(clients: &BTreeMap<String, Client>, problem: Option<&str>) -> String {
    let row = |(id, client): (&String, &Client)| {
        let secret = client
            .secret
            .as_ref()
            .map(|secret| format!("<br>Secret: <code>{}</code>", escape(secret)));
        format!(
            "<li><strong>{}</strong><br>ID: <code>{}</code><br>Redirect URL: <code>{}</code>{}</li>",
            escape(&client.name),
            escape(id),
            escape(&client.redirects.join(" or ")),
            secret.unwrap_or_default()
        )
    };
    let rows: String = clients.iter().map(row).collect();
    let problem = problem
        .map(|text| format!(r#"<p role="alert">{}</p>"#, escape(text)))
        .unwrap_or_default();
    page(
        "API clients",
        &format!(
            r#"<form method="post" action="/settings/developer"><h2>Create a client</h2>{problem}
<label>Name <input name="name" required></label>
<label>Redirect URL <input name="redirect_url" required placeholder="https://example.org/"></label>
<button>Save</button></form><section><h2>Clients</h2><ul>{rows}</ul></section>"#
        ),
    )
}

/// For people who run the demo: the switches and faults as a form.
pub(crate) fn control() -> String {
    page(
        "Control",
        r#"<form id="fault"><h2>Let a request fail</h2>
<label>Fault <select name="fault"><option>delay<option>stall<option>drop_before<option>drop_after<option>truncate
<option>rate_limit<option>server_error<option>outage<option>outage_cors<option>challenge<option>challenge_cors
<option>rate_limit_cors<option>invalid_token<option>validation<option>query_error<option>forbidden<option>not_found
<option>partial<option>not_json<option>empty<option>hostile</select></label>
<label>Operation (empty: any) <input name="operation"></label>
<label>How often (0: always) <input name="times" type="number" min="0" value="1"></label>
<label>Milliseconds (of a delay) <input name="ms" type="number" min="0" value="3000"></label><button>Plan</button></form>
<form id="switches"><h2>Switches</h2>
<label>state comes back <select name="state"><option>echo<option>drop<option>change<option>empty</select></label>
<label>Denial comes in the <select name="denial"><option>fragment<option>query<option>none</select></label>
<label>Rate limit <select name="rate_limit"><option>true<option>false</select></label>
<label>Referer needed <select name="require_referer"><option>true<option>false</select></label><button>Set</button></form>
<section><h2>Actions</h2><div class="row"><button id="reset" type="button">Reset everything</button>
<button id="revoke" class="quiet" type="button">Revoke kaede's tokens</button>
<a href="/_standin/journal">Journal</a></div><p id="said" role="status"></p></section>
<script>
const post = async (path, body) => {
  const answer = await fetch("/_standin/" + path, { method: "POST", body: JSON.stringify(body || {}) });
  document.getElementById("said").textContent = path + ": " + answer.status + " " + await answer.text();
};
const on = (id, make) => document.getElementById(id).addEventListener("submit", (event) => {
  event.preventDefault();
  make(Object.fromEntries(new FormData(event.target)));
});
on("fault", (f) => post("faults", { faults: [{ fault: f.fault, operation: f.operation || null, times: +f.times, ms: +f.ms }] }));
on("switches", (s) => post("switches", { state: s.state, denial: s.denial, rate_limit: s.rate_limit === "true",
  require_referer: s.require_referer === "true" }));
document.getElementById("reset").onclick = () => post("reset");
document.getElementById("revoke").onclick = () => post("revoke", { user: "kaede" });
</script>"#,
    )
}
