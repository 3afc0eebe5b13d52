// What is on the list, so that the runner knows what it may click.
import { readFile } from "node:fs/promises";

/**
 * @typedef {import("../server/server.mjs").Server} Server
 * @typedef {{id: number, status: string, progress: number, media: {id: number, episodes: number | null, synonyms: string[], title: Record<"romaji" | "english" | "native" | "userPreferred", string>}}} Entry
 */

const document = await readFile(new URL("../../../src/api/graphql/media_list_chunk.graphql", import.meta.url), "utf8");
/** @type {Map<Server, Promise<Entry[]>>} */
const known = new Map();

/** The entries of the list, each once. @param {Server} server */
export function entries(server) {
  let all = known.get(server);
  if (!all) known.set(server, (all = fetched(server)));
  return all;
}

/** @param {Server} server @returns {Promise<Entry[]>} */
async function fetched(server) {
  const [place] = Object.values(server.places);
  const response = await fetch(`${place?.origin}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Referer: `${place?.origin}/`, Authorization: `Bearer ${await server.token()}` },
    body: JSON.stringify({ query: document, variables: { userName: "kaede", type: "ANIME" } }),
  });
  const { data } = await response.json();
  /** @type {Map<number, Entry>} */
  const all = new Map();
  for (const { entries } of data.MediaListCollection.lists) for (const entry of entries) all.set(entry.id, entry);
  return [...all.values()];
}

/**
 * Titles among `shown` that no other entry has, and whose progress can go up without coming to the end.
 * @param {Server} server @param {string[]} shown @param {number} count
 */
export async function chooseTitles(server, shown, count) {
  /** @type {Map<string, Entry | undefined>} */
  const byTitle = new Map();
  for (const entry of await entries(server)) {
    const title = entry.media.title.userPreferred;
    byTitle.set(title, byTitle.has(title) ? undefined : entry);
  }
  const fit = shown.filter((title) => {
    const entry = byTitle.get(title);
    return entry && entry.progress > 0 && (entry.media.episodes ?? Infinity) - entry.progress > 2;
  });
  return fit.slice(0, count);
}

/** What is typed into the filter: the beginning of a title of which each letter leaves fewer entries, up to eight. @param {Server} server */
export async function typed(server) {
  const all = await entries(server);
  const texts = all.map(({ media: { title, synonyms } }) => [title.romaji, title.english, title.native, ...synonyms].join("\n").toLowerCase());
  let best = "";
  for (const { media } of all.slice(0, 300)) {
    const title = media.title.romaji.toLowerCase();
    let [text, left] = ["", texts];
    for (const letter of title.slice(0, 8)) {
      const fewer = left.filter((other) => other.includes(text + letter));
      // Blanks at the end may be ignored, and then nothing would change.
      if (fewer.length === left.length || letter === " ") break;
      [text, left] = [text + letter, fewer];
    }
    if (text.length > best.length) best = text;
  }
  return best;
}

/** An entry that can go up by more than so much. @param {Server} server @param {number} room */
export async function entryWithRoom(server, room) {
  const all = await entries(server);
  return all.find(({ status, progress, media }) => status === "CURRENT" && (media.episodes ?? Infinity) - progress > room);
}
