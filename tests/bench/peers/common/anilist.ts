// What the three pages ask of AniList, and the part of its answer that they read.
import listDocument from "../../../../src/api/graphql/media_list_chunk.graphql";

export { listDocument };

export interface Entry {
  id: number;
  status: string;
  /** 0 to 100; 0 means none. */
  score: number;
  progress: number;
  notes: string | null;
  /** Unix seconds. */
  updatedAt: number;
  media: Media;
}

export interface Media {
  id: number;
  title: { romaji: string | null; english: string | null; native: string | null; userPreferred: string };
  synonyms: string[];
  coverImage: { medium: string };
  format: string | null;
  seasonYear: number | null;
  episodes: number | null;
  averageScore: number | null;
  popularity: number | null;
}

export interface Collection {
  lists: { name: string; isCustomList: boolean; entries: Entry[] }[];
}

/** The variables of the list: all of it in one answer. */
export const listVariables = { userName: "kaede", type: "ANIME" };

export const saveDocument = `mutation Save($mediaId: Int, $status: MediaListStatus, $scoreRaw: Int, $progress: Int, $notes: String) {
  SaveMediaListEntry(mediaId: $mediaId, status: $status, scoreRaw: $scoreRaw, progress: $progress, notes: $notes) { id updatedAt }
}`;

/** What an edit sets. */
export type Change = Partial<Pick<Entry, "status" | "score" | "progress" | "notes">>;

/** Variables of `saveDocument` for a change. */
export function saveVariables(entry: Entry, { score, ...rest }: Change) {
  return { mediaId: entry.media.id, ...rest, ...(score === undefined ? {} : { scoreRaw: score }) };
}

export const API = "/graphql";

/** A page of the bench is signed in when the runner has left a token. */
export function authorization(): Record<string, string> {
  const token = localStorage.getItem("token");
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Sends a document; for the pages without a GraphQL client. The answer's text, so that parsing can be measured. */
export async function post(query: string, variables: object): Promise<string> {
  const response = await fetch(API, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...authorization() },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`AniList answered ${response.status}`);
  return text;
}

export const save = (entry: Entry, change: Change) => post(saveDocument, saveVariables(entry, change));
