import { type Page, expect } from "@playwright/test";
import { ORIGIN } from "./app";
import type { User } from "./anilist";
import type { Standin, TokenOddities } from "./standin";

/** Ids of the stand-in's users. */
export const IDS: Record<User, number> = { kaede: 5001, ren: 5002, new: 5003 };

/** The only address a token may be sent to. */
export const API = "https://graphql.anilist.co";

/** What the app keeps in the local storage, until it is erased. */
export const LOCAL = ["accounts", "client-id", "state-echo", "budget", "edits", "preferences", "views", "console-draft", "console-history"] as const;
/** What it keeps for a tab. */
export const SESSION = ["pending-login", "callback", "recovered", "dismissed-warning"] as const;
/** Its databases. */
export const DATABASES = ["answers", "edits", "console-schema"] as const;

export type KeyName = (typeof LOCAL | typeof SESSION | typeof DATABASES)[number];

/** Name of a key of the app's storage, as `StorageKeys` in src/config.rs makes it. */
export function keyOf(name: KeyName, base = ORIGIN): string {
  return `tsuzuki:${new URL(base).pathname}:${name}`;
}

/** One account as it is stored. */
export interface StoredAccount {
  id: number;
  name: string;
  avatar: string | null;
  token?: string | null;
  added_at: number;
  pasted: boolean;
}

/** The document of accounts, as src/auth/stored.rs writes it. */
export interface StoredAccounts {
  version: number;
  api: string;
  active: number | null;
  accounts: StoredAccount[];
}

/** The stored accounts, or null when there is no such key. */
export async function storedAccounts(page: Page, base = ORIGIN): Promise<StoredAccounts | null> {
  const text = await page.evaluate((key) => localStorage.getItem(key), keyOf("accounts", base));
  return text === null ? null : (JSON.parse(text) as StoredAccounts);
}

/** The token of the active account. */
export async function activeToken(page: Page, base = ORIGIN): Promise<string> {
  const document = await storedAccounts(page, base);
  const token = document?.accounts.find((account) => account.id === document.active)?.token;
  if (!token) throw new Error(`no active token in ${JSON.stringify(document)}`);
  return token;
}

/** Ends an announced wait or outage: what this browser sent and heard is forgotten. */
export async function forgetBudget(page: Page, base = ORIGIN): Promise<void> {
  await page.evaluate((key) => localStorage.removeItem(key), keyOf("budget", base));
}

/** What Home of somebody who is signed in keeps: what airs, whose list, what is watched and read now, what is trending, who. */
export const HOME_KEPT = ["AiringOnList", "AiringOnList", "ListOwner", "MediaListChunk", "MediaListChunk", "Trending", "Viewer"];

/** Keys of the kept answers, from the database itself. */
export function keptAnswers(page: Page): Promise<string[]> {
  return page.evaluate(
    (name) =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction("stamps").objectStore("stamps").getAllKeys();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.map(String));
          };
        };
      }),
    keyOf("answers"),
  );
}

/** The operations of which answers are kept, sorted. */
export async function keptOperations(page: Page): Promise<(string | undefined)[]> {
  return (await keptAnswers(page)).map((key) => key.split("/")[1]).sort();
}

/** Everything the site's databases hold, as one text. */
export function databasesAsText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let text = "";
    for (const { name } of await indexedDB.databases()) {
      const database = await wait(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([wait(objects.getAllKeys()), wait(objects.getAll())]);
        const asText = (value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
        text += [name, store, ...keys.map(String), ...values.map(asText)].join("\n");
      }
      database.close();
    }
    return text;
  });
}

/** Everything both storages hold, as one text. */
export function everythingKept(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
}

/** Opens an empty page of the site, to write into its storage before the app reads it. */
export async function besideTheApp(page: Page, base = ORIGIN): Promise<void> {
  const url = `${base}beside-the-app`;
  await page.route(url, (route) => route.fulfill({ contentType: "text/html", body: '<link rel="icon" href="data:,">' }));
  await page.goto(url);
}

/** Writes `value` under a name of the app's localStorage, before the app is opened. */
export async function plant(page: Page, key: string, value: string, base = ORIGIN): Promise<void> {
  await besideTheApp(page, base);
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [key, value] as const);
}

/** An account with a token of its own that the stand-in accepts. */
export async function account(standin: Standin, user: User, client = "1001", odd: TokenOddities = {}): Promise<StoredAccount> {
  const token = await standin.token(user, client, odd);
  return { id: IDS[user], name: user, avatar: null, token, added_at: Date.now(), pasted: false };
}

/** Signs in without the way through AniList: the accounts are stored already, the first one is active. */
export async function keepAccounts(page: Page, accounts: StoredAccount[], base = ORIGIN): Promise<void> {
  const document: StoredAccounts = { version: 1, api: API, active: accounts[0]?.id ?? null, accounts };
  await plant(page, keyOf("accounts", base), JSON.stringify(document), base);
}

/** Signs `user` in without the way through AniList, and gives back the token. */
export async function keepSignedIn(page: Page, standin: Standin, user: User, odd: TokenOddities = {}): Promise<string> {
  const kept = await account(standin, user, "1001", odd);
  await keepAccounts(page, [kept]);
  return kept.token!;
}

/** Expects that no account and no token is kept, in either storage. */
export async function expectNothingKept(page: Page): Promise<void> {
  expect(await storedAccounts(page)).toBeNull();
  expect(await everythingKept(page)).not.toMatch(/ey[\w-]+\.[\w-]+\.[\w-]+/);
}
