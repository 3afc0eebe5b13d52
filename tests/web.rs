//! The browser layer in a real browser: `make browser-test`.
#![cfg(target_arch = "wasm32")]

use js_sys::{Function, Object, Reflect};
use tsuzuki::error::StorageError;
use tsuzuki::web::storage::{self, Area};
use tsuzuki::web::{dom, location};
use wasm_bindgen::JsValue;
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
    Reflect::delete_property(&Object::from(js_sys::global()), &"tsuzukiCallback".into()).unwrap();
}

#[wasm_bindgen_test]
fn a_failure_replaces_what_no_longer_answers() {
    run("document.body.insertAdjacentHTML('beforeend', \
         '<div id=app></div><main id=failed hidden><h1 id=failed-title></h1><p id=failed-cause></p></main>')");
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
