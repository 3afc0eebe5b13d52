import { expect } from "@playwright/test";
import { ORIGIN } from "../support/app";
import { TRIGUN } from "../support/edits";
import { API, IDS, keyOf } from "../support/kept";
import type { Standin } from "../support/standin";
import type { Found, Tab } from "./tab";

/** Signs kaede in without the way through AniList. */
export async function keepSignedIn(tab: Tab, standin: Standin): Promise<void> {
  const account = { id: IDS.kaede, name: "kaede", avatar: null, token: await standin.token("kaede"), added_at: Date.now(), pasted: false };
  const accounts = { version: 1, api: API, active: account.id, accounts: [account] };
  // A file of the site, in which no app runs.
  await tab.open(`${ORIGIN}icon.svg`);
  await tab.run((key, text) => localStorage.setItem(key, text), keyOf("accounts"), JSON.stringify(accounts));
}

/** Opens a page of the app, and waits until the app has drawn it. */
export async function open(tab: Tab, path = ""): Promise<void> {
  await tab.open(ORIGIN + path);
  await tab.get("heading").expectShown();
}

/** Opens what kaede is watching. */
export async function openWatching(tab: Tab): Promise<void> {
  await open(tab, "user/kaede/animelist/Watching");
  await tab.get("status", /^\d+ entries$/).expectShown();
}

/** Walks to what kaede is watching from the first page: only one that came with status 200 is kept for Back everywhere. */
export async function walkToWatching(tab: Tab): Promise<void> {
  await open(tab);
  await tab.get("heading", "kaede").expectShown();
  await tab.run(() => document.querySelector<HTMLElement>('nav a[href$="/animelist"]')!.click());
  await tab.get("link", /^Watching/).expectShown();
  await tab.run(() => document.querySelector<HTMLElement>('a[href$="/animelist/Watching"]')!.click());
  await tab.get("status", /^\d+ entries$/).expectShown();
  await expect.poll(async () => (await tab.address()).pathname).toMatch(/Watching$/);
}

export function plus(tab: Tab, title: string): Found {
  return tab.get("button", `Increase progress of ${title}`);
}

/** The button that shows how far a title is. */
export function progress(tab: Tab, title: string): Found {
  return tab.get("button", new RegExp(`^Progress of ${title}`));
}

/** Waits until AniList has this progress of TRIGUN: an edit whose answer was lost may take a minute. */
export async function expectSaved(standin: Standin, progress: number): Promise<void> {
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress, { timeout: 90_000 }).toBe(progress);
}

/** Has the page go away by itself as soon as it says that an edit waits: before the edit is sent, however slow the machine. */
export async function leaveWithEdit(tab: Tab, to: "reload" | string): Promise<void> {
  await tab.run((to) => {
    new MutationObserver((_, observer) => {
      if (![...document.querySelectorAll("a")].some((link) => /\d unsent edit/.test(link.textContent))) return;
      observer.disconnect();
      if (to === "reload") location.reload();
      else location.href = to;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, to);
}
