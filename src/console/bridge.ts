// What goes between the app and the console. The app's half is src/web/console.rs. No token, and nothing that leads to
// one, is part of it: the app adds the token when it sends.

/** What came of a request. */
export interface Answer {
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** The body, as it came. */
  body: Uint8Array;
  /** `X-RateLimit-Limit`: requests a minute, where readable. */
  rateLimit: number | null;
  /** `X-RateLimit-Remaining`: requests left in this minute, where readable. */
  rateRemaining: number | null;
  /** How long it waited before it was sent, in milliseconds. */
  waitedMs: number;
  /** Title, cause and next step in the app's words, when something went wrong. */
  problem: [title: string, cause: string, next: string] | null;
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
  /** Name of the account that a request would be sent as at this moment. */
  account(): string | undefined;
  /**
   * Sends `body`, a JSON text, to the API, as the account in use.
   *
   * `onState` hears what the request waits for, and an empty text once it is on its way; `onAnswer` is called once,
   * also when the request failed or was aborted.
   */
  send(
    operation: string,
    body: string,
    abort: AbortController,
    onState: (text: string) => void,
    onAnswer: (answer: Answer) => void,
  ): void;
}
