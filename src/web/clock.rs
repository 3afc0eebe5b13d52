//! The wall clock and timers.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::{JsCast as _, JsValue};

/// Milliseconds since 1970-01-01 UTC by this device's clock, which may be wrong.
pub fn now_ms() -> u64 {
    // `Date.now()` is a whole number far below 2^53, and the cast saturates.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    now
}

/// Year, month (1 to 12) and day of today where the person is.
pub fn today() -> (u16, u8, u8) {
    let now = js_sys::Date::new_0();
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    (
        u16::try_from(now.get_full_year()).unwrap_or_default(),
        small(now.get_month() + 1),
        small(now.get_date()),
    )
}

/// When the day begins that lies so many days after today where the person is, in seconds since 1970.
pub fn day_begins(days: i32) -> u64 {
    let now = js_sys::Date::new_0();
    let day = js_sys::Date::new_with_year_month_day(
        now.get_full_year(),
        i32::try_from(now.get_month()).unwrap_or_default(),
        i32::try_from(now.get_date()).unwrap_or(1).saturating_add(days),
    );
    (day.get_time() / 1000.0) as u64
}

/// A moment to measure from, in milliseconds since the page was opened.
pub fn mark() -> f64 {
    performance().map_or(0.0, |performance| performance.now())
}

/// Notes in the browser's performance timeline how long something took that began at `mark`.
pub fn measure(name: &str, mark: f64) {
    let Some(performance) = performance() else { return };
    // As options: web-sys's own takes names of marks only.
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"start".into(), &mark.into());
    let measure = js_sys::Reflect::get(&performance, &"measure".into())
        .ok()
        .and_then(|measure| measure.dyn_into::<js_sys::Function>().ok());
    if let Some(measure) = measure {
        let _ = measure.call2(&performance, &name.into(), &options);
    }
}

fn performance() -> Option<web_sys::Performance> {
    web_sys::window()?.performance()
}

/// Resolves right before the next time the browser paints, or after a while where it does not, as in a hidden tab.
pub async fn next_frame() {
    let painted = js_sys::Promise::new(&mut |resolve, _| {
        let frame = web_sys::window().and_then(|window| window.request_animation_frame(&resolve).ok());
        let late = if frame.is_some() { 100 } else { 0 };
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, late);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(painted).await;
}

/// Resolves once what is drawn now can be seen, or after a while in a hidden tab.
pub async fn painted() {
    next_frame().await;
    next_task().await;
}

/// Resolves in a task of its own, so that the browser can paint and answer the person in between. As soon in a hidden tab,
/// whose timers are slow.
pub async fn next_task() {
    let begun = js_sys::Promise::new(&mut |resolve, _| {
        let Ok(channel) = web_sys::MessageChannel::new() else {
            let _ = resolve.call0(&JsValue::NULL);
            return;
        };
        channel.port1().set_onmessage(Some(&resolve));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(begun).await;
}

/// Resolves when the browser has nothing else to do, or after a while where it does not tell.
pub async fn idle() {
    let rested = js_sys::Promise::new(&mut |resolve, _| {
        let Some(window) = web_sys::window() else { return };
        // Safari has no such callback, and a page in the background or without a moment of rest hears of it late or never.
        let asked = window.request_idle_callback(&resolve);
        let late = if asked.is_ok() { 2_000 } else { 50 };
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, late);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(rested).await;
}

/// Resolves after `ms` milliseconds, later in a hidden tab.
pub async fn sleep(ms: u32) {
    TimeoutFuture::new(ms).await;
}
