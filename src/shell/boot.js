// Loads the app. The build writes the names and hashes of its files into the tag that loads this one.
//
// Integrity has to hold for what runs, not only for what is preloaded: after a failed preload `import()` would fetch the
// same address again and run whatever comes. So the glue enters by a script element with `integrity`, `import()` only
// picks up the module that is already there, and the wasm is fetched with its hash.

const files = document.getElementById("boot").dataset;

/** Loads a module with its hash checked; rejects when it does not arrive or is not the one that was built. */
function load(address, integrity) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    script.src = address;
    script.integrity = integrity;
    script.crossOrigin = "anonymous";
    script.onload = resolve;
    script.onerror = () => reject(new Error(`not loaded: ${address}`));
    document.head.append(script);
  });
}

async function start() {
  const glue = new URL(files.js, document.baseURI).href;
  const [wasm] = await Promise.all([
    fetch(files.wasm, { integrity: files.wasmIntegrity }),
    load(glue, files.jsIntegrity),
  ]);
  const { default: init } = await import(glue);
  return () => init({ module_or_path: wasm });
}

// What is not needed at the start is a wasm of its own. It takes its place beside the first one, of which it imports what
// that exports, and both are one program from then on. A build for development is in one piece.
let exported;
let later;

/** Resolves when the rest of the app is there. After a failure the next call tries again. */
function loadLater() {
  later ??= bringLater().catch((error) => {
    later = undefined;
    throw error;
  });
  return later;
}

async function bringLater() {
  if (!files.later) return;
  const [first, answer] = await Promise.all([exported, fetch(files.later, { integrity: files.laterIntegrity })]);
  if (!answer.ok) throw new Error(`not loaded: ${files.later}`);
  await WebAssembly.instantiate(await answer.arrayBuffer(), { first });
}

// The console is a script of its own (src/console), which only its page asks for. A module that failed to arrive stays
// failed under its address, so each further try has another.
let tries = 0;
let consoleModule;

/**
 * Draws the console into an element, or says that it failed, and whether there is one at all. Gives the way to close it,
 * with what was written in it or without.
 */
function openConsole(id, bridge) {
  let close;
  const closed = () => close === null;
  async function open() {
    if (!consoleModule) {
      const address = new URL(files.console + (tries ? `?${tries}` : ""), document.baseURI).href;
      tries += 1;
      await load(address, files.consoleIntegrity);
      consoleModule = await import(address);
    }
    if (!closed()) close = consoleModule.mount(document.getElementById(id), bridge);
  }
  if (files.console) open().catch(() => closed() || bridge.failed(true));
  else bridge.failed(false);
  return (forget) => {
    close?.(forget);
    close = null;
  };
}

function failed(cause) {
  dispatchEvent(new CustomEvent("tsuzuki:failed", { detail: cause }));
}

// In a frame nothing starts; the inline script shows a link to a tab of its own.
if (self === top) {
  Object.defineProperty(self, "tsuzukiConsole", { value: openConsole });
  Object.defineProperty(self, "tsuzukiLater", { value: loadLater });
  start().then(
    (run) => {
      exported = run();
      exported.catch((error) => {
        console.error(error);
        failed(error instanceof WebAssembly.CompileError ? "browser" : "start");
      });
    },
    () => failed("load"),
  );
}
