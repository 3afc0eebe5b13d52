//! What a browser knows of languages: dates and times in the person's own, and what characters are made of.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// What characters a text is made of ([`crate::text::decompose`]).
pub fn decompose(text: &str) -> String {
    JsString::from(text).normalize("NFKD").into()
}

/// How much of a moment is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Day, month and year.
    Day,
    /// Day, month, year, time and zone.
    Minute,
    /// Day of the week and time.
    Weekday,
    /// The time of day alone, with seconds.
    Clock,
}

/// `ms` since 1970 in the person's language and zone, e.g. "22 November 2026 at 08:40 GMT+1".
pub fn moment(ms: u64, detail: Detail) -> String {
    let options = Object::new();
    let set = |name: &str, value: &str| {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    };
    let day: &[_] = &[("day", "numeric"), ("month", "long"), ("year", "numeric")];
    let minute: &[_] = &[("hour", "2-digit"), ("minute", "2-digit")];
    let parts = match detail {
        Detail::Day => [day, &[], &[]],
        Detail::Minute => [day, minute, &[("timeZoneName", "short")]],
        Detail::Weekday => [&[("weekday", "short")], minute, &[]],
        Detail::Clock => [&[], minute, &[("second", "2-digit")]],
    };
    for (name, value) in parts.concat() {
        set(name, value);
    }
    // An empty list of languages means the browser's own. A year beyond what Date holds makes `format` throw.
    #[allow(clippy::cast_precision_loss)]
    let date = Date::new(&JsValue::from_f64(ms as f64));
    let format: Function = Intl::DateTimeFormat::new(&Array::new(), &options).format();
    format
        .call1(&JsValue::NULL, &date)
        .ok()
        .and_then(|text| text.dyn_into::<js_sys::JsString>().ok())
        .map_or_else(|| String::from("a date beyond the calendar"), String::from)
}

/// A text with wide Latin letters narrow, narrow kana wide, and marks in their letters (NFKC), as AniList's titles are.
pub fn composed(text: &str) -> String {
    let normal = js_sys::JsString::from(text).normalize("NFKC");
    normal.into()
}
