//! Where the page is, and how it leaves.

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;

/// Scheme, host and port of this page.
pub fn origin() -> String {
    web_sys::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// Path of the page, percent-encoded, with query.
pub fn path_and_query() -> String {
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return String::from("/");
    };
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Path below which the app is served, from `<base>`; starts and ends with `/`.
pub fn base_path() -> String {
    let base = document_base()
        .and_then(|base| web_sys::Url::new(&base).ok())
        .map(|url| url.pathname());
    match base {
        Some(path) if path.ends_with('/') => path,
        Some(path) => path
            .rsplit_once('/')
            .map_or_else(|| "/".into(), |(parent, _)| format!("{parent}/")),
        None => "/".into(),
    }
}

fn document_base() -> Option<String> {
    web_sys::window()?
        .document()?
        .unchecked_into::<web_sys::Node>()
        .base_uri()
        .ok()?
}

/// Leaves for another page by a full navigation. False when the browser refuses.
pub fn leave_for(url: &str) -> bool {
    web_sys::window().is_some_and(|window| window.location().assign(url).is_ok())
}

/// Whether the browser believes that it has a network. True also means "unknown".
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the user asked the browser to save data, or has a mobile connection, as far as it tells.
pub fn saves_data() -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    // Not every browser has `navigator.connection`, and not all that have it know its type.
    let connection = navigator.and_then(|navigator| Reflect::get(&navigator, &"connection".into()).ok());
    let property = |name: &str| Reflect::get(connection.as_ref()?, &name.into()).ok();
    let is_mobile = property("type").is_some_and(|kind| kind == "cellular");
    is_mobile || property("saveData").is_some_and(|saves| saves.is_truthy())
}
