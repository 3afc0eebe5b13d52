import type { Problem } from "../core/problem.ts";
import type { Desk } from "../desk.ts";
import { button, fill, h } from "./dom.ts";

/** What is wrong with the draft, each a way to its place; and why it was not sent, when it was not. */
export function problems(desk: Desk, goTo: (problem: Problem) => void): HTMLElement {
  const list = h("ul", { "aria-label": "Problems", class: "console-problems" });
  const blocked = h("div", { role: "alert" });
  desk.on(["checked", "said"], () => {
    const problems = desk.problems();
    list.hidden = problems.length === 0;
    fill(list, ...problems.map((problem) => row(problem, goTo)));
  });
  desk.on(["blocked"], () => {
    if (!desk.blocked) return fill(blocked);
    const { weight, problems } = desk.blocked;
    const first = problems[0];
    const why = first ? `${placeName(first)}: ${first.message}` : "There is no operation that could be sent.";
    const refused = weight === "refused";
    fill(
      blocked,
      h(
        "section",
        { class: "problem" },
        h("h2", {}, "Not sent"),
        h("p", {}, why),
        h("p", { class: "muted" }, refused ? "By the schema that was loaded, AniList would refuse this." : "Correct this, then run it again."),
        h(
          "div",
          { class: "actions" },
          first && button("Go there", () => goTo(first)),
          refused && button("Send anyway", () => void desk.run(true)),
        ),
      ),
    );
  });
  return h("div", { class: "console-checks" }, blocked, list);
}

function row(problem: Problem, goTo: (problem: Problem) => void): HTMLElement {
  const kind = problem.weight === "hint" ? "warn" : "bad";
  const name = h("span", { class: kind }, placeName(problem));
  return h("li", {}, h("button", { type: "button", class: "console-line", onclick: () => goTo(problem) }, name, " ", problem.message));
}

function placeName({ where, line, column }: Problem): string {
  return `${where === "variables" ? "Variables, line" : "Line"} ${line}, column ${column}`;
}
