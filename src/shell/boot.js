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

// What is not needed at the start is in wasm files of its own (src/bin/seal/split). A part takes the functions that it
// calls out of the program's table, by their places, puts its own into it, and is one program with the rest from then on.
// A build for development is in one piece.
const ORDER = ["first", "lists", "later"];
/** Promises of the parts; that of the first one is of what it exports. */
const parts = {};

/** Resolves when a part is there. After a failure the next call tries again. */
function loadPart(name) {
  parts[name] ??= bringPart(name).catch((error) => {
    delete parts[name];
    throw error;
  });
  return parts[name];
}

async function bringPart(name) {
  if (!files[name]) return;
  const before = ORDER.slice(1, ORDER.indexOf(name));
  // Compiled while the parts before it are still on their way.
  const [module, first] = await Promise.all([compiled(name), parts.first, ...before.map(loadPart)]);
  const program = new Proxy(first, {
    get: (exported, name) => exported[name] ?? exported.table.get(Number(name)),
  });
  await WebAssembly.instantiate(module, { program });
}

async function compiled(name) {
  const answer = await fetch(files[name], { integrity: files[`${name}Integrity`], priority: "low" });
  if (!answer.ok) throw new Error(`not loaded: ${files[name]}`);
  // A host that does not know what it serves is no reason to fail.
  return answer.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}

/** Whether the page that opens will need the lists: it is one, or somebody is signed in, whose every page does. */
function needsLists() {
  const base = new URL(document.baseURI).pathname.replace(/[^/]*$/, "");
  try {
    // The same name as in src/config.rs. Whether there is anything is enough to know.
    return /\/(anime|manga)list(\/|$)/.test(location.pathname) || `tsuzuki:${base}:accounts` in localStorage;
  } catch {
    return false;
  }
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
  Object.defineProperty(self, "tsuzukiPart", { value: loadPart });
  parts.first = start().then(
    (run) =>
      run().catch((error) => {
        console.error(error);
        failed(error instanceof WebAssembly.CompileError ? "browser" : "start");
        throw error;
      }),
    (error) => {
      failed("load");
      throw error;
    },
  );
  parts.first.catch(() => {}); // has been said
  // Asked for now, it comes a round trip sooner. The app asks again if it fails.
  if (needsLists()) loadPart("lists").catch(() => {});
}
