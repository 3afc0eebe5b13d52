// What goes between the app and the console. The app's half is src/web/console.rs. No token, and nothing that leads to
// one, is part of it: the app adds the token when it sends.

/** What came of a request. */
export interface Answer {
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** The body, as it came. */
  body: Uint8Array;
  /** How long it waited before it was sent, in milliseconds. */
  waitedMs: number;
  /** What is left of how many requests a minute, by the app's own count; null when this one was not sent. */
  budget: [left: number, limit: number] | null;
  /** Shows what went wrong, when something did. */
  problem: ShowProblem | null;
  /** What AniList says is wrong with the request. */
  complaints: Complaint[];
}

/**
 * Shows a failure in an element, in the app's words and with what can be done about it; `retry` does it again, where that
 * can help. The function that comes back takes it away.
 */
export type ShowProblem = (host: HTMLElement, retry: () => void) => () => void;

/** One thing that AniList says is wrong with a request. */
export interface Complaint {
  message: string;
  /** The argument that it is about, where AniList names one. */
  field: string | null;
  /** Places in the query, counted from 1. */
  places: [line: number, column: number][];
}

/** What the app gives the console. */
export interface Bridge {
  /** Address of the API. */
  api: string;
  /** Name and text of each request that the app itself makes. */
  examples: [name: string, text: string][];
  /** localStorage key of the request last edited. */
  draftKey: string;
  /** localStorage key of the requests last sent. */
  historyKey: string;
  /** Name of the IndexedDB database with the schema. */
  schemaDatabase: string;
  /** Shows that an answer which should be the schema is none. */
  unreadable: ShowProblem;
  /** Name of the account that a request would be sent as at this moment. */
  account(): string | undefined;
  /**
   * Sends `body`, a JSON text, to the API, as the account in use. One that changes data goes before what is only read.
   *
   * `onState` hears what the request waits for, and an empty text once it is on its way; `onAnswer` is called once,
   * also when the request failed or was aborted.
   */
  send(
    operation: string,
    body: string,
    changesData: boolean,
    abort: AbortController,
    onState: (text: string) => void,
    onAnswer: (answer: Answer) => void,
  ): void;
}
