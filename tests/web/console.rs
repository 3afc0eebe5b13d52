//! The console, as the page that holds it sees it.

use super::*;

/// A failure that writes `text` into its element, and does it again at once.
fn shown(text: &'static str) -> Box<ShowProblem> {
    Box::new(move |host, retry| {
        host.set_text_content(Some(text));
        retry();
        Box::new(move || host.set_text_content(None))
    })
}

/// Opens a console whose script is `script`, a function of the host's id and the bridge.
fn open_console(
    script: &str,
    send: impl Fn(Asked) + 'static,
    failed: Rc<RefCell<Vec<ConsoleError>>>,
) -> console::Console {
    run(&format!("self.tsuzukiConsole = {script}"));
    let settings = Settings {
        api: "https://api.test",
        examples: &[("Name", "query Name { a }")],
        draft_key: "draft",
        history_key: "history",
        schema_database: "schema",
        unreadable: shown("unreadable"),
    };
    let account = || Some("kaede".to_owned());
    console::open("host", settings, account, send, move |error| {
        failed.borrow_mut().push(error)
    })
}

// SECURITY.md: T9
#[wasm_bindgen_test]
fn the_console_is_given_texts_and_functions_and_is_closed_when_it_is_dropped() {
    let failed = Rc::new(RefCell::new(Vec::new()));
    let send = |asked: Asked| {
        assert_eq!((asked.operation.as_str(), asked.body.as_str()), ("Name", "{}"));
        asked.on_state()("waits");
        assert!(asked.abort.is_aborted());
        assert!(asked.changes_data);
        let complaint = Complaint {
            message: "Too long.".to_owned(),
            field: Some("notes".to_owned()),
            places: vec![Location { line: 2, column: 3 }],
        };
        asked.answer(Told {
            waited_ms: 7,
            budget: Some((24, 25)),
            problem: Some(shown("told")),
            complaints: vec![complaint],
            ..Told::default()
        });
    };
    let script = "(id, bridge) => { self.given = { id, ...bridge }; \
                  return (forget) => { self.given = `closed, forget: ${forget}` } }";
    let console = open_console(script, send, failed.clone());
    let shown = run("return JSON.stringify(self.given) + Object.keys(self.given) + self.given.account()");
    assert_eq!(
        shown.as_string().as_deref(),
        Some(
            "{\"id\":\"host\",\"api\":\"https://api.test\",\"examples\":[[\"Name\",\"query Name { a }\"]],\
             \"draftKey\":\"draft\",\"historyKey\":\"history\",\"schemaDatabase\":\"schema\"}\
             id,api,examples,draftKey,historyKey,schemaDatabase,unreadable,account,send,failedkaede"
        )
    );
    let said = run(
        "const said = []; const abort = new AbortController(); abort.abort(); \
         self.given.send('Name', '{}', true, abort, (text) => said.push(text), (answer) => said.push(answer)); \
         const host = document.createElement('p'); let again = 0; \
         const away = said[1].problem(host, () => { again += 1 }); said.push(host.textContent, again); \
         away(); said.push(host.textContent); \
         return JSON.stringify(said)",
    )
    .as_string()
    .unwrap();
    assert_eq!(
        said,
        "[\"waits\",{\"status\":0,\"body\":{},\"waitedMs\":7,\"budget\":[24,25],\
         \"complaints\":[{\"message\":\"Too long.\",\"field\":\"notes\",\"places\":[[2,3]]}]},\"told\",1,\"\"]"
    );
    run("self.given.failed(true); self.given.failed(false)");
    assert_eq!(
        *failed.borrow(),
        [ConsoleError::NotLoaded, ConsoleError::NotBuilt]
    );
    drop(console);
    let closed = || run("return self.given").as_string();
    assert_eq!(closed().as_deref(), Some("closed, forget: false"));
    open_console(script, |_| (), failed).forget();
    assert_eq!(closed().as_deref(), Some("closed, forget: true"));
}

#[wasm_bindgen_test]
fn a_page_without_the_console_s_loader_has_no_console_and_no_panic() {
    for script in ["undefined", "1", "() => { throw 1 }", "() => 1"] {
        drop(open_console(script, |_| (), Rc::default()));
    }
}
