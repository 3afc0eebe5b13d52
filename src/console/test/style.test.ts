import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// The tests are run from the top of the repository.
const TOKENS = readFileSync("style/tokens.css", "utf8");

type Theme = Record<string, readonly [number, number, number]>;

function colours(css: string): Theme {
  const found = css.matchAll(/--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/g);
  return Object.fromEntries([...found].map(([, name, ...parts]) => [name, parts.map(Number)])) as unknown as Theme;
}

const [light, dark] = TOKENS.split("@media (prefers-color-scheme: dark)").map(colours) as [Theme, Theme];
const THEMES = { light, dark: { ...light, ...dark } };

/** Relative luminance as WCAG 2 has it, of a colour that sRGB can show. */
function luminance([lightness, chroma, hue]: readonly [number, number, number]): number {
  const angle = (hue * Math.PI) / 180;
  const [L, a, b] = [lightness / 100, chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

function contrast(theme: Theme, one: string, other: string): number {
  const [high, low] = [one, other].map((name) => luminance(theme[name]!)).sort((a, b) => b - a);
  return (high! + 0.05) / (low! + 0.05);
}

test("the arithmetic is WCAG's", () => {
  const theme: Theme = { white: [100, 0, 0], black: [0, 0, 0] };
  assert.equal(contrast(theme, "white", "black").toFixed(1), "21.0");
  // #767676 is the lightest grey that passes on white.
  assert.equal(contrast({ ...theme, grey: [56.2, 0, 0] }, "white", "grey").toFixed(1), "4.6");
});

test("every text and every edge of a field can be seen, in both themes", () => {
  const grounds = ["bg", "surface", "raised"];
  let pairs = 0;
  for (const [name, theme] of Object.entries(THEMES)) {
    const check = (front: string, ground: string, least: number) => {
      const ratio = contrast(theme, front, ground);
      assert.ok(ratio >= least, `${name}: ${front} on ${ground} is ${ratio.toFixed(2)}, not ${least}`);
      pairs += 1;
    };
    for (const ground of grounds) {
      // Placeholders are faint.
      for (const text of ["text", "muted", "faint", "accent", "good", "warn", "bad"]) check(text, ground, 4.5);
      check("edge", ground, 3);
    }
    check("on-accent", "accent", 4.5);
  }
  assert.equal(pairs, 2 * (3 * 8 + 1));
});

test("no font whose letters differ in width stands before the last resort", () => {
  const [, list] = /--mono:([^;]+);/.exec(TOKENS)!;
  const fonts = list!.split(",").map((font) => font.trim().replaceAll('"', ""));
  const before = fonts.slice(0, fonts.indexOf("monospace"));
  assert.ok(before.length > 0);
  for (const font of before) assert.match(font, /mono|Menlo|Consolas/i);
});

test("fields have the edge that can be seen, and none is left to the browser", () => {
  const base = readFileSync("style/base.css", "utf8");
  assert.match(base, /::placeholder \{\s*color: var\(--faint\);\s*opacity: 1;/);
  const sheets = ["bulk", "controls", "forms", "list", "rows"].map((name) => readFileSync(`style/${name}.css`, "utf8"));
  const rules = sheets.flatMap((css) => [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)]);
  const fields = rules.filter(([, , body]) => /background: var\(--surface\)/.test(body!) && /min-height: (36|40)px/.test(body!));
  const bare = fields.filter(([, selector, body]) => /input|select|textarea|in-place/.test(selector!) && !/border: 1px solid var\(--edge\)/.test(body!));
  assert.deepEqual(bare.map(([, selector]) => selector!.trim()), []);
  assert.ok(fields.length >= 6, String(fields.length));
});
