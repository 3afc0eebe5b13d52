import answer from "./answer.css";
import frame from "./frame.css";
import lists from "./lists.css";
import question from "./question.css";

/** The console's style sheets. Its script adopts them, so that no other page loads them. */
export const SHEETS = [frame, lists, answer, question].map((css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
});
