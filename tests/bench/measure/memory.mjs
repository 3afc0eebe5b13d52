// What ten visits to an entry's dialog leave behind.
import { ask } from "./probe.mjs";
import { note } from "./stats.mjs";
import { visitor } from "./tab.mjs";

const CYCLES = 10;

/** @param {import("./tab.mjs").Visit} visit @param {import("./stats.mjs").Samples} samples */
export async function memory(visit, samples) {
  const { context, settled } = await visitor(visit);
  await context.addInitScript(keepMemories);
  const tab = await settled();
  const devtools = await context.newCDPSession(tab);
  const { page } = visit;
  const titles = [...new Set(/** @type {string[]} */ (await ask(tab, "titles")))].slice(0, 4);
  /** @param {number} count */
  const cycles = async (count) => {
    for (let n = 0; n < count; n += 1) {
      await page.open(tab, titles[n % titles.length] ?? "");
      await page.close(tab);
    }
  };
  // The first time brings what is needed only once.
  await cycles(2);
  const before = await used(tab, devtools);
  await cycles(CYCLES);
  const after = await used(tab, devtools);
  note(samples, "heap", after.heap);
  note(samples, "wasm", after.wasm);
  note(samples, "nodes", after.nodes);
  note(samples, "growth", (after.heap + after.wasm) / (before.heap + before.wasm) - 1);
  note(samples, "more nodes", after.nodes - before.nodes);
  await context.close();
}

/** Bytes and nodes in use after the garbage is gone. @param {import("playwright-core").Page} tab @param {import("playwright-core").CDPSession} devtools */
async function used(tab, devtools) {
  await devtools.send("HeapProfiler.enable");
  for (let n = 0; n < 3; n += 1) {
    await devtools.send("HeapProfiler.collectGarbage");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await devtools.send("HeapProfiler.disable");
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  await devtools.send("Performance.disable");
  const metric = (/** @type {string} */ wanted) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  return { heap: metric("JSHeapUsedSize"), nodes: metric("Nodes"), wasm: await tab.evaluate(wasmMemory) };
}

/** Memory of WebAssembly is not part of the heap, and asking DevTools for the objects crashes the page (Chromium 156). */
function keepMemories() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  Object.assign(globalThis, { memories });
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const made = await instantiateStreaming(source, imports);
    memories.push(...Object.values(made.instance.exports).filter((item) => item instanceof WebAssembly.Memory));
    return made;
  };
}

function wasmMemory() {
  const { memories } = /** @type {{memories: WebAssembly.Memory[]}} */ (/** @type {unknown} */ (globalThis));
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
