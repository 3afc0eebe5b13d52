// Measures, in one page of one browser, how long a list takes from bytes to something a program can use:
//   node decode.mjs GLUE_DIRECTORY [RESULTS]
// GLUE_DIRECTORY holds what wasm-bindgen made of decode.rs. The table goes to RESULTS, or to the terminal.

import { createServer } from "node:http";
import { readFile, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { payload } from "./payload.mjs";

const [, , glue, results] = process.argv;
const ROUNDS = Number(process.env.ROUNDS ?? 15);
const COUNTS = [500, 5_000, 11_000];

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", "": "text/html" };
const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  const count = Number(/^\/list\/(\d+)$/.exec(path)?.[1]);
  const body = count ? payload(count) : path === "/" ? "<!doctype html>" : await readFile(join(glue, path)).catch(() => "");
  // Isolation gives the page a clock of 5 µs.
  response.writeHead(200, {
    "Content-Type": TYPES[extname(path)] ?? "application/json",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
  });
  response.end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const found = process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium chromium-browser google-chrome | head -n 1"], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath: found, args: ["--js-flags=--expose-gc"] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);

const measured = [];
for (const count of COUNTS) {
  await page.reload(); // code that is hot from one size must not help the next
  measured.push(await page.evaluate(measure, { count, rounds: ROUNDS }));
}
await browser.close();
server.close();

async function measure({ count, rounds }) {
  const { default: init, decode } = await import("/decode.js");
  const wasm = await init();
  const buffer = await (await fetch(`/list/${count}`)).arrayBuffer();
  const text = new TextDecoder().decode(buffer);
  const ways = {
    wasm: () => decode(new Uint8Array(buffer)),
    bytes: () => JSON.parse(new TextDecoder().decode(buffer)),
    text: () => JSON.parse(text),
  };
  const names = Object.keys(ways);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  let entries;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      globalThis.gc();
      const start = performance.now();
      const made = ways[name]();
      times[name].push(performance.now() - start);
      if (name === "wasm") {
        entries = made.count();
        made.free();
      }
    }
  }
  if (entries !== count) throw new Error(`${entries} of ${count} entries were read`);
  return { count, bytes: buffer.byteLength, memory: wasm.memory.buffer.byteLength, times };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const ms = (number) => number.toFixed(1);
const rows = measured.map(({ count, bytes, memory, times }) => {
  const [wasm, fromBytes, fromText] = [times.wasm, times.bytes, times.text].map(median);
  return `| ${count.toLocaleString("en")} | ${(bytes / 1e6).toFixed(1)} MB | ${ms(wasm)} | ${ms(fromBytes)} | ${ms(fromText)} | ${(wasm / fromBytes).toFixed(2)} | ${(wasm / fromText).toFixed(2)} | ${ms(times.wasm[0])} | ${ms(times.bytes[0])} | ${(memory / 1e6).toFixed(1)} MB |`;
});
const table = `## Decoding alone

Milliseconds from the bytes of an answer to ready data, medians of ${ROUNDS} interleaved rounds in one page. *Typed* is this
app: one copy into wasm, then domain types. *Bytes* is \`JSON.parse(new TextDecoder().decode(bytes))\`, *text* is
\`JSON.parse\` alone, of a string that is already there.

| entries | answer | typed | bytes | text | typed ÷ bytes | typed ÷ text | typed, first | bytes, first | wasm memory |
|---|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
if (results) await writeFile(results, table);
console.log(table);
