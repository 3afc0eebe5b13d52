import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type APIRequestContext, request } from "@playwright/test";
import { DIST, DIST_SUB, EVIL, STANDIN, publicPath } from "./paths";

/** What the stand-in does differently from AniList's usual behaviour; see tests/standin/README.md. */
export interface Switches {
  state?: "echo" | "drop" | "change" | "empty";
  denial?: "fragment" | "query" | "none";
  token?: TokenOddities;
  rate_limit?: boolean;
  require_referer?: boolean;
}

/** How a token differs from a regular one. */
export interface TokenOddities {
  aud?: string;
  sub?: string;
  /** Seconds; negative for a token that has ended. */
  expires_in?: number;
  float_times?: boolean;
  garbage?: boolean;
  /** At least this long. */
  bytes?: number;
}

/** One planned failure of an API request. */
export interface Fault {
  fault:
    | "delay"
    | "stall"
    | "drop_before"
    | "drop_after"
    | "truncate"
    | "rate_limit"
    | "server_error"
    | "outage"
    | "outage_cors"
    | "challenge"
    | "challenge_cors"
    | "rate_limit_cors"
    | "invalid_token"
    | "validation"
    | "query_error"
    | "forbidden"
    | "not_found"
    | "partial"
    | "not_json"
    | "empty"
    | "hostile";
  /** GraphQL operation it waits for; any without. */
  operation?: string;
  /** How long a `delay` takes, in milliseconds. */
  ms?: number;
  /** Which nonsense a `hostile` answer is; each further one has the next number. */
  seed?: number;
  /** How often; 0 is for ever. */
  times?: number;
}

/** What the stand-in keeps of a list entry. Dates are YYYYMMDD, times Unix seconds. */
export interface Kept {
  id: number;
  status: string;
  /** From 0 to 100. */
  scoreRaw: number;
  progress: number;
  progressVolumes: number | null;
  repeat: number;
  priority: number;
  private: boolean;
  notes: string | null;
  hiddenFromStatusLists: boolean;
  customLists: string[];
  advancedScores: number[];
  startedAt: number | null;
  completedAt: number | null;
  updatedAt: number;
  createdAt: number;
}

/** A request the stand-in saw, whatever its host. */
export interface Seen {
  /** Milliseconds since 1970. */
  at: number;
  host: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  operation: string | null;
  body: string;
  /** 0 when no answer was sent. */
  status: number;
}

/** A site that a test may change on disk. Its host name is `NAME.tsuzuki.test`. */
export const CHANGEABLE = ["broken-js", "broken-wasm", "moved"] as const;
export type Changeable = (typeof CHANGEABLE)[number];

/** The bundle in dist/ at whatever path it was built for; the client has to be registered with `Standin.client`. */
export const PUBLISHED = { origin: "https://published.tsuzuki.test", client: "1003" } as const;

/** A stand-in AniList of its own for each worker, and what a test can tell and ask it. */
export class Standin {
  private constructor(
    private readonly process: ChildProcess,
    /** Port on 127.0.0.1 that answers for every host. */
    readonly port: number,
    private readonly control: APIRequestContext,
    private readonly copies: string,
  ) {}

  /** With `entries`, kaede's lists hold so many together, seven of ten anime. */
  static async start(entries?: number): Promise<Standin> {
    for (const [what, path] of [["the bundle", DIST], ["the stand-in", STANDIN]] as const)
      if (!existsSync(path)) throw new Error(`${what} is missing at ${path}. \`make bundles e2e\` builds it.`);
    const copies = mkdtempSync(join(tmpdir(), "tsuzuki-sites-"));
    const sites = [
      `tsuzuki.test/=${DIST};client_id=1001`,
      `setup.tsuzuki.test/=${DIST}`,
      // A bundle that is about to be published has no twin.
      ...(existsSync(DIST_SUB) ? [`pages.test/tsuzuki/=${DIST_SUB};client_id=1002`] : []),
      `published.tsuzuki.test${publicPath()}=${DIST};client_id=${PUBLISHED.client}`,
      `evil.test/=${EVIL}`,
    ];
    for (const name of CHANGEABLE) {
      cpSync(DIST, join(copies, name), { recursive: true });
      sites.push(`${name}.tsuzuki.test/=${join(copies, name)};client_id=1001`);
    }
    const args = ["anilist", ...sites.flatMap((site) => ["--site", site])];
    if (entries) args.push("--entries", String(entries));
    const process = spawn(STANDIN, args, { stdio: ["ignore", "pipe", "inherit"] });
    const port = await listening(process);
    const baseURL = `https://127.0.0.1:${port}/_standin/`;
    const control = await request.newContext({ baseURL, ignoreHTTPSErrors: true });
    return new Standin(process, port, control, copies);
  }

  async stop(): Promise<void> {
    await this.control.dispose();
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill();
    await ended;
    rmSync(this.copies, { recursive: true });
  }

  /** The directory behind a changeable site, as the build left it. */
  freshSite(name: Changeable): string {
    const directory = join(this.copies, name);
    rmSync(directory, { recursive: true });
    cpSync(DIST, directory, { recursive: true });
    return directory;
  }

  /** Back to the start: lists, settings, limits, switches, faults, journal, logins, approvals. */
  async reset(): Promise<void> {
    await this.post("reset");
  }

  /** That, for another test: what the browser of the last one sent while it was closed counts for nothing if it arrives now. */
  async begin(): Promise<void> {
    await this.post("reset", { cut: true });
  }

  async switch(switches: Switches): Promise<void> {
    await this.post("switches", switches);
  }

  /** Plans failures, used up in this order. */
  async fail(...faults: Fault[]): Promise<void> {
    await this.post("faults", { faults: faults.map((fault) => ({ operation: null, times: 1, ...fault })) });
  }

  /** Changes a list entry as another device would: arguments of `SaveMediaListEntry`, or `delete: true`. */
  async edit(user: string, media_id: number, changes: Record<string, unknown>): Promise<void> {
    await this.post("edit", { user, media_id, ...changes });
  }

  /** A list entry as it is kept; null without one. */
  async entry(user: string, media_id: number): Promise<Kept | null> {
    const answer = await this.control.get("entry", { params: { user, media_id } });
    return ((await answer.json()) as { entry: Kept | null }).entry;
  }

  /** Whether a title is a favourite. */
  async favourite(user: string, media_id: number): Promise<boolean> {
    const answer = await this.control.get("entry", { params: { user, media_id } });
    return ((await answer.json()) as { favourite: boolean }).favourite;
  }

  /** Takes a title away from AniList, with every entry of it. */
  async removeMedia(id: number): Promise<void> {
    await this.post("media", { remove: id });
  }

  /** A token as AniList would issue it to this user for this client. */
  async token(user: string, client_id = "1001", odd: TokenOddities = {}): Promise<string> {
    const answer = await this.post("token", { user, client_id, ...odd });
    return (answer as { access_token: string }).access_token;
  }

  /** Makes every token of this user answer "Invalid token". */
  async revoke(user: string): Promise<void> {
    await this.post("revoke", { user });
  }

  /** Registers an API client. */
  async client(id: string, redirect: string): Promise<void> {
    await this.post("client", { id, redirect });
  }

  /** Everything that was asked since the start of the test; narrowed to one host if named. */
  async journal(host?: string): Promise<Seen[]> {
    const answer = await this.control.get("journal");
    const { requests } = (await answer.json()) as { requests: Seen[] };
    return requests.filter((seen) => !host || seen.host === host);
  }

  async forget(): Promise<void> {
    await this.control.delete("journal");
  }

  private async post(what: string, data: object = {}): Promise<unknown> {
    const answer = await this.control.post(what, { data });
    const body: unknown = await answer.json();
    if (!answer.ok()) throw new Error(`The stand-in refused ${what}: ${JSON.stringify(body)}`);
    return body;
  }
}

function listening(process: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    process.once("exit", (code) => reject(new Error(`The stand-in ended with code ${code} before it listened.`)));
    process.once("error", reject);
    createInterface({ input: process.stdout! }).on("line", (line) => {
      const port = /^Listening on https:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
  });
}
