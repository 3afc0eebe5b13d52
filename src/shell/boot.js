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

// What is not needed at the start is in chunks of wasm (src/bin/seal/split.rs). The page names each with its hash; the
// loaders in the glue ask for them by name and make them one program with the rest. A build for development is whole.
const chunks = Object.fromEntries(lines(files.chunks).map(([file, integrity]) => [file.replace(/-[^-]*$/, ""), { file, integrity }]));
/** Promises of compiled chunks. */
const coming = {};

function lines(text) {
  return text ? text.split("\n").map((line) => line.split(" ")) : [];
}

/** A chunk, compiled. After a failure the next call tries again. */
function chunk(name) {
  coming[name] ??= compiled(chunks[name]).catch((error) => {
    delete coming[name];
    throw new Error(`Failed to load resource: ${name}`, { cause: error });
  });
  return coming[name];
}

async function compiled({ file, integrity }) {
  const answer = await fetch(new URL(file, document.baseURI), { integrity, priority: "low" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  // A host that does not know what it serves is no reason to fail.
  return answer.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}

/** The chunks that the page which opens will need: split points have the names of pages where these have fixed addresses. */
function needed() {
  const base = new URL(document.baseURI).pathname.replace(/[^/]*$/, "");
  const isList = /\/(anime|manga)list(\/|$)/.test(location.pathname);
  let isSignedIn = false;
  try {
    // The same name as in src/config.rs. Whether there is anything is enough to know.
    isSignedIn = `tsuzuki:${base}:accounts` in localStorage;
  } catch {
    // Without storage nobody is.
  }
  const [page] = location.pathname.slice(base.length).split("/");
  const splits = [isList ? "list" : page || (isSignedIn && "home"), (isList || isSignedIn) && "store"];
  return new Set(lines(files.needs).flatMap(([split, ...names]) => (splits.includes(split) ? names : [])));
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
  Object.defineProperty(self, "tsuzukiChunk", { value: chunk });
  start().then(
    (run) =>
      run().catch((error) => {
        console.error(error);
        failed(error instanceof WebAssembly.CompileError ? "browser" : "start");
      }),
    () => failed("load"),
  );
  // Asked for now, they come a round trip sooner. The app asks again for what fails.
  for (const name of needed()) chunk(name).catch(() => {});
}
