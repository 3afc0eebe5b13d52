import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "@playwright/test";
import { chromium } from "../support/paths";
import { Proxy } from "./proxy";
import { Window } from "./tab";
import { HttpWire, MarionetteWire } from "./webdriver";

/** A browser that runs, with a profile that nobody has used. */
export interface Browser {
  window: Window;
  /** Where it saves files. */
  downloads: string;
  /** The errors in its console so far, of every page. */
  errors(): Promise<string[]>;
  /** Errors that a journey causes on purpose. */
  allowed?: RegExp;
  close(): Promise<void>;
}

/** What starts browsers of one kind. */
export interface Engine {
  start(): Promise<Browser>;
  stop(): Promise<void>;
}

interface Kind {
  /** What it is made of, for those who miss it. */
  needs: string;
  missing(): boolean;
  /** For browsers in which AniList's host names lead to the stand-in at this port. */
  open(standin: number): Promise<Engine>;
}

export type EngineName = "chromium" | "firefox" | "webkit";
export const ENGINES: Record<EngineName, Kind> = {
  chromium: { needs: "chromium and chromedriver", missing: () => !chromedriver() || !attempt(chromium), open: openChromium },
  firefox: { needs: "firefox-esr or firefox", missing: () => !firefox(), open: openFirefox },
  webkit: { needs: "WebKitWebDriver, its MiniBrowser, and Xvfb", missing: () => !onPath("WebKitWebDriver") || !miniBrowser() || !onPath("Xvfb"), open: openWebkit },
};

const firefox = () => process.env.FIREFOX || onPath("firefox-esr") || onPath("firefox");
const chromedriver = () => process.env.CHROMEDRIVER || onPath("chromedriver") || onPath("chromedriver", process.env.CHROMEWEBDRIVER);

/** WebKitGTK's own browser, which is in a folder named after the machine and the version. */
function miniBrowser(): string | undefined {
  const folders = (path: string) => (attempt(() => readdirSync(path)) ?? []).map((name) => join(path, name));
  const libraries = ["/usr/lib", "/usr/libexec"].flatMap((root) => [...folders(root), ...folders(root).flatMap(folders)]);
  const found = libraries.filter((folder) => /\/webkit(2gtk|gtk)-[\d.]+$/.test(folder)).map((folder) => join(folder, "MiniBrowser"));
  return found.find((path) => existsSync(path));
}

function onPath(program: string, path = process.env.PATH): string | undefined {
  return path?.split(delimiter).map((folder) => join(folder, program)).find((place) => existsSync(place));
}

function attempt<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}

/** An empty folder, which `remove` takes away. */
function folder(name: string): string {
  return mkdtempSync(join(tmpdir(), `tsuzuki-${name}-`));
}

function remove(path: string): void {
  // A process that has been ended may still be writing.
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Without the query and the fragment of its addresses, where secrets may be. */
const withoutTail = (text: string) => text.replace(/(https:[^\s?#]*)[?#]\S*/g, "$1");

/** Starts a program, and waits for what it says or writes once it is ready. */
async function launch<T>(program: string, args: string[], ready: (said: string) => T | undefined, options: SpawnOptions = {}): Promise<[ChildProcess, T]> {
  const process = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  process.stdout!.on("data", (bytes) => (said += bytes));
  process.on("error", (error) => (said += error.message));
  for (const limit = Date.now() + 60_000; Date.now() < limit && process.exitCode === null; await setTimeout(50)) {
    const answer = ready(said);
    if (answer !== undefined) return [process, answer];
  }
  process.kill();
  throw new Error(`${program} does not start. It says: ${said}`);
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = new Promise((resolve) => process.once("exit", resolve));
  process.kill();
  // A browser that does not want to go.
  await Promise.race([ended, setTimeout(5_000, undefined, { ref: false })]);
  process.kill("SIGKILL");
  await ended;
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function openChromium(standin: number): Promise<Engine> {
  const [driver, port] = await launch(chromedriver()!, ["--port=0"], (said) => /successfully on port (\d+)/.exec(said)?.[1]);
  return {
    async start() {
      const downloads = folder("downloads");
      const wire = new HttpWire(Number(port));
      const args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--no-proxy-server",
        "--force-prefers-reduced-motion",
        "--lang=en-US",
        "--window-size=1280,900",
        `--host-resolver-rules=${["anilist.co", "*.anilist.co", "tsuzuki.test"].map((host) => `MAP ${host}:443 127.0.0.1:${standin}`).join(", ")}, MAP * ~NOTFOUND`,
      ];
      await wire.send("newSession", {
        capabilities: {
          alwaysMatch: {
            acceptInsecureCerts: true,
            "goog:loggingPrefs": { browser: "SEVERE" },
            "goog:chromeOptions": { binary: chromium(), args, prefs: { "download.default_directory": downloads } },
          },
        },
      });
      const said: string[] = [];
      return {
        window: await Window.open(wire),
        downloads,
        async errors() {
          // Each line is told once.
          const lines = (await wire.send("log", { type: "browser" })) as { level: string; message: string }[];
          said.push(...lines.filter(({ level }) => level === "SEVERE").map(({ message }) => withoutTail(message)));
          return said;
        },
        async close() {
          await wire.send("deleteSession");
          remove(downloads);
        },
      };
    },
    stop: () => end(driver),
  };
}

async function openFirefox(standin: number): Promise<Engine> {
  const proxy = await Proxy.start(standin);
  return {
    async start() {
      const [profile, downloads] = [folder("firefox"), folder("downloads")];
      const preferences = {
        "browser.download.dir": downloads,
        "browser.download.folderList": 2,
        "intl.accept_languages": "en-US",
        "marionette.port": 0,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy.port,
        "network.proxy.type": 1,
        "ui.prefersReducedMotion": 1,
      };
      writeFileSync(join(profile, "user.js"), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
      const args = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile];
      const [browser, port] = await launch(firefox()!, args, () => attempt(() => readFileSync(join(profile, "MarionetteActivePort"), "utf8")) || undefined, {
        // It does not start as root in the home of somebody else, as a container may have it.
        env: { ...process.env, HOME: profile },
      });
      const wire = await MarionetteWire.open(Number(port));
      await wire.send("newSession", { acceptInsecureCerts: true });
      return {
        window: await Window.open(wire),
        downloads,
        async errors() {
          await wire.call("Marionette:SetContext", { value: "chrome" });
          const lines = await wire.send("execute", {
            script: `return Services.console.getMessageArray()
              .filter((line) => line instanceof Ci.nsIScriptError && !(line.flags & line.warningFlag) && /^https:/.test(line.sourceName))
              .map((line) => line.sourceName + " " + line.errorMessage)`,
            args: [],
          });
          await wire.call("Marionette:SetContext", { value: "content" });
          return (lines as string[]).map(withoutTail);
        },
        async close() {
          await wire.call("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
          wire.close();
          await end(browser);
          remove(profile);
          remove(downloads);
        },
      };
    },
    stop: () => proxy.stop(),
  };
}

async function openWebkit(standin: number): Promise<Engine> {
  const proxy = await Proxy.start(standin);
  const [screen, display] = await launch("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], (said) => /^(\d+)\n/.exec(said)?.[1]);
  // Where a desktop keeps the names of its folders: among them where files are saved.
  const home = folder("webkit");
  const downloads = join(home, "downloads");
  mkdirSync(downloads);
  writeFileSync(join(home, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const env = { ...process.env, DISPLAY: `:${display}`, LANG: "C.UTF-8", LANGUAGE: "en_US", HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home };
  const port = await freePort();
  const [driver] = await launch("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], () => "", { env });
  return {
    async start() {
      const wire = new HttpWire(port);
      const args = ["--automation", `--proxy=http://127.0.0.1:${proxy.port}`];
      const capabilities = { acceptInsecureCerts: true, "webkitgtk:browserOptions": { binary: miniBrowser(), args } };
      // It does not say when it listens.
      await expect(() => wire.send("newSession", { capabilities: { alwaysMatch: capabilities } })).toPass({ timeout: 40_000, intervals: [100] });
      // A tab that is not in front is not drawn, and cannot be pressed.
      const window = await Window.open(wire, "window");
      return {
        window,
        downloads,
        // Its console cannot be read: what a page itself was told of, since it was first looked at.
        errors: async () => window.wrongs,
        async close() {
          await wire.send("deleteSession");
          for (const file of readdirSync(downloads)) remove(join(downloads, file));
        },
      };
    },
    async stop() {
      await end(driver);
      await end(screen);
      await proxy.stop();
      remove(home);
    },
  };
}
