import { ORIGIN } from "../support/app";
import { expect, test } from "../support/test";

// SECURITY.md: P1
test("the policy allows no inline code, no eval and no foreign origin but AniList's two", async ({ page }) => {
  await page.goto(ORIGIN);
  const policy = (await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content"))!;
  const directives = new Map(
    policy.split(";").map((directive) => {
      const [name = "", ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
  expect(directives.get("default-src")).toEqual(["'none'"]);
  const [self, hash, wasm, ...more] = directives.get("script-src")!;
  expect([self, wasm, more]).toEqual(["'self'", "'wasm-unsafe-eval'", []]);
  expect(hash).toMatch(/^'sha256-[\w+/]{43}='$/);
  expect(directives.get("style-src")).toEqual(["'self'"]);
  expect(directives.get("connect-src")).toEqual(["'self'", "https://graphql.anilist.co"]);
  expect(directives.get("img-src")).toEqual(["'self'", "https://s4.anilist.co"]);
  for (const [name, value] of [["base-uri", "'self'"], ["form-action", "'none'"], ["object-src", "'none'"]] as const)
    expect(directives.get(name)).toEqual([value]);
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|data:|blob:|http:/);
});

// SECURITY.md: P3
test("what an attacker would plant is blocked and reported", async ({ page, app, standin, trouble }) => {
  trouble.allowViolations();
  await app.open();
  await standin.forget();
  const plants: [name: string, directive: string, plant: () => void][] = [
    ["an inline handler", "script-src-attr", () => document.body.insertAdjacentHTML("beforeend", '<img src="icon.svg" onload="planted = 1">')],
    ["an inline script", "script-src-elem", () => document.body.append(Object.assign(document.createElement("script"), { textContent: "planted = 1" }))],
    ["a javascript: link", "script-src-elem", () => {
      const link = Object.assign(document.createElement("a"), { href: "javascript:planted=1" });
      document.body.append(link);
      link.click();
    }],
    ["a foreign script", "script-src-elem", () => document.body.append(Object.assign(document.createElement("script"), { src: "https://evil.test/x.js" }))],
    ["a foreign request", "connect-src", () => void fetch("https://evil.test/").catch(() => {})],
    ["a foreign image", "img-src", () => document.body.append(Object.assign(new Image(), { src: "https://evil.test/x.png" }))],
    ["an inline style", "style-src-attr", () => document.body.setAttribute("style", "color: red")],
    ["a frame", "frame-src", () => document.body.append(Object.assign(document.createElement("iframe"), { src: "https://evil.test/" }))],
    ["a form", "form-action", () => {
      const form = Object.assign(document.createElement("form"), { action: "https://evil.test/", method: "post" });
      document.body.append(form);
      form.submit();
    }],
    ["another base", "base-uri", () => document.head.prepend(Object.assign(document.createElement("base"), { href: "https://evil.test/" }))],
  ];
  for (const [name, directive, plant] of plants)
    await test.step(name, async () => {
      const before = trouble.violations.length;
      await page.evaluate(plant);
      await expect.poll(() => trouble.violations.slice(before).map((violation) => violation.directive)).toContain(directive);
    });
  expect(await page.evaluate(() => "planted" in self)).toBe(false);
  expect(await standin.journal("evil.test")).toEqual([]);
});

// SECURITY.md: P2
test("a script of the site itself cannot use eval, but can compile wasm", async ({ page, app, trouble }) => {
  trouble.allowViolations();
  await app.open();
  // Evaluated through the debugger it would be allowed, so the code comes as a file of the site.
  await page.route(`${ORIGIN}probe.js`, (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `
        const tried = (run) => { try { run(); return "ran"; } catch (error) { return error.name; } };
        const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
        self.probe = [tried(() => eval("1")), tried(() => new Function("1")()), tried(() => new WebAssembly.Module(wasm))];`,
    }),
  );
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("script"), { src: "probe.js" })));
  await expect.poll(() => page.evaluate(() => (self as unknown as { probe?: string[] }).probe)).toEqual(["EvalError", "EvalError", "ran"]);
});

// SECURITY.md: T5
test("in normal use no origin but the site's own and AniList's is contacted, and the Referer is the bare origin", async ({ page, context, app, standin }) => {
  const asked = new Map<string, string[]>();
  context.on("request", async (request) => {
    const { origin } = new URL(request.url());
    const { referer } = await request.allHeaders();
    asked.set(origin, [...(asked.get(origin) ?? []), referer ?? ""]);
  });
  await app.open();
  await app.logIn("kaede");
  await app.open("session");
  await app.open("no/such/page?search=secret");
  await page.waitForLoadState("networkidle");
  const allowed = ["https://anilist.co", "https://graphql.anilist.co", "https://s4.anilist.co", new URL(ORIGIN).origin];
  expect([...asked.keys()].filter((origin) => !allowed.includes(origin))).toEqual([]);
  const requests = (await standin.journal("graphql.anilist.co")).filter((seen) => seen.method === "POST");
  expect(requests.length).toBeGreaterThan(0);
  for (const { headers } of requests) {
    expect(headers["referer"]).toBe(ORIGIN);
    expect(headers["cookie"]).toBeUndefined();
  }
  for (const { headers, host, path } of await standin.journal())
    if (headers["referer"]) expect([ORIGIN, "https://anilist.co/"], `${host}${path}`).toContain(headers["referer"].replace(/(?<=anilist\.co\/).*/, ""));
});
