import type { ShowProblem } from "../bridge.ts";
import { h } from "./dom.ts";

/** What went wrong, drawn by the app as everywhere in it: what happened, why, and what can be done. */
export class Failure {
  readonly element = h("div");
  /** Takes it away, and ends what the app runs for it. */
  readonly close: () => void;

  constructor(show: ShowProblem, retry: () => void) {
    this.close = show(this.element, retry);
  }
}
