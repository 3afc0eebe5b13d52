//! The browser layer in a real browser: `make browser-test`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "web/console.rs"]
mod console_page;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use tsuzuki::api::envelope::TransportError;
use tsuzuki::api::error::{ApiError, Location};
use tsuzuki::auth::token::AccessToken;
use tsuzuki::data::state::App;
use tsuzuki::error::{AppError, ConsoleError, StorageError};
use tsuzuki::ui::components::copy::CopyField;
use tsuzuki::ui::components::notices::Toasts;
use tsuzuki::ui::components::problem::Problem;
use tsuzuki::ui::failure;
use tsuzuki::web::console::{self, Asked, Complaint, Settings, ShowProblem, Told};
use tsuzuki::web::history::Step;
use tsuzuki::web::http::{self, Abort};
use tsuzuki::web::intl::{Detail, decompose, moment};
use tsuzuki::web::storage::{self, Area};
use tsuzuki::web::{clock, crypto, dom, history, location};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Runs `code` in the page; its value comes back.
fn run(code: &str) -> JsValue {
    Function::new_no_args(code).call0(&JsValue::NULL).unwrap()
}

/// Replaces `window.sessionStorage` while `test` runs.
fn with_session_storage(getter: &str, test: impl FnOnce()) {
    run(&format!(
        "self.heldStorage = Object.getOwnPropertyDescriptor(window, 'sessionStorage'); \
         Object.defineProperty(window, 'sessionStorage', {{ configurable: true, get() {{ {getter} }} }})"
    ));
    test();
    run("Object.defineProperty(window, 'sessionStorage', self.heldStorage)");
}

#[wasm_bindgen_test]
fn the_answer_of_a_login_is_given_once() {
    run(
        "self.tsuzukiCallback = () => { delete self.tsuzukiCallback; return { raw: '#state=x', discarded: false } }",
    );
    let taken = dom::take_callback();
    assert_eq!(taken.raw.as_deref(), Some("#state=x"));
    assert!(!taken.discarded);
    let again = dom::take_callback();
    assert_eq!(again.raw, None);
    assert!(!again.discarded);
}

#[wasm_bindgen_test]
fn an_answer_that_was_dropped_is_known() {
    run(
        "self.tsuzukiCallback = () => { delete self.tsuzukiCallback; return { raw: null, discarded: true } }",
    );
    let taken = dom::take_callback();
    assert_eq!(taken.raw, None);
    assert!(taken.discarded);
}

#[wasm_bindgen_test]
fn a_callback_that_is_no_function_of_ours_is_no_answer() {
    for value in [
        "1",
        "() => { throw 1 }",
        "() => null",
        "() => ({ raw: 1, discarded: 'x' })",
    ] {
        run(&format!("self.tsuzukiCallback = {value}"));
        let taken = dom::take_callback();
        assert_eq!(taken.raw, None, "{value}");
        assert!(!taken.discarded, "{value}");
    }
    Reflect::delete_property(&js_sys::global(), &"tsuzukiCallback".into()).unwrap();
}

/// Adds what `index.html` has for a failure, and something the app has drawn.
const FAILURE_SECTION: &str = "document.body.insertAdjacentHTML('beforeend', \
    '<div id=app></div><main id=failed hidden><h1 id=failed-title></h1><p id=failed-cause></p></main>')";

#[wasm_bindgen_test]
fn a_failure_replaces_what_no_longer_answers() {
    run(FAILURE_SECTION);
    dom::show_failure("Stopped", "<b>cause</b>");
    assert_eq!(run("return document.getElementById('app')"), JsValue::NULL);
    assert_eq!(
        run("return document.getElementById('failed').hidden"),
        JsValue::FALSE
    );
    let text = run("return document.getElementById('failed-cause').textContent").as_string();
    assert_eq!(text.as_deref(), Some("<b>cause</b>"), "text, never markup");
    run("document.getElementById('failed').remove()");
    // Without the section there is nothing to show it in, and nothing to trip over.
    dom::show_failure("Stopped", "cause");
}

#[wasm_bindgen_test]
fn storage_keeps_and_removes() {
    for area in [Area::Local, Area::Session] {
        assert_eq!(storage::set(area, "test:key", "続き"), Ok(()));
        assert_eq!(storage::get(area, "test:key").as_deref(), Some("続き"));
        storage::remove(area, "test:key");
        assert_eq!(storage::get(area, "test:key"), None);
    }
}

// SECURITY.md: A7
#[wasm_bindgen_test]
fn storage_that_throws_or_is_absent_is_a_value_not_a_panic() {
    for getter in [
        "throw new DOMException('blocked', 'SecurityError')",
        "return null",
    ] {
        with_session_storage(getter, || {
            assert!(!storage::is_available(Area::Session), "{getter}");
            assert_eq!(storage::get(Area::Session, "test:key"), None, "{getter}");
            assert_eq!(
                storage::set(Area::Session, "test:key", "x"),
                Err(StorageError::Blocked),
                "{getter}"
            );
            storage::remove(Area::Session, "test:key");
        });
    }
    assert!(storage::is_available(Area::Session));
}

// SECURITY.md: A6
#[wasm_bindgen_test]
fn storage_that_is_full_keeps_what_it_had() {
    let large = "x".repeat(6_000_000);
    assert_eq!(storage::set(Area::Session, "test:key", "before"), Ok(()));
    assert_eq!(
        storage::set(Area::Session, "test:key", &large),
        Err(StorageError::Full)
    );
    assert_eq!(storage::get(Area::Session, "test:key").as_deref(), Some("before"));
    storage::remove(Area::Session, "test:key");
}

#[wasm_bindgen_test]
fn the_base_path_ends_with_a_slash_as_the_inline_script_has_it() {
    for (base, expected) in [
        ("/", "/"),
        ("/tsuzuki/", "/tsuzuki/"),
        ("/tsuzuki/index.html", "/tsuzuki/"),
    ] {
        run(&format!(
            "document.head.prepend(Object.assign(document.createElement('base'), {{ href: '{base}' }}))"
        ));
        let inline = run(r#"return new URL(document.baseURI).pathname.replace(/[^/]*$/, "")"#);
        let read = location::base_path();
        run("document.querySelector('base').remove()");
        assert_eq!(read, expected);
        assert_eq!(inline.as_string().as_deref(), Some(expected));
    }
}

/// An element of the page to mount into, and the way to ask the page about it.
fn stage() -> web_sys::HtmlElement {
    let html = "document.getElementById('stage')?.remove(); document.body.insertAdjacentHTML('beforeend', '<div id=stage></div>')";
    run(html);
    dom_element("return document.getElementById('stage')")
}

fn dom_element(code: &str) -> web_sys::HtmlElement {
    run(code).unchecked_into()
}

fn text_of(selector: &str) -> String {
    run(&format!(
        "return document.querySelector('#stage {selector}')?.textContent"
    ))
    .as_string()
    .unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_problem_says_what_why_and_what_next_and_retries() {
    let tried = Rc::new(RefCell::new(0));
    let count = StoredValue::new_local(tried.clone());
    let mounted = leptos::mount::mount_to(stage(), move || {
        let retry = move |()| count.with_value(|count| *count.borrow_mut() += 1);
        view! { <Problem error=AppError::api("Viewer", ApiError::NoAnswer) retry/> }
    });
    assert_eq!(text_of("[role=alert] h2"), "AniList did not answer");
    assert!(text_of("[role=alert]").contains("Wait a minute, then try again."));
    run(
        "[...document.querySelectorAll('#stage button')].find((button) => button.textContent === 'Retry').click()",
    );
    clock::sleep(0).await;
    assert_eq!(*tried.borrow(), 1);
    drop(mounted);
}

#[wasm_bindgen_test]
fn a_problem_that_trying_again_cannot_mend_has_no_retry() {
    let mounted = leptos::mount::mount_to(stage(), || {
        let error = ApiError::Query {
            message: "<b>Cannot query</b>".to_owned(),
        };
        view! { <Problem error=AppError::api("Viewer", error) retry=|()| ()/> }
    });
    assert!(!text_of("").contains("Retry"));
    assert!(
        text_of("[role=alert]").contains("<b>Cannot query</b>"),
        "text, never markup"
    );
    drop(mounted);
}

#[wasm_bindgen_test]
async fn a_field_to_copy_shows_its_text_and_says_when_the_browser_refuses() {
    run("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })");
    let mounted = leptos::mount::mount_to(stage(), || {
        view! { <CopyField value="https://tsuzuki.test/" label="Redirect URL"/> }
    });
    // Properties are set in the next task.
    clock::sleep(0).await;
    let value =
        run("const field = document.querySelector('#stage input'); return field.readOnly && field.value");
    assert_eq!(value.as_string().as_deref(), Some("https://tsuzuki.test/"));
    run("document.querySelector('#stage button').click()");
    clock::sleep(20).await;
    assert_eq!(text_of("[role=status]"), "The browser refused");
    run("delete navigator.clipboard");
    drop(mounted);
}

#[wasm_bindgen_test]
fn the_address_moves_and_can_be_read() {
    let before = location::path_and_query();
    assert!(history::navigate("/tsuzuki/session?tab=1", Step::Push));
    assert_eq!(location::path_and_query(), "/tsuzuki/session?tab=1");
    assert!(history::navigate(&before, Step::Replace));
    assert_eq!(location::path_and_query(), before);
    assert!(
        !history::navigate("https://elsewhere.example/", Step::Push),
        "another origin is refused"
    );
}

#[wasm_bindgen_test]
fn only_plain_links_below_the_base_are_followed_inside() {
    let followed = Rc::new(RefCell::new(Vec::new()));
    let seen = followed.clone();
    history::on_link("/tsuzuki/".to_owned(), move |path| seen.borrow_mut().push(path));
    // Stands behind the handler under test, so that no link leaves the page.
    run("window.addEventListener('click', (event) => event.preventDefault())");
    stage();
    for (link, event) in [
        ("href=/tsuzuki/session?tab=1#top", ""),
        ("href=/elsewhere", ""),
        ("href=/tsuzuki", ""),
        ("href=https://anilist.co/tsuzuki/", ""),
        ("href=/tsuzuki/ target=_blank", ""),
        ("href=/tsuzuki/x download", ""),
        ("href=/tsuzuki/y", "ctrlKey: true"),
        ("href=/tsuzuki/z", "button: 1"),
        ("name=anchor", ""),
    ] {
        run(&format!(
            "document.getElementById('stage').innerHTML = '<a {link}><b>link</b></a>'; \
             document.querySelector('#stage b').dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true, {event} }}))"
        ));
    }
    assert_eq!(*followed.borrow(), ["/tsuzuki/session?tab=1"]);
}

#[wasm_bindgen_test]
async fn a_request_without_an_answer_is_told_from_one_that_was_withdrawn() {
    // Port 9 is one that no browser connects to.
    let nowhere = "http://127.0.0.1:9/";
    let answer = http::post(nowhere, b"{}", None, 10_000, &Abort::new()).await;
    assert!(matches!(answer, Err(TransportError::Rejected)), "{answer:?}");
    let abort = Abort::new();
    abort.abort();
    assert!(abort.is_aborted());
    let answer = http::post(nowhere, b"{}", None, 10_000, &abort).await;
    assert!(matches!(answer, Err(TransportError::Aborted)), "{answer:?}");
}

#[wasm_bindgen_test]
fn moments_are_written_as_the_browser_writes_them() {
    let written = run(
        "return new Intl.DateTimeFormat([], { day: 'numeric', month: 'long', year: 'numeric' }).format(0)",
    );
    assert_eq!(Some(moment(0, Detail::Day)), written.as_string());
    assert!(moment(0, Detail::Minute).len() > moment(0, Detail::Day).len());
    assert_eq!(moment(u64::MAX, Detail::Minute), "a date beyond the calendar");
}

#[wasm_bindgen_test]
fn random_bytes_differ_and_owe_nothing_to_math_random() {
    run("Math.random = () => 0.5");
    let drawn: std::collections::HashSet<_> = (0..10_000).filter_map(|_| crypto::random_bytes()).collect();
    assert_eq!(drawn.len(), 10_000);
}

#[wasm_bindgen_test]
async fn components_share_one_app_which_outlives_them() {
    // Below this base, so that the app does not follow the links of other tests.
    run("document.head.prepend(Object.assign(document.createElement('base'), { href: '/one-app/' }))");
    // The root calls it first, inside what is mounted: by then Leptos can run tasks.
    leptos::mount::mount_to(stage(), || App::here().config.base_path.clone()).forget();
    let app = App::here();
    run("document.querySelector('base').remove()");
    for text in ["first", "second"] {
        let mounted = leptos::mount::mount_to(stage(), || view! { <Toasts/> });
        app.toast(text);
        clock::sleep(0).await;
        assert_eq!(text_of("[role=status]"), text);
        drop(mounted);
    }
    assert_eq!(App::here().config.base_path, "/one-app/", "started once");
}

// Native tests fold by the tables of ICU.
#[wasm_bindgen_test]
fn characters_are_made_of_what_the_tables_of_the_native_tests_say() {
    let tables = icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd();
    let differ = |c: &char| decompose(&String::from(*c)) != tables.normalize(&String::from(*c));
    // What titles are written in: every version of Unicode adds characters elsewhere, and the browser's may be newer.
    let blocks = [
        '\0'..='\u{52F}',
        '\u{1E00}'..='\u{206F}',
        '\u{2100}'..='\u{24FF}',
        '\u{3000}'..='\u{33FF}',
        '\u{AC00}'..='\u{D7A3}',
        '\u{F900}'..='\u{FAFF}',
        '\u{FE30}'..='\u{FFEF}',
    ];
    let unlike: String = blocks.into_iter().flatten().filter(differ).collect();
    assert!(unlike.is_empty(), "{unlike:?}");
    assert_eq!(decompose("ộ が ﾊﾟ"), tables.normalize("ộ が ﾊﾟ"));
}

// SECURITY.md: T7
#[wasm_bindgen_test]
fn a_panic_names_its_place_and_nothing_that_the_app_held() {
    let token = AccessToken::parse("eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiI1MDAxIn0.c2lnbmF0dXJl").unwrap();
    let holds_token = |text: &str| token.expose().split('.').any(|part| text.contains(part));
    run(FAILURE_SECTION);
    run("self.said = ''; self.heldConsole = { ...console }; \
         for (const level of ['debug', 'log', 'info', 'warn', 'error']) console[level] = (...words) => { said += words.join() }");
    // After a panic that is never unwound Rust lets nobody exchange the hook again, so the harness's is given its turn
    // back by a switch.
    static UNDER_TEST: AtomicBool = AtomicBool::new(true);
    let harness = std::panic::take_hook();
    failure::report_panics();
    let ours = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if UNDER_TEST.load(Ordering::Relaxed) {
            ours(panic);
        } else {
            harness(panic);
        }
    }));

    let held = token.clone();
    let place = line!() + 1;
    let panics = Closure::<dyn Fn()>::new(move || panic!("with {held:?}, which is {}", held.expose()));
    let function: &Function = panics.as_ref().unchecked_ref();
    let error = function.call0(&JsValue::NULL).unwrap_err();
    UNDER_TEST.store(false, Ordering::Relaxed);
    run("Object.assign(console, heldConsole)");

    let shown =
        run("const { hidden, innerText } = document.getElementById('failed'); return hidden || innerText");
    let shown = shown.as_string().unwrap();
    assert!(
        shown.contains("Tsuzuki stopped") && shown.contains(&format!("web.rs:{place}:")),
        "{shown}"
    );
    let describe = Function::new_with_args(
        "error",
        "return `${error} ${error.stack} ${JSON.stringify(error)}`",
    );
    let error = describe
        .call1(&JsValue::NULL, &error)
        .unwrap()
        .as_string()
        .unwrap();
    assert!(error.contains("RuntimeError"), "{error}");
    let kept = run(
        "return document.documentElement.outerHTML + said + document.title + location.href + document.cookie \
         + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])",
    );
    assert!(!holds_token(&error), "the error: {error}");
    assert!(
        !holds_token(&kept.as_string().unwrap()),
        "the page, its console or its storage"
    );
    run("document.getElementById('failed').remove()");
}
