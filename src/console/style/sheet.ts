import answer from "./answer.css";
import frame from "./frame.css";
import lists from "./lists.css";
import question from "./question.css";

/** The console's styles. Its script adopts them, so that no other page loads them. */
export const SHEET = new CSSStyleSheet();
SHEET.replaceSync([frame, lists, answer, question].join("\n"));
