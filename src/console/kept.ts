// What the console keeps in this browser. Every access may fail: storage can be forbidden or full, and then the console
// goes on without.

import type { IntrospectionQuery } from "graphql";

/** A value of localStorage. */
export function readKey(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes a value of localStorage, or removes it; false when the browser did not take it. */
export function writeKey(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** A schema as it was asked for. */
export interface KeptSchema {
  /** Address of the API it belongs to. */
  api: string;
  /** When it came, in milliseconds since 1970. */
  at: number;
  introspection: IntrospectionQuery;
}

const STORE = "schema";

/** The kept schema of an API; null when there is none, or it cannot be read. */
export async function readSchema(database: string, api: string): Promise<KeptSchema | null> {
  try {
    // Opening would make an empty database, and the Session page would list it.
    const all = (await inTime(indexedDB.databases?.())) ?? [];
    if (!all.some(({ name }) => name === database)) return null;
    return (await inTime(within(database, "readonly", (store) => store.get(api) as IDBRequest<KeptSchema | undefined>))) ?? null;
  } catch {
    return null;
  }
}

/** Keeps a schema; false when the browser did not take it. */
export async function writeSchema(database: string, schema: KeptSchema): Promise<boolean> {
  try {
    await inTime(within(database, "readwrite", (store) => store.put(schema, schema.api)));
    return true;
  } catch {
    return false;
  }
}

/** How long the browser may take. Some never answer, and the console does not need what is kept. */
const PATIENCE_MS = 5_000;

/** What comes of an answer of the browser; rejects when it takes too long. */
function inTime<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("IndexedDB does not answer")), PATIENCE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** One request in a connection of its own, closed at once: an open one would keep “Erase everything” waiting. */
async function within<T>(database: string, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const connection = await settled(opening);
  try {
    return await settled(ask(connection.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    connection.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}
