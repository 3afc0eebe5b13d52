import { ORIGIN } from "../support/app";
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

export function plus(tab: Tab, title: string): Found {
  return tab.get("button", `Increase progress of ${title}`);
}

/** The button that shows how far a title is. */
export function progress(tab: Tab, title: string): Found {
  return tab.get("button", new RegExp(`^Progress of ${title}`));
}
